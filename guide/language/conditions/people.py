"""Whom the words of a message refer to."""

from __future__ import annotations

from collections.abc import Iterable

from guide.language.conditions.ages import Age, AgeReader
from guide.language.conditions.ages_of_names import ages_of_names
from guide.language.conditions.coreference import Coreference, with_ages
from guide.language.conditions.corrections import correcting
from guide.language.conditions.donors import with_givers
from guide.language.conditions.findings import OTHER, SELF
from guide.language.conditions.groups import with_groups, without_members
from guide.language.conditions.individuals import Individuals
from guide.language.conditions.lexicon import Lexicon, Person
from guide.language.conditions.listed_ages import listed_ages, told_apart_by_age
from guide.language.conditions.matching import Mark, Message
from guide.language.conditions.mentions import Mention
from guide.language.conditions.named_by_age import article_of, named_by_age
from guide.language.conditions.own_of_kind import own_of_kind
from guide.language.conditions.patients import (
    headed_by_condition,
    mine_and_theirs,
    part_of,
    with_condition,
)
from guide.language.conditions.pointing import Pointing
from guide.language.conditions.possessions import of_a_thing
from guide.language.conditions.reporters import with_reporters
from guide.language.conditions.unlisted import UnlistedPeople


class PeopleReader:
    """Finds mentions of people, and joins their ages to them."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._persons = lexicon.persons
        self._sets = lexicon.sets
        self._coreference = Coreference(lexicon)
        self._unlisted = UnlistedPeople(lexicon)
        self._individuals = Individuals(lexicon)
        self._pointing = Pointing(lexicon)
        self._ages = AgeReader(lexicon.rules["normalise"]["numbers"])

    def read(self, message: Message, ages: Iterable[Age]) -> list[Mention]:
        """Return the mentions in order, pronouns resolved, pairs joined, ages attached."""
        ages, listed = self._with_lists(message, list(ages))
        people = (mark for mark in message.of("person") if not part_of(message, mark))
        named = [*listed, *(m for mark in people if (m := self._named(message, mark, ages)))]
        for age in ages:
            child = named_by_age(message, age, named, self._lexicon)
            named += [child] if child else []
        named += own_of_kind(message, named, ages, self._lexicon)
        named = told_apart_by_age(named)
        named = self._individuals.read(message, self._unlisted.read(message, named))
        ages += ages_of_names(message, named, ages, self._ages)
        named = with_groups(message, self._pointing.read(message, named), self._lexicon)
        named = with_reporters(message, mine_and_theirs(message, named), self._lexicon)
        named = with_givers(message, named, self._lexicon)
        mentions = sorted([*named, *self._pronouns(message, named)], key=lambda m: m.start)
        ages = without_members(message, named, ages)
        mentions = self._coreference.resolve(message, mentions)
        return self._coreference.join(message, with_ages(mentions, ages))

    def _with_lists(self, message: Message, ages: list[Age]) -> tuple[list[Age], list[Mention]]:
        """Return ``ages`` with those that only a list tells, and the children of the lists."""
        listed, children = listed_ages(message, self._lexicon, self._ages)
        covered = {place for age in listed for place in range(age.start, age.end)}
        return [*(a for a in ages if a.start not in covered), *listed], children

    def _named(self, message: Message, mark: Mark, ages: list[Age]) -> Mention | None:
        """A person noun with its article and adjectives; ``None`` if the word is not a person here."""
        words, (start, article) = message.words, article_of(message, mark.start, self._lexicon)
        if article in ("a", "an") and words[start - 1] == "as" and start:
            return None  # "as a kid" is a time of somebody's life
        end = mark.end + 2 * (list(message.between(mark.end, mark.end + 2)) in _OF_MINE)
        person = self._persons[mark.value]
        of_other = self._of_somebody(message, mark.start) or article in _THEIRS
        owned = article in self._sets["owned"] or end > mark.end or of_other
        ambiguous = mark.text in self._sets["ambiguous"] and not owned and not with_condition(message, mark)
        ambiguous = ambiguous and not self._like_name(mark, message)
        pointed_at = person.name in ("patient", "child") and article in ("a", "the", "this")
        if ambiguous and not (
            pointed_at or _article_child(message, article, mark) or self._plain_enough(message, mark, article)
        ):
            return None
        if (
            words[mark.end - 1].endswith("s")
            and not owned
            and article not in ("the", "these")
            and mark.text != "boss"
        ):
            generic = _is_plural(words[mark.end - 1]) and not self._known(person, article, mark, message)
        else:
            generic = False
        specific = (
            owned
            or article in ("the", "this", "that", "another", "one", "both")
            or self._known(person, article, mark, message)
        )
        possessive = mark.end < len(words) and words[mark.end] == "'s"
        specific = specific or with_condition(message, mark)
        stage = tuple(person.stage.items())
        following = words[end] if end < len(words) else ""
        if (start and words[start - 1] == "am") or (following == "here" and not article):
            return Mention(start, end, ((SELF, SELF),), stage=stage)
        subject = OTHER if of_other else person.subject
        return Mention(start, end, ((person.name, subject),), generic or not specific, True, stage,
                       possessive=possessive)  # fmt: skip

    def _of_somebody(self, message: Message, index: int) -> bool:
        """ "my sister's baby"."""
        places = [p for p in (index - 1, index - 2) if p > 0 and message.words[p] == "'s"]
        return any(mark.end in places for mark in message.of("person"))

    def _plain_enough(self, message: Message, mark: Mark, article: str) -> bool:
        """Whether an ambiguous word still means a person: "Pt with ...", "I look after a lady"."""
        following = message.words[mark.end] if mark.end < len(message.words) else ""
        if article in ("a", "an"):
            before = set(message.words[max(0, mark.start - 6) : mark.start])
            cared = bool(before & _CARING or any(w.isdigit() for w in before))
            mate = mark.text == "mate" and following in ("on", "has", "with", "who", "is")
            return mate or (mark.value == "person" and (cared or _spoken_of(message, mark)))
        first = (
            mark.start == 0
            or message.clause[mark.start] != message.clause[mark.start - 1]
            or message.words[mark.start - 1] in (",", "old", "yo")
        )
        if mark.value == "patient" and first and not article:
            return True
        return (
            not article
            and first
            and following in ("has", "is", "with", "needs", "gets", "had", "takes", "'s", "on", ",")
        )

    def _asked_about(self, mark: Mark, message: Message) -> bool:
        """Whether a word of kin stands where a name would: "can mum have it?", "and grandpa?"."""
        before = message.words[mark.start - 1] if mark.start else ""
        return before in self._sets["beneficiary_before"] or before == "and"

    def _like_name(self, mark: Mark, message: Message) -> bool:
        """Whether a word stands where a name would ("can lo have it?"), or is written large: "LO"."""
        if mark.text not in self._sets["forum_words"]:
            return False
        written = message.tokens[mark.start].capitals and any(not t.capitals for t in message.tokens)
        following = message.words[mark.end] if mark.end < len(message.words) else ""
        named = following.isdigit() or following in self._sets["bare_followers"]
        return written or named or self._asked_about(mark, message)

    def _known(self, person: Person, article: str, mark: Mark, message: Message) -> bool:
        asked = mark.text in self._sets["kin"] and self._asked_about(mark, message)
        if not article and (asked or self._like_name(mark, message)):
            return True
        if not article and headed_by_condition(message, mark):
            return True
        if article in ("a", "an"):
            before = message.words[max(0, mark.start - 6) : mark.start]
            if person.name == "person":
                cared = bool(set(before) & _CARING) or any(w.isdigit() for w in before)
                return cared or _spoken_of(message, mark)
            return person.name in self._sets["known_with_article"] or "have" in before or "got" in before
        if person.name == "person" and mark.start and message.words[mark.start - 1] in ("old", "yo"):
            return True
        following = message.words[mark.end] if mark.end < len(message.words) else ""
        first = mark.start == 0 or message.clause[mark.start] != message.clause[mark.start - 1]
        first = first or message.words[mark.start - 1] == "old"
        before = message.words[mark.start - 1] if mark.start else ""
        if before in ("and", "or", "nor") and any(
            m.kind == "person" and m.end == mark.start - 1 for m in message.marks
        ):
            return True
        return (
            article == ""
            and (first or before in ("and", ",", "but", "so", "hi", "for"))
            and (
                following in self._sets["bare_followers"]
                or following.isdigit()
                or (first and not _is_plural(mark.text))
            )
        )

    def _pronouns(self, message: Message, named: list[Mention]) -> list[Mention]:
        taken = {place for mention in named for place in range(mention.start, mention.end)}
        found: list[Mention] = []
        for index, word in enumerate(message.words):
            if index in taken or correcting(message, index):
                continue
            if index and message.words[index - 1] in self._sets["neutral"] and word in ("he", "she"):
                continue  # "doctor he said"
            if word in self._sets["self"] and not self._neutral(message, index):
                found.append(Mention(index, index + 1, ((SELF, SELF),), possessive=word in ("my", "our")))
            elif word in self._sets["generic"]:
                found.append(Mention(index, index + 1, (("you", OTHER),), generic=True))
            elif any(word in self._sets[kind] for kind in ("he", "she", "they")):
                found.append(Mention(index, index + 1, ()))
        return found

    def _neutral(self, message: Message, index: int) -> bool:
        """Whether the possessive at ``index`` belongs to a professional ("my doctor") or to a thing."""
        if message.words[index] not in ("my", "our", "me"):
            return False
        ahead = message.words[index + 1 : index + 3]
        return any(w in self._sets["neutral"] for w in ahead) or of_a_thing(message, index, self._lexicon)


_OF_MINE = (["of", "mine"], ["of", "ours"])
_THEIRS = frozenset({"his", "her", "their", "whose"})
_CARING = frozenset(
    {
        "after", "care", "caring", "treat", "treating", "nurse", "looking", "look", "know", "have",
        "got", "carer", "caregiver", "cook", "cooking", "clean", "cleaning", "shop"
    }
)  # fmt: skip


def _spoken_of(message: Message, mark: Mark) -> bool:
    """Whether the message begins with this person and goes on about them: "a lady at church ..., can she"."""
    return mark.start <= 1 and bool({"he", "she", "his", "her", "him"} & set(message.words[mark.end :]))


def _article_child(message: Message, article: str, mark: Mark) -> bool:
    told = message.words[mark.end : mark.end + 1] in ([","], ["is"], ["has"], ["("])
    if mark.value == "mother" and told:
        return article == "the"
    return article in ("the", "this", "that") and mark.value in ("patient", "child", "daughter", "son")


def _is_plural(word: str) -> bool:
    return word in (
        "babies",
        "kids",
        "children",
        "patients",
        "toddlers",
        "friends",
        "sons",
        "daughters",
        "parents",
        "twins",
        "newborns",
        "infants",
        "clients",
        "ones",
        "boys",
        "girls",
        "youngsters",
        "sprogs",
    )
