"""Messaging platforms: one module each, behind one interface (``channel.py``).

``webhooks`` takes a call in, ``desk`` works it off, ``responder`` decides what is said, ``rendering`` makes
it fit, ``delivery`` sends it.
"""
