"""Bringing an old register in: receive, say what it means, look, load, undo."""
