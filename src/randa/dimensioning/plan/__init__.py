"""Reading what people type, paste and upload into the plan table. Plain Python: no database, no request."""
