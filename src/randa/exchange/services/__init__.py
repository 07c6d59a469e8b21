"""What people do about seats of other organisations, one module per step."""
