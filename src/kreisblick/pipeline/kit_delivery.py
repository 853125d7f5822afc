"""The delivery that a kit writes: one row per area, one column per count; and how it is read."""

import io
from collections.abc import Iterator, Mapping

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.pipeline.kit_model import AREA, DISTRICT_ROW, NAME, TOTAL_ROW, WITHHELD, Kit
from kreisblick.sealed.mapping import DeliveryDefinition, dump_definition
from kreisblick.statistics.cube import CubeDefinition
from kreisblick.territory.areas import AreaLevel, Territory

__all__ = ["MARK", "delivery_csv", "delivery_text"]

MARK = "# kreisblick supply kit\n"  # who wrote the definition; it may be written again


def delivery_csv(kit: Kit, cells: Mapping[str, pl.DataFrame], territory: Territory) -> bytes:
    """The counts as a table for people and programmes: semicolons, UTF-8 with a mark for Excel.

    Args:
        kit: what is counted.
        cells: released cells by cube: ``slice, level, area, value``.
        territory: the areas.

    Returns:
        A row for every planning area and municipality that the office speaks for, and for the
        district if it speaks for all of it. A count that is withheld is a star, never a zero.
    """
    shown = {
        (cube, question, area): WITHHELD if value is None else str(value)
        for cube, frame in cells.items()
        for question, area, value in frame.select("slice", "area", "value").iter_rows()
    }
    rows = [
        [words, name, *[shown[cell.cube, cell.slice.key, area] for cell in kit.cells]]
        for words, name, area in _rows(kit, territory)
    ]
    headings = [AREA, NAME, *[cell.column for cell in kit.cells]]
    table = pl.DataFrame(rows, schema=dict.fromkeys(headings, pl.String), orient="row")
    stream = io.BytesIO()
    table.write_csv(stream, separator=";", include_bom=True, line_terminator="\r\n")
    return stream.getvalue()


def _rows(kit: Kit, territory: Territory) -> Iterator[tuple[str, str, str]]:
    """Text of the area cell, name, area; planning areas first."""
    towns = set(territory.keys(AreaLevel.MUNICIPALITY))
    columns = territory.areas.select("area", "name", "level", "parent")
    for area, name, level, parent in columns.iter_rows():
        if level == AreaLevel.PLANNING_AREA and parent in kit.covered:
            yield area, name, area
        elif level == AreaLevel.MUNICIPALITY and area in kit.covered:
            yield TOTAL_ROW.format(area), name, area
        elif level == AreaLevel.DISTRICT and towns <= set(kit.covered):
            yield DISTRICT_ROW, name, area


def delivery_text(kit: Kit, listed: DeliveryDefinition, cubes: Mapping[str, CubeDefinition]) -> str:
    """The definition by which the district reads the delivery.

    Args:
        kit: what is counted.
        listed: how the list of persons is read; what deviates there deviates here as well.
        cubes: by key, to name them in the comment.
    """
    totals = [
        {"pattern": f"^{TOTAL_ROW.format('(.+)')}$", "level": AreaLevel.MUNICIPALITY.value},
        {"pattern": f"^{DISTRICT_ROW}$", "level": AreaLevel.DISTRICT.value},
    ]
    content = {
        "title": {"de": _("{title}, counted at the source").format(title=listed.title.de)},
        "grain": "aggregate",
        "format": {"type": "csv", "encoding": "utf-8", "delimiter": ";"}
        | {"header": {"row": 1, "rows": 1}},
        "area": {"column": AREA, "kind": "code", "generation": kit.generation.key},
        "totals": totals,
        "values": [
            {"column": cell.column, "cube": cell.cube} | ({"set": cell.set} if cell.set else {})
            for cell in kit.cells
        ],
        # a star hides small counts and others that would give them away: it bounds nothing
        "signs": {WITHHELD: {"means": "withheld_by_source", "lower": 0}},
    }
    for name in ("limits", "deviations"):
        if given := listed.model_dump(mode="json", by_alias=True, exclude_none=True)[name]:
            content[name] = given
    titles = ", ".join(sorted({cubes[cell.cube].title.de for cell in kit.cells}))
    note = _("Counts that the office makes itself, with the kit: {titles}.").format(titles=titles)
    return f"{MARK}# {note}\n{dump_definition(content)}"
