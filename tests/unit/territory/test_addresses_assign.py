"""Assigning addresses: every reason, and what must never happen."""

from pathlib import Path

import polars as pl
import pytest

from kreisblick.base.errors import FaultsFoundError, KreisblickError, WrongUseError
from kreisblick.territory.addresses import Reference, assign, assign_files, make_reference

# street, numbers, postcode, place, area, area in another generation
STREETS = [
    ("Hauptstraße", "1 3 5 7 12 12a", "34117", "Kassel", "north", "A"),
    ("Hauptstraße", "14 16 40", "34117", "Kassel", "south", "A"),
    ("Bahnhofstraße", "2 4 6 12a 12b 12c", "34117", "Kassel", "north", "A"),
    ("Mühlenweg", "9", "34119", "Kassel", "west", "B"),
    ("Karl-Marx-Straße", "12", "34117", "Kassel", "north", "A"),
    ("Platz der Deutschen Einheit", "4", "34117", "Kassel", "north", "A"),
    ("Waldstraße", "3 5", "34119", "Kassel", "west", "B"),
    ("Waldstraße", "3", "34121", "Baunatal", "east", "C"),
    ("Waldstraße", "77", "34123", "Baunatal", "east", "C"),
    ("Untere Königsstraße", "2", "34117", "Kassel", "north", "A"),
    ("Straße 226", "15", "34117", "Kassel", "north", "A"),
    ("Unter den Linden", "2 40", "34117", "Kassel", "north", "A"),
    ("Marzahner Chaussee", "194", "34117", "Kassel", "north", "A"),
    ("Bautzener Straße", "7", "34121", "Baunatal", "east", "C"),
    ("Bautzner Allee", "7", "34119", "Kassel", "west", "B"),
    ("Schillerstraße", "12", "34117", "Kassel", "north", "A"),
    ("Schillerplatz", "12", "34117", "Kassel", "south", "A"),
    ("Marktplatz", "", "34117", "Kassel", "north", "A"),
    ("Lindenallee", "1 3 5", "34117", "Kassel", "north", "A"),
    ("Privatstraße 5", "1", "34117", "Kassel", "north", "A"),
    ("Privatstraße", "5", "34117", "Kassel", "south", "A"),
]


@pytest.fixture(scope="module")
def reference() -> Reference:
    rows = [
        (street, number, code, place, area, other)
        for street, numbers, code, place, area, other in STREETS
        for number in (numbers.split() or [""])
    ]
    names = ["street", "number", "postcode", "place", "area", "area_old"]
    return make_reference(pl.DataFrame(rows, schema=names, orient="row"))


def ask(reference: Reference, *row: str | None) -> dict[str, object]:
    names = ["street", "number", "postcode", "place"]
    schema = dict.fromkeys(names, pl.String)
    return assign(pl.DataFrame([row], schema=schema, orient="row"), reference).row(0, named=True)


