"""A gateway that only pretends: the contract of guide/gateway/openapi.yml with scripted replies.

    python dev/fake_gateway.py [port]

serves the full page at ``/`` under the strictest content security policy, the same API for pages of other
origins, and on the next port a hostile page that embeds the widget. What a message contains decides the
reply: "many", "answer", "emergency", "still", "over", "error", "failure", "html", "slow", "drop", "busy",
"down", or "expire" (the session ends). No sentence here is advice; none of it is served to anybody.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import secrets
import sys
from pathlib import Path

from aiohttp import web

WIDGET = Path(__file__).parents[2] / "guide/gateway/static/widget.js"
PAGES = Path(__file__).parent / "pages"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "require-trusted-types-for 'script'; trusted-types lit-html"
)
ALLOWED = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Last-Event-ID",
    "Access-Control-Allow-Methods": "GET, POST, DELETE",
    "Access-Control-Expose-Headers": "Retry-After",
}
GUIDE = {
    "pack": "kefir",
    "food": "kefir",
    "title": "Kefir Guide",
    "suggestions": ["Can I drink kefir?", "What is kefir?", "How do I store it?"],
    "emergency_numbers": {"default": "112", "US": "911", "AU": "000"},
    "article": "/articles/kefir",
    "privacy": "/privacy",
}
REFERENCES = [
    {
        "number": 1,
        "id": "placeholder-2019",
        "title": "Placeholder reference with a long title, as those of papers are: a trial of nothing at all",
        "year": 2019,
        "url": "https://example.org/one",
        "verified": True,
    },
    {
        "number": 2,
        "id": "placeholder-2022",
        "title": "Second placeholder",
        "year": 2022,
        "url": "https://example.org/two",
        "verified": True,
    },
    {
        "number": 3,
        "id": "odd/id?",
        "title": "A reference whose address leads nowhere good",
        "year": None,
        "url": "javascript:alert(1)",
        "verified": False,
    },
]
ANSWER = {
    "topic": "suitability",
    "person": "your son",
    "about": "For: your son, milk allergy (you said)",
    "bottom_line": {
        "text": "This is the sentence that counts, about a placeholder product. [1]",
        "citations": [1],
    },
    "verdict": "avoid",
    "product": "milk_kefir",
    "statements": [
        {
            "text": "A first placeholder statement, with two sources [1][2], and more words behind them.",
            "citations": [1, 2],
        },
        {"text": "A second one, whose source is named apart.", "citations": [3]},
        {"text": "A third with a number that has no source [9]. <b>Not bold</b>", "citations": [2]},
    ],
    "cautions": [{"text": "A placeholder of what to look out for.", "citations": [2]}],
    "alternatives": [
        {
            "product": "placeholder_drink",
            "label": "Placeholder drink",
            "verdict": "usually_tolerated",
            "text": "What is said about it.",
            "citations": [2],
        },
        {
            "product": "another_drink",
            "label": "Another drink",
            "verdict": "ask_clinician",
            "text": "What is said about that.",
            "citations": [1],
        },
    ],
    "excluded": [{"product": "third_drink", "label": "A third drink", "why": "for a reason given here"}],
    "references": REFERENCES,
    "review": {"status": "submitted", "text": "Not yet reviewed by a health professional."},
    "followups": ["And a follow-up?", "What else is there?"],
    "claims": ["placeholder-1"],
}
MANY = [
    "Weak immunity",
    "Cancer treatment",
    "Transplant",
    "Bowel disease",
    "Kidney disease",
    "Pregnancy",
    "Diabetes",
    "Warfarin, MAOI or disulfiram",
    "None of these",
    "Not sure",
    "Skip",
]
VERDICTS = ["avoid", "ask_clinician", "caution", "usually_tolerated", "ok"]


class Session:
    """What is remembered of one conversation."""

    def __init__(self) -> None:
        self.replies: dict[str, list[tuple[str, dict]]] = {}
        self.bodies: dict[str, dict] = {}
        self.buttons: dict[str, str] = {}
        self.heard: list[dict] = []
        self.dropped: set[str] = set()
        self.tries: dict[str, int] = {}


sessions: dict[str, Session] = {}
calls: list[dict] = []
counter = itertools.count(1)


def refuse(status: int, code: str, text: str | None = None, **headers: str) -> web.Response:
    body = {"error": code, "reason": code} | ({"text": text} if text else {})
    return web.json_response(body, status=status, headers=headers)


def message(
    text: str, session: Session, buttons: list[str] | None = None, **more: object
) -> tuple[str, dict]:
    session.buttons = {f"b{next(counter)}": title for title in buttons or []}
    offered = [{"title": title, "id": key} for key, title in session.buttons.items()]
    made = {
        "id": f"m{next(counter)}",
        "text": text,
        "buttons": offered,
        "choice": "one",
        "answer": None,
        "emergency": False,
    }
    return "message", made | more


def reply(text: str, session: Session) -> list[tuple[str, dict]]:
    done = ("done", {})
    wants = text.lower().__contains__
    if wants("emergency"):
        return [
            message(
                "This is a placeholder for the instruction in an emergency.\n\nDo what it says, now.",
                session,
                emergency=True,
            ),
            done,
        ]
    if wants("still"):
        return [
            message("If this is still happening, call now.", session, ["It is over"], emergency=True),
            done,
        ]
    if wants("over"):
        return [message("I'm glad to hear it.", session), done]
    if wants("many"):
        return [
            message("2 of 3. Does any of these hold? Name all that do.", session, MANY, choice="many"),
            done,
        ]
    if wants("error"):
        return [
            (
                "error",
                {
                    "error": "failed",
                    "reason": "scripted",
                    "text": "I could not work that out just now. Please try again in a minute.",
                },
            )
        ]
    if wants("failure"):
        return [
            message(
                "Something I need is not there, so I say nothing rather than half of it.",
                session,
                failure="actions",
            ),
            done,
        ]
    if wants("answer") or wants("can i"):
        verdict = next((v for v in VERDICTS if wants(v)), "avoid")
        return [
            message("This is now about your son.", session),
            message(
                "The whole answer as text [1]\n\n[1] Placeholder",
                session,
                ["And a follow-up?", "What else is there?"],
                answer=ANSWER | {"verdict": verdict},
            ),
            done,
        ]
    if wants("follow"):
        return [
            message(
                "Answer as text",
                session,
                answer=ANSWER
                | {
                    "verdict": None,
                    "product": None,
                    "about": "",
                    "cautions": [],
                    "alternatives": [],
                    "excluded": [],
                },
            ),
            done,
        ]
    if wants("html"):
        return [message("<img src=x onerror=alert(1)> <b>bold?</b>\n\nA second paragraph.", session), done]
    return [
        message(f"You said: {text}", session),
        message(
            "Hello, I am the fake gateway.\nWhat would you like?",
            session,
            ["Can I drink kefir?", "Ask me many", "Emergency"],
        ),
        done,
    ]


def session_of(request: web.Request) -> Session | None:
    return sessions.get(request.headers.get("Authorization", "").removeprefix("Bearer "))


async def start(request: web.Request) -> web.Response:
    token = secrets.token_urlsafe(8)
    sessions[token] = Session()
    return web.json_response({"token": token, "expires_at": "2030-01-01T00:00:00Z"}, status=201)


async def forget(request: web.Request) -> web.Response:
    if not (session := session_of(request)):
        return refuse(401, "unauthorized")
    token = request.headers["Authorization"].removeprefix("Bearer ")
    del sessions[token]
    return web.json_response(
        {
            "erased": {"events": 12, "replies": len(session.replies)},
            "text": "Erased: this conversation with everything you told me (12 records).",
        }
    )


async def say(request: web.Request) -> web.StreamResponse:
    body = await request.json()
    calls.append({"path": "messages", "last": request.headers.get("Last-Event-ID"), **body})
    if not (session := session_of(request)):
        return refuse(401, "unauthorized")
    client_id = body["client_id"]
    text = body.get("text") or session.buttons.get(body.get("button", ""))
    known = session.replies.get(client_id)
    if text is None and not known:
        return refuse(409, "conflict")
    if not known:
        session.tries[client_id] = tries = session.tries.get(client_id, 0) + 1
        if "expire" in text.lower() and len(session.heard) > 0:
            sessions.clear()
            return refuse(401, "unauthorized")
        if "busy" in text.lower() and tries == 1:
            return refuse(429, "busy", **{"Retry-After": "2"})
        if "down" in text.lower() and tries == 1:
            return refuse(
                503, "unavailable", "The guide is not there at the moment. Please try again in a minute."
            )
        session.heard.append(body)
        known = session.replies[client_id] = reply(text, session)
    response = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"} | ALLOWED
    )
    await response.prepare(request)
    await response.write(b": heartbeat\n\n")
    after = request.headers.get("Last-Event-ID", "")
    for number, (event, payload) in enumerate(known, 1):
        if number <= (int(after) if after.isdigit() else 0):
            continue
        await asyncio.sleep(3 if text and "slow" in text.lower() else 0.05)
        await response.write(f"id: {number}\nevent: {event}\ndata: {json.dumps(payload)}\n\n".encode())
        if text and "drop" in text.lower() and client_id not in session.dropped:
            session.dropped.add(client_id)
            await asyncio.sleep(0.2)  # or the browser drops what it has not read yet, too
            request.transport.close()
            return response
    return response


async def profile(request: web.Request) -> web.Response:
    if not (session := session_of(request)):
        return refuse(401, "unauthorized")
    if not any("answer" in json.dumps(body).lower() for body in session.heard):
        return web.json_response({"people": [{"person": "you", "facts": []}]})
    return web.json_response(
        {
            "people": [
                {
                    "person": "your son",
                    "facts": [
                        {"text": "milk allergy (you said)", "remove": "My son has no milk allergy."},
                        {"text": "age 4 (you answered)", "remove": "Forget how old my son is."},
                    ],
                },
                {"person": "you", "facts": [{"text": "a fact (you said)", "remove": "Forget that fact."}]},
            ]
        }
    )


async def feedback(request: web.Request) -> web.Response:
    calls.append({"path": "feedback", **await request.json()})
    return web.Response(status=204) if session_of(request) else refuse(401, "unauthorized")


async def guide(request: web.Request) -> web.Response:
    return web.json_response(GUIDE)


async def widget(request: web.Request) -> web.FileResponse:
    return web.FileResponse(WIDGET, headers={"Content-Type": "text/javascript; charset=utf-8"})


async def called(request: web.Request) -> web.Response:
    """What was called so far, for the tests."""
    return web.json_response(calls)


def page(name: str, **headers: str):
    async def serve(request: web.Request) -> web.Response:
        text = (
            (PAGES / name)
            .read_text()
            .replace("GUIDE_ORIGIN", f"http://127.0.0.1:{request.app['guide_port']}")
        )
        kind = "text/css" if name.endswith("css") else "text/html"
        return web.Response(text=text, content_type=kind, headers=headers)

    return serve


@web.middleware
async def allow_origins(request: web.Request, handler) -> web.StreamResponse:
    response = web.Response(status=204) if request.method == "OPTIONS" else await handler(request)
    if not response.prepared:
        response.headers.update(ALLOWED)
    return response


def make_app(port: int) -> web.Application:
    app = web.Application(middlewares=[allow_origins])
    app["guide_port"] = port
    app.router.add_post("/api/sessions", start)
    app.router.add_delete("/api/sessions/current", forget)
    app.router.add_post("/api/messages", say)
    app.router.add_get("/api/profile", profile)
    app.router.add_post("/api/feedback", feedback)
    app.router.add_get("/api/guide", guide)
    app.router.add_get("/widget.js", widget)
    app.router.add_get("/called", called)
    app.router.add_get("/", page("full.html", **{"Content-Security-Policy": POLICY}))
    app.router.add_get("/page.css", page("page.css"))
    app.router.add_get("/rtl", page("rtl.html", **{"Content-Security-Policy": POLICY}))
    app.router.add_get("/embed", page("embed.html", **{"Content-Security-Policy": POLICY}))
    app.router.add_route("OPTIONS", "/{any:.*}", called)
    return app


def make_hostile(guide_port: int) -> web.Application:
    app = web.Application()
    app["guide_port"] = guide_port
    app.router.add_get("/", page("hostile.html"))
    return app


async def main(port: int) -> None:
    for app, where in ((make_app(port), port), (make_hostile(port), port + 1)):
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", where).start()
    print(f"http://127.0.0.1:{port} and, hostile, http://127.0.0.1:{port + 1}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 8090))
