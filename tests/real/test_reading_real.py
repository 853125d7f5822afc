"""Tables of real publishers: headings in the right line, and no line of data lost."""

from pathlib import Path

import polars as pl
import pytest

from kreisblick.sealed.reading import Format, Table, find_tables, read_cells, signs_in

pytestmark = pytest.mark.real

FLENSBURG = [  # every table of the social report, with its lines of data
    ("age_groups_by_district", 26), ("age_groups_of_residents", 8), ("age_ratio_by_district", 104),
    ("basic_benefits_income_by_district", 28), ("beneficiaries_by_district", 65),
    ("beneficiaries_age_15_to_under_65_by_district", 28),
    ("beneficiaries_characteristics_by_district", 28), ("births_by_district", 104),
    ("child_education_support", 6), ("children_age_under_18_by_district", 104),
    ("debt_counseling_residents", 14), ("district", 13), ("household_type", 7),
    ("employed_with_pension_insurance_by_district", 78),
    ("housing_assistance_cases_by_district", 26), ("housing_benefit_by_district", 104),
    ("inactive_beneficiaries_households_by_district", 65),
    ("migration_background_by_district", 26), ("non_german_nationals_residence_status", 6),
    ("residents_age_18_to_under_65_by_district", 104), ("residents_by_district", 91),
    ("residents_age_65_and_above_by_district", 104), ("risk_homelessness_by_district", 78),
    ("unemployed_residents_by_district", 78), ("unemployed_residents_categorized_by_district", 28),
]  # fmt: skip
OTHERS = [
    ("koeln-stadtteile/bevoelkerung_2005ff.csv.gz", 29_135),
    ("nrw-schulen-sozialindex/schulen_nrw_2024_25.csv.gz", 5_407),
    ("schleswig-holstein-kitas/kitas_sh_2024.csv.gz", 1_870),
    ("zensus-2011-gitter-1km/zensus2011_1km_nrw.csv.gz", 34_100),
    *(
        (f"berlin-lor-population/population_{year}-02_t{table}_planning_areas.csv.gz", rows)
        for year, rows in ((2018, 447), (2020, 448), (2021, 542), (2022, 542), (2023, 542))
        for table in (1, 2, 3, 4)
    ),
]
FILES = [(f"flensburg-sozialatlas/tables/{name}.csv", rows) for name, rows in FLENSBURG] + OTHERS


def only(path: Path) -> Table:
    (table,) = find_tables(
        read_cells(path, Format(type="csv", delimiter=",", decimal=".", thousands=""))
    )
    return table


@pytest.mark.parametrize(("name", "rows"), FILES, ids=[name for name, _rows in FILES])
def test_the_headings_of_a_published_table_are_found_and_no_line_is_lost(
    open_data: Path, name: str, rows: int
) -> None:
    table = only(open_data / name)

    assert table.heading_rows == (1,)
    assert (table.body.height, table.footnotes, table.groups) == (rows, (), ())


@pytest.mark.parametrize("kept", [5, 8])
def test_a_real_table_in_the_dress_of_an_office_is_found_all_the_same(
    open_data: Path, kept: int
) -> None:
    path = open_data / "flensburg-sozialatlas" / "tables" / "age_groups_by_district.csv"
    grid = read_cells(path, Format(type="csv", delimiter=",", decimal=".", thousands=""))
    names = grid.columns[:kept]
    dress = [["Sozialatlas 2022"], [None], ["Bevölkerung nach Alter und Stadtteil"], [None]]
    foot = [[None], ["Quelle: Einwohnermelderegister"], ["Stand: 31.12.2021"]]
    rows = [dict(zip(names, row, strict=False)) for row in dress]
    tail = [dict(zip(names, row, strict=False)) for row in foot]
    schema = dict.fromkeys(names, pl.String)
    parts = [
        pl.DataFrame(rows, schema=schema),
        grid.cells.select(names),
        pl.DataFrame(tail, schema=schema),
    ]
    cells = (
        pl.concat(parts).with_row_index("row", offset=1).with_columns(pl.col("row").cast(pl.Int64))
    )

    (table,) = find_tables(type(grid)(cells=cells))

    assert (table.heading_rows, table.body.height) == ((5,), 26)
    assert [row for row, _text in table.footnotes] == [33, 34]


def test_a_real_list_has_its_empty_cells_told_by_column(open_data: Path) -> None:
    table = only(open_data / "schleswig-holstein-kitas" / "kitas_sh_2024.csv.gz")

    empty = {table.headings[s.column]: len(s.rows) for s in signs_in(table) if s.sign == ""}

    assert empty["lat"] == 1_870 - 1_758  # as its description says
