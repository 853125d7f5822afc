"""Which column says where a row belongs, how its cells become areas, and which rows are sums."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.unit.mapping.tables import district, table

from kreisblick.sealed.mapping import DeliveryDefinition, Known, Proposal, as_yaml, propose
from kreisblick.sealed.reading import Format, Table, Total, find_tables

CSV = Format(type="csv")
ENOUGH = ["1001", "1002", "1003", "2001", "2002"]
KEYS = ["004001001", "004001002", "004001003", "008001001", "008001002"]


def known_with_table(tmp_path: Path) -> Known:
    """The district with a table of the agency's own keys, named by an earlier definition."""
    lines = ["key;area", *(f"{key};{ours}" for key, ours in zip(KEYS, ENOUGH, strict=True))]
    (tmp_path / "agency.csv").write_text("\n".join(lines), encoding="utf-8")
    area = {
        "column": "Schlüssel",
        "kind": "own_key",
        "table": {"file": "agency.csv", "from": "key", "to": "area", "base": tmp_path},
        "other": ["o. f. W."],
    }
    earlier = DeliveryDefinition.model_validate(
        {
            "title": {"de": "Beschäftigte"},
            "grain": "aggregate",
            "cube": "employed",
            "format": {"type": "csv"},
            "area": area,
            "values": [{"column": "Zahl"}],
            "totals": [{"pattern": "^SUMSUMSUM$", "level": "district"}],
        }
    )
    return replace(district(), earlier={"agency/employed": earlier})


def counts(first: dict[str, Sequence[str | None]], *, sums: Sequence[int] = ()) -> Table:
    height = len(next(iter(first.values())))
    found = table({**first, "Arbeitslose": [str(11 + 3 * n) for n in range(height)]})
    totals = tuple(Total(place=row, by="word", certainty=0.8) for row in sums)
    return replace(found, totals=totals)


def proposed(found: Table, known: Known, **answers: str) -> Proposal:
    told = {"grain": "aggregate", "target": "unemployed", **answers}
    return propose(found, known, form=CSV, answers=told)


def area_of(found: Proposal) -> dict[str, Any]:
    assert not found.faults
    return dict(found.content["area"])


def test_own_keys_are_read_by_a_table_that_the_workspace_has(tmp_path: Path) -> None:
    towns = ["05998004"] * 3 + ["05998008"] * 2
    cells = {"AGS": [*towns, "SUM"], "Gebiet": [*KEYS, "SUMSUMSUM"]}
    found = proposed(
        counts(cells, sums=[7]),
        known_with_table(tmp_path),
        **{"1": "municipality_code", "2": "area_code"},
    )

    area = area_of(found)
    assert (area["column"], area["kind"], area["table"]["file"]) == (
        "Gebiet",
        "own_key",
        "agency.csv",
    )
    assert area["other"] == ["o. f. W."]
    assert found.content["totals"] == [{"pattern": "^SUMSUMSUM$", "level": "district"}]
    assert DeliveryDefinition.model_validate(dict(found.content)).area.table.base == tmp_path  # type: ignore[union-attr]


def test_where_the_workspace_lies_is_never_written_down(tmp_path: Path) -> None:
    found = proposed(counts({"Gebiet": KEYS}), known_with_table(tmp_path), **{"1": "area_code"})

    assert "agency.csv" in as_yaml(found)
    assert str(tmp_path) not in as_yaml(found)
    assert str(tmp_path) not in str(found.as_json())


def test_zeros_that_a_spreadsheet_has_eaten_are_restored(tmp_path: Path) -> None:
    eaten = [key.lstrip("0") for key in KEYS]
    found = proposed(counts({"Gebiet": eaten}), known_with_table(tmp_path), **{"1": "area_code"})

    assert area_of(found)["pad"] == 9


def test_the_finer_column_is_taken_and_asked_where_nobody_knows_it() -> None:
    cells = {"AGS": ["05998004"] * 3, "Bezirk": ["77-A", "77-B", "77-C"]}
    found = proposed(counts(cells), district(), **{"1": "municipality_code", "2": "area_code"})

    assert area_of(found)["column"] == "Bezirk"
    assert "0 %" in found.notes["area"]


