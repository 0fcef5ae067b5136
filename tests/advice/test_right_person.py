"""Rule: the right person. Facts never move, a change of person is said, each verdict names its person."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from people import STATUSES, healthy, person
from talk import Talk, has, may_have

from guide.advice.content import Content
from guide.advice.conversation import Conversation, Mention, Message
from guide.advice.dialogue import respond
from guide.advice.profile import Profile
from guide.advice.render import answer_text, as_subject, person_name
from guide.advice.screening import Question
from guide.advice.vocabulary import Status

PEOPLE = ("self", "son", "daughter", "husband", "patient")


@given(data=st.data())
def test_a_fact_lands_with_the_person_it_was_said_of_and_with_nobody_else(
    content: Content, data: st.DataObject
) -> None:
    about = data.draw(st.sampled_from(PEOPLE))
    focus = data.draw(st.sampled_from(PEOPLE))
    condition = data.draw(st.sampled_from(sorted(set(content.conditions) - {"child"})))
    status = data.draw(st.sampled_from(STATUSES))
    before = {p: healthy(p) for p in PEOPLE}
    talk = Talk(content, *before.values(), focus=focus)
    text = "I have that" if about == "self" else "yes, that"
    talk.say(text, "report_condition", Mention(condition, status, about), person=about)
    for name, profile in before.items():
        assert name == about or talk.profile(name) == profile
    counted = content.conditions[condition].historical_as if status is Status.HISTORICAL else status
    if counted is not Status.ABSENT:
        assert talk.profile(about).counts(condition, content)


@given(data=st.data())
def test_two_people_in_one_message_each_keep_their_own(content: Content, data: st.DataObject) -> None:
    """ "My husband has diabetes and I have Crohn's"."""
    one, other = data.draw(st.lists(st.sampled_from(PEOPLE), min_size=2, max_size=2, unique=True))
    first, second = data.draw(
        st.lists(
            st.sampled_from(sorted(set(content.conditions) - {"child"})), min_size=2, max_size=2, unique=True
        )
    )
    talk = Talk(content).say(
        "I have one, and my ...", "report_condition", has(first, one), has(second, other), person=one
    )
    assert set(talk.profile(one).facts) == {first}
    assert set(talk.profile(other).facts) == {second}


@pytest.mark.parametrize("reply", ["neither", "allergy", "intolerance", "skip"])
def test_the_answer_to_a_question_about_the_son_is_the_sons(content: Content, reply: str) -> None:
    talk = Talk(content, healthy()).can_drink("can my son have it?", person="son").say(reply)
    assert talk.profile() == healthy()
    assert not talk.profile("son").is_empty


def test_after_a_remark_about_oneself_a_bare_answer_is_still_about_the_son(content: Content) -> None:
    """The open question decides whose answer it is; it used to be heard by nobody."""
    talk = Talk(content).can_drink("can my son have it?", person="son")
    talk.say("I have diabetes myself", "report_condition", has("diabetes"), person="self")
    assert talk.pending is Question.MILK
    talk.say("neither")
    assert talk.pending is Question.RISKS
    assert talk.profile("son").status("milk_allergy") is Status.ABSENT
    assert "milk_allergy" not in talk.profile().facts
    assert "diabetes" not in talk.profile("son").facts


def test_half_a_triage_is_not_passed_on_to_the_next_person(content: Content) -> None:
    """The speaker's "only larger amounts" must not make the son's unknown reaction an intolerance."""
    talk = Talk(content).can_drink().say("not sure").say("no")
    assert talk.pending is Question.ONSET
    talk.can_drink("can my son have it?", person="son")
    assert talk.pending is Question.MILK
    assert talk.state.asked == 1
    talk.say("many hours later")
    assert talk.profile("son").is_empty


def test_a_change_of_person_is_said_aloud(content: Content) -> None:
    talk = Talk(content).can_drink("can my daughter have it?", person="daughter")
    assert talk.phrases[0] == "utter_switch_person"
    assert talk.turn.says[0].slots == {"person": "your daughter"}


def test_a_verdict_names_its_person_and_their_facts(content: Content) -> None:
    talk = Talk(content).say(
        "my son has a milk allergy", "report_condition", has("milk_allergy", "son"), person="son"
    )
    text = answer_text(talk.answer, full_notice=False)
    assert "your son" in text.split("\n")[0]
    assert "milk allergy (you said)" in text.split("\n")[0]
    assert talk.answer.person == "son"


def test_he_means_the_one_other_person_there_is(content: Content) -> None:
    talk = Talk(content, healthy("son")).can_drink("can he have it?", person="he")
    assert talk.answer.person == "son"


def test_with_two_other_people_she_is_asked_about(content: Content) -> None:
    talk = Talk(content, person("daughter"), person("wife")).can_drink("can she have it?", person="she")
    assert talk.pending is Question.WHO
    assert talk.answers == []
    talk.say("my wife", "report_condition", person="wife")
    assert talk.state.goal is None
    assert talk.answer.person == "wife"


@pytest.mark.parametrize("reply", ["skip", "not sure"])
def test_who_is_meant_can_be_passed_over(content: Content, reply: str) -> None:
    """ "skip" and "not sure" always work, also here."""
    talk = (
        Talk(content, person("daughter"), person("wife"))
        .can_drink("can she have it?", person="she")
        .say(reply)
    )
    assert talk.pending is not Question.WHO


def test_asking_about_oneself_settles_who_is_meant(content: Content) -> None:
    talk = Talk(content, healthy(), person("daughter"), person("wife")).can_drink(
        "can she have it?", person="she"
    )
    talk.can_drink("well, can I have it?", person="self")
    assert talk.answer.person == "self"


def test_what_was_said_of_an_unclear_she_reaches_whoever_is_then_named(content: Content) -> None:
    """ "She has a milk allergy" - "whom do you mean?" - "my wife": the allergy is the wife's."""
    talk = Talk(content, healthy("daughter"), healthy("wife"))
    talk.can_drink(
        "she has a milk allergy, can she have it?", mentions=(has("milk_allergy", "she"),), person="she"
    )
    talk.say("my wife", "report_condition", person="wife")
    assert talk.profile("wife").counts("milk_allergy", content)


