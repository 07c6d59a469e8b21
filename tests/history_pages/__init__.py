"""Pages with a history: each makes something, changes it and tells where the change is read. `tests/test_history.py` opens them."""
