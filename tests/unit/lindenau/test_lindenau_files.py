"""The hamlet as files: what the offices sent agrees with the truth behind it.

The file is long because every office's list is read here, from one hamlet that is made once.
"""

import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pyogrio
import pytest
import python_calamine
import shapely

from kreisblick.base.files import fingerprint_folder
from kreisblick.lindenau import Size, Summary, generate
from kreisblick.lindenau.files import read_parameters
from kreisblick.territory.areas.layers import read_layer

SEED = 7
DATES = (date(2020, 12, 31), date(2022, 12, 31), date(2024, 12, 31))
ESCHWALDE, KLEIN_OTTERN = "05998008", "05998016"


@pytest.fixture(scope="module")
def hamlet(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    return generate(Size.HAMLET, SEED, tmp_path_factory.mktemp("lindenau"))


@pytest.fixture(scope="module")
def truth(hamlet: Summary) -> pl.DataFrame:
    return pl.read_parquet(hamlet.folder / "truth" / "counts.parquet")


@pytest.fixture(scope="module")
def houses(hamlet: Summary) -> pl.DataFrame:
    path = hamlet.folder / "territory" / "house_coordinates.csv"
    text = pl.read_csv(path, separator=";", infer_schema=False).fill_null("")
    return text.with_columns(pl.col("x", "y").cast(pl.Float64))


def delivery(hamlet: Summary, key: str, day: date, ending: str) -> Path:
    return hamlet.folder / "deliveries" / key / f"{day}.{ending}"


def residents(hamlet: Summary, day: date) -> pl.DataFrame:
    raw = delivery(hamlet, "resident_register/residents", day, "csv").read_bytes()
    text = pl.read_csv(raw.decode("cp1252").encode(), separator=";", infer_schema=False)
    return text.fill_null("")


def sheet(path: Path, name: str) -> list[list[object]]:
    book = python_calamine.CalamineWorkbook.from_path(path)
    return book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def counted(truth: pl.DataFrame, cube: str, key: str, day: date, level: str) -> dict[str, int]:
    generation = "2023" if day == DATES[2] else "2019"
    rows = truth.filter(
        cube=cube, slice=key, reference_date=day, generation=generation, level=level
    )
    assert rows.height > 0
    return dict(rows.select("area", pl.col("value") - pl.col("unlocated")).iter_rows())


def test_the_same_seed_gives_the_same_bytes_in_another_process(hamlet, tmp_path):
    code = (
        "import sys; from pathlib import Path; from kreisblick.lindenau import Size, generate; "
        f"generate(Size.HAMLET, {SEED}, Path(sys.argv[1]))"
    )

    subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        check=True,
        env=os.environ | {"PYTHONHASHSEED": "99"},
    )

    for name in ("territory", "deliveries", "truth"):
        assert fingerprint_folder(tmp_path / name) == fingerprint_folder(hamlet.folder / name)


def test_the_same_seed_gives_the_same_bytes_again_in_one_process(hamlet, tmp_path):
    generate(Size.HAMLET, SEED, tmp_path)

    for name in ("territory", "deliveries", "truth"):
        assert fingerprint_folder(tmp_path / name) == fingerprint_folder(hamlet.folder / name)


def test_another_seed_gives_another_district(hamlet, tmp_path):
    generate(Size.HAMLET, SEED + 1, tmp_path)

    assert fingerprint_folder(tmp_path / "truth") != fingerprint_folder(hamlet.folder / "truth")


def test_what_else_lies_in_the_workspace_stays(tmp_path):
    (tmp_path / "kreisblick.toml").write_text("[district]\n")

    generate(Size.HAMLET, SEED, tmp_path)

    assert (tmp_path / "kreisblick.toml").read_text() == "[district]\n"
    names = ["deliveries", "kreisblick.toml", "territory", "truth"]
    assert sorted(path.name for path in tmp_path.iterdir()) == names


def test_the_hamlet_has_the_size_it_promises(hamlet, houses, truth):
    assert hamlet.municipalities == houses["municipality"].n_unique() == 3
    assert hamlet.areas["2019"] == houses["area_2019"].n_unique() == 8
    assert hamlet.houses == houses.height == 240
    for day in DATES:
        whole = truth.filter(
            cube="residents", slice="all", reference_date=day, level="district", generation="2023"
        )
        assert whole["value"].to_list() == [600]
        assert hamlet.residents[day] == 600


@pytest.mark.parametrize("generation", ["2019", "2023"])
def test_areas_cover_the_municipalities_without_gap_or_overlap(hamlet, generation):
    path = hamlet.folder / "territory" / f"areas_{generation}.gpkg"
    meta, _, shapes, fields = pyogrio.raw.read(path, layer="areas")
    _, _, towns, names = pyogrio.raw.read(path, layer="municipalities")
    areas, outlines = shapely.from_wkb(shapes), shapely.from_wkb(towns)

    assert meta["crs"] == "EPSG:25832"
    assert shapely.coverage_is_valid(areas)
    assert shapely.is_valid(areas).all()
    assert all(shape.geom_type == "Polygon" for shape in areas)
    for ags, outline in zip(names[0], outlines, strict=True):
        inside = areas[fields[2] == ags]
        assert shapely.equals(shapely.coverage_union_all(inside), outline)
    district = shapely.union_all(areas)
    assert district.area == pytest.approx(shapely.area(areas).sum())
    assert len(district.interiors) == 0


