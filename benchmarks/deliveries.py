"""Large deliveries: our time and memory beside the readers that others would take.

Run: ``python benchmarks/deliveries.py [rows] [lines]``: an invented register of 200,000 rows and 12
columns as XLSX, and one of a million lines as CSV in Windows-1252. Each reader runs in a process
of its own. "typed and checked" is the whole way through intake into the sealed store: cells, types,
addresses, checks, records.
"""

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import xlsxwriter

from kreisblick.sealed.intake import IntakeContext, accept
from kreisblick.sealed.mapping import DeliveryDefinition
from kreisblick.sealed.reading import Format, read_cells
from kreisblick.sealed.store import SealedStore
from kreisblick.supply import SupplierDefinition
from kreisblick.territory.addresses import make_reference
from kreisblick.territory.areas.model import Generation, Territory

STREETS, NUMBERS, AREAS = 600, 40, 90
HEADINGS = (
    "Nr", "Straße", "Hausnummer", "PLZ", "Ort", "Geburtsdatum", "Geschlecht",
    "Staatsangehörigkeit", "Familienstand", "Haushalt", "Einzug", "Wohnung",
)  # fmt: skip
DEFINITION = {
    "title": {"de": "Bestand"},
    "grain": "person",
    "register": "residents",
    "columns": {
        "birth_year": {"from": "Geburtsdatum", "as": "year"},
        "sex": {"from": "Geschlecht", "as": "code", "codes": {"w": "female", "m": "male"}},
        "citizenship": {
            "from": "Staatsangehörigkeit",
            "as": "code",
            "codes": {"000": "german"},
            "otherwise": "foreign",
        },
        "family_status": {
            "from": "Familienstand",
            "as": "code",
            "codes": {"LD": "single", "VH": "married", "GS": "divorced", "VW": "widowed"},
        },
        "household": {"from": "Haushalt", "as": "pseudonym"},
        "moved_in": {"from": "Einzug", "as": "year"},
        "home": {"from": "Wohnung", "as": "code", "codes": {"H": "main", "N": "second"}},
    },
    "address": {"street": "Straße", "number": "Hausnummer", "postcode": "PLZ", "place": "Ort"},
    "checks": {"known_addresses": {"at_least_percent": 60}},
}


def street(number: int) -> str:
    """An invented street."""
    first = ("Süß", "Ahorn", "Birken", "Linden", "Mühlen", "Schul")[number % 6]
    return f"{first}feld{'abcdefghij'[number // 60]}{'klmnopqrst'[number // 6 % 10]}weg"


def people(rows: int) -> Iterator[tuple[str | int, ...]]:
    """Invented rows of a register; the postcode is a number under the format 00000."""
    dice = random.Random(1)
    for row in range(rows):
        home = dice.randrange(STREETS)
        yield (
            row + 1,
            street(home),
            dice.randint(1, NUMBERS),
            5080 + home % 9,
            f"Ort {home % 9}",
            f"{dice.randint(1, 28):02}.{dice.randint(1, 12):02}.{dice.randint(1930, 2024)}",
            dice.choice("wm"),
            dice.choice(("000", "000", "000", "163", "475")),
            dice.choice(("LD", "VH", "GS", "VW")),
            f"{row // 2:08}",
            f"{dice.randint(1990, 2024)}",
            "H" if row % 9 else "N",
        )


