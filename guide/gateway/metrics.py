"""What is counted for operators (``/metrics``, Prometheus). No label holds anything a person said or is."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10, 20)


class Metrics:
    """The counters of one process."""

    def __init__(self) -> None:
        registry = self._registry = CollectorRegistry()
        self.calls = Counter(
            "guide_calls_total", "Calls by route and status.", ["route", "status"], registry=registry
        )
        self.seconds = Histogram(
            "guide_call_seconds",
            "Duration of calls by route.",
            ["route"],
            registry=registry,
            buckets=_SECONDS,
        )
        self.first_message_seconds = Histogram(
            "guide_first_message_seconds",
            "From a message to the first thing said in reply.",
            registry=registry,
            buckets=_SECONDS,
        )
        self.streams = Gauge("guide_open_streams", "Replies being streamed.", registry=registry)
        self.emergencies = Counter(
            "guide_emergencies_total", "Emergencies found by the gateway.", registry=registry
        )
        self.failed_replies = Counter(
            "guide_failed_replies_total", "Replies that ended in an error.", registry=registry
        )
        self.upstream_failures = Counter(
            "guide_upstream_failures_total", "Times that Rasa failed or was too slow.", registry=registry
        )
        self.channel_received = Counter(
            "guide_channel_events_total", "New events of messaging platforms.", ["channel"], registry=registry
        )
        self.channel_sent = Counter(
            "guide_channel_sent_total", "Messages taken by platforms.", ["channel"], registry=registry
        )
        self.channel_retries = Counter(
            "guide_channel_retries_total", "Messages put off by platforms.", ["channel"], registry=registry
        )
        self.channel_failures = Counter(
            "guide_channel_failures_total", "Messages never delivered.", ["channel"], registry=registry
        )

    def text(self) -> bytes:
        """Return all of them in Prometheus' text format."""
        return bytes(generate_latest(self._registry))
