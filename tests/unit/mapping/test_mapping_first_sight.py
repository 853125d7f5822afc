"""What offices write above and into columns, read at first sight: one case for every habit."""

from dataclasses import replace

import polars as pl
import pytest
from tests.unit.mapping.tables import district

from kreisblick.sealed.mapping.ages import read_ages
from kreisblick.sealed.mapping.compose_fields import facility_fields
from kreisblick.sealed.mapping.contents import content_fits, is_number_column
from kreisblick.sealed.mapping.headings import heading_evidence
from kreisblick.sealed.mapping.model import Column, ColumnProposal
from kreisblick.sealed.mapping.slices import read_slice, says_all
from kreisblick.sealed.mapping.weigh import weigh_columns


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("3 J. bis Schuleintritt", "3-5"),
        ("ab 3 Jahre bis zur Einschulung", "3-5"),
        ("unter 15 J.", "0-14"),
        ("15 bis 24 J.", "15-24"),
        ("Mo 17-19 Uhr", None),
        ("darunter über 35 Std. wöch.", None),
        ("unter 3 Jahre, über 35 Std.", "0-2"),
        ("6 bis 12 Monate", None),
    ],
)
def test_ages_end_at_school_and_hours_are_none(text: str, group: str | None) -> None:
    assert read_ages(text) == group


@pytest.mark.parametrize(
    ("heading", "means"),
    [
        ("BEG_DAT", "from_date"),
        ("END_DAT", "until_date"),
        ("Einreise", "from_date"),
        ("Verein / Initiative", "name"),
        ("Dachverband", "provider"),
        ("Treffzeiten", "remark"),
        ("Befund | 95 %-VB", "ignored"),
        ("Konfidenzintervall", "ignored"),
    ],
)
def test_words_of_offices_are_known(heading: str, means: str) -> None:
    said = heading_evidence(heading)

    assert max(said, key=lambda meaning: said[meaning][0]) == means


@pytest.mark.parametrize(
    ("heading", "found"),
    [
        ("Familiensprache | deutsch", {"family_language": "german"}),
        ("Familiensprache | andere", {"family_language": "other"}),
        ("Mittagessen | mit Zuschuss (BuT)", {"lunch_support": "yes"}),
        ("Mittagessen | ohne jeden Zuschuss", {"lunch_support": "no"}),
        ("Mittagessen | insgesamt", {}),
    ],
)
def test_codes_belong_to_the_group_above_them(heading: str, found: dict[str, str]) -> None:
    assert read_slice(heading, district().cubes["pupils"]).set == found


def test_a_ratio_is_no_count() -> None:
    assert read_slice("Schüler/-innen\nje Klasse").share
    assert not read_slice("Plätze je Treffen").share


def test_sums_of_a_pivot_table_are_its_counts() -> None:
    headings = ["Summe von Haushalte", "Summe von Mietzuschuss"]
    columns = [
        Column(place=str(place), heading=heading, cells=pl.Series(["12", "40", "7", "233"]))
        for place, heading in enumerate(headings)
    ]
    weighed = weigh_columns(columns, district(), grain="aggregate")

    assert [one.meanings()[0].means for one in weighed] == ["value", "value"]
    assert says_all("Summe")


def test_classes_beside_numbers_are_counts() -> None:
    assert is_number_column(pl.Series(["1-9", "10-24", "58", "25-49", "0", "10-24"]))


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param(["0-2", "3-5", "6-9"], id="groups of ages"),
        pytest.param(["12-14", "5", "13", "8-10"], id="house numbers"),
        pytest.param(["1-9", "5-12", "60"], id="classes that overlap"),
        pytest.param(["x", "x", "X"], id="crosses"),
    ],
)
def test_what_only_looks_like_classes_or_signs_is_no_count(cells: list[str]) -> None:
    assert not is_number_column(pl.Series(cells * 3))


def test_crosses_are_a_remark() -> None:
    cells = pl.Series(["x", None, "x", None, "x"])
    column = Column(place="1", heading="Merkmale | Inklusion", cells=cells)

    weighed = weigh_columns([column], district(), grain="facility")[0]

    assert weighed.meanings()[0].means in {"remark", "code"}


def test_guessed_numbers_are_left_out() -> None:
    rough = pl.Series(["ca. 120", "rd. 80", "35", "unbekannt"])

    assert content_fits(rough, district())["ignored"] == 1
    assert "ignored" not in content_fits(pl.Series(["120", "80", "35"]), district())


def test_an_open_end_and_days_without_dots_are_dates() -> None:
    open_end = content_fits(pl.Series(["31.12.9999", "30.06.2025"] * 3), district())
    no_dots = content_fits(pl.Series(["14052019", "01121998"] * 3), district())

    assert open_end["until_date"] == 1
    assert no_dots["from_date"] == 1


def test_an_address_may_fill_two_lines() -> None:
    cells = pl.Series(["Am Anger 5\n05200 Ährenfeld", "Goethestraße 12 a\n05201 Eschwalde"] * 3)
    fits = content_fits(cells, district())

    assert fits["address"] == 1
    assert fits["street"] < 0.5


def test_a_list_of_facilities_has_one_day() -> None:
    cells = pl.Series(["5", "12", "9"])
    columns = [
        Column(place=str(place), heading=heading, cells=cells)
        for place, heading in enumerate(["Kinder | unter 3 J.", "Kinder | 3 bis 5 J."])
    ]
    weighed = {one.column.place: one for one in weigh_columns(columns, district())}
    proposed = [
        ColumnProposal(
            place=c.place,
            heading=c.heading,
            means="value",
            confidence=1.0,
            sure=True,
            reason="",
            period="2024-03",
        )
        for c in columns
    ]
    one_day = facility_fields(proposed, weighed, district())
    two_days = facility_fields(
        [proposed[0], replace(proposed[1], period="2025-03")], weighed, district()
    )

    assert {column.period for column in one_day.columns} == {None}
    assert {column.period for column in two_days.columns} == {"2024-03", "2025-03"}
