"""Rough categories: the middle and the shares, bounds of sums, and never a mean."""

import random
from typing import Any

import pytest

from kreisblick.base.definitions import read_definition, shipped
from kreisblick.statistics.cube import CubeDefinition, OrdinalClass
from kreisblick.statistics.indicators import (
    IndicatorDefinition,
    check_categories,
    class_shares,
    sum_bounds,
)
from kreisblick.statistics.indices import IndexDefinition, check_added_categories

BOUNDS = [(0, 4), (4, 8), (8, 13), (13, 20), (20, 100)]


def one(rank: int, bounds: tuple[float, float] | None = None) -> OrdinalClass:
    known = {} if bounds is None else {"lower": bounds[0], "upper": bounds[1]}
    return OrdinalClass.model_validate(
        {"code": "ABCDE"[rank - 1], "rank": rank, "title": {"de": "Stufe"}, **known}
    )


SCALE = [one(rank, bounds) for rank, bounds in enumerate(BOUNDS, start=1)]
CUBES = {
    "ranks": CubeDefinition.model_validate(
        {
            "title": {"de": "Stufen"},
            "counts": "ordinal",
            "rules": "r",
            "classes": [item.model_dump() for item in SCALE],
        }
    ),
    "unbounded": CubeDefinition.model_validate(
        {"title": {"de": "Stufen"}, "counts": "ordinal", "rules": "r",
         "classes": [one(1).model_dump(exclude_none=True)]}
    ),
    "households": CubeDefinition.model_validate(
        {"title": {"de": "Haushalte"}, "counts": "households", "rules": "r"}
    ),
    "rates": CubeDefinition.model_validate(
        {"title": {"de": "Quoten"}, "counts": "rate", "rules": "r"}
    ),
}  # fmt: skip
MIXING = {
    "whole": {"cube": "households"},
    "counts": {"de": "Haushalte"},
    "rule": {"de": "Grenzen mal Haushalte."},
    "agreed_by": "Steuerungsgruppe",
    "agreed_on": "2025-01-01",
}


def indicator(**changes: Any) -> IndicatorDefinition:
    shown = read_definition(
        shipped("catalogue", "indicators", "jobcenter_category.yaml"), IndicatorDefinition
    )
    plain = shown.model_dump(mode="json", exclude_none=True)
    return IndicatorDefinition.model_validate({**plain, "numerator": {"cube": "ranks"}, **changes})


def told(**changes: Any) -> list[tuple[str, str]]:
    faults = check_categories({"own": indicator(**changes)}, CUBES)
    return [(fault.code, fault.message) for fault in faults]


def test_the_median_is_a_class_and_the_slow_count_agrees() -> None:
    chance = random.Random(4)
    for _ in range(200):
        ranks = [chance.randint(1, 5) for _ in range(chance.randint(1, 12))]

        found = class_shares(ranks, SCALE)

        low, high = found.middle or (0, 0)
        half = len(ranks) / 2
        assert sum(rank <= low for rank in ranks) >= half
        assert sum(rank >= high for rank in ranks) >= half
        assert {low, high} <= set(ranks)
        assert [ranks.count(rank) for rank in range(1, 6)] == list(found.counts)
        assert sum(found.percent(rank) or 0 for rank in range(1, 6)) == pytest.approx(100)


def test_an_even_number_of_areas_has_two_middle_classes_and_nothing_between() -> None:
    assert class_shares([1, 4], SCALE).middle == (1, 4)


def test_areas_without_a_class_are_told_and_not_counted() -> None:
    found = class_shares([None, 2, None], SCALE)

    assert (found.areas, found.without, found.middle) == (1, 2, (2, 2))
    assert class_shares([None], SCALE).middle is None
    assert class_shares([None], SCALE).percent(1) is None


def test_the_bounds_of_a_sum_hold_whatever_the_true_counts_are() -> None:
    chance = random.Random(7)
    for _ in range(200):
        parts, true = [], 0
        for _ in range(chance.randint(1, 6)):
            households = chance.randint(1, 300)
            on_benefit = chance.randint(0, households - 1)
            share = 100 * on_benefit / households
            rank = next(item for item in SCALE if item.lower <= share < item.upper)
            parts.append((rank, households))
            true += on_benefit

        least, most = sum_bounds(parts) or (0, 0)

        assert least <= true <= most


def test_one_unknown_bound_class_or_count_leaves_the_sum_unknown() -> None:
    assert sum_bounds([(SCALE[0], 100), (one(2), 50)]) is None
    assert sum_bounds([(SCALE[0], 100), (None, 50)]) is None
    assert sum_bounds([(SCALE[0], 100), (SCALE[1], None)]) is None


@pytest.mark.parametrize(
    ("classes", "words"),
    [
        ([{"code": "A", "rank": 2, "title": {"de": "A"}}], "stand by rank"),
        ([{"code": "A", "rank": 1, "title": {"de": "A"}, "lower": 3}], "both bounds"),
        (
            [
                {"code": "A", "rank": 1, "title": {"de": "A"}, "lower": 0, "upper": 5},
                {"code": "B", "rank": 2, "title": {"de": "B"}, "lower": 4, "upper": 9},
            ],
            "overlap",
        ),
    ],
)
def test_classes_stand_in_order(classes: list[dict[str, Any]], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        CubeDefinition.model_validate(
            {"title": {"de": "S"}, "counts": "ordinal", "rules": "r", "classes": classes}
        )


def test_a_definition_that_asks_for_a_mean_is_refused_with_a_sentence() -> None:
    ((code, sentence),) = told(summary="mean")

    assert code == "mean_of_ranks"
    assert sentence.startswith("Verlangt ist ein Mittelwert von Stufen.")


@pytest.mark.parametrize("kind", ["count", "delivered"])
def test_ranks_are_no_counts_and_no_rates(kind: str) -> None:
    ((code, sentence),) = told(kind=kind, unit="persons")

    assert code == "mean_of_ranks"
    assert "lassen sich nicht addieren, teilen oder mitteln" in sentence


def test_ranks_are_no_denominator() -> None:
    changed = {"kind": "ratio", "unit": "percent", "numerator": {"cube": "households"},
               "denominator": {"cube": "ranks"}}  # fmt: skip

    assert [code for code, _sentence in told(**changed)] == ["mean_of_ranks"]


def test_an_index_of_ranks_is_refused() -> None:
    folder = shipped("catalogue", "indices")
    index = read_definition(folder / "social_index.yaml", IndexDefinition)
    name = next(iter(index.parts.values())).indicators[0].indicator

    faults = check_added_categories({"social_index": index}, {name: indicator()})

    assert [fault.code for fault in faults] == ["mean_of_ranks"]
    assert faults[0].where == "catalogue/indices/social_index.yaml"


def test_mixing_needs_bounds_and_counts() -> None:
    assert told(mixing=MIXING) == []
    unbounded = told(mixing=MIXING, numerator={"cube": "unbounded"})
    assert [code for code, _sentence in unbounded] == ["no_bounds"]
    of_rates = told(mixing={**MIXING, "whole": {"cube": "rates"}})
    assert [code for code, _sentence in of_rates] == ["no_counts"]
