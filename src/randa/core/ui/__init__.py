"""The look and the components that every page is made of. Knows no subject matter; `docs/interface.md` shows how to use it."""
