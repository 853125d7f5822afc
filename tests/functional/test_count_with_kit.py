"""Counting with a kit: made in the district, used in a fresh folder, accepted, a whole round.

The file is long because every test works with one district and its round, which are made once.
"""

import csv
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from pikepdf import Pdf

from kreisblick.base.errors import FaultsFoundError, WrongUseError
from kreisblick.pipeline.kit import make_kit
from kreisblick.pipeline.kit_count import CountedAtSource, count_with_kit
from kreisblick.pipeline.kit_model import KitCell, NoKitError, read_kit
from kreisblick.pipeline.run import run
from kreisblick.pipeline.workspace import open_workspace
from kreisblick.sealed.intake import accepted_deliveries
from kreisblick.sealed.store import SealedStore
from kreisblick.territory.addresses import shipped_rules
from kreisblick.territory.addresses.learn import street_key

DAY = date(2024, 12, 31)
LISTS = {
    "resident_register": "residents",
    "town_register": "residents",
    "health_office": "school_entry",
    "youth_office": "support_cases",
}
AGES = {"80+": (80, 130)}
Say = Callable[..., object]


def listed(workspace: Path, supplier: str) -> Path:
    """The list of persons that an office would deliver."""
    (path,) = (workspace / "deliveries" / supplier / LISTS[supplier]).glob(f"{DAY}.*")
    return path


def kit_of(workspace: Path, supplier: str, out: Path, **more: Path) -> Path:
    name = f"{supplier}/{LISTS[supplier]}"
    make_kit(open_workspace(workspace), name, out, reference_date=DAY, **more)
    return out


@pytest.fixture(scope="module")
def district(fresh_hamlet: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that reports on one day only, before its first round. Only read it."""
    folder = tmp_path_factory.mktemp("district") / "workspace"
    shutil.copytree(fresh_hamlet, folder)
    text = (folder / "kreisblick.toml").read_text(encoding="utf-8")
    text = text.replace("[2020-12-31, 2022-12-31, 2024-12-31]", f"[{DAY}]")
    text = text.replace("\n[addresses]", 'products = ["exports"]\n\n[addresses]')
    (folder / "kreisblick.toml").write_text(text, encoding="utf-8")
    for path in (folder / "deliveries").glob("*/*/*"):
        listed_here = LISTS.get(path.parts[-3]) == path.parts[-2]
        if not listed_here or path.name.partition(".")[0] != DAY.isoformat():
            path.unlink()
    return folder


@pytest.fixture(scope="module")
def counted(
    district: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[Path, CountedAtSource]]:
    """Kit and result of every office that has a list; each counted in a folder of its own."""
    found = {}
    for supplier in LISTS:
        kit = kit_of(district, supplier, tmp_path_factory.mktemp(supplier) / "kit")
        found[supplier] = kit, count_with_kit(kit, listed(district, supplier))
    return found


@pytest.fixture(scope="module")
def inside(district: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same district where the sealed office counts rows itself, after its round."""
    folder = tmp_path_factory.mktemp("inside") / "workspace"
    shutil.copytree(district, folder)
    for supplier, product in LISTS.items():
        (folder / "catalogue/suppliers" / supplier / f"{product}_counted.yaml").unlink(
            missing_ok=True
        )
    run(folder)
    return folder


def rows_of(kit: Path, file: Path) -> dict[tuple[str, KitCell], str]:
    """The delivery by text of the area cell and question."""
    with file.open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.DictReader(stream, delimiter=";"))
    cells = read_kit(kit).cells
    return {
        (line["Gebiet"], index): line[c.column] for line in lines for index, c in enumerate(cells)
    }


