"""How long ``/model/parse`` takes beside Rasa's default pipeline: same sentences, in turns, in one run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import numpy as np
from rich.console import Console
from rich.progress import track

from benchmarks.latency import machine
from benchmarks.latency.guide_bot import GuideBot
from benchmarks.understanding.rasa_default import RasaDefault
from benchmarks.understanding.servers import ParseServer
from guide.runtime.supervisor import SERVING

MESSAGES, MOST_WORDS, WARM_UP = 300, 40, 30
SINGLE = 200
"""So many of the messages are one sentence; the others are several, to reach the longest allowed."""


def messages(texts: Sequence[str], wanted: int = MESSAGES + WARM_UP) -> list[str]:
    """Return different messages of up to forty words, made of ``texts``, in a fixed order.

    Different, because a text that was read before costs our pipeline almost nothing.
    """
    random = np.random.default_rng(0)
    short = sorted({text for text in texts if len(text.split()) <= MOST_WORDS})
    random.shuffle(short)
    singles = short[: wanted * SINGLE // MESSAGES]
    mixed = dict.fromkeys(singles)
    while len(mixed) < wanted:
        mixed[_joined(short, int(random.integers(15, MOST_WORDS + 1)), random)] = None
    said = list(mixed)
    random.shuffle(said)
    return said


def measure(root: Path, default: RasaDefault, texts: Sequence[str], console: Console) -> dict[str, Any]:
    """Train our bot if needed, serve both models, and time them.

    Raises:
        Problem: if a model cannot be trained or served.
    """
    bot = GuideBot(root, root / "var" / "bench" / "guide")
    with console.status("Training Kefir Guide ..."):
        trained = bot.train(keep=True)
    model = bot.folder / "models" / "guide.tar.gz"
    console.print("Starting both servers ...")
    with ParseServer("parse-guide", root, model, SERVING) as ours, default.server(root) as theirs:
        seconds = _in_turns([ours, theirs], messages(texts))
    guide, diet = (_milliseconds(seconds[server.name]) for server in (ours, theirs))
    return {
        "machine": machine.describe(),
        "load": machine.load(),
        "guide": guide,
        "rasa_default": diet,
        "ratio_p50": round(guide["p50_ms"] / diet["p50_ms"], 3),
        "ratio_p99": round(guide["p99_ms"] / diet["p99_ms"], 3),
        "guide_training_s": round(trained.seconds, 1),
        "rasa_default_training_s": round(default.seconds, 1),
    }


def _in_turns(servers: Sequence[ParseServer], said: Sequence[str]) -> dict[str, list[float]]:
    """Return the seconds of each server; each message goes to both, in alternating order."""
    seconds: dict[str, list[float]] = {server.name: [] for server in servers}
    for number, text in enumerate(track(said, "timing")):
        for server in servers if number % 2 else reversed(servers):
            taken = server.parse(text)[0]
            if number >= WARM_UP:
                seconds[server.name].append(taken)
    return seconds


def _joined(texts: Sequence[str], words: int, random: np.random.Generator) -> str:
    said = ""
    for row in random.permutation(len(texts)):
        longer = f"{said} {texts[row]}".strip()
        if len(longer.split()) <= words:
            said = longer
        elif said:
            break
    return said


def _milliseconds(seconds: Sequence[float]) -> dict[str, float]:
    samples = [each * 1000 for each in seconds]
    p99 = quantiles(samples, n=100, method="inclusive")[98]
    return {"p50_ms": round(median(samples), 2), "p99_ms": round(p99, 2), "messages": len(samples)}
