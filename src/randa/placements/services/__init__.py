"""What people do with plans and seats: one function each, with permission, lock, change and audit row."""
