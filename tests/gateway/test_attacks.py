"""One test for each attack, named after it."""

from __future__ import annotations

import asyncio
import gzip
import json
from typing import Any

import pytest
from itsdangerous import URLSafeTimedSerializer
from scripted_rasa import BREAK_OFF, Garbage, ScriptedRasa, answered, said
from structlog.testing import capture_logs
from web_person import SECRET, Answered, Gateway, Person, Start

from guide.gateway import bodies, rates, tokens
from guide.gateway.bodies import MAX_BODY_BYTES
from guide.gateway.tokens import Tokens

EVIL = "https://evil.example"
FRIEND = "https://friend.example"
JSON = {"Content-Type": "application/json"}


def refused(answer: Answered, status: int = 401, error: str = "unauthorized") -> bool:
    """Whether a call was refused in the form of the contract, and told nothing else."""
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Traceback" not in str(answer.body)
    return (answer.status, answer.body["error"]) == (status, error) and len(answer.body["reason"]) < 300


async def with_token(gateway: Gateway, authorization: str | None) -> Answered:
    """Say something with this header."""
    headers = {} if authorization is None else {"Authorization": authorization}
    body = {"text": "hello", "client_id": "some-message"}
    return await gateway.send("POST", "/api/messages", json=body, headers=headers)


