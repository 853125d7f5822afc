"""How an indicator is made. Each test is a rule: its docstring is the sentence of the manual.

The tables are drawn as text. Signs in them: ``.`` is kept secret, ``/`` a town its source does
not serve, ``...`` not delivered, ``s`` before a number estimated. Sums of towns and of the
district are made where every part is known; otherwise they are kept secret.

The file is long because it is read as one chapter of the manual, from the first rule to the last.
"""

from datetime import date

import polars as pl
import pytest

from kreisblick.statistics.cube import CubeDefinition
from kreisblick.statistics.indicators import IndicatorDefinition, Request, compute

title = "How an indicator is made"

DAY = date(2024, 12, 31)
BEFORE = date(2022, 12, 31)
CUBE = {"title": {"de": "Menschen"}, "counts": "persons", "rules": "residents"}


def definition(kind: str = "share", unit: str = "percent") -> IndicatorDefinition:
    divides = kind in {"share", "rate", "ratio"}
    return IndicatorDefinition.model_validate(
        {
            "title": {"de": "Kinder mit Grundsicherung"},
            "question": {"de": "Wo leben Kinder mit Grundsicherung?"},
            "theme": "Einkommen",
            "kind": kind,
            "unit": unit,
            "reading": "lower_is_better",
            "numerator": {"cube": "benefits"},
            "denominator": {"cube": "residents"} if divides else None,
            "formula": {"de": "Kinder mit Grundsicherung je 100 Kinder"},
            "text": {"de": "Zeigt, wo Familien wenig Geld haben."},
            "limits": ["Nur Menschen, die einen Antrag gestellt haben."],
            "definition": "benefits/1",
            "sources": ["agency/benefits"],
            "legal_basis": "§ 53 SGB II",
            "rhythm": "yearly",
            "owner": "Sozialamt",
            "sets": ["core"],
            "examples": [{"name": "x", "numerator": 1, "denominator": 2, "expect": 50.0}],
        }
    )


def rows_of(drawing: str) -> list[dict[str, str]]:
    lines = [line for line in drawing.strip().splitlines() if not set(line.strip()) <= set("-+")]
    table = [[cell.strip() for cell in line.split("|")] for line in lines]
    return [dict(zip(table[0], row, strict=True)) for row in table[1:]]


def read(sign: str) -> tuple[float | None, str, str]:
    states = {
        ".": (None, "counted", "suppressed"),
        "/": (None, "not_covered", "free"),
        "...": (None, "not_delivered", "free"),
    }
    if sign in states:
        return states[sign]
    return float(sign.lstrip("s")), "estimated" if sign.startswith("s") else "counted", "free"


def add_up(parts: list[tuple[float | None, str, str]]) -> tuple[float | None, str, str]:
    served = [part for part in parts if part[1] != "not_covered"]
    if not served:
        return (None, "not_covered", "free")
    if any(part[0] is None for part in served):
        return (None, "counted", "suppressed")
    state = "estimated" if any(part[1] == "estimated" for part in served) else "counted"
    return (sum(part[0] for part in served), state, "free")


def cells_of(rows: list[dict[str, str]], day: date) -> list[tuple]:
    found = []
    for cube in ("benefits", "residents"):
        if cube not in rows[0]:
            continue
        read_rows = [(row["town"], row["area"], read(row[cube])) for row in rows]
        if all(cell[1] == "not_delivered" for _, _, cell in read_rows):
            continue
        towns = sorted({town for town, _, _ in read_rows})
        given = {town: cell for town, area, cell in read_rows if area == "*"}
        small = [(town, area, cell) for town, area, cell in read_rows if area != "*"]
        sums = {t: given.get(t) or add_up([c for own, _, c in small if own == t]) for t in towns}
        cells = [("planning_area", area, cell) for _, area, cell in small]
        cells += [("municipality", town, cell) for town, cell in sums.items()]
        cells += [("district", "Kreis", add_up(list(sums.values())))]
        found += [(cube, "all", day, "2023", level, area, *cell) for level, area, cell in cells]
    return found


