"""Exports: a bundle's released figures for other programmes.

In: a verified bundle. Out: a folder with tables (CSV, workbook), maps (GeoPackage with styles,
QGIS project, GeoJSON, GeoParquet), collections for a service, layers for a Masterportal, and what
describes them (Data Package, CSVW, DCAT-AP.de, schema.org). The same state and sign of a figure
stand in every format; the atlas takes its figures from here too.
"""

from kreisblick.products.exports.build import build_exports
from kreisblick.products.exports.choices import choice_levels, released_indices
from kreisblick.products.exports.dataset import dataset_jsonld
from kreisblick.products.exports.definition import ExportWords, StateWords, read_words
from kreisblick.products.exports.describe import (
    Described,
    Remark,
    concept_title,
    describe_indicators,
    say,
    slug,
)
from kreisblick.products.exports.figures import german_order, released_figures
from kreisblick.products.exports.files import open_to_readers
from kreisblick.products.exports.model import State
from kreisblick.products.exports.publication import Publication, read_publication
from kreisblick.products.exports.table import csv_bytes, reader_table

__all__ = [
    "Described",
    "ExportWords",
    "Publication",
    "Remark",
    "State",
    "StateWords",
    "build_exports",
    "choice_levels",
    "concept_title",
    "csv_bytes",
    "dataset_jsonld",
    "describe_indicators",
    "german_order",
    "open_to_readers",
    "read_publication",
    "read_words",
    "reader_table",
    "released_figures",
    "released_indices",
    "say",
    "slug",
]
