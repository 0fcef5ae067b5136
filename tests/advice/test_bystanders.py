"""Rule: who only makes, buys, brings or praises the food is not the person asked about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from people import person
from talk import Talk, denies, has, may_have

from guide.advice.content import Content
from guide.advice.conversation import TopicAsked
from guide.advice.vocabulary import Status

SHE_ACTS = (
    "and if she pasteurises it",
    "she usually ferments it for two days",
    "what if she bought it at the market",
    "she told me hers is the real thing",
    "she reckons it would be fine",
    "would it change anything if she used sheep's milk",
    "she'll strain it twice",
    "because she keeps it in the fridge",
)
NAMED_ACTS = (
    ("my aunt brews it every sunday", "aunt"),
    ("my friend's mother recommends it", "mother"),
    ("a jar of it from my colleague", "colleague"),
    ("answer as my late grandfather who made it for the whole village", "grandfather"),
    ("our neighbour gave me some", "neighbour"),
    ("my mum swears by it", "mother"),
)
RISKS = ("milk_allergy", "immunocompromised", "pregnancy", "short_bowel_or_pancreatitis")
ABOUT = ("self", "son", "husband", "baby")


def talking_of(content: Content, who: str, risk: str) -> Talk:
    talk = Talk(content, person(who, present=[risk], answered=[]), focus=who)
    genders = {"son": "he", "husband": "he"}
    return talk.can_drink(
        "may they have it?", person=who, genders={who: genders[who]} if who in genders else {}
    )


@given(
    who=st.sampled_from(ABOUT),
    risk=st.sampled_from(RISKS),
    text=st.sampled_from(SHE_ACTS),
    topic=st.sampled_from(("suitability", "homemade", "heating", "pregnancy_breastfeeding")),
    replies=st.lists(st.sampled_from(("none of these", "no", "neither")), max_size=3),
)
def test_a_cook_never_takes_the_place_of_who_drinks_it(
    content: Content, who: str, risk: str, text: str, topic: str, replies: list[str]
) -> None:
    talk = talking_of(content, who, risk).ask(topic, text=text, pronoun="she")
    people = {answer.person for answer in talk.answers}
    for reply in replies:
        talk.say(reply, "deny")
        people |= {answer.person for answer in talk.answers}
    assert people <= {who}
    assert talk.state.focus == who
    assert talk.profile(who).status(risk) is Status.PRESENT


@pytest.mark.parametrize("who", ABOUT)
@pytest.mark.parametrize(("text", "bystander"), NAMED_ACTS)
def test_a_named_giver_neither(content: Content, who: str, text: str, bystander: str) -> None:
    talk = talking_of(content, who, "milk_allergy")
    talk.ask("suitability", text=text, person=bystander)
    # "Gave me": then the one who writes may be meant, and never the giver.
    assert talk.answer.person in ({who, "self"} if " me" in text else {who})


def test_no_allergy_said_after_the_cook_is_of_who_drinks_it(content: Content) -> None:
    talk = talking_of(content, "husband", "short_bowel_or_pancreatitis").ask(
        "heating", text=SHE_ACTS[0], pronoun="she"
    )
    talk.say("no allergies", "report_condition", denies("milk_allergy"), person="self")
    assert talk.profile("husband").status("milk_allergy") is Status.ABSENT
    assert "someone else" not in talk.state.profiles


def test_he_drinks_what_she_makes(content: Content) -> None:
    talk = talking_of(content, "son", "milk_allergy").can_drink("and you?", person="self")
    talk.ask("suitability", text="can he have it if she uses goat milk", pronoun="she")
    assert talk.answer.person == "son"


@pytest.mark.parametrize(
    "text",
    [
        "can she drink it",
        "she makes it and she drinks it herself",
        "she would like to try it",
        "is it ok for her",
    ],
)
def test_who_is_to_have_it_is_asked_about(content: Content, text: str) -> None:
    talk = talking_of(content, "husband", "milk_allergy").ask("suitability", text=text, pronoun="she")
    assert talk.state.focus != "husband"


def test_a_cook_whose_own_illness_is_told_is_a_person(content: Content) -> None:
    talk = talking_of(content, "husband", "warfarin")
    talk.ask(
        "suitability",
        text="she makes it but she is allergic",
        pronoun="she",
        mentions=(has("milk_allergy", "she"),),
    )
    assert talk.profile("husband").status("milk_allergy") is Status.UNKNOWN


def test_a_reaction_told_by_her_stays_a_reaction(content: Content) -> None:
    talk = talking_of(content, "son", "warfarin")
    talk.say(
        "she says he came out in hives",
        "",
        may_have("milk_allergy", "he"),
        pronoun="he",
        signs=frozenset({"hives"}),
    )
    assert talk.profile("son").counts("milk_allergy", content)


def test_an_emergency_told_by_somebody_is_one(content: Content) -> None:
    talk = talking_of(content, "son", "warfarin")
    talk.say(
        "my mum says he can't breathe",
        "report_emergency",
        red_flag="anaphylaxis",
        food_involved=True,
        pronoun="he",
    )
    assert talk.emergencies == ["anaphylaxis"]


def test_somebody_else_named_beside_the_cook_is_asked_about(content: Content) -> None:
    talk = Talk(content, person(present=["milk_allergy"]))
    text, child = "my daughter wants what my sister makes", has("child", "daughter", Status.UNCERTAIN)
    asked = (TopicAsked("ask_suitability"),)
    talk.say(text, "ask_suitability", child, person="daughter", questions=asked)
    assert talk.state.focus == "daughter"


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("my toddler brought some from nursery, is it safe", "toddler"),
        ("my daughter keeps asking for it, is it fine", "daughter"),
        ("my patient makes her own, is that a problem", "patient"),
        ("my mum brews it and drinks it, is that ok", "mother"),
    ],
)
def test_who_may_well_be_the_drinker_is_asked_about(content: Content, text: str, who: str) -> None:
    talk = Talk(content, person(present=["milk_allergy"])).ask("suitability", text=text, person=who)
    assert talk.state.focus == who


def test_a_she_who_may_be_a_known_child_is_not_passed_over(content: Content) -> None:
    girl = person("daughter", uncertain=["milk_allergy"], answered=[], minor=True)
    talk = Talk(content, person(answered=[]), girl, genders={"daughter": "she"})
    talk.ask("suitability", text="she got some from her friend and bought more", pronoun="she")
    assert {a.person for a in talk.answers} == {"daughter"}
