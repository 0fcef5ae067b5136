"""A reaction told of an unnamed "she" is hers who is named later, and never becomes the speaker's."""

from __future__ import annotations

import pytest
from people import healthy
from talk import Talk, denies, has, may_have

from guide.advice.content import Content
from guide.advice.profile import SELF, SOMEONE, Source
from guide.advice.screening import Question
from guide.advice.vocabulary import Status

SWELLING = "her lips are swelling after kefir"
SHE = {"daughter": "she", "niece": "she", "wife": "she", "son": "he"}


def alarmed(content: Content, *profiles: object, text: str = SWELLING, **found: object) -> Talk:
    found = {"pronoun": "she", "red_flag": "anaphylaxis", "food_involved": True, **found}
    talk = Talk(content, *profiles, genders={k: SHE[k] for k in SHE if k in {p.person for p in profiles}})  # type: ignore[attr-defined]
    return talk.say(text, "report_emergency", **found).say("help is here")


def asked(talk: Talk, who: str) -> Talk:
    return talk.can_drink(f"can my {who} have kefir?", person=who, genders={who: SHE[who]})


def test_she_in_an_emergency_is_not_the_speaker(content: Content) -> None:
    talk = alarmed(content).can_drink("can she have it again?", pronoun="she")
    assert talk.answer.person == SOMEONE
    assert talk.answer.verdict == "avoid"
    assert talk.profile().is_empty


@pytest.mark.parametrize(
    "text", ["it was my niece, can she have it?", "it's my little niece", "she is my niece"]
)
def test_whoever_it_is_said_to_have_been_has_it(content: Content, text: str) -> None:
    talk = alarmed(content).can_drink(text, person="niece", genders={"niece": "she"})
    assert talk.profile("niece").had_emergency
    assert talk.profile("niece").status("milk_allergy") is Status.UNCERTAIN
    assert talk.answer.verdict == "avoid"
    assert SOMEONE not in talk.state.profiles


@pytest.mark.parametrize(
    "text", ["no not me, my niece had it", "my niece had the reaction", "I meant my niece"]
)
def test_a_mere_naming_gives_her_the_verdict(content: Content, text: str) -> None:
    talk = alarmed(content).can_drink("can she have it again?", pronoun="she")
    talk.say(text, "deny", person="niece", genders={"niece": "she"})
    assert talk.phrases[:2] == ["utter_switch_person", "utter_noted"]
    assert (talk.answer.person, talk.answer.verdict) == ("niece", "avoid")


def test_until_it_is_said_whose_it_was_it_counts_for_each_who_may_be_meant(content: Content) -> None:
    """The first one asked about need not be the one: both are told to avoid it."""
    talk = asked(alarmed(content), "daughter")
    assert talk.answer.verdict == "avoid"
    assert talk.profile("daughter").facts["milk_allergy"].source is Source.UNPLACED
    assert asked(talk, "niece").answer.verdict == "avoid"
    assert asked(talk, "son").pending is Question.MILK


def test_no_list_answer_takes_it_away(content: Content) -> None:
    talk = asked(alarmed(content), "daughter").say("neither", "deny").say("none of these")
    assert talk.profile("daughter").counts("milk_allergy", content)
    assert asked(talk, "daughter").answer.verdict == "avoid"


def test_once_it_is_said_the_others_are_free_of_it(content: Content) -> None:
    talk = asked(alarmed(content), "daughter")
    talk.say("it was my niece", "deny", person="niece", genders={"niece": "she"})
    assert talk.profile("niece").had_emergency
    assert not talk.profile("daughter").had_emergency
    assert asked(talk, "daughter").pending is Question.MILK


def test_of_two_known_women_both_must_avoid_it_until_it_is_said(content: Content) -> None:
    talk = alarmed(content, healthy("daughter"), healthy("wife"), healthy("son"))
    assert asked(talk, "daughter").answer.verdict == "avoid"
    assert asked(talk, "wife").answer.verdict == "avoid"
    assert asked(talk, "son").answer.verdict == "usually_tolerated"


def test_the_only_woman_known_is_meant(content: Content) -> None:
    talk = alarmed(content, healthy("daughter"), healthy("son"))
    assert talk.profile("daughter").had_emergency
    assert SOMEONE not in talk.state.profiles


