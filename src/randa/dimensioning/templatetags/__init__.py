"""Tags of the dimensioning pages."""
