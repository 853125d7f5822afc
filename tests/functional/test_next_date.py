"""The next reference date arrives: nobody lends a hand, and the report on what changed is there."""

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from tests.functional.conftest import Said

from kreisblick.pipeline.run import run
from kreisblick.products.exports import read_words
from kreisblick.protection.bundle import open_bundle

pytestmark = pytest.mark.xdist_group("next_date")
Kreisblick = Callable[..., Said]
Current = Callable[[Path, str], Path]
DAY = "2024-12-31"
# as offices name their files
NAMES = ("Bestand_31.12.2024{}", "Auswertung 20241231 (neu){}", "Lieferung_2024-12-31_v2{}")


def arrive(files: Path, deliveries: Path) -> list[Path]:
    """Files come in under the offices' own names."""
    arrived = []
    for number, path in enumerate(sorted(files.glob("*/*/*"))):
        name = NAMES[number % len(NAMES)].format(path.suffix)
        target = deliveries / path.relative_to(files).parent / name
        target.parent.mkdir(parents=True, exist_ok=True)
        arrived.append(Path(shutil.copy(path, target)))
    return arrived


def without_products(workspace: Path) -> None:
    choices = workspace / "kreisblick.toml"
    text = choices.read_text(encoding="utf-8")
    choices.write_text(text.replace("[report]\n", "[report]\nproducts = []\n"), encoding="utf-8")


@pytest.fixture(scope="module")
def rounds(
    fresh_hamlet: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, list[Path], Path]:
    """A workspace after the round without the last date, and one after the round with it."""
    home = tmp_path_factory.mktemp("next")
    workspace, files = shutil.copytree(fresh_hamlet, home / "workspace"), home / "files"
    without_products(workspace)
    for path in sorted((workspace / "deliveries").glob(f"*/*/{DAY}.*")):
        target = files / path.relative_to(workspace / "deliveries")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(path, target)
    first = run(workspace)
    arrived = arrive(files, workspace / "deliveries")
    second = run(workspace)
    assert first.bundle != second.bundle
    return workspace, arrived, first.bundle


@pytest.fixture(scope="module")
def page(rounds: tuple[Path, list[Path], Path], current: Current) -> str:
    path = current(rounds[0], "products") / "changes" / "index.html"
    return re.sub(r"\s+", " ", path.read_text(encoding="utf-8"))


def test_the_figures_are_those_of_a_district_that_had_all_files_at_once(
    rounds: tuple[Path, list[Path], Path], fresh_copy: Path, current: Current
) -> None:
    without_products(fresh_copy)
    run(fresh_copy)
    at_once, in_steps = (open_bundle(current(w, "bundles")) for w in (fresh_copy, rounds[0]))

    assert len(rounds[1]) >= 16
    assert in_steps.indicators.equals(at_once.indicators)
    assert in_steps.cells.equals(at_once.cells)


def test_the_page_says_what_arrived_and_what_moved(page: str) -> None:
    assert "Gemeinsames Melderegister der Städte und Gemeinden: 31.12.2024" in page
    assert "Statistik der Bundesagentur für Arbeit: 31.12.2024 (4 Lieferungen)" in page
    assert re.search(r"<li>Lieferungen: (3[5-9]|4\d) neu, 0 ersetzt, 0 nicht mehr", page)
    assert "31.12.2022 → 31.12.2024" in page
    assert "Punkte erledigt" in page
    assert "Dieselben Gebiete wie in der Runde davor." in page
    assert re.search(
        r"Ohne neuere ausgewiesene Werte: [^<]*Haushalte in der Schuldnerberatung", page
    )


def test_every_figure_of_the_table_is_released_in_the_new_bundle(
    rounds: tuple[Path, list[Path], Path], current: Current
) -> None:
    """The round before showed other cells; none of its figures may stand beside new ones."""
    table = pl.read_csv(
        current(rounds[0], "products") / "changes" / "changes.csv",
        schema_overrides={"Gebiet (Schlüssel)": pl.String},
        try_parse_dates=True,
    )
    words = read_words()
    table = table.rename({title: name for name, title in words.columns.items()}, strict=False)
    levels = {word: level for level, word in words.levels.items()}
    table = table.with_columns(pl.col("level").replace_strict(levels))
    released = open_bundle(current(rounds[0], "bundles")).indicators
    keys = ["indicator", "reference_date", "level", "area", "value", "change"]
    both = table.with_columns(pl.col("change").round(6), pl.col("value").round(6)).join(
        released.with_columns(pl.col("change").round(6), pl.col("value").round(6)), on=keys
    )

    assert table.height > 100
    assert both.height == table.height
    assert set(both["confidentiality"]) == {"free"}


def test_a_round_that_is_made_again_says_the_same(
    rounds: tuple[Path, list[Path], Path], tmp_path: Path, current: Current
) -> None:
    copy = shutil.copytree(rounds[0], tmp_path / "copy")
    before = (current(copy, "products") / "changes" / "index.html").read_bytes()
    (current(copy, "products") / "audit.json").unlink()  # a round that was killed there

    summary = run(copy)

    assert not summary.unchanged
    assert (summary.products / "changes" / "index.html").read_bytes() == before


def test_a_name_that_tells_no_date_of_the_report_is_asked_about(
    fresh_copy: Path, kreisblick: Kreisblick
) -> None:
    (path,) = (fresh_copy / "deliveries" / "school_office" / "schools").glob(f"{DAY}.*")
    path.rename(path.with_name("Export_14.01.2025.xlsx"))

    said = kreisblick("run", "-w", fresh_copy)

    assert said.code == 1
    assert "school_office/schools/Export_14.01.2025.xlsx" in said.err
    assert "nennt keinen Stichtag des Berichts" in said.err


def test_new_boundaries_are_told(
    fresh_copy: Path, rounds: tuple[Path, list[Path], Path], current: Current
) -> None:
    """The district goes over to the areas of 2023, which the new date brings."""
    without_products(fresh_copy)
    choices = fresh_copy / "kreisblick.toml"
    after = choices.read_text(encoding="utf-8")
    days = "dates = [2020-12-31, 2022-12-31, 2024-12-31]"
    before = after.replace(days, "dates = [2020-12-31, 2022-12-31]")
    choices.write_text(before.replace('generation = "2023"', 'generation = "2019"'), "utf-8")
    run(fresh_copy)
    choices.write_text(after, encoding="utf-8")

    summary = run(fresh_copy)

    text = (summary.products / "changes" / "index.html").read_text(encoding="utf-8")
    assert "Neu ist der Stichtag 31.12.2024." in text
    assert "Gebietsstand 2023 statt 2019" in text
    assert re.search(r"<li>Neu: [^<]*Lindenau-Altstadt West", text)
    assert re.search(r"<li>Aufgelöst: [^<]*Lindenau-Altstadt", text)
    assert date(2024, 12, 31) in set(open_bundle(summary.bundle).indicators["reference_date"])
