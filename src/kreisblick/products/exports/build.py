"""Exports: the released figures in the formats of other programmes, with licence and sources."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from kreisblick.base.files import new_folder, write_bytes, write_json
from kreisblick.base.language import speaking
from kreisblick.base.language import translate as _
from kreisblick.base.progress import Progress, silent
from kreisblick.products.exports.about import about_lines, readme
from kreisblick.products.exports.areas import areas_geojson, geojson_bytes
from kreisblick.products.exports.classes import IndicatorMap, indicator_maps
from kreisblick.products.exports.csvw import csvw_metadata
from kreisblick.products.exports.dataset import dataset_jsonld
from kreisblick.products.exports.dcat import catalogue_nodes
from kreisblick.products.exports.definition import ExportWords, read_words
from kreisblick.products.exports.edition import Edition, edition_of
from kreisblick.products.exports.entry import Entry, read_entry
from kreisblick.products.exports.features import collection_list, make_collections
from kreisblick.products.exports.files import open_to_readers
from kreisblick.products.exports.geopackage import write_geopackage
from kreisblick.products.exports.geoparquet import PARTS, geoparquet_bytes
from kreisblick.products.exports.indices import Indices, gather_indices
from kreisblick.products.exports.masterportal import portal_services, portal_styles, portal_tree
from kreisblick.products.exports.package import data_package
from kreisblick.products.exports.publication import Publication, read_publication
from kreisblick.products.exports.qgis_project import project_bytes
from kreisblick.products.exports.rdf import jsonld, turtle
from kreisblick.products.exports.table import csv_bytes
from kreisblick.products.exports.tables import CsvTable, csv_tables
from kreisblick.products.exports.wide import LATEST, WEB, dated_figures, latest_figures
from kreisblick.products.exports.workbook import workbook_bytes
from kreisblick.products.figures import (
    Described,
    describe_indicators,
    in_readers_language,
    released_figures,
    slug,
)
from kreisblick.products.model import BundleLike

__all__ = ["build_exports"]


@dataclass(frozen=True, kw_only=True)
class _Material:
    """What all formats are made from, computed once.

    ``everything`` holds the figures of every generation of areas, ``figures`` those on the
    report's own; only a table can hold both.
    """

    bundle: BundleLike
    words: ExportWords
    described: dict[str, Described]
    everything: pl.DataFrame
    figures: pl.DataFrame
    publication: Publication
    edition: Edition
    entry: Entry

    @cached_property
    def maps(self) -> dict[str, list[IndicatorMap]]:
        return indicator_maps(self.figures, self.described)

    @cached_property
    def features(self) -> list[dict[str, Any]]:
        found = self.bundle.geometry(str(self.bundle.report["generation"]))["features"]
        return sorted(found, key=lambda one: str(one["properties"]["area"]))

    @cached_property
    def indices(self) -> Indices:
        return gather_indices(self.bundle, self.words)

    @cached_property
    def tables(self) -> list[CsvTable]:
        return csv_tables(
            self.everything, self.described, self.words, self.publication, self.indices.rows
        )


def build_exports(
    bundle: BundleLike,
    out: Path,
    definition: Entry | None = None,
    progress: Progress = silent,
) -> list[Path]:
    """Write a bundle's figures into a folder, in formats that other programmes read.

    The folder appears whole or not at all. The same bundle gives the same bytes. Status and
    sign of a figure are the same in every format; a figure without a number has none anywhere.

    Args:
        bundle: a verified bundle.
        out: the folder; an older one of this name is replaced.
        definition: what a data catalogue is told; the shipped choices without.
        progress: is told of each format.

    Returns:
        README.txt, then every file that ``definition`` names, in its order.
    """
    material = _gather(bundle, definition or read_entry())
    with new_folder(out) as draft:
        with progress.step(_("Exports: tables")):
            _write_tables(draft, material)
        with progress.step(_("Exports: maps")):
            _write_maps(draft, material)
        with progress.step(_("Exports: collections for services")):
            _write_collections(draft, material)
        _write_catalogue(draft, material)
        files = [p for p in material.entry.files if (draft / p).is_file()]
        open_to_readers(draft)
    return [out / name for name in ("README.txt", *files)]


def _gather(bundle: BundleLike, entry: Entry) -> _Material:
    described = in_readers_language(describe_indicators(bundle))
    with speaking("de"):
        edition = edition_of(bundle, describe_indicators(bundle))
    everything = released_figures(bundle)
    return _Material(
        bundle=bundle,
        words=read_words(),
        described=described,
        everything=everything,
        figures=everything.filter(generation=str(bundle.report["generation"])),
        publication=read_publication(bundle, described),
        edition=edition,
        entry=entry,
    )


def _write_tables(draft: Path, material: _Material) -> None:
    for table in material.tables:
        write_bytes(draft / f"{table.name}.csv", csv_bytes(table.rows))
    title = material.edition.name
    described = csvw_metadata(material.tables, material.words, material.publication, title=title)
    write_json(draft / "figures.csv-metadata.json", described)
    book = workbook_bytes(
        material.figures,
        material.described,
        material.words,
        about=about_lines(material.bundle, material.publication),
        indices=material.indices.rows,
        title=material.edition.title,
        district=material.edition.district,
        edition=material.edition.day,
    )
    write_bytes(draft / "figures.xlsx", book)


def _write_maps(draft: Path, material: _Material) -> None:
    words, publication = material.words, material.publication
    write_bytes(draft / "areas.geojson", geojson_bytes(_areas(material, WEB)))
    write_geopackage(
        draft / "areas.gpkg",
        _areas(material, LATEST),
        material.figures,
        material.described,
        maps=([one for row in material.maps.values() for one in row], material.indices),
        words=words,
        publication=publication,
        edition=material.edition.day,
    )
    project = project_bytes(
        material.maps,
        material.indices.maps,
        material.features,
        words,
        publication,
        title=material.edition.name,
    )
    write_bytes(draft / "kreisblick.qgz", project)
    dated = dated_figures(material.figures, material.described, words, PARTS)
    content = geoparquet_bytes(dated, material.features, publication)
    write_bytes(draft / "areas.parquet", content)
    portal = draft / "masterportal"
    write_json(portal / "services.json", portal_services(material.maps, words, publication))
    write_json(portal / "style.json", portal_styles(material.maps, words))
    write_json(portal / "config.json", portal_tree(material.maps, words, material.edition.title))


def _areas(material: _Material, parts: Sequence[str]) -> dict[str, Any]:
    latest = latest_figures(material.figures, material.described, material.words, parts)
    return areas_geojson(material.bundle, latest, material.publication)


def _write_collections(draft: Path, material: _Material) -> None:
    found = list(
        make_collections(
            material.figures,
            material.described,
            material.features,
            material.words,
            material.publication,
            material.entry.tolerance_m,
        )
    )
    for one in found:
        folder = draft / "collections" / one.id
        write_bytes(folder / "items.geojson", geojson_bytes(one.items))
        write_json(folder / "queryables.json", one.queryables())
    write_json(draft / "collections.json", collection_list(found, material.publication))


def _write_catalogue(draft: Path, material: _Material) -> None:
    """What describes the other files; the entry for portals last, it knows all checksums."""
    edition, publication, entry = material.edition, material.publication, material.entry
    with speaking("de"):  # portals and search engines are told in German
        about = dataset_jsonld(material.bundle, definition=material.entry)
    write_json(draft / "dataset.jsonld", about)
    package = data_package(
        draft,
        entry.files,
        material.tables,
        publication,
        name=slug(f"{edition.key}-{edition.day}"),
        title=edition.name,
        edition=edition.day,
    )
    write_json(draft / "datapackage.json", package)
    with speaking("de"):
        nodes = catalogue_nodes(edition, publication, entry, draft)
    write_bytes(draft / "catalog.ttl", turtle(nodes).encode())
    text = json.dumps(jsonld(nodes), ensure_ascii=False, indent=1)
    write_bytes(draft / "catalog.jsonld", f"{text}\n".encode())
    listed = [(path, one) for path, one in entry.files.items() if (draft / path).is_file()]
    told = readme(material.bundle, publication, material.words, listed)
    write_bytes(draft / "README.txt", told.encode())
