"""Receipts: the record of each run, signed and chained, so that a later change shows.

Tamper-evident, not proof against the owner of the key: who can sign can also write another history.
"""
