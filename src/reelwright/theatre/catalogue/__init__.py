"""Releases → a catalogue that says what there is, what it costs and from when, and the files that play it."""
