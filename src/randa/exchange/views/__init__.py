"""The pages about seats of other organisations."""
