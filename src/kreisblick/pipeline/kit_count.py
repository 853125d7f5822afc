"""Count with a kit: a list as the office keeps it in, protected counts out, offline, in one go.

One of the places that guard privacy: rows about persons are read here, outside a sealed office, and
live in memory only. What is written are counts that the rules let go, and, apart from them, the
spellings of addresses that were not found; these stay in the house.
"""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

import polars as pl

from kreisblick.base.definitions import read_definitions
from kreisblick.base.envelope import ENDING, read_public_key, seal_envelope
from kreisblick.base.errors import FaultsFoundError
from kreisblick.base.files import write_bytes
from kreisblick.base.language import translate as _
from kreisblick.base.progress import Progress, silent
from kreisblick.pipeline.addresses import KnownAddresses
from kreisblick.pipeline.kit_delivery import delivery_csv
from kreisblick.pipeline.kit_model import (
    CATALOGUE,
    DECISIONS_FILE,
    PUBLIC_KEY,
    STREETS,
    Kit,
    NoKitError,
    read_kit,
    read_kit_areas,
)
from kreisblick.protection.disclosure import Share, SliceRef, protect
from kreisblick.protection.rules import RuleSet, read_rule_sets
from kreisblick.sealed.intake import IntakeContext, Parsed, parse
from kreisblick.sealed.mapping import DeliveryDefinition, read_deliveries
from kreisblick.sealed.register import RegisterDefinition, count_all
from kreisblick.sealed.register.files import DELIVERY
from kreisblick.statistics.cube import Cube, CubeDefinition, Slice
from kreisblick.territory.areas import Territory
from kreisblick.territory.areas.files import write_table
from kreisblick.territory.review import load_decisions
from kreisblick.territory.streets import Streets

__all__ = ["CountedAtSource", "count_with_kit"]

OUT, STAYS = "lieferung", "bleibt-im-haus"
KEY_BYTES = 32


@dataclass(frozen=True, kw_only=True)
class CountedAtSource:
    """What was written.

    Attributes:
        file: the delivery; closed to the sealed office where the kit holds its key.
        stays: open counts beside a closed delivery, and spellings of addresses that were not
            found; both stay in the house.
        rows: rows of the list.
        without_area: rows whose address was not found.
        shown, withheld: counts in the delivery.
        notes: what was noticed and did not stop the count.
    """

    file: Path
    stays: tuple[Path, ...]
    rows: int
    without_area: int
    shown: int
    withheld: int
    notes: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class _Opened:
    """A kit, read."""

    folder: Path
    kit: Kit
    territory: Territory
    listed: DeliveryDefinition
    cubes: Mapping[str, CubeDefinition]
    registers: Mapping[str, RegisterDefinition]
    rules: Mapping[str, RuleSet]


def count_with_kit(
    folder: Path, source: Path, *, out: Path | None = None, progress: Progress = silent
) -> CountedAtSource:
    """Count the office's list and write the delivery.

    The same steps, in the same code, as if the district's sealed office counted the list: the
    definition reads it, the address programme finds the areas, one pass counts, and the rules
    withhold what is small. The cubes of one list are protected together.

    Args:
        folder: the kit, unpacked.
        source: the list, in the form in which the office keeps it.
        out: the folder for the results; by default the kit.
        progress: is told the steps.

    Raises:
        NoKitError: the folder is no whole kit.
        FaultsFoundError: the list has faults; nothing was written.
        ProtectionFailedError: safety could not be shown; nothing was written.
    """
    opened = _open(folder)
    with progress.step(_("reading the list and finding areas")):
        parsed = _read(opened, source)
    with progress.step(_("counting and protecting")):
        cells = _protected(opened, _counted(opened, parsed.records))
    return _write(opened, parsed, cells, out or folder)


def _open(folder: Path) -> _Opened:
    kit, catalogue = read_kit(folder), folder / CATALOGUE
    try:
        return _Opened(
            folder=folder,
            kit=kit,
            territory=read_kit_areas(folder, kit),
            listed=read_deliveries([catalogue / "suppliers"])[f"{kit.supplier}/{kit.product}"],
            cubes=read_definitions([catalogue / "cubes"], CubeDefinition),
            registers=read_definitions([catalogue / "registers"], RegisterDefinition),
            rules=read_rule_sets([catalogue / "disclosure"]),
        )
    except KeyError:
        raise NoKitError(folder) from None


