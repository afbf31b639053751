"""What somebody wants to see (a character, a place, a shot) → sheets, frames and previews as pictures."""
