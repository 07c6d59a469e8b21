"""Reads for the pages of keys and webhooks."""