def test_until_it_is_clear_who_is_meant_nobody_is_given_a_mild_verdict(content: Content) -> None:
    allergic = person("daughter", present=["milk_allergy"])
    talk = Talk(content, allergic, healthy("wife")).can_drink("can she have it?", person="she")
    assert all(a.verdict == "avoid" for a in talk.answers if a.verdict)


def test_a_storage_question_does_not_change_who_is_talked_about(content: Content) -> None:
    talk = Talk(content, person("son", present=["milk_allergy"]), focus="son")
    assert talk.ask("storage", text="how do I store it?", person="self").state.focus == "son"


def test_missed_messages_keep_their_people_apart(content: Content) -> None:
    lost = Message(1, "my son has cmpa", "report_condition", (has("milk_allergy", "son"),), person="son")
    turn = respond(
        Conversation(introduced=True),
        [lost, Message(2, "and I'm pregnant", "report_condition", (has("pregnancy"),), person="self")],
        content,
    )
    assert set(turn.state.profile("son").facts) == {"milk_allergy"}
    assert set(turn.state.profile("self").facts) == {"pregnancy"}


def test_the_word_son_alone_makes_a_minor_of_unknown_age(content: Content) -> None:
    talk = Talk(content).can_drink("can my son have it?", mentions=(may_have("child", "son"),), person="son")
    assert talk.profile("son") == Profile("son", minor=True)


@pytest.mark.parametrize(
    "text",
    ["im pregnant", "I'm pregnant", "i’m pregnant", "pregnant myself", "we are expecting, me at least"],
)
def test_an_i_is_the_speaker_also_while_the_talk_is_about_the_son(content: Content, text: str) -> None:
    talk = Talk(content, person("son"), focus="son").say(
        text, "report_condition", has("pregnancy"), person="self"
    )
    assert "pregnancy" in talk.profile().facts
    assert "pregnancy" not in talk.profile("son").facts


