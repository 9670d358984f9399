"""Telling a reader something nobody asked for just now: the best way this account has."""
