"""Inspect a file with areas: find all faults, then speak once."""

from collections.abc import Iterator

import polars as pl

from kreisblick.base.errors import Fault
from kreisblick.base.language import translate as _
from kreisblick.territory.areas.layers import Layer
from kreisblick.territory.areas.place import misplaced
from kreisblick.territory.areas.shapes import find_flaws, spot

__all__ = ["inspect"]

SHOWN = 20  # more faults of a kind do not help


def inspect(layer: Layer, column: str, *, grouped_share: float = 0.0) -> list[Fault]:
    """Everything that is wrong with a file of areas.

    Codes: those of ``misplaced``, ``missing_key, duplicate_key, empty, no_polygon,
    invalid_polygon``.

    Args:
        layer: the file.
        column: its column with keys.
        grouped_share: with at most so many keys per polygon the column groups them on purpose.
    """
    keys = layer.text(column)
    return [*_place(layer), *_keys(keys, column, grouped_share), *_shapes(layer, keys)]


def _place(layer: Layer) -> Iterator[Fault]:
    found = misplaced(layer)
    if found is not None:
        code, text = found
        yield Fault(code=code, message=text)


def _keys(keys: pl.Series, column: str, grouped_share: float) -> Iterator[Fault]:
    empty = keys.is_null() | (keys.str.strip_chars() == "").fill_null(value=True)
    if empty.any():
        yield Fault(
            code="missing_key",
            message=_("{count} area(s) have no key. Fill in the column '{column}'.").format(
                count=int(empty.sum()), column=column
            ),
        )
    twice = keys.filter(keys.is_duplicated() & ~empty).unique().sort()
    grouping = keys.n_unique() <= grouped_share * len(keys)
    for key in twice.head(0 if grouping else SHOWN):
        yield Fault(
            code="duplicate_key",
            message=_(
                "The key stands at more than one area. Unite its polygons, or give each its own."
            ),
            where=str(key),
        )


def _shapes(layer: Layer, keys: pl.Series) -> Iterator[Fault]:
    texts = {
        "empty": _("The area has no outline. Complete it, or leave the area out."),
        "no_polygon": _("The area is no polygon. Give its outline, or leave it out."),
        "invalid": _(
            "The outline is broken: {reason} ({place}). Repair it in the GIS, for instance with "
            "'fix geometries'."
        ),
    }
    seen = dict.fromkeys(texts, 0)
    for flaw in find_flaws(layer.geometry):
        seen[flaw.code] += 1
        if seen[flaw.code] <= SHOWN:
            place = spot(flaw.x, flaw.y, layer.crs)
            text = texts[flaw.code].format(reason=flaw.reason, place=place)
            code = "invalid_polygon" if flaw.code == "invalid" else flaw.code
            yield Fault(code=code, message=text, where=str(keys[flaw.row] or ""))
