"""What strangers told obliquely: reactions to milk, risks in lay words, look-alikes and other emergencies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.shared.nlu.training_data.message import Message

from guide.advice import red_flags
from guide.advice.red_flags import Tone
from guide.language.condition_extractor import ConditionExtractor

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def extractor() -> ConditionExtractor:
    return ConditionExtractor.create({"content_dir": str(ROOT / "content")}, None, None, None)  # type: ignore[arg-type]


def _read(extractor: ConditionExtractor, text: str) -> tuple[set[tuple[str, str, str]], dict[str, Any]]:
    message = extractor.process([Message(data={"text": text})])[0]
    entities = message.get("entities") or []
    return {(e["value"], e["status"], e["person"]) for e in entities}, message.get("guide")


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("yogurt leaves my lips tingling, may I try kefir", "self"),
        ("butter makes the roof of my mouth itch", "self"),
        ("we stay off dairy because my husband landed in hospital after cheese", "husband"),
        ("at the allergist's scratch test a wheal came up for milk", "self"),
        ("my daughter needs an antihistamine after ice cream", "daughter"),
        ("I'm not allergic, it just makes me blotchy", "self"),
        ("dairy puts me in the ER", "self"),
        ("CMPI baby of 10 months who also reacts to soya", "baby"),
    ],
)
def test_an_oblique_reaction_is_a_suspected_allergy(
    extractor: ConditionExtractor, text: str, person: str
) -> None:
    found, _ = _read(extractor, text)
    assert {(c, p) for c, status, p in found if status != "absent"} & {("milk_allergy", person)}


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("I went through the stem cell procedure at Easter", "immunocompromised"),
        ("my uncle got a double lung in 2017", "immunocompromised"),
        ("three years post liver and going strong", "immunocompromised"),
        ("my neuts have crashed, they said, counts are on the floor", "immunocompromised"),
        ("the district nurse flushed my line yesterday", "central_venous_catheter"),
        ("there are tubes coming out of my chest", "central_venous_catheter"),
        ("I'm on the kidney machine", "kidney_disease"),
        ("they hook me to the machine tuesday thursday saturday", "kidney_disease"),
        ("a machine filters my blood", "kidney_disease"),
        ("missed my period and the stick has two lines", "pregnancy"),
        ("I've a bag on my belly since the operation", "short_bowel_or_pancreatitis"),
        ("I sit in the infusion suite for my joints", "immunosuppressants"),
        ("I take rejection meds", "immunosuppressants"),
    ],
)
def test_a_risk_in_lay_words_is_read(extractor: ConditionExtractor, text: str, condition: str) -> None:
    found, _ = _read(extractor, text)
    assert condition in {c for c, status, _ in found if status != "absent"}


def test_anti_rejection_medicine_is_no_antibiotic(extractor: ConditionExtractor) -> None:
    found, _ = _read(extractor, "I swallow anti-rejection tablets every morning")
    assert "antibiotics" not in {c for c, *_ in found}


@pytest.mark.parametrize("text", ["my son is on tube feeds", "she takes biktarvy", "I get ivig monthly"])
def test_an_illness_without_advice_is_not_lost(extractor: ConditionExtractor, text: str) -> None:
    assert _read(extractor, text)[1]["unlisted"]


@pytest.mark.parametrize(
    "text",
    [
        "could i drink kefir, i'm 16 and get bad spots",
        "the film had a girl whose lips swell, in the movie it was from milk",
        "I'm worried I might get anaphylaxis from kefir",
        "for my essay: signs of milk anaphylaxis",
        "I found the lidl one and the biotiful one",
        "my trainer claims culture destroys allergens",
        "my uncle collapsed after a heart attack, is kefir good for the heart?",
    ],
)
def test_nothing_is_made_up(extractor: ConditionExtractor, text: str) -> None:
    found, guide = _read(extractor, text)
    assert not {c for c, *_ in found} - {"child"}
    assert not guide["signs"]
    assert not red_flags.past_reaction(text)


def test_a_reaction_to_another_food_is_none_to_milk(extractor: ConditionExtractor) -> None:
    text = "Years ago I had anaphylaxis to cashews. Is kefir fine?"
    assert "milk_allergy" not in {c for c, *_ in _read(extractor, text)[0]}
    assert not red_flags.past_reaction(text)
    assert red_flags.past_reaction("Years ago I had anaphylaxis to cashews and milk")


def test_a_choice_between_two_is_no_certainty(extractor: ConditionExtractor) -> None:
    found, _ = _read(extractor, "is it lactose or is it an allergy")
    assert ("milk_allergy", "uncertain", "self") in found


def test_who_is_meant_may_be_said_last(extractor: ConditionExtractor) -> None:
    found, _ = _read(extractor, "pancreatitis, may she drink it? It's for my sister")
    assert {p for *_, p in found} == {"sister"}


def test_an_old_illness_stays_old(extractor: ConditionExtractor) -> None:
    found, _ = _read(extractor, "nothing else, just the old breast cancer")
    assert ("immunocompromised", "historical", "self") in found


@pytest.mark.parametrize(
    "text",
    [
        "lattes always make me wheezy, would kefir be gentler?",
        "yogurt gets me itchy all over. can I have kefir",
        "a tiny bit wheezy after smoothies, my antihistamine sorts it",
        "our sourdough starter collapsed and stopped breathing lol",
        "I pass out in front of the telly every night, kefir before bed?",
    ],
)
def test_a_habit_or_a_joke_is_no_alarm(text: str) -> None:
    assert red_flags.detect(text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("mum has a squeezing chest pain, pain into her arm since lunch", "medical"),
        ("his mouth is drooping and his speech is slurred", "medical"),
        ("on insulin, trembling and sweaty, I feel confused", "medical"),
        ("I swallowed a shard of glass from the jar", "medical"),
        ("the toddler keeps being sick and hasn't had a wet nappy", "child_collapse"),
        ("crushing chest pain, hives everywhere, can't breathe after kefir", "anaphylaxis"),
    ],
)
def test_an_emergency_without_allergic_signs_has_its_own_kind(text: str, kind: str) -> None:
    flag = red_flags.detect(text)
    assert flag is not None
    assert flag.kind == kind
    assert ("adrenaline" in red_flags.instruction(kind).text) == (kind != "medical")


@pytest.mark.parametrize(
    "text", ["could my boy have some kefir? he's 6", "may Otto have kefir? Otto is 8 months"]
)
def test_an_age_is_no_alarm(text: str) -> None:
    assert red_flags.tone(text) is Tone.ASIDE


@pytest.mark.parametrize(
    "text", ["my baby is blue", "is my girl ok? she's limp", "he's 6 and floppy after kefir"]
)
def test_a_sign_is_never_calm(text: str) -> None:
    assert red_flags.detect(text) or red_flags.tone(text) is not Tone.ASIDE


@pytest.mark.parametrize("day", ["on Tuesday", "last week"])
def test_when_the_food_was_bought_is_not_when_the_sign_was(day: str) -> None:
    assert red_flags.detect(f"we ordered some kefir online {day}. my dad collapsed in the hall")
