"""The table of stores: where a browser profile keeps what, and what becomes of it."""
