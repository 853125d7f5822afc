"""Ready definitions on the files of real publishers: every row is somewhere, none is lost."""

import gzip
from collections.abc import Callable
from datetime import date
from pathlib import Path

import geopandas as gpd
import polars as pl
import pytest
from ruamel.yaml import YAML

from kreisblick.base.definitions import read_definitions, shipped
from kreisblick.pipeline.ready import ready_deliveries
from kreisblick.sealed.intake import IntakeContext, Parsed, parse
from kreisblick.sealed.mapping import DeliveryDefinition
from kreisblick.statistics.cube import CubeDefinition
from kreisblick.territory.areas.model import Generation, Territory

pytestmark = pytest.mark.real
AACHEN, BERG, PINNEBERG = "05334", "05378", "01056"
OUTSIDE = "liegen außerhalb des Kreises und bleiben weg"
COLUMNS = ("area", "name", "level", "parent", "official_code")
Read = Callable[..., Parsed]


@pytest.fixture(scope="module")
def towns(open_data: Path) -> gpd.GeoDataFrame:
    """All German municipalities, one polygon each."""
    path = open_data / "de-verwaltungsgebiete" / "gemeinden_vg250_simplified.geojson.gz"
    with gzip.open(path) as stream:
        frame = gpd.read_file(stream)
    frame["geometry"] = frame.geometry.make_valid()
    return frame.to_crs(25832).dissolve("AGS").reset_index()


def territory(towns: gpd.GeoDataFrame, district: str) -> Territory:
    """A district in which every municipality is one planning area."""
    own = towns[towns["AGS"].str.startswith(district)].sort_values("AGS")
    names = dict(own[["AGS", "GEN"]].itertuples(index=False))
    rows: list[tuple[str | None, ...]] = [
        (f"{key}-1", name, "planning_area", key, None) for key, name in names.items()
    ]
    rows += [(key, name, "municipality", district, key) for key, name in names.items()]
    rows += [(district, "Kreis", "district", None, district)]
    shapes = [*own.geometry, *own.geometry, own.geometry.union_all()]
    return Territory(
        generation=Generation(key="2022", valid_from=date(2000, 1, 1)),
        areas=pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String), orient="row"),
        geometry=gpd.GeoSeries(shapes).to_numpy(),
        crs=25832,
    )


@pytest.fixture(scope="module")
def read(towns: gpd.GeoDataFrame, open_data: Path) -> Read:
    """Read a file by a ready definition, for a district; the collections' commas aside."""
    folders = [shipped("catalogue", "cubes"), shipped("catalogue", "deliveries", "with", "cubes")]
    cubes = read_definitions(folders, CubeDefinition)
    ready = ready_deliveries()

    def of(key: str, file: str, district: str, day: date, **dress: str) -> Parsed:
        filled = ready[key].text.replace("<Kreisschlüssel>", district)
        filled = filled.replace("<Gebietsstand>", "2022")
        content = YAML(typ="safe", pure=True).load(filled)
        content["format"] |= dress
        context = IntakeContext(
            territories={"2022": territory(towns, district)},
            cubes=cubes,
            suppliers={},
            deliveries={},
        )
        return parse(
            open_data / file,
            DeliveryDefinition.model_validate(content),
            context,
            reference_date=day,
            pseudonym=str,
        )

    return of


CENSUS = "zensus-2011-gitter-1km/zensus2011_1km_nrw.csv.gz"
COMMAS = {"delimiter": ",", "decimal": "."}  # the collection has written the grid anew