@pytest.mark.parametrize("generation", ["2019", "2023"])
def test_every_house_stands_in_the_area_it_is_listed_under(hamlet, houses, generation):
    path = hamlet.folder / "territory" / f"areas_{generation}.gpkg"
    _, _, shapes, fields = pyogrio.raw.read(path, layer="areas")
    outline = dict(zip(fields[0], shapely.from_wkb(shapes), strict=True))
    home = [outline[key] for key in houses[f"area_{generation}"]]

    assert shapely.contains_xy(home, houses["x"].to_numpy(), houses["y"].to_numpy()).all()


@pytest.mark.parametrize(
    ("file", "town"),
    [("stadtteile_lindenau.gpkg", "05998020"), ("bezirke_eschwalde.geojson", "05998008")],
)
def test_two_towns_have_own_areas_that_fill_them_and_cross_the_planning_areas(hamlet, file, town):
    territory = hamlet.folder / "territory"
    own = read_layer(territory / file, crs=25832)
    areas = read_layer(territory / "areas_2023.gpkg", layer="areas")
    inside = (areas.text("municipality") == town).to_numpy()
    ours = areas.geometry[inside]

    missing = shapely.symmetric_difference(shapely.union_all(own.geometry), shapely.union_all(ours))
    shared = shapely.area(shapely.intersection(own.geometry[:, None], ours[None]))
    pieces = (shared > 0.05 * shapely.area(own.geometry)[:, None]).sum()

    assert missing.area < 0.001 * shapely.area(ours).sum()  # degrees are rounded
    assert pieces > len(own.geometry) > 2
    assert not set(own.text("name")) & {
        name.partition("-")[2] for name in areas.text("name").to_list()
    }


def test_most_areas_keep_their_key_and_some_do_not(houses):
    old, new = set(houses["area_2019"]), set(houses["area_2023"])

    assert len(old & new) >= 3
    assert old - new
    assert new - old


def test_no_two_houses_share_an_address(houses):
    address = houses.select("street", "number", "suffix", "place")

    assert not address.is_duplicated().any()
    assert houses.filter(pl.col("street") == "Hauptstraße")["place"].n_unique() == 3


@pytest.mark.parametrize("day", DATES)
def test_recounting_the_register_gives_the_truth_by_area(hamlet, truth, houses, day):
    """The street key is always right, so even misspelt rows can be recounted by it."""
    rows = residents(hamlet, day).filter(pl.col("WohnArt") == "HW")
    right = rows.join(
        houses.select("street", "place"),
        how="semi",
        left_on=["Strasse", "Ort"],
        right_on=["street", "place"],
    )
    streets = (
        right.group_by("AGS", "StrSchl", "Strasse")
        .len()
        .sort("len")
        .group_by("AGS", "StrSchl")
        .agg(pl.col("Strasse").last().alias("street"))
    )
    number = pl.col("HausNr").str.extract(r"(\d+)").str.strip_chars_start("0")
    suffix = pl.col("HausNr").str.extract(r"([A-Za-z])\s*$").str.to_lowercase().fill_null("")
    placed = (
        rows.filter(pl.col("StrSchl") != "00000")
        .with_columns(number=number, suffix=suffix)
        .join(streets, on=["AGS", "StrSchl"])
        .join(
            houses,
            left_on=["AGS", "street", "number", "suffix"],
            right_on=["municipality", "street", "number", "suffix"],
        )
    )
    generation = "2023" if day == DATES[2] else "2019"

    found = dict(placed.group_by(f"area_{generation}").len().iter_rows())

    missing = {"16", "08"} if day == DATES[0] else {"16"}
    expected = {
        area: value
        for area, value in counted(truth, "residents", "all", day, "planning_area").items()
        if area[:2] not in missing
    }
    assert {area: found.get(area, 0) for area in expected} == expected


def test_the_town_without_consent_is_missing_at_the_first_date_only(hamlet):
    towns = [set(residents(hamlet, day)["AGS"]) for day in DATES]

    assert ESCHWALDE not in towns[0]
    assert ESCHWALDE in towns[1] & towns[2]
    assert all(KLEIN_OTTERN not in found for found in towns)


def test_the_small_towns_own_list_holds_all_its_people(hamlet, truth):
    rows = sheet(delivery(hamlet, "town_register/residents", DATES[2], "xlsx"), "Einwohner")
    homes = [row for row in rows if row[11] == "Hauptwohnung"]

    whole = truth.filter(cube="residents", slice="all", reference_date=DATES[2], area=KLEIN_OTTERN)
    assert [len(homes)] * 2 == whole["value"].to_list()


