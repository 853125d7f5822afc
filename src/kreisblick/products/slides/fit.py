"""Fit: letters as large as a slide allows, and a further slide where that is not enough.

The heights come from the typesetter itself, with the letters of the slides; the presentation's
letters are no wider.
"""

import json
import re
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import typst

from kreisblick.base.definitions import shipped
from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.products.slides.definition import SlidesDefinition
from kreisblick.products.slides.model import Bar, Chart, Deck, Point, Slide, Table

__all__ = ["BODY", "TITLE", "fit_deck"]

CM = 72 / 2.54  # points


@dataclass(frozen=True)
class Room:
    """How much room a part of a slide has, in points."""

    width: float
    height: float


BODY = Room(30.4 * CM, 11.6 * CM)
TITLE = Room(30.4 * CM, 2.4 * CM)
TITLE_SIZES = (28.0, 24.0, 21.0, 18.0)
CELL = 0.5 * CM  # a cell's inner margins, left and right together
ROW = 0.22 * CM  # and above and below
CHART_SIZES = (15.0, 14.0, 13.0, 12.0)
NAMES = 9.5 * CM  # room for names beside the bars
HEAD = 0.8 * CM  # the line above them
BAR_GAP = 3.2  # points between the rows
SENTENCE = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True)
class _Block:
    """Text that is measured: lead and text of one paragraph."""

    lead: str
    text: str
    size: float
    width: float


class _Ruler:
    """Measures blocks, many at once, each only once."""

    def __init__(self, fonts: Sequence[str]) -> None:
        self._fonts = list(fonts)
        self._known: dict[_Block, float] = {}

    def heights(self, blocks: Iterable[_Block]) -> list[float]:
        """The height of each block in points."""
        wanted = list(blocks)
        new = [one for one in dict.fromkeys(wanted) if one not in self._known]
        if new:
            self._known |= dict(zip(new, self._measure(new), strict=True))
        return [self._known[one] for one in wanted]

    def _measure(self, blocks: Sequence[_Block]) -> list[float]:
        with tempfile.TemporaryDirectory(prefix="kreisblick-") as name:
            folder = Path(name)
            main = folder / "measure.typ"
            shutil.copyfile(shipped("catalogue", "products", "slides", "measure.typ"), main)
            content = {"fonts": self._fonts, "blocks": [vars(one) for one in blocks]}
            (folder / "blocks.json").write_text(json.dumps(content), encoding="utf-8")
            told = typst.query(str(main), "<heights>", field="value", one=True, root=name)
        return [float(one) for one in json.loads(told)]


def fit_deck(deck: Deck, definition: SlidesDefinition) -> Deck:
    """The slides with letters that fit; those with too much to say parted into several."""
    ruler = _Ruler(definition.fonts)
    slides = [part for slide in deck.slides for part in _parted(slide, definition, ruler)]
    return replace(deck, slides=tuple(_titled(slide, ruler) for slide in slides))


def _titled(slide: Slide, ruler: _Ruler) -> Slide:
    blocks = [_Block(slide.title, "", size, TITLE.width) for size in TITLE_SIZES]
    heights = ruler.heights(blocks)
    fitting = [
        size for size, height in zip(TITLE_SIZES, heights, strict=True) if height <= TITLE.height
    ]
    return replace(slide, title_size=fitting[0] if fitting else TITLE_SIZES[-1])


def _parted(slide: Slide, definition: SlidesDefinition, ruler: _Ruler) -> list[Slide]:
    if slide.kind == "points":
        return _points(slide, definition.sizes, ruler)
    if slide.table is not None:
        return _tables(slide, slide.table, definition, ruler)
    if slide.chart is not None:
        return _charts(slide, slide.chart, definition.bars_per_slide, ruler)
    return [slide]