def slowly(records: pl.DataFrame, area: str, cell: KitCell) -> int:
    """One count of residents, person by person."""

    def belongs(person: dict[str, object]) -> bool:
        if person["main_home"] != "yes" or person["area_2023"] != area:
            return False
        for name, code in cell.set.items():
            if name == "age":
                low, high = AGES.get(code) or tuple(map(int, code.split("-")))
                if not low <= DAY.year - int(str(person["birth_year"])) <= high:
                    return False
            elif person[name] != code:
                return False
        return True

    return sum(belongs(person) for person in records.iter_rows(named=True))


def test_every_shown_count_is_the_number_of_rows_that_the_sealed_office_would_count(
    inside: Path, counted: dict[str, tuple[Path, CountedAtSource]]
) -> None:
    store = SealedStore(inside / "sealed")
    (delivery,) = [d for d in accepted_deliveries(store) if d.supplier == "resident_register"]
    records = pl.DataFrame(store.read_table(f"{delivery.path_key}/records"))
    kit, found = counted["resident_register"]
    cells = read_kit(kit).cells
    compared = 0

    for (area, index), text in rows_of(kit, found.file).items():
        if area.startswith("Gemeinde") or cells[index].cube != "residents":
            continue
        count = slowly(records, area, cells[index])
        compared += 1
        if text == "*":
            assert count > 0  # nobody is no secret here
        else:
            assert int(text) == count
        assert text == "*" or count == 0 or count >= 5
    assert compared > 100


