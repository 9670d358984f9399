"""Telling readers what is due, overdue, recalled or waiting for them: once each."""