class TestTokens:
    async def test_no_token(self, gateway: Gateway, rasa: ScriptedRasa) -> None:
        answer = await with_token(gateway, None)
        assert refused(answer)
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert rasa.heard == []

    @pytest.mark.parametrize(
        "written",
        [
            "Bearer",
            "Bearer ",
            "Bearer x",
            "Bearer a.b.c",
            "Basic YTpi",
            "bearer",
            pytest.param("Bearer " + "a" * 4000, id="long"),
            "Bearer ��.a.b",
            "Bearer é.a.b",
        ],
    )
    async def test_forged_token(self, gateway: Gateway, written: str) -> None:
        assert refused(await with_token(gateway, written))

    async def test_token_of_bytes_that_are_no_text(self, gateway: Gateway) -> None:
        head = b"GET /api/profile HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer "
        for token in (b"\xff\xfe.a.b", b"a.b.\xff"):
            answer = await gateway.raw(head + token + b"\r\n\r\n")
            assert answer.startswith(b"HTTP/1.1 401 ")

    @pytest.mark.parametrize("place", [0, 10, -1])
    async def test_altered_token(self, gateway: Gateway, place: int) -> None:
        token = list((await gateway.person()).token)
        token[place] = "A" if token[place] != "A" else "Q"
        assert refused(await with_token(gateway, f"Bearer {''.join(token)}"))

    async def test_token_of_another_key(self, gateway: Gateway) -> None:
        assert refused(await with_token(gateway, f"Bearer {Tokens(['another key']).issue()[0]}"))

    async def test_expired_token(self, gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
        person = await gateway.person()
        monkeypatch.setattr(tokens, "LIFETIME", -tokens.LIFETIME)
        assert refused(await with_token(gateway, f"Bearer {person.token}"))

    async def test_token_of_an_erased_conversation(self, start: Start) -> None:
        person = await (await start()).person()
        await person.forget()
        assert refused(await person.say("hello"))
        assert refused(await person.at(await start()).say("hello"))

    @pytest.mark.parametrize("sender", ["slack-U123", "web-short", "web-" + "a" * 23, "", 5, None, ["web-"]])
    async def test_token_that_names_another_sender(
        self, gateway: Gateway, rasa: ScriptedRasa, sender: Any
    ) -> None:
        """Even whoever has the key reaches conversations of the web only."""
        options = {"key_derivation": "hmac", "digest_method": tokens.hashlib.sha256}
        signer = URLSafeTimedSerializer(SECRET, salt="kefir-guide-session", signer_kwargs=options)
        assert refused(await with_token(gateway, f"Bearer {signer.dumps(sender)}"))
        assert rasa.heard == []

    async def test_token_in_the_query(self, gateway: Gateway) -> None:
        person = await gateway.person()
        assert refused(await gateway.send("GET", f"/api/profile?token={person.token}&access_token=x"))

    async def test_sender_named_in_the_body(self, person: Person, rasa: ScriptedRasa) -> None:
        answer = await person.say("hello", sender="web-" + "a" * 22)
        assert refused(answer, 400, "invalid_body")
        assert rasa.heard == []


class TestOtherPeople:
    async def test_reply_of_another_person(self, gateway: Gateway, rasa: ScriptedRasa) -> None:
        rasa.script("hello", said("About your allergy."))
        one, other = await gateway.person(), await gateway.person()
        await one.say("hello", "same-message")
        rasa.script("hello", said("Noted."))
        assert (await other.say("hello", "same-message")).texts == ["Noted."]

    async def test_erasing_another_person(self, gateway: Gateway, rasa: ScriptedRasa) -> None:
        one, other = await gateway.person(), await gateway.person()
        await one.say("hello")
        await other.forget()
        assert rasa.heard[0]["sender"] != rasa.heard[1]["sender"]
        assert (await one.say("hello")).status == 200

    async def test_replayed_button(self, person: Person, rasa: ScriptedRasa) -> None:
        rasa.script("hello", said("Sure?", "Yes"))
        button = (await person.say("hello")).body["messages"][0]["buttons"][0]["id"]
        await person.click(button)
        assert refused(await person.click(button), 409, "button_not_offered")
        assert rasa.texts == ["hello", "Yes"]

    async def test_foreign_button(self, gateway: Gateway, rasa: ScriptedRasa) -> None:
        rasa.script("hello", said("Sure?", "Yes"))
        one, other = await gateway.person(), await gateway.person()
        button = (await one.say("hello")).body["messages"][0]["buttons"][0]["id"]
        assert refused(await other.click(button), 409, "button_not_offered")
        assert rasa.texts == ["hello"]

    @pytest.mark.parametrize("button", ["made-up", "Yes", "/affirm", "' OR 1=1 --", "\x00", "%"])
    async def test_made_up_button(self, person: Person, rasa: ScriptedRasa, button: str) -> None:
        rasa.script("hello", said("Sure?", "Yes"))
        await person.say("hello")
        assert refused(await person.click(button), 409, "button_not_offered")
        assert rasa.texts == ["hello"]


class TestBodies:
    async def post(self, person: Person, body: Any, **headers: str) -> Answered:
        """Send bytes as a message."""
        options = {"data": body, "headers": person.headers | JSON | headers}
        return await Gateway(person.client, None).send("POST", "/api/messages", **options)  # type: ignore[arg-type]

    async def test_oversized_body(self, person: Person, rasa: ScriptedRasa) -> None:
        assert refused(await self.post(person, b'{"text": "' + b"a" * MAX_BODY_BYTES), 413, "too_large")
        assert rasa.heard == []

    async def test_oversized_body_in_chunks(self, person: Person) -> None:
        async def endless() -> Any:
            for _ in range(80):
                yield b" " * 1024

        assert refused(await self.post(person, endless()), 413, "too_large")

    async def test_compression_bomb(self, person: Person) -> None:
        bomb = gzip.compress(b" " * 50_000_000)
        answer = await self.post(person, bomb, **{"Content-Encoding": "gzip"})
        assert refused(answer, 413, "too_large")

    async def test_broken_compression(self, person: Person) -> None:
        answer = await self.post(person, b"no gzip at all", **{"Content-Encoding": "gzip"})
        assert answer.status == 400
        assert "Traceback" not in str(answer.body)

    async def test_overlong_text(self, person: Person, rasa: ScriptedRasa) -> None:
        """Rasa's channel words that it is too long; a body beyond the limit is refused in words too."""
        for text in ("a" * 4001, "\U0001f9c0" * 4000):
            assert (await person.say(text)).status == 200
        answer = await person.say("a" * MAX_BODY_BYTES)
        assert refused(answer, 413, "too_large")
        assert "few sentences" in str(answer.body)
        assert len(rasa.heard) == 2

    @pytest.mark.parametrize(
        "opening", [b"[", b'{"text":', b'{"text":"a","client_id":"some-message","x":{"y":']
    )
    async def test_deeply_nested_json(self, person: Person, opening: bytes) -> None:
        count = (MAX_BODY_BYTES - 100) // len(opening)
        assert refused(await self.post(person, opening * count), 400, "invalid_body")

    @pytest.mark.parametrize(
        "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
    )
    async def test_wrong_content_type(self, person: Person, rasa: ScriptedRasa, kind: str) -> None:
        body = json.dumps({"text": "hello", "client_id": "some-message"})
        assert refused(await self.post(person, body, **{"Content-Type": kind}), 415, "not_json")
        assert rasa.heard == []

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"null",
            b"5",
            b"[]",
            b"{}",
            b"{",
            b"\xff",
            b'{"text": "\xff", "client_id": "some-message"}',
            b'{"text": "\\ud800", "client_id": "some-message"}',
            b"\xef\xbb\xbf{}",
            b'{"text": NaN}',
            b'{"text": "hello"}',
            b'{"text": "hello", "button": null, "client_id": "some-message"}',
            b'{"text": "", "client_id": "some-message"}',
            b'{"text": ["hello"], "client_id": "some-message"}',
            b'{"text": "hello", "client_id": "../../etc"}',
            b'{"text": "hello", "client_id": "some-message\\n"}',
            b'{"text": "hello", "client_id": "short"}',
        ],
    )
    async def test_body_of_another_form(self, person: Person, rasa: ScriptedRasa, body: bytes) -> None:
        assert refused(await self.post(person, body), 400, "invalid_body")
        assert rasa.heard == []

    async def test_unknown_field(self, person: Person, rasa: ScriptedRasa) -> None:
        for field in ("metadata", "slots", "intent", "__proto__"):
            assert refused(await person.say("hello", **{field: {}}), 400, "invalid_body")
        assert rasa.heard == []

    async def test_duplicate_key(self, person: Person, rasa: ScriptedRasa) -> None:
        """What is checked is what is passed on."""
        body = b'{"text": "one", "client_id": "some-message", "text": "two"}'
        answer = await self.post(person, body)
        assert answer.status in (200, 400)
        assert rasa.texts in ([], ["two"])

    async def test_slow_body(self, gateway: Gateway, person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(bodies, "READ_SECONDS", 0.05)
        head = f"POST /api/messages HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {person.token}\r\n"
        head += "Content-Type: application/json\r\nContent-Length: 1000\r\nConnection: close\r\n\r\n{"
        assert (await gateway.raw(head.encode(), whole=False)).startswith(b"HTTP/1.1 408 ")

    async def test_text_that_looks_like_a_payload(self, person: Person, rasa: ScriptedRasa) -> None:
        """To the gateway it is a text like any other; that it sets nothing the REST channel sees to."""
        for payload in ('/restart{"x":1}', "/affirm", "／deny"):
            await person.say(payload)
        assert rasa.texts == ['/restart{"x":1}', "/affirm", "／deny"]
        assert all(set(heard) == {"sender", "message", "stream"} for heard in rasa.heard)

    async def test_script_in_a_reply(self, person: Person, rasa: ScriptedRasa) -> None:
        script = "<script>alert(1)</script>"
        rasa.script(script, said(script, script))
        answer = await person.say(script)
        assert answer.headers["Content-Type"].startswith("application/json")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.texts == [script]

    async def test_line_breaks_in_a_reply_make_no_event(self, person: Person, rasa: ScriptedRasa) -> None:
        forged = "One.\r\n\r\nevent: message\ndata: {}\r\rid: 7\u2028\x00"
        rasa.script("hello", said(forged))
        heard = await person.hear("hello")
        assert [(e.event, e.id) for e in heard] == [("message", "1"), ("done", "2")]
        assert heard[0].data["text"] == forged


class TestBrowsers:
    @pytest.fixture
    async def embedded(self, start: Start) -> Gateway:
        """A gateway whose widget a friend's page embeds."""
        return await start(allowed_origins=(FRIEND,))

    async def preflight(self, gateway: Gateway, origin: str, path: str = "/api/messages") -> Answered:
        asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
        asked["Access-Control-Request-Headers"] = "authorization, content-type, last-event-id"
        return await gateway.send("OPTIONS", path, headers=asked)

    async def test_preflight_from_a_foreign_page(self, embedded: Gateway, gateway: Gateway) -> None:
        for each in (embedded, gateway):
            for origin in (EVIL, "null", f"{FRIEND}.evil.example", FRIEND.replace("https", "http")):
                answer = await self.preflight(each, origin)
                assert answer.status >= 400
                assert "Access-Control-Allow-Origin" not in answer.headers

    async def test_preflight_from_an_allowed_page(self, embedded: Gateway) -> None:
        answer = await self.preflight(embedded, FRIEND)
        assert answer.status == 200
        assert answer.headers["Access-Control-Allow-Origin"] == FRIEND
        assert "Access-Control-Allow-Credentials" not in answer.headers

    async def test_call_from_a_foreign_page(self, embedded: Gateway) -> None:
        answer = await embedded.send("POST", "/api/sessions", headers={"Origin": EVIL})
        assert "Access-Control-Allow-Origin" not in answer.headers

    async def test_calls_from_an_allowed_page_can_be_read_errors_and_streams_too(
        self, embedded: Gateway
    ) -> None:
        person = await embedded.person()
        for call in (
            person.say("hello"),
            person.call("POST", "/api/messages", {}),
            person.call(
                "POST", "/api/messages", {"text": "a", "client_id": "a-message"}, Accept="text/event-stream"
            ),
            Person(person.client, "x").say("hello"),
        ):
            asked = await asyncio.wait_for(_from_page(call, person, FRIEND), 10)
            assert asked.headers["Access-Control-Allow-Origin"] == FRIEND

    async def test_operators_pages_are_not_for_other_pages(self, embedded: Gateway) -> None:
        for path in ("/metrics", "/health/ready", "/health/live"):
            answer = await embedded.send("GET", path, headers={"Origin": FRIEND})
            assert "Access-Control-Allow-Origin" not in answer.headers

    async def test_request_forged_by_a_form(self, person: Person, rasa: ScriptedRasa) -> None:
        """There is no cookie that a browser could add, and a form cannot send JSON or a token."""
        answer = await person.say("hello")
        assert "Set-Cookie" not in answer.headers
        assert not person.client.session.cookie_jar
        form = {"text": "hello", "client_id": "some-message"}
        forged = await Gateway(person.client, None).send(  # type: ignore[arg-type]
            "POST", "/api/messages", data=form, headers={"Origin": EVIL}
        )
        assert refused(forged)
        assert rasa.texts == ["hello"]


async def _from_page(call: Any, person: Person, origin: str) -> Answered:
    """Make a call as a page of ``origin`` would."""
    person.client.session.headers["Origin"] = origin
    try:
        answer: Answered = await call
    finally:
        del person.client.session.headers["Origin"]
    return answer


class TestFloods:
    @pytest.fixture
    def roomy_limits(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Few calls are a flood here."""
        monkeypatch.setattr(rates, "PER_SESSION", ("3/minute",))
        monkeypatch.setattr(rates, "PER_ADDRESS", ("5/minute",))
        monkeypatch.setattr(rates, "SESSIONS_PER_ADDRESS", ("4/minute",))

    async def test_flood_of_a_session(self, person: Person, rasa: ScriptedRasa) -> None:
        answers = [await person.say("hello") for _ in range(5)]
        assert [a.status for a in answers] == [200, 200, 200, 429, 429]
        assert refused(answers[-1], 429, "too_many_requests")
        assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
        assert "emergency number" in answers[-1].body["text"]
        assert len(rasa.heard) == 3

    async def test_flood_of_other_calls_counts_too(self, person: Person) -> None:
        for _ in range(3):
            await person.call("GET", "/api/profile")
        for answer in (
            await person.rate("m"),
            await person.forget(),
            await person.call("GET", "/api/profile"),
        ):
            assert answer.status == 429

    async def test_flood_from_an_address(self, gateway: Gateway) -> None:
        people = [await gateway.person() for _ in range(3)]
        answers = [await person.say("hello") for person in people for _ in range(2)]
        assert [a.status for a in answers] == [200] * 5 + [429]

    async def test_flood_of_sessions(self, gateway: Gateway) -> None:
        answers = [await gateway.send("POST", "/api/sessions") for _ in range(5)]
        assert [a.status for a in answers] == [201] * 4 + [429]
        assert refused(answers[-1], 429, "too_many_requests")

    @pytest.mark.parametrize(("proxies", "own"), [(0, ""), (1, ", 9.9.9.9"), (2, ", 9.9.9.9, 10.0.0.1")])
    async def test_flood_from_made_up_addresses(self, start: Start, proxies: int, own: str) -> None:
        """What the caller writes into X-Forwarded-For opens no new window, however many proxies there are."""
        gateway = await start(proxies=proxies)
        statuses = []
        for number in range(5):
            header = {"X-Forwarded-For": f"6.6.6.{number}{own}"}
            statuses.append((await gateway.send("POST", "/api/sessions", headers=header)).status)
        assert statuses == [201] * 4 + [429]

    async def test_people_behind_one_proxy_have_their_own_windows(self, start: Start) -> None:
        gateway = await start(proxies=1)
        for number in range(6):
            header = {"X-Forwarded-For": f"6.6.6.{number}"}
            assert (await gateway.send("POST", "/api/sessions", headers=header)).status == 201


class TestPaths:
    @pytest.mark.parametrize(
        "path",
        [
            "/static/../../etc/passwd",
            "/static/%2e%2e/%2e%2e/etc/passwd",
            "/static/..%2f..%2fetc/passwd",
            "//etc/passwd",
            "/static//etc/passwd",
            "/%00",
            "/api/../../etc/passwd",
            "/static/\\..\\..\\x",
        ],
    )
    async def test_path_traversal(self, gateway: Gateway, path: str) -> None:
        answer = await gateway.raw(f"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode())
        assert answer.split(b" ")[1] in (b"400", b"403", b"404")
        assert b"root:" not in answer

    async def test_unknown_paths_and_methods_are_answered_in_json(self, gateway: Gateway) -> None:
        assert refused(await gateway.send("GET", "/api/nothing"), 404, "not_found")
        answer = await gateway.send("GET", "/api/messages")
        assert refused(answer, 405, "method_not_allowed")
        assert answer.headers["Allow"] == "POST"

    @pytest.mark.parametrize(
        "head",
        [
            "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
            "Content-Length: -1\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
            "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
            "X: a\x00b\r\n\r\n",
            pytest.param("X: " + "a" * 20_000 + "\r\n\r\n", id="long header"),
        ],
    )
    async def test_smuggled_request(self, gateway: Gateway, person: Person, head: str) -> None:
        start = f"POST /api/messages HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {person.token}\r\n"
        start += "Content-Type: application/json\r\nConnection: close\r\n"
        answer = await gateway.raw((start + head).encode())
        assert answer.split(b" ")[1] == b"400"
        assert answer.count(b"HTTP/1.") == 1
        assert b"Traceback" not in answer

    @pytest.mark.parametrize(
        "name", ["X-HTTP-Method-Override", "X-Original-URL", "X-Rewrite-URL", "Forwarded"]
    )
    async def test_header_that_would_change_the_call(
        self, gateway: Gateway, person: Person, name: str
    ) -> None:
        answer = await person.call("GET", "/api/guide", **{name: "DELETE"})
        assert answer.status == 200
        assert (await person.say("hello")).status == 200


class TestSecrets:
    PRIVATE = "my daughter Annabel has leukaemia"

    async def test_what_was_said_is_in_no_log_and_no_metric(
        self, gateway: Gateway, rasa: ScriptedRasa
    ) -> None:
        person = await gateway.person()
        rasa.script(self.PRIVATE, answered("Leukaemia: avoid.", "c1", buttons=("Annabel?",)))
        with capture_logs() as logs:
            answer = await person.say(self.PRIVATE)
            await person.click(answer.body["messages"][0]["buttons"][0]["id"])
            await person.hear(self.PRIVATE)
            await person.call("GET", f"/api/guide?ask={self.PRIVATE}")
            await gateway.send("GET", f"/{self.PRIVATE}")
            await gateway.send("GET", f"/api/{self.PRIVATE}")
            await gateway.send("PUT", f"/api/messages?ask={self.PRIVATE}")
            await person.say("hello", **{self.PRIVATE: 1})
            for failing in (BREAK_OFF, Garbage(b'{"text": "Annabel"'), Garbage(b'["Annabel"]')):
                rasa.script("hello", failing)
                await person.say("hello")
            await person.forget()
        metrics = (await gateway.send("GET", "/metrics")).body
        assert len(logs) > 10
        for private in ("Annabel", "eukaemia", person.token, rasa.heard[0]["sender"]):
            assert private not in str(logs) + metrics

    async def test_invented_methods_fill_no_metric(self, gateway: Gateway) -> None:
        with capture_logs() as logs:
            await gateway.send("ANNABEL", "/api/messages")
        assert "ANNABEL" not in str(logs) + (await gateway.send("GET", "/metrics")).body

    async def test_rasas_own_errors_reach_nobody(self, person: Person, rasa: ScriptedRasa) -> None:
        from scripted_rasa import Status

        rasa.script("hello", Status(500))
        assert "traceback" not in str((await person.say("hello")).body)

    async def test_an_error_of_ours_is_worded(self, start: Start) -> None:
        class Broken:
            def issue(self) -> None:
                raise RuntimeError("Annabel")

        from guide.gateway.keys import TOKENS

        def break_tokens(app: Any) -> None:
            app[TOKENS] = Broken()

        gateway = await start(break_tokens)
        with capture_logs() as logs:
            answer = await gateway.send("POST", "/api/sessions")
        assert refused(answer, 500, "internal_error")
        assert "Annabel" not in str(answer.body) + str(logs)