@pytest.mark.parametrize(
    ("cells", "kind", "extract"),
    [
        ([f"{key} Viertel" for key in ENOUGH], "code", True),
        ([f"{key} - Ort" for key in ENOUGH], "code", True),
        ([f"Quartier ({key})" for key in ENOUGH], "code", True),
        (ENOUGH, "code", False),
        (["Ährenfeld-Altstadt", "Ährenfeld-Nord", "Eschwalde-Heidkrug"], "name", False),
    ],
)
def test_a_key_beside_its_name_in_one_cell_is_read(
    cells: list[str], kind: str, extract: bool
) -> None:
    area = area_of(proposed(counts({"Raum": cells}), district(), **{"1": "area_code"}))

    assert area["kind"] == kind
    assert ("extract" in area) == extract


def test_postcode_and_place_in_one_cell_are_read_by_the_postcode() -> None:
    cells = ["05200 Ährenfeld", "05201 Eschwalde", "05201 Eschwalde"]
    found = proposed(counts({"PLZ und Ort": cells}), district(), **{"1": "postcode_place"})

    area = area_of(found)
    assert (area["kind"], bool(area["extract"])) == ("postcode", True)
    assert found.content["break_down"] == {"by": "postcode", "weights": "addresses"}


def test_the_districts_own_row_is_no_town_and_an_areas_row_no_sum() -> None:
    names = ["Ährenfeld-Altstadt", "Ährenfeld-Altstadt", "Ährenfeld", "Landkreis Lindenau"]
    names += ["Kreis Lindenau"]
    found = proposed(counts({"Gebiet": names}, sums=[3, 4, 5, 6]), district(), **{"1": "area_name"})

    assert found.content["totals"] == [
        {"pattern": "^(?:Kreis Lindenau|Landkreis Lindenau)$", "level": "district"},
        {"pattern": "^(Ährenfeld)$", "level": "municipality"},
    ]


def test_a_column_without_a_heading_is_named_by_its_place() -> None:
    found = counts({"Gebiet": ENOUGH})
    headings = {place: text for place, text in found.headings.items() if place != "1"}
    made = proposed(replace(found, headings=headings), district(), **{"1": "area_code"})

    assert area_of(made)["column"] == "{column 1}"
    assert made.columns[0].heading == ""
    assert "header" not in made.content["format"]


def test_what_stands_in_rows_of_sums_alone_means_all_together() -> None:
    cells = {
        "Gebiet": [*(name for name in ("1001", "1002") for _ in range(3)), "Summe"],
        "Geschl.": ["i", "m", "w", "i", "m", "w", None],
    }
    known = district()
    told = {"target": "residents", "1": "area_code", "2": "sex", "3": "value"}
    made = proposed(counts(cells, sums=[2, 5, 8]), known, **told)

    rule = made.content["dimensions"]["sex"]
    assert rule["codes"] == {"m": "male", "w": "female", "d": "diverse", "i": "*"}
    assert rule["empty"] == "*"
    assert made.content["totals"] == [{"pattern": "^Summe$", "level": "district"}]


@pytest.mark.parametrize(
    "dates",
    [
        ["3. Quartal 2023", "4. Quartal 2023"],
        ["11/2023", "12/2023"],
        ["202311", "202312"],
        ["31.12.2022", "31.12.2023"],
        ["Nov 23", "Dez 23"],
    ],
)
def test_of_several_dates_one_below_the_other_the_one_that_is_due_is_read(
    dates: list[str],
) -> None:
    cells = {"Zeit": [d for d in dates for _ in ENOUGH], "Gebiet": ENOUGH * 2}
    made = proposed(counts(cells), district(), **{"1": "date", "2": "area_code"})

    assert made.content["rows"] == [{"column": "Zeit", "equals": "{period}"}]


def test_dates_that_differ_by_area_choose_no_rows() -> None:
    cells = {"Stand": ["01.12.2023", "02.12.2023", "03.12.2023"], "Gebiet": ENOUGH[:3]}
    made = proposed(counts(cells), district(), **{"1": "date", "2": "area_code"})

    assert "rows" not in made.content


def test_keys_of_the_district_are_known_whatever_the_heading_says() -> None:
    found = counts({"Nr.": ENOUGH, "Name": ["a", "b", "c", "d", "e"]})
    made = propose(found, district(), form=CSV)

    assert made.columns[0].means == "area_code"


