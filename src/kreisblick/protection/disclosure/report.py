"""Report: what may be said in public about what was withheld."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.protection.disclosure.model import RuleSet
from kreisblick.statistics.cube import Confidentiality

__all__ = ["public_report", "rules_in_words"]


def public_report(
    cells: Mapping[str, pl.DataFrame], rules: Mapping[str, RuleSet]
) -> dict[str, Any]:
    """Cells shown and withheld per cube and level, and the rules in words.

    It does not tell which cell was small and which covers another, and no parameter of the
    dominance rules.
    """
    cubes = {
        key: {
            "rules": rules[key].title.de,
            "rules_in_words": rules_in_words(rules[key]),
            "agreed_with": rules[key].agreed_with.office,
            "agreed_on": rules[key].agreed_with.date.isoformat(),
            "levels": _levels(frame),
        }
        for key, frame in sorted(cells.items())
    }
    every = pl.concat([frame.select("confidentiality") for frame in cells.values()] or [_EMPTY])
    return {
        "cubes": cubes,
        "cells": every.height,
        "suppressed": every.filter(pl.col("confidentiality") == Confidentiality.SUPPRESSED).height,
    }


_EMPTY = pl.DataFrame(schema={"confidentiality": pl.String})


def rules_in_words(rules: RuleSet) -> list[str]:
    """The rules as sentences for readers."""
    if rules.source == "publisher":
        return [_("The publisher has protected these figures; nothing further is withheld.")]
    words = []
    if rules.minimum_count is not None:
        text = _("Figures above zero and below {count} are withheld.")
        words.append(text.format(count=rules.minimum_count))
    if rules.minimum_contributors is not None:
        text = _("At least {count} holdings or households must stand behind a figure.")
        words.append(text.format(count=rules.minimum_contributors))
    if rules.dominance is not None:
        words.append(_("Figures that one or few contributors dominate are withheld."))
    if rules.group_rule:
        words.append(_("A share is withheld too when it says something about nearly everybody."))
    if rules.zeros == "sensitive":
        words.append(_("Zeros are treated like small figures."))
    words.append(_("Further figures are withheld so that none of these can be computed."))
    return words


def _levels(frame: pl.DataFrame) -> dict[str, dict[str, int]]:
    suppressed = pl.col("confidentiality") == Confidentiality.SUPPRESSED.value
    counts = (
        frame.group_by("level")
        .agg(
            cells=pl.len(),
            suppressed=suppressed.sum(),
            shown=(~suppressed & pl.col("value").is_not_null()).sum(),
            without_number=(~suppressed & pl.col("value").is_null()).sum(),
        )
        .sort("level")
    )
    return {row.pop("level"): row for row in counts.iter_rows(named=True)}
