"""Test stories: recorded from a typed conversation, and checked with the line that is wrong.

See docs/testing.md for how to write one.
"""