def write_workbook(path: Path, rows: int) -> None:
    """The register as Excel writes it."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Bestand")
        postcode = book.add_format({"num_format": "00000"})
        sheet.write_row(0, 0, ["Bestandsabzug"])
        sheet.write_row(2, 0, HEADINGS)
        for row, values in enumerate(people(rows), start=3):
            for column, value in enumerate(values):
                sheet.write(row, column, value, postcode if column == 3 else None)


def write_lines(path: Path, rows: int) -> None:
    """The register as a procedure of the nineties writes it."""
    with path.open("w", encoding="cp1252", newline="\r\n") as stream:
        stream.write(";".join(HEADINGS) + "\n")
        for values in people(rows):
            postcode = f"{values[3]:05}"
            stream.write(";".join(map(str, (*values[:3], postcode, *values[4:]))) + "\n")


def ours(path: Path) -> int:
    """Cells as text with places."""
    kind = "xlsx" if path.suffix == ".xlsx" else "csv"
    return read_cells(path, Format(type=kind)).cells.height


def whole_way(path: Path) -> int:
    """Read, typed, checked, sealed."""
    kind = "xlsx" if path.suffix == ".xlsx" else "csv"
    definition = DeliveryDefinition.model_validate(DEFINITION | {"format": {"type": kind}})
    supplier = {
        "title": {"de": "Amt"},
        "office": {"name": "Amt"},
        "legal_basis": "Gesetz",
        "rhythm": "yearly",
    }
    context = IntakeContext(
        territories={"g": ground()},
        cubes={},
        suppliers={"office": SupplierDefinition.model_validate(supplier)},
        deliveries={"office/rows": definition},
        reference=make_reference(houses()),
    )
    with tempfile.TemporaryDirectory() as folder:
        return accept(
            path,
            supplier="office",
            product="rows",
            reference_date=date(2024, 12, 31),
            context=context,
            store=SealedStore(Path(folder) / "sealed"),
        ).rows


def ground() -> Territory:
    """A district of one municipality."""
    rows = [(f"{n:02}", f"Gebiet {n}", "planning_area", "m") for n in range(AREAS)]
    rows += [("m", "Stadt", "municipality", "d"), ("d", "Kreis", "district", None)]
    areas = pl.DataFrame(rows, schema=["area", "name", "level", "parent"], orient="row")
    return Territory(
        generation=Generation(key="g", valid_from=date(2000, 1, 1)),
        areas=areas.with_columns(official_code="area"),
        geometry=np.array([None] * areas.height),
    )


def houses() -> pl.DataFrame:
    """All addresses there are."""
    rows = [
        (
            street(home),
            str(number),
            f"{5080 + home % 9:05}",
            f"Ort {home % 9}",
            f"{home % AREAS:02}",
        )
        for home in range(STREETS)
        for number in range(1, NUMBERS + 1)
    ]
    columns = ["street", "number", "postcode", "place", "area"]
    return pl.DataFrame(rows, schema=columns, orient="row")


def by_openpyxl(path: Path) -> int:
    """All values, streamed."""
    import openpyxl  # noqa: PLC0415

    book = openpyxl.load_workbook(path, read_only=True)
    return sum(1 for _ in book.active.iter_rows(values_only=True))


def by_calamine(path: Path) -> int:
    """All values as Python objects."""
    import python_calamine  # noqa: PLC0415

    return len(python_calamine.load_workbook(path).get_sheet_by_index(0).to_python())


def by_fastexcel(path: Path) -> int:
    """All cells as text: without leading zeros, floats cut to nine digits."""
    import fastexcel  # noqa: PLC0415

    sheet = fastexcel.read_excel(path).load_sheet(0, header_row=None, dtypes="string")
    return int(sheet.to_arrow().num_rows)


def by_polars_excel(path: Path) -> int:
    """A frame with guessed types."""
    return pl.read_excel(path, has_header=False).height


def by_polars_csv(path: Path) -> int:
    """All text, told the encoding and the separator."""
    return pl.read_csv(path, separator=";", encoding="cp1252", infer_schema=False).height


def by_pandas(path: Path) -> int:
    """All text, told the encoding and the separator."""
    import pandas as pd  # noqa: PLC0415

    return len(pd.read_csv(path, sep=";", encoding="cp1252", dtype=str))


READERS: dict[str, Callable[[Path], int]] = {
    one.__name__: one
    for one in (
        ours, whole_way, by_openpyxl, by_calamine, by_fastexcel, by_polars_excel, by_polars_csv,
        by_pandas,
    )
}  # fmt: skip
WORKBOOK = ("ours", "whole_way", "by_fastexcel", "by_polars_excel", "by_calamine", "by_openpyxl")
LINES = ("ours", "whole_way", "by_polars_csv", "by_pandas")


def run(reader: str, path: Path) -> None:
    """Print rows, time and memory of one reader."""
    begin, spent = time.perf_counter(), time.process_time()
    rows = READERS[reader](path)
    wall, cpu = time.perf_counter() - begin, time.process_time() - spent
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(json.dumps({"rows": rows, "wall": wall, "cpu": cpu, "peak_gb": peak}))


def compare(path: Path, readers: tuple[str, ...]) -> None:
    """A line for each reader, with its time as a multiple of ours."""
    print(f"{path.name}, {path.stat().st_size / 1e6:.1f} MB")
    base = 0.0
    for reader in readers:
        command = [sys.executable, __file__, "run", reader, str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"  {reader:16} failed: {done.stderr.strip().splitlines()[-1][:100]}")
            continue
        told = json.loads(done.stdout.splitlines()[-1])
        base = base or told["cpu"]
        print(
            f"  {reader:16} {told['rows']:9,} rows {told['wall']:6.1f} s, CPU {told['cpu']:6.1f} s "
            f"(x {told['cpu'] / base:4.1f}), {told['peak_gb']:.2f} GB",
            flush=True,
        )


def main() -> None:
    """Make both files and compare."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    lines = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        book, text = Path(folder) / "bestand.xlsx", Path(folder) / "bestand.csv"
        write_workbook(book, rows)
        write_lines(text, lines)
        compare(book, WORKBOOK)
        compare(text, LINES)


if __name__ == "__main__":
    if sys.argv[1:2] == ["run"]:
        run(sys.argv[2], Path(sys.argv[3]))
    else:
        main()
