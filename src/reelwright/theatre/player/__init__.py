"""What a player needs of an episode, and what of it was watched."""
