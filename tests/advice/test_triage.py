"""The triage: signs outrank all, the gut alone is no suspected allergy, and nothing told is asked again."""

from __future__ import annotations

import pytest
from talk import Talk, may_have

from guide.advice.content import Content
from guide.advice.profile import MILK
from guide.advice.screening import Question
from guide.advice.vocabulary import Status

GUT = frozenset({"gut_only"})


def with_wind(content: Content, text: str = "milk gives me wind, can I have kefir?", **found: object) -> Talk:
    return Talk(content).can_drink(text, mentions=(may_have("lactose_intolerance"),), signs=GUT, **found)


class TestTroubleOfTheGutAlone:
    def test_how_soon_it_comes_is_not_asked(self, content: Content) -> None:
        assert with_wind(content).say("no").pending is Question.AMOUNT

    def test_it_is_no_suspected_allergy_where_only_larger_amounts_bring_it_on(self, content: Content) -> None:
        talk = with_wind(content).say("no").say("only larger amounts")
        assert talk.pending is Question.RISKS
        assert talk.profile().status(MILK) is Status.UNKNOWN
        assert talk.say("none of these").answer.verdict == "usually_tolerated"

    def test_that_even_a_little_brings_it_on_keeps_it_suspected(self, content: Content) -> None:
        assert with_wind(content).say("no").say("even a little").answer.verdict == "avoid"

    @pytest.mark.parametrize("sign", ["vomiting", "hives", "wheeze", "swelling"])
    def test_a_sign_of_allergy_outranks_it(self, content: Content, sign: str) -> None:
        talk = with_wind(content).say("well, that too", signs=frozenset({sign}))
        assert talk.profile().status(MILK) is Status.UNCERTAIN
        assert talk.answer.verdict == "avoid"

    def test_trouble_of_a_kind_not_told_is_asked_how_soon(self, content: Content) -> None:
        talk = Talk(content).can_drink("dairy does me no good", mentions=(may_have("dairy_problem"),))
        assert talk.say("no").pending is Question.ONSET
        assert talk.say("within two hours").answer.verdict == "avoid"


class TestSignsDeniedInWords:
    @pytest.mark.parametrize(
        ("text", "denied"),
        [
            ("just gurgling, his skin never changes or anything like that", {"hives"}),
            ("only cramps, no spots and no being sick", {"hives", "vomiting"}),
            ("no welts, no wheeze, no throwing up", {"hives", "wheeze", "vomiting"}),
        ],
    )
    def test_they_are_acknowledged_and_not_asked_again(
        self, content: Content, text: str, denied: set[str]
    ) -> None:
        talk = with_wind(content).say(text, denied_signs=frozenset(denied))
        assert talk.pending is Question.AMOUNT
        assert "utter_no_signs" in talk.phrases

    def test_they_may_be_told_with_the_question(self, content: Content) -> None:
        talk = with_wind(content, "only wind, never hives: kefir?", denied_signs=frozenset({"hives"}))
        assert talk.pending is Question.AMOUNT

    def test_one_sign_denied_leaves_the_others_open(self, content: Content) -> None:
        talk = with_wind(content, "milk gives me wind, no rash", denied_signs=frozenset({"hives"}))
        assert talk.pending is Question.SIGNS

    def test_a_sign_told_beside_them_counts(self, content: Content) -> None:
        text = "only wind, no rash, and I wheeze from it"
        signs = frozenset({"gut_only", "wheeze"})
        talk = Talk(content).can_drink(text, signs=signs, denied_signs=frozenset({"hives"}))
        assert talk.answer.verdict == "avoid"


class TestTheCount:
    def test_what_helps_to_answer_a_question_is_not_counted(self, content: Content) -> None:
        talk = Talk(content).can_drink().say("not sure", "unsure")
        assert (talk.pending, talk.state.asked, talk.state.follows) == (Question.SIGNS, 1, True)
        talk.say("no").say("many hours later")
        assert (talk.pending, talk.state.asked, talk.state.follows) == (Question.AMOUNT, 1, True)
        talk.say("only larger amounts")
        assert (talk.pending, talk.state.asked, talk.state.follows) == (Question.RISKS, 2, False)


class TestWhatIsNoAnswerToIt:
    @pytest.mark.parametrize("text", ["none", "no", "none of these"])
    def test_none_names_no_amount(self, content: Content, text: str) -> None:
        talk = with_wind(content).say("no").say(text, "deny")
        assert talk.pending is Question.AMOUNT
        assert talk.profile().status(MILK) is Status.UNKNOWN

    def test_not_sure_of_the_amount_keeps_it_suspected(self, content: Content) -> None:
        assert with_wind(content).say("no").say("not sure", "unsure").answer.verdict == "avoid"

    def test_no_other_illness_denies_no_sign(self, content: Content) -> None:
        assert with_wind(content).say("no other conditions", "deny").pending is Question.SIGNS
