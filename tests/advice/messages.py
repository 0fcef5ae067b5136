"""Random messages of the kind that the language understanding can produce, sensible or not."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st
from people import STATUSES

from guide.advice.content import Content
from guide.advice.conversation import Mention, Message, TopicAsked
from guide.advice.reading import ACTS

PERSONS = ("self", "son", "daughter", "husband")
PRONOUN = "she"
KINDS = ("anaphylaxis", "child_collapse", "infection", "bleeding", "poisoning", "medical", "self_harm")
REPLIES = (
    *(
        "yes",
        "no",
        "not sure",
        "skip",
        "none of these",
        "no other conditions",
        "neither",
        "yes please",
        "maybe",
    ),
    *("milk allergy", "lactose intolerance", "within two hours", "many hours later", "a few hours later"),
    *(
        "even a little",
        "only larger amounts",
        "7 months",
        "4",
        "18 or older",
        "under 12 months",
        "1 to 17 years",
    ),
)
OTHER_TEXTS = (
    *("my son", "what about her?", "remove the milk allergy", "it's over now", "the ambulance is here"),
    *(
        "how do I store it?",
        "can I drink kefir?",
        "hello",
        "",
        "42",
        "/deny",
        "he is fine with dairy",
        "\u0000",
    ),
)
TALK = (
    "greet",
    "goodbye",
    "thank",
    "affirm",
    "deny",
    "unsure",
    "skip",
    "report_condition",
    "correct_condition",
)
SCOPE = ("out_of_scope", "near_scope", "report_emergency", "", "no_such_intent")
# Conditions that the rules treat in a way of their own come up more often than by chance.
FAVOURITES = (
    "milk_allergy",
    "dairy_problem",
    "lactose_intolerance",
    "fpies_milk",
    "infant_under_12_months",
    "child",
)
SIGNS = ("hives", "vomiting", "wheeze", "bloating")
MEANINGS = (
    *("milk_fine", "milk_trouble", "says_allergy", "says_intolerance", "nothing_listed", "only_those"),
    *("yes", "no", "unsure", "skip", "only_gut", "onset_soon", "onset_late", "little_enough"),
    *("larger_amounts", "over", "help_reached", "no_emergency", "wants_instead", "presses"),
)


def mentions(content: Content) -> st.SearchStrategy[Mention]:
    """Return any condition of anybody, with any status."""
    conditions = st.sampled_from(FAVOURITES) | st.sampled_from(sorted(content.conditions))
    people = st.sampled_from((*PERSONS, PRONOUN))
    return st.builds(Mention, conditions, st.sampled_from(STATUSES), people)


def intents(content: Content) -> st.SearchStrategy[str]:
    """Return any intent that the classifier knows, and one that it does not."""
    topics = tuple(f"ask_{t}" for t in content.topics)
    return st.one_of(
        st.just("ask_suitability"),
        st.just("report_condition"),
        st.sampled_from(topics),
        st.sampled_from((*TALK, *sorted(ACTS), *SCOPE)),
    )


def _questions(content: Content, intent: str) -> st.SearchStrategy[tuple[TopicAsked, ...]]:
    if not intent.startswith("ask_"):
        return st.just(())
    second = st.sampled_from(("ask_suitability", "ask_milk_allergy", "ask_storage", "ask_serving_size"))
    return second.flatmap(
        lambda other: st.sampled_from(((), (TopicAsked(intent),), (TopicAsked(intent), TopicAsked(other))))
    )


def rarely(
    strategy: st.SearchStrategy[object], otherwise: object, odds: int = 5
) -> st.SearchStrategy[object]:
    """Return ``otherwise`` most of the time, so that the shrunken example names what matters."""
    return st.integers(0, odds).flatmap(lambda i: strategy if i == odds else st.just(otherwise))


def found(content: Content) -> st.SearchStrategy[Mapping[str, object]]:
    """Return everything the language understanding may add to a message, mostly nothing."""
    return st.fixed_dictionaries(
        {
            "mentions": st.lists(mentions(content), max_size=2).map(tuple),
            "person": st.sampled_from((None, None, *PERSONS, PRONOUN)),
            "products": rarely(st.sampled_from(sorted(content.products)).map(lambda p: (p,)), ()),
            "modifiers": rarely(st.sampled_from(sorted(content.modifiers)).map(lambda m: (m,)), ()),
            "signs": rarely(st.frozensets(st.sampled_from(SIGNS), max_size=2), frozenset()),
            "cleared_by": rarely(st.sampled_from(("clinician", "self")), None),
            "age_months": rarely(st.sampled_from((0, 7, 11, 12, 48, 216, 480)), None),
            "past_reaction": rarely(st.just(True), False, 11),
            "reply": rarely(replies(), {}, 2),
            "stated_reply": rarely(replies(), {}),
        }
    )


def replies() -> st.SearchStrategy[Mapping[str, float]]:
    """Return what a message may mean as a reply, surely or not."""
    shares = st.sampled_from((0.3, 0.6, 0.95))
    return st.tuples(st.sampled_from(MEANINGS), shares).map(lambda pair: {pair[0]: pair[1]})


def texts() -> st.SearchStrategy[str]:
    """Return what people type: short answers, other sentences, and anything at all."""
    return st.one_of(st.sampled_from(REPLIES), st.sampled_from(OTHER_TEXTS), st.text(max_size=20))


def any_message(content: Content, number: float) -> st.SearchStrategy[Message]:
    """Return a message with any text, any intent and anything found in it."""
    return st.tuples(texts(), intents(content), found(content)).flatmap(
        lambda parts: _questions(content, parts[1]).map(
            lambda asked: Message(number, parts[0], parts[1], questions=asked, **parts[2])  # type: ignore[arg-type]
        )
    )


def bare_reply(number: float, text: str) -> Message:
    """Return a short answer in which nothing else was found, as the classifier would label it."""
    intent = {"yes": "affirm", "no": "deny", "skip": "skip", "not sure": "unsure"}.get(text, "")
    return Message(number, text, intent)
