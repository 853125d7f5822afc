"""Duration of a benefit: from an office's rows with first and last days to the report's figure."""

import json
import re
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from kreisblick.pipeline.run import run

DAY = date(2024, 12, 31)
AREA = "2053"
SUPPLIER = """title: {de: Sozialamt}
office: {name: Sozialamt, contact: sozialamt@example.org}
legal_basis: § 67c SGB X
rhythm: yearly
"""
DEFINITION = """title: {de: Zeiten des Leistungsbezugs}
grain: person
register: benefit_spells
format: {type: csv, delimiter: ";"}
columns:
  person: {from: Aktenzeichen, as: pseudonym}
  birth_year: {from: Geburtsjahr, as: year}
  begins_on: {from: Beginn, as: date}
  ends_on: {from: Ende, as: date, optional: true}
address: {street: Straße, number: Nr, postcode: PLZ, place: Ort}
"""


def rows(number: int, address: str, *spells: tuple[date, date | None]) -> list[str]:
    """The lines of one person: bills of months, in whatever order."""
    return [
        f"{number:05d};1970;{first:%d.%m.%Y};{last.strftime('%d.%m.%Y') if last else ''};{address}"
        for first, last in spells
    ]


def invented(address: str) -> list[str]:
    """30 people in the house: what is said of each stands beside."""
    long_ago, years = date(2019, 5, 1), timedelta(days=365)
    lines: list[str] = []
    for n in range(8):  # four years and more, in grants of a year that follow each other
        grants = [
            (long_ago + years * i, long_ago + years * (i + 1) - timedelta(days=1)) for i in range(5)
        ]
        lines += rows(n, address, *reversed(grants), (long_ago + years * 5, None))
    for n in range(8, 15):  # under a year: a break of three months in between
        lines += rows(
            n, address, (long_ago, date(2024, 3, 31)), (date(2024, 7, 1), date(2025, 6, 30))
        )
    for n in range(15, 24):  # one to two years; a month's break is none, an overlap counts once
        lines += rows(
            n,
            address,
            (date(2023, 2, 1), date(2023, 12, 31)),
            (date(2023, 11, 1), date(2024, 5, 31)),
            (date(2024, 7, 1), None),
        )
    for n in range(24, 30):  # over before the day, or not begun
        lines += rows(n, address, (long_ago, date(2024, 11, 30)), (date(2025, 1, 1), None))
    return lines


@pytest.fixture
def workspace(fresh_copy: Path) -> Path:
    """The hamlet with one office more, and little else."""
    shutil.rmtree(fresh_copy / "deliveries")
    houses = pl.read_csv(
        fresh_copy / "territory/house_coordinates.csv", separator=";", infer_schema=False
    )
    house = houses.filter(pl.col("area_2023") == AREA).row(0, named=True)
    address = f"{house['street']};{house['number']}{house['suffix'] or ''};"
    address += f"{house['postcode']};{house['place']}"
    lines = ["Aktenzeichen;Geburtsjahr;Beginn;Ende;Straße;Nr;PLZ;Ort", *invented(address)]
    home = fresh_copy / "catalogue/suppliers/benefit_office"
    home.mkdir()
    (home / "supplier.yaml").write_text(SUPPLIER)
    (home / "spells.yaml").write_text(DEFINITION)
    delivery = fresh_copy / f"deliveries/benefit_office/spells/{DAY}.csv"
    delivery.parent.mkdir(parents=True)
    delivery.write_text("\n".join(lines) + "\n")
    choices = (fresh_copy / "kreisblick.toml").read_text()
    sets = 'sets = ["duration"]\nproducts = ["exports"]'
    choices = re.sub(r"^sets = \[[^\]]*\]$", sets, choices, flags=re.MULTILINE)
    (fresh_copy / "kreisblick.toml").write_text(
        choices.replace("[2020-12-31, 2022-12-31, 2024-12-31]", f"[{DAY}]")
    )
    return fresh_copy


def test_grants_become_spells_and_spells_a_share(
    workspace: Path, current: Callable[[Path, str], Path], kreisblick: Callable[..., object]
) -> None:
    run(workspace)

    bundle = current(workspace, "bundles")
    cells = pl.read_parquet(bundle / "data/cells.parquet").filter(pl.col("area") == AREA)
    shown = dict(cells.select("slice", "value").iter_rows())
    assert shown == {"all": 24, "duration=4_years_and_more": 8}
    figures = pl.read_parquet(bundle / "data/indicators.parquet")
    value = figures.filter(pl.col("area") == AREA)["value"][0]
    assert value == pytest.approx(100 * 8 / 24)
    told = kreisblick("explain", AREA, "long_term_benefit", DAY, "-w", workspace, "--json")
    assert json.loads(told.out)["equal"] is True


def test_what_is_no_date_is_named_by_its_cell(
    workspace: Path, kreisblick: Callable[..., object]
) -> None:
    path = workspace / f"deliveries/benefit_office/spells/{DAY}.csv"
    path.write_text(path.read_text().replace("01.05.2019", "Mai 2019", 1))

    said = kreisblick(
        "intake", "accept", path, "--supplier", "benefit_office/spells",
        "--reference-date", DAY, "-w", workspace,
    )  # fmt: skip

    assert said.code == 1
    assert "Beginn" in said.err
