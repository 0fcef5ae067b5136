"""How the running guide holds up when many people talk to it at once, over the public port."""
