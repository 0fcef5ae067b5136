"""Each rule of a pack, broken alone, is reported where it is broken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pack_builder import PackBuilder

from guide.store import InvalidPack, PackError, read_pack

SAFETY, CHOICE = "tea/claims/safety.yml", "tea/claims/choice.yml"
TOPICS, REFERENCES, PRODUCTS = "tea/topics.yml", "tea/references.yml", "tea/products.yml"
VERDICTS, MODIFIERS, WORDING = "tea/verdicts.yml", "tea/modifiers.yml", "tea/wording.yml"
CONDITIONS, MEDICINES, META = "common/conditions.yml", "common/medicines.yml", "tea/pack.yml"

Break = Callable[[PackBuilder], object]


def edit(file: str, key: str, **fields: object) -> Break:
    return lambda builder: builder.item(file, key).update(fields)


def drop(file: str, key: str, field: str) -> Break:
    return lambda builder: builder.item(file, key).pop(field)


def remove(file: str, key: str) -> Break:
    return lambda builder: builder.items(file).remove(builder.item(file, key))


def add(file: str, **fields: object) -> Break:
    return lambda builder: builder.items(file).append(builder.items(file)[-1] | fields)


def cell(row: str, product: str, **fields: object) -> Break:
    return lambda builder: builder.item(VERDICTS, row)["products"][product].update(fields)


def new_cell(row: str, product: str) -> Break:
    return lambda builder: builder.item(VERDICTS, row)["products"].update(
        {product: {"verdict": "ok", "claims": ["milk-harms"]}}
    )


def without_cell(builder: PackBuilder) -> None:
    del builder.item(VERDICTS, "antibiotics")["products"]["plain_tea"]


def errors_of(builder: PackBuilder, root: Path) -> tuple[PackError, ...]:
    with pytest.raises(InvalidPack) as caught:
        read_pack(builder.write(root), "tea")
    return caught.value.errors


def line_of(path: Path, needle: str, after: str = "") -> int:
    """Return the line of ``needle`` at or below the one that holds ``after``."""
    lines = path.read_text(encoding="utf-8").splitlines()
    start = next(n for n, line in enumerate(lines) if after in line)
    return next(n for n, line in enumerate(lines[start:], start + 1) if needle in line)


RULES = [
    (
        "unknown reference",
        edit(SAFETY, "milk-warm", references=["trial-2001", "gone-1999"]),
        SAFETY,
        "references",
        "milk-warm",
        "references:",
        "unknown reference 'gone-1999'",
    ),
    (
        "unused reference",
        add(REFERENCES, id="spare-1999"),
        REFERENCES,
        "id",
        "",
        "spare-1999",
        "no claim cites",
    ),
    (
        "claim without reference",
        edit(CHOICE, "pick-plain", references=[]),
        CHOICE,
        "references",
        "",
        "references:",
        "at least one reference",
    ),
    (
        "warning on narrative reviews alone",
        edit(SAFETY, "milk-harms", references=["review-2010"]),
        SAFETY,
        "references",
        "milk-harms",
        "references:",
        "narrative reviews alone",
    ),
    (
        "unknown condition of a claim",
        edit(SAFETY, "milk-harms", applies_to=["hay_fever"]),
        SAFETY,
        "applies_to",
        "",
        "applies_to:",
        "unknown condition or verdict row 'hay_fever'",
    ),
    (
        "unknown condition of a topic",
        edit(TOPICS, "choice", conditions=["hay_fever"]),
        TOPICS,
        "conditions",
        "choice",
        "conditions:",
        "'hay_fever'",
    ),
    (
        "unknown condition of a row",
        add(VERDICTS, condition="hay_fever"),
        VERDICTS,
        "condition",
        "",
        "condition: hay_fever",
        "unknown condition 'hay_fever'",
    ),
    (
        "unknown condition of a medicine",
        lambda b: b.items(MEDICINES)[0].update(conditions=["hay_fever"]),
        MEDICINES,
        "conditions",
        "",
        "conditions:",
        "'hay_fever'",
    ),
    (
        "unknown implied condition",
        edit(CONDITIONS, "antibiotics", implies=["hay_fever"]),
        CONDITIONS,
        "implies",
        "id: antibiotics",
        "implies:",
        "'hay_fever'",
    ),
    (
        "condition without row",
        edit(CONDITIONS, "antibiotics", rows={"present": "lost_row"}),
        CONDITIONS,
        "rows",
        "id: antibiotics",
        "rows:",
        "no verdict row 'lost_row'",
    ),
    (
        "unknown historical source",
        edit(CONDITIONS, "milk_allergy", historical_source="a friend"),
        CONDITIONS,
        "historical_source",
        "",
        "historical_source:",
        "unknown reference 'a friend'",
    ),
    (
        "missing base row",
        remove(VERDICTS, "healthy_adult"),
        VERDICTS,
        "conditions",
        "",
        "conditions:",
        "no verdict row 'healthy_adult'",
    ),
    (
        "unknown product",
        new_cell("antibiotics", "green_tea"),
        VERDICTS,
        "products.green_tea",
        "antibiotics",
        "green_tea:",
        "unknown product 'green_tea'",
    ),
    (
        "unknown product to treat as",
        edit(MODIFIERS, "sweet", treat_as="green_tea"),
        MODIFIERS,
        "treat_as",
        "",
        "treat_as:",
        "unknown product 'green_tea'",
    ),
    (
        "unknown product group",
        edit(MODIFIERS, "sweet", product_groups=["herbal"]),
        MODIFIERS,
        "product_groups",
        "",
        "product_groups:",
        "unknown product group 'herbal'",
    ),
    (
        "unknown row of a modifier",
        edit(MODIFIERS, "sweet", applies_to=["milk_allergy"]),
        MODIFIERS,
        "applies_to",
        "",
        "applies_to:",
        "unknown verdict row 'milk_allergy'",
    ),
    (
        "modifier that does nothing",
        edit(MODIFIERS, "sweet", at_least=None),
        MODIFIERS,
        "at_least",
        "",
        "at_least:",
        "needs at_least or treat_as",
    ),
    (
        "unknown main product",
        lambda b: b.files[META].update(main_product="green_tea"),
        META,
        "main_product",
        "",
        "main_product:",
        "unknown product 'green_tea'",
    ),
    (
        "unknown topic of alternatives",
        lambda b: b.files[META].update(alternatives_topic="brewing"),
        META,
        "alternatives_topic",
        "",
        "alternatives_topic:",
        "unknown topic 'brewing'",
    ),
    (
        "pack that is not its folder",
        lambda b: b.files[META].update(id="coffee"),
        META,
        "id",
        "",
        "id:",
        "'tea'",
    ),
    (
        "unknown claim of a cell",
        cell("antibiotics", "milk_tea", claims=["ghost"]),
        VERDICTS,
        "products.milk_tea.claims",
        "antibiotics",
        "claims:",
        "unknown claim 'ghost'",
    ),
    (
        "unknown claim of a topic",
        edit(TOPICS, "choice", bottom_line_claims=["ghost"]),
        TOPICS,
        "bottom_line_claims",
        "choice",
        "bottom_line_claims:",
        "unknown claim 'ghost'",
    ),
    (
        "unknown claim of a sentence",
        edit(WORDING, "verdict.ok.plant", claims=["ghost"]),
        WORDING,
        "claims",
        "verdict.ok.plant",
        "claims:",
        "unknown claim 'ghost'",
    ),
    (
        "claim in the wrong file",
        edit(CHOICE, "pick-plain", topic="safety"),
        CHOICE,
        "topic",
        "",
        "topic:",
        "must have topic 'choice'",
    ),
    (
        "claim that its topic leaves out",
        add(SAFETY, id="lost-claim"),
        SAFETY,
        "id",
        "",
        "lost-claim",
        "not among the claims of the topic 'safety'",
    ),
    (
        "claim listed twice",
        edit(TOPICS, "choice", claims=["pick-plain", "pick-plain"]),
        TOPICS,
        "claims",
        "id: choice",
        "  claims:",
        "listed twice",
    ),
    (
        "missing verdict cell",
        without_cell,
        VERDICTS,
        "products.plain_tea",
        "antibiotics",
        "products:",
        "missing verdict cell",
    ),
    (
        "cell without claims",
        cell("antibiotics", "milk_tea", claims=[]),
        VERDICTS,
        "products.milk_tea.claims",
        "antibiotics",
        "claims:",
        "at least one claim",
    ),
    (
        "duplicate id",
        add(PRODUCTS, id="milk_tea", group="dairy", dairy=True, label="other"),
        PRODUCTS,
        "id",
        "plain_tea",
        "id: milk_tea",
        "duplicate id 'milk_tea', first in tea/products.yml:2",
    ),
    (
        "one sample question",
        edit(CHOICE, "pick-plain", asks=["same?", "same?"]),
        CHOICE,
        "asks",
        "",
        "asks:",
        "at least 2 different sample questions",
    ),
    (
        "missing directness",
        drop(CHOICE, "pick-plain", "directness"),
        CHOICE,
        "directness",
        "",
        "- id:",
        "missing",
    ),
    (
        "bottom line that rests on nothing",
        edit(TOPICS, "choice", bottom_line_claims=[]),
        TOPICS,
        "bottom_line_claims",
        "choice",
        "bottom_line_claims:",
        "at least one claim",
    ),
    (
        "topic without bottom line",
        edit(TOPICS, "choice", plain=" "),
        TOPICS,
        "plain",
        "choice",
        "plain:",
        "is empty",
    ),
    (
        "missing sentence",
        remove(WORDING, "verdict.caution.plant"),
        WORDING,
        "verdict.caution.plant",
        "",
        "wording:",
        "missing",
    ),
    (
        "sentence without claims",
        edit(WORDING, "verdict.ok.plant", claims=[]),
        WORDING,
        "claims",
        "verdict.ok.plant",
        "claims:",
        "at least one claim",
    ),
    (
        "plain wording that is hard to read",
        edit(CHOICE, "pick-plain", plain="Considerable heterogeneity characterises available beverages."),
        CHOICE,
        "plain",
        "",
        "plain:",
        "reading grade",
    ),
    (
        "figure that differs",
        edit(SAFETY, "milk-harms", plain="A cup holds about 12 g of milk."),
        SAFETY,
        "plain",
        "milk-harms",
        "plain:",
        "the figure '12'",
    ),
    (
        "same_as without its other side",
        edit(SAFETY, "milk-harms", same_as=["10 g"]),
        SAFETY,
        "same_as",
        "milk-harms",
        "same_as:",
        "'plain = clinical'",
    ),
    (
        "slot that nothing fills",
        edit(WORDING, "verdict.ok.plant", plain="For {name}, it is fine."),
        WORDING,
        "plain",
        "verdict.ok.plant",
        "plain:",
        "unknown slot {name}",
    ),
    (
        "slot in a claim",
        edit(CHOICE, "pick-plain", clinical="For {person} only."),
        CHOICE,
        "clinical",
        "",
        "clinical:",
        "unknown slot {person}",
    ),
    ("unknown field", edit(CHOICE, "pick-plain", mood="calm"), CHOICE, "mood", "", "mood:", "unknown field"),
    (
        "unknown status",
        edit(CONDITIONS, "antibiotics", historical="maybe"),
        CONDITIONS,
        "historical",
        "id: antibiotics",
        "historical:",
        "unknown value 'maybe'",
    ),
    (
        "unknown verdict",
        cell("antibiotics", "milk_tea", verdict="fine"),
        VERDICTS,
        "products.milk_tea.verdict",
        "antibiotics",
        "verdict:",
        "unknown value 'fine'",
    ),
    (
        "misspelt kind of reference",
        edit(REFERENCES, "review-2010", kind="narative-review"),
        REFERENCES,
        "kind",
        "review-2010",
        "kind:",
        "unknown value 'narative-review'",
    ),
    (
        "wrong type",
        edit(REFERENCES, "trial-2001", pmid=123),
        REFERENCES,
        "pmid",
        "trial-2001",
        "pmid:",
        "expected text",
    ),
    (
        "address that cannot be opened",
        edit(REFERENCES, "trial-2001", url="tea.example"),
        REFERENCES,
        "url",
        "trial-2001",
        "url:",
        "must be a web address",
    ),
    (
        "id that cannot be a file name",
        add(TOPICS, id="a/b"),
        TOPICS,
        "id",
        "",
        "a/b",
        "must be 1 to 200 letters",
    ),
    (
        "empty entry of a list",
        edit(CHOICE, "pick-plain", asks=["one?", "two?", ""]),
        CHOICE,
        "asks",
        "",
        "''",
        "is empty",
    ),
]


@pytest.mark.parametrize(
    ("change", "file", "field", "after", "needle", "reason"),
    [rule[1:] for rule in RULES],
    ids=[rule[0] for rule in RULES],
)
def test_a_broken_rule_names_file_line_and_field(
    builder: PackBuilder,
    root: Path,
    change: Break,
    file: str,
    field: str,
    after: str,
    needle: str,
    reason: str,
) -> None:
    change(builder)
    errors = errors_of(builder, root)
    found = [each for each in errors if (each.file, each.field) == (file, field) and reason in each.reason]
    assert found, [str(error) for error in errors]
    assert found[0].line == line_of(root / file, needle, after)


def test_the_unbroken_pack_is_accepted(builder: PackBuilder, root: Path) -> None:
    pack = read_pack(builder.write(root), "tea")
    assert [claim.item_key for claim in pack.records["claim"]] == ["pick-plain", "milk-harms", "milk-warm"]


def test_all_mistakes_are_reported_together(builder: PackBuilder, root: Path) -> None:
    edit(SAFETY, "milk-warm", references=["gone-1999"], strength="huge", about=7)(builder)
    edit(TOPICS, "choice", claims=[])(builder)
    fields = {(error.file, error.field) for error in errors_of(builder, root)}
    assert {(SAFETY, "strength"), (SAFETY, "about"), (TOPICS, "claims")} <= fields


def test_an_unreadable_item_is_not_reported_again_as_unknown(builder: PackBuilder, root: Path) -> None:
    edit(SAFETY, "milk-harms", strength="huge")(builder)
    assert not [error for error in errors_of(builder, root) if "unknown claim" in error.reason]


def test_a_file_that_is_no_yaml_is_one_error_with_its_line(builder: PackBuilder, root: Path) -> None:
    builder.files[PRODUCTS] = "products:\n- id: [unclosed\n"
    (error,) = errors_of(builder, root)
    assert (error.file, error.line) == (PRODUCTS, 3)


def test_missing_files_are_all_named(root: Path) -> None:
    root.mkdir()
    with pytest.raises(InvalidPack) as caught:
        read_pack(root, "tea")
    assert {"tea/pack.yml", TOPICS, CONDITIONS, "tea/claims"} <= {error.file for error in caught.value.errors}


def test_a_key_given_twice_in_one_item_is_refused(builder: PackBuilder, root: Path) -> None:
    builder.files[META] = (
        "id: tea\nfood: tea\ntitle: Tea\ntitle: Coffee\nmain_product: milk_tea\nalternatives_topic: choice\n"
    )
    (error,) = errors_of(builder, root)
    assert (error.line, error.field, error.reason) == (4, "title", "the key stands twice")


def test_common_files_of_other_readers_only_have_to_be_yaml(builder: PackBuilder, root: Path) -> None:
    builder.files["common/persons.yml"] = {"anything": [1, 2]}
    read_pack(builder.write(root), "tea")
    builder.files["common/red_flags.yml"] = "flags: {"
    assert errors_of(builder, root)[0].file == "common/red_flags.yml"
