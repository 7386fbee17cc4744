"""A person's Firefox."""
