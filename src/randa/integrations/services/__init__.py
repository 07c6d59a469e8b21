"""Changing keys, answering calls once, and delivering webhooks."""
