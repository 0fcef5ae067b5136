"""How fast the bot is beside the starter bot of its framework: ``python -m benchmarks.latency``."""
