"""Signs of an emergency are heard in every language in their forms, and look-alikes are let be."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from guide.advice.other_languages import find, languages

DATA = YAML(typ="safe").load(
    (Path(__file__).parent / "data" / "language_signs.yml").read_text(encoding="utf-8")
)
TOLD = [(code, kind, text) for code, kinds in DATA.items() for kind, texts in kinds.items() for text in texts]


def test_every_language_has_sentences_of_each_kind() -> None:
    assert set(DATA) == set(languages())
    assert all(set(kinds) == {"child_collapse", "anaphylaxis", "none"} for kinds in DATA.values())


@pytest.mark.parametrize(("code", "kind", "text"), [row for row in TOLD if row[1] != "none"])
def test_a_sign_told_now_is_an_emergency(code: str, kind: str, text: str) -> None:
    told = find(text)
    assert told is not None
    assert (told.language, told.kind) == (code, kind)


@pytest.mark.parametrize(("code", "kind", "text"), [row for row in TOLD if row[1] == "none"])
def test_what_is_asked_in_general_or_long_ago_is_none(code: str, kind: str, text: str) -> None:
    assert find(text) is None
