"""Figures: ``python -m bench [SECTION]`` prints them and merges them into bench/results/latest.json."""
