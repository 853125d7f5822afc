"""Findings in products: what the figures point at, with reasons, strengths and answers.

In: a bundle with the table ``findings``. Out: plain words for the templates of report and
profiles; a finding never stands without its state, read by the municipality or not.
"""

from kreisblick.products.findings.one_field import OneField, one_field
from kreisblick.products.findings.tell import (
    class_lines,
    findings_about,
    findings_chapter,
    kind_title,
    state_words,
)

__all__ = [
    "OneField",
    "class_lines",
    "findings_about",
    "findings_chapter",
    "kind_title",
    "one_field",
    "state_words",
]
