"""How an index is made. Each test is a rule: its docstring is the sentence of the manual.

The method is that of the Berlin Monitoring Soziale Stadtentwicklung; real editions are
recomputed in ``tests/real``. The file is long because it is read as one chapter of the manual.
"""

from datetime import date

import polars as pl
import pytest

from kreisblick.statistics.indices import IndexDefinition, compute_index

title = "How an index is made"

DAY = date(2024, 12, 31)
BEFORE = date(2022, 12, 31)
CLASSES = [
    {"name": {"de": "hoch"}, "below": -1.0},
    {"name": {"de": "mittel"}, "up_to": 1.0},
    {"name": {"de": "niedrig"}, "up_to": 1.5},
    {"name": {"de": "sehr niedrig"}},
]


def definition(**changes: object) -> IndexDefinition:
    part = {
        "indicators": [
            {"indicator": "a", "direction": "higher_is_worse"},
            {"indicator": "b", "direction": "higher_is_worse"},
        ],
        "classes": CLASSES,
    }
    text = {"de": "Eine Suchhilfe."}
    return IndexDefinition.model_validate(
        {
            "title": {"de": "Index"},
            "question": text,
            "text": text,
            "reading": text,
            "limits": ["Vergleicht Gebiete untereinander."],
            "exclude": {"minimum_areas": 3},
            "status": part,
            "sets": ["core"],
            "definition": "test/1",
            "owner": "Sozialplanung",
        }
        | changes
    )


def rows_of(drawing: str) -> list[dict[str, str]]:
    lines = [line for line in drawing.strip().splitlines() if not set(line.strip()) <= set("-+")]
    table = [[cell.strip() for cell in line.split("|")] for line in lines]
    return [dict(zip(table[0], row, strict=True)) for row in table[1:]]


def indicators_of(drawing: str, day: date) -> list[tuple]:
    states = {".": (None, "counted", "suppressed"), "...": (None, "not_delivered", "free")}
    found = []
    for row in rows_of(drawing):
        for name, sign in row.items():
            if name != "area":
                cell = states.get(sign) or (float(sign), "counted", "free")
                found.append((name, day, "2023", "planning_area", row["area"], *cell))
    return found


def said(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.2f}" if isinstance(value, float) else str(value)


@pytest.fixture
def rule():
    """Compute an index from drawn shares and compare the drawn expectation."""

    def check(shares: str, expect: str, before: str = "", part: str = "status", **changes) -> None:
        rows = indicators_of(shares, DAY) + (indicators_of(before, BEFORE) if before else [])
        columns = ["indicator", "reference_date", "generation", "level", "area"]
        columns += ["value", "observation", "confidentiality"]
        frame = pl.DataFrame(rows, schema=columns, orient="row", infer_schema_length=None)

        result = compute_index(frame, definition(**changes), key="index")

        now = result.filter((pl.col("reference_date") == DAY) & (pl.col("part") == part))
        by_area = {row["area"]: row for row in now.iter_rows(named=True)}
        for row in rows_of(expect):
            found = {c: said(by_area[row["area"]][c]) for c in row if c != "area"}
            assert found == {c: v for c, v in row.items() if c != "area"}, row["area"]

    return check


def test_z_values_are_added_and_standardised_again(rule):
    """Each share becomes a z-value over all areas, each area once. The z-values are added, and
    the sum is made a z-value again, so that the index has mean 0 and standard deviation 1."""
    rule(
        shares="""
            area | a  | b
            -----+----+---
            N    | 10 | 2
            O    | 20 | 4
            S    | 30 | 6
        """,
        expect="""
            area | sum   | index_value | rank
            -----+-------+-------------+-----
            N    | -2.45 | -1.22       | 3
            O    | 0.00  | 0.00        | 2
            S    | 2.45  | 1.22        | 1
        """,
    )


def test_indicators_on_different_scales_weigh_the_same(rule):
    """An indicator counts as much as another, whether its shares are large or small."""
    rule(
        shares="""
            area | a   | b
            -----+-----+----
            N    | 100 | 2
            O    | 200 | 1
            S    | 150 | 1.5
        """,
        expect="""
            area | sum
            -----+------
            N    | 0.00
            O    | 0.00
            S    | 0.00
        """,
    )


def test_a_weight_counts_an_indicator_more_often(rule):
    """With weight 2, an indicator's z-value enters twice."""
    part = {
        "indicators": [
            {"indicator": "a", "direction": "higher_is_worse", "weight": 2},
            {"indicator": "b", "direction": "higher_is_worse", "weight": 1},
        ],
        "classes": CLASSES,
    }
    rule(
        shares="""
            area | a   | b
            -----+-----+----
            N    | 100 | 2
            O    | 200 | 1
            S    | 150 | 1.5
        """,
        expect="""
            area | sum
            -----+------
            N    | -1.22
            O    | 1.22
            S    | 0.00
        """,
        status=part,
    )


def test_where_a_low_share_is_the_burden_the_z_value_is_turned(rule):
    """An indicator that points the other way is subtracted."""
    part = {
        "indicators": [
            {"indicator": "a", "direction": "higher_is_worse"},
            {"indicator": "b", "direction": "lower_is_worse"},
        ],
        "classes": CLASSES,
    }
    rule(
        shares="""
            area | a  | b
            -----+----+---
            N    | 10 | 6
            O    | 20 | 4
            S    | 30 | 2
        """,
        expect="""
            area | index_value | rank
            -----+-------------+-----
            N    | -1.22       | 3
            S    | 1.22        | 1
        """,
        status=part,
    )


