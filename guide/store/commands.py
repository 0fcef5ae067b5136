"""``guide content``: check, import, export and count the content."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from guide.advice.vocabulary import ReviewStatus
from guide.settings import SettingsError, StoreSettings, read_store_settings
from guide.store.errors import InvalidPack, StoreUnavailable
from guide.store.importing import ImportReport
from guide.store.pack import read_pack
from guide.store.store import Store, open_store

content = typer.Typer(help="The content packs and the store they are imported into.", no_args_is_help=True)

PackName = Annotated[str | None, typer.Argument(help="Name of the pack's folder; GUIDE_PACK if left out.")]


@content.command("lint")
def lint(pack: PackName = None) -> None:
    """Check a pack by every rule. Writes nothing."""
    with _worded_failures() as (console, settings):
        checked = read_pack(settings.content_dir, pack or settings.pack)
        counts = ", ".join(f"{len(records)} {kind}" for kind, records in checked.records.items())
        console.print(f"{checked.meta.title}: no errors ({counts})")


@content.command("import")
def import_(pack: PackName = None) -> None:
    """Import a pack into the store. Creates the database if there is none."""
    with _worded_failures() as (console, settings), _store(settings) as store:
        _print_report(console, store.import_pack(settings.content_dir, pack or settings.pack))
        store.expire_unknown(settings.unknown_days)


@content.command("export")
def export(
    places: Annotated[list[str], typer.Argument(metavar="[PACK] DIR", help="DIR must be new or empty.")],
) -> None:
    """Write what is served as pack files that an import reads again."""
    with _worded_failures() as (console, settings), _store(settings) as store:
        *named, folder = places
        target = Path(folder)
        if len(named) > 1:
            raise typer.BadParameter("give at most a pack and a folder")
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise typer.BadParameter(f"{target} is not an empty folder")
        store.export(named[0] if named else settings.pack, target)
        console.print(f"written to {target}")


@content.command("status")
def status(pack: PackName = None) -> None:
    """Count versions by kind and review status, and references that nobody could verify."""
    with _worded_failures() as (console, settings), _store(settings) as store:
        name = pack or settings.pack
        table = Table("kind", *(status.value for status in ReviewStatus))
        for kind, counts in store.review_counts(name).items():
            table.add_row(kind, *(str(counts.get(status, 0)) for status in ReviewStatus))
        served = store.load(name, serve_pending=settings.serve_pending)
        unverified = sorted(each.id for each in served.references.values() if not each.verified)
        console.print(table)
        console.print(f"unverified references: {', '.join(unverified) or 'none'}")
        console.print(f"content version: {served.version}")


@contextmanager
def _worded_failures() -> Iterator[tuple[Console, StoreSettings]]:
    """Yield where to print and the settings; end with exit code 1 and words on an expected failure."""
    console = Console(soft_wrap=True, markup=False)
    try:
        settings = read_store_settings()
    except SettingsError as failure:
        console.print(f"error: {failure}", style="red")
        raise typer.Exit(1) from failure
    try:
        yield console, settings
    except InvalidPack as invalid:
        _print_errors(console, invalid, settings.content_dir)
        raise typer.Exit(1) from invalid
    except StoreUnavailable as failure:
        console.print(f"error: {failure}", style="red")
        raise typer.Exit(1) from failure


@contextmanager
def _store(settings: StoreSettings) -> Iterator[Store]:
    with closing(open_store(settings.database_url)) as store:
        yield store


def _print_errors(console: Console, invalid: InvalidPack, root: Path) -> None:
    table = Table("place", "field", "reason", box=None, pad_edge=False)
    for error in invalid.errors:
        table.add_row(f"{root / error.file}:{error.line}", error.field, error.reason)
    console.print(table)
    console.print(f"{invalid}; nothing was imported", style="red")


def _print_report(console: Console, report: ImportReport) -> None:
    for word, items in (("added", report.added), ("changed", report.changed), ("retired", report.retired)):
        console.print(f"{word}: {len(items)}")
    console.print(f"unchanged: {report.unchanged}")
    console.print(f"content version: {report.version}")
