"""Readers of a Firefox profile."""