def test_a_bare_condition_belongs_to_whom_the_talk_is_about(content: Content) -> None:
    """ "Allergic to milk" after a question about the son is the son's."""
    talk = Talk(content).can_drink("can my son have it?", person="son")
    talk.say("allergic to milk", "report_condition", has("milk_allergy"), person="self")
    assert talk.profile("son").counts("milk_allergy", content)
    assert talk.answer.verdict == "avoid"


GENDERS = {"son": "he", "daughter": "she", "wife": "she", "person_leo": "he", "person_emma": "she"}


class TestPeopleOfOneKind:
    """ "My other son", first names, patients: each is a person of its own."""

    def test_the_other_son_takes_nothing_from_the_first(self, content: Content) -> None:
        """It used to ask whether the allergic son had no milk allergy; a "yes" erased his record."""
        talk = Talk(content, person("son", present=["milk_allergy"]), focus="son")
        talk.can_drink(
            "my other son has no milk allergy, can he drink kefir?",
            mentions=(Mention("milk_allergy", Status.ABSENT, "son_other"),),
            person="son_other",
        )
        assert talk.pending is not Question.CONFIRM
        assert talk.profile("son").counts("milk_allergy", content)
        assert talk.profile("son_other").status("milk_allergy") is Status.ABSENT

    def test_the_other_one_of_two_is_the_one_not_talked_about(self, content: Content) -> None:
        older, younger = person("son_older", present=["milk_allergy"]), healthy("son_younger")
        talk = Talk(content, older, younger, focus="son_younger")
        talk.can_drink("and the other one?", person="child_other")
        assert talk.answer.person == "son_older"

    def test_the_younger_one_is_the_younger_son(self, content: Content) -> None:
        talk = Talk(content, person("son_younger", present=["milk_allergy"]), focus="self")
        assert talk.can_drink("can the younger one have it?", person="child_younger").answer.person == (
            "son_younger"
        )

    def test_a_name_is_known_again_whatever_it_was_said_with(self, content: Content) -> None:
        talk = Talk(content, person("son_leo", present=["milk_allergy"]))
        assert talk.can_drink("can Leo have it?", person="person_leo").answer.person == "son_leo"

    def test_my_son_is_the_only_son_there_is(self, content: Content) -> None:
        talk = Talk(content, person("son_leo", present=["milk_allergy"]))
        assert talk.can_drink("can my son have it?", person="son").answer.person == "son_leo"

    def test_of_two_sons_my_son_is_asked_about(self, content: Content) -> None:
        talk = Talk(content, person("son_leo", present=["milk_allergy"]), healthy("son_max"))
        assert talk.can_drink("can my son have it?", person="son").pending is Question.WHO

    @pytest.mark.parametrize("how", ["next", "other", "head"])
    def test_one_more_patient_starts_from_nothing(self, content: Content, how: str) -> None:
        talk = Talk(content, person("patient", present=["milk_allergy"]), focus="patient")
        talk.can_drink("another patient?", person="patient", another_patient=how)
        assert talk.state.focus == "patient_2"
        assert not talk.profile("patient_2").facts
        talk.can_drink("and the first patient?", person="patient", another_patient="first")
        assert talk.answer.person == "patient"

    def test_the_patient_is_the_one_talked_about(self, content: Content) -> None:
        talk = Talk(
            content, healthy("patient"), person("patient_2", present=["milk_allergy"]), focus="patient_2"
        )
        assert talk.can_drink("may the patient have it?", person="patient").answer.person == "patient_2"

    @pytest.mark.parametrize(
        ("who", "named", "own"),
        [
            ("son_other", "your other son", "my other son"),
            ("child_younger", "your younger child", "my younger child"),
            ("person_emma", "Emma", "Emma"),
            ("son_leo", "Leo", "Leo"),
            ("patient_2", "patient 2", "patient 2"),
            ("patient", "your patient", "my patient"),
        ],
    )
    def test_how_each_is_named(self, who: str, named: str, own: str) -> None:
        assert (person_name(who), as_subject(who)) == (named, own)


