"""Whose a condition asked about in general is: "can people with Crohn's have it? that's me", "my son has it".

A question about people at large names nobody, but a clause beside it may say who is one of them. Who says so
has the condition; who only asks for somebody may have it.
"""

from __future__ import annotations

from collections.abc import Sequence

from guide.advice.vocabulary import Status
from guide.language.conditions.concepts import Concept
from guide.language.conditions.fragments import MYSELF, Who
from guide.language.conditions.general import QUESTION_WORDS
from guide.language.conditions.lexicon import Lexicon
from guide.language.conditions.matching import Message
from guide.language.conditions.mentions import Mention

Claim = tuple[Who, Status]
_HAVE = frozenset({"have", "has", "got", "had", "'ve"})
_IT = frozenset(
    {"it", "one", "them", "this", "that", "both", "these", "those", "mine", "his", "hers", "theirs"}
)
_USED = frozenset(
    {"take", "takes", "taking", "took", "on", "start", "starts", "started", "starting", "begin"}
)
_BEGUN = frozenset({"start", "starts", "started", "starting", "begin", "begins", "beginning"})
_NOT_TO_SAY = frozenset({"not", "never", "no", "nobody", "if", "unless", "wish", "think"})
_OWN = frozenset({"mine"})
_BEING = frozenset({"is", "am", "was", "'s", "been", "are", "were"})
_POSSESSING = frozenset({"my", "his", "her", "our", "their"})
_COURSES = frozenset({"remission", "flare", "flares", "flaring", "flared", "relapse", "relapsed"})
_HOW_IT_IS = frozenset(
    {
        "mild", "moderate", "severe", "bad", "quiet", "calm", "stable", "controlled", "control", "stage",
        "grade", "type", "active", "inactive", "well", "badly", "diagnosed", "in",
    }
)  # fmt: skip
_REACH = 30
_TIME_REACH = 4
_BACK = 5


class Claims:
    """Finds the clauses that claim a condition which was only asked about."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._sets = lexicon.sets
        self._phrases = [phrase.split() for phrase in lexicon.sets["claims_of_oneself"]]

    def of(self, message: Message, concept: Concept, mentions: Sequence[Mention]) -> Claim | None:
        """Return who claims ``concept`` and how surely, ``None`` if nobody does."""
        if concept.denied or not self._asked_about(message, concept):
            return None
        end = min(len(message.words), concept.end + _REACH)
        for place in range(concept.end, end):
            claim = self._claim(message, concept, mentions, place)
            if claim and claim[0]:
                return claim
        return (MYSELF, Status.UNCERTAIN) if self._asked_for_oneself(message) else None

    def _asked_about(self, message: Message, concept: Concept) -> bool:
        """Whether its sentence asks, so that the clause beside it answers whom the question is for."""
        start, end = message.sentence_range(concept.start)
        before = set(message.between(start, concept.start))
        return message.words[end - 1] == "?" or bool(before & (QUESTION_WORDS | self._sets["inquiry"]))

    def _claim(
        self, message: Message, concept: Concept, mentions: Sequence[Mention], place: int
    ) -> Claim | None:
        if self._says_it_is_me(message, place):
            return MYSELF, concept.ceiling
        if not self._stated(message, place):
            return None
        if not (
            self._has_it(message, place)
            or self._diagnosed(message, place)
            or self._treated(message, concept, place)
            or self._runs_its_course(message, place)
        ):
            return None
        course = message.words[place] in self._sets["claim_courses"] | _OWN
        who = _subject(message, mentions, place, concept) or (MYSELF if course else None)
        return (who, self._surety(message, concept, place)) if who else None

    def _surety(self, message: Message, concept: Concept, place: int) -> Status:
        """ "I had it" may be over, unless it lasts for life or is a treatment whose effect goes on."""
        lasting = self._sets["lifelong"] | self._sets["taken"] | self._sets["recent_is_present"]
        past = message.words[place] == "had" and not {"have", "has"} & {*message.between(place - 1, place)}
        ends = past and not concept.lasting and concept.condition not in lasting
        return Status.UNCERTAIN if ends else concept.ceiling

    def _says_it_is_me(self, message: Message, place: int) -> bool:
        """ "That's me", "I am one": nothing follows that would make it part of something else."""
        said = any(
            list(message.between(place, place + len(phrase))) == phrase
            and self._closes(message, place + len(phrase))
            for phrase in self._phrases
        )
        return said and self._stated(message, place)

    def _stated(self, message: Message, place: int) -> bool:
        """Whether the clause says so, and neither denies nor asks nor supposes it."""
        start, _ = message.sentence_range(place)
        before = message.between(max(start, message.clause_start(place), place - _BACK), place)
        nearest = list(before)
        asked = any(word in self._sets["claim_asked"] for word in nearest)
        return not asked and not _NOT_TO_SAY & {*nearest, *message.between(place, place + 2)}

    def _closes(self, message: Message, place: int) -> bool:
        return place >= len(message.words) or message.words[place] in self._sets["claim_ends"]

    def _has_it(self, message: Message, place: int) -> bool:
        """ "Has it", "I've got it for life": "I have it every day" is said of the drink."""
        verb, it = [*message.between(place, place + 2), ""][:2]
        if verb not in _HAVE or it not in _IT:
            return False
        following = message.between(place + 2, place + 2 + _TIME_REACH)
        lasts = verb == "had" or "".join(following[:1]) in ("for", "in", "all")
        lasts = lasts and bool(set(following) & self._sets["claim_times"])
        return lasts or self._closes(message, place + 2)

    def _diagnosed(self, message: Message, place: int) -> bool:
        """ "He was diagnosed last year", of nothing else than what was asked about."""
        _, end = message.sentence_range(place)
        following = message.between(place + 1, place + 2)
        named = any(p in message.condition_places for p in range(place + 1, end))
        return message.words[place] == "diagnosed" and not named and "".join(following) != "as"

    def _treated(self, message: Message, concept: Concept, place: int) -> bool:
        """ "I start next week", "been on it for years", "cycle 2": of what is taken or given."""
        treatment = concept.condition in self._sets["taken"] | self._sets["recent_is_present"]
        word, following = [*message.between(place, place + 2), ""][:2]
        if not treatment or word not in _USED | self._sets["claim_courses"]:
            return False
        if word in self._sets["claim_courses"]:
            return following.isdigit() or following in self._sets["claim_counts"]
        return following in _IT or (word in _BEGUN and self._closes(message, place + 1))

    def _runs_its_course(self, message: Message, place: int) -> bool:
        """ "I'm in remission", "my last flare", "mine is mild": only who has it can say so."""
        word, before = message.words[place], message.between(max(0, place - _TIME_REACH), place)
        if word in _OWN:
            following = set(message.between(place + 1, place + 1 + _TIME_REACH))
            return bool(following & _BEING) and bool(following & _HOW_IT_IS)
        told = bool({*before} & (_BEING | _POSSESSING | _HAVE))
        return word in _COURSES and told

    def _asked_for_oneself(self, message: Message) -> bool:
        text = f" {' '.join(message.words)} "
        return any(f" {phrase} " in text for phrase in self._sets["asking_for_oneself"])


def _subject(message: Message, mentions: Sequence[Mention], place: int, concept: Concept) -> Who | None:
    """The last person named between the condition and ``place``, in the sentence of the claim."""
    here = [m for m in mentions if concept.end <= m.start and m.end <= place and not m.reporter]
    here = [m for m in here if message.sentence[m.start] == message.sentence[place]]
    return (None if here[-1].generic else here[-1].who) if here else None