def coverage_of(cells: list[tuple]) -> pl.DataFrame:
    served = [(c[0], c[2], c[5]) for c in cells if c[4] == "municipality" and c[7] != "not_covered"]
    schema = {"cube": pl.String, "reference_date": pl.Date, "municipality": pl.String}
    return pl.DataFrame(served, schema=schema, orient="row")


def areas_of(rows: list[dict[str, str]]) -> pl.DataFrame:
    found = [("2023", "Kreis", "Kreis", "district", None)]
    found += [("2023", t, t, "municipality", "Kreis") for t in sorted({r["town"] for r in rows})]
    found += [
        ("2023", r["area"], r["area"], "planning_area", r["town"]) for r in rows if r["area"] != "*"
    ]
    columns = ["generation", "area", "name", "level", "parent"]
    return pl.DataFrame(found, schema=dict.fromkeys(columns, pl.String), orient="row")


def said(row: dict[str, object], column: str) -> str:
    value = row[column]
    if value is None:
        return "-"
    return f"{value:.1f}" if isinstance(value, float) else str(value)


@pytest.fixture
def rule():
    """Compute the drawn counts and compare the drawn expectation, column by column."""

    def check(counts: str, expect: str, before: str = "", **kind: str) -> None:
        cells = cells_of(rows_of(counts), DAY)
        cells += cells_of(rows_of(before), BEFORE) if before else []
        columns = ["cube", "slice", "reference_date", "generation", "level", "area"]
        columns += ["value", "observation", "confidentiality"]
        request = Request(
            definitions={"share": definition(**kind)},
            cubes={k: CubeDefinition.model_validate(CUBE) for k in ("benefits", "residents")},
            areas=areas_of(rows_of(counts)),
            coverage=coverage_of(cells),
            dates=[BEFORE, DAY] if before else [DAY],
        )

        frame = pl.DataFrame(cells, schema=columns, orient="row", infer_schema_length=None)
        result = compute(frame, request)

        now = result.filter(pl.col("reference_date") == DAY)
        by_area = {row["area"]: row for row in now.iter_rows(named=True)}
        for row in rows_of(expect):
            found = {c: said(by_area[row["area"]], c) for c in row if c != "area"}
            assert found == {c: v for c, v in row.items() if c != "area"}, row["area"]

    return check


def test_a_share_is_the_numerator_per_100_of_the_denominator(rule):
    """A share is what was counted, per 100 people among whom it was counted."""
    rule(
        counts="""
            town | area | benefits | residents
            -----+------+----------+----------
            Aue  | Nord | 30       | 120
            Aue  | Süd  | 10       | 80
        """,
        expect="""
            area | value | observation
            -----+-------+------------
            Nord | 25.0  | counted
            Süd  | 12.5  | counted
        """,
    )


def test_a_mean_divides_the_sums_and_is_no_mean_of_shares(rule):
    """The mean of a town is its people in all divided by its people in all: large areas weigh
    more. The mean of the district is made in the same way."""
    rule(
        counts="""
            town | area | benefits | residents
            -----+------+----------+----------
            Aue  | Nord | 30       | 100
            Aue  | Süd  | 30       | 300
            Berg | Dorf | 0        | 200
        """,
        expect="""
            area  | value | municipal_mean | district_mean
            ------+-------+----------------+--------------
            Nord  | 30.0  | 15.0           | 10.0
            Süd   | 10.0  | 15.0           | 10.0
            Dorf  | 0.0   | 0.0            | 10.0
            Aue   | 15.0  | -              | 10.0
            Kreis | 10.0  | -              | -
        """,
    )


def test_a_deviation_is_said_in_points(rule):
    """A deviation is the value less the mean, in percentage points."""
    rule(
        counts="""
            town | area | benefits | residents
            -----+------+----------+----------
            Aue  | Nord | 30       | 100
            Aue  | Süd  | 30       | 300
            Berg | Dorf | 0        | 200
        """,
        expect="""
            area  | deviation_municipal | deviation_district
            ------+---------------------+-------------------
            Nord  | 15.0                | 20.0
            Süd   | -5.0                | 0.0
            Dorf  | 0.0                 | -10.0
            Aue   | -                   | 5.0
            Kreis | -                   | -
        """,
    )


