"""Executes a flow's steps on a page, inside the platform's domains; waits for a person."""
