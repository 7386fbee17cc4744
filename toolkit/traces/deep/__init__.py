"""Searches every byte of a closed profile, unpacked where it is compressed (`verify --deep`)."""

from toolkit.traces.deep.needles import check_engine
from toolkit.traces.deep.search import DeepReading, scan

__all__ = ["DeepReading", "check_engine", "scan"]
