"""What depends on what, from script to release."""