def test_a_row_that_names_the_district_is_its_sum_though_it_does_not_add_up() -> None:
    towns = {
        "Gemeinde": ["Ährenfeld", "Eschwalde", "Landkreis Lindenau"],
        "Arbeitslose": ["12", "–", "13"],
    }
    made = propose(table(towns), district(), form=CSV)

    assert {"pattern": "^(?:Landkreis Lindenau)$", "level": "district"} in made.content["totals"]


def test_a_text_that_stands_once_for_its_rows_is_carried_down_next_year_too() -> None:
    months = [f"{month} 2024" for month in ("Jan", "Feb", "Mrz")]
    cells = {
        "Gemeinde": ["Ährenfeld", None, None, "Eschwalde", None, None],
        "Monat": months * 2,
        "Arbeitslose": ["11", "12", "13", "4", "5", "6"],
    }
    (found,) = find_tables(table(cells).grid)
    made = propose(found, district(), form=CSV)

    assert made.content["format"]["carry_down"] == ["Gemeinde"]
    assert made.content["rows"] == [{"column": "Monat", "equals": "{period}"}]


def of_the_year(last: str, *, added_up: int = 6) -> Table:
    """Six months of two towns, each followed by a row of the year; two columns of numbers."""
    cells: dict[str, list[str | None]] = {"Gemeinde": [], "Monat": [], "Unfälle": [], "Tote": []}
    for town, first in (("Ährenfeld", 11), ("Eschwalde", 40)):
        rows = [(first + 7 * n * n, first + 5 * n) for n in range(6)]
        sums = tuple(sum(column[:added_up]) for column in zip(*rows, strict=True))
        cells["Gemeinde"] += [town] * 7
        cells["Monat"] += [f"{n:02d}/2023" for n in range(1, 7)] + [last]
        for place, name in enumerate(("Unfälle", "Tote")):
            cells[name] += [str(row[place]) for row in [*rows, sums]]
    (found,) = find_tables(table(cells).grid)
    return found


@pytest.mark.parametrize(("last", "read"), [("Jahr", "Jahr"), ("2023", "{year}")])
def test_where_months_add_up_to_the_row_of_the_year_that_row_is_read(last: str, read: str) -> None:
    made = propose(of_the_year(last), district(), form=CSV)

    assert made.content["rows"] == [{"column": "Monat", "equals": read}]
    assert read in made.notes["rows"]


def test_a_row_of_the_year_that_is_no_sum_of_months_is_not_read() -> None:
    made = propose(of_the_year("Jahr", added_up=4), district(), form=CSV)

    assert {"column": "Monat", "equals": "Jahr"} not in made.content.get("rows", [])


@pytest.mark.parametrize(
    ("title", "choice"),
    [
        ("Zuzüge nach Monaten", {"within": "year"}),
        ("Straßenverkehrsunfälle", {"within": "year"}),
        ("Arbeitslose nach Monaten", {"equals": "{period}"}),
    ],
)
def test_what_happens_in_a_month_is_added_up_over_the_year(
    title: str, choice: dict[str, str]
) -> None:
    months = [f"{month:02d}/2023" for month in range(1, 4) for _ in ENOUGH]
    cells = counts({"Monat": months, "Gebiet": ENOUGH * 3})
    found = replace(cells, title=(title,))

    made = proposed(found, district(), **{"1": "month", "2": "area_code"})

    assert made.content["rows"] == [{"column": "Monat", **choice}]
    assert "within: year" in made.notes["rows"]
    DeliveryDefinition.model_validate(dict(made.content))


def test_rows_of_one_area_that_have_numbers_of_their_own_are_added_up() -> None:
    areas = [area for area in ENOUGH for _ in range(2)]
    districts = [f"{n:03}" for n in range(1, len(areas) + 1)]
    found = counts({"Wahlbezirk": districts, "Gebiet": areas})

    settled = area_of(proposed(found, district(), **{"1": "identifier", "2": "area_code"}))

    assert settled["parts"] == "Wahlbezirk"


def test_rows_that_codes_tell_apart_are_not_added_up() -> None:
    areas = [area for area in ENOUGH for _ in range(2)]
    found = counts({"Nr.": [str(n) for n in range(10)], "Gebiet": areas, "Sex": ["m", "w"] * 5})

    settled = area_of(
        proposed(found, district(), **{"1": "identifier", "2": "area_code", "3": "sex"})
    )

    assert "parts" not in settled
