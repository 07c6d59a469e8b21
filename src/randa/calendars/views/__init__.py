"""The page of one's own calendars, files, and what calendar programmes fetch."""