@pytest.mark.parametrize(
    ("row", "address", "reason"),
    [
        (("Hauptstraße", "5", "34117", "Kassel"), "Hauptstraße 5, 34117 Kassel", "exact"),
        (("Hauptstr.", "5", "34117", ""), "Hauptstraße 5, 34117 Kassel", "normalised"),
        (("Hauptstr. 12a", None, "34117", None), "Hauptstraße 12a, 34117 Kassel", "normalised"),
        (("K.-Marx-Str.", "12", "34117", ""), "Karl-Marx-Straße 12, 34117 Kassel", "abbreviated"),
        (
            ("Pl. d. Dt. Einheit", "4", "34117", ""),
            "Platz der Deutschen Einheit 4, 34117 Kassel",
            "abbreviated",
        ),
        (("Muhlenweg", "9", "34119", ""), "Mühlenweg 9, 34119 Kassel", "umlaut"),
        (("M?hlenweg", "9", "34119", ""), "Mühlenweg 9, 34119 Kassel", "abbreviated"),
        (("Mühlenweg", "9", "", "Kassel"), "Mühlenweg 9, 34119 Kassel", "postcode_missing"),
        (("Waldstraße", "5", None, "Kassel"), "Waldstraße 5, 34119 Kassel", "postcode_missing"),
        (("Mühlenweg", "9", "99999", "Kassel"), "Mühlenweg 9, 34119 Kassel", "postcode_wrong"),
        (("Mühlenweg", "9", "34191", "Irgendwo"), "Mühlenweg 9, 34119 Kassel", "postcode_wrong"),
        (
            ("Marzahner Chqussee", "194", "34117", ""),
            "Marzahner Chaussee 194, 34117 Kassel",
            "typo",
        ),
        (("Bahnhofstr.", "12 a-c", "34117", ""), "Bahnhofstraße 12a, 34117 Kassel", None),
        (("Marktplatz", "", "34117", ""), "Marktplatz, 34117 Kassel", "exact"),
    ],
)
def test_an_address_that_is_meant_is_found(
    reference: Reference, row: tuple[str, ...], address: str, reason: str | None
) -> None:
    found = ask(reference, *row)

    assert (found["decision"], found["address_id"]) == ("match", address)
    assert found["reason"] == (reason or "range_in_one_area")


@pytest.mark.parametrize(
    ("row", "area", "reason"),
    [
        (("Bahnhofstr.", "4b", "34117", ""), "north", "suffix_unknown"),
        (("Bahnhofstr.", "2-5", "34117", ""), "north", "range_in_one_area"),
        (("Lindenallee", "", "34117", ""), "north", "number_missing"),
        (("Lindenallee", "4", "34117", ""), "north", "number_unknown"),
    ],
)
def test_the_area_is_told_where_only_the_area_is_certain(
    reference: Reference, row: tuple[str, ...], area: str, reason: str
) -> None:
    found = ask(reference, *row)

    assert (found["decision"], found["area"], found["reason"]) == ("area_only", area, reason)
    assert found["address_id"] is None


@pytest.mark.parametrize(
    ("row", "reason", "candidate"),
    [
        (("Hauptstr.", "12-40", "34117", ""), "range_crosses_areas", "Hauptstraße 12"),
        (("Hauptstr.", "12c", "34117", ""), "suffix_unknown_areas_differ", "Hauptstraße 12"),
        (("Hauptstraße", "", "34117", ""), "number_missing", "Hauptstraße"),
        (("Waldstraße", "3", "", ""), "ambiguous", "Waldstraße 3"),
        (("Waldstraße", "5", "", ""), "postcode_missing_doubtful", "Waldstraße 5"),
        (("Lindenallee", "9", "34117", ""), "number_unknown", "Lindenallee"),
        (("Schiller", "12", "34117", ""), "ambiguous", "Schillerplatz 12"),
        (("Privatstraße 5", "", "34117", ""), "number_or_name", "Privatstraße"),
    ],
)
def test_what_is_doubtful_goes_to_a_person_with_a_candidate(
    reference: Reference, row: tuple[str, ...], reason: str, candidate: str
) -> None:
    found = ask(reference, *row)

    assert (found["decision"], found["reason"]) == ("review", reason)
    assert (found["address_id"], found["area"], found["area_old"]) == (None, None, None)
    assert candidate in str(found["candidate2"])


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("Waldweg", "3", "34119", "Kassel"), "street_unknown"),
        (("Obere Königsstraße", "2", "34117", "Kassel"), "street_unknown"),
        (("Straße 225", "15", "34117", "Kassel"), "street_unknown"),
        (("Hauptstraße", "5", "99817", "Eisenach"), "outside_reference"),
        (("Unter den Linden", "400", "34117", "Kassel"), "number_not_in_street"),
        (("Postfach", "1204", "34117", "Kassel"), "post_box"),
        (("ohne festen Wohnsitz", "", "34117", "Kassel"), "no_fixed_abode"),
        (("o.f.W.", "", "", ""), "no_fixed_abode"),
        (("Auskunftssperre", "", "", ""), "protected_address"),
        (("", "", "34117", "Kassel"), "street_missing"),
        ((None, None, None, None), "street_missing"),
    ],
)
def test_what_is_no_address_here_stays_without_one(
    reference: Reference, row: tuple[str | None, ...], reason: str
) -> None:
    found = ask(reference, *row)

    assert (found["decision"], found["reason"]) == ("none", reason)
    assert (found["address_id"], found["area"]) == (None, None)


