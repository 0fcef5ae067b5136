"""The ``guide`` command. Each concern brings its own group of commands."""

from __future__ import annotations

import typer

from guide.gateway.commands import channels
from guide.runtime.commands import app as conversations
from guide.runtime.review_unknown import review_unknown
from guide.runtime.stories.commands import app as stories
from guide.store.commands import content

app = typer.Typer(help="Kefir Guide: content and operations.", no_args_is_help=True, add_completion=False)
app.add_typer(channels, name="channels")
app.add_typer(content, name="content")
app.add_typer(conversations, name="conversations")
app.add_typer(stories, name="stories")
app.command("review-unknown")(review_unknown)


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
