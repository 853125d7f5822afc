"""Check a generation: files, keys, names, valid polygons, overlaps, gaps, municipal borders."""

from collections.abc import Collection, Iterator
from dataclasses import replace

import polars as pl

from kreisblick.base.errors import Fault
from kreisblick.base.language import translate as _
from kreisblick.territory.areas.definition import TerritoryChecks, shipped_checks
from kreisblick.territory.areas.fit import check_fit
from kreisblick.territory.areas.keys import restore_zero
from kreisblick.territory.areas.model import AreaLevel, Territory
from kreisblick.territory.areas.shapes import find_flaws, spot

__all__ = ["check_generation"]

MISPLACED = frozenset({"missing_crs", "swapped_axes", "wrong_crs"})
LONG = 8  # keys from so many digits on are built from official keys; shorter ones just count up

Found = Iterator[tuple[str, str, str]]


def check_generation(territory: Territory, *, checks: TerritoryChecks | None = None) -> list[Fault]:
    """Everything that is wrong with a generation, in a steady order.

    Codes: of the files ``missing_crs``, ``swapped_axes``, ``wrong_crs``, ``two_municipalities``;
    of keys ``duplicate_key``, ``missing_name``, ``lost_zero``, ``unknown_parent``; of outlines
    ``empty_boundary``, ``no_polygon``, ``invalid_boundary``; of the ground ``overlap``,
    ``elsewhere``, ``crosses_municipality``, ``gap``, ``hole``, ``municipality_without_areas``.
    Which of them are hard stands in the checks. An area whose outline is broken is not compared
    with its neighbours, and ground of misplaced files is not looked at.

    Args:
        territory: the generation.
        checks: tolerances; the shipped ones when None.
    """
    checks = checks or shipped_checks()
    place = territory.generation.key
    found = [*_check_rows(territory), *_check_outlines(territory)]
    if not any(fault.code in MISPLACED for fault in territory.file_faults):
        found += check_fit(territory, checks)
    faults = [
        Fault(code=code, message=text, where=f"{place}/{where}" if where else place)
        for code, where, text in found
    ]
    of_files = [replace(fault, where=f"{place}/{fault.where}") for fault in territory.file_faults]
    return [replace(fault, hard=fault.code in checks.hard) for fault in of_files + faults]


def _check_rows(territory: Territory) -> Found:
    areas = territory.areas
    twice = areas.filter(pl.col("area").is_duplicated())["area"].unique().sort()
    for key in twice.drop_nulls():
        text = _("The key stands at more than one area. Correct it in the definition.")
        yield "duplicate_key", key, text
    nameless = areas.filter(
        pl.col("name").is_null()
        | (pl.col("name").str.strip_chars() == "")
        | pl.col("area").is_null()
    )
    for key in nameless["area"]:
        yield "missing_name", str(key), _("The area has no name or no key. Complete the file.")
    yield from _lost_zeros(areas)
    yield from _unknown_parents(areas)


def _lost_zeros(areas: pl.DataFrame) -> Found:
    """Keys that a spreadsheet has shortened by their leading zero."""
    text = _(
        "The key has lost its leading zero: it should probably be '{key}'. Save the column as text "
        "and load the file again."
    )
    towns = areas.filter(pl.col("level") == AreaLevel.MUNICIPALITY.value)["area"].drop_nulls()
    for key in towns:
        restored = restore_zero(key)
        if restored is not None:
            yield "lost_zero", key, text.format(key=restored)
    parts = areas.filter(pl.col("level") == AreaLevel.PLANNING_AREA.value)["area"].drop_nulls()
    lengths = parts.str.len_chars()
    longest = lengths.max()
    digits = parts.str.contains(r"^[0-9]+$").all()
    if isinstance(longest, int) and longest >= LONG and digits and lengths.min() == longest - 1:
        for key in parts.filter((lengths == longest - 1) & ~parts.str.starts_with("0")):
            yield "lost_zero", key, text.format(key=f"0{key}")


def _unknown_parents(areas: pl.DataFrame) -> Found:
    """Municipalities and districts that areas name and nobody knows, each once."""
    known = set(areas["area"])
    orphans = areas.filter(
        (pl.col("level") != AreaLevel.DISTRICT.value)
        & ~pl.col("parent").is_in(known).fill_null(value=False)
    )
    for (parent,), group in orphans.group_by("parent", maintain_order=True):
        first, more = str(group["area"][0]), len(group) - 1
        if parent is None or str(parent).strip() == "":
            text = _("The area names no municipality{more}. Complete the file or the parent rule.")
        else:
            text = _(
                "The area's parent '{parent}' is unknown{more}.{hint} Correct the parent rule or "
                "the file, or add the municipality."
            )
        others = _(" ({count} more areas likewise)").format(count=more) if more else ""
        hint = _zero_hint(str(parent), known)
        yield "unknown_parent", first, text.format(parent=parent, more=others, hint=hint)


def _zero_hint(parent: str, known: Collection[str]) -> str:
    for near in (f"0{parent}", f"0{parent}"[: len(parent)]):
        if near in known:
            text = _(" There is '{near}': a leading zero has probably been lost.")
            return text.format(near=near)
    return ""


def _check_outlines(territory: Territory) -> Found:
    for flaw in find_flaws(territory.geometry):
        key = str(territory.areas["area"][flaw.row])
        if territory.areas["level"][flaw.row] == AreaLevel.DISTRICT.value:
            continue  # made of the municipalities, which are told by name
        if flaw.code == "empty":
            yield "empty_boundary", key, _("The area has no outline. Draw it, or delete the row.")
        elif flaw.code == "no_polygon":
            text = _(
                "The outline is a line or a point, no polygon. Close the lines to polygons in a "
                "GIS."
            )
            yield "no_polygon", key, text
        else:
            text = _("The boundary is no valid polygon: {reason}{place}. Repair it in a GIS.")
            where = spot(flaw.x, flaw.y, territory.crs)
            told = _(" at {place}").format(place=where) if where else ""
            yield "invalid_boundary", key, text.format(reason=flaw.reason, place=told)
