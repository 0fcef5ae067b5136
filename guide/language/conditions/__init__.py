"""Which conditions a message states: how sure, and whose.

`tokens` rewrites the message word by word, `lexicon` holds the words and rules (all of them data),
`matching` finds them, `people` and `ages` find whom they are about, `allergies` and `dairy` compose
findings from parts ("allergic to nuts and milk", "milk gives me hives"), `assertion` decides the status
in the manner of ConText, and `finder` joins these.
"""

from __future__ import annotations

from guide.language.conditions.finder import ConditionFinder
from guide.language.conditions.findings import Finding, Findings

__all__ = ["ConditionFinder", "Finding", "Findings"]
