"""Shapes and pictures → sprites, and sprites → frames."""
