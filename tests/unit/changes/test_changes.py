"""What is different between two rounds of an invented district in memory."""

import runpy
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from kreisblick.products.changes import compare_rounds, tell_changes

FACTORY = runpy.run_path(str(Path(__file__).parents[1] / "report" / "factory.py"))
LAST = date(2024, 12, 31)


@pytest.fixture(scope="module")
def after() -> Any:
    bundle = FACTORY["make_bundle"]()
    return replace(bundle, lineage=[accepted("2022-12-31", "a"), accepted("2024-12-31", "b")])


@pytest.fixture(scope="module")
def before(after: Any) -> Any:
    """The round in which the last date had not been delivered."""
    report = {**after.report, "dates": after.report["dates"][:2]}
    old = after.indicators.filter(pl.col("reference_date") != LAST)
    return replace(after, report=report, indicators=old, lineage=[accepted("2022-12-31", "a")])


def accepted(day: str, output: str) -> dict[str, Any]:
    about = {"supplier": "resident_register", "product": "residents", "reference_date": day}
    return {"verb": "accept", "output": output, "parameters": about}


def with_definition(bundle: Any, key: str, **changes: Any) -> Any:
    definitions = bundle.indicator_definitions
    changed = {**definitions, key: {**definitions[key], **changes}}
    return replace(bundle, indicator_definitions=changed)


def test_nothing_is_different_between_a_round_and_itself(after: Any) -> None:
    found = compare_rounds(after, after)

    assert not any(
        [found.dates, found.arrived, found.replaced, found.gone, found.moves, found.corrected,
         found.added, found.dropped, found.redefined, found.new_areas, found.dissolved_areas,
         found.renamed_areas, found.generation]
    )  # fmt: skip


def test_a_new_date_moves_every_indicator_that_has_it(before: Any, after: Any) -> None:
    found = compare_rounds(before, after)
    with_values = after.indicators.filter(pl.col("value").is_not_null(), reference_date=LAST)[
        "indicator"
    ].unique()

    assert found.dates == [LAST]
    assert {move.indicator for move in found.moves} == set(with_values)
    assert {move.day for move in found.moves} == {LAST}
    assert found.arrived == [("resident_register", "residents", "2024-12-31")]


def test_areas_that_moved_for_certain_are_those_that_the_test_found(
    before: Any, after: Any
) -> None:
    found = {move.indicator: move for move in compare_rounds(before, after).moves}
    rows = after.indicators.filter(reference_date=LAST, level="planning_area")

    for key, move in found.items():
        for way, names in (("up", move.risen), ("down", move.fallen)):
            expected = rows.filter(indicator=key, change_significance=way).height
            assert len(names["planning_area"]) == expected


def test_a_delivery_that_was_replaced_or_taken_back_is_told(after: Any) -> None:
    earlier = replace(after, lineage=[accepted("2022-12-31", "x"), accepted("2020-12-31", "c")])

    found = compare_rounds(earlier, after)

    assert found.replaced == [("resident_register", "residents", "2022-12-31")]
    assert found.gone == [("resident_register", "residents", "2020-12-31")]


@pytest.mark.parametrize(
    "change", [{"formula": {"de": "anders"}}, {"definition": "residents_main_home/2"},
               {"numerator": {"cube": "residents", "where": {"age": "0-17"}}}]
)  # fmt: skip
def test_an_indicator_that_means_something_else_is_told(after: Any, change: dict[str, Any]) -> None:
    key = next(iter(after.indicator_definitions))

    found = compare_rounds(with_definition(after, key, **change), after)

    assert found.redefined == [after.indicator_definitions[key]["title"]["de"]]


def test_an_indicator_that_is_only_described_otherwise_is_not(after: Any) -> None:
    key = next(iter(after.indicator_definitions))
    remarked = {"text": {"de": "anders"}, "order": 99}

    assert compare_rounds(with_definition(after, key, **remarked), after).redefined == []


def test_new_dissolved_and_renamed_areas_are_told_by_name(after: Any) -> None:
    areas = after.areas.filter(level="planning_area")["area"].to_list()
    name = pl.when(pl.col("area") == areas[0]).then(pl.lit("Alt")).otherwise("name").alias("name")
    gone = pl.when(pl.col("area") == areas[1]).then(pl.lit("zz")).otherwise("area").alias("area")
    earlier = replace(after, areas=after.areas.with_columns(name, gone))
    names = dict(after.areas.select("area", "name").iter_rows())

    found = compare_rounds(earlier, after)

    assert found.renamed_areas == [f"Alt → {names[areas[0]]}"]
    assert (found.new_areas, found.dissolved_areas) == ([names[areas[1]]], [names[areas[1]]])


def test_corrected_figures_are_counted_and_hidden_ones_are_not_told(
    after: Any, tmp_path: Path
) -> None:
    """An area that is hidden in one of the rounds is no correction: it would tell what it hides."""
    shown = after.indicators.filter(pl.col("value").is_not_null(), reference_date=LAST)
    key = shown["indicator"][0]
    areas = shown.filter(indicator=key, level="planning_area")["area"].to_list()
    here = (pl.col("indicator") == key) & (pl.col("reference_date") == LAST)
    value = (
        pl.when(here & (pl.col("area") == areas[0]))
        .then(pl.col("value") + 1)
        .when(here & (pl.col("area") == areas[1]))
        .then(pl.lit(None))
        .otherwise("value")
        .alias("value")
    )
    earlier = replace(after, indicators=after.indicators.with_columns(value))

    found = compare_rounds(earlier, after)

    title = after.indicator_definitions[key]["title"]["de"]
    assert found.corrected == [(title, LAST, 1)]
    tell_changes(earlier, after, tmp_path)
    page = (tmp_path / "index.html").read_text("utf-8")
    assert f"{title}, 31.12.2024: in einem Gebiet</li>" in page
    assert "Ohne neuere" not in page  # nothing has any: the list would be everything


def test_no_figure_of_the_earlier_round_is_printed(before: Any, after: Any, tmp_path: Path) -> None:
    """Two rounds hide different cells; an old figure beside a new one could undo both."""
    other = replace(
        before, indicators=before.indicators.with_columns(pl.lit(7654.3).alias("value"))
    )

    tell_changes(other, after, tmp_path)

    text = (tmp_path / "index.html").read_text("utf-8") + (tmp_path / "changes.csv").read_text()
    assert "7654" not in text
    assert "7.654" not in text


def test_the_page_is_german_and_whole(before: Any, after: Any, tmp_path: Path) -> None:
    tell_changes(before, after, tmp_path)

    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert '<html lang="de">' in page
    assert "Neu ist der Stichtag 31.12.2024." in page
    assert "Meldebehörden der Gemeinden: 31.12.2024" in page
    assert page.rstrip().endswith("</html>")


def test_what_cannot_be_compared_is_no_zero(before: Any, after: Any, tmp_path: Path) -> None:
    """A dash in a table says 'exactly nothing'; where no change is known stands an x."""
    unknown = replace(
        after,
        indicators=after.indicators.with_columns(
            change=pl.lit(None, pl.Float64), change_from=pl.lit(None, pl.Date)
        ),
    )

    tell_changes(before, unknown, tmp_path)

    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    cells = page.partition("<tbody>")[2].partition("</tbody>")[0]
    assert "<td>x</td><td>x</td><td>x</td>" in cells
    assert ">–<" not in cells