class TestPronouns:
    def test_he_is_the_son_though_a_daughter_was_spoken_of_last(self, content: Content) -> None:
        talk = Talk(
            content, person("son", present=["milk_allergy"]), healthy("daughter"),
            focus="daughter", genders=GENDERS,
        )  # fmt: skip
        assert talk.can_drink("can he have it?", person=None, pronoun="he").answer.person == "son"

    def test_she_goes_on_about_the_one_just_answered(self, content: Content) -> None:
        talk = Talk(content, person("daughter", present=["milk_allergy"]), healthy("wife"), genders=GENDERS)
        talk.can_drink("can my daughter have it?", person="daughter")
        talk.can_drink("can she have goat kefir?", person=None, pronoun="she", products=("goat_kefir",))
        assert talk.answer.person == "daughter"

    def test_a_he_that_nobody_known_can_be_is_nobodys_verdict(self, content: Content) -> None:
        talk = Talk(content, healthy("daughter"), focus="daughter", genders=GENDERS)
        talk.can_drink("can he have it?", person=None, pronoun="he")
        assert all(a.person != "daughter" for a in talk.answers)

    def test_she_is_emma_and_not_leo(self, content: Content) -> None:
        emma, leo = person("person_emma", present=["milk_allergy"]), healthy("person_leo")
        talk = Talk(content, emma, leo, focus="person_leo", genders=GENDERS)
        assert talk.can_drink("and can she?", person=None, pronoun="she").answer.person == "person_emma"


class TestSomebodyElseWasMeant:
    def test_the_question_goes_on_about_the_right_person(self, content: Content) -> None:
        talk = Talk(content).can_drink("can I drink kefir?", person="self")
        assert talk.pending is Question.MILK
        talk.say("sorry I mean my son", "out_of_scope", person="son")
        assert talk.state.goal is not None
        assert talk.state.goal.person == "son"
        assert talk.pending is Question.MILK
        talk.say("neither")
        assert talk.profile("self").is_empty
        assert talk.profile("son").status("milk_allergy") is Status.ABSENT

    @pytest.mark.parametrize(
        "text", ["no, that was my brother, not me", "not me, my brother", "I meant my brother"]
    )
    def test_the_fact_moves_and_the_wrong_one_keeps_it_until_confirmed(
        self, content: Content, text: str
    ) -> None:
        talk = Talk(content).say(
            "I have a milk allergy", "report_condition", has("milk_allergy"), person="self"
        )
        talk.say(text, "correct_condition", person="brother")
        assert talk.profile("brother").counts("milk_allergy", content)
        assert talk.profile("self").counts("milk_allergy", content)
        assert talk.pending is Question.CONFIRM
        talk.say("no")
        assert talk.profile("self").counts("milk_allergy", content)

    def test_a_yes_takes_it_from_the_wrong_one_only(self, content: Content) -> None:
        talk = Talk(content).say(
            "I have a milk allergy", "report_condition", has("milk_allergy"), person="self"
        )
        talk.say("sorry, I mean my son", "correct_condition", person="son").say("yes")
        assert not talk.profile("self").counts("milk_allergy", content)
        assert talk.profile("son").counts("milk_allergy", content)

    def test_what_warned_of_nothing_goes_without_asking(self, content: Content) -> None:
        absent = Mention("milk_allergy", Status.ABSENT, "self")
        talk = Talk(content).say("I have no milk allergy", "report_condition", absent, person="self")
        talk.say("sorry, I mean my son", "correct_condition", person="son")
        assert talk.profile("self").status("milk_allergy") is Status.UNKNOWN
        assert talk.profile("son").status("milk_allergy") is Status.ABSENT

    def test_what_was_known_before_is_left_alone(self, content: Content) -> None:
        talk = Talk(content, person("self", present=["milk_allergy"]))
        talk.say("I have a milk allergy", "report_condition", has("milk_allergy"), person="self")
        talk.say("no, I mean my son", "correct_condition", person="son")
        assert talk.pending is not Question.CONFIRM
        assert talk.profile("self").counts("milk_allergy", content)

    def test_and_me_is_a_question_about_me(self, content: Content) -> None:
        talk = Talk(content).say(
            "my son has a milk allergy", "report_condition", has("milk_allergy", "son"), person="son"
        )
        talk.say("and me?", "ask_more", person="self")
        assert talk.state.focus == "self"
        assert talk.pending is Question.MILK


