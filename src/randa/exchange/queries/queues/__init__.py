"""What the pages about queues for scarce placements show."""
