"""The pages of queues for scarce placements."""
