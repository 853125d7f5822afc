"""Every figure out of every format of the exports, as a stranger's program would read it.

``READERS`` is a table of readers, one per format; each takes the folder of the exports and gives
``(indicator, ISO date, level, area)`` → ``Read``. Words in German (``geheim``) become the states
of the library again, so that formats can be compared with each other and with the bundle.
"""

import csv
import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import polars as pl
import pyarrow.parquet as pq

from kreisblick.products.exports import read_words
from kreisblick.products.figures import released_figures, slug

Key = tuple[str, str, str, str]
LEVELS = {word: level for level, word in read_words().levels.items()}
STATES = {word: state.value for state, word in read_words().states.items()}
SIGNS = {one.sign: state.value for state, one in read_words().all_told().items() if one.sign}
DIGITS = 4  # exports hold no more decimals


class Read(NamedTuple):
    """A figure as a format holds it; None where the format holds no number."""

    value: float | None
    lower: float | None
    upper: float | None
    state: str


def expected(bundle: Any, *, latest: bool = False) -> dict[Key, Read]:
    """The released figures of a bundle under the same keys; of the last dates alone if asked."""
    frame = released_figures(bundle).filter(generation=str(bundle.report["generation"]))
    frame = frame.filter(pl.col("indicator").is_in(list(bundle.indicator_definitions)))
    if latest:
        frame = _latest(frame)
    columns = ("indicator", "reference_date", "level", "area", "value", "lower", "upper", "state")
    frame = frame.with_columns(pl.col("value", "lower", "upper").round(DIGITS))
    return {
        (one, day.isoformat(), level, area): Read(*numbers, state)
        for one, day, level, area, *numbers, state in frame.select(columns).iter_rows()
    }


def read_csv(folder: Path) -> dict[Key, Read]:
    """``figures.csv``, by its headings."""
    with (folder / "figures.csv").open(encoding="utf-8", newline="") as stream:
        return {
            (
                row["Kennzahl (Schlüssel)"],
                row["Stichtag"],
                LEVELS[row["Ebene"]],
                row["Gebiet (Schlüssel)"],
            ): Read(
                _number(row["Wert"]),
                _number(row["Untere Grenze (95 %)"]),
                _number(row["Obere Grenze (95 %)"]),
                STATES[row["Status"]],
            )
            for row in csv.DictReader(stream)
        }


def read_xlsx(folder: Path) -> dict[Key, Read]:
    """``figures.xlsx``: every sheet whose first columns are those of areas.

    A number is counted, or estimated where its format says so; text is a class or a sign.
    """
    book = openpyxl.load_workbook(folder / "figures.xlsx")
    classes = {
        words: float(place)
        for row in _indicators(folder)
        for place, words in re.findall(r"(\d+) = (.+?)(?:; |$)", row["Stufen"])
    }
    keys = {row["Kennzahl"]: row["Kennzahl (Schlüssel)"] for row in _indicators(folder)}
    found: dict[Key, Read] = {}
    for sheet in book.worksheets:
        if sheet.cell(1, 1).value == "Ebene":
            found |= _sheet(sheet, keys, classes)
    return found


def read_gpkg(folder: Path) -> dict[Key, Read]:
    """The table ``werte`` of ``areas.gpkg``."""
    with closing(sqlite3.connect(f"file:{folder / 'areas.gpkg'}?mode=ro", uri=True)) as store:
        rows = store.execute(
            "SELECT kennzahl, stichtag, ebene, gebiet, wert, untere_grenze, obere_grenze, status "
            "FROM werte"
        )
        return {
            (one, day, LEVELS[level], area): Read(value, lower, upper, STATES[state])
            for one, day, level, area, value, lower, upper, state in rows
        }


def read_gpkg_maps(folder: Path) -> dict[Key, Read]:
    """The ready maps (views) of ``areas.gpkg``: last dates of planning areas and municipalities."""
    found: dict[Key, Read] = {}
    with closing(sqlite3.connect(f"file:{folder / 'areas.gpkg'}?mode=ro", uri=True)) as store:
        views = store.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall()
        slugs = {slug(row["Kennzahl (Schlüssel)"]): row for row in _indicators(folder)}
        for (view,) in views:
            if view.startswith("index_"):  # classes, no figures
                continue
            key = slugs[view.partition("_")[2]]["Kennzahl (Schlüssel)"]
            rows = store.execute(
                "SELECT stichtag, ebene, gebiet, wert, untere_grenze, obere_grenze, status "
                f'FROM "{view}"'
            )
            found |= {
                (key, day, LEVELS[level], area): Read(value, lower, upper, STATES[state])
                for day, level, area, value, lower, upper, state in rows
            }
    return found


def read_geojson(folder: Path) -> dict[Key, Read]:
    """``areas.geojson``: the last date of every indicator."""
    return dict(_latest_of(folder, json.loads((folder / "areas.geojson").read_text("utf-8"))))