def _read(opened: _Opened, source: Path) -> Parsed:
    key = secrets.token_bytes(KEY_BYTES)

    def pseudonym(text: str) -> str:
        # households are told apart while counting; the key is gone afterwards
        return blake2b(text.encode(), key=key, digest_size=16).hexdigest()

    parsed = parse(
        source,
        opened.listed,
        _context(opened),
        reference_date=opened.kit.reference_date,
        pseudonym=pseudonym,
        covered=frozenset(opened.kit.covered),
    )
    hard = [fault for fault in parsed.faults if fault.hard]
    if hard:
        raise FaultsFoundError(source.name, hard)
    return parsed


def _context(opened: _Opened) -> IntakeContext:
    kit, home = opened.kit, opened.folder / STREETS
    try:
        streets = Streets(
            houses=pl.read_parquet(home / "houses.parquet"),
            ranges=pl.read_parquet(home / "ranges.parquet"),
            names=pl.read_parquet(home / "names.parquet"),
            format="kit",
        )
    except (OSError, pl.exceptions.PolarsError):
        raise NoKitError(opened.folder) from None
    known = KnownAddresses(streets=streets)
    return IntakeContext(
        territories={kit.generation.key: opened.territory},
        cubes=opened.cubes,
        suppliers={},
        deliveries={},
        reference=known.reference_on(kit.reference_date),
        decisions=load_decisions(opened.folder / DECISIONS_FILE),
        supplier=kit.supplier,
    )


def _counted(opened: _Opened, records: pl.DataFrame) -> list[Cube]:
    """The cubes of the list; those of one register in one pass."""
    rows = records.with_columns(pl.lit(0).alias(DELIVERY))
    by_register: dict[str, dict[str, CubeDefinition]] = {}
    for key in sorted({cell.cube for cell in opened.kit.cells}):
        cube = opened.cubes[key]
        by_register.setdefault(str(cube.register), {})[key] = cube
    found: list[Cube] = []
    for register, cubes in by_register.items():
        counted = count_all(
            cubes,
            register=opened.registers[register],
            records=rows,
            reference_date=opened.kit.reference_date,
            territory=opened.territory,
            covered=opened.kit.covered,
        )
        found += [one.cube for one in counted.values()]
    return found


def _protected(opened: _Opened, cubes: Iterable[Cube]) -> dict[str, pl.DataFrame]:
    publish = [SliceRef(cell.cube, cell.slice) for cell in opened.kit.cells]
    trays = list(cubes)
    rules = {t.key: _at_source(opened.rules[opened.cubes[t.key].rules]) for t in trays}
    shares = [
        Share(ref, SliceRef(ref.cube, Slice()))
        for ref in publish
        if rules[ref.cube].group_rule and ref.slice != Slice()
    ]
    found = protect(trays, publish, shares, opened.territory, rules)
    return {key: cube.cells for key, cube in found.released.items()}


def _at_source(rules: RuleSet) -> RuleSet:
    """The rules for whole tables: where the rest of a group is protected, a zero says too much.

    That nobody lacks something says of everybody there that they have it.
    """
    return rules.model_copy(update={"zeros": "sensitive"}) if rules.group_rule else rules


def _write(
    opened: _Opened, parsed: Parsed, cells: Mapping[str, pl.DataFrame], out: Path
) -> CountedAtSource:
    kit, key = opened.kit, opened.folder / PUBLIC_KEY
    content = delivery_csv(kit, cells, opened.territory)
    closed = key.is_file()
    home, stays = out / OUT, out / STAYS
    for folder in (home, stays):
        folder.mkdir(parents=True, exist_ok=True)
    table = (stays if closed else home) / f"{kit.name}.csv"
    write_bytes(table, content)
    file = _close(table, home, kit, key) if closed else table
    kept = [table] if closed else []
    if parsed.review is not None and not parsed.review.is_empty():
        kept.append(stays / f"adressen_{kit.reference_date.isoformat()}.csv")
        write_table(parsed.review, kept[-1])
    numbers = content.decode("utf-8-sig").splitlines()[1:]
    counts = [value for line in numbers for value in line.split(";")[2:]]
    area = f"area_{kit.generation.key}"
    area = area if area in parsed.records.columns else "area"
    return CountedAtSource(
        file=file,
        stays=tuple(kept),
        rows=parsed.records.height,
        without_area=parsed.records[area].null_count(),
        shown=len(counts) - counts.count("*"),
        withheld=counts.count("*"),
        notes=tuple(fault.message for fault in parsed.faults if not fault.hard),
    )


def _close(table: Path, home: Path, kit: Kit, key: Path) -> Path:
    file = home / f"{table.name}{ENDING}"
    label = {
        "file": table.name,
        "supplier": f"{kit.supplier}/{kit.counted}",
        "reference_date": kit.reference_date.isoformat(),
    }
    seal_envelope(table, file, to=read_public_key(key), label=label)
    return file
