"""Pages that are handed to somebody."""