def test_a_street_that_exists_elsewhere_is_no_typo(reference: Reference) -> None:
    found = ask(reference, "Bautzener Straße", "7", "34119", "Kassel")

    assert found["address_id"] is None
    assert found["area"] is None


def test_areas_of_every_generation_are_told(reference: Reference) -> None:
    found = ask(reference, "Hauptstraße", "12-14", "34117", "")

    assert found["decision"] == "review"  # north and south, though both are in A
    assert ask(reference, "Mühlenweg", "9", "34119", "")["area_old"] == "B"


def test_rows_keep_their_columns_and_order_and_the_order_does_not_matter(
    reference: Reference,
) -> None:
    table = pl.DataFrame(
        {
            "id": [1, 2, 3, 4],
            "street": ["Mühlenweg 9", "Nirgendwo 1", "Mühlenweg 9", "Hauptstr. 5"],
            "postcode": ["34119", "34117", "34119", None],
        }
    )

    found = assign(table, reference)
    turned = assign(table.reverse(), reference).reverse()

    assert found.columns[:3] == ["id", "street", "postcode"]
    assert found.columns[3:] == [
        *["address_id", "area", "area_old", "decision", "score", "reason", "candidate2"]
    ]
    assert found["id"].to_list() == [1, 2, 3, 4]
    assert found["decision"].to_list() == ["match", "none", "match", "match"]
    assert found.equals(turned)


def test_an_empty_list_gives_an_empty_list(reference: Reference) -> None:
    found = assign(pl.DataFrame(schema={"street": pl.String}), reference)

    assert found.height == 0
    assert "decision" in found.columns


def test_a_reference_that_contradicts_itself_is_refused_by_row() -> None:
    twice = pl.DataFrame(
        {"street": ["Am Ring", "Am Ring"], "number": ["1a", "1 A"], "area": ["x", "y"]}
    )

    with pytest.raises(FaultsFoundError, match="Zeile 2") as caught:
        make_reference(twice)
    assert "Ring" not in str(caught.value)


def test_a_reference_without_postcodes_works() -> None:
    plain = make_reference(
        pl.DataFrame({"street": ["Am Ring", "Am Wall"], "number": ["1", "2"], "area": ["x", "y"]})
    )

    assert ask(plain, "AM RING", "1", "44135", "Dortmund")["area"] == "x"


def test_files_go_in_and_out_and_keep_leading_zeros(tmp_path: Path) -> None:
    (tmp_path / "reference.csv").write_text(
        "street;number;postcode;area\nAm Ring;1;01067;001\n", encoding="utf-8"
    )
    (tmp_path / "input.csv").write_text("street,postcode\nAm Ring 1,1067\n", encoding="utf-8")

    assign_files(tmp_path / "input.csv", tmp_path / "reference.csv", tmp_path / "out.csv")

    found = pl.read_csv(tmp_path / "out.csv", infer_schema=False).row(0, named=True)
    assert (found["postcode"], found["area"], found["decision"]) == ("1067", "001", "match")


def test_missing_files_and_columns_are_told_by_name(tmp_path: Path, reference: Reference) -> None:
    with pytest.raises(KreisblickError, match=r"gone\.csv"):
        assign_files(tmp_path / "gone.csv", tmp_path / "gone.csv", tmp_path / "out.csv")
    with pytest.raises(WrongUseError, match="street"):
        assign(pl.DataFrame({"strasse": ["Am Ring"]}), reference)
    with pytest.raises(WrongUseError, match="area"):
        make_reference(pl.DataFrame({"street": ["Am Ring"], "number": ["1"]}))
