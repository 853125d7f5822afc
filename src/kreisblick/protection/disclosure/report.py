"""Report: what may be said in public about what was withheld."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from kreisblick.protection.rules import RuleSet, rules_in_words
from kreisblick.statistics.cube import Confidentiality

__all__ = ["public_report"]


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
            **_signed(rules[key]),
            **_published_as(rules[key]),
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


def _signed(rules: RuleSet) -> dict[str, Any]:
    """Who signed which day, and whether the rules are still those; never what was signed."""
    one = rules.signed
    if one is None:
        return {"signed": False}
    state = not rules.changed_since_signed
    return {"signed": state, "signed_by": one.office, "signed_on": one.date.isoformat()}


def _published_as(rules: RuleSet) -> dict[str, Any]:
    """What a publisher did; how far it moved perturbed figures stays its secret."""
    as_ = rules.published_as
    return {} if as_ is None else {"published_as": as_.model_dump(include={"how", "base"})}


_EMPTY = pl.DataFrame(schema={"confidentiality": pl.String})


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
