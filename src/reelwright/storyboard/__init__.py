"""Scenes → shots, by the grammar of film."""
