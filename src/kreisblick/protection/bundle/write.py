"""Seal: write released figures as a folder that anybody can check, byte for byte the same."""

import io
import json
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kreisblick.base.files import new_folder, write_bytes, write_json
from kreisblick.protection.bundle.errors import BundleContentError
from kreisblick.protection.bundle.geometry import as_geojson, own_as_geojson
from kreisblick.protection.bundle.manifest import MANIFEST, PUBLIC_KEY, SIGNATURE, fingerprints
from kreisblick.protection.bundle.model import Bundle, BundleContent
from kreisblick.protection.bundle.package import describe
from kreisblick.protection.bundle.sign import public_pem, signature_of
from kreisblick.protection.bundle.tables import Table, in_form, shipped_tables
from kreisblick.statistics.cube import Confidentiality

__all__ = ["write_bundle"]

PIECES = "pieces"  # about areas alone, where several geographies are released
ADDRESSES = "address_stretches"  # about streets alone, where the district knows them
OWN_CUTS = "own_cuts"  # about areas alone, where a town has some of its own
SHOWN = {
    "cells": ("value",),
    "indicators": (
        "value",
        "lower",
        "upper",
        "smoothed",
        "smoothed_near",
        "deviation_municipal",
        "deviation_district",
        "change",
    ),
    "indices": ("z", "sum", "index_value", "class", "rank", "rank_low", "rank_high"),
}
"""Columns that must be empty where a row is withheld."""


def write_bundle(folder: Path, content: BundleContent, signing_key: Ed25519PrivateKey) -> Bundle:
    """Write a bundle, signed, in one step; a bundle that stood there is replaced only then.

    The same content and key give the same bytes: rows are sorted, nothing holds a time.

    Raises:
        BundleContentError: when a table has not its form, or a withheld row carries a number.
    """
    frames = _frames(content)
    with new_folder(folder) as draft:
        for name, table in _tables(content).items():
            _write_table(draft / "data", name, frames[name], table)
        _write_documents(draft, content)
        write_bytes(draft / PUBLIC_KEY, public_pem(signing_key))
        write_json(draft / MANIFEST, {"files": fingerprints(draft)})
        signature = signature_of((draft / MANIFEST).read_bytes(), signing_key)
        write_bytes(draft / SIGNATURE, signature)
    return Bundle(folder)


def _frames(content: BundleContent) -> dict[str, pl.DataFrame]:
    """All tables in their form; figures that must not be shown are looked for once more."""
    given = {
        "cells": _cells(content),
        "indicators": content.indicators.frame if content.indicators else None,
        "indices": content.indices.frame if content.indices else None,
        "areas": _areas(content),
        "services": content.services if content.services.width else None,
        PIECES: content.pieces,
        ADDRESSES: content.addresses,
        OWN_CUTS: content.own_shares,
        **{name: table.frame for name, table in content.derived.items()},
    }
    frames = {}
    for name, table in _tables(content).items():
        frame = given[name]
        empty = pl.DataFrame(schema=table.types)
        frames[name] = in_form(name, empty if frame is None else frame, table)
        _refuse_shown(name, frames[name])
    return frames


def _tables(content: BundleContent) -> dict[str, Table]:
    """What this bundle consists of.

    Raises:
        BundleContentError: a derived table that nobody described.
    """
    if strange := sorted(content.derived.keys() - shipped_tables().derived.keys()):
        raise BundleContentError.undescribed(strange)
    beside = {
        PIECES: content.pieces, ADDRESSES: content.addresses, OWN_CUTS: content.own_shares,
    }  # fmt: skip
    carried = {name for name, frame in beside.items() if frame.height}
    return dict(shipped_tables().within(content.derived.keys() | carried))


def _cells(content: BundleContent) -> pl.DataFrame | None:
    """Cells of all cubes; published rates have decimals, so counts beside them become such too."""
    frames = [cube.cells for cube in content.cells]
    return pl.concat(frames, how="vertical_relaxed") if frames else None


def _refuse_shown(name: str, frame: pl.DataFrame) -> None:
    if name not in SHOWN:
        return
    withheld = frame.filter(pl.col("confidentiality") != Confidentiality.FREE.value)
    shown = [column for column in SHOWN[name] if withheld[column].is_not_null().any()]
    if shown:
        raise BundleContentError.withheld_shown(name, shown)


def _areas(content: BundleContent) -> pl.DataFrame | None:
    frames = [
        territory.areas.with_columns(generation=pl.lit(territory.generation.key))
        for territory in content.territories
    ]
    return pl.concat(frames) if frames else None


def _write_table(folder: Path, name: str, frame: pl.DataFrame, table: Table) -> None:
    text = frame.write_csv(date_format="%Y-%m-%d")
    write_bytes(folder / f"{name}.csv", text.encode())
    if table.parquet:
        stream = io.BytesIO()
        pq.write_table(frame.to_arrow(), stream, compression="zstd", store_schema=False)
        write_bytes(folder / f"{name}.parquet", stream.getvalue())


def _write_documents(draft: Path, content: BundleContent) -> None:
    collections = _collections(content)
    documents: dict[str, Any] = {
        "datapackage.json": describe(content.report, _tables(content), sorted(collections)),
        "report.json": dict(content.report),
        "insights.json": [dict(one) for one in content.insights],
        "lineage.json": content.lineage,
        "protection.json": dict(content.protection),
        "catalogue/cubes.json": dict(content.cubes),
        "catalogue/indicators.json": dict(content.indicator_definitions),
        "catalogue/indices.json": dict(content.index_definitions),
        "catalogue/suppliers.json": dict(content.suppliers),
        "catalogue/concepts.json": dict(content.concepts),
        **{f"catalogue/{kind}.json": one for kind, one in content.further_definitions.items()},
    }
    for name, document in documents.items():
        write_json(draft / name, document)
    for name, collection in collections.items():
        # on one line: boundaries are long, and nobody reads them by eye
        text = json.dumps(collection, ensure_ascii=False, separators=(",", ":"))
        write_bytes(draft / "geo" / f"{name}.geojson", (text + "\n").encode())


def _collections(content: BundleContent) -> dict[str, dict[str, Any]]:
    """Boundaries by name below ``geo/``: of every generation, and of towns' own areas."""
    return {
        **{one.generation.key: as_geojson(one) for one in content.territories},
        **{f"{OWN_CUTS}/{own.key}": own_as_geojson(own) for own in content.own_cuts},
    }
