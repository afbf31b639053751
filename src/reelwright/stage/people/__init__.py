"""Looks, outfits and poses → drawn people."""
