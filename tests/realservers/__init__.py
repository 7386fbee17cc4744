"""Real servers that nobody here wrote, installed from public registries and started on loopback."""
