"""Writes ``docs/understanding.md``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.understanding import tables
from benchmarks.understanding.choosing import FOLDS
from benchmarks.understanding.contestants import Contestant
from benchmarks.understanding.noise import KINDS
from benchmarks.understanding.refusal import MOST_REFUSED
from benchmarks.understanding.selection import Selection

PICTURES = "images/understanding"


def write(path: Path, results: Mapping[str, Any], selection: Selection, served: Contestant) -> None:
    """Write the report on the test split."""
    parts = [
        _opening(results),
        "## Targets\n\n" + tables.target_table(results).markdown(),
        _contestants(results),
        _choosing(selection, served),
        _outside(results),
        _detail(results),
        _noise(results),
        _conditions(results),
        _speed(results),
    ]
    path.write_text("\n\n".join(part for part in parts if part) + "\n", encoding="utf-8")


def _opening(results: Mapping[str, Any]) -> str:
    return f"""# How well messages are understood

Written by `make bench-understanding`; do not edit. Judged is what is served ("{results["served"]}"), on a test split
(`tests/language/data/test`) that nothing was trained or chosen on. Its sentences were written without sight of the
training data, and `tests/language/test_splits.py` fails when one is all but a training sentence."""


def _contestants(results: Mapping[str, Any]) -> str:
    return f"""## Contestants

All learn the same sentences: `data/nlu` and the sample questions of the claims. "Rasa default (DIET)" is the pipeline
that `rasa init` suggests, with its own fallback; its second row refuses by the classes outside our scope, with a limit
chosen as ours. Ours are read by the whole chain of components, red-flag rules included, and each has thresholds of
its own from the validation split. Rasa's has no such rules, so its emergencies are the classifier's alone.

- **questions**, **hard**, **acts**: the intent is an acceptable one. **before refusal**: it would be, were nothing refused.
- **outside refused**: out of scope and near scope together; **near**: near scope alone.
- **questions refused**: of questions within scope. **errors**: wrong intents among questions, acts and what is
  outside scope; in brackets relative to Rasa's default.

{tables.compared(results).markdown()}"""


def _choosing(selection: Selection, served: Contestant) -> str:
    tried = "\n\n".join(
        f"{table.title}:\n\n{table.markdown()}"
        for table in (tables.trials(name, trials) for name, trials in selection.trials.items())
    )
    chosen = selection.chosen.head
    limits = "\n\n".join(
        f"`{t.title}`:\n\n{t.markdown()}" for t in (tables.choice(chosen.choice) if chosen else [])
    )
    return f"""## How weights and thresholds were chosen

On the published encoder: {FOLDS}-fold cross-validation on `data/nlu`, each fold also learning the claims' sample
questions. The fine-tuned encoder has seen `data/nlu`, so there the validation split decides, as it does between
encoders and for every threshold: `outside` is the limit of highest recall that refuses at most {MOST_REFUSED:.0%} of
questions, `emergency` the highest limit of highest recall with at most one alarm in fifteen look-alikes, `question`
the limit with most acceptable topics. Chosen: **{selection.chosen.name}**.

```yaml
{selection.as_config()}
```

{tried}

Thresholds, on the validation split:

{limits}"""


def _outside(results: Mapping[str, Any]) -> str:
    return f"""## Out of scope

Each score decides alone on whole messages; its limit is chosen on the validation split. "Explicit classes" is the
probability of `out_of_scope` and `near_scope`; "energy" the log-sum-exp of the regression's values within scope;
"distance" is to the three nearest examples of the nearest intent within scope.

{tables.refusal(results).markdown()}

![Messages outside scope refused, against questions within scope refused]({PICTURES}/refusal.png)"""


def _detail(results: Mapping[str, Any]) -> str:
    return f"""## Intents

{tables.per_intent(results).markdown()}

![True intents by decided ones]({PICTURES}/confusion.png)

## Reliability

Expected calibration error: {results["calibration_error"]:.3f} on questions.

![Share acceptable against confidence]({PICTURES}/reliability.png)"""


def _noise(results: Mapping[str, Any]) -> str:
    return f"""## Typos and noise

The same sentences, misspelt by `benchmarks/understanding/noise.py` with a fixed seed, one kind at a time:
{", ".join(kind.replace("_", " ") for kind in KINDS)}.

{tables.noise(results).markdown()}"""


def _conditions(results: Mapping[str, Any]) -> str:
    read = results["conditions"]
    return f"""## Conditions

Of {read["conditions"]:.0f} conditions stated, {read["conditions_right"]:.1%} were read with the right status and subject;
{read["invented"]:.1%} of those read were invented; {read["present_as_absent"]:.0f} present ones were read as absent.
{read["profiles_exact"]:.1%} of the sentences were read exactly. Life stages that a word such as "son" implies are left out."""


def _speed(results: Mapping[str, Any]) -> str:
    speed = results.get("speed")
    if not speed:
        return ""
    rows = [
        [
            name,
            f"{speed[key]['p50_ms']:.1f}",
            f"{speed[key]['p99_ms']:.1f}",
            f"{speed[f'{prefix}training_s']:.0f}",
        ]
        for name, key, prefix in (
            ("Kefir Guide", "guide", ""),
            ("Rasa default", "rasa_default", "rasa_default_"),
        )
    ]
    table = tables.Table("", ["", "p50, ms", "p99, ms", "training, s"], rows)
    return f"""## Speed

`/model/parse` over HTTP on the same {speed["guide"]["messages"]} messages of up to 40 words, each to both servers in turn, in one
run on {speed["machine"]["cpu"]}, {speed["machine"]["cores"]} cores, load {speed["load"]}.

{table.markdown()}"""
