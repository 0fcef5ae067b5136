"""What is done to a message before a model reads it: only what cannot change its meaning."""

from __future__ import annotations

import re
import unicodedata

# The encoder reads 128 tokens; 2,000 characters always fill them, and a flood costs no time.
MAX_CHARACTERS = 2000

_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"'})
# Words as they are typed in a hurry. Only what can mean nothing else; "y" may be "why" or "yes".
_SHORTHAND = {
    "cn": "can", "cud": "could", "shud": "should", "wud": "would", "u": "you", "ur": "your", "r": "are",
    "w": "with", "wat": "what", "wht": "what", "hw": "how", "wen": "when", "wich": "which", "abt": "about",
    "b4": "before", "pls": "please", "plz": "please", "thx": "thanks", "dnt": "don't", "drnk": "drink",
    "kefr": "kefir", "kefri": "kefir", "insted": "instead", "hrs": "hours", "hr": "hour",
    "keffir": "kefir", "keffer": "kefir", "kefier": "kefir", "kefeer": "kefir", "keefir": "kefir",
    "gud": "good", "wot": "what", "wats": "what's", "wots": "what's", "hav": "have", "mlk": "milk",
    "shld": "should", "frm": "from", "ppl": "people", "cuz": "because", "coz": "because", "bcoz": "because",
    "2day": "today",
}  # fmt: skip
_SHORT_WORD = re.compile(rf"\b(?:{'|'.join(_SHORTHAND)})\b(?!')")
_ELONGATED = re.compile(r"([^\W\d])\1{2,}")
_SPACES = re.compile(r"\s+")
_REPEATED_MARK = re.compile(r"([!?.,])\1+")


def normalise(text: str) -> str:
    """Return ``text`` in NFKC, lower case, straight quotes, single spaces; "sooo" as "soo", "cn" as "can"."""
    plain = unicodedata.normalize("NFKC", text[:MAX_CHARACTERS]).translate(_QUOTES).lower()
    plain = _REPEATED_MARK.sub(r"\1", _ELONGATED.sub(r"\1\1", plain))
    plain = _SHORT_WORD.sub(lambda match: _SHORTHAND[match[0]], plain)
    return _SPACES.sub(" ", plain).strip()


def has_words(text: str) -> bool:
    """Whether there is anything to read: emoji, punctuation and blanks alone are not."""
    return any(character.isalnum() for character in text)
