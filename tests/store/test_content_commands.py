"""The `guide content` commands, as typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from pack_builder import PackBuilder
from typer.testing import CliRunner, Result

from guide.cli import app


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, root: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'content.db'}")
    monkeypatch.setenv("GUIDE_CONTENT_DIR", str(root))
    monkeypatch.setenv("GUIDE_PACK", "tea")
    monkeypatch.setenv("COLUMNS", "400")


def guide(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["content", *arguments])


def test_lint_accepts_a_valid_pack(builder: PackBuilder, root: Path) -> None:
    builder.write(root)
    result = guide("lint")
    assert result.exit_code == 0
    assert "Tea: no errors" in result.output


def test_lint_prints_place_field_and_reason_and_fails(builder: PackBuilder, root: Path) -> None:
    builder.item("tea/claims/choice.yml", "pick-plain")["references"] = ["[gone]"]
    builder.write(root)
    result = guide("lint", "tea")
    assert result.exit_code == 1
    assert f"{root}/tea/claims/choice.yml:15" in result.output
    assert "unknown reference '[gone]'" in result.output


def test_import_then_status(builder: PackBuilder, root: Path) -> None:
    builder.item("tea/references.yml", "trial-2001")["verified"] = False
    builder.write(root)
    assert guide("import").exit_code == 0
    result = guide("status")
    assert result.exit_code == 0
    assert "unverified references: trial-2001" in result.output
    assert "content version:" in result.output


def test_import_of_a_bad_pack_fails(builder: PackBuilder, root: Path) -> None:
    builder.items("tea/topics.yml").clear()
    builder.write(root)
    result = guide("import")
    assert result.exit_code == 1
    assert "nothing was imported" in result.output


@pytest.mark.parametrize("named", [[], ["tea"]])
def test_export_writes_a_pack_that_lints(
    builder: PackBuilder, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: list[str]
) -> None:
    builder.write(root)
    guide("import")
    assert guide("export", *named, str(tmp_path / "out")).exit_code == 0
    monkeypatch.setenv("GUIDE_CONTENT_DIR", str(tmp_path / "out"))
    assert guide("lint").exit_code == 0


def test_export_overwrites_nothing(builder: PackBuilder, root: Path) -> None:
    builder.write(root)
    guide("import")
    assert guide("export", str(root)).exit_code == 2


def test_status_without_a_database_says_what_to_do() -> None:
    result = guide("status")
    assert result.exit_code == 1
    assert "run `guide content import`" in result.output


def test_a_misspelt_setting_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVE_PENDING", "flase")
    result = guide("status")
    assert result.exit_code == 1
    assert "SERVE_PENDING must be true or false" in result.output