def read_latest_features(folder: Path) -> dict[Key, Read]:
    """The collections with the newest figures, one per level."""
    found: dict[Key, Read] = {}
    for path in sorted((folder / "collections").glob("*/items.geojson")):
        if "." not in path.parent.name:
            found |= dict(_latest_of(folder, json.loads(path.read_text("utf-8"))))
    return found


def read_features(folder: Path) -> dict[Key, Read]:
    """The collections by theme and level: all dates."""
    found: dict[Key, Read] = {}
    slugs = _slugs(folder)
    for path in sorted((folder / "collections").glob("*.*/items.geojson")):
        for feature in json.loads(path.read_text("utf-8"))["features"]:
            own = feature["properties"]
            assert feature["id"] == f"{own['area']}.{own['datum']}"
            found |= dict(_wide(own, own["datum"], slugs))
    return found


def read_geoparquet(folder: Path) -> dict[Key, Read]:
    """``areas.parquet``: all dates."""
    found: dict[Key, Read] = {}
    slugs = _slugs(folder)
    table = pq.read_table(folder / "areas.parquet").drop_columns(["geometry", "bbox"])
    for row in table.to_pylist():
        found |= dict(_wide(row, row["reference_date"].isoformat(), slugs))
    return found


READERS: Mapping[str, Callable[[Path], dict[Key, Read]]] = {
    "csv": read_csv,
    "xlsx": read_xlsx,
    "gpkg": read_gpkg,
    "geoparquet": read_geoparquet,
    "features": read_features,
}
"""Formats that hold every figure."""

LATEST_READERS: Mapping[str, Callable[[Path], dict[Key, Read]]] = {
    "geojson": read_geojson,
    "features": read_latest_features,
}
"""Formats that hold the last date of each indicator, on all levels."""


def _latest(frame: pl.DataFrame) -> pl.DataFrame:
    """The last date with a number anywhere, per indicator, found the slow way."""
    kept = []
    for (_key,), own in frame.group_by("indicator", maintain_order=True):
        days = sorted(
            {d for d, v in own.select("reference_date", "value").iter_rows() if v is not None}
        )
        day = days[-1] if days else own["reference_date"].max()
        kept.append(own.filter(pl.col("reference_date") == day))
    return pl.concat(kept)


def _sheet(sheet: Any, keys: Mapping[str, str], classes: Mapping[str, float]) -> dict[Key, Read]:
    heads = [str(cell.value) for cell in sheet[1]]
    found: dict[Key, Read] = {}
    for row in sheet.iter_rows(min_row=2):
        level, area = LEVELS[row[0].value], str(row[2].value)
        for place, head in enumerate(heads):
            title, _line, below = head.partition("\n")
            if title not in keys or row[place].value is None:
                continue
            day = re.search(r"(\d\d)\.(\d\d)\.(\d{4})$", below)
            assert day is not None, head
            iso = f"{day[3]}-{day[2]}-{day[1]}"
            limits = [
                row[place + step].value
                if heads[place + step : place + step + 1] == [f"{title}: {word}\n{below}"]
                else None
                for step, word in ((1, "Untere Grenze (95 %)"), (2, "Obere Grenze (95 %)"))
            ]
            found[keys[title], iso, level, area] = _cell(row[place], *limits, classes)
    return found


def _cell(cell: Any, lower: Any, upper: Any, classes: Mapping[str, float]) -> Read:
    estimated = cell.number_format.endswith('" s"')
    if cell.value in classes:
        return Read(classes[cell.value], lower, upper, "estimated" if estimated else "counted")
    if isinstance(cell.value, str):
        return Read(None, lower, upper, SIGNS[cell.value])
    return Read(cell.value, lower, upper, "estimated" if estimated else "counted")


def _latest_of(folder: Path, collection: Mapping[str, Any]) -> Iterator[tuple[Key, Read]]:
    slugs = _slugs(folder)
    for feature in collection["features"]:
        own = feature["properties"]
        for name in slugs:
            if own.get(f"{name}_stichtag"):
                yield from _wide(own, own[f"{name}_stichtag"], {name: slugs[name]})


def _wide(row: Mapping[str, Any], day: str, slugs: Mapping[str, str]) -> Iterator[tuple[Key, Read]]:
    """The figures of one row that has columns for each indicator."""
    for name, key in slugs.items():
        if row.get(f"{name}_status") is None:
            continue
        numbers = (row[name], row[f"{name}_von"], row[f"{name}_bis"])
        yield (key, day, row["level"], row["area"]), Read(*numbers, STATES[row[f"{name}_status"]])


def _indicators(folder: Path) -> list[dict[str, str]]:
    with (folder / "indicators.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _slugs(folder: Path) -> dict[str, str]:
    keys = [row["Kennzahl (Schlüssel)"] for row in _indicators(folder)]
    return {slug(key): key for key in keys}


def _number(text: str) -> float | None:
    return float(text) if text else None
