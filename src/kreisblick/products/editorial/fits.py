"""Fits: whether a text still fits its figures. It says what moved, never by how much.

A figure of an earlier bundle is compared, not printed: beside a new one it could tell more than
either may.
"""

from collections.abc import Iterable, Iterator

from kreisblick.base.language import translate as _
from kreisblick.products.editorial.definition import Form
from kreisblick.products.editorial.fill import meant
from kreisblick.products.editorial.seen import SeenFigure
from kreisblick.products.editorial.terms import Terms
from kreisblick.products.wording import Figure

__all__ = ["doubts"]

CLEAR = {"above", "below"}
MOVED = {"up", "down"}


def doubts(figures: Iterable[SeenFigure], terms: Terms) -> list[str]:
    """Why a text may not fit any more, a half sentence each, every one once."""
    return list(dict.fromkeys(words for one in figures for words in _doubts(one, terms)))


def _doubts(then: SeenFigure, terms: Terms) -> Iterator[str]:
    about = _("{title}, {area}: {what}")
    named = {"title": terms.title(then.indicator), "area": terms.name(then.area)}
    now = meant(then.question, terms)
    for what in _moved(then, now):
        yield about.format(**named, what=what)


def _moved(then: SeenFigure, now: Figure | None) -> Iterator[str]:
    if now is None:
        yield _("the figure does not exist any more")
        return
    if (then.value is None) != (now.value is None):
        yield _("it is not shown any more") if now.value is None else _("it is shown now")
        return
    if now.value is None:
        if then.state != now.state:
            yield _("it is not shown for another reason")
        return
    yield from _difference(then.significance, now.significance)
    if then.form is Form.TOWN_MEAN:
        yield from _difference(then.significance_municipal, now.significance_municipal)
    yield from _change(then, now)
    if then.lower is not None and then.upper is not None:
        if not then.lower <= now.value <= then.upper:
            yield _("the value lies outside of what was certain")
    elif then.value != now.value and then.at == now.reference_date:
        yield _("the value was corrected")


def _difference(then: str, now: str) -> Iterator[str]:
    if then in CLEAR and now in CLEAR and then != now:
        yield _("the difference from the mean has turned")
    elif then in CLEAR and now not in CLEAR:
        yield _("the difference from the mean is not certain any more")
    elif then not in CLEAR and now in CLEAR:
        yield _("now it differs from the mean for certain")


def _change(then: SeenFigure, now: Figure) -> Iterator[str]:
    """The words of a change are spelled anew; a text around them may say the opposite."""
    before, after = then.change_significance, now.change_significance
    if before in MOVED and after in MOVED and before != after:
        yield _("the change has turned")
    elif before in MOVED and after not in MOVED:
        yield _("the change is not certain any more")
