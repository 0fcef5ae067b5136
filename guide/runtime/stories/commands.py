"""``guide stories``: record a test story by talking, and find the wrong line of one."""

from __future__ import annotations

from pathlib import Path

import typer

from guide.runtime.stories.recording import CannotRecord, Recorder, add_story
from guide.runtime.training import MODEL

app = typer.Typer(help="Test stories: record and check them.", no_args_is_help=True)

_STORY_FILE = typer.Argument(help="Story file, tests/conversations/test_<goal>.yml.")
_STORY_FILES = typer.Argument(exists=True, help="Story files or folders.")
_NAME = typer.Option(..., prompt="What does the person want", help="Name of the story.")
_URL = typer.Option("http://127.0.0.1:5005", help="Address of the running Rasa server.")
_MODEL = typer.Option(MODEL, help="The trained model.")
_WORDS = typer.Option(False, "--words", help="Also check that each message is read as the intent it names.")


@app.command()
def new(
    path: Path = _STORY_FILE,
    name: str = _NAME,
    url: str = _URL,
) -> None:
    """Record a conversation that you type; an empty line ends it."""
    recorder = Recorder(url)
    try:
        while text := typer.prompt("you", default="", show_default=False).strip():
            _show(recorder.say(text))
        add_story(path, name, recorder.steps())
    except CannotRecord as reason:
        typer.echo(str(reason), err=True)
        raise typer.Exit(1) from None
    typer.echo(f"Added {name!r} to {path}. Check it with: guide stories check {path}")


def _show(replies: list[dict[str, object]]) -> None:
    for reply in replies:
        typer.echo(f"bot: {reply.get('text', '')}")


@app.command()
def check(
    paths: list[Path] = _STORY_FILES,
    model: Path = _MODEL,
    words: bool = _WORDS,
) -> None:
    """Name the first wrong line of each story: file, line, what it expects, what the bot would do."""
    from guide.runtime.stories.checking import StoryChecker  # imports Rasa, which takes seconds

    if not model.exists():
        typer.echo(f"There is no model at {model}; make one with: make train", err=True)
        raise typer.Exit(1)
    checker, files = StoryChecker(model, read_messages=words), list(_files(paths))
    results = [checker.check(file) for file in files]
    stories, wrong = sum(count for count, _ in results), [m for _, found in results for m in found]
    for mistake in wrong:
        typer.echo(str(mistake))
    typer.echo(f"{stories} stories in {len(files)} files, {len(wrong)} of them wrong.")
    if wrong or not stories:
        raise typer.Exit(1)


def _files(paths: list[Path]) -> list[Path]:
    return [file for path in paths for file in (sorted(path.glob("test_*.yml")) if path.is_dir() else [path])]
