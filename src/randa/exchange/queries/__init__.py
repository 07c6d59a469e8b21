"""What the pages about seats of other organisations show."""
