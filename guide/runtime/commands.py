"""``guide conversations``: what an operator does with stored conversations."""

from __future__ import annotations

import asyncio
import re

import typer

app = typer.Typer(help="Stored conversations.", no_args_is_help=True)

_UNITS_IN_DAYS = {"h": 1 / 24, "d": 1.0, "w": 7.0}


def days(age: str) -> float:
    """Return an age such as ``30d``, ``12h`` or ``4w`` in days.

    Raises:
        typer.BadParameter: if it is none, or zero: that would be everything.
    """
    match = re.fullmatch(r"([1-9]\d{0,4})([hdw])", age.strip().lower())
    if match is None:
        raise typer.BadParameter("write an age such as 30d, 12h or 4w")
    return int(match[1]) * _UNITS_IN_DAYS[match[2]]


@app.callback()
def conversations() -> None:
    """Stored conversations."""


@app.command()
def purge(older_than: str = typer.Option(..., help="Age such as 30d, 12h or 4w.")) -> None:
    """Delete conversations older than an age, from the database that the bot uses."""
    age = days(older_than)
    from guide.runtime.tracker_store import ConversationStore  # imports Rasa, which takes seconds

    deleted = asyncio.run(ConversationStore().purge(age))
    typer.echo(f"Deleted {deleted} events older than {older_than}.")
