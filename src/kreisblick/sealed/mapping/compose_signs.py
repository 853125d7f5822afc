"""What signs in place of numbers mean: by the table's own legend, else as usual."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from kreisblick.base.language import translate as _
from kreisblick.sealed.reading import Table, signs_in
from kreisblick.sealed.reading.rules import shipped_legend, shipped_signs

__all__ = ["SignsMade", "legend_of", "sign_rules"]

NEVER_NUMBERS = (".", "*", "/", "...", "x", "k. A.", "keine Angabe", "nicht erhoben", "entfällt")
"""Signs that never stand for a number: next year's table may have them."""
DASHES = ("-", "–", "—")
"""In official tables exactly zero; until an office has said so, no zero comes out of them."""
PIECE = re.compile(
    r"^\(?(?P<sign>\.\.\.|…|[-–—.*/x#]|\*{2,3}|[A-Za-z]\.? ?[A-Za-z]?\.?)\)?\s*"
    r"(?:=|:|–|bedeutet|steht für|\s)\s*(?P<words>\S.{3,})$",
    re.IGNORECASE,
)
APART = re.compile(r";|\s{2,}|,\s+(?=\S{1,3}\s*=)|(?<=\S)\s(?=(?:[./*x–-]|\.\.\.) (?:=|[a-zäöü]))")
FEWER = re.compile(r"(?:weniger|kleiner) als (\w+)|\bunter (\w+)\b")
NUMBERS = {"zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8,
           "neun": 9, "zehn": 10}  # fmt: skip
SECONDARY = re.compile(r"schließen|rückschl|rückrechn|sekund")
"""A sign that also hides what would give others away bounds nothing."""


@dataclass(kw_only=True)
class SignsMade:
    """Signs as plain values, and what to ask about them by path."""

    content: dict[str, Any] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)


def sign_rules(table: Table, counted: Collection[str]) -> SignsMade:
    """The signs that stand in columns of numbers, and those that may stand there next year.

    Args:
        table: with its footnotes, a legend among them.
        counted: columns of numbers that are read.
    """
    usual, made = shipped_signs(), SignsMade()
    legend = legend_of([*(text for _line, text in table.footnotes), *table.title])
    for sign in NEVER_NUMBERS:
        made.content[sign] = usual[sign.casefold()].model_dump(
            exclude_none=True, exclude={"signs", "say"}
        )
    dash = next((legend[sign] for sign in DASHES if sign in legend), None)
    legend |= {} if dash is None else dict.fromkeys(DASHES, dash)
    made.content |= legend
    for found in signs_in(table):
        sign = found.sign
        if found.column not in counted or not sign or sign in legend:
            continue
        meaning = usual.get(sign.casefold())
        if meaning is not None:
            made.content[sign] = meaning.model_dump(exclude_none=True, exclude={"signs", "say"})
            words = _("What does '{sign}' mean at this office? Read as usual here.")
            made.notes[f"signs.{sign}"] = words.format(sign=sign)
    for sign in DASHES[:2]:
        made.content.setdefault(sign, {"means": "not_delivered"})
    made.content = dict(sorted(made.content.items()))
    return made


def legend_of(lines: Iterable[str]) -> dict[str, dict[str, Any]]:
    """What a table says of its own signs.

    >>> legend_of(["- = nichts vorhanden; . = geheim zu halten"])["-"]
    {'means': 'counted', 'value': 0}
    >>> legend_of(["* weniger als drei Fälle"])
    {'*': {'means': 'withheld_by_source', 'lower': 0, 'upper': 2}}
    """
    found: dict[str, dict[str, Any]] = {}
    for piece in (piece.strip() for line in lines for piece in APART.split(line) if piece):
        match = PIECE.match(piece)
        meaning = _meaning(match["words"].casefold()) if match else None
        if match and meaning is not None:
            found.setdefault(match["sign"], meaning)
    return found


def _meaning(words: str) -> dict[str, Any] | None:
    for word in shipped_legend():
        if re.search(word.words, words):
            meaning = word.model_dump(exclude_none=True, exclude={"words"})
            upper = _upper(words) if word.means == "withheld_by_source" else None
            return meaning | ({} if upper is None else {"upper": upper})
    return None


def _upper(words: str) -> int | None:
    """The largest number that is hidden, where the legend says so of every hidden number."""
    match = FEWER.search(words)
    if match is None or SECONDARY.search(words):
        return None
    text = match[1] or match[2]
    number = int(text) if text.isdigit() else NUMBERS.get(text)
    return None if number is None else number - 1