class TestPointedAt:
    """Letters, places and relatives: the right one, or whom is asked; never the latest one silently."""

    def test_back_to_patient_a_with_a_question_on_a_topic(self, content: Content) -> None:
        talk = Talk(content, person("patient_a", present=["milk_allergy"]), healthy("patient_b"))
        talk.state = replace(talk.state, focus="patient_b")
        talk.ask("serving_size", text="back to patient A: what daily amount?", person="patient_a")
        assert talk.state.focus == "patient_a"
        assert all(a.person == "patient_a" for a in talk.answers)

    def test_patient_a_is_the_first_of_those_without_letters(self, content: Content) -> None:
        talk = Talk(content, person("patient", present=["milk_allergy"]), healthy("patient_2"))
        assert talk.can_drink("and patient A?", person="patient_a").answer.person == "patient"

    def test_patient_b_with_a_case_of_his_own_takes_nothing_over(self, content: Content) -> None:
        talk = Talk(content, person("patient", present=["milk_allergy"]), focus="patient")
        talk.can_drink("Patient B is diabetic", mentions=(has("diabetes", "patient_b"),), person="patient_b")
        assert set(talk.profile("patient_b").facts) == {"diabetes"}

    def test_the_first_one_is_who_came_up_first(self, content: Content) -> None:
        talk = Talk(content, person("patient", present=["milk_allergy"]), healthy("patient_2"))
        talk.state = replace(talk.state, focus="patient_2")
        assert talk.can_drink("can the first one have it?", person="one_first").answer.person == "patient"

    def test_a_third_one_that_never_came_up_is_asked_about(self, content: Content) -> None:
        talk = Talk(content, person("patient", present=["milk_allergy"]), healthy("patient_2"))
        talk.can_drink("can the third one have it?", person="one_third")
        assert talk.pending is Question.WHO
        assert "one_third" not in talk.state.profiles

    def test_his_sister_is_not_the_speakers_own(self, content: Content) -> None:
        talk = Talk(content, healthy("son"), person("sister", present=["milk_allergy"]), focus="son")
        talk.can_drink("and his sister?", mentions=(has("diabetes", "sister_of_he"),), person="sister_of_he")
        assert set(talk.profile("sister_of_son").facts) == {"diabetes"}
        assert "diabetes" not in talk.profile("sister").facts
        talk.can_drink("and my sister?", person="sister")
        assert talk.answer.person == "sister"

    def test_how_they_are_named(self) -> None:
        assert person_name("patient_a") == "patient A"
        assert person_name("sister_of_son") == "your son's sister"
        assert as_subject("sister_of_son_leo") == "Leo's sister"
        assert person_name("wife_of_he") == "his wife"

    def test_who_were_mixed_up_loses_a_warning_after_a_yes_only(self, content: Content) -> None:
        talk = Talk(content, person("person_leo", present=["milk_allergy"]), healthy("person_mia"))
        talk.say(
            "I mixed them up: Mia has the allergy, Leo has nothing",
            "correct_condition",
            has("milk_allergy", "person_mia"),
            person="person_mia",
        )
        assert talk.profile("person_mia").counts("milk_allergy", content)
        assert talk.profile("person_leo").counts("milk_allergy", content)
        assert talk.pending is Question.CONFIRM
        talk.say("yes")
        assert not talk.profile("person_leo").counts("milk_allergy", content)
        assert talk.profile("person_mia").counts("milk_allergy", content)


