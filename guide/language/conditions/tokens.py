"""Cuts a message into normalised words that remember where they stood in the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

MAX_CHARACTERS = 4000
"""Longer messages are cut: the gateway's own limit is lower, this one protects the matcher."""

_PIECE = re.compile(
    r"no\.(?=\s?\d)|[wcshby]/[opc]?(?![a-z])"  # w/ w/o s/p h/o
    r"|\d{1,2}\+[0-6](?!\d)|\d+[.,]\d+"
    r"|cd4\b|hba1c|a1c\b"
    r"|20xx|[a-zà-ÿ]+(?:'[a-zà-ÿ]+)*|\d+(?:st|nd|rd|th)\b|\d+"
    r"|[.!?,;:()/&+%\n]|--+|[–—]"
)
_DASH = re.compile(r"(?<=\s)-+(?=\s)")
_ELONGATED = re.compile(r"([a-z])\1{2,}")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "ʼ": "'"})
_POSSESSIVE = "'s"
_CONTRACTED = {"'ll": "will", "'ve": "have", "'re": "are", "'d": "would"}
_PARTICIPLES = frozenset(
    {"had", "got", "been", "outgrown", "grown", "finished", "stopped", "started", "developed", "passed"}
)
_AFTER_VERB = frozenset(
    {
        "a", "an", "the", "not", "never", "been", "just", "still", "only", "now", "always", "out", "on",
        "off", "allergic", "intolerant", "diabetic", "coeliac", "celiac", "pregnant", "breastfeeding",
        "fine", "ok", "okay", "healthy", "also", "severely", "taking", "having", "currently",
        "recently", "due", "got", "both", "done", "over", "finished", "stopped", "ended", "back"
    }
)  # fmt: skip
_NO_VERB_ALONE = frozenset({"both", "a", "the", "out", "fine", "now"})
_RELATIVES = frozenset(
    {
        "mums", "moms", "dads", "sons", "daughters", "brothers", "sisters", "wifes", "husbands", "nans",
        "grans", "babys", "mates", "partners", "boyfriends", "girlfriends", "hubbys", "uncles", "aunts",
        "cousins", "kiddos", "grandads", "grandmas"
    }
)  # fmt: skip
_BETWEEN_HAS = frozenset({"just", "never", "always", "not", "now", "only", "recently", "already", "also"})
QUERY = "query"
_YEAR = re.compile(r"(?:19[3-9]|20[0-4])\d")
ANY_YEAR = "20xx"
"""Every year is written alike, so that one rule can say "in 2010"."""


@dataclass(frozen=True)
class Token:
    """A normalised word or mark, and the characters of the message that it came from.

    ``capital``: written with a capital first letter, as a name is; ``capitals``: all of it ("LO").
    """

    text: str
    start: int
    end: int
    capital: bool = False
    capitals: bool = False


def split(
    text: str, expansions: Mapping[str, str], correct: Callable[[str], str] = lambda word: word
) -> list[Token]:
    """Return the tokens of ``text``: lower case, contractions opened, typos given to ``correct``.

    A contraction yields several tokens with the same place. A possessive becomes the separate token ``'s``.
    """
    lowered = _lower(text[:MAX_CHARACTERS])
    tokens: list[Token] = []
    for piece in _PIECE.finditer(lowered):
        for word in [QUERY] if _is_query(lowered, piece) else _words(piece.group(), expansions, correct):
            written = text[piece.start() : piece.end()]
            capital = _is_capital(text, piece.start())
            tokens.append(Token(word, piece.start(), piece.end(), capital, written.isupper()))
    return _with_has(_with_is(list(_with_apostrophe(tokens))))


def _with_apostrophe(tokens: list[Token]) -> Iterator[Token]:
    """ "My dads on warfarin", "my sons allergic": what is missing is an apostrophe, not a second son."""
    following = [*tokens[1:], Token("", 0, 0)]
    for token, after in zip(tokens, following, strict=False):
        if token.text in _RELATIVES and after.text in _AFTER_VERB - _NO_VERB_ALONE:
            yield replace(token, text=token.text[:-1])
            yield replace(token, text=_POSSESSIVE)
        else:
            yield token


def _with_is(tokens: list[Token]) -> list[Token]:
    """ "Dairy's a no", "my son's not": before these words an apostrophe s is a verb and owns nothing."""
    result = list(tokens)
    for place, token in enumerate(tokens[:-1]):
        after = tokens[place + 1].text
        if token.text == _POSSESSIVE and (after in _AFTER_VERB or after.isdigit()):
            result[place] = replace(token, text="is")
    return result


def _with_has(tokens: list[Token]) -> list[Token]:
    """ "She's had" is "she has had": the "is" of an opened contraction before a participle."""
    result = list(tokens)
    for place in range(1, len(tokens) - 1):
        token, before = tokens[place], tokens[place - 1]
        opened = token.text == "is" and token.start == before.start
        after = next((t.text for t in tokens[place + 1 : place + 3] if t.text not in _BETWEEN_HAS), "")
        if opened and after in _PARTICIPLES:
            result[place] = replace(token, text="has")
    return result


def _is_capital(text: str, start: int) -> bool:
    return text[start].isupper() and text[start + 1 : start + 2].islower()


def _is_query(text: str, piece: re.Match[str]) -> bool:
    """Whether this is a clinician's mark of doubt: "?coeliac"."""
    start, end = piece.span()
    return (
        piece.group() == "?" and (start == 0 or text[start - 1].isspace()) and text[end : end + 1].isalpha()
    )


def _lower(text: str) -> str:
    """Lower case of the same length, so that places still hold."""
    lowered = text.translate(_QUOTES)
    lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in lowered)
    return _DASH.sub(lambda dash: "–" * len(dash.group()), lowered)


def _words(raw: str, expansions: Mapping[str, str], correct: Callable[[str], str]) -> list[str]:
    if raw in expansions:
        return expansions[raw].split()
    if raw.endswith(_POSSESSIVE):
        return [*_words(raw[:-2], expansions, correct), _POSSESSIVE]
    ending = next((e for e in _CONTRACTED if raw.endswith(e)), "")
    if ending:
        return [*_words(raw[: -len(ending)], expansions, correct), _CONTRACTED[ending]]
    if raw.endswith("'"):
        raw = raw[:-1]
    if _ELONGATED.search(raw):
        raw = _shorten(raw, expansions, correct)
        if raw in expansions:
            return expansions[raw].split()
    if _YEAR.fullmatch(raw):
        return [ANY_YEAR]
    return [correct(raw)] if raw.isalpha() else [raw]


def _shorten(raw: str, expansions: Mapping[str, str], correct: Callable[[str], str]) -> str:
    """``"soooo"`` to ``"so"``: the first of doubled and single letters that is a word we know."""
    single = _ELONGATED.sub(r"\1", raw)
    double = _ELONGATED.sub(r"\1\1", raw)
    return double if correct(single) == single and correct(double) != double else single
