"""Accept a delivery: find all its faults and speak once, or seal its records. A privacy place.

What is kept: records without names, addresses and delivered numbers, encrypted; a manifest with
fingerprints. Accepted deliveries never change: the same file again is nothing new, another file
for the same date is refused or, when asked for, put in the place of the old one, which is kept.
"""

import dataclasses
import shutil
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import polars as pl

from kreisblick.base.errors import Fault, FaultsFoundError, KreisblickError, WrongUseError
from kreisblick.base.files import fingerprint_file
from kreisblick.base.language import format_count, format_date, format_percent
from kreisblick.base.language import translate as _
from kreisblick.sealed.intake.files import (
    accepted_deliveries,
    marked_copy_path,
    path_key,
    read_manifest,
    write_manifest,
)
from kreisblick.sealed.intake.mark import write_marked_copy
from kreisblick.sealed.intake.model import AcceptedDelivery, IntakeContext, Parsed
from kreisblick.sealed.intake.parse import parse_grid
from kreisblick.sealed.intake.prints import definition_print
from kreisblick.sealed.mapping.definition import DeliveryDefinition, Grain
from kreisblick.sealed.reading.decode import UnreadableFileError
from kreisblick.sealed.reading.read import read_cells
from kreisblick.sealed.store.store import SealedStore
from kreisblick.supply import covered_municipalities
from kreisblick.territory.areas.model import AreaLevel

__all__ = ["AlreadyDeliveredError", "accept"]

REPLACED = "replaced"
SHORT = 12  # characters of a fingerprint that name a folder


class AlreadyDeliveredError(KreisblickError):
    """Another file was accepted for the same supplier, product and date."""


@dataclass(frozen=True, kw_only=True)
class _Arrival:
    """A file at the door and what is known about it."""

    path: Path
    supplier: str
    product: str
    day: date
    definition: DeliveryDefinition
    context: IntakeContext
    store: SealedStore

    @property
    def key(self) -> str:
        return path_key(self.supplier, self.product, self.day)

    @property
    def covered(self) -> frozenset[str]:
        supplier = self.context.suppliers[self.supplier]
        return covered_municipalities(supplier, self.product, self.day, self.context.municipalities)

    @cached_property
    def prints(self) -> tuple[str, str]:
        """Fingerprints of the file and of the definition that reads it."""
        return _fingerprint(self.path), definition_print(self.definition, self.context, self.day)


def accept(
    path: Path,
    *,
    supplier: str,
    product: str,
    reference_date: date,
    context: IntakeContext,
    store: SealedStore,
    replace: bool = False,
) -> AcceptedDelivery:
    """A supplier's file as an accepted delivery in the sealed store; the file is only read.

    The same file read by the same definition is looked up. ``replace`` puts another file in the
    place of one accepted before; the old one stays on record.

    Raises:
        FaultsFoundError: all faults; nothing was stored. A workbook is copied with marks.
        AlreadyDeliveredError: another file was accepted before, without ``replace``.
        WrongUseError: supplier or product not in the catalogue; no boundaries or addresses.
    """
    arrival = _Arrival(
        path=path,
        supplier=supplier,
        product=product,
        day=reference_date,
        definition=_definition(supplier, product, context),
        context=dataclasses.replace(context, hide=store.pseudonym, supplier=supplier),
        store=store,
    )
    earlier = read_manifest(store, arrival.key)
    if earlier is not None and (earlier.sha256, earlier.definition) == arrival.prints:
        return earlier
    if earlier is not None and earlier.sha256 != arrival.prints[0] and not replace:
        raise _already(earlier)
    return _take_in(arrival, earlier)


def _take_in(arrival: _Arrival, earlier: AcceptedDelivery | None) -> AcceptedDelivery:
    """Parse, check, and only then store."""
    parsed = _only_covered(_parse(arrival), arrival.context, arrival.covered)
    delivery = _describe(arrival, parsed)
    if earlier is not None:
        _put_aside(arrival.store, earlier)
    _seal(arrival.store, delivery, parsed)
    return delivery


def _describe(arrival: _Arrival, parsed: Parsed) -> AcceptedDelivery:
    sha256, definition = arrival.prints
    return AcceptedDelivery(
        supplier=arrival.supplier,
        product=arrival.product,
        reference_date=arrival.day,
        grain=arrival.definition.grain.value,
        path_key=arrival.key,
        generation=parsed.generation,
        register=arrival.definition.register,
        cubes=arrival.definition.cubes,
        sha256=sha256,
        definition=definition,
        rows=parsed.records.height,
        covered=tuple(sorted(arrival.covered)),
        notes=tuple(fault.as_json() for fault in [*_soft(parsed), *_compared(arrival, parsed)]),
        quality=dict(parsed.quality),
        file=arrival.path.name,
    )


def _definition(supplier: str, product: str, context: IntakeContext) -> DeliveryDefinition:
    known = context.deliveries.get(f"{supplier}/{product}")
    if known is None or supplier not in context.suppliers:
        names = ", ".join(sorted(context.deliveries)) or "–"
        message = _(
            "The catalogue has no definition for '{key}'. Write "
            "catalogue/suppliers/{key}.yaml and supplier.yaml beside it. Known: {names}."
        )
        raise WrongUseError(message.format(key=f"{supplier}/{product}", names=names))
    return known