def test_the_districts_mean_covers_the_towns_that_the_source_serves(rule):
    """Where a source serves only some towns, the district's mean divides by the people of these
    towns only, and the coverage says how many towns they are."""
    rule(
        counts="""
            town | area | benefits | residents
            -----+------+----------+----------
            Aue  | Nord | 20       | 100
            Berg | Dorf | /        | 900
        """,
        expect="""
            area  | value | district_mean | denominator | coverage | observation
            ------+-------+---------------+-------------+----------+------------
            Nord  | 20.0  | 20.0          | 100.0       | 0.5      | counted
            Dorf  | -     | 20.0          | 900.0       | 0.5      | not_covered
            Kreis | 20.0  | -             | 100.0       | 0.5      | counted
        """,
    )


def test_a_town_missing_from_the_register_is_left_out_of_the_numerator_too(rule):
    """Where the register lacks a town, people counted there by another source do not enter the
    district's mean: they would be divided by nobody."""
    rule(
        counts="""
            town | area | benefits | residents
            -----+------+----------+----------
            Aue  | Nord | 20       | 100
            Berg | Dorf | 90       | /
        """,
        expect="""
            area  | value | numerator | coverage | observation
            ------+-------+-----------+----------+------------
            Nord  | 20.0  | 20.0      | 0.5      | counted
            Dorf  | -     | 90.0      | 0.5      | not_covered
            Kreis | 20.0  | 20.0      | 0.5      | counted
        """,
    )


def test_two_sources_that_serve_different_towns_have_no_common_mean(rule):
    """Where no town is served by both sources, the district has no value at all."""
    rule(
        counts="""
            town | area | benefits | residents
            -----+------+----------+----------
            Aue  | Nord | 20       | /
            Berg | Dorf | /        | 900
        """,
        expect="""
            area  | value | numerator | coverage | observation
            ------+-------+-----------+----------+------------
            Nord  | -     | 20.0      | 0.0      | not_covered
            Kreis | -     | -         | 0.0      | not_covered
        """,
    )


def test_the_covered_part_has_no_mean_when_one_of_its_towns_is_secret(rule):
    """A district's mean over a part of the towns needs the count of each of them."""
    rule(
        counts="""
            town | area | benefits | residents
            -----+------+----------+----------
            Aue  | Nord | 20       | 100
            Berg | Dorf | .        | 900
            Cell | Hain | 10       | /
        """,
        expect="""
            area  | value | district_mean | confidentiality
            ------+-------+---------------+----------------
            Nord  | 20.0  | -             | free
            Dorf  | -     | -             | suppressed
            Kreis | -     | -             | suppressed
        """,
    )


def test_zero_unknown_and_secret_are_three_things(rule):
    """Zero is a number. A secret count, a town that is not served and a delivery that did not
    come have no number, and each says so in its own word."""
    rule(
        counts="""
            town | area | benefits | residents
            -----+------+----------+----------
            Aue  | Nord | 0        | 120
            Aue  | Süd  | .        | 80
            Aue  | West | 5        | .
            Aue  | Ost  | s5       | 50
            Berg | Dorf | /        | 100
        """,
        expect="""
            area | value | observation | confidentiality
            -----+-------+-------------+----------------
            Nord | 0.0   | counted     | free
            Süd  | -     | counted     | suppressed
            West | -     | counted     | suppressed
            Ost  | 10.0  | estimated   | free
            Dorf | -     | not_covered | free
        """,
    )


def test_a_source_without_a_delivery_at_the_date_is_not_zero(rule):
    """When a source delivered nothing at a date, there is no figure at that date."""
    rule(
        counts="""
            town | area | benefits | residents
            -----+------+----------+----------
            Aue  | Nord | ...      | 120
        """,
        expect="""
            area  | value | observation   | coverage | denominator
            ------+-------+---------------+----------+------------
            Nord  | -     | not_delivered | 0.0      | 120.0
            Kreis | -     | not_delivered | 0.0      | 120.0
        """,
    )


