"""Leave out: a delivery is accepted in part; what is left out is not delivered, and never zero."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import polars as pl

from kreisblick.base.errors import WrongUseError
from kreisblick.base.language import translate as _
from kreisblick.sealed.intake.areas import find_areas
from kreisblick.sealed.intake.faults import FaultBook
from kreisblick.sealed.intake.fields import wanted_headings
from kreisblick.sealed.mapping.columns import Field_, Names
from kreisblick.sealed.mapping.definition import DeliveryDefinition, Grain
from kreisblick.sealed.reading.region import Region, plain
from kreisblick.territory.areas.model import AreaLevel, Territory

__all__ = ["LeftOut", "areas_left_out", "leave_out", "read_left_out", "read_part"]

What = Literal["rows", "areas", "columns"]


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """A part of a delivery that is not accepted.

    Attributes:
        what: lines of the file, areas (keys or names), or headings.
        which: their names; lines may be spans (``12-15``).
        reason: why.
    """

    what: What
    which: tuple[str, ...]
    reason: str

    def as_json(self) -> dict[str, Any]:
        """The part as plain values, for the record."""
        return {"what": self.what, "which": list(self.which), "reason": self.reason}

    @property
    def lines(self) -> set[int]:
        """The lines that are meant."""
        found: set[int] = set()
        for text in self.which:
            first, _dash, last = text.partition("-")
            found |= set(range(int(first), int(last or first) + 1))
        return found


def read_part(record: Mapping[str, Any]) -> LeftOut:
    """A part as it was recorded."""
    return LeftOut(what=record["what"], which=tuple(record["which"]), reason=str(record["reason"]))


def read_left_out(text: str, reason: str) -> LeftOut:
    """A part as users type it: ``rows:12-15,20``, ``areas:0801``, ``columns:Anzahl``.

    Raises:
        WrongUseError: when it is none, or has no reason.
    """
    what, _colon, names = text.partition(":")
    which = tuple(name.strip() for name in names.split(",") if name.strip())
    shape = all(re.fullmatch(r"[0-9]{1,9}(-[0-9]{1,9})?", name) for name in which)
    kinds: Mapping[str, What] = {"rows": "rows", "areas": "areas", "columns": "columns"}
    if what not in kinds or not which or (what == "rows" and not shape):
        message = _(
            "'{text}' names no part of a delivery. Write rows:12-15,20 or areas:0801 or "
            "columns:Heading."
        )
        raise WrongUseError(message.format(text=text))
    if not reason.strip():
        raise WrongUseError(_("Say why this part is left out (--reason)."))
    return LeftOut(what=kinds[what], which=which, reason=reason.strip())


def leave_out(
    region: Region,
    definition: DeliveryDefinition,
    parts: Sequence[LeftOut],
    territory: Territory | None,
) -> tuple[Region, DeliveryDefinition]:
    """The table and its definition without the parts, as if these had not been sent.

    Raises:
        WrongUseError: a part is not in the delivery, or a column that every count needs.
    """
    for part in parts:
        if part.what == "columns":
            definition = _without_columns(definition, part, region)
            continue
        lines = (
            part.lines if part.what == "rows" else _lines_of(region, definition, part, territory)
        )
        known = region.body.filter(pl.col("row").is_in(list(lines)))
        if known.is_empty() and part.what == "rows":
            raise _absent(", ".join(part.which))
        region = replace(region, body=region.body.filter(~pl.col("row").is_in(list(lines))))
    return region, definition


def areas_left_out(parts: Sequence[LeftOut], territory: Territory | None) -> tuple[str, ...]:
    """Keys of the planning areas and municipalities that the parts name, sorted.

    Raises:
        WrongUseError: when the generation knows no such area.
    """
    named = {name for part in parts if part.what == "areas" for name in part.which}
    if territory is None or not named:
        return ()
    areas = territory.areas.select("area", "name", "level", "parent")
    found = set()
    for name in sorted(named):
        keys = areas.filter((pl.col("area") == name) | (pl.col("name") == name))
        if keys.height != 1 or keys["level"][0] == AreaLevel.DISTRICT.value:
            raise _absent(name)
        found |= {keys["area"][0], *areas.filter(pl.col("parent") == keys["area"][0])["area"]}
    return tuple(sorted(found))


def _lines_of(
    region: Region, definition: DeliveryDefinition, part: LeftOut, territory: Territory | None
) -> set[int]:
    """Lines of aggregates about an area; rows about persons find their area later."""
    if definition.grain != Grain.AGGREGATE or definition.area is None or territory is None:
        return set()
    keys = areas_left_out([part], territory)
    rows = find_areas(region, definition.area, definition, territory, FaultBook(grid=region.grid))
    return set(rows.placed.filter(pl.col("area").is_in(keys))["row"])


def _without_columns(
    definition: DeliveryDefinition, part: LeftOut, region: Region
) -> DeliveryDefinition:
    """The definition without values and fields of these headings."""
    headings = {plain(name) for name in part.which}
    wanted = {plain(name) for names in wanted_headings(definition) for name in names}
    unknown = [n for n in part.which if plain(n) not in wanted and region.column([n]) is None]
    if unknown:
        raise _absent(", ".join(unknown))
    values = tuple(v for v in definition.values if not _named(v.column, headings))
    needed = [f.from_[0] for f in definition.columns.values() if _is_needed(f, headings)]
    needed += [f.from_[0] for f in definition.dimensions.values() if _named(f.from_, headings)]
    if needed or (definition.values and not values):
        message = _(
            "Without the column '{name}' nothing of this delivery can be counted. Leave rows or "
            "areas out, or reject the delivery."
        )
        raise WrongUseError(message.format(name=", ".join(needed or part.which)))
    fields = {n: f for n, f in definition.columns.items() if not _named(f.from_, headings)}
    return definition.model_copy(update={"values": values, "columns": fields})


def _is_needed(field: Field_, headings: Collection[str]) -> bool:
    return _named(field.from_, headings) and not field.optional


def _named(names: Names, headings: Collection[str]) -> bool:
    return any(plain(name) in headings for name in names)


def _absent(name: str) -> WrongUseError:
    message = _("'{name}' is not in this delivery. Nothing was accepted.")
    return WrongUseError(message.format(name=name))
