"""What changes calendars: addresses of feeds, and the identities of events."""
