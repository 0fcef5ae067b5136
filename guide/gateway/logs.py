"""One JSON object a line on standard error, with named fields only: no field holds what a person said."""

from __future__ import annotations

import logging
import sys

import structlog


def log_as_json() -> None:
    """Set up the logs of this process."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    # A library's own warning may quote a request, so only its kind and place are let through.
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(module)s:%(lineno)d")
