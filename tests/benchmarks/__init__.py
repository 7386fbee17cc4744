"""Figures, as anybody can print them again: `python -m tests.benchmarks`."""
