"""Index: a list of millions of addresses kept on disk, so that only what is asked for is read.

Streets stay in memory, houses lie in one Parquet file in the order of their streets. The list is
read in parts and never lies in memory as a whole. The answers are those of ``make_reference``.
"""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.files import fingerprint, new_folder, write_json
from kreisblick.base.language import translate as _
from kreisblick.base.progress import Progress, silent
from kreisblick.territory.addresses.clean import check_houses, no_address, valid_rows
from kreisblick.territory.addresses.errors import IndexNotReadableError, IndexOutdatedError
from kreisblick.territory.addresses.houses import HOUSES_FILE
from kreisblick.territory.addresses.model import Reference
from kreisblick.territory.addresses.names import link_names
from kreisblick.territory.addresses.pieces import Sorted, prefix_of, read_pieces, sort_out
from kreisblick.territory.addresses.ranges import clean_ranges
from kreisblick.territory.addresses.refer import area_columns, link_ranges, make_streets
from kreisblick.territory.addresses.rules import AddressRules, shipped_rules

__all__ = ["build_index", "open_index"]

_ABOUT, _STREETS, _RANGES, _NAMES = (
    *("index.json", "streets.parquet", "ranges.parquet", "names.parquet"),
)
_VERSION = 1
_BLOCK = 20_000  # houses of one block of the file: so many are read at least


def build_index(
    inputs: Sequence[Path],
    folder: Path,
    *,
    rules: AddressRules | None = None,
    on: date | None = None,
    progress: Progress = silent,
) -> int:
    """Keep lists of addresses in a folder that ``read_reference`` opens in seconds.

    The folder appears when it is whole; a killed run leaves what was there before.

    Args:
        inputs: lists in any format that ``read_reference`` takes; together one list.
        folder: where.
        rules: how names are read; the shipped rules when None.
        on: the day for which the index is made; see ``make_reference``.
        progress: who is told.

    Returns:
        How many addresses it holds.

    Raises:
        TableNotReadableError, AddressColumnError: see ``read_reference``.
        FaultsFoundError: as ``make_reference``, over all lists.
    """
    rules = rules or shipped_rules()
    with new_folder(folder) as draft:
        found = sort_out(inputs, draft / "pieces", rules, on, progress)
        writing = _Index(draft, found, rules, on)
        writing.write(progress)
    return writing.house_count


def open_index(folder: Path, rules: AddressRules | None = None) -> Reference:
    """The reference of a folder that ``build_index`` made.

    Raises:
        IndexNotReadableError: when it is no such folder.
        IndexOutdatedError: when names were read by other rules.
    """
    try:
        about = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))
        areas, version, read_by = (about[n] for n in ("area_columns", "version", "rules"))
        streets, ranges, names = (
            pl.read_parquet(folder / name) for name in (_STREETS, _RANGES, _NAMES)
        )
    except (OSError, ValueError, KeyError, TypeError, pl.exceptions.PolarsError):
        raise IndexNotReadableError(folder=str(folder)) from None
    if version != _VERSION or read_by != _print(rules or shipped_rules()):
        raise IndexOutdatedError(folder=str(folder))
    numbers: dict[str, pl.DataType] = {"house": pl.UInt32(), "sid": pl.UInt32(), "n": pl.Int32()}
    text: dict[str, pl.DataType] = dict.fromkeys(("suf", "address_id", *areas), pl.String())
    return Reference(
        streets=streets,
        houses=pl.DataFrame(schema=numbers | text),
        area_columns=tuple(areas),
        ranges=ranges,
        names=names,
        index=folder,
        has_areas=about.get("has_areas", True),
    )


def _print(rules: AddressRules) -> str:
    return fingerprint(rules.model_dump(mode="json"))


class _Index:
    """An index that is being written.

    Args:
        folder: where.
        found: the lists.
        rules: how names are read.
        on: the day for which it is made.
    """

    def __init__(self, folder: Path, found: Sorted, rules: AddressRules, on: date | None) -> None:
        self.folder, self.found, self.rules, self.on = folder, found, rules, on
        self.areas = area_columns(found.columns, found.ranges)
        self.stretches = valid_rows(clean_ranges(found.ranges, self.areas), on)
        self.streets: list[pl.DataFrame] = []
        self.street_count = self.house_count = 0
        self.faults: list[Fault] = []

    def write(self, progress: Progress) -> None:
        """All files, one group of postcodes after the other."""
        import pyarrow.parquet as pq  # noqa: PLC0415  slow to load

        group_of = prefix_of(pl.col("postcode"))
        groups = self.stretches.select(group_of.unique()).to_series()
        read = read_pieces(self.found.folder, self.rules, groups)
        columns = ["sid", "n", "suf", "address_id", *self.areas]
        schema = self._houses(pl.DataFrame(schema=dict.fromkeys(columns, pl.String))).schema
        with pq.ParquetWriter(self.folder / HOUSES_FILE, schema, compression="zstd") as writer:
            for group, rows in progress.track(read, _("Writing the index")):
                houses = self._add(rows, self.stretches.filter(group_of == group))
                if houses is not None:
                    writer.write_table(self._houses(houses), row_group_size=_BLOCK)
        if not self.house_count and self.stretches.is_empty() and not self.faults:
            self.faults = [no_address()]
        if self.faults:
            raise FaultsFoundError(_("reference"), self.faults)
        self._finish()

    def _houses(self, houses: pl.DataFrame) -> Any:
        """Houses as they are written; their row numbers are told by their order."""
        kinds = {"sid": pl.UInt32, "n": pl.Int32}
        names = ["sid", "n", "suf", "address_id", *self.areas]
        return houses.select(pl.col(n).cast(kinds.get(n, pl.String)) for n in names).to_arrow()

    def _add(self, rows: pl.DataFrame, stretches: pl.DataFrame) -> pl.DataFrame | None:
        """Take one group of postcodes; its houses, or None once there are faults."""
        absent = [name for name in self.areas if name not in rows.columns]
        rows = rows.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in absent)
        self.faults += check_houses(rows)
        if self.faults:
            return None
        streets, houses = make_streets(rows, stretches, self.areas, self.rules)
        first = pl.lit(self.street_count, dtype=pl.UInt32)
        self.streets.append(
            streets.with_columns(
                pl.col("sid") + first,
                pl.col("first_house") + pl.lit(self.house_count, dtype=pl.UInt32),
            )
        )
        self.street_count += streets.height
        self.house_count += houses.height
        return houses.with_columns(pl.col("sid") + first)

    def _finish(self) -> None:
        streets = pl.concat(self.streets)
        ranges = link_ranges(self.stretches, streets, self.areas)
        names = link_names(self.found.names, streets, self.on, self.rules)
        for name, frame in ((_STREETS, streets), (_RANGES, ranges), (_NAMES, names)):
            frame.write_parquet(self.folder / name)
        write_json(
            self.folder / _ABOUT,
            {
                "version": _VERSION,
                "rules": _print(self.rules),
                "area_columns": self.areas,
                "has_areas": self.found.has_areas or not self.stretches.is_empty(),
                "on": self.on,
                "houses": self.house_count,
                "streets": self.street_count,
            },
        )
