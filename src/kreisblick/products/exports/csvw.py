"""CSV on the Web: what the columns of the CSV files mean, for programs."""

from collections.abc import Mapping, Sequence
from typing import Any

from kreisblick.base.language import language
from kreisblick.products.exports.about import apostrophe_note
from kreisblick.products.exports.definition import ExportWords
from kreisblick.products.exports.publication import Publication
from kreisblick.products.exports.tables import CsvTable

__all__ = ["csvw_metadata"]

CONTEXT = "http://www.w3.org/ns/csvw"
TYPES = {"number": "number", "integer": "integer", "date": "date", "string": "string"}


def csvw_metadata(
    tables: Sequence[CsvTable], words: ExportWords, publication: Publication, *, title: str
) -> dict[str, Any]:
    """The description of all tables as one group (W3C Tabular Metadata, 2015).

    In columns of numbers the signs of official statistics count as empty, so that a copy in which
    somebody wrote them reads the same; why a number is missing stands in the column of the state.
    """
    signs = sorted({one.sign for one in words.all_told().values() if one.sign})
    return {
        "@context": [CONTEXT, {"@language": language()}],
        "dc:title": title,
        "dc:publisher": publication.publisher,
        **({"dc:license": publication.licence.page} if publication.licence else {}),
        "dc:rights": publication.licence_title,
        "dc:source": [one.words for one in publication.credits],
        "dc:description": apostrophe_note(),
        "dialect": {"encoding": "utf-8", "delimiter": ",", "header": True, "doubleQuote": True},
        "tables": [_table(one, ["", *signs]) for one in tables],
    }


def _table(one: CsvTable, empty: Sequence[str]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "columns": [_column(column, one, empty) for column in one.columns],
        "primaryKey": list(one.key),
    }
    if one.points_to:
        schema["foreignKeys"] = [
            {
                "columnReference": own,
                "reference": {"resource": f"{other}.csv", "columnReference": column},
            }
            for own, (other, column) in one.points_to.items()
        ]
    return {"url": f"{one.name}.csv", "dc:title": one.title, "tableSchema": schema}


def _column(column: Mapping[str, str], one: CsvTable, empty: Sequence[str]) -> dict[str, Any]:
    number = column["type"] in {"number", "integer"}
    described: dict[str, Any] = {
        "name": column["name"],
        "titles": column["title"],
        "datatype": TYPES[column["type"]],
        "null": list(empty) if number else [""],
        "required": column["name"] in one.key,
    }
    return described
