"""Exports: a bundle's released figures for other programmes.

In: a verified bundle. Out: a folder with tables (CSV, workbook), maps (GeoPackage with styles,
QGIS project, GeoJSON, GeoParquet), collections for a service, layers for a Masterportal, and what
describes them (Data Package, CSVW, DCAT-AP.de, schema.org). The same state and sign of a figure
stand in every format.
"""

from kreisblick.products.exports.build import build_exports
from kreisblick.products.exports.dataset import dataset_jsonld
from kreisblick.products.exports.definition import ExportWords, StateWords, read_words
from kreisblick.products.exports.entry import Entry, read_entry
from kreisblick.products.exports.files import open_to_readers
from kreisblick.products.exports.publication import Publication, read_publication
from kreisblick.products.exports.table import csv_bytes, reader_table

__all__ = [
    "Entry",
    "ExportWords",
    "Publication",
    "StateWords",
    "build_exports",
    "csv_bytes",
    "dataset_jsonld",
    "open_to_readers",
    "read_entry",
    "read_publication",
    "read_words",
    "reader_table",
]
