"""Reads of proposals: one function per page."""
