"""What of a list of streets holds on a day, where its houses lie, how it is kept."""

from datetime import date

import polars as pl
import pytest
from tests.unit.territory.kept_streets import A, B, houses, ranges, territory

from kreisblick.territory.streets import (
    StreetColumnError,
    Streets,
    add_names,
    place_houses,
    place_in_ranges,
    read_streets,
    valid_on,
    write_streets,
)
from kreisblick.territory.streets.model import NAMES, empty_names


def test_a_house_is_valid_from_its_first_day_until_before_its_last():
    day = date(2024, 7, 1)
    some = houses(
        ("A", "1", None, "x"), ("A", "2", None, "x"), ("A", "3", None, "x"), ("A", "4", None, "x"),
        valid_from=[day, date(2024, 7, 2), None, None],
        valid_until=[None, None, day, date(2024, 7, 2)],
    )  # fmt: skip

    assert valid_on(some, day).houses["number"].to_list() == ["1", "4"]


def test_former_names_are_kept_and_later_ones_left_out():
    names = pl.DataFrame(
        [("Neu", None, None, "Alt", None, date(1991, 1, 1)),
         ("Neu", None, None, "Später", date(2030, 1, 1), None)],
        schema=empty_names().schema, orient="row",
    )  # fmt: skip

    found = valid_on(add_names(houses(("Neu", "1", None, "x")), names), date(2024, 1, 1))

    assert found.names["other"].to_list() == ["Alt"]
    assert found.names.columns == list(NAMES)


def test_houses_are_placed_in_several_cuts_and_the_latest_is_theirs():
    some = houses(("A", "1", None, None), ("A", "2", None, None), ("A", "3", None, None),
                  x=[10.0, 150.0, None], y=[50.0, 50.0, 50.0])  # fmt: skip

    cuts = [territory("new", date(2024, 1, 1), 5.0), territory("old", date(2020, 1, 1), 100.0)]
    found = place_houses(some, cuts).houses

    assert found["area_old"].to_list() == ["west", "east", None]
    assert found["area_new"].to_list() == ["east", "east", None]
    assert found["area"].to_list() == ["east", "east", None]


def test_stretches_with_a_middle_are_placed_as_well():
    some = ranges(("odd", 1, None, 9, None, None)).ranges
    middle = some.with_columns(x=pl.lit(150.0), y=pl.lit(50.0))

    found = place_houses(
        Streets(ranges=middle, format="ranges"), [territory("c", date(2024, 1, 1), 100.0)]
    )

    assert found.ranges["area"].to_list() == ["east"]


def test_a_list_is_placed_while_it_is_read(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("street,number,x,y\nA,1,50,50\n")

    found = read_streets(path, territory=territory("c", date(2024, 1, 1), 100.0))

    assert found.houses.select("area", "area_c").row(0) == ("west", "west")


def test_houses_without_coordinates_cannot_be_placed():
    with pytest.raises(StreetColumnError, match="Koordinaten"):
        place_houses(houses(("A", "1", None, None)), [territory("x", date(2020, 1, 1), 5.0)])


@pytest.mark.parametrize(
    ("number", "suffix", "area"),
    [("1", None, A), ("7", "c", A), ("9", None, A), ("9", "a", B), ("9", "B", A), ("11", None, A),
     ("2", None, B), ("4", None, None), ("0012", None, B), ("1000", None, B), ("x", None, None)],
)  # fmt: skip
def test_a_house_lies_in_the_stretch_that_holds_it(number, suffix, area):
    some = ranges(
        ("odd", 1, None, 9, None, A), ("odd", 9, "a", 9, "a", B), ("odd", 9, "b", None, None, A),
        ("even", 2, None, 2, None, B), ("both", 12, None, None, None, B),
    )  # fmt: skip

    found = place_in_ranges(houses(("Hauptstraße", number, suffix, None)).houses, some.ranges)

    assert found.to_list() == [area]


def test_a_number_in_two_areas_has_none():
    some = ranges(("both", 1, None, 9, None, A), ("odd", 5, None, 7, None, B)).ranges

    assert place_in_ranges(houses(("Hauptstraße", "5", None, None)).houses, some).to_list() == [
        None
    ]


def test_houses_stretches_and_names_lie_beside_each_other_and_are_read_again(tmp_path):
    both = Streets(
        houses=houses(("H", "3", None, A), ("H", "1", None, A)).houses,
        ranges=ranges(("odd", 1, None, None, None, A)).ranges,
        format="addresses",
    )

    files = write_streets(both, tmp_path / "list.csv")

    assert [path.name for path in files] == ["list.csv", "list-ranges.csv"]
    assert read_streets(files[0]).houses["number"].to_list() == ["1", "3"]
    assert read_streets(files[1]).ranges.equals(both.ranges)