def test_the_agency_shows_true_counts_or_an_asterisk(hamlet, truth):
    path = delivery(hamlet, "employment_agency/sgb_ii", DATES[2], "csv")
    keys = dict(
        line.split(";")[::2]
        for line in (hamlet.folder / "territory" / "employment_agency_areas_2023.csv")
        .read_text()
        .splitlines()[1:]
    )
    lines = [line.split(";") for line in path.read_bytes().decode("cp1252").splitlines()]
    rows = {keys[line[2]]: line[4:8] for line in lines if len(line) == 8 and line[2] in keys}

    assert set(rows) == set(keys.values())
    for column, ages in enumerate(("0-14", "15-24", "25-64")):
        true = counted(truth, "sgb_ii", f"age={ages}", DATES[2], "planning_area")
        for area, cells in rows.items():
            assert cells[column] == "*" or int(cells[column]) == true[area]
            assert not 0 < true[area] < 10 or cells[column] == "*"


def test_parts_never_exceed_the_residents(truth):
    wide = (
        truth.filter(level="planning_area")
        .with_columns(key=pl.concat_str("cube", "slice", separator="|"))
        .pivot("key", index=["reference_date", "generation", "area"], values="value")
    )
    grown = pl.sum_horizontal("residents|age=25-44", "residents|age=45-64")
    young = pl.sum_horizontal(*[f"residents|age={g}" for g in ("0-2", "3-5", "6-9", "10-14")])

    assert wide.filter(pl.col("sgb_ii|age=25-64") > grown).is_empty()
    assert wide.filter(pl.col("sgb_ii|age=0-14") > young).is_empty()
    assert wide.filter(pl.col("sgb_ii_households|all") > pl.col("households|all")).is_empty()
    narrow, broad = "residents|migration_narrow=yes", "residents|migration_wide=yes"
    assert wide.filter(pl.col(narrow) > pl.col(broad)).is_empty()


def test_both_generations_count_the_same_people(truth):
    totals = (
        truth.filter(level="district")
        .group_by("cube", "slice", "reference_date")
        .agg(pl.col("value").n_unique())
    )

    assert totals["value"].unique().to_list() == [1]


def test_exactly_one_municipality_has_a_single_provider_of_care(hamlet):
    text = delivery(hamlet, "care_supervision/care", DATES[2], "csv").read_bytes()
    rows = [line.split(";") for line in text.decode("cp1252").splitlines()[2:]]
    providers: dict[str, set[str]] = {}
    for row in rows:
        if len(row) == 9:
            providers.setdefault(row[6], set()).add(row[2])

    assert [place for place, names in providers.items() if len(names) == 1] == ["Klein Ottern"]
    assert len(providers) == 3


def test_the_debt_advice_ends_before_the_last_date(hamlet):
    folder = hamlet.folder / "deliveries" / "debt_counselling" / "clients"

    assert sorted(path.stem for path in folder.iterdir()) == [str(day) for day in DATES[:2]]


def test_every_other_product_comes_at_all_dates(hamlet):
    products = sorted((hamlet.folder / "deliveries").glob("*/*"))

    assert len(products) == 41
    for product in products:
        stems = {path.stem for path in product.iterdir()}
        assert stems == {str(day) for day in DATES} or product.name == "clients"


def test_towns_with_an_own_youth_office_are_not_in_the_districts_cases(hamlet, truth):
    places = {
        line[57:82].strip()
        for day in DATES
        for line in delivery(hamlet, "youth_office/support_cases", day, "txt")
        .read_bytes()
        .decode("cp850")
        .splitlines()
    }

    assert places
    assert "Eschwalde" not in places
    own = truth.filter(cube="support_cases", level="municipality", area=ESCHWALDE)
    assert own["value"].sum() == 0


def test_the_register_holds_addresses_no_office_can_place(hamlet, truth):
    hidden = truth.filter(cube="residents", slice="all", level="district")["unlocated"]

    assert hidden.min() >= 0
    assert hidden.max() > 0
    remarks = re.compile(
        r"^(Postfach \d\d \d\d|ofW|ohne festen Wohnsitz|o\.f\.W\.|Auskunftssperre)$"
    )
    for day in DATES:
        odd = residents(hamlet, day).filter(pl.col("StrSchl") == "00000")
        assert all(remarks.match(street) for street in odd["Strasse"])
        assert set(odd["HausNr"]) <= {""}


def test_the_facilities_lists_add_up_to_the_truth(hamlet, truth):
    rows = sheet(delivery(hamlet, "daycare_supervision/daycare", DATES[2], "xlsx"), "Kitas")
    total = next(row for row in rows if row[1] == "Summe")

    slices = [("daycare_places", "age=0-2"), ("daycare_places", "age=3-5")]
    slices += [("daycare_children", "age=0-2"), ("daycare_children", "age=3-5")]
    true = [sum(counted(truth, c, s, DATES[2], "district").values()) for c, s in slices]
    assert total[6:10] == true


def test_the_parameters_name_towns_of_the_invented_district_only():
    parameters = read_parameters()

    for size in parameters.sizes.values():
        assert set(size.towns) <= set(parameters.towns)
        assert len(size.residents) == len(parameters.dates)
    assert all(t.ags.startswith(parameters.district.key) for t in parameters.towns.values())
