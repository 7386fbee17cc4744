"""Find, launch, open for a person, close and wait, is it running?, network wall, clear, rebuild."""
