"""Emergencies in plain text are found; what only looks like one is left alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guide.advice import red_flags
from guide.advice.red_flag_phrases import PhraseIndex
from guide.advice.red_flag_text import Message, Speller
from guide.advice.red_flags import Tone, detect, instruction, past_reaction, tone
from guide.language.export_red_flags import NAMES, ROOT, exported, source

SENTENCES = json.loads(
    (Path(__file__).parent / "data" / "red_flag_sentences.json").read_text(encoding="utf-8")
)
EMERGENCIES = SENTENCES["emergencies"]
LOOKALIKES = SENTENCES["lookalikes"]
KINDS = ("anaphylaxis", "child_collapse", "infection", "bleeding", "poisoning", "medical", "self_harm")
FILLERS = (
    "Hello there.",
    "I bought kefir at the shop on Monday.",
    "It was quite sour.",
    "Thank you for this service!",
    "How long does it keep in the fridge?",
    "My neighbour makes her own with grains.",
)


def found(text: str) -> str | None:
    flag = detect(text)
    return flag.kind if flag else None


class TestSentences:
    @pytest.mark.parametrize("case", EMERGENCIES, ids=lambda case: case["text"][:50])
    def test_every_listed_emergency_is_found_as_its_kind(self, case: dict[str, str]) -> None:
        assert found(case["text"]) == case["kind"]

    def test_no_more_than_one_lookalike_in_fifteen_alarms(self) -> None:
        alarmed = [case["text"] for case in LOOKALIKES if detect(case["text"])]
        assert len(alarmed) <= len(LOOKALIKES) / 15, alarmed

    @pytest.mark.parametrize("case", LOOKALIKES, ids=lambda case: case["text"][:50])
    def test_past_reactions_are_told_from_other_lookalikes(self, case: dict[str, object]) -> None:
        assert past_reaction(str(case["text"])) is case["past_reaction"]

    def test_the_lists_are_as_long_as_promised_and_cover_each_kind(self) -> None:
        assert len(EMERGENCIES) >= 120
        assert len(LOOKALIKES) >= 100
        assert {case["kind"] for case in EMERGENCIES} == set(KINDS)


class TestProperties:
    @settings(max_examples=150, deadline=None)
    @given(st.sampled_from(EMERGENCIES), st.lists(st.sampled_from(FILLERS), max_size=4), st.data())
    def test_an_emergency_is_found_among_other_sentences(
        self, case: dict[str, str], before: list[str], data: st.DataObject
    ) -> None:
        after = data.draw(st.lists(st.sampled_from(FILLERS), max_size=4))
        assert detect(" ".join([*before, case["text"] + ".", *after]))

    @settings(max_examples=150, deadline=None)
    @given(st.sampled_from(EMERGENCIES + LOOKALIKES))
    def test_capitals_change_nothing(self, case: dict[str, str]) -> None:
        assert detect(case["text"].upper()) == detect(case["text"])

    @settings(max_examples=100, deadline=None)
    @given(st.text(max_size=400))
    def test_any_text_is_read_without_failing(self, text: str) -> None:
        detect(text)
        past_reaction(text)

    @settings(max_examples=100, deadline=None)
    @given(st.sampled_from(EMERGENCIES))
    def test_curly_apostrophes_change_nothing(self, case: dict[str, str]) -> None:
        assert detect(case["text"].replace("'", "’")) == detect(case["text"])


class TestContext:
    @pytest.mark.parametrize(
        "text",
        [
            "what if my throat swells up",
            "in case she stops breathing, who do I call",
            "I am afraid of my throat closing",
            "can kefir make my lips swell",
            "what is anaphylaxis",
            "no swelling of the tongue",
            "I don't think my tongue is swollen",
            "people with milk allergy can stop breathing",
            "last year my throat swelled after milk",
            "My throat swelled after milk. That was in 2015.",
            "When I was five I drank milk. My throat closed and I fainted.",
            "the jar has no air in it",
            "is hoarseness a warning sign",
        ],
    )
    def test_what_is_imagined_denied_general_or_past_is_no_emergency(self, text: str) -> None:
        assert found(text) is None

    @pytest.mark.parametrize(
        "text",
        [
            "no rash but my tongue is swollen",
            "I had hives last year. Now my throat is closing.",
            "last year I was fine with milk but now my lips are swollen",
            "What is anaphylaxis? My throat is closing up.",
            "what is happening to me my throat is closing",
            "my tongue isn't swollen but I can't breathe",
            "he hasn't stopped vomiting since his formula, he is 3 months old",
            "I don't know if my throat is swelling",
            "if I drink kefir my tongue is swelling",
            "no i cant breathe",
            "I'm not ok my throat is swelling",
        ],
    )
    def test_an_exclusion_silences_only_its_own_clause(self, text: str) -> None:
        assert detect(text)

    @pytest.mark.parametrize(
        "text",
        [
            "liver transplant last spring, temperature 38.7",
            "He had a stem cell transplant two years ago. Temp 39.1",
            "Would a yogurt be fine during chemo? The thermometer says 38.6",
        ],
    )
    def test_when_a_lasting_state_began_or_is_asked_about_does_not_silence_the_fever(self, text: str) -> None:
        assert found(text) == "infection"

    @pytest.mark.parametrize(
        "text",
        [
            "in 2014, after my transplant, I had a fever",
            "I am not on chemo, I have a fever of 38.9",
            "fever of 38.9 and never any chemo",
        ],
    )
    def test_a_past_fever_or_a_denied_state_is_no_infection(self, text: str) -> None:
        assert found(text) is None

    @pytest.mark.parametrize(
        "text",
        [
            "is ayran meant to make your tongue swell up like this",
            "does a toddler get this limp, ours hangs over my arm",
            "what does it mean when her lips go blue",
            "would you say 39.2 is a lot, no neutrophils at the moment",
            "does anyone know if welts with vomiting pass, it began after the cheesecake",
            "can babies be pale because my newborn is grey and limp",
            "he isn't drinking and is hard to wake, our 5 month old",
            "the pharmacy prescribed us an EpiPen, should we use it",
            "our toddler chewed grandpa's heart pills",
        ],
    )
    def test_an_own_sign_behind_a_question_or_an_excuse_is_found(self, text: str) -> None:
        assert detect(text)

    @pytest.mark.parametrize(
        "text",
        [
            "at sixteen my lips swelled from cream",
            "when I was eleven my throat closed after custard",
            "he reacted last autumn with vomiting and a rash",
            "floppy since birth, a muscle disease",
            "never any trouble with her breathing",
            "in a thriller the maid is given adrenaline",
            "on the radio: the news said a runner collapsed",
            "our printer keeps choking on envelopes",
            "my aunt passes out when giving blood",
            "what does neutropenia have to do with fever",
        ],
    )
    def test_old_states_stories_and_machines_are_no_emergency(self, text: str) -> None:
        assert found(text) is None

    @pytest.mark.parametrize(
        "text",
        [
            "if I ever choke on a curd, is water any use, my tongue would swell",
            "were my niece to swallow bleach, which line is open at night",
            "we never needed her EpiPen",
            "no breathing problems whatsoever",
            "a clip of a woman whose throat closed up",
            "is it dangerous to faint",
            "the fever has gone, said the oncologist",
        ],
    )
    def test_what_is_imagined_whole_or_settled_is_no_emergency(self, text: str) -> None:
        assert found(text) is None

    @pytest.mark.parametrize(
        "text",
        [
            "he was fine, since supper his lips are blue",
            "the all clear came on Monday, now my throat is closing",
            "her rash is gone now and her tongue is swelling",
            "I have used my EpiPen and been fine since",
            "she drank bleach and has been fine since",
            "is it an emergency, my tongue is swelling",
            "if he ever stops breathing what do I do, he's blue already",
            "no temperature for weeks, tonight 38.6 with chills, I had a stem cell transplant",
            "is kefir supposed to make your tongue swell",
            "is there a cure for a tongue that has swollen",
            "I haven't used my pen yet, should I",
            "I had some yoghurt before bed, my throat is closing",
        ],
    )
    def test_what_ends_or_imagines_something_silences_nothing_after_it(self, text: str) -> None:
        assert detect(text)

    @pytest.mark.parametrize(
        "text",
        [
            "she gets hives from cow's milk and her lips puff up a bit. is goat kefir ok?",
            "my boy wheezes after cheese. kefir?",
            "I'm just intolerant, dairy makes my eyelids swell. may I have kefir",
            "the toddler comes out in a rash and coughs after yoghurt. would kefir be gentler",
            "last winter his throat swelled up after custard, he's well now. could he try kefir?",
        ],
    )
    def test_a_habit_or_the_past_told_in_calm_is_a_reaction_and_no_emergency(self, text: str) -> None:
        assert found(text) is None
        assert past_reaction(text)

    @pytest.mark.parametrize(
        "text",
        [
            "my boy is wheezing after cheese. kefir?",
            "my boy wheezes after the cheese, is kefir ok",
            "he wheezes now after cheese. is kefir better?",
            "she has hives and vomits after yogurt",
            "is it normal for a baby to vomit eight times after formula",
            "she gets hives and can't breathe after yogurt. is kefir ok",
            "gets a rash and is floppy after yogurt, my baby. is goat kefir better",
            "last winter his throat swelled, now it swells again. could he try kefir?",
        ],
    )
    def test_but_what_may_be_now_is_one(self, text: str) -> None:
        assert detect(text)

    @pytest.mark.parametrize(
        "text",
        [
            "what signs mean you must use the pen",
            "the nurse asked if she ever fainted after milk. she never did",
            "he wheezes every winter from asthma, kefir ok?",
            "she was choking up over how kind you are",
            "I can't breathe without my morning coffee",
            "can't swallow the cost of these grains",
            "gonna pass out if i dont eat",
            "my chest hurts from push ups, does kefir have protein",
        ],
    )
    def test_figures_of_speech_and_questions_are_neither(self, text: str) -> None:
        assert found(text) is None
        assert not past_reaction(text)

    @pytest.mark.parametrize(
        "text",
        [
            "my uncle collapsed last year, a heart attack",
            "she fainted at church in May, dehydration they said",
        ],
    )
    def test_a_collapse_of_another_cause_is_no_reaction(self, text: str) -> None:
        assert not past_reaction(text)

    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("my girl drank limescale remover", "poisoning"),
            ("he drank the rinse aid I clean the jar with", "poisoning"),
            ("swallowed all of my tablets this evening", "poisoning"),
            ("he can't catch his breath after drinking the milk drink", "anaphylaxis"),
            ("had to epipen her at lunch, she looks ok", "anaphylaxis"),
            ("help i cant brea", "anaphylaxis"),
            ("imma die, everythings spinnin since the yogurt", "anaphylaxis"),
        ],
    )
    def test_cut_off_slangy_and_household_words_are_read(self, text: str, kind: str) -> None:
        assert found(text) == kind

    @pytest.mark.parametrize(
        "text",
        [
            "meine Tochter bekomt keine Luft",
            "mein Mann übergibt sich und hat Ausschlag am ganzen Körper",
            "mam wysypkę na całym ciele i wymiotuję",
            "mi hija vomita y tiene ronchas",
            "no puedo respirrar",
        ],
    )
    def test_a_doubled_letter_or_a_rash_with_vomiting_is_read_in_other_languages(self, text: str) -> None:
        assert found(text) == "anaphylaxis"

    def test_a_number_in_words_counts_like_digits(self) -> None:
        assert found("she swallowed fourteen paracetamol") == "poisoning"

    def test_infection_needs_both_fever_and_weak_immunity(self) -> None:
        assert found("I have a fever of 39") is None
        assert found("I am on chemo") is None
        assert found("I am on chemo. Since this morning I have a fever of 39.") == "infection"

    def test_yesterday_still_counts_for_fever_and_poison_but_not_for_a_past_reaction(self) -> None:
        assert found("on chemo and had chills yesterday") == "infection"
        assert found("he swallowed bleach yesterday") == "poisoning"
        assert found("my lips swelled yesterday after milk") is None


class TestSetAside:
    @pytest.mark.parametrize(
        "text",
        [
            "what if my throat swells up",
            "last year my throat swelled after milk",
            "When I was five I drank milk. My throat closed and I fainted.",
            "can a baby turn blue from crying",
            "my tongue swells when I drink kefir, is that normal",
            "My lips swell whenever I drink milk. Could it be an allergy?",
        ],
    )
    def test_a_message_wholly_past_or_imagined_is_set_aside(self, text: str) -> None:
        assert tone(text) is Tone.ASIDE

    @pytest.mark.parametrize(
        "text",
        [
            "What is anaphylaxis? I feel terrible.",
            "last year my throat swelled after milk and now I feel the same",
            "no swelling of the tongue, only this odd feeling all over",
            "I feel odd",
            "My lips swell whenever I drink milk. I feel terrible.",
            "my throat is closing",
        ],
    )
    def test_what_may_be_happening_is_not(self, text: str) -> None:
        assert tone(text) is not Tone.ASIDE

    @pytest.mark.parametrize(
        "text",
        ["my tongue isn't swollen, just dry", "no hives and no vomiting", "hives gone, false alarm"],
    )
    def test_a_mere_denial_and_what_is_over_are(self, text: str) -> None:
        assert tone(text) is Tone.ASIDE

    @pytest.mark.parametrize(
        "text",
        [
            "no able breath my uncle",
            "my aunt no speak, throat swell",
            "no hives but I feel awful",
            "no hives, tonight I feel awful",
        ],
    )
    def test_a_denial_that_goes_on_is_not(self, text: str) -> None:
        assert tone(text) is not Tone.ASIDE

    def test_a_plain_account_is_told_from_one_with_a_past_or_a_denial(self) -> None:
        assert tone("my legs fold under me") is Tone.PLAIN
        assert tone("my legs fold under me as usual") is Tone.QUALIFIED

    @pytest.mark.parametrize("case", EMERGENCIES, ids=lambda case: case["text"][:50])
    def test_no_listed_emergency_is(self, case: dict[str, str]) -> None:
        assert tone(case["text"]) is not Tone.ASIDE


class TestTyping:
    @pytest.mark.parametrize(
        "text",
        [
            "cant breath",
            "throte swolen",
            "anaphalaxis help",
            "anafilactic shock",
            "i cannottt breatheeee",
            "my lips are swolen",
            "tounge swelling",
            "should i use the epi-pen",
            "CANTBREATHE",
            "my throat is swelin",
            "hlep, baby gone bule",
            "my uncle od'd",
        ],
    )
    def test_typos_and_elongation_are_read_through(self, text: str) -> None:
        assert detect(text)

    @pytest.mark.parametrize(
        "word", ["lisp", "abby", "bread", "cheese", "spelling", "threat", "chain", "coin", "horse", "tongs"]
    )
    def test_ordinary_words_are_not_bent_into_safety_words(self, word: str) -> None:
        assert red_flags._rules().speller.correct(word) == word


class TestPerson:
    @pytest.mark.parametrize(
        ("text", "person"),
        [
            ("my throat is closing", "self"),
            ("my son has swollen lips", "son"),
            ("my little girl is wheezing", "daughter"),
            ("my daughter gave me kefir and my throat is closing", "self"),
            ("My husband drank kefir. He can't breathe.", "husband"),
            ("throat closing up", None),
        ],
    )
    def test_the_person_with_the_signs_is_named(self, text: str, person: str | None) -> None:
        flag = detect(text)
        assert flag is not None
        assert flag.person == person

    def test_food_is_noted_only_where_an_allergy_is_possible(self) -> None:
        assert detect("my throat is closing after kefir") == red_flags.RedFlag("anaphylaxis", "self", True)
        assert detect("my throat is closing") == red_flags.RedFlag("anaphylaxis", "self", False)
        flag = detect("fever after kefir and I'm on chemo")
        assert flag is not None
        assert not flag.food_involved

    def test_a_reaction_to_a_medicine_or_sting_is_no_past_food_reaction(self) -> None:
        assert not past_reaction("years ago I had anaphylaxis after penicillin")
        assert past_reaction("years ago I had anaphylaxis after milk")


class TestInstruction:
    @pytest.mark.parametrize("kind", KINDS)
    def test_every_kind_has_a_text_that_sends_to_help_first(self, kind: str) -> None:
        text = instruction(kind)
        first = text.text.splitlines()[0].lower()
        assert "call" in first
        assert "112" in text.text
        assert "call" in text.followup.lower()

    @pytest.mark.parametrize("kind", KINDS)
    def test_a_text_rests_on_claims_or_says_that_it_does_not(self, kind: str) -> None:
        text = instruction(kind)
        assert text.claims or text.references or text.basis == "expert opinion"

    def test_cited_claims_exist(self) -> None:
        files = (ROOT / "content/kefir/claims").glob("*.yml")
        claims = "".join(file.read_text(encoding="utf-8") for file in files)
        assert all(f"id: {claim}\n" in claims for kind in KINDS for claim in instruction(kind).claims)

    def test_an_unknown_kind_is_an_error(self) -> None:
        with pytest.raises(KeyError):
            instruction("hiccups")


class TestData:
    @pytest.mark.parametrize("name", NAMES)
    def test_the_copy_beside_the_rules_equals_the_source(self, name: str) -> None:
        assert json.loads(exported(name).read_text(encoding="utf-8")) == source(name)

    def test_rules_name_only_concepts_that_exist(self) -> None:
        data = source("red_flags")
        rules = [*data["rules"], data["tendency"], data["told"], data["rescued"]]
        named = {name for rule in rules for need in rule["needs"] for name in need.split("|")}
        named |= {name for rule in rules for name in (*rule.get("unless", ()), *rule.get("with", ()))}
        assert named <= set(data["concepts"])
        assert set(data["support"]) <= set(data["concepts"])

    def test_every_concept_is_used(self) -> None:
        data = source("red_flags")
        rules = json.dumps([data["rules"], data["tendency"], data["told"], data["rescued"]])
        spoken = {"food", "other_cause", "food_named"}
        assert not [name for name in data["concepts"] if name not in spoken and name not in rules]


class TestCost:
    def test_a_flood_of_matching_words_yields_a_bounded_number_of_matches(self) -> None:
        reading = red_flags._read("no throat swelling " * 200)
        matches = sum(1 for _ in reading.matches(red_flags._rules().rules))
        assert matches < 200 * 7 * len(red_flags._rules().rules)

    def test_gaps_do_not_multiply(self) -> None:
        steps = []

        class Counting(tuple):
            def __getitem__(self, index):  # type: ignore[no-untyped-def]
                steps.append(index)
                return super().__getitem__(index)

        words = Counting(("a",) * 1000)
        PhraseIndex({"x": ["a ~ a ~ b"]}).find(Message(words, (0,) * 1000))  # type: ignore[arg-type]
        assert len(steps) < 1000 * 4 * 4 * 3

    def test_the_speller_keeps_a_bounded_memory(self) -> None:
        speller = Speller(["throat"], {}, [])
        for number in range(30000):
            speller.correct("q" + "".join(chr(97 + int(digit)) for digit in str(number)))
        assert len(speller._memory) <= 20001
