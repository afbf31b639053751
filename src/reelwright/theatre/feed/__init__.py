"""What to show next, each choice logged with its probability."""
