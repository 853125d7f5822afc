"""Nouns of a set of slides: what stands on each, whatever programme shows it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Bar", "Chart", "Deck", "LegendLine", "MapPicture", "Point", "Slide", "Table"]


@dataclass(frozen=True, kw_only=True)
class Point:
    """A sentence or a few on a slide; ``lead`` stands before it in bold."""

    text: str
    lead: str = ""


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One municipality, or the district, in a chart; numbers are None unless they are shown.

    Attributes:
        label: its name; where there is no number, with a word that says why.
        written: the value as readers write it, or the sign.
        state: why there is no number, in words; empty where there is one.
        district: whether it is the whole district.
    """

    label: str
    value: float | None
    lower: float | None
    upper: float | None
    written: str
    state: str = ""
    district: bool = False


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Bars with the interval each figure allows.

    Attributes:
        told: what it says, without the numbers.
        unit: behind a number, e.g. ``%``; in words in ``unit_words``.
        digits: decimals that are printed.
        top: end of the axis, the same for all parts of one indicator.
    """

    title: str
    told: str
    unit: str
    unit_words: str
    digits: int
    top: float
    bars: tuple[Bar, ...]

    @property
    def alt(self) -> str:
        """What it says, then every bar with its value or the sign that stands for it."""
        return f"{self.told} {'; '.join(f'{bar.label} {bar.written}' for bar in self.bars)}."


@dataclass(frozen=True, kw_only=True)
class LegendLine:
    """An entry of a map's legend: a colour or a small picture, words, number of areas."""

    text: str
    fill: str
    swatch: str
    count: int


@dataclass(frozen=True, kw_only=True)
class MapPicture:
    """A map: name of its SVG beside the slides, what it says, its legend."""

    file: str
    alt: str
    caption: str
    legend: tuple[LegendLine, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows of text under a head; ``widths`` are parts of the whole, ``right`` holds numbers."""

    alt: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    right: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Slide:
    """One slide.

    Attributes:
        kind: ``title, points, map, chart, table``.
        title: the finding.
        subtitle: the measure, unit and date; may be empty.
        source: stands small below; may be empty.
        notes: for the person who speaks: source, what cannot be said.
        size: letters of points and tables in points, found by ``fit``.
    """

    kind: str
    title: str
    subtitle: str = ""
    points: tuple[Point, ...] = ()
    chart: Chart | None = None
    map: MapPicture | None = None
    table: Table | None = None
    source: str = ""
    notes: tuple[str, ...] = ()
    size: float = 20.0
    title_size: float = 28.0


@dataclass(frozen=True, kw_only=True)
class Deck:
    """All slides with the pictures that lie beside them; ``mark`` stands on each of a draft."""

    title: str
    district: str
    foot: str
    slides: tuple[Slide, ...]
    pictures: Mapping[str, str] = field(repr=False)
    mark: str = ""
