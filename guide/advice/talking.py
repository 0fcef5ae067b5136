"""Turns that say nothing about health: greetings, persona, memory, what the bot cannot do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from guide.advice.clauses import asks
from guide.advice.content import Content
from guide.advice.conversation import Conversation, Message, Say, Turn
from guide.advice.explaining import known_people, sources_text, why_text
from guide.advice.listening import Learned
from guide.advice.phrases import phrases
from guide.advice.profile import Profile
from guide.advice.render import as_subject, fact_text, person_name
from guide.advice.replies import is_wholly, mentions, plain
from guide.advice.vocabulary import Audience

Handler = Callable[[Conversation, Message, Learned, Content], Turn]

ERASURE = "forget_me"


def phrase(name: str) -> Handler:
    """Return a handler that says one of the bot's own phrases."""

    def handle(state: Conversation, message: Message, learned: Learned, content: Content) -> Turn:
        return Turn(state, (*noted(learned, content), Say(name)))

    return handle


def decline(name: str) -> Handler:
    """Return a handler for what is outside the content; what was disclosed is acknowledged."""

    def handle(state: Conversation, message: Message, learned: Learned, content: Content) -> Turn:
        says = noted(learned, content)
        if state.pending is None or asks(message.text):
            return Turn(state, (*says, Say(name)))
        return Turn(state, says or (Say("utter_not_an_answer"),))

    return handle


def not_understood(state: Conversation, message: Message, learned: Learned, content: Content) -> Turn:
    """Say so, keep what was disclosed, and offer what can be asked. Nothing is reverted."""
    if learned.facts:
        return Turn(
            state, (*noted(learned, content), Say("utter_offer", {"person": as_subject(learned.person)}))
        )
    return Turn(state, (Say("utter_not_understood"),))


def nothing_open(state: Conversation, message: Message, learned: Learned, content: Content) -> Turn:
    """A bare yes or no while nothing was asked; or one that does not answer what was."""
    if learned.facts or state.pending is not None:
        return decline("utter_not_an_answer")(state, message, learned, content)
    if not answered_just_now(state):
        return Turn(state, (Say("utter_anything_else"),))
    if is_wholly("just_why", message.text):
        return why(state, message, learned, content)
    return Turn(state, (Say("utter_go_on"),))


def answered_just_now(state: Conversation) -> bool:
    """Whether what was said last was an answer: then "is there anything you would like to know?" is deaf."""
    return state.last is not None and not state.idle


def noted(learned: Learned, content: Content) -> tuple[Say, ...]:
    """Return the acknowledgement of facts, per person, so that a mishearing can be corrected."""
    if not learned.facts:
        return ()
    by_person: dict[str, list[str]] = {}
    for person, fact in learned.facts:
        by_person.setdefault(person, []).append(fact_text(fact, content))
    items = "; ".join(f"for {person_name(p)}, {', '.join(facts)}" for p, facts in by_person.items())
    return (Say("utter_noted", {"facts": items}),)


def switched(person: str) -> Say:
    """Say aloud that the talk is now about somebody else."""
    return Say("utter_switch_person", {"person": person_name(person)})


def why(state: Conversation, message: Message, learned: Learned, content: Content) -> Turn:
    """Explain the last answer: facts, rule, claims, references."""
    if state.last is None:
        return Turn(state, (Say("utter_nothing_to_explain"),))
    profile = state.profile(state.last.person)
    return Turn(state, (Say(text=why_text(state.last, profile, content, state.audience)),))


def about_the_question(state: Conversation, message: Message) -> Handler | None:
    """Return who answers what is asked about the open question: why it is put, what a word of it means."""
    if state.pending is None:
        return None
    if mentions("asks_why_asked", message.text) or (message.intent == "ask_why" and state.last is None):
        return why_asked
    return phrase("utter_no_definition") if is_wholly("asks_meaning", message.text) else None


def why_asked(state: Conversation, message: Message, learned: Learned, content: Content) -> Turn:
    """Say why the open question is put; it then returns."""
    assert state.pending is not None
    reason = str(phrases()["why_asked"][state.pending.value])
    return Turn(state, (*noted(learned, content), Say("utter_why_asked", {"reason": reason})))


def sources(state: Conversation, message: Message, learned: Learned, content: Content) -> Turn:
    """List the sources of the last answer with the full review notice."""
    if state.last is None:
        return Turn(state, (Say("utter_nothing_to_explain"),))
    return Turn(state, (Say(text=sources_text(state.last, content)),))


def what_you_know(state: Conversation, message: Message, learned: Learned, content: Content) -> Turn:
    """Show each person's facts and where they came from."""
    people = known_people(state, content)
    if not people:
        return Turn(state, (Say("utter_know_nothing"),))
    lines = (f"- {known.person}: {'; '.join(fact.text for fact in known.facts)}" for known in people)
    return Turn(state, (Say("utter_know", {"facts": "\n".join(lines)}, people=people),))


def set_audience(state: Conversation, message: Message, learned: Learned, content: Content) -> Turn:
    """Change the wording. Screening and verdicts stay as they are."""
    words = frozenset(word.rstrip("s") for word in plain(message.text).replace(".", " ").split())
    known = phrases()["audience_words"]
    if words & frozenset(known["public"]):
        audience = Audience.PUBLIC
    elif words & frozenset(known["professional"]):
        audience = Audience.PROFESSIONAL
    else:
        return Turn(state, (Say("utter_ask_audience"),))
    says = (*noted(learned, content), Say(f"utter_audience_{audience.value}"))
    return Turn(replace(state, audience=audience), says)


def asks_to_erase(message: Message) -> bool:
    """Whether the words ask for erasure. That the classifier thinks so is not enough: what is erased in
    error, an allergy among it, is lost (design 4.7). Words that do not ask for it plainly are asked back."""
    return mentions("forget", message.text) or (
        message.intent == ERASURE and mentions("erasing", message.text)
    )


def forget_me(state: Conversation) -> Turn:
    """Forget everything; the channel then deletes the stored conversation and sends the receipt."""
    return Turn(Conversation(folded=state.folded), (Say("utter_forgotten"),))


def restart(state: Conversation, message: Message, learned: Learned, content: Content) -> Turn:
    """Begin anew, if the words say so. An emergency reaction is not forgotten by it."""
    if not mentions("restart", message.text):
        return nothing_open(state, message, learned, content)
    kept = {
        p.person: Profile(p.person, minor=p.minor, had_emergency=True, signs=p.signs)
        for p in state.profiles.values()
        if p.had_emergency
    }
    fresh = Conversation(
        profiles=kept,
        folded=state.folded,
        introduced=True,
        audience=state.audience,
        emergency=state.emergency,
        emergency_person=state.emergency_person,
        alarm_unplaced=state.alarm_unplaced,
        genders={p: gender for p, gender in state.genders.items() if p in kept},
    )
    return Turn(fresh, (Say("utter_restarted"),))
