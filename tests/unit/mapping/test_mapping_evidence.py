"""Every kind of evidence by itself: headings, ages, codes, contents, slices."""

import polars as pl
import pytest
from tests.unit.mapping.tables import bare, district

from kreisblick.sealed.mapping.ages import read_ages, without_overlap
from kreisblick.sealed.mapping.codes import cluster_spellings, complete_codes, read_codes
from kreisblick.sealed.mapping.contents import content_fits, is_number_column, sample
from kreisblick.sealed.mapping.headings import heading_evidence
from kreisblick.sealed.mapping.rules import shipped_heading_words, shipped_mapping_rules
from kreisblick.sealed.mapping.slices import read_slice


@pytest.mark.parametrize(
    ("heading", "means"),
    [
        ("HausNr", "number"),
        ("Hs.-Nr.", "number"),
        ("Hausnr.", "number"),
        ("lfd. Nr.", "identifier"),
        ("Postleitz.", "postcode"),
        ("Geb.-Dat.", "birth_date"),
        ("Geburtsd.", "birth_date"),
        ("Staatsang.", "citizenship"),
        ("w/m/d", "sex"),
        ("Geschlect", "sex"),
        ("Anschrift | Nr.", "number"),
        ("Gde.-Schl.", "municipality_code"),
        ("PLZ / Ort", "postcode_place"),
        ("Wohnortstraße", "street"),
        ("Haushalts-Nr.", "household"),
    ],
)
def test_an_office_word_says_what_the_column_means(heading: str, means: str) -> None:
    said = heading_evidence(heading)

    assert max(said, key=lambda meaning: said[meaning][0]) == means


def test_a_heading_means_the_same_next_year() -> None:
    assert heading_evidence("Einwohner am 31.12.2024") == heading_evidence("Einwohner 2025 1)")


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("unter 3 Jahre", "0-2"),
        ("u3", "0-2"),
        ("3 bis unter 6", "3-5"),
        ("6- bis unter 10-Jährige", "6-9"),
        ("18 b. u. 25", "18-24"),
        ("65 u. ä.", "65+"),
        ("65 J. und älter", "65+"),
        ("25 Jahre bis Regelaltersgrenze", "25-64"),
        ("3 - 5 Jahre", "3-5"),
        ("bis 17 Jahre", "0-17"),
        ("Einwohner 2024", None),
        ("insgesamt", None),
    ],
)
def test_ages_are_read_as_offices_write_them(text: str, group: str | None) -> None:
    assert read_ages(text) == group


@pytest.mark.parametrize(
    ("heading", "found"),
    [
        ("davon weiblich | 18 bis unter 25", {"sex": "female", "age": "18-24"}),
        ("Ausländer | unter 3", {"citizenship": "foreign", "age": "0-2"}),
        ("Ausländerinnen und Ausländer", {"citizenship": "foreign"}),
        ("Schülerinnen und Schüler", {}),
        ("Rechtskreis SGB II", {"law": "sgb_ii"}),
        ("mit Migrationshintergrund", {"migration_wide": "yes"}),
        ("ohne Migrationshintergrund", {"migration_wide": "no"}),
        ("dar. Alleinerziehende", {"type": "single_parent"}),
    ],
)
def test_headings_of_numbers_name_a_slice(heading: str, found: dict[str, str]) -> None:
    assert read_slice(heading).set == found


def test_over_three_means_the_oldest_group_of_a_cube_that_ends_at_six() -> None:
    cube = district().cubes["daycare_places"]

    assert read_slice("Plätze | ü3", cube).set == {"age": "3-5"}


@pytest.mark.parametrize(
    ("means", "cells"),
    [
        ("postcode", ["05200", "05201"]),
        ("postcode", ["5200", "5201"]),  # a spreadsheet has eaten the zero
        ("municipality_code", ["05998004", "05998008"]),
        ("municipality_code", ["5998004", "5998008"]),
        ("area_code", ["1001", "1002", "2001"]),
        ("area_name", ["Ährenfeld-Altstadt", "Aehrenfeld - Nord", "Eschwalde-Heidkrug"]),
        ("municipality_name", ["Stadt Ährenfeld", "Eschwalde, Stadt"]),
        ("street", ["Friedhofsweg", "Goethestr.", "Karl Marx Str."]),
        ("address", ["Friedhofsweg 3", "Goethestr. 12 a", "Am Anger 4-6"]),
        ("postcode_place", ["05200 Ährenfeld", "05201 Eschwalde"]),
        ("birth_date", ["01.02.1970", "24.12.2001", "03.03.1955"]),
        ("birth_date", ["19700201", "20011224", "19550303"]),
        ("month", ["Jan 24", "Feb 24", "Mrz 24"]),
        ("age_group", ["unter 3", "3 bis unter 6", "65 u. ä."]),
        ("sex", ["m", "w", "d"]),
        ("main_home", ["HW", "NW", "HW"]),
        ("contact", ["a@kita.example", "b@kita.example"]),
    ],
)
def test_cells_look_like_what_they_are(means: str, cells: list[str]) -> None:
    fits = content_fits(pl.Series(cells * 4), district())

    assert fits[means] >= shipped_mapping_rules().contents.most


