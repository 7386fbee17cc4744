"""The command line: parses, calls the floor below, prints."""
