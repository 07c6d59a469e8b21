"""Registering what a week is paid with."""
