"""Readers of Chromium's own stores."""
