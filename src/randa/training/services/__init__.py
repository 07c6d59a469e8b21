"""Changes to training."""
