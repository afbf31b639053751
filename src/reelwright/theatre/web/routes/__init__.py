"""One module of routes a room."""
