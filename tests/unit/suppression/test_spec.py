"""What an office may ask for beside the minimum count."""

import polars as pl
import pytest

from kreisblick.base.errors import FaultsFoundError
from kreisblick.protection.rules import ProtectionFailedError
from kreisblick.protection.suppression import Spec, protect_frame

ROWS = [
    ("t1", "a", "young", 2),
    ("t1", "a", "old", 8),
    ("t1", "b", "young", 9),
    ("t1", "b", "old", 7),
    ("t2", "c", "young", 5),
    ("t2", "c", "old", 6),
    ("t2", "d", "young", 12),
    ("t2", "d", "old", 30),
]


def frame(rows=ROWS):
    return pl.DataFrame(rows, schema=["town", "area", "age", "n"], orient="row")


def spec(**more):
    base = {
        "value": "n",
        "dimensions": {"place": ("town", "area"), "age": ("age",)},
        "minimum_count": 3,
    }
    return Spec.model_validate(base | more)


def status(cells, **where):
    for column in ("town", "area", "age"):
        cells = cells.filter(pl.col(column).eq_missing(pl.lit(where.get(column))))
    return cells["status"].item()


def test_all_faults_are_told_at_once():
    wrong = spec(
        group_rule=("age",),
        forced=({"where": {"postcode": "1"}},),
        contributors=({"column": "provider", "minimum": 3},),
        importance={"sex": 2, "age": -1},
    )

    with pytest.raises(FaultsFoundError) as told:
        protect_frame(frame(), wrong)

    codes = sorted(fault.code for fault in told.value.faults)
    assert codes == ["group_rule", "importance", "no_column", "no_dimension", "no_table"]


def test_a_row_without_a_code_is_a_fault():
    with pytest.raises(FaultsFoundError, match="age"):
        protect_frame(frame([*ROWS, ("t2", "d", None, 3)]), spec())


def test_a_forced_figure_is_shown_and_another_one_covers():
    free = protect_frame(frame(), spec())
    cover = {"town": "t1", "area": "b", "age": "young"}
    assert status(free, **cover) == "secondary"

    cells = protect_frame(frame(), spec(forced=({"where": cover, "value": 9},)))

    assert status(cells, **cover) == "free"
    assert status(cells, town="t1", area="a", age="young") == "primary"


def test_a_figure_that_the_rows_do_not_add_up_to_stops_the_release():
    with pytest.raises(ProtectionFailedError):
        protect_frame(frame(), spec(forced=({"where": {"town": "t1"}, "value": 27},)))


def test_a_small_figure_is_forced_only_with_consent():
    small = {"where": {"town": "t1", "area": "a", "age": "young"}}

    with pytest.raises(FaultsFoundError):
        protect_frame(frame(), spec(forced=(small,)))

    cells = protect_frame(frame(), spec(forced=(small,), waived=(small,)))
    assert cells["value"].null_count() == 0


def test_a_waived_figure_needs_no_cover():
    small = {"where": {"town": "t1", "area": "a", "age": "young"}}

    cells = protect_frame(frame(), spec(waived=(small,)))

    assert set(cells["status"]) == {"free"}


def test_what_is_important_is_hidden_last():
    """Either one area's or one age's total goes: the one that matters less."""
    rows = [("t1", "a", "young", 2), ("t1", "b", "young", 40), ("t1", "b", "old", 50)]
    dear_place = protect_frame(frame(rows), spec(importance={"area": 100, "town": 100}))
    dear_age = protect_frame(frame(rows), spec(importance={"age": 100}))

    def hidden(cells, column):
        return cells.filter((pl.col("status") != "free") & pl.col(column).is_not_null()).height

    assert hidden(dear_age, "age") <= hidden(dear_place, "age")
    assert hidden(dear_place, "area") <= hidden(dear_age, "area")


def test_whoever_makes_up_nearly_a_whole_group_is_hidden():
    rows = [("t1", "a", "young", 40), ("t1", "a", "old", 1), ("t1", "b", "young", 30)]
    rows += [("t1", "b", "old", 25), ("t1", "c", "young", 20), ("t1", "c", "old", 20)]

    plain = protect_frame(frame(rows), spec(zeros="sensitive"))
    strict = protect_frame(frame(rows), spec(zeros="sensitive", group_rule=("age",)))

    most = {"town": "t1", "area": "a", "age": "young"}
    assert status(plain, **most) != "primary"
    assert status(strict, **most) == "primary"


@pytest.mark.parametrize("zeros", ["free", "sensitive"])
def test_zeros_are_hidden_where_they_tell_something(zeros):
    rows = [*ROWS, ("t2", "e", "young", 0), ("t2", "e", "old", 14)]

    cells = protect_frame(frame(rows), spec(zeros=zeros))

    expected = "free" if zeros == "free" else "primary"
    assert status(cells, town="t2", area="e", age="young") == expected


def test_a_spec_without_any_rule_is_refused():
    with pytest.raises(ValueError, match="minimum_count"):
        Spec(dimensions={"age": ("age",)})


@pytest.mark.parametrize("minimum", [2, 1, 0, -3])
def test_no_minimum_is_lower_than_three(minimum):
    contributors = ({"column": "provider", "minimum": minimum},)

    with pytest.raises(FaultsFoundError) as found:
        protect_frame(frame(ROWS), spec(minimum_count=minimum))
    with pytest.raises(FaultsFoundError) as of_providers:
        protect_frame(frame().with_columns(provider=pl.lit("x")), spec(contributors=contributors))

    assert [f.code for f in (*found.value.faults, *of_providers.value.faults)] == ["minimum"] * 2
    assert all("mindestens 3" in f.message for f in found.value.faults)
