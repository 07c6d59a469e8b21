"""What people do about queues for scarce placements, one module per step."""