class TestACaseIsAQuestion:
    @pytest.mark.parametrize("ending", ["ok?", "Same question.", "and this one?", "is it safe for him?"])
    def test_a_case_that_ends_in_ok_asks_whether_that_person_may(self, content: Content, ending: str) -> None:
        talk = Talk(content, healthy("patient"), focus="patient")
        talk.say(
            f"My other patient, 71 M, is allergic to milk. {ending}",
            "report_condition",
            has("milk_allergy", "patient"),
            person="patient",
            another_patient="other",
        )
        assert talk.answer.person == "patient_2"
        assert talk.answer.verdict == "avoid"

    def test_who_can_have_it_is_answered_for_each_if_nothing_is_open(self, content: Content) -> None:
        adult, allergic = healthy("wife"), person("husband", present=["milk_allergy"])
        talk = Talk(content, adult, allergic, focus="wife").say("who can have it?", "ask_suitability")
        assert [a.person for a in talk.answers] == ["wife", "husband"]

    def test_who_can_have_it_with_much_unknown_asks_whom(self, content: Content) -> None:
        talk = Talk(content, Profile("wife"), Profile("husband"), focus="wife")
        assert talk.say("who can have it?", "ask_suitability").pending is Question.WHO
        talk.say("both")
        assert {g.person for g in (talk.state.goal, *talk.state.later) if g} == {"wife", "husband"}


@pytest.mark.parametrize(
    ("text", "language", "who"),
    [
        ("¡mi hijo no puede respirar!", "es", "son"),
        ("meine Tochter bekommt keine Luft", "de", "daughter"),
        ("minha filha não consegue respirar", "pt", "daughter"),
        ("мой сын не может дышать", "ru", "son"),
        ("我儿子不能呼吸", "zh", "son"),
        ("oğlum nefes alamıyor", "tr", "son"),
    ],
)
def test_an_emergency_in_another_language_is_put_on_whom_it_names(
    content: Content, text: str, language: str, who: str
) -> None:
    talk = Talk(content).say(
        text, "report_emergency", red_flag="anaphylaxis", food_involved=True, language=language
    )
    assert talk.state.emergency_person == who
    assert talk.profile(who).had_emergency
    assert talk.profile("self").is_empty


def test_signs_are_those_of_whom_they_are_told(content: Content) -> None:
    """ "I'm fine with milk but my husband gets wheezy": the wheeze is not the speaker's."""
    said = Mention("milk_allergy", Status.UNCERTAIN, "husband", "other")
    talk = Talk(content).can_drink(
        "I'm fine with milk but my husband gets wheezy from it. can we have kefir?",
        mentions=(said,),
        person="self",
        signs=frozenset({"wheeze"}),
    )
    assert talk.profile("husband").status("milk_allergy") is Status.UNCERTAIN
    assert talk.profile("self").status("milk_allergy") is Status.UNKNOWN


def test_the_baby_is_hers_who_was_said_to_have_one(content: Content) -> None:
    """ "My sister breastfeeds, her baby has a milk allergy. Can the baby have kefir?" is about one baby."""
    said = Mention("milk_allergy", Status.PRESENT, "baby_of_sister", "other")
    text = "my sister is breastfeeding, her baby has a milk allergy. can the baby have kefir?"
    talk = Talk(content).can_drink(text, mentions=(said,), person="baby")
    assert talk.answers[-1].person == "baby_of_sister"
    assert talk.answers[-1].verdict == "avoid"


def test_my_baby_is_not_hers(content: Content) -> None:
    said = Mention("milk_allergy", Status.PRESENT, "baby_of_sister", "other")
    text = "my sister's baby has a milk allergy. can my baby have kefir?"
    talk = Talk(content).can_drink(text, mentions=(said,), person="baby")
    assert talk.state.profile("baby").status("milk_allergy") is Status.UNKNOWN
