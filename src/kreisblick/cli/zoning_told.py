"""What ``kreisblick zoning`` says about a cut: its figures, and what could not be kept."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kreisblick.base.language import format_count, format_decimal, format_percent
from kreisblick.base.language import translate as _
from kreisblick.cli.terminal import say

if TYPE_CHECKING:
    from kreisblick.territory.zoning import Figures

__all__ = ["tell"]


def tell(
    path: Path, title: str, told: "Figures", cautions: Sequence[str] = (), *, people: bool = True
) -> None:
    """The figures of a cut in words; without people, blocks are counted."""
    say(f"{path}" + (f" – {title}" if title else ""))
    for name, value in _lines(told, people):
        say(f"  {name:<46} {value}")
    for words in cautions:
        say("  " + _("Note: {words}").format(words=words))


def _lines(told: "Figures", people: bool) -> Iterator[tuple[str, str]]:
    yield _("areas"), format_count(told.areas)
    each = _("people per area") if people else _("blocks per area")
    yield each, f"{format_count(told.smallest)} – {format_count(told.largest)}"
    yield (
        _("deviation from the municipality's mean"),
        _("{cv} on average, {most} at most").format(
            cv=format_percent(100 * told.cv_own_target),
            most=format_percent(100 * told.max_own_target),
        ),
    )
    yield (
        _("deviation from the district's mean"),
        _("{cv} on average, of which {floor} no cut can avoid").format(
            cv=format_percent(100 * told.cv_district), floor=format_percent(100 * told.cv_floor)
        ),
    )
    yield _("areas that do not hang together"), format_count(told.parts_not_contiguous)
    yield _("areas across municipalities"), format_count(told.areas_across_municipalities)
    yield _("compactness (Polsby-Popper)"), format_decimal(told.polsby_popper, 2)
    yield _("neighbours parted by a barrier"), format_count(told.barrier_crossings)
    if told.homogeneity is not None:
        yield _("likeness inside areas"), format_decimal(told.homogeneity, 2)
    if told.fixed_kept is not None:
        yield _("fixed areas kept"), format_percent(100 * told.fixed_kept)
    if told.residents_moved is not None:
        changed = _("people who change area") if people else _("blocks that change area")
        yield changed, format_count(told.residents_moved)
    for cut, share in told.agreement.items():
        yield _("agreement with {cut}").format(cut=cut), format_percent(100 * share)
