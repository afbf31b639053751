"""The buses of a mix, by which its stems are called."""

STEMS = ("dialogue", "music", "effects", "ambience")
"""The stems of a mix."""
