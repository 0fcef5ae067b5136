"""Whether a topic's claims speak of the very point that was asked about.

A sentence encoder says that "can I freeze it?" is near "keep it in the fridge". It is near, and no
answer: what gives it away is a word that nothing of the topic holds.
"""

from __future__ import annotations

import re

from guide.advice.clauses import asked_part
from guide.advice.content import Claim, Content, Topic
from guide.advice.conversation import TopicAsked
from guide.advice.redaction import plain_words
from guide.advice.replies import asking_words, mentions, plain

SURELY_COVERED = 0.77
"""Similarity from which the nearest claim is taken to answer, whatever the words.

Chosen on 165 questions of our own. On 100 others, written afterwards, 6 of 50 on what the content covers
are said to be only near; of the 31 on what it does not cover that were taken for a topic, 25 are.
"""

FOLLOWS_UP = 0.55
"""The same for a few words that follow up an answer: near the topic's claims, or not answered by them."""

CLOSE = 0.1
"""How far below the nearest claim another still answers the same question."""

OF_PLANTS = "non_dairy_kefir"

SURELY_OF_ITS_KIND = 0.85
KINDS = ("time", "origin")
"""Questions that only a text of a kind answers, unless it is nearer still; the patterns are data."""

MOST_WORDS = 12
SAME_STEM = 5
_ENDINGS = ("ings", "ing", "ies", "ied", "es", "ed", "s", "y", "er")
_WORD = re.compile(r"[a-z]+")


def covered(topic: Topic, asked: TopicAsked, content: Content) -> bool:
    """Whether the topic speaks of what was asked, going by its words where the nearness leaves doubt."""
    nearest = max((asked.nearness.get(c, 0.0) for c in topic.claims), default=0.0)
    text = asked_part(asked.text) or asked.text
    if asked.nearness and _of_another_product(topic, asked, content):
        return False
    if nearest < SURELY_OF_ITS_KIND and _of_another_kind(text, topic, asked, content):
        return False
    if asked.carried:
        return nearest >= FOLLOWS_UP
    if nearest >= SURELY_COVERED or len(text.split()) > MOST_WORDS:
        return True
    return not _new_words(text, topic, content)


def _of_another_kind(text: str, topic: Topic, asked: TopicAsked, content: Content) -> bool:
    """Whether a time or a place is asked for, and what is nearest names none: "how long do I leave it?"."""
    told = " ".join(claim.plain for claim in _nearest(topic, asked, content))
    return any(mentions(f"asks_{kind}", text) and not mentions(f"tells_{kind}", told) for kind in KINDS)


def _of_another_product(topic: Topic, asked: TopicAsked, content: Content) -> bool:
    """Whether water or plant kefir is talked of, and what is nearest says nothing of any."""
    product = content.products.get(asked.product or "")
    near = _nearest(topic, asked, content)
    return product is not None and not product.dairy and all(claim.about != OF_PLANTS for claim in near)


def _nearest(topic: Topic, asked: TopicAsked, content: Content) -> list[Claim]:
    nearest = max((asked.nearness.get(c, 0.0) for c in topic.claims), default=0.0)
    known = [c for c in topic.claims if c in content.claims]
    return [content.claims[c] for c in known if asked.nearness.get(c, 0.0) >= nearest - CLOSE]


def _new_words(text: str, topic: Topic, content: Content) -> set[str]:
    """Return the words of ``text`` that carry meaning and stand nowhere in the topic; misspelt ones apart."""
    known = _vocabulary(topic, content)
    words = {w for w in _WORD.findall(plain(text).replace("'", "")) if w not in asking_words()}
    return {w for w in words & plain_words() if not _among(_stem(w), known)}


def _vocabulary(topic: Topic, content: Content) -> frozenset[str]:
    claims = [content.claims[c] for c in topic.claims if c in content.claims]
    texts = [t for c in claims for t in (c.plain, c.clinical, *c.asks)] + [topic.title, topic.plain]
    return frozenset(_stem(word) for text in texts for word in _WORD.findall(text.lower()))


def _among(stem: str, known: frozenset[str]) -> bool:
    return stem in known or (len(stem) >= SAME_STEM and any(k.startswith(stem[:SAME_STEM]) for k in known))


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= len("egg"):
            return word.removesuffix(ending)
    return word
