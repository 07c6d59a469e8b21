"""Pages of identity providers: those of signing in, and those of whoever looks after them."""