def test_classes_are_cut_at_one_and_one_and_a_half_standard_deviations(rule):
    """Below -1 is the lightest class, up to +1 the middle, up to +1.5 the third, above it the
    fourth. A value on a cut belongs to the middle one."""
    rule(
        shares="""
            area | a  | b
            -----+----+----
            A    | 0  | 0
            B    | 10 | 10
            C    | 10 | 10
            D    | 11 | 11
            E    | 12 | 12
            F    | 20 | 20
        """,
        expect="""
            area | index_value | class
            -----+-------------+-------------
            A    | -1.80       | hoch
            B    | -0.09       | mittel
            C    | -0.09       | mittel
            D    | 0.09        | mittel
            E    | 0.26        | mittel
            F    | 1.63        | sehr niedrig
        """,
    )


def test_a_value_on_a_cut_stays_in_the_middle_class(rule):
    """Exactly -1 and exactly +1 are not beyond the cut."""
    rule(
        shares="""
            area | a  | b
            -----+----+----
            A    | 10 | 10
            B    | 20 | 20
            C    | 10 | 10
            D    | 20 | 20
        """,
        expect="""
            area | index_value | class  | rank
            -----+-------------+--------+-----
            A    | -1.00       | mittel | 3
            B    | 1.00        | mittel | 1
            C    | -1.00       | mittel | 3
            D    | 1.00        | mittel | 1
        """,
    )


def test_an_area_with_few_people_is_left_out_before_anything_is_compared(rule):
    """Shares of few people jump; such an area has no index and does not move the others."""
    exclude = {"minimum_residents": 300, "residents": "people", "minimum_areas": 3}
    rule(
        shares="""
            area | a   | b   | people
            -----+-----+-----+-------
            N    | 10  | 2   | 1000
            O    | 20  | 4   | 300
            S    | 30  | 6   | 1000
            W    | 900 | 900 | 299
        """,
        expect="""
            area | index_value | observation  | note
            -----+-------------+--------------+----------------------------------------------
            O    | 0.00        | counted      | -
            W    | -           | cannot_exist | Weniger als 300 Einwohnerinnen und Einwohner.
        """,
        exclude=exclude,
    )


def test_a_declared_outlier_is_left_out_with_its_reason(rule):
    """An area that the steering group leaves out says why."""
    outlier = {"area": "W", "reason": "Kaserne."}
    rule(
        shares="""
            area | a   | b
            -----+-----+----
            N    | 10  | 2
            O    | 20  | 4
            S    | 30  | 6
            W    | 900 | 900
        """,
        expect="""
            area | index_value | observation  | note
            -----+-------------+--------------+---------
            S    | 1.22        | counted      | -
            W    | -           | cannot_exist | Kaserne.
        """,
        exclude={"minimum_areas": 3, "outliers": [outlier]},
    )


def test_an_area_with_a_secret_part_has_no_index(rule):
    """Where one part is kept secret or missing, the index is not guessed from the others."""
    rule(
        shares="""
            area | a   | b
            -----+-----+----
            N    | 10  | 2
            O    | 20  | 4
            S    | 30  | 6
            W    | .   | 5
            X    | ... | 5
        """,
        expect="""
            area | index_value | observation   | confidentiality
            -----+-------------+---------------+----------------
            S    | 1.22        | counted       | free
            W    | -           | counted       | suppressed
            X    | -           | not_delivered | free
        """,
    )


def test_with_too_few_areas_there_is_no_index(rule):
    """Of a handful of areas a standard deviation says nothing."""
    rule(
        shares="""
            area | a  | b
            -----+----+---
            N    | 10 | 2
            O    | 20 | 4
        """,
        expect="""
            area | index_value | class | observation
            -----+-------------+-------+-------------
            N    | -           | -     | cannot_exist
            O    | -           | -     | cannot_exist
        """,
    )


def test_dynamics_compare_the_change_over_the_period_with_that_of_other_areas(rule):
    """Dynamics are made of changes in points. They are relative: an area whose shares fall less
    than those of others stands above the mean."""
    dynamics = {
        "of": "change",
        "period_years": 2,
        "indicators": [
            {"indicator": "a", "direction": "higher_is_worse"},
            {"indicator": "b", "direction": "higher_is_worse"},
        ],
        "classes": CLASSES,
    }
    rule(
        part="dynamics",
        before="""
            area | a  | b
            -----+----+----
            N    | 30 | 30
            O    | 30 | 30
            S    | 30 | 30
        """,
        shares="""
            area | a  | b
            -----+----+----
            N    | 10 | 10
            O    | 20 | 20
            S    | 29 | 29
        """,
        expect="""
            area | index_value | class
            -----+-------------+-------
            N    | -1.25       | hoch
            O    | 0.04        | mittel
            S    | 1.20        | niedrig
        """,
        dynamics=dynamics,
    )


def test_without_an_earlier_date_there_are_no_dynamics(rule):
    """A change needs both dates."""
    dynamics = {
        "of": "change",
        "period_years": 2,
        "indicators": [
            {"indicator": "a", "direction": "higher_is_worse"},
            {"indicator": "b", "direction": "higher_is_worse"},
        ],
        "classes": CLASSES,
    }
    rule(
        part="dynamics",
        shares="""
            area | a  | b
            -----+----+----
            N    | 10 | 10
            O    | 20 | 20
            S    | 29 | 29
        """,
        expect="""
            area | index_value | observation
            -----+-------------+--------------
            N    | -           | not_delivered
        """,
        dynamics=dynamics,
    )
