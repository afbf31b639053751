"""Alembic's steps, one line of revisions. See ``migrating.py``."""
