"""Every ready definition reads an invented file in its official shape: figures, signs, keys.

The file is long because all of them are taken into one workspace, which is made once.
"""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from tests.functional.ready_files import agency, flatfile, genesis_table, gv100ad, record

from kreisblick.pipeline.ground import prepare
from kreisblick.pipeline.ready import ready_deliveries, take
from kreisblick.pipeline.receive import context_of
from kreisblick.pipeline.workspace import open_workspace
from kreisblick.sealed.intake import IntakeContext, Parsed, parse
from kreisblick.sealed.mapping import definition_of
from kreisblick.territory.areas import AreaLevel

DAY = date(2024, 12, 31)
RECORD = {"Geburtsdatum": (1, 8), "Geschlecht": (9, 9), "Staatsangehörigkeit": (10, 12),
          "Wohnungsstatus": (13, 13), "Straße": (14, 45), "Hausnummer": (46, 49),
          "Hausnummernzusatz": (50, 50), "Postleitzahl": (51, 55), "Ort": (56, 85)}  # fmt: skip


@dataclass(frozen=True)
class Office:
    """A workspace into which every ready definition was taken."""

    folder: Path
    context: IntakeContext
    keys: Mapping[str, str]  # the agency's key → area
    houses: pl.DataFrame
    tmp: Path

    def read(self, key: str, text: str, *, day: date = DAY, encoding: str = "cp1252") -> Parsed:
        path = self.tmp / "lieferung.csv"
        path.write_bytes(text.encode(encoding))
        definition = self.context.deliveries[f"{key}/table"]
        context = replace(self.context, supplier=key)
        return parse(path, definition, context, reference_date=day, pseudonym=lambda t: f"#{t}")