@pytest.mark.parametrize(
    ("means", "cells"),
    [
        ("postcode", ["71234", "71235"]),  # five digits, but nobody lives there
        ("street", ["Kita Sonnenschein", "Kita Regenbogen"]),
        ("number", ["05200", "05201"]),
        ("sex", ["A", "B"]),
        ("municipality_code", ["1", "2"]),
    ],
)
def test_cells_do_not_look_like_what_they_are_not(means: str, cells: list[str]) -> None:
    fits = content_fits(pl.Series(cells * 4), district())

    assert fits[means] < shipped_mapping_rules().contents.most


def test_shapes_help_where_no_addresses_are_known() -> None:
    fits = content_fits(pl.Series(["Lange Straße", "Kirchweg", "Am Markt"] * 3), bare(district()))

    assert fits["street"] >= shipped_mapping_rules().contents.most


def test_signs_in_place_of_numbers_leave_a_column_one_of_numbers() -> None:
    assert is_number_column(pl.Series(["12", "1.234", "*", "-", "<10", "k. A.", None]))
    assert not is_number_column(pl.Series(["12", "Kita", "Schule"]))


def test_a_sample_of_a_long_column_is_the_same_at_every_call_and_spread_over_it() -> None:
    cells = pl.Series([str(number) for number in range(200_000)])

    drawn = sample(cells)

    assert drawn.to_list() == sample(cells).to_list()
    assert len(drawn) == shipped_mapping_rules().contents.sample_rows
    assert int(drawn[-1]) > 190_000


def test_codes_are_read_and_rare_contents_are_only_counted() -> None:
    cells = pl.Series(["m"] * 6 + ["w"] * 6 + ["zz"] * 5 + ["Erika"])
    words = {code: list(said) for code, said in shipped_heading_words().codes["sex"].items()}

    read = read_codes(cells, words)

    assert dict(read.codes) == {"m": "male", "w": "female"}
    assert read.unread == ("zz",)
    assert read.hidden == 1
    assert "Erika" not in str(read)


def test_spellings_of_one_thing_are_brought_together() -> None:
    found = cluster_spellings(["k.A.", "keine Angabe", "k. A.", "Kita Nord", "Nord, Kita", "Hort"])

    assert found == {
        "Kita Nord": ("Kita Nord", "Nord, Kita"),
        "keine Angabe": ("k. A.", "k.A.", "keine Angabe"),
    }


def fit(meaning: str, cells: list[str]) -> float:
    return content_fits(pl.Series(cells, dtype=pl.String), district()).get(meaning, 0.0)


@pytest.mark.parametrize(
    ("cells", "likelier", "than"),
    [
        ([str(number) for number in range(1, 12)], "identifier", "number"),
        ([f"2023-{number:04}" for number in range(1, 12)], "identifier", "number"),
        (["01"] * 12, "code", "age"),
        (["05998004", "05998008"] * 6, "municipality_code", "y"),
        (["1", "2"] * 8, "sex", "main_home"),
        (["1"] * 14 + ["2"], "main_home", "sex"),
        (["31.12.2024"] * 4, "date", "birth_date"),
        (["004710", "004723", "004736"], "identifier", "contact"),
    ],
)
def test_contents_tell_meanings_of_one_shape_apart(
    cells: list[str], likelier: str, than: str
) -> None:
    assert fit(likelier, cells) > fit(than, cells)


def test_groups_that_end_where_the_next_begins_do_not_overlap() -> None:
    assert without_overlap({"a": "0-3", "b": "3-6", "c": "6-10", "d": "10+"}) == {
        "a": "0-2",
        "b": "3-5",
        "c": "6-9",
        "d": "10+",
    }
    kept = {"a": "0-17", "b": "18-64", "c": "65+", "d": "0-64"}
    assert without_overlap(kept) == kept


def test_an_abbreviated_count_is_no_code_and_a_kind_only_where_the_cube_knows_kinds() -> None:
    cubes = district().cubes

    assert read_slice("Einw.").set == {}
    assert read_slice("Wohnungen | frei", cubes["social_housing"]).set == {"kind": "other"}
    assert read_slice("freie Plätze", cubes["daycare_places"]).set == {}


def test_a_code_that_nobody_has_this_year_may_come_in_any_usual_word() -> None:
    readings = {"male": ["männlich"], "diverse": ["d", "divers", "ohne Angabe"]}

    assert complete_codes({"männl.": "male"}, readings) == {
        "männl.": "male",
        "divers": "diverse",
        "ohne Angabe": "diverse",
    }
    assert complete_codes({"m": "male"}, readings) == {"m": "male", "d": "diverse"}
