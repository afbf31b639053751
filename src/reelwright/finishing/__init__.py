"""Conform, caption layout, mix and loudness: what a finished episode is."""
