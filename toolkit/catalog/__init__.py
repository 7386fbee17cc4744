"""Platforms and flows as data: their models, the YAML loader with line numbers, the JSON Schema."""
