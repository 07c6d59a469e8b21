"""Pages about personal data: one's own, the officer's, the register, and removal."""
