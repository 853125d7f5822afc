"""Exports: the released figures as CSV, workbook, GeoPackage and GeoJSON, with a README."""

import json
from datetime import date
from pathlib import Path

import polars as pl

from kreisblick.base.files import new_folder, write_bytes
from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.products.exports.definition import ExportWords, read_words
from kreisblick.products.exports.describe import Described, describe_indicators
from kreisblick.products.exports.figures import released_figures
from kreisblick.products.exports.files import open_to_readers
from kreisblick.products.exports.maps import areas_geojson, latest_figures, write_geopackage
from kreisblick.products.exports.table import csv_bytes, reader_table
from kreisblick.products.exports.workbook import workbook_bytes
from kreisblick.products.model import BundleLike

__all__ = ["build_exports"]

NAMES = ("README.txt", "figures.csv", "figures.xlsx", "areas.geojson", "areas.gpkg")


def build_exports(bundle: BundleLike, out: Path) -> list[Path]:
    """Write a bundle's figures into a folder, in formats that other programmes read.

    The folder appears whole or not at all. The same bundle gives the same bytes. Status and
    sign of a figure are the same in every format; a figure without a number has none anywhere.

    Args:
        bundle: a verified bundle.
        out: the folder; an older one of this name is replaced.

    Returns:
        The paths of README.txt, figures.csv, figures.xlsx, areas.geojson, areas.gpkg.
    """
    words = read_words()
    described = describe_indicators(bundle)
    figures = released_figures(bundle)
    with new_folder(out) as draft:
        write_bytes(draft / "README.txt", _readme(bundle, words).encode())
        table = reader_table(figures, described, words)
        write_bytes(draft / "figures.csv", csv_bytes(table))
        write_bytes(draft / "figures.xlsx", _workbook(bundle, figures, described, words))
        _write_maps(draft, bundle, figures, described, words)
        open_to_readers(draft)
    return [out / name for name in NAMES]


def _workbook(
    bundle: BundleLike,
    figures: pl.DataFrame,
    described: dict[str, Described],
    words: ExportWords,
) -> bytes:
    return workbook_bytes(
        figures,
        described,
        words,
        title=str(bundle.report["title"]),
        district=str(bundle.report["district"]["name"]),
        edition=_edition(bundle),
    )


def _write_maps(
    draft: Path,
    bundle: BundleLike,
    figures: pl.DataFrame,
    described: dict[str, Described],
    words: ExportWords,
) -> None:
    collection = areas_geojson(bundle, latest_figures(figures, described, words))
    text = json.dumps(collection, ensure_ascii=False, separators=(",", ":"))
    write_bytes(draft / "areas.geojson", text.encode())
    write_geopackage(draft / "areas.gpkg", collection, described, _edition(bundle))


def _edition(bundle: BundleLike) -> date:
    """The edition's day; where the edition is a name, the last reference date."""
    try:
        return date.fromisoformat(str(bundle.report["edition"])[:10])
    except ValueError:
        return max(date.fromisoformat(day) for day in bundle.report["dates"])


def _readme(bundle: BundleLike, words: ExportWords) -> str:
    report = bundle.report
    days = [format_date(date.fromisoformat(day)) for day in report["dates"]]
    told = words.all_told().values()
    signs = [f"  {one.sign:3} {one.word}: {one.means}" for one in told if one.sign]
    parts = [
        f"{report['title']} – {report['district']['name']}",
        _("Edition: {edition}. Reference dates: {dates}. Areas as of: {generation}.").format(
            edition=report["edition"], dates=", ".join(days), generation=report["generation"]
        ),
        _("figures.csv   all figures, one per line; UTF-8, comma between fields, point in numbers"),
        _("figures.xlsx  the same figures by theme, for spreadsheet programmes"),
        _("areas.gpkg    boundaries with the latest figures, for geographic programmes"),
        _("areas.geojson the same boundaries and figures for the web (WGS84)"),
        _("The key of an area is the same in all files; tables can be joined by it. It is text."),
        _("A figure without a number carries its reason as state and sign:"),
        *signs,
        _("An empty field is never a zero."),
    ]
    return "\n".join(parts) + "\n"
