"""Findings: what the figures point at, always with a reason, strengths among them.

What for: to say where burdens of several fields come together, where an area is burdened inside
its own town only, where neighbours are alike, where a trend turns, and what goes well; a proposal
to look closer, which counts when the municipality has read it.
In: the indicator and index frames and a ``FindingsRequest``. Out: ``FINDING_COLUMNS`` (``find``,
pure, so that ``protection.disclosure.derive`` can call it).
"""

from kreisblick.statistics.findings.find import SEPARATOR, find
from kreisblick.statistics.findings.model import (
    ANSWER_COLUMNS,
    FINDING_COLUMNS,
    FindingKind,
    FindingsRequest,
    FindingsRules,
    Pattern,
    State,
    shipped_rules,
)

__all__ = [
    "ANSWER_COLUMNS",
    "FINDING_COLUMNS",
    "SEPARATOR",
    "FindingKind",
    "FindingsRequest",
    "FindingsRules",
    "Pattern",
    "State",
    "find",
    "shipped_rules",
]
