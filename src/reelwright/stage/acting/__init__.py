"""A shot's brief → how everybody in it moves, frame by frame. Every curve is a pure function of time."""