def test_where_nobody_lives_a_share_cannot_exist(rule):
    """A share of nobody is no zero: it cannot exist."""
    rule(
        counts="""
            town | area | benefits | residents
            -----+------+----------+----------
            Aue  | Nord | 0        | 0
            Aue  | Süd  | 10       | 80
        """,
        expect="""
            area | value | lower | observation  | significance
            -----+-------+-------+--------------+-------------
            Nord | -     | -     | cannot_exist | unknown
            Süd  | 12.5  | 6.9   | counted      | unknown
        """,
    )


def test_an_interval_says_how_far_chance_reaches(rule):
    """A share has the 95 % interval of Wilson, narrow where many people live. An estimated share
    has none: it would look surer than it is."""
    rule(
        counts="""
            town | area | benefits | residents
            -----+------+----------+----------
            Aue  | Nord | 30       | 120
            Aue  | Süd  | 3000     | 12000
            Aue  | Ost  | s30      | 120
        """,
        expect="""
            area | value | lower | upper
            -----+-------+-------+------
            Nord | 25.0  | 18.1  | 33.4
            Süd  | 25.0  | 24.2  | 25.8
            Ost  | 25.0  | -     | -
        """,
    )


def test_only_a_difference_that_chance_cannot_explain_is_named(rule):
    """An area is above or below the district only if it differs surely from the rest of the
    district; a small area needs a large difference. Estimated areas are not judged."""
    rule(
        counts="""
            town | area | benefits | residents
            -----+------+----------+----------
            Aue  | Nord | 200      | 1000
            Aue  | Süd  | 3        | 20
            Berg | Dorf | 50       | 1000
            Berg | Hain | 100      | 1000
            Berg | Wald | s150     | 1000
        """,
        expect="""
            area | value | significance
            -----+-------+-------------
            Nord | 20.0  | above
            Süd  | 15.0  | same
            Dorf | 5.0   | below
            Hain | 10.0  | below
            Wald | 15.0  | unknown
        """,
    )


def test_a_district_of_three_areas_has_few_chances_for_false_alarms(rule):
    """The same area is judged beside few others here and beside many in the next rule."""
    rule(
        counts="""
            town | area | benefits | residents
            -----+------+----------+----------
            Aue  | Nord | 19       | 100
            Aue  | Süd  | 250      | 2500
            Aue  | West | 250      | 2500
        """,
        expect="""
            area | value | significance
            -----+-------+-------------
            Nord | 19.0  | above
        """,
    )


def test_where_many_areas_are_compared_a_difference_must_be_larger(rule):
    """Among many areas some stand out by accident. The more areas are compared at once, the more
    an area must differ: of all differences named, at most one in twenty may be an accident."""
    rule(
        counts="""
            town | area | benefits | residents
            -----+------+----------+----------
            Aue  | Nord | 19       | 100
            Aue  | A00  | 50       | 500
            Aue  | A01  | 50       | 500
            Aue  | A02  | 50       | 500
            Aue  | A03  | 50       | 500
            Aue  | A04  | 50       | 500
            Aue  | A05  | 50       | 500
            Aue  | A06  | 50       | 500
            Aue  | A07  | 50       | 500
            Aue  | A08  | 50       | 500
            Aue  | A09  | 50       | 500
        """,
        expect="""
            area | value | significance
            -----+-------+-------------
            Nord | 19.0  | same
        """,
    )


