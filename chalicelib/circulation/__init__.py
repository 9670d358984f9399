"""Loans, renewals and holds, as readers speak of them."""
