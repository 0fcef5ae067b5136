"""Tokens and their keys, rates, addresses and the environment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp.test_utils import make_mocked_request
from itsdangerous import URLSafeTimedSerializer

from guide.gateway import __main__ as process
from guide.gateway import rates, tokens
from guide.gateway.errors import ApiError
from guide.gateway.rates import Rates, client_address
from guide.gateway.settings import read_gateway_settings
from guide.gateway.tokens import Tokens
from guide.settings import SettingsError


class TestTokens:
    def test_a_token_names_one_sender(self) -> None:
        ours = Tokens(["new"])
        token, _ = ours.issue()
        assert ours.sender(token) == ours.sender(token)
        assert str(ours.sender(token)).startswith("web-")

    def test_after_a_change_of_keys_old_tokens_still_let_in(self) -> None:
        token, _ = Tokens(["old"]).issue()
        assert Tokens(["new", "old"]).sender(token) is not None

    def test_the_newest_key_signs(self) -> None:
        token, _ = Tokens(["new", "old"]).issue()
        assert Tokens(["new"]).sender(token) is not None
        assert Tokens(["old"]).sender(token) is None

    def test_a_key_that_was_taken_out_lets_nobody_in(self) -> None:
        token, _ = Tokens(["leaked"]).issue()
        assert Tokens(["new"]).sender(token) is None

    def test_a_token_ends(self, monkeypatch: pytest.MonkeyPatch) -> None:
        ours = Tokens(["new"])
        token, _ = ours.issue()
        monkeypatch.setattr(tokens, "LIFETIME", timedelta(seconds=-1))
        assert ours.sender(token) is None

    def test_what_another_use_of_the_key_signed_is_no_token(self) -> None:
        other = URLSafeTimedSerializer("new", salt="another use").dumps("web-" + "a" * 22)
        assert Tokens(["new"]).sender(str(other)) is None

    def test_there_must_be_a_key(self) -> None:
        with pytest.raises(ValueError, match="key"):
            Tokens([])


class TestOwnKey:
    """A gateway without a key makes one for itself."""

    @pytest.fixture(autouse=True)
    def in_a_folder_of_its_own(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)

    def test_it_outlives_a_restart_and_is_for_the_owner_alone(self) -> None:
        assert process._own_key() == process._own_key()
        assert len(process._own_key()) >= 40
        assert process._KEY_FILE.stat().st_mode & 0o077 == 0

    def test_an_empty_key_file_is_no_key(self) -> None:
        """A disk that was full at the first start leaves one; anybody could sign with an empty key."""
        process._KEY_FILE.parent.mkdir()
        process._KEY_FILE.touch()
        with pytest.raises(SettingsError, match=r"gateway\.key"):
            process._own_key()


class TestRates:
    @pytest.fixture
    def two_at_most(self, monkeypatch: pytest.MonkeyPatch) -> Rates:
        monkeypatch.setattr(rates, "PER_SESSION", ("2/minute",))
        monkeypatch.setattr(rates, "PER_ADDRESS", ("3/minute",))
        return Rates()

    async def test_a_session_has_its_own_limit(self, two_at_most: Rates) -> None:
        for _ in range(2):
            await two_at_most.count_call("a", "address")
        with pytest.raises(ApiError) as refused:
            await two_at_most.count_call("a", "address")
        assert refused.value.status == 429
        assert 1 <= int(refused.value.headers["Retry-After"]) <= 60

    async def test_many_sessions_of_one_address_share_a_limit(self, two_at_most: Rates) -> None:
        for sender in "abc":
            await two_at_most.count_call(sender, "address")
        with pytest.raises(ApiError):
            await two_at_most.count_call("d", "address")
        await two_at_most.count_call("d", "another address")


class TestAddress:
    @staticmethod
    def seen(forwarded: list[str], proxies: int) -> str:
        request = make_mocked_request("GET", "/", headers=[("X-Forwarded-For", f) for f in forwarded])
        return client_address(request, proxies)

    def test_without_proxies_nothing_forwarded_is_believed(self) -> None:
        assert self.seen(["6.6.6.6"], 0) == self.seen([], 0)

    def test_behind_one_proxy_only_its_own_entry_is_believed(self) -> None:
        assert self.seen(["6.6.6.6, 7.7.7.7"], 1) == "7.7.7.7"
        assert self.seen(["6.6.6.6", "7.7.7.7"], 1) == "7.7.7.7"

    def test_behind_two_the_last_but_one(self) -> None:
        assert self.seen(["6.6.6.6, 7.7.7.7, 10.0.0.1"], 2) == "7.7.7.7"

    def test_too_few_entries_are_not_believed(self) -> None:
        assert self.seen(["6.6.6.6"], 2) == self.seen([], 0)


class TestSettings:
    def test_an_empty_environment_is_enough(self) -> None:
        settings = read_gateway_settings({})
        assert (settings.host, settings.port, settings.proxies) == ("127.0.0.1", 8080, 0)
        assert settings.emergency_numbers["US"] == "911"

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("GATEWAY_PORT", "http"),
            ("GATEWAY_PORT", "65536"),
            ("GATEWAY_PORT", "-1"),
            ("GATEWAY_PORT", "٣"),
            pytest.param("GATEWAY_PORT", "9" * 5000, id="thousands of digits"),
            ("TRUSTED_PROXIES", "6"),
            ("TRUSTED_PROXIES", "one"),
            ("RASA_PORT", "x"),
            ("ACTIONS_PORT", "x"),
            ("RASA_URLS", " , "),
            ("RASA_URLS", "localhost:5005"),
            ("ACTIONS_URL", "localhost:5055"),
            ("ALLOWED_ORIGINS", "example.org"),
            ("ALLOWED_ORIGINS", "https://example.org/page"),
            ("EMERGENCY_NUMBERS", "112"),
            ("EMERGENCY_NUMBERS", "US=help"),
            ("EMERGENCY_NUMBERS", "=112"),
            ("GATEWAY_SECRET", "short"),
            ("GATEWAY_SECRET_FILE", "/nowhere"),
            ("GATEWAY_SECRET_FILE", "/dev/null"),
            ("RASA_TOKEN_FILE", "/nowhere"),
            ("SERVE_PENDING", "perhaps"),
        ],
    )
    def test_a_wrong_variable_names_itself(self, name: str, value: str) -> None:
        with pytest.raises(SettingsError, match=name):
            read_gateway_settings({name: value})

    def test_a_secret_that_is_no_text_names_its_variable(self, tmp_path: Path) -> None:
        (tmp_path / "secret").write_bytes(b"\xff\xfe")
        with pytest.raises(SettingsError, match="GATEWAY_SECRET_FILE"):
            read_gateway_settings({"GATEWAY_SECRET_FILE": str(tmp_path / "secret")})

    def test_a_secret_is_never_quoted(self) -> None:
        keys = ("a-first-key-that-is-long-enough-1", "another-key-that-is-long-enough-2")
        settings = read_gateway_settings({"GATEWAY_SECRET": " ".join(keys), "RASA_TOKEN": "three"})
        assert settings.secrets == keys
        for secret in (*keys, "three"):
            assert secret not in repr(settings)

    def test_lists_are_written_with_spaces_or_commas(self) -> None:
        environ = {"RASA_URLS": "http://a:1/, http://b:2", "ALLOWED_ORIGINS": "https://a.org  https://b.org/"}
        settings = read_gateway_settings(environ)
        assert settings.rasa_urls == ("http://a:1", "http://b:2")
        assert settings.allowed_origins == ("https://a.org", "https://b.org")

    def test_numbers_of_a_region_stand_over_the_usual_ones(self) -> None:
        numbers = read_gateway_settings({"EMERGENCY_NUMBERS": "US=912, FR=15"}).emergency_numbers
        assert (numbers["US"], numbers["FR"], numbers["GB"]) == ("912", "15", "999")

    def test_wrong_settings_stop_the_process_with_one_line(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def wrong() -> None:
            raise SettingsError("GATEWAY_PORT must be a number")

        quiet: Callable[[], None] = lambda: None  # noqa: E731
        monkeypatch.setattr(process, "log_as_json", quiet)
        monkeypatch.setattr(process, "read_gateway_settings", wrong)
        assert process.main() == 1
        assert capsys.readouterr().err == "The gateway cannot start: GATEWAY_PORT must be a number\n"
