"""Files of the outside world ↔ our documents."""

from reelwright.formats.fountain import read_fountain
from reelwright.formats.fountain_writer import write_fountain
from reelwright.formats.script_file import read_script, require_dialogue
from reelwright.formats.text_encoding import TextFile, decode_text, read_text

__all__ = [
    "TextFile",
    "decode_text",
    "read_fountain",
    "read_script",
    "read_text",
    "require_dialogue",
    "write_fountain",
]
