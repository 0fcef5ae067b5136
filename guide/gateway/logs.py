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
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_PlacesOnly("%(levelname)s %(name)s %(module)s:%(lineno)d"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])


class _PlacesOnly(logging.Formatter):
    """Lets only kind and place of a library's own warning through: its words and its traceback may quote a
    request, with its token."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        bare = logging.makeLogRecord(
            record.__dict__ | {"exc_info": None, "exc_text": None, "stack_info": None}
        )
        kind = f" {record.exc_info[0].__name__}" if record.exc_info and record.exc_info[0] else ""
        return super().format(bare) + kind
