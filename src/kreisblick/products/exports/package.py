"""The Data Package: every file with its size, checksum, columns, licence and sources."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from kreisblick.base.files import fingerprint_file
from kreisblick.products.exports.about import apostrophe_note
from kreisblick.products.exports.entry import EntryFile
from kreisblick.products.exports.publication import Publication
from kreisblick.products.exports.tables import CsvTable
from kreisblick.products.figures import slug

__all__ = ["data_package"]

DIALECT = {"delimiter": ",", "doubleQuote": True, "header": True, "quoteChar": '"'}


def data_package(
    folder: Path,
    files: Mapping[str, EntryFile],
    tables: Sequence[CsvTable],
    publication: Publication,
    *,
    name: str,
    title: str,
    edition: date,
) -> dict[str, Any]:
    """``datapackage.json`` for the files that lie in the folder (Frictionless Data, version 1).

    Args:
        folder: with the finished files.
        files: what each is for, in order.
        tables: those that are CSV, with their columns.
        publication: licence and sources.
        name: of the package, small letters.
        title: for people.
        edition: its day.
    """
    columns = {f"{one.name}.csv": one for one in tables}
    found: dict[str, Any] = {
        "profile": "data-package",
        "name": name,
        "title": title,
        "description": apostrophe_note(),
        "created": f"{edition}T00:00:00Z",
        "contributors": [{"title": publication.publisher, "role": "publisher"}],
        "sources": [_source(one.words, one.page) for one in publication.credits],
        "resources": [
            _resource(folder, path, one, columns.get(path))
            for path, one in files.items()
            if (folder / path).is_file()
        ],
    }
    if publication.licence:
        found["licenses"] = [{"title": publication.licence.title, "path": publication.licence.page}]
    return found


def _source(words: str, page: str) -> dict[str, str]:
    return {"title": words, "path": page} if page else {"title": words}


def _resource(folder: Path, path: str, one: EntryFile, table: CsvTable | None) -> dict[str, Any]:
    file = folder / path
    described: dict[str, Any] = {
        "name": table.name if table else slug(path.lower().replace(".", "-")),
        "path": path,
        "title": one.told,
        "format": file.suffix.removeprefix("."),
        "mediatype": one.media,
        "bytes": file.stat().st_size,
        "hash": f"sha256:{fingerprint_file(file)}",
    }
    if table is None:
        return {**described, "type": "file"}  # readers take it as it is, whatever its ending
    tabular = {"profile": "tabular-data-resource", "encoding": "utf-8", "dialect": DIALECT}
    return described | tabular | {"schema": _schema(table)}


def _schema(table: CsvTable) -> dict[str, Any]:
    """The columns under their headings, as the file has them."""
    titles = {one["name"]: one["title"] for one in table.columns}
    schema: dict[str, Any] = {
        "fields": [_field(one, table) for one in table.columns],
        "primaryKey": [titles[name] for name in table.key],
        "missingValues": [""],
    }
    return schema


def _field(column: Mapping[str, str], table: CsvTable) -> dict[str, Any]:
    found: dict[str, Any] = {"name": column["title"], "type": column["type"]}
    if column["type"] == "date":
        found["format"] = "%Y-%m-%d"
    if column["name"] in table.key:
        found["constraints"] = {"required": True}
    return found