@pytest.fixture(scope="module")
def outside(
    district: Path,
    counted: dict[str, tuple[Path, CountedAtSource]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """The same district where nobody delivers rows, after its round."""
    folder = tmp_path_factory.mktemp("outside") / "workspace"
    shutil.copytree(district, folder)
    for supplier in LISTS:
        deliver_counts(folder, supplier, counted[supplier][1].file)
    run(folder)
    return folder


def deliver_counts(workspace: Path, supplier: str, file: Path) -> None:
    """Counts in the place of rows, and everybody told."""
    product = LISTS[supplier]
    shutil.rmtree(workspace / "deliveries" / supplier / product)
    home = workspace / "deliveries" / supplier / f"{product}_counted"
    home.mkdir()
    shutil.copyfile(file, home / f"{DAY}.csv")
    with (workspace / "catalogue/suppliers" / supplier / "supplier.yaml").open("a") as text:
        text.write(f"\ncounted_at_source: {{{product}: [{product}_counted]}}\n")


def published(bundle: Path) -> pl.DataFrame:
    """What is shown of the cubes that are counted from lists of persons."""
    cubes = ["residents", "households", "school_entry", "support_cases"]
    cells = pl.read_parquet(bundle / "data/cells.parquet")
    return cells.filter(pl.col("value").is_not_null(), pl.col("cube").is_in(cubes))


def test_the_counts_are_accepted_like_any_delivery_and_the_round_goes_without_rows(
    inside: Path, outside: Path, current: Callable[[Path, str], Path]
) -> None:
    bundle = current(outside, "bundles")
    grains = {d.grain for d in accepted_deliveries(SealedStore(outside / "sealed"))}
    missing = json.loads((bundle / "report.json").read_text(encoding="utf-8"))["missing"]
    both = published(current(inside, "bundles")).join(
        published(bundle), on=["cube", "slice", "area"], suffix="_outside"
    )
    figures = pl.read_parquet(bundle / "data/indicators.parquet")
    foreign = figures.filter(
        pl.col("indicator") == "foreign_residents", pl.col("value").is_not_null()
    )

    assert "person" not in grains
    assert not [line for line in missing if "Einwohnerbestand" in line]
    assert both.height > 40
    assert both.filter(pl.col("value") != pl.col("value_outside")).is_empty()
    assert foreign.height > 3


def test_a_figure_counted_at_the_source_is_explained_by_its_delivery(
    outside: Path, kreisblick: Say
) -> None:
    told = kreisblick("explain", "0803", "foreign_residents", DAY, "-w", outside, "--json")

    assert told.code == 0
    assert "resident_register/residents_counted" in told.out
    assert json.loads(told.out)["equal"] is True


def test_one_town_counts_itself_and_the_others_send_rows(
    district: Path,
    inside: Path,
    counted: dict[str, tuple[Path, CountedAtSource]],
    tmp_path: Path,
    current: Callable[[Path, str], Path],
    kreisblick: Say,
) -> None:
    mixed = shutil.copytree(district, tmp_path / "mixed")
    deliver_counts(mixed, "town_register", counted["town_register"][1].file)

    run(mixed)

    place = ["cube", "slice", "area"]
    alone, together = (published(current(folder, "bundles")) for folder in (inside, mixed))
    both = alone.join(together, on=place, suffix="_mixed")
    assert both.filter(pl.col("value") != pl.col("value_mixed")).is_empty()
    everybody = together.filter(pl.col("cube") == "residents", pl.col("slice") == "all")
    assert set(everybody["area"]) >= {"0803", "05998016", "05998"}
    told = kreisblick("explain", "05998", "residents_total", DAY, "-w", mixed, "--json")
    assert json.loads(told.out)["equal"] is True


def test_rows_and_counts_of_the_same_town_are_refused(
    district: Path, counted: dict[str, tuple[Path, CountedAtSource]], tmp_path: Path
) -> None:
    twice = shutil.copytree(district, tmp_path / "twice")
    home = twice / "deliveries/town_register/residents_counted"
    home.mkdir()
    shutil.copyfile(counted["town_register"][1].file, home / f"{DAY}.csv")

    with pytest.raises(FaultsFoundError, match="zählten doppelt"):
        run(twice)


def test_a_packed_kit_runs_by_its_script_and_closes_its_counts_to_the_sealed_office(
    district: Path, tmp_path: Path, kreisblick: Say
) -> None:
    workspace = shutil.copytree(district, tmp_path / "workspace")
    key, pack = tmp_path / "key.txt", tmp_path / "kit.zip"
    kreisblick("store", "public-key", "-w", workspace, "-o", key)
    words = ("supply", "kit", "resident_register/residents", "--reference-date", DAY, "-o", pack)
    made = kreisblick(*words, "--to", key, "-w", workspace)
    assert made.code == 0
    assert "counted_at_source: {residents: [residents_counted]}" in made.out
    with zipfile.ZipFile(pack) as opened:
        opened.extractall(tmp_path / "town")
    (tmp_path / "town/liste 2024.csv").write_bytes(
        listed(workspace, "resident_register").read_bytes()
    )
    program = Path(sys.executable).with_name("kreisblick")

    done = subprocess.run(
        ["sh", str(tmp_path / "town/kit/zaehlen.sh"), "liste 2024.csv"],
        cwd=tmp_path / "town",
        env={**os.environ, "KREISBLICK": str(program)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    (closed,) = (tmp_path / "town/kit/lieferung").iterdir()
    assert closed.suffix == ".sealed"
    assert b"Eschwalde" not in closed.read_bytes()
    accepted = kreisblick("intake", "receive", closed, "-w", workspace)
    assert accepted.code == 0
    assert "resident_register/residents_counted/2024-12-31" in accepted.out


def test_a_kit_without_the_programme_says_what_is_missing(
    counted: dict[str, tuple[Path, CountedAtSource]], tmp_path: Path
) -> None:
    kit, _found = counted["town_register"]

    done = subprocess.run(
        ["sh", str(kit / "zaehlen.sh"), "liste.csv"],
        env={**os.environ, "KREISBLICK": "kreisblick-fehlt"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert "fehlt das Programm Kreisblick" in done.stderr


def test_the_instruction_is_one_accessible_page(
    counted: dict[str, tuple[Path, CountedAtSource]],
) -> None:
    for kit, _found in counted.values():
        with Pdf.open(kit / "Anleitung.pdf") as paper:
            assert len(paper.pages) == 1
            assert paper.Root.MarkInfo.Marked
            assert str(paper.Root.Lang).startswith("de")


def test_nothing_about_a_person_and_no_coordinates_lie_in_a_kit(
    counted: dict[str, tuple[Path, CountedAtSource]],
) -> None:
    kit, found = counted["resident_register"]

    houses = pl.read_parquet(kit / "streets/houses.parquet")

    assert not {"x", "y"} & set(houses.columns)
    assert not (kit / "sealed").exists()
    assert found.without_area > 0
    assert {path.parent.name for path in found.stays} <= {"bleibt-im-haus"}


def test_a_protected_street_is_not_in_the_kit(district: Path, tmp_path: Path) -> None:
    workspace = shutil.copytree(district, tmp_path / "workspace")
    houses = pl.read_csv(
        workspace / "territory/house_coordinates.csv", separator=";", infer_schema=False
    )
    street = houses.filter(pl.col("area_2023") == "1601")["street"][0]
    hide = SealedStore(workspace / "sealed").pseudonym
    (key,) = pl.select(street_key(pl.lit(street), shipped_rules())).to_series()
    columns = "decision_id,kind,street,postcode,place,supplier,to_street,to_postcode,to_place,"
    columns += "since,decided_on,decided_by,revoked_on,note"
    path = workspace / "catalogue/addresses/decisions.csv"
    path.parent.mkdir(parents=True)
    path.write_text(f"{columns}\np1,protected,keyed:{hide(key)},,,,,,,,,,,\n")

    kit = kit_of(workspace, "town_register", tmp_path / "kit")

    there = pl.read_parquet(kit / "streets/houses.parquet")
    assert street in houses["street"].to_list()
    assert street not in there["street"].to_list()
    assert "keyed:" not in (kit / "decisions.csv").read_text()
    assert there.height > 0


def test_a_list_with_faults_writes_nothing_and_names_the_column(
    counted: dict[str, tuple[Path, CountedAtSource]], district: Path, tmp_path: Path
) -> None:
    kit = shutil.copytree(counted["resident_register"][0], tmp_path / "kit")
    shutil.rmtree(kit / "lieferung")
    broken = tmp_path / "liste.csv"
    text = listed(district, "resident_register").read_bytes()
    broken.write_bytes(text.replace(b"WohnArt", b"Wohnung"))

    with pytest.raises(FaultsFoundError, match="WohnArt"):
        count_with_kit(kit, broken)

    assert not (kit / "lieferung").exists()


@pytest.mark.parametrize("part", ["kit.json", "areas.csv", "streets/houses.parquet"])
def test_a_kit_that_lost_a_part_is_refused(
    counted: dict[str, tuple[Path, CountedAtSource]], district: Path, tmp_path: Path, part: str
) -> None:
    kit = shutil.copytree(counted["resident_register"][0], tmp_path / "kit")
    (kit / part).unlink()

    with pytest.raises(NoKitError):
        count_with_kit(kit, listed(district, "resident_register"))


def test_a_list_of_counts_needs_no_kit(district: Path, tmp_path: Path) -> None:
    with pytest.raises(WrongUseError, match="resident_register/residents"):
        make_kit(
            open_workspace(district),
            "employment_agency/sgb_ii",
            tmp_path / "kit",
            reference_date=DAY,
        )


def test_a_definition_that_a_person_wrote_is_not_written_over(
    district: Path, tmp_path: Path
) -> None:
    workspace = shutil.copytree(district, tmp_path / "workspace")
    path = workspace / "catalogue/suppliers/town_register/residents_counted.yaml"
    path.write_text("title: {de: Eigene}\ngrain: aggregate\ncube: residents\n")
    text = path.read_text() + "format: {type: csv}\narea: {column: Gebiet, kind: code}\n"
    path.write_text(text + "values: [{column: Anzahl}]\n")

    with pytest.raises(WrongUseError, match="counted_at_source"):
        kit_of(workspace, "town_register", tmp_path / "kit")

    assert not (tmp_path / "kit").exists()
