"""Rule: a message in another language is met in it, an emergency first there too; no fact is made up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from people import person, profiles
from sentences import without_sources
from talk import Talk, denies, has

from guide.advice import other_languages
from guide.advice.content import Content
from guide.advice.conversation import Message
from guide.advice.dialogue import respond
from guide.advice.other_languages import find, instruction_in, languages
from guide.advice.profile import Fact, Relaxation
from guide.advice.red_flags import detect, instruction
from guide.advice.screening import Aim, Goal, Question
from guide.advice.vocabulary import Audience, Status

CODES = sorted(languages())
KINDS = (
    "anaphylaxis",
    "child_collapse",
    "infection",
    "bleeding",
    "poisoning",
    "medical",
    "self_harm",
    "unspecified",
)
STATES = [*Question, None]
SPANISH = "no puedo tomar leche porque tengo diabetes"


def asked(pending: Question | None, content: Content) -> Talk:
    """Return a conversation in which this question is open about "son"."""
    goal = None if pending is None else Goal(Aim.SUITABILITY, "son", content.main_product)
    waits = Relaxation("son", Fact("milk_allergy", Status.ABSENT))
    waiting = waits if pending in (Question.CONFIRM, Question.CLINICIAN) else None
    son = person("son", uncertain=["milk_allergy"], answered=())
    return Talk(content, son, pending=pending, goal=goal, waiting=waiting, focus="son", asked=1)


@pytest.mark.parametrize("code", CODES)
@given(data=st.data())
def test_an_emergency_is_answered_first_in_its_language_in_any_state(
    content: Content, code: str, data: st.DataObject
) -> None:
    kind, pending = data.draw(st.sampled_from(KINDS)), data.draw(st.sampled_from(STATES))
    identified, audience = data.draw(st.booleans()), data.draw(st.sampled_from(list(Audience)))
    talk = asked(pending, content)
    talk.state = talk.state.with_profile(data.draw(profiles(content)))
    language = {"language": code} if identified else {"red_flag_language": code}
    talk.say("...", "report_emergency", red_flag=kind, food_involved=True, audience=audience, **language)
    said = [without_sources(s.text) for s in talk.turn.says]
    assert said == [(instruction_in(code, kind) + instruction(kind).text)]
    assert said[0].startswith(languages()[code]["emergency"])
    assert (talk.pending, talk.state.goal, talk.state.waiting) == (None, None, None)
    talk.say("y ahora qué hago yo", "other_language", language="es")
    assert without_sources(talk.turn.says[0].text).startswith(languages()["es"]["emergency"])
    assert talk.phrases == ["utter_emergency_first"]


@pytest.mark.parametrize("pending", STATES)
def test_a_question_stays_open_and_no_answer_is_read(content: Content, pending: Question | None) -> None:
    talk = asked(pending, content)
    before = talk.state
    talk.say("no, la verdad es que no sé", "other_language", language="es")
    assert talk.turn.says[0].text.startswith(languages()["es"]["guidance_in_english"])
    assert (talk.pending is None) is (pending is None)
    assert (talk.state.goal, talk.state.waiting) == (before.goal, before.waiting)
    assert talk.state.profiles == before.profiles


@pytest.mark.parametrize("mention", [has("diabetes"), denies("diabetes"), has("diabetes", "son")])
def test_a_condition_is_kept_as_uncertain_for_whom_the_talk_is_about(content: Content, mention) -> None:
    talk = Talk(content).say(SPANISH, "other_language", mention, language="es")
    assert talk.profile().status("diabetes") is Status.UNCERTAIN
    assert set(talk.state.profiles) == {"self"}
    assert talk.phrases == ["utter_noted"]


def test_nothing_in_it_relaxes_or_names_anybody(content: Content) -> None:
    talk = Talk(content, person("self", present=["milk_allergy"]))
    found = {"cleared_by": "clinician", "person": "son", "age_months": 400, "products": ("water_kefir",)}
    talk.say(SPANISH, "other_language", denies("milk_allergy"), has("child", "son"), language="es", **found)
    assert talk.profile().status("milk_allergy") is Status.PRESENT
    assert talk.state.waiting is None
    assert set(talk.state.profiles) == {"self"}
    assert not talk.answers


def test_a_message_whose_action_failed_is_read_with_the_same_doubt(content: Content) -> None:
    missed = Message(1, SPANISH, "other_language", mentions=(denies("diabetes"),), language="es")
    state = respond(Talk(content).state, [missed, Message(2, "hello", "greet")], content).state
    assert state.profile("self").status("diabetes") is Status.UNCERTAIN


def test_the_line_says_that_nobody_has_reviewed_it(content: Content) -> None:
    talk = Talk(content).say("puedo tomarlo con el café", "other_language", language="es")
    assert talk.turn.says[0].text.endswith("Not yet medically reviewed.")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("NO PUEDO RESPIRAR", "anaphylaxis"),
        ("no puedo respirar! llevo kefir en la mano", "anaphylaxis"),
        ("je n’arrive plus à respirer", "anaphylaxis"),
        ("nefes alamiyorum", "anaphylaxis"),
        ("لا استطيع التنفس", "anaphylaxis"),
        ("qu'est-ce que je fais, il ne respire plus", "anaphylaxis"),
        ("hace tres años tuve anafilaxia y ahora no puedo respirar", "anaphylaxis"),
    ],
)
def test_capitals_accents_and_fear_change_nothing(text: str, kind: str) -> None:
    told = find(text)
    assert told is not None
    assert told.kind == kind


@pytest.mark.parametrize(
    "text",
    ["¿qué es la anafilaxia?", "tuve un choque anafiláctico hace tres años", "anaphylaxis", "", "12 ½ ²"],
)
def test_the_past_and_the_meaning_of_a_word_are_no_emergency(text: str) -> None:
    assert find(text) is None


def test_an_emergency_told_in_two_languages_gets_both(content: Content) -> None:
    flag = detect("my baby is blue, mi bebé está azul")
    assert flag is not None
    assert (flag.kind, flag.person, flag.language) == ("child_collapse", "baby", "es")


@given(st.text(max_size=300))
def test_any_text_is_read_without_failing(text: str) -> None:
    other_languages.find(text)


def test_the_adrenaline_pen_is_named_only_where_an_allergy_can_be_the_cause() -> None:
    assert languages()["fr"]["adrenaline"] in instruction_in("fr", "anaphylaxis")
    assert languages()["fr"]["adrenaline"] not in instruction_in("fr", "self_harm")
