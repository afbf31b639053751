"""Each file is one step; its name is its number, its room and what it does."""
