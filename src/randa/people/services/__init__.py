"""Accounts and roles: the only place that makes or changes them."""
