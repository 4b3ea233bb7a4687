"""Servers that run from wheels for the demo, for development and for tests; production brings its own addresses."""
