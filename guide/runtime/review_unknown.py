"""``guide review-unknown``: what people asked that was not understood, for whoever writes sentences."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from typing import Annotated, Any, NoReturn

import typer

from guide.settings import SettingsError, StoreSettings, read_store_settings
from guide.store import Store, StoreUnavailable, UnknownMessage, open_store

MOST_SENTENCES = 4000
"""Clustering compares each sentence with each other; more would not fit in memory."""

OTHERS_SHOWN = 4
_EMPTY = (
    "No question is kept. With KEEP_UNKNOWN=true the bot asks, after a question that it did not understand, "
    "whether it may keep it (docs/decisions/0006-unknown-messages.md)."
)
_NO_ENCODER = (
    "error: clustering needs onnxruntime and scikit-learn, which this environment lacks; "
    "run it where Rasa is installed (`make setup`)"
)


def review_unknown(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    least: Annotated[int, typer.Option(min=1, help="Leave out clusters of fewer questions.")] = 1,
    similar: Annotated[float, typer.Option(min=0.05, max=1.0, help="How alike a cluster is (cosine).")] = 0.6,
    erase: Annotated[bool, typer.Option("--erase", help="Delete all kept questions instead.")] = False,
) -> None:
    """List clusters of questions that were not understood, redacted, and kept with leave."""
    try:
        settings = read_store_settings()
        with closing(open_store(settings.database_url)) as store:
            if erase:
                _erase(store)
            else:
                _list(store, settings, as_json, least, similar)
    except (SettingsError, StoreUnavailable) as failure:
        _fail(f"error: {failure}", failure)


def _erase(store: Store) -> None:
    count = len(store.unknown_messages())
    typer.confirm(f"Delete all {count} kept questions?", abort=True)
    typer.echo(f"Deleted {store.erase_unknown()} questions.")


def _list(store: Store, settings: StoreSettings, as_json: bool, least: int, similar: float) -> None:
    store.expire_unknown(settings.unknown_days)
    messages = store.unknown_messages()
    clusters = [c for c in _clusters(messages, similar) if c["count"] >= least] if messages else []
    if as_json:
        typer.echo(json.dumps(clusters, indent=2))
    elif not messages:
        typer.echo(_EMPTY)
    else:
        _print(clusters, len(messages))


def _clusters(messages: Sequence[UnknownMessage], similar: float) -> list[dict[str, Any]]:
    try:
        from guide.language.clusters import cluster
        from guide.language.encoder import EncoderError, shared_encoder
    except ImportError as missing:
        _fail(_NO_ENCODER, missing)
    counts = Counter(message.text for message in messages)
    if len(counts) > MOST_SENTENCES:
        typer.echo(f"Only the {MOST_SENTENCES} most frequent of {len(counts)} are compared.", err=True)
        counts = Counter(dict(counts.most_common(MOST_SENTENCES)))
    try:
        found = cluster(counts, similar, shared_encoder())
    except EncoderError as damaged:
        _fail(f"error: {damaged}", damaged)
    return [_described(each.count, each.sentences, messages) for each in found]


def _described(count: int, sentences: Sequence[str], messages: Sequence[UnknownMessage]) -> dict[str, Any]:
    inside = frozenset(sentences)
    kept = [m for m in messages if m.text in inside]
    intents = Counter(m.intent for m in kept)
    return {
        "count": count,
        "sentence": sentences[0],
        "others": list(sentences[1 : OTHERS_SHOWN + 1]),
        "intents": dict(intents.most_common()),
        "confidence": round(sum(m.confidence for m in kept) / len(kept), 1),
    }


def _print(clusters: Sequence[dict[str, Any]], total: int) -> None:
    for each in clusters:
        typer.echo(f"{each['count']:>4}  {each['sentence']}")
        for other in each["others"]:
            typer.echo(f"      {other}")
        read = ", ".join(f"{intent or 'nothing'} {count}" for intent, count in each["intents"].items())
        typer.echo(f"      (read as: {read}; confidence {each['confidence']} on average)")
    typer.echo(f"{total} questions kept, {len(clusters)} clusters shown.")


def _fail(words: str, cause: Exception) -> NoReturn:
    typer.echo(words, err=True)
    raise typer.Exit(1) from cause
