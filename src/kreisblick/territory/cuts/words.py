"""Words: how much, and how two areas lie to each other."""

from collections.abc import Mapping
from typing import Any

from kreisblick.base.language import format_count, format_decimal, format_percent
from kreisblick.base.language import translate as _
from kreisblick.territory.crosswalks import OUTSIDE
from kreisblick.territory.cuts.model import Basis, Relation

__all__ = ["amount_words", "relation_words"]

HECTARE_M2 = 10_000


def amount_words(amount: float, basis: Basis) -> str:
    """An amount with its unit; area in hectares."""
    if basis is Basis.AREA:
        return _("{size} ha").format(size=format_decimal(amount / HECTARE_M2, 1))
    words = _("{count} people") if basis is Basis.RESIDENTS else _("{count} addresses")
    return words.format(count=format_count(amount))


def relation_words(pair: Mapping[str, Any]) -> str:
    """How the two areas of a pair lie to each other.

    Args:
        pair: a row of ``Comparison.pairs``.
    """
    left, right = pair["left"], pair["right"]
    relation = Relation(pair["relation"])
    shares = {
        "left": left,
        "right": right,
        "share_left": format_percent(100 * pair["share_of_left"]),
        "share_right": format_percent(100 * pair["share_of_right"]),
    }
    if relation is Relation.ONE_SIDED:
        return _("only in {area}").format(area=left if right == OUTSIDE else right)
    words = {
        Relation.SAME: _("the same people"),
        Relation.RIGHT_INSIDE: _("{right} lies wholly in {left} ({share_left} of it)"),
        Relation.LEFT_INSIDE: _("{left} lies wholly in {right} ({share_right} of it)"),
        Relation.CROSSING: _(
            "the border crosses: {share_left} of {left}, {share_right} of {right}"
        ),
    }
    return words[relation].format(**shares)
