"""Several people in one message: facts, ages and answers each to the right one, and nobody invented."""

from __future__ import annotations

import pytest
from people import healthy
from talk import Talk, denies, has, may_have

from guide.advice.content import Content
from guide.advice.conversation import Mention
from guide.advice.profile import SELF, SOMEONE, Source
from guide.advice.screening import Question
from guide.advice.vocabulary import Status

GENDERS = {"daughter": "she", "son": "he", "sister": "she"}
BOTH = ("son", "daughter")


def both_asked(content: Content, *mentions: Mention, **found: object) -> Talk:
    return Talk(content).can_drink(
        "my son and my daughter: can they have it?",
        mentions=mentions,
        person="daughter",
        asked_of=BOTH,
        genders=GENDERS,
        **found,
    )


class TestAskedForEach:
    def test_each_gets_an_answer_in_the_order_they_were_named(self, content: Content) -> None:
        talk = both_asked(content, has("milk_allergy", "son"), has("milk_allergy", "daughter"))
        assert [(a.person, a.verdict) for a in talk.answers] == [("son", "avoid"), ("daughter", "avoid")]

    def test_one_is_screened_after_the_other(self, content: Content) -> None:
        talk = both_asked(content, has("milk_allergy", "son"))
        assert (talk.answer.person, talk.answer.verdict) == ("son", "avoid")
        assert (talk.state.focus, talk.pending) == ("daughter", Question.MILK)

    def test_who_comes_next_is_said_while_the_first_is_asked_about(self, content: Content) -> None:
        talk = both_asked(content, has("diabetes", "son"), may_have("milk_allergy", "daughter"))
        assert (talk.state.focus, talk.pending) == ("son", Question.MILK)
        assert [s.slots["what"] for s in talk.turn.says if s.phrase == "utter_next_too"] == ["your daughter"]

    @pytest.mark.parametrize("text", ["neither of them", "no, neither of them"])
    def test_an_answer_for_both_is_taken_for_both(self, content: Content, text: str) -> None:
        talk = both_asked(content).say(text, "deny")
        assert talk.profile("son").status("milk_allergy") is Status.ABSENT
        assert talk.profile("daughter").status("milk_allergy") is Status.ABSENT

    def test_they_both_drink_milk_does_not_free_the_one_who_reacts(self, content: Content) -> None:
        talk = both_asked(content, may_have("dairy_problem", "daughter"))
        talk.say("they both drink milk fine", "report_condition", reply={"milk_fine": 0.95}, pronoun="they")
        assert talk.profile("daughter").counts("dairy_problem", content)

    @pytest.mark.parametrize("text", ["neither", "he can have both, milk and yogurt"])
    def test_an_answer_for_one_is_his_alone(self, content: Content, text: str) -> None:
        talk = both_asked(content).say(text, "deny", reply={"milk_fine": 0.95})
        assert talk.profile("daughter").status("milk_allergy") is Status.UNKNOWN

    def test_can_they_both_have_it_asks_about_each_and_not_whom(self, content: Content) -> None:
        talk = Talk(content, healthy("son"), healthy("daughter"), focus="son")
        talk.can_drink("can they both have it?")
        assert [a.person for a in talk.answers] == ["son", "daughter"]

    def test_that_they_are_two_people_shows_who_has_what(self, content: Content) -> None:
        talk = Talk(content).say(
            "one of my ladies takes antabuse and another has crohns", "report_condition",
            has("disulfiram", "lady"), has("crohns", "lady_other"), person="lady",
        )  # fmt: skip
        talk.say("they are two different people", "out_of_scope")
        assert "utter_know" in talk.phrases
        assert set(talk.profile("lady").facts) == {"disulfiram"}
        assert set(talk.profile("lady_other").facts) == {"crohns"}


class TestThePronounBesideSomebody:
    def test_my_age_and_hers(self, content: Content) -> None:
        """ "I'm 41 and she's 12": the daughter's age is hers, and nobody new comes up."""
        talk = Talk(content).say(
            "my daughter is lactose intolerant", "report_condition",
            has("lactose_intolerance", "daughter"), person="daughter", genders=GENDERS,
        )  # fmt: skip
        talk.say(
            "i'm 41 and she's 12", "report_condition",
            has("child", "other"), person=SELF, pronoun="she", age_months=492,
        )  # fmt: skip
        assert talk.profile("daughter").status("child") is Status.PRESENT
        assert SOMEONE not in talk.state.profiles
        assert not talk.profile().minor

    def test_she_is_not_the_son_beside_her(self, content: Content) -> None:
        talk = Talk(content).say(
            "my son is 5 and she has a nut allergy", "report_condition",
            has("child", "son"), has("tree_nut_allergy", "other"),
            person="son", pronoun="she", genders=GENDERS,
        )  # fmt: skip
        assert "tree_nut_allergy" not in talk.profile("son").facts
        assert talk.profile(SOMEONE).counts("tree_nut_allergy", content)

    def test_signs_belong_to_whom_the_reaction_is_told_of(self, content: Content) -> None:
        """ "Lily gets hives from milk, Jack is fine. Can Jack have it?" """
        talk = Talk(content).can_drink(
            "Lily gets hives from milk, Jack is fine with it. can Jack have it?",
            mentions=(may_have("milk_allergy", "person_lily"), denies("dairy_problem", "person_jack")),
            signs=frozenset({"hives"}),
            person="person_jack",
        )
        assert not talk.profile("person_jack").signs
        assert not talk.profile("person_jack").counts("milk_allergy", content)
        assert talk.profile("person_lily").signs == {"hives"}


class TestWhoIsMeant:
    def test_no_its_for_me_answers_the_question_for_me(self, content: Content) -> None:
        talk = Talk(content).ask("homemade", text="is homemade ok for my sister?", person="sister")
        assert talk.answer.person == "sister"
        talk.say("no its for me, the sister just makes it", "report_condition", person=SELF)
        assert (talk.answer.person, talk.answer.topic) == (SELF, "homemade")

    def test_it_is_put_right_in_the_middle_of_screening_too(self, content: Content) -> None:
        talk = Talk(content).can_drink(person=SELF)
        talk.ask("homemade", text="is homemade ok? my sister makes it", person="sister")
        talk.say("no its for me, the sister just makes it", "report_condition", person=SELF)
        assert (talk.state.focus, talk.pending) == (SELF, Question.MILK)

    def test_and_a_name_asks_for_that_person(self, content: Content) -> None:
        talk = Talk(content, healthy("person_jack")).can_drink("can Lily have it?", person="person_lily")
        talk.say("and Jack?", "out_of_scope", person="person_jack")
        assert talk.answer.person == "person_jack"


class TestLabels:
    def test_nobody_known_is_not_called_you(self, content: Content) -> None:
        talk = Talk(content).can_drink("can she have it?", pronoun="she")
        assert talk.state.focus == SOMEONE
        assert all(answer.person != SELF for answer in talk.answers)
        assert "utter_switch_person" not in talk.phrases

    def test_what_was_said_freely_was_not_answered(self, content: Content) -> None:
        talk = Talk(content).say(
            "my son is 5", "report_condition", has("child", "son"), person="son", age_months=60
        )
        assert talk.profile("son").facts["child"].source is Source.SAID

    def test_what_was_asked_for_was(self, content: Content) -> None:
        talk = Talk(content).can_drink(
            "can my son have it?", mentions=(may_have("child", "son"),), person="son"
        )
        talk.say("neither").say("none of these")
        assert talk.pending is Question.AGE
        talk.say("5")
        assert talk.profile("son").facts["child"].source is Source.ANSWERED
