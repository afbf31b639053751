"""The studio's wiring: a series folder in, finished episodes and a release out."""
