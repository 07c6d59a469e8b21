"""Pages for keys and webhooks."""
