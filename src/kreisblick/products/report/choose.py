"""Choose: which indicators stand in which chapter, in which order."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.language import translate as _
from kreisblick.products.figures import Described
from kreisblick.products.report.definition import ChapterChoice
from kreisblick.products.wording import Figures

__all__ = ["chosen_figures"]

WHERE = "report.yaml"


def chosen_figures(figures: Figures, chapters: Sequence[ChapterChoice]) -> Figures:
    """The figures with only the chosen indicators, by the chosen chapters; all without a choice.

    Raises:
        FaultsFoundError: when a chapter names a theme or an indicator that the bundle lacks.
    """
    if not chapters:
        return figures
    faults = list(_faults(figures, chapters))
    if faults:
        raise FaultsFoundError(_("the report's chapters"), faults)
    described: dict[str, Described] = {}
    for chapter in chapters:
        for one in _ones(figures, chapter):
            described[one.key] = replace(one, theme=chapter.theme)
    return replace(figures, described=described)


def _ones(figures: Figures, chapter: ChapterChoice) -> list[Described]:
    if chapter.indicators:
        return [figures.described[key] for key in chapter.indicators]
    return figures.themes()[chapter.theme]


def _faults(figures: Figures, chapters: Sequence[ChapterChoice]) -> Iterator[Fault]:
    themes, seen = figures.themes(), set[str]()
    for chapter in chapters:
        if not chapter.indicators and chapter.theme not in themes:
            words = _("No indicator of this edition belongs to the theme “{theme}”.{hint}")
            yield _fault("unknown_theme", words.format(
                theme=chapter.theme, hint=_near(chapter.theme, list(themes))
            ))  # fmt: skip
            continue
        for key in chapter.indicators:
            if key not in figures.described:
                words = _("The indicator “{key}” is not in this edition.{hint}")
                hint = _near(key, list(figures.described))
                yield _fault("unknown_indicator", words.format(key=key, hint=hint))
        known = [key for key in chapter.indicators if key in figures.described]
        keys = known or [one.key for one in themes.get(chapter.theme, ())]
        for key in keys:
            if key in seen:
                words = _("The indicator “{key}” is named in two chapters.")
                yield _fault("named_twice", words.format(key=key))
            seen.add(key)


def _fault(code: str, message: str) -> Fault:
    return Fault(code=code, message=message, where=WHERE)


def _near(word: str, known: list[str]) -> str:
    found = difflib.get_close_matches(word, known, n=1)
    return " " + _("Did you mean “{near}”?").format(near=found[0]) if found else ""