def test_the_census_grid_of_a_land_gives_a_district_its_people_and_no_secret_cell_a_zero(
    open_data: Path, read: Read
) -> None:
    grid = pl.read_csv(open_data / CENSUS, infer_schema=False)
    own = grid.filter(pl.col("ars_gemeinde_zellmittelpunkt").str.starts_with(AACHEN))
    people = own["Einwohner"].cast(pl.Int64)

    parsed = read("census_grid_2011", CENSUS, AACHEN, date(2011, 5, 9), **COMMAS)

    (told,) = parsed.faults
    outside = f"{grid.height - own.height:,}".replace(",", ".")
    assert (told.hard, told.message) == (False, f"{outside} von 34.100 Zeilen {OUTSIDE}.")
    assert parsed.records["area"].to_list() == sorted(
        f"{ars[:5]}{ars[9:]}-1" for ars in own["ars_gemeinde_zellmittelpunkt"].unique()
    )
    known = pl.coalesce("value", "lower").sum()
    assert parsed.records.select(known).item() == people.filter(people >= 0).sum() == 529_918
    secret = own.filter(pl.col("Einwohner") == "-1")["ars_gemeinde_zellmittelpunkt"].n_unique()
    assert parsed.records["observation"].value_counts().sort("observation").rows() == [
        ("estimated", 10 - secret), ("withheld_by_source", secret)
    ][secret == 10 :]  # fmt: skip


def test_the_census_grid_of_the_whole_land_loses_no_cell(open_data: Path, read: Read) -> None:
    grid = pl.read_csv(open_data / CENSUS, infer_schema=False)["Einwohner"].cast(pl.Int64)

    parsed = read("census_grid_2011", CENSUS, "05", date(2011, 5, 9), **COMMAS)

    assert parsed.faults == ()  # nothing outside, nothing unreadable
    known = parsed.records.select(pl.coalesce("value", "lower").sum()).item()
    assert known == grid.filter(grid >= 0).sum() == 17_522_911


SCHOOLS = "nrw-schulen-sozialindex/schulen_nrw_2024_25.csv.gz"


@pytest.mark.parametrize("district", [AACHEN, BERG])
def test_the_directory_of_schools_gives_a_district_all_its_schools(
    open_data: Path, read: Read, district: str
) -> None:
    file = pl.read_csv(open_data / SCHOOLS, infer_schema=False)
    own = file.filter(pl.col("Amtlicher Gemeindeschlüssel").str.starts_with(district))

    parsed = read("school_directory_nrw", SCHOOLS, district, date(2024, 10, 15))

    assert [f for f in parsed.faults if f.hard] == []
    assert parsed.records["school_number"].to_list() == own["Schulnummer"].to_list()
    assert parsed.records["postcode"].str.len_chars().unique().to_list() == [5]
    told = [f for f in parsed.faults if f.code == "unknown_area"]
    lost = parsed.records["area"].null_count()
    assert (lost > 0) == bool(told)
    placed = parsed.records.filter(pl.col("area").is_not_null())
    same = (placed["area"].str.slice(0, 8) == placed["municipality"]).mean()
    assert same > 0.95  # points of free maps against the official key


def test_the_directory_of_daycare_is_parted_into_inside_outside_and_without_a_point(
    open_data: Path, read: Read
) -> None:
    path = "schleswig-holstein-kitas/kitas_sh_2024.csv.gz"
    file = pl.read_csv(open_data / path, infer_schema=False)

    parsed = read("daycare_directory_sh", path, PINNEBERG, date(2024, 1, 17))

    assert [f for f in parsed.faults if f.hard] == []
    (left_out,) = [f for f in parsed.faults if f.code == "outside_district"]
    without = file.filter(pl.col("lat").is_null())["id"]
    kept = parsed.records
    count = f"{file.height - kept.height:,}".replace(",", ".")
    assert left_out.message == f"{count} von 1.870 Zeilen {OUTSIDE}."
    assert set(without) == set(kept.filter(pl.col("area").is_null())["facility_number"])
    assert set(kept["facility_number"]) <= set(file["id"])
    own = file.filter(pl.col("ortsteil_kreis") == "Kreis Pinneberg", pl.col("lat").is_not_null())
    inside = set(kept.filter(pl.col("area").is_not_null())["facility_number"])
    assert len(set(own["id"]) & inside) / own.height > 0.95
