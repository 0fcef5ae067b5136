"""What was told is not asked again, and what was not told is not noted as if it had been."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from people import person
from talk import Talk, denies, has, may_have

from guide.advice.content import Content
from guide.advice.screening import Question
from guide.advice.vocabulary import Status


def asked_for_risks(content: Content, *told: str) -> Talk:
    talk = Talk(content, person(present=told, answered=[])).can_drink()
    return talk if talk.pending is Question.RISKS else talk.say("neither")


class TestNotSure:
    @pytest.mark.parametrize("text", ["no clue", "dunno", "I couldn't tell you"])
    def test_it_notes_no_trouble_and_asks_for_signs(self, content: Content, text: str) -> None:
        talk = Talk(content).can_drink().say(text, "unsure", reply={"unsure": 0.9})
        assert talk.pending is Question.SIGNS
        assert not talk.profile().facts
        assert talk.fork().ask("storage").say("nope").pending is Question.ONSET

    def test_no_better_advice_follows_than_for_an_allergy(self, content: Content) -> None:
        talk = Talk(content).can_drink().say("not sure", "unsure")
        for reply in ("not sure", "skip"):
            other = talk.fork().say(reply)
            assert other.screened().answer.verdict == "avoid"

    def test_it_is_set_right_by_saying_that_milk_is_no_trouble(self, content: Content) -> None:
        talk = Talk(content).can_drink().say("not sure", "unsure").say("never", "deny")
        talk.say("dairy gives me no grief", "report_condition", denies("dairy_problem"))
        assert talk.pending is Question.RISKS
        assert talk.profile().status("milk_allergy") is Status.ABSENT

    def test_but_not_after_a_sign(self, content: Content) -> None:
        talk = (
            Talk(content).can_drink().say("not sure", "unsure").say("hives once", signs=frozenset({"hives"}))
        )
        talk.say("dairy gives me no grief", "report_condition", denies("dairy_problem"))
        assert talk.profile().counts("milk_allergy", content)

    def test_trouble_of_a_kind_not_known_is_noted(self, content: Content) -> None:
        talk = (
            Talk(content).can_drink().say("it does not agree with me", "unsure", reply={"milk_trouble": 0.8})
        )
        assert talk.profile().status("dairy_problem") is Status.UNCERTAIN


class TestDeniedAndToldInOneBreath:
    def test_what_the_label_denies_the_rest_tells_of(self, content: Content) -> None:
        talk = Talk(content).can_drink()
        text = "no allergy, it only makes my face come up red"
        talk.say(text, "report_condition", denies("milk_allergy"), reply={"milk_trouble": 0.6})
        assert talk.pending is Question.SIGNS
        assert talk.profile().status("milk_allergy") is not Status.ABSENT

    def test_a_plain_denial_stands(self, content: Content) -> None:
        talk = Talk(content).can_drink()
        talk.say("no allergy to milk", "", denies("milk_allergy"), reply={"says_allergy": 0.95})
        assert talk.pending is Question.RISKS


class TestWhichOfTwo:
    @pytest.mark.parametrize(
        "text", ["would that be an allergy or an intolerance?", "lactose or protein allergy?"]
    )
    def test_a_question_is_no_fact(self, content: Content, text: str) -> None:
        talk = Talk(content, person(uncertain=["milk_allergy"]))
        talk.ask(
            "allergy_vs_intolerance", text=text, mentions=(has("milk_allergy"), has("lactose_intolerance"))
        )
        assert talk.profile().status("milk_allergy") is Status.UNCERTAIN
        assert talk.profile().status("lactose_intolerance") is Status.UNCERTAIN

    def test_an_allergy_told_beside_it_is_one(self, content: Content) -> None:
        text = "I have a milk allergy. Is that an allergy or an intolerance to lactose?"
        talk = Talk(content).ask("allergy_vs_intolerance", text=text, mentions=(has("milk_allergy"),))
        assert talk.profile().status("milk_allergy") is Status.PRESENT


class TestNothingToAdd:
    @pytest.mark.parametrize(
        "text",
        [
            "only what I've mentioned",
            "just the things I listed above",
            "nothing but what we told you already",
        ],
    )
    @pytest.mark.parametrize("intent", ["ask_more", "ask_why", "report_condition", ""])
    def test_what_was_told_is_all(self, content: Content, text: str, intent: str) -> None:
        talk = asked_for_risks(content, "diabetes").say(text, intent)
        assert "risks" in talk.profile().answered
        assert talk.answer.verdict

    def test_it_is_no_answer_about_milk(self, content: Content) -> None:
        talk = Talk(content).can_drink().say("only what I've mentioned", "ask_more")
        assert talk.pending is Question.MILK

    def test_beside_an_answer_about_milk_it_ends_the_questions(self, content: Content) -> None:
        talk = Talk(content, person(present=["diabetes"], answered=[])).can_drink()
        talk.say("I have milk every day. Only what I've mentioned", "ask_why")
        assert talk.pending is None
        assert talk.answer.verdict

    def test_what_is_named_as_all_there_is(self, content: Content) -> None:
        talk = Talk(content).can_drink()
        talk.say("no allergy, only the kidneys", "", denies("milk_allergy"), has("kidney_disease"))
        assert talk.pending is None

    def test_a_condition_told_without_such_words_leaves_the_list_open(self, content: Content) -> None:
        talk = Talk(content).can_drink()
        talk.say("no allergy but I just had a kidney out", "", denies("milk_allergy"), has("kidney_disease"))
        assert "risks" not in talk.profile().answered

    def test_just_the_allergies_answers_the_list(self, content: Content) -> None:
        talk = Talk(content, person(present=["milk_allergy"], answered=[])).ask(
            "non_dairy_alternatives", text="which one without milk?"
        )
        assert talk.pending is Question.RISKS
        talk.say("no, just the allergies", "report_condition", has("milk_allergy"))
        assert talk.pending is Question.OTHER_ALLERGIES

    def test_something_unread_beside_them_does_not(self, content: Content) -> None:
        talk = Talk(content, person(present=["milk_allergy"], answered=[])).ask(
            "non_dairy_alternatives", text="which one without milk?"
        )
        talk.say("no, just the allergy and the pump in my chest", "report_condition", has("milk_allergy"))
        assert talk.pending is Question.RISKS


class TestSeveralAtOnce:
    def test_each_childs_age_is_its_own(self, content: Content) -> None:
        ages = (has("infant_under_12_months", "son"), has("child", "daughter"))
        text = "my boy is 9 months, my girl is 4, can they have it?"
        talk = Talk(content).ask("suitability", text=text, mentions=ages, person="daughter",
                                 age_months=48, asked_of=("son", "daughter"))  # fmt: skip
        assert talk.state.waiting is None
        assert talk.profile("son").status("infant_under_12_months") is Status.PRESENT
        assert talk.profile("daughter").status("child") is Status.PRESENT
        assert talk.answers[0].verdict == "avoid"

    def test_a_baby_among_them_whose_age_went_to_another_is_asked_for_it(self, content: Content) -> None:
        text = "for the kids: Ada 6 months, Finn who's 8"
        talk = Talk(content).ask("suitability", text=text, mentions=(has("child", "child_ada"),),
                                 person="child_ada", age_months=96)  # fmt: skip
        assert talk.pending is Question.AGE
        assert talk.profile("child_ada").counts("infant_under_12_months", content)

    @given(months=st.integers(0, 11), years=st.integers(2, 15), first=st.booleans())
    def test_no_child_gets_better_advice_than_a_baby_while_that_is_open(
        self, content: Content, months: int, years: int, first: bool
    ) -> None:
        ages = [f"{months} months", f"{years} years"]
        text = "my kids are " + " and ".join(ages if first else ages[::-1])
        talk = Talk(content).ask("suitability", text=text, mentions=(has("child", "child"),), person="child",
                                 age_months=12 * years)  # fmt: skip
        assert talk.pending is Question.AGE
        assert talk.fork().say("skip", "skip").screened().answer.verdict == "avoid"

    def test_an_age_read_for_the_baby_is_taken(self, content: Content) -> None:
        ages = (has("infant_under_12_months", "child_ada"), has("child", "child_finn"))
        talk = Talk(content).ask("suitability", text="kids: Ada 6 months, Finn 8 years", mentions=ages,
                                 person="child_ada", asked_of=("child_ada", "child_finn"))  # fmt: skip
        assert talk.profile("child_finn").status("infant_under_12_months") is Status.UNKNOWN

    def test_who_wants_it_gets_a_verdict_each(self, content: Content) -> None:
        talk = Talk(content)
        told = (has("milk_allergy", "husband"), has("immunosuppressants"))
        talk.say(
            "we'd love to try kefir. he's allergic, I'm on pills", "report_condition", *told, person="self"
        )
        assert [answer.person for answer in talk.answers] == ["husband"]
        assert talk.answers[0].verdict == "avoid"
        assert talk.state.goal is not None
        assert talk.state.goal.person == "self"


def test_the_reaction_is_named_beside_an_age_that_is_not_known(content: Content) -> None:
    baby = person("baby", uncertain=["infant_under_12_months", "milk_allergy"], answered=["milk"])
    talk = Talk(content, baby, focus="baby").can_drink("may he have it?", person="baby")
    assert "milk allergy" in talk.answers[0].bottom_line.text


def test_yes_with_a_fact_is_noted_where_nothing_was_asked(content: Content) -> None:
    talk = Talk(content).say(
        "yes he is fine with dairy", "affirm", denies("dairy_problem", "son"), person="son"
    )
    assert "utter_not_an_answer" not in talk.phrases


@pytest.mark.parametrize("text", ["on a blood thinner. kefir?", "I'm on a blood thinner, is kefir wise"])
def test_the_food_alone_asked_beside_a_fact_is_asked_for_that_person(content: Content, text: str) -> None:
    talk = Talk(content).say(text, "near_scope", has("warfarin"))
    assert talk.pending is Question.MILK


def test_what_is_offered_fits_the_person(content: Content) -> None:
    talk = Talk(content)
    ranking = (("ask_immunocompromised", 0.3), ("ask_suitability", 0.2))
    talk.say("liver, any evidence", "ask_immunocompromised", may_have("immunocompromised", "patient"),
             person="patient", confidence=0.3, ranking=ranking)  # fmt: skip
    offered = [s for say in talk.turn.says for s in say.suggestions]
    assert offered
    assert not any(s.startswith("Can I ") for s in offered)