def _charts(slide: Slide, chart: Chart, most: int, ruler: _Ruler) -> list[Slide]:
    """A chart in as few parts as can be read; the district stands first in each."""
    first = [bar for bar in chart.bars if bar.district]
    others = [bar for bar in chart.bars if not bar.district]
    for count in range(-(-len(others) // most), len(others) + 1):
        length = -(-len(others) // count)
        parts = [[*first, *others[at : at + length]] for at in range(0, len(others), length)]
        for size in CHART_SIZES:
            if all(_bars_fit(part, size, ruler) for part in parts):
                return [
                    replace(
                        slide,
                        title=_numbered(slide.title, number, len(parts)),
                        chart=replace(chart, bars=tuple(part)),
                        size=size,
                    )
                    for number, part in enumerate(parts, start=1)
                ]
    return [slide]


def _bars_fit(bars: Sequence[Bar], size: float, ruler: _Ruler) -> bool:
    # the district's name is bold, and bold letters are the wider ones
    names = [_Block(bar.label, "", size, NAMES) for bar in bars]
    return sum(ruler.heights(names)) + len(names) * BAR_GAP <= BODY.height - HEAD


def _points(slide: Slide, sizes: Sequence[float], ruler: _Ruler) -> list[Slide]:
    for size in sizes:
        heights = ruler.heights(_blocks(slide.points, size))
        if _total(heights, size) <= BODY.height:
            return [replace(slide, size=size)]
    size = sizes[-1]
    short = [part for point in slide.points for part in _shortened(point, size, ruler)]
    heights = ruler.heights(_blocks(short, size))
    groups = _groups(heights, BODY.height, _gap(size))
    return [
        replace(
            slide,
            title=_numbered(slide.title, number, len(groups)),
            points=tuple(short[place] for place in group),
            size=size,
        )
        for number, group in enumerate(groups, start=1)
    ]


def _shortened(point: Point, size: float, ruler: _Ruler) -> list[Point]:
    """A point that fills more than half a slide, parted between its sentences."""
    if ruler.heights(_blocks([point], size))[0] <= BODY.height / 2:
        return [point]
    parts = [Point(lead=point.lead, text="")]
    for sentence in SENTENCE.split(point.text):
        longer = replace(parts[-1], text=f"{parts[-1].text} {sentence}".strip())
        if ruler.heights(_blocks([longer], size))[0] <= BODY.height / 2 or not parts[-1].text:
            parts[-1] = longer
        else:
            parts.append(Point(text=sentence))
    return parts


def _tables(slide: Slide, table: Table, definition: SlidesDefinition, ruler: _Ruler) -> list[Slide]:
    size = definition.table_size
    head, *rows = ruler_rows(ruler, [table.head, *table.rows], table.widths, size)
    groups = _groups(rows, BODY.height - head, 0.0, definition.rows_per_slide)
    return [
        replace(
            slide,
            title=_numbered(slide.title, number, len(groups)),
            table=replace(table, rows=tuple(table.rows[place] for place in group)),
            size=size,
        )
        for number, group in enumerate(groups, start=1)
    ]


def ruler_rows(
    ruler: _Ruler, rows: Sequence[Sequence[str]], widths: Sequence[float], size: float
) -> list[float]:
    """The heights of a table's rows."""
    cells = [
        _Block(cell, "", size, BODY.width * width - CELL)
        for row in rows
        for cell, width in zip(row, widths, strict=True)
    ]
    heights = ruler.heights(cells)
    count = len(widths)
    return [max(heights[start : start + count]) + ROW for start in range(0, len(heights), count)]


def _blocks(points: Iterable[Point], size: float) -> list[_Block]:
    indent = 1.2 * size  # the mark before a point
    return [_Block(one.lead, one.text, size, BODY.width - indent) for one in points]


def _total(heights: Sequence[float], size: float) -> float:
    return sum(heights) + _gap(size) * max(len(heights) - 1, 0)


def _gap(size: float) -> float:
    return 0.6 * size


def _groups(
    heights: Sequence[float], room: float, gap: float, most: int | None = None
) -> list[list[int]]:
    """Places of consecutive blocks that fit together; one that fits nowhere stands alone."""
    groups: list[list[int]] = []
    used = 0.0
    for place, height in enumerate(heights):
        full = groups and (used + gap + height > room or len(groups[-1]) == most)
        if full or not groups:
            groups.append([place])
            used = height
        else:
            groups[-1].append(place)
            used += gap + height
    return groups


def _numbered(title: str, number: int, count: int) -> str:
    if count == 1:
        return title
    return _("{title} ({number} of {count})").format(
        title=title, number=format_count(number), count=format_count(count)
    )