def test_a_change_is_the_difference_to_the_report_date_before(rule):
    """A change is said in percentage points, and called sure only if chance cannot explain it."""
    rule(
        before="""
            town | area | benefits | residents
            -----+------+----------+----------
            Aue  | Nord | 100      | 1000
            Aue  | Süd  | 3        | 30
            Aue  | West | .        | 30
        """,
        counts="""
            town | area | benefits | residents
            -----+------+----------+----------
            Aue  | Nord | 200      | 1000
            Aue  | Süd  | 6        | 30
            Aue  | West | 3        | 30
        """,
        expect="""
            area | change | change_from | change_significance
            -----+--------+-------------+--------------------
            Nord | 10.0   | 2022-12-31  | up
            Süd  | 10.0   | 2022-12-31  | same
            West | -      | -           | unknown
        """,
    )


def test_a_district_that_covers_other_towns_than_before_has_no_change(rule):
    """When a source serves other towns than at the date before, the district's two values speak
    of different places and are not subtracted. Each town keeps its own change."""
    rule(
        before="""
            town | area | benefits | residents
            -----+------+----------+----------
            Aue  | Nord | 100      | 1000
            Berg | Dorf | /        | 1000
        """,
        counts="""
            town | area | benefits | residents
            -----+------+----------+----------
            Aue  | Nord | 100      | 1000
            Berg | Dorf | 300      | 1000
        """,
        expect="""
            area  | value | change | change_significance
            ------+-------+--------+--------------------
            Aue   | 10.0  | 0.0    | same
            Kreis | 20.0  | -      | unknown
        """,
    )


def test_a_count_is_not_divided_and_has_no_mean(rule):
    """A count stands for itself; a large area is not above the mean because it is large."""
    rule(
        kind="count",
        unit="persons",
        counts="""
            town | area | benefits
            -----+------+---------
            Aue  | Nord | 30
            Aue  | Süd  | 10
        """,
        expect="""
            area | value | district_mean | significance | lower
            -----+-------+---------------+--------------+------
            Nord | 30.0  | -             | unknown      | -
            Aue  | 40.0  | -             | unknown      | -
        """,
    )


def test_a_rate_counts_cases_beside_people(rule):
    """A rate sets cases beside people; one person may be two cases, so its interval is that of
    counted events."""
    rule(
        kind="rate",
        unit="per_1000",
        counts="""
            town | area | benefits | residents
            -----+------+----------+----------
            Aue  | Nord | 10       | 1000
            Aue  | Süd  | 60       | 1000
        """,
        expect="""
            area | value | lower | upper | significance
            -----+-------+-------+-------+-------------
            Nord | 10.0  | 4.8   | 18.4  | below
            Süd  | 60.0  | 45.8  | 77.2  | above
        """,
    )


def test_an_area_is_also_compared_with_the_rest_of_its_own_town(rule):
    """An area can look fine in the district and stand out inside its own town. An area that is
    its town alone has nobody to be compared with there."""
    rule(
        counts="""
            town | area | benefits | residents
            -----+------+----------+----------
            Aue  | Nord | 120      | 1000
            Aue  | Süd  | 60       | 1000
            Berg | Dorf | 150      | 1000
        """,
        expect="""
            area  | value | significance | significance_municipal
            ------+-------+--------------+-----------------------
            Nord  | 12.0  | same         | above
            Süd   | 6.0   | below        | below
            Dorf  | 15.0  | above        | unknown
            Aue   | 9.0   | below        | unknown
            Kreis | 11.0  | unknown      | unknown
        """,
    )


def test_a_smoothed_value_moves_to_the_common_value_the_more_the_fewer_people_there_are(rule):
    """Beside the value stands a smoothed one: the value of an area with few people lies near that
    of all areas together, the value of an area with many stays nearly where it is. A secret
    area has none and moves no other; the district has none."""
    rule(
        counts="""
            town | area | benefits | residents
            -----+------+----------+----------
            Aue  | Nord | 100      | 1000
            Aue  | Süd  | 4        | 20
            Aue  | West | 200      | 1000
            Aue  | Ost  | .        | 300
        """,
        expect="""
            area  | value | smoothed
            ------+-------+---------
            Nord  | 10.0  | 10.3
            Süd   | 20.0  | 16.4
            West  | 20.0  | 19.7
            Ost   | -     | -
            Kreis | -     | -
        """,
    )
