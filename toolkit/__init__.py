"""Keep clients' social accounts apart, log all of them out with one command, and prove that nothing is left."""

__version__ = "0.1.0"
