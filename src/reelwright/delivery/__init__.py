"""Frames and sound → the files that are watched: H.264, AAC, MP4, HLS, stills."""
