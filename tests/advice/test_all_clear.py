"""Rule: an emergency ends by plain words, by nothing less; what is asked with them is answered after."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sentences import without_sources
from talk import Talk, has

from guide.advice.content import Content
from guide.advice.red_flags import instruction
from guide.advice.vocabulary import Status, Verdict


def alarmed(
    content: Content, kind: str = "anaphylaxis", text: str = "my throat swells", **found: object
) -> Talk:
    food = {"food_involved": True} | found
    return Talk(content).say(text, "report_emergency", red_flag=kind, **food)


def sure(meaning: str) -> dict[str, dict[str, float]]:
    return {"reply": {meaning: 0.93}}


DENIALS = ("no", "nope", "neither", "none of these", "none", "nah")
NO_DENIALS = (
    "yes",
    "help",
    "my lips are blue",
    "no idea",
    "not sure",
    "what now",
    "lactose",
    "no he's worse",
)


class TestNobodyInDanger:
    """A habit taken for an emergency: a "no" is asked about once, and the second one releases the talk."""

    def test_a_first_no_is_asked_about(self, content: Content) -> None:
        talk = alarmed(content).say("no", "deny")
        assert talk.state.emergency == "anaphylaxis"
        texts = [without_sources(say.text) for say in talk.turn.says]
        assert texts == [instruction("anaphylaxis").followup, instruction("unspecified").followup]

    @given(first=st.sampled_from(DENIALS), second=st.sampled_from(DENIALS))
    def test_a_second_no_releases_and_the_reaction_stays_a_possible_allergy(
        self, content: Content, first: str, second: str
    ) -> None:
        talk = alarmed(content, text="kefir? yogurt makes me wheeze", signs=frozenset({"wheeze"}))
        talk.say(first, "deny").say(second, "deny")
        assert talk.state.emergency is None
        assert talk.profile().status("milk_allergy") is Status.UNCERTAIN
        talk.can_drink().screened()
        assert talk.answer.verdict == "avoid"

    @given(replies=st.lists(st.sampled_from((*NO_DENIALS, "no")), max_size=6))
    def test_only_two_denials_running_do(self, content: Content, replies: list[str]) -> None:
        talk, running = alarmed(content), 0
        for reply in replies:
            running = running + 1 if reply == "no" else 0
            talk.say(reply)
            if running == 2:
                return
            assert talk.state.emergency

    @pytest.mark.parametrize("kind", ["child_collapse", "infection", "bleeding", "poisoning", "self_harm"])
    def test_nothing_but_an_allergic_alarm(self, content: Content, kind: str) -> None:
        assert alarmed(content, kind).say("no").say("no").say("none").state.emergency == kind

    def test_a_sign_between_them_keeps_it(self, content: Content) -> None:
        talk = (
            alarmed(content).say("no").say("no, the wheeze is there", signs=frozenset({"wheeze"})).say("no")
        )
        assert talk.state.emergency


@pytest.mark.parametrize(
    "text",
    ["they're calmer, do I still ring them?", "should we go to hospital then", "do i need an ambulance"],
)
def test_whether_to_call_is_answered_by_the_instruction(content: Content, text: str) -> None:
    talk = alarmed(content).say(text, "ask_human")
    assert without_sources(talk.turn.says[0].text) == instruction("anaphylaxis").text


@pytest.mark.parametrize(
    "text",
    [
        "ambulance is on its way",
        "the paramedics are coming",
        "they are sending a crew",
        "ive rung the ward, they said come in",
        "she's ok now, paramedics gave adrenaline",
        "back home from hospital now",
        "we got home from A&E an hour ago",
        "no hes fine it was last year",
        "that was years ago",
        "not an emergency",
        "not now, it always does that",
        "it's not an emergency, it happens every time she has milk",
        "it was a figure of speech",
        "i was only exaggerating",
        "nobody is in danger here",
        "no im fine",
        "уже всё прошло",
        "ya está mejor, gracias",
        "c'est passé",
        "es ist vorbei",
        "już jest dobrze",
        "geçti, iyiyim",
        "已经没事了",
        "انتهى الأمر، هو بخير",
    ],
)
def test_plain_words_end_it_whatever_the_model_read(content: Content, text: str) -> None:
    assert alarmed(content).say(text).state.emergency is None


@pytest.mark.parametrize("meaning", ["over", "help_reached", "no_emergency"])
def test_so_do_other_words_of_which_the_model_is_sure(content: Content, meaning: str) -> None:
    text = "the old fellow is grinning at me from his chair"
    assert alarmed(content).say(text, **sure(meaning)).state.emergency is None
    assert alarmed(content).say(text, reply={meaning: 0.7}).state.emergency


@pytest.mark.parametrize(
    "text",
    [
        "they are not coming",
        "the ambulance isnt coming",
        "nobody answers at 999",
        "is the ambulance coming?",
        "she's still not ok",
        "it's worse now",
        "should I call an ambulance",
        "it's not an emergency yet",
        "I don't know if it's an emergency",
        "не прошло, хуже",
        "ya está mejor?",
        "no está mejor",
        "il n'est pas mieux",
        "es ist nicht vorbei",
    ],
)
@pytest.mark.parametrize("meaning", ["over", "help_reached", "no_emergency"])
def test_doubt_and_questions_keep_it_however_sure_the_model_is(
    content: Content, text: str, meaning: str
) -> None:
    assert alarmed(content).say(text, **sure(meaning)).state.emergency


def _whole_instruction(talk: Talk) -> bool:
    """Whether all of the instruction was said again, and not only the line for as long as it lasts."""
    whole = instruction("anaphylaxis").text
    return any(without_sources(say.text) == whole for say in talk.turn.says if say.emergency)


class TestToldAgain:
    @pytest.mark.parametrize(
        "text",
        [
            "ambulance is coming, her lips were swelling",
            "I called 999 and they are coming, his throat was closing",
            "shes fine now, her tongue was swollen",
            "she's ok now, paramedics gave adrenaline",
        ],
    )
    def test_what_was_is_an_account(self, content: Content, text: str) -> None:
        talk = alarmed(content).say(text, "report_emergency", red_flag="anaphylaxis", food_involved=True)
        assert not _whole_instruction(talk)
        assert talk.state.emergency is None

    def test_the_one_line_stays_where_the_words_hold_a_danger_sign(self, content: Content) -> None:
        talk = alarmed(content).say("a crew is coming, her throat was closing", red_flag="anaphylaxis")
        told = [say for say in talk.turn.says if say.emergency]
        assert [without_sources(say.text) for say in told] == [instruction("anaphylaxis").followup]
        assert "[1]" in told[0].text
        assert not _whole_instruction(talk)

    def test_leave_is_not_taken_beside_help_that_comes(self, content: Content) -> None:
        talk = alarmed(content).say("they are sending a crew now, thanks", "goodbye")
        assert talk.phrases == ["utter_help_coming"]

    @pytest.mark.parametrize(
        "text",
        [
            "ambulance is coming, her lips are swelling more",
            "ambulance is coming, he stopped breathing",
            "she is ok now but her tongue is swelling",
            "he was fine, his throat is closing again",
            "it's over, I can't breathe",
            "not an emergency, her tongue is swollen",
        ],
    )
    def test_what_is_raises_it_again(self, content: Content, text: str) -> None:
        talk = alarmed(content).say(text, "report_emergency", red_flag="anaphylaxis", food_involved=True)
        assert talk.emergencies == ["anaphylaxis"]

    def test_a_but_in_what_the_classifier_takes_for_one_keeps_it(self, content: Content) -> None:
        talk = alarmed(content).say("she says she is fine but is drowsy", red_flag="unspecified")
        assert talk.state.emergency == "anaphylaxis"

    def test_a_guess_of_the_classifier_does_not_change_the_instruction(self, content: Content) -> None:
        talk = alarmed(content, "infection").say("oh dear", "report_emergency", red_flag="unspecified")
        assert talk.emergencies == ["infection"]


class TestAskedWithIt:
    def test_what_is_asked_with_the_end_is_answered_after_the_aftercare(self, content: Content) -> None:
        talk = alarmed(content).ask("suitability", text="it's over now. can I have more?")
        assert "today" in talk.turn.says[0].text
        assert talk.answer.verdict == Verdict.AVOID.name.lower()

    def test_also_without_a_stop_between_them(self, content: Content) -> None:
        talk = alarmed(content).say("ok its better now can i hav more", "ask_more")
        assert talk.state.emergency is None
        assert talk.answer.verdict == "avoid"

    def test_while_help_is_still_on_its_way_no_product_is_discussed(self, content: Content) -> None:
        talk = alarmed(content).ask("suitability", text="ambulance is coming. can he have water kefir?")
        assert talk.state.emergency is None
        assert not talk.answers

    def test_what_raised_a_false_alarm_is_answered_once_it_is_taken_back(self, content: Content) -> None:
        talk = Talk(content).ask(
            "digestion_microbiome",
            text="my friend keeps choking up over it, is it good for the gut?",
            red_flag="anaphylaxis",
            person="friend",
        )
        assert not talk.answers
        talk.say("no it was a figure of speech", "deny", person="friend")
        assert [a.topic for a in talk.answers] == ["digestion_microbiome"]
        assert talk.profile("friend").is_empty


class TestWhatStays:
    def test_a_told_reaction_stays_a_possible_allergy(self, content: Content) -> None:
        talk = alarmed(content, text="my lips swell from yogurt").say("it's not an emergency, it's always so")
        assert talk.profile().status("milk_allergy") is Status.UNCERTAIN
        assert talk.can_drink().answer.verdict == "avoid"

    def test_it_stays_one_after_a_joke(self, content: Content) -> None:
        assert alarmed(content).say("jk").profile().status("milk_allergy") is Status.UNCERTAIN

    @pytest.mark.parametrize(
        "text", ["it was a figure of speech", "I meant the price", "i was exaggerating lol"]
    )
    def test_a_figure_of_speech_leaves_nothing_behind(self, content: Content, text: str) -> None:
        assert alarmed(content, text="I'm choking on kefir prices").say(text).profile().is_empty

    def test_a_guess_of_the_classifier_leaves_nothing_behind_once_denied(self, content: Content) -> None:
        talk = alarmed(content, "unspecified").say("no", "deny")
        assert talk.state.emergency is None
        assert talk.profile().is_empty

    def test_but_what_was_told_of_it_does(self, content: Content) -> None:
        talk = alarmed(content, "unspecified", past_reaction=True).say("no", "deny")
        assert talk.profile().status("milk_allergy") is Status.UNCERTAIN

    def test_what_really_happened_is_kept_in_mind(self, content: Content) -> None:
        assert alarmed(content, "infection").say("it's over now").profile().had_emergency

    def test_an_earlier_emergency_is_not_taken_back_with_a_later_false_one(self, content: Content) -> None:
        talk = alarmed(content).say("it's over now")
        talk.say("choking", "report_emergency", red_flag="anaphylaxis").say("it was a figure of speech")
        assert talk.profile().had_emergency

    def test_what_is_told_meanwhile_is_kept(self, content: Content) -> None:
        talk = alarmed(content).say("I have a milk allergy", "report_condition", has("milk_allergy"))
        talk.say("it was a figure of speech")
        assert talk.profile().status("milk_allergy") is Status.PRESENT


class TestGuessed:
    @pytest.mark.parametrize("text", ["no", "nope", "no one", "nobody", "we're all fine", "of course not"])
    def test_it_ends_by_any_all_clear(self, content: Content, text: str) -> None:
        assert alarmed(content, "unspecified").say(text).state.emergency is None

    @pytest.mark.parametrize("text", ["yes", "not sure", "I don't know", "no idea", "no he isn't ok"])
    def test_by_nothing_else(self, content: Content, text: str) -> None:
        assert alarmed(content, "unspecified").say(text).state.emergency == "unspecified"

    def test_a_bare_no_ends_no_other(self, content: Content) -> None:
        assert (
            alarmed(content).say("no", "deny", reply={"no_emergency": 0.6}).state.emergency == "anaphylaxis"
        )


@pytest.mark.parametrize(
    "text", ["does kefir cause hives?", "can milk make lips swell", "why is there itching"]
)
def test_a_general_question_about_signs_tells_of_nobodys(content: Content, text: str) -> None:
    talk = Talk(content).say(text, "ask_milk_allergy", signs=frozenset({"hives"}))
    assert "milk_allergy" not in talk.profile().facts


@pytest.mark.parametrize("text", ["why do I get hives?", "hives after milk?", "she has hives. does it help?"])
def test_a_question_about_somebodys_signs_tells_of_theirs(content: Content, text: str) -> None:
    talk = Talk(content).say(text, "ask_milk_allergy", signs=frozenset({"hives"}))
    assert any(p.status("milk_allergy") is Status.UNCERTAIN for p in talk.state.profiles.values())


class TestRescueMedicine:
    @pytest.mark.parametrize(
        "text",
        [
            "should i give her benadryl",
            "can I take an antihistamine?",
            "I gave him cetirizine",
            "her lips, give piriton?",
        ],
    )
    def test_it_is_nobodys_regular_medicine(self, content: Content, text: str) -> None:
        medicine = (has("other_condition", "she"),)
        talk = alarmed(content).say(text, "ask_suitability", unlisted=medicine, person="she")
        assert talk.emergencies == ["anaphylaxis"]
        assert all("other_condition" not in p.facts for p in talk.state.profiles.values())

    def test_nor_in_the_message_that_raises_the_alarm(self, content: Content) -> None:
        talk = alarmed(content, text="lips swollen, do I give benadryl", unlisted=(has("other_condition"),))
        assert "other_condition" not in talk.profile().facts

    def test_an_illness_told_in_it_is_kept(self, content: Content) -> None:
        talk = alarmed(content).say(
            "he also has lupus", "report_condition", unlisted=(has("other_condition"),)
        )
        assert "other_condition" in talk.profile().facts