@pytest.fixture(scope="module")
def taken(fresh_hamlet: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = shutil.copytree(fresh_hamlet, tmp_path_factory.mktemp("ready") / "workspace")
    workspace = open_workspace(folder)
    for key in ready_deliveries():
        form = take(key, workspace, supplier=key, product="table").form
        if form is not None:
            fill_in(form)
            take(key, workspace, supplier=key, product="table")
    return folder


def fill_in(form: Path) -> None:
    """What the district's hand does: positions into the form, a field it has not left empty."""
    text = form.read_text(encoding="utf-8-sig")
    for name, (first, last) in RECORD.items():
        text = text.replace(f"{name};;;", f"{name};{first};{last};")
    form.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def prepared(taken: Path) -> tuple[IntakeContext, dict[str, str], pl.DataFrame]:
    """The agency's keys are entered as a district would: nine digits, zeros in front."""
    ground = prepare(open_workspace(taken))
    territory = ground.territories["2023"]
    areas = territory.keys(AreaLevel.PLANNING_AREA)
    keys = {f"{str(territory.parents[a])[-3:]}001{n:03}": a for n, a in enumerate(areas, start=1)}
    own = {area: key for key, area in keys.items()}
    for table in (taken / "territory").glob("agency_*_areas_2023.csv"):
        head, *rows = table.read_text(encoding="utf-8").splitlines()
        filled = [f"{own[row.split(';')[1]]}{row}" for row in rows]
        table.write_text("\n".join([head, *filled]), encoding="utf-8")
    return context_of(ground, DAY), keys, ground.addresses


@pytest.fixture
def office(
    taken: Path, prepared: tuple[IntakeContext, dict[str, str], pl.DataFrame], tmp_path: Path
) -> Office:
    context, keys, houses = prepared
    return Office(taken, context, keys, houses, tmp_path)


def cells(parsed: Parsed) -> list[tuple[object, ...]]:
    """Area, value, bounds and observation of every record."""
    names = ["area", "value", "lower", "upper", "observation"]
    return parsed.records.select(names).rows()


def test_every_ready_definition_was_taken(office: Office) -> None:
    assert {f"{key}/table" for key in ready_deliveries()} <= set(office.context.deliveries)


AGENCY = {  # headings, how many parts add up to a total, a row of signs
    "agency_basic_income": (["RLB unter 15 Jahre", "RLB 15 bis unter 25 Jahre",
                             "RLB 25 Jahre bis Regelaltersgrenze", "RLB insgesamt"],
                            (1, 1, 1, 3), ["*", "-", ".", "*"]),
    "agency_unemployed": (["Arbeitslose SGB II", "Arbeitslose SGB III", "Arbeitslose insgesamt",
                           "Arbeitslose unter 25 Jahre"], (1, 1, 2, 1), ["*", "-", "*", "."]),
    "agency_employed": (["SvB Männer", "SvB Frauen", "SvB insgesamt"], (1, 1, 2), ["*", ".", "*"]),
}  # fmt: skip


def agency_rows(office: Office, key: str) -> list[list[str]]:
    """Every area with figures; one with signs; sums at three heights; people without an area."""
    _headings, parts, signs = AGENCY[key]
    plain = [
        ["05998008", own, *(str(part * (10 + n)) for part in parts)]
        for n, own in enumerate(office.keys)
    ]
    plain[0][2:] = signs
    names = ("008001SUM", "008SUMSUM", "SUMSUMSUM")
    sums = [["05998008", name, *(str(500 * part) for part in parts)] for name in names]
    return [*plain, *sums, ["05998008", "keine Angabe", *(str(4 * part) for part in parts)]]


@pytest.mark.parametrize("key", AGENCY)
def test_sums_of_the_agency_are_never_added_and_its_signs_stay(office: Office, key: str) -> None:
    headings, parts, signs = AGENCY[key]

    parsed = office.read(key, agency(headings, agency_rows(office, key)))

    assert [f.code for f in parsed.faults] == ["without_area"]
    assert set(parsed.records["area"]) == set(office.keys.values())
    assert (parsed.records["value"].max() or 0) < 500
    first, *others = office.keys.values()
    of_first = parsed.records.filter(pl.col("area") == first)
    assert of_first["value"].drop_nulls().to_list() == [0] * signs.count("-")
    hidden = of_first.filter(pl.col("observation") == "withheld_by_source")
    assert (hidden.height, hidden["lower"].to_list()) == (len(signs) - signs.count("-"),
                                                          [0] * hidden.height)  # fmt: skip
    for number, area in enumerate(others, start=11):
        values = parsed.records.filter(pl.col("area") == area)["value"].to_list()
        assert sorted(values) == sorted(part * number for part in parts)


def test_the_districts_sum_is_compared_once_the_district_says_that_it_is_one(
    office: Office,
) -> None:
    path = office.folder / "catalogue" / "suppliers" / "agency_employed" / "table.yaml"
    text = path.read_text(encoding="utf-8").replace("  # - {pattern", "  - {pattern")
    settled = definition_of(text, office.folder)
    deliveries = {**office.context.deliveries, "agency_employed/table": settled}
    other = replace(office, context=replace(office.context, deliveries=deliveries))
    headings, *_rest = AGENCY["agency_employed"]
    rows = agency_rows(office, "agency_employed")
    rows[0][2:] = ["10", "10", "20"]  # all parts are known
    sizes = [int(row[4]) for row in rows if row[1] in office.keys or row[1] == "keine Angabe"]
    told = [[*row[:2], *map(str, (sum(sizes) // 2, sum(sizes) // 2, sum(sizes)))]
            if row[1] == "SUMSUMSUM" else row for row in rows]  # fmt: skip

    right = other.read("agency_employed", agency(headings, told))
    wrong = other.read("agency_employed", agency(headings, rows))  # 1.000 in place of the sum

    district = right.records.filter(pl.col("level") == "district", pl.col("sex") == "*")
    assert district["value"].to_list() == [sum(sizes)]
    assert [f.code for f in right.faults if f.hard] == []
    assert {f.code for f in wrong.faults if f.hard} == {"sum_of_parts"}


def test_another_month_of_the_agency_is_never_counted_too(office: Office) -> None:
    headings, *_rest = AGENCY["agency_employed"]
    earlier = f"\r\nSeptember 2024;05998008;{next(iter(office.keys))};70;70;140\r\n\r\n*)"
    table = agency(headings, agency_rows(office, "agency_employed"))
    both = table.replace("\r\n\r\n*)", earlier)

    parsed = office.read("agency_employed", both)

    assert 140 not in parsed.records["value"].to_list()
    assert [f.code for f in parsed.faults if f.hard] == []


POPULATION = {"05998008": 5123, "05998016": 801, "05998020": 9999}


@pytest.mark.parametrize("old", [False, True], ids=["new", "old"])
def test_a_flatfile_of_a_whole_land_gives_the_district_its_own(office: Office, old: bool) -> None:
    day = "31.12.2024" if old else "2024-12-31"
    rows = [(day, k, "Insgesamt", str(v)) for k, v in POPULATION.items()]
    rows += [(day, k, "männlich", str(v // 2)) for k, v in POPULATION.items()]
    rows += [(day, "05998", "Insgesamt", str(sum(POPULATION.values())))]
    rows += [(day, "05999004", "Insgesamt", "77"), (day, "05", "Insgesamt", "18000000")]
    rows += [(day.replace("2024", "2023"), "05998008", "Insgesamt", "5000")]

    parsed = office.read("regional_statistics", flatfile(rows, old=old), encoding="utf-8")

    assert parsed.faults == ()
    assert {(a, v) for a, v, *_ in cells(parsed)} == {*POPULATION.items(), ("05998", 15923)}


@pytest.mark.parametrize(
    ("sign", "means"),
    [
        ("-", (0, None, None, "counted")),
        (".", (None, 0, None, "withheld_by_source")),
        ("/", (None, 0, None, "withheld_by_source")),
        ("...", (None, None, None, "not_delivered")),
        ("x", (None, None, None, "cannot_exist")),
    ],
)
def test_the_signs_of_official_tables_stay_what_they_are(
    office: Office, sign: str, means: tuple[object, ...]
) -> None:
    day = "2024-12-31"
    rows = [(day, "05998008", "Insgesamt", sign), (day, "05998016", "Insgesamt", "801")]

    parsed = office.read("regional_statistics", flatfile(rows), encoding="utf-8")

    assert ("05998008", *means) in cells(parsed)


def test_a_table_without_headings_above_its_keys_is_read(office: Office) -> None:
    rows = [("DG", "Deutschland", "83000000", "41000000", "42000000")]
    rows += [("05998", "  Landkreis Lindenau", "15923", "7960", "7963")]
    rows += [
        (k, f"    Ort {k}", str(v), str(v // 2), str(v - v // 2)) for k, v in POPULATION.items()
    ]
    rows += [("05999004", "    Anderswo", "77", "40", "37")]

    parsed = office.read("regional_statistics_table", genesis_table("31.12.2024", rows))

    assert parsed.faults == ()
    assert {(a, v) for a, v, *_ in cells(parsed)} == {*POPULATION.items(), ("05998", 15923)}


def test_the_list_of_municipalities_is_read_by_its_positions(office: Office) -> None:
    lines = [gv100ad("10", "20241231", "05", "Nordrhein-Westfalen")]
    lines += [gv100ad("40", "20241231", "05998", "Landkreis Lindenau")]
    lines += [gv100ad("60", "20241231", k, f"Ort {k}", v) for k, v in POPULATION.items()]
    lines += [gv100ad("60", "20241231", "05999004", "Anderswo", 77)]

    parsed = office.read("municipality_register", "\r\n".join(lines))

    assert parsed.faults == ()
    assert {(a, v) for a, v, *_ in cells(parsed)} == set(POPULATION.items())


def test_a_list_of_municipalities_of_another_year_is_refused(office: Office) -> None:
    line = gv100ad("60", "20221231", "05998008", "Eschwalde", 5000)

    parsed = office.read("municipality_register", line)

    assert [f.code for f in parsed.faults if f.hard] == ["no_rows_chosen"]
    assert "2024…" in parsed.faults[0].message


def persons(office: Office, count: int = 40) -> list[dict[str, str]]:
    """Invented people, one at each of the first known houses."""
    houses = office.houses.head(count).iter_rows(named=True)
    return [
        {
            "Geburtsdatum": f"{1950 + n}0715",
            "Geschlecht": "mwdx"[n % 4],
            "Staatsangehörigkeit": ["000", "163"][n % 2],
            "Straße": house["street"],
            "Hausnummer": house["number"],
            "Hausnummernzusatz": house["suffix"] or "",
            "Postleitzahl": house["postcode"],
            "Ort": house["place"],
        }
        for n, house in enumerate(houses)
    ]


def check_persons(parsed: Parsed, office: Office, count: int = 40) -> None:
    records = parsed.records
    assert [f.message for f in parsed.faults if f.hard] == []
    assert records["birth_year"].to_list() == [1950 + n for n in range(count)]
    assert records["sex"].to_list()[:4] == ["male", "female", "diverse", "diverse"]
    assert records["citizenship"].to_list() == ["german", "foreign"] * (count // 2)
    assert records["area"].to_list() == office.houses.head(count)["area_2023"].to_list()
    assert not {"Geburtsdatum", "street", "number"} & set(records.columns)


def test_an_extract_of_the_register_keeps_leading_zeros(office: Office) -> None:
    lines = ["Geburtsdatum;Geschlecht;Staatsangehörigkeit;Wohnungsstatus;Straße;Hausnummer;PLZ;Ort"]
    lines += [
        ";".join([p["Geburtsdatum"], p["Geschlecht"], p["Staatsangehörigkeit"], "HW", p["Straße"],
                  p["Hausnummer"] + p["Hausnummernzusatz"], p["Postleitzahl"], p["Ort"]])
        for p in persons(office)
    ]  # fmt: skip

    parsed = office.read("resident_register", "\r\n".join(lines))

    check_persons(parsed, office)


def test_a_zero_that_a_spreadsheet_has_left_of_000_is_still_german(office: Office) -> None:
    (one, *_others) = persons(office)
    lines = ["Geburtsjahr;Geschlecht;StA1;WohnArt;Straße;HausNr;PLZ;Ort"]
    lines += [f"1980;m;0;HW;{one['Straße']};{one['Hausnummer']};{one['Postleitzahl']};{one['Ort']}"]

    parsed = office.read("resident_register", "\n".join(lines))

    assert parsed.records["citizenship"].to_list() == ["german"]


def test_a_record_of_fixed_width_is_read_by_the_positions_the_district_entered(
    office: Office,
) -> None:
    lines = [record(RECORD, p | {"Wohnungsstatus": "H"}) for p in persons(office)]

    parsed = office.read("resident_register_record", "\r\n".join(lines))

    check_persons(parsed, office)
    definition = office.context.deliveries["resident_register_record/table"]
    assert "household" not in definition.columns  # its field has no positions


def test_the_examination_before_school_is_read(office: Office) -> None:
    found = ["vollständig;ja;nein", "Impfbuch fehlt;nein;ja", "unvollständig;N;J"]
    lines = ["Geburtsdatum;Geschlecht;Masern;Sprachförderbedarf;Übergewicht;Straße;PLZ;Ort"]
    lines += [
        f"01.08.2018;{p['Geschlecht']};{finding};{p['Straße']} {p['Hausnummer']}"
        f"{p['Hausnummernzusatz']};{p['Postleitzahl']};{p['Ort']}"
        for p, finding in zip(persons(office), found, strict=False)
    ]

    parsed = office.read("school_entry", "\r\n".join(lines))

    assert [f.message for f in parsed.faults if f.hard] == []
    assert parsed.records["measles"].to_list() == ["complete", "no_record", "incomplete"]
    assert parsed.records["language_support"].to_list() == ["yes", "no", "no"]
    assert parsed.records["overweight"].to_list() == ["no", "yes", "yes"]
    assert parsed.records["birth_year"].to_list() == [2018] * 3


def centres(office: Office) -> dict[str, tuple[int, int]]:
    """A point of the grid's system inside every area; not of the grid, but that is all the same."""
    import pyproj  # noqa: PLC0415

    territory = office.context.territories["2023"]
    turn = pyproj.Transformer.from_crs(territory.crs, 3035, always_xy=True)
    shapes = zip(territory.areas["area"], territory.geometry, strict=True)
    inside = {area: shape.representative_point() for area, shape in shapes}
    planning = territory.keys(AreaLevel.PLANNING_AREA)
    return {a: tuple(map(round, turn.transform(inside[a].x, inside[a].y))) for a in planning}


@pytest.mark.parametrize(
    ("key", "secret"), [("census_grid_2011", ("-1", "-9")), ("census_grid_2022", ("–", "."))]
)
def test_cells_of_the_census_become_estimates_and_secret_ones_bounds(
    office: Office, key: str, secret: tuple[str, str]
) -> None:
    places = centres(office)
    first, second, *others = places
    rows = [(*places[area], "10") for area in places for _twice in range(2)]
    rows += [(*places[first], secret[0]), (*places[second], secret[1])]
    rows += [(4_000_500, 2_500_500, "800")]
    lines = ["Gitter_ID_1km;x_mp_1km;y_mp_1km;Einwohner"]
    lines += [f"1kmN{y}E{x};{x};{y};{people}" for x, y, people in rows]

    parsed = office.read(key, "\n".join(lines), day=date(2022, 5, 15), encoding="utf-8")

    assert [(f.code, f.hard) for f in parsed.faults] == [("outside_district", False)]
    told = {row[0]: row[1:] for row in cells(parsed)}
    assert told[first] == told[second] == (None, 20, None, "withheld_by_source")
    assert {told[area] for area in others} == {(20, None, None, "estimated")}


def test_a_directory_of_schools_keeps_its_numbers_and_its_district(office: Office) -> None:
    x, y = degrees(office)
    head = ("Schulform,Amtlicher Gemeindeschlüssel,Schulnummer,Amtliche Bezeichnung 1,"
            "Straße und Hausnummer,Postleitzahl,Ort,Anzahl,latitude,longitude")  # fmt: skip
    lines = [f"Grundschule,05998020,001234,Schule am Anger,Am Anger 1,05200,Lindenau,220,{y},{x}"]
    lines += ["Gymnasium,05999004,001235,Anderswo,Weg 1,05300,Anderswo,800,51.0,7.0"]
    lines += ["Grundschule,05998020,001236,Schule ohne Punkt,Weg 2,05200,Lindenau,,,"]

    parsed = office.read("school_directory_nrw", "\n".join([head, *lines]), encoding="utf-8")

    numbers = parsed.records.select("school_number", "postcode", "pupils").rows()
    assert numbers == [("001234", "05200", 220), ("001236", "05200", None)]
    assert parsed.records["area"].to_list() == ["2004", None]
    assert [(f.code, f.hard) for f in parsed.faults] == [("unknown_area", False)]


def test_a_directory_of_daycare_leaves_out_what_lies_elsewhere_and_says_so(office: Office) -> None:
    x, y = degrees(office)
    lines = ["id,name,typ,traeger,strasse,hausnummer,plz,ort,lat,lon"]
    lines += [f"0007,Kita Ahorn,KITA,Verein,Am Anger,1a,05200,Lindenau,{y},{x}"]
    lines += ["0008,Kita Anderswo,KITA,Verein,Weg,2,24000,Anderswo,54.3,9.7"]

    parsed = office.read("daycare_directory_sh", "\n".join(lines), encoding="utf-8")

    assert parsed.records.select("facility_number", "area").rows() == [("0007", "2004")]
    assert [(f.code, f.hard) for f in parsed.faults] == [("outside_district", False)]


def degrees(office: Office) -> tuple[float, float]:
    """A point of the area 2004 in degrees."""
    import pyproj  # noqa: PLC0415

    turn = pyproj.Transformer.from_crs(3035, 4326, always_xy=True)
    x, y = turn.transform(*centres(office)["2004"])
    return round(x, 6), round(y, 6)