def _fingerprint(path: Path) -> str:
    if not path.is_file():
        message = _("'{name}' is not there. Check the path.").format(name=path.name)
        raise FaultsFoundError(path.name, [Fault(code="no_file", message=message)])
    return fingerprint_file(path)


def _parse(arrival: _Arrival) -> Parsed:
    """The records; or all hard faults at once, with a marked copy of a workbook."""
    path, definition = arrival.path, arrival.definition
    try:
        grid = read_cells(path, definition.format)
    except UnreadableFileError as error:
        fault = Fault(code="unreadable_file", message=str(error))
        raise FaultsFoundError(path.name, [fault]) from None
    parsed = parse_grid(
        grid,
        definition,
        arrival.context,
        reference_date=arrival.day,
        pseudonym=arrival.store.pseudonym,
        covered=arrival.covered,
    )
    hard = any(fault.hard for fault in parsed.faults)
    if parsed.records.is_empty() and not hard:
        message = _("The table has headings but no rows. Ask the supplier to send it again.")
        raise FaultsFoundError(path.name, [Fault(code="no_rows", message=message)])
    if hard:
        if definition.format.is_workbook and parsed.marks:
            write_marked_copy(path, grid, parsed.marks, marked_copy_path(path))
        raise FaultsFoundError(path.name, parsed.faults)
    return parsed


def _soft(parsed: Parsed) -> list[Fault]:
    return [fault for fault in parsed.faults if not fault.hard]


def _only_covered(parsed: Parsed, context: IntakeContext, covered: frozenset[str]) -> Parsed:
    """The records without municipalities the supplier may not speak for; said in a note."""
    territory = context.territories.get(parsed.generation)
    if territory is None or "area" not in parsed.records.columns:
        return parsed
    everyone = set(territory.keys(AreaLevel.MUNICIPALITY))
    closed = everyone - covered
    parents = territory.parents
    out = [area for area, parent in parents.items() if parent in closed or area in closed]
    kept = parsed.records.filter(~pl.col("area").is_in(out).fill_null(value=False))
    dropped = parsed.records.height - kept.height
    if dropped == 0:
        return parsed
    message = _(
        "{count} row(s) of municipalities without consent or outside the supplier's task were not "
        "stored."
    ).format(count=format_count(dropped))
    note = Fault(code="not_covered", message=message, hard=False)
    return Parsed(
        records=kept,
        faults=(*parsed.faults, note),
        generation=parsed.generation,
        review=parsed.review,
        quality=parsed.quality,
    )


def _compared(arrival: _Arrival, parsed: Parsed) -> list[Fault]:
    """A note when the number of rows is far from the last delivery's."""
    rule = arrival.definition.checks.rows_close_to_last_delivery
    before = [
        delivery
        for delivery in accepted_deliveries(arrival.store)
        if (delivery.supplier, delivery.product) == (arrival.supplier, arrival.product)
        and delivery.reference_date < arrival.day
        and delivery.rows
    ]
    if rule is None or not before:
        return []
    last = before[-1]
    change = 100 * (parsed.records.height - last.rows) / last.rows
    if abs(change) <= rule.within_percent:
        return []
    message = _(
        "{rows} rows are {change} away from the {last} rows of {day}. Ask the supplier whether "
        "that is right."
    ).format(
        rows=format_count(parsed.records.height),
        change=format_percent(abs(change)),
        last=format_count(last.rows),
        day=format_date(last.reference_date),
    )
    return [Fault(code="rows_changed", message=message, hard=False)]


def _already(earlier: AcceptedDelivery) -> AlreadyDeliveredError:
    message = _(
        "For {supplier}/{product} on {day} another file was accepted ('{file}'). Nothing was "
        "changed. To put this file in its place, repeat with 'replace'; the old one stays on "
        "record."
    )
    return AlreadyDeliveredError(
        message.format(
            supplier=earlier.supplier,
            product=earlier.product,
            day=format_date(earlier.reference_date),
            file=earlier.file,
        )
    )


def _put_aside(store: SealedStore, earlier: AcceptedDelivery) -> None:
    """Keep the replaced delivery under its fingerprints."""
    home = store.folder / earlier.path_key
    name = f"{earlier.sha256[:SHORT]}-{earlier.definition[:SHORT]}"
    aside = home / REPLACED / name
    aside.mkdir(parents=True, exist_ok=True)
    for item in sorted(home.iterdir()):
        if item.is_file():
            shutil.copy2(item, aside / item.name)
    # the manifest goes first: from here on there is no accepted delivery until the new one is
    (home / "manifest.json").unlink()


def _seal(store: SealedStore, delivery: AcceptedDelivery, parsed: Parsed) -> None:
    store.write_table(f"{delivery.path_key}/records", parsed.records.to_arrow())
    if delivery.grain == Grain.PERSON and parsed.review is not None:
        store.write_table(f"{delivery.path_key}/review", parsed.review.to_arrow())
    write_manifest(store, delivery)
