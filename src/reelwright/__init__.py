"""A story goes in; a finished vertical short-drama series comes out."""

__version__ = "0.1.0"
