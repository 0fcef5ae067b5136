"""The store's settings come from the environment, once."""

from __future__ import annotations

from pathlib import Path

import pytest

from guide.settings import SettingsError, StoreSettings, read_store_settings


def test_defaults_need_no_environment() -> None:
    expected = StoreSettings("sqlite:///var/content.db", Path("content"), "kefir", True, False, 90)
    assert read_store_settings({}) == expected


def test_every_setting_can_be_given() -> None:
    settings = read_store_settings(
        {
            "DATABASE_URL": "sqlite:///other.db",
            "GUIDE_CONTENT_DIR": "packs",
            "GUIDE_PACK": "tea",
            "SERVE_PENDING": "No",
            "KEEP_UNKNOWN": "yes",
            "UNKNOWN_DAYS": "30",
        }
    )
    assert settings == StoreSettings("sqlite:///other.db", Path("packs"), "tea", False, True, 30)


def test_an_empty_variable_counts_as_unset() -> None:
    assert read_store_settings({"DATABASE_URL": "", "SERVE_PENDING": " "}) == StoreSettings()


def test_a_typo_does_not_serve_pending_content() -> None:
    with pytest.raises(SettingsError):
        read_store_settings({"SERVE_PENDING": "fales"})


@pytest.mark.parametrize(
    "setting", [{"KEEP_UNKNOWN": "ture"}, *({"UNKNOWN_DAYS": d} for d in ("0", "x", "-1", "999", "9.5"))]
)
def test_a_typo_keeps_no_question(setting: dict[str, str]) -> None:
    with pytest.raises(SettingsError):
        read_store_settings(setting)