def test_a_reaction_with_nobody_named_counts_for_whoever_is_asked_about(content: Content) -> None:
    talk = alarmed(content, text="lips swelling after kefir, what now", pronoun=None)
    assert asked(talk, "daughter").answer.verdict == "avoid"
    assert talk.can_drink("can I have it?", person=SELF).answer.verdict == "avoid"
    talk.say("it was my daughter", "deny", person="daughter")
    assert talk.can_drink("can I have it?", person=SELF).pending is Question.MILK


def test_my_own_reaction_stays_mine(content: Content) -> None:
    talk = alarmed(content, text="my lips are swelling", pronoun=None, person=SELF)
    assert talk.profile().had_emergency
    assert asked(talk, "daughter").pending is Question.MILK


def test_a_we_beside_the_she_leaves_both_open(content: Content) -> None:
    talk = alarmed(content, text="she made us kefir and the throat is closing")
    assert talk.can_drink("can I have it?", person=SELF).answer.verdict == "avoid"


def test_a_suspicion_told_of_her_reaches_whom_nothing_is_known_of(content: Content) -> None:
    talk = Talk(content, healthy("son"), genders=SHE)
    talk.say(
        "she gets hives", "report_condition", may_have("milk_allergy", "she"), person="she", pronoun="she"
    )
    assert asked(talk, "daughter").profile("daughter").counts("milk_allergy", content)
    assert asked(talk, "son").answer.verdict == "usually_tolerated"


def test_what_is_told_of_her_is_passed_on_but_no_other_illness_is_guessed(content: Content) -> None:
    talk = Talk(content).say(
        "she has a milk allergy and diabetes", "report_condition",
        has("milk_allergy", "she"), has("diabetes", "she"), person="she", pronoun="she",
    )  # fmt: skip
    asked(talk, "daughter")
    assert talk.profile("daughter").counts("milk_allergy", content)
    assert "diabetes" not in talk.profile("daughter").facts
    talk.say("she is my daughter", "report_condition", person="daughter", genders=SHE)
    assert "diabetes" in talk.profile("daughter").facts


def test_starting_over_keeps_it_from_becoming_the_speakers(content: Content) -> None:
    talk = alarmed(content).say("start over", "restart")
    assert talk.can_drink(person=SELF).pending is Question.MILK
    assert asked(talk, "daughter").answer.verdict == "avoid"


def test_his_own_milk_outweighs_a_suspicion_of_somebody_unnamed(content: Content) -> None:
    talk = Talk(content).say(
        "she gets hives from milk", "report_condition", may_have("milk_allergy", "she"), person="she",
        signs=frozenset({"hives"}), pronoun="she",
    )  # fmt: skip
    assert asked(talk, "daughter").answer.verdict == "avoid"
    talk.say("my daughter is fine with milk", "report_condition", denies("dairy_problem", "daughter"))
    assert not talk.profile("daughter").counts("milk_allergy", content)
    assert talk.profile(SOMEONE).counts("milk_allergy", content)


def test_after_an_emergency_it_does_not(content: Content) -> None:
    talk = asked(alarmed(content), "daughter")
    talk.say("my daughter is fine with milk", "report_condition", denies("dairy_problem", "daughter"))
    assert asked(talk, "daughter").answer.verdict == "avoid"


class TestOnesOwnEmergency:
    """It stays with whom it was told of, whatever is put right afterwards."""

    def mine(self, content: Content) -> Talk:
        return alarmed(content, text="my lips are swelling", pronoun=None, person=SELF)

    def test_it_was_my_niece_gives_it_to_her_too(self, content: Content) -> None:
        talk = self.mine(content).say("it was my niece", "deny", person="niece", genders=SHE)
        assert talk.profile("niece").had_emergency
        assert talk.profile().had_emergency
        assert talk.pending is None
        assert asked(talk, "niece").answer.verdict == "avoid"

    def test_a_question_meant_for_somebody_else_moves_no_emergency(self, content: Content) -> None:
        talk = self.mine(content).can_drink("can I have it again?", person=SELF)
        talk.say("sorry, I mean my son", "correct_condition", person="son").say("yes", "affirm")
        assert talk.profile().had_emergency
        assert talk.profile().counts("milk_allergy", content)
        assert not talk.profile("son").had_emergency
