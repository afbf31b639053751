"""Samples → samples, meters and alignments: signal work that knows nothing of stories."""
