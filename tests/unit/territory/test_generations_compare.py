"""How a generation differs from its predecessor, and why."""

from datetime import date

import polars as pl
import pytest

from kreisblick.territory.areas import Change
from kreisblick.territory.generations import (
    change_lines,
    compare,
    explain,
    load_territory,
    look,
    place_people,
)

ALL = [
    ("border", ("0202",), ("0201",)),
    ("merged", ("0102", "0103"), ("0103",)),
    ("rekeyed", ("0203",), ("0209",)),
    ("renamed", ("0202",), ("0202",)),
    ("split", ("0101",), ("0111", "0112")),
]


def of(found):
    return [(change.kind.value, change.from_, change.to) for change in found.changes]


def pair(folder):
    archive = folder.open()
    return load_territory(archive, "2020"), load_territory(archive, "2025")


def reason(kind, before, after):
    return Change.model_validate(
        {
            "on": date(2024, 6, 1),
            "kind": kind,
            "from": before,
            "to": after,
            "reason": "Beschluss zum Zuschnitt.",
            "decided_by": "Kreistag",
        }
    )


def test_every_kind_of_change_is_found_once(two_generations):
    found = compare(*pair(two_generations))

    assert of(found) == ALL
    assert found.unchanged == ()
    assert found.rekeyed == {"0203": "0209"}
    assert found.new == ("0111", "0112")
    assert found.dissolved == ("0101", "0102")
    assert next(c.m2 for c in found.changes if c.kind.value == "border") == pytest.approx(2000)


def test_what_stays_is_unchanged_in_both_directions(two_generations):
    old, _new = pair(two_generations)

    found = compare(old, old)

    assert found.changes == ()
    assert found.unchanged == ("0101", "0102", "0103", "0201", "0202", "0203")


def test_an_area_made_of_bits_is_new_and_one_scattered_is_dissolved(ground):
    stripes = {f"010{n}": (f"Streifen {n}", (100 * n, 0, 100 * n + 100, 300)) for n in range(4)}
    ground.add("2020", stripes, begin="2020-01-01")
    layers = {f"011{n}": (f"Lage {n}", (0, 100 * n, 400, 100 * n + 100)) for n in range(3)}
    ground.add("2025", layers, begin="2025-01-01")

    found = compare(*pair(ground))

    assert of(found)[0] == ("dissolved", ("0100",), ("0110", "0111", "0112"))
    assert of(found)[-1] == ("new", ("0100", "0101", "0102", "0103"), ("0112",))
    assert {kind for kind, _from, _to in of(found)} == {"dissolved", "new"}


def test_ground_that_joins_or_leaves_the_district_is_told(ground):
    ground.add("2020", {"0101": ("A", (0, 0, 100, 100)), "0102": ("B", (100, 0, 200, 100))},
               begin="2020-01-01")  # fmt: skip
    ground.add("2025", {"0101": ("A", (0, 0, 100, 150)), "0103": ("C", (500, 0, 600, 100))},
               begin="2025-01-01")  # fmt: skip

    found = compare(*pair(ground))

    assert of(found) == [
        ("border", (), ("0101",)),
        ("dissolved", ("0102",), ()),
        ("new", (), ("0103",)),
    ]
    assert found.changes[0].m2 == pytest.approx(5000)


def test_a_border_drawn_a_metre_beside_is_no_change(ground):
    long = {"0101": ("A", (0, 0, 3000, 1000)), "0102": ("B", (0, 1000, 3000, 2000))}
    moved = {"0101": ("A", (0, 0, 3000, 1000.9)), "0102": ("B", (0, 1000.9, 3000, 2000))}
    ground.add("2020", long, begin="2020-01-01")
    ground.add("2025", moved, begin="2025-01-01")  # 2,700 m², but narrow

    assert compare(*pair(ground)).changes == ()


def test_addresses_say_how_many_a_change_concerns(two_generations):
    old, new = pair(two_generations)
    inside = [
        (600_205, 5_500_300),
        (600_206, 5_500_310),
        (600_300, 5_500_300),
        (600_050, 5_500_050),
    ]
    points = pl.DataFrame(inside, schema=["x", "y"], orient="row")
    people = place_people(points, new, old, name="adressen.csv", word="Adressen")

    found = {(c.kind.value, c.to): c.people for c in compare(old, new, people=people).changes}

    assert found["border", ("0201",)] == 2
    assert found["split", ("0111", "0112")] == 1
    assert found["rekeyed", ("0209",)] == 0


def test_counts_by_area_are_spread_by_ground_and_called_estimated(two_generations, write_table):
    table = write_table("menschen.csv", "area,residents\n0201,2100\n0202,1000\n")

    seen = look(two_generations.open(), "2025", population=table)

    assert seen.comparison is not None
    border = seen.comparison.changes[0]
    assert border.people == pytest.approx(100)  # 10 of 210 m of 0201
    assert any("rund 100" in line for line in change_lines(seen.comparison))
    assert seen.figures.people is not None
    assert seen.figures.people.largest_area == "0201"


def test_a_reason_covers_every_change_between_its_areas(two_generations):
    found = compare(*pair(two_generations))
    reasons = [
        reason("split", ["0101"], ["0111", "0112"]),
        reason("rekeyed", ["0203", "0202"], ["0209", "0202"]),
        reason("merged", ["0102"], ["0103"]),  # 0103 is missing among the old ones
    ]

    told = explain(found, reasons)

    covered = {change.kind.value for change in told.changes if change.reason}
    assert covered == {"split", "rekeyed"}
    lines = list(change_lines(told))
    assert "    01.06.2024, Kreistag: Beschluss zum Zuschnitt." in lines
    assert "    noch kein Grund angegeben" in lines


def test_the_larger_half_makes_a_successor(ground):
    ground.add("2020", {"0101": ("A", (0, 0, 100, 100)), "0102": ("B", (100, 0, 200, 100))},
               begin="2020-01-01")  # fmt: skip
    ground.add("2025", {"0103": ("C", (0, 0, 160, 100)), "0104": ("D", (160, 0, 200, 100))},
               begin="2025-01-01")  # fmt: skip

    assert of(compare(*pair(ground))) == [
        ("merged", ("0101", "0102"), ("0103",)),
        ("split", ("0102",), ("0103", "0104")),
    ]
