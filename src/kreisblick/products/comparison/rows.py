"""Rows: the figures of several cuts side by side, each with what it means."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kreisblick.base.language import format_count, format_decimal, format_percent
from kreisblick.base.language import translate as _
from kreisblick.territory.zoning import Figures

__all__ = ["Cell", "Row", "figure_rows"]


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A figure of one cut.

    Attributes:
        text: as readers write it.
        best: whether no other cut of the page is better in it.
    """

    text: str
    best: bool


@dataclass(frozen=True, kw_only=True)
class Row:
    """One figure of all cuts.

    Attributes:
        name: of the figure.
        reading: what it means and what is good.
        cells: in the order of the cuts.
    """

    name: str
    reading: str
    cells: Sequence[Cell]


@dataclass(frozen=True, kw_only=True)
class _Kind:
    name: str
    reading: str
    value: Callable[[Figures], float | None]
    write: Callable[[float], str]
    better: int = 0  # -1: less is better, 1: more, 0: neither


def figure_rows(figures: Sequence[Figures]) -> list[Row]:
    """Rows for all figures that any cut has; the best of a row is marked unless all are alike."""
    kinds = [*_balance(), *_form(), *_wishes(figures)]
    return [
        _row(kind, figures) for kind in kinds if any(kind.value(f) is not None for f in figures)
    ]


def _row(kind: _Kind, figures: Sequence[Figures]) -> Row:
    values = [kind.value(one) for one in figures]
    texts = ["–" if value is None else kind.write(value) for value in values]
    known = [kind.better * value for value in values if value is not None]
    winners = {t for t, v in zip(texts, values, strict=True)
               if v is not None and kind.better * v >= max(known)}  # fmt: skip
    marked = kind.better != 0 and len(set(texts)) > 1
    return Row(
        name=kind.name,
        reading=kind.reading,
        cells=[Cell(text=text, best=marked and text in winners) for text in texts],
    )


def _percent(share: float) -> str:
    return format_percent(100 * share)


def _balance() -> list[_Kind]:
    return [
        _Kind(name=_("Areas"), reading="", value=lambda f: f.areas, write=format_count),
        _Kind(
            name=_("Smallest area"),
            reading=_("people"),
            value=lambda f: f.smallest,
            write=format_count,
        ),
        _Kind(
            name=_("Largest area"),
            reading=_("people"),
            value=lambda f: f.largest,
            write=format_count,
        ),
        _Kind(
            name=_("Deviation on average"),
            reading=_("from the mean of the own municipality; below 5 % is good"),
            value=lambda f: f.cv_own_target,
            write=_percent,
            better=-1,
        ),
        _Kind(
            name=_("Largest deviation"),
            reading=_("of a single area from the mean of its municipality"),
            value=lambda f: f.max_own_target,
            write=_percent,
            better=-1,
        ),
    ]


def _form() -> list[_Kind]:
    return [
        _Kind(
            name=_("Compactness"),
            reading=_("1 is a circle; grown areas lie about 0.5"),
            value=lambda f: f.polsby_popper,
            write=lambda v: format_decimal(v, 2),
            better=1,
        ),
        _Kind(
            name=_("Likeness inside"),
            reading=_("1: all differences lie between areas; 0: all lie inside"),
            value=lambda f: f.homogeneity,
            write=lambda v: format_decimal(v, 2),
            better=1,
        ),
        _Kind(
            name=_("Parted neighbours"),
            reading=_("pairs of blocks in one area with a river or railway between them"),
            value=lambda f: f.barrier_crossings,
            write=format_count,
            better=-1,
        ),
        _Kind(
            name=_("Areas in parts"),
            reading=_("do not hang together; should be 0 but for islands and exclaves"),
            value=lambda f: f.parts_not_contiguous,
            write=format_count,
            better=-1,
        ),
    ]


def _wishes(figures: Sequence[Figures]) -> list[_Kind]:
    offices = dict.fromkeys(office for one in figures for office in one.agreement)
    kinds = [
        _Kind(
            name=_("Fixed areas kept"),
            reading=_("must be 100 %"),
            value=lambda f: f.fixed_kept,
            write=_percent,
            better=1,
        ),
        _Kind(
            name=_("People who change area"),
            reading=_("against the cut that was to go on"),
            value=lambda f: f.residents_moved,
            write=format_count,
            better=-1,
        ),
    ]
    return kinds + [
        _Kind(
            name=_("Agreement with {office}").format(office=office),
            reading=_("how often two people live together in both cuts"),
            value=lambda f, office=office: f.agreement.get(office),  # type: ignore[misc]
            write=_percent,
            better=1,
        )
        for office in offices
    ]
