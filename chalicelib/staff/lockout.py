"""How patient sign-in is with wrong passwords."""

from datetime import timedelta

from chalicelib.limits.attempts import Patience

PER_USER = Patience(free=5, first_wait=timedelta(seconds=30), longest_wait=timedelta(minutes=15))
PER_ADDRESS = Patience(free=30, first_wait=timedelta(seconds=30), longest_wait=timedelta(hours=1))
"""A whole library may sit behind one address."""
