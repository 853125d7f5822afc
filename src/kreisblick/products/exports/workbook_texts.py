"""Sheets of text in the workbook: about the file, signs, remarks, sources; nothing is cut off."""

from collections.abc import Mapping, Sequence
from typing import Any

from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.products.exports.definition import ExportWords
from kreisblick.products.figures import Described

__all__ = ["LINE", "about_sheet", "legend_sheet", "remark_sheet", "source_sheet"]

LINE = 15  # height of a line in points
TALLEST = 400  # points; spreadsheet programmes take rows up to 409
LETTERS = 0.9  # of a column's width: so many letters stand in a line for certain
A4 = 9  # as spreadsheet programmes number it


def about_sheet(book: Any, about: Sequence[tuple[str, str]], looks: Mapping[str, Any]) -> None:
    """The first sheet: headings and what they say."""
    _sheet(book, _("About this file"), (), about, (24, 110), looks)


def legend_sheet(book: Any, words: ExportWords, looks: Mapping[str, Any]) -> None:
    """The signs of official statistics, and how numbers are marked."""
    told = (*words.all_told().values(), words.swings)
    signs = [(one.sign, one.means) for one in told if one.sign]
    notes = (
        _("An s behind a number: it is estimated. The number itself can be reckoned with."),
        _("A class of an index in brackets stands at the border of two classes."),
        _("An empty cell: the indicator is not given on this level."),
        _("Limits of the 95 % range stand beside a value where there are any."),
    )
    rows = [*signs, *(("", note) for note in notes)]
    _sheet(book, _("Signs"), (words.columns["sign"], _("Meaning")), rows, (12, 80), looks)


def remark_sheet(book: Any, described: Mapping[str, Described], looks: Mapping[str, Any]) -> None:
    """What must be known of single dates and municipalities; no sheet where nothing must."""
    rows = [
        (one.title, ", ".join(format_date(day) for day in remark.dates), remark.text)
        for one in described.values()
        for remark in one.remarks
    ]
    if rows:
        heads = (_("Indicator"), _("Reference dates"), _("Remark"))
        _sheet(book, _("Remarks"), heads, rows, (40, 36, 90), looks)


def source_sheet(book: Any, described: Mapping[str, Described], looks: Mapping[str, Any]) -> None:
    """Every indicator with unit, formula, sources, limits."""
    heads = (_("Indicator"), _("Theme"), _("Unit"), _("Formula"), _("Sources"), _("Limits"))
    rows = [
        (
            one.title, one.theme, one.unit, one.formula, "; ".join(one.sources),
            " ".join(one.limits),
        )
        for one in described.values()
    ]  # fmt: skip
    _sheet(book, _("Sources"), heads, rows, (40, 32, 16, 48, 48, 60), looks)


def _sheet(
    book: Any,
    name: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    looks: Mapping[str, Any],
) -> None:
    """A sheet of wrapped texts; every row is as tall as its longest cell needs."""
    sheet = book.add_worksheet(name)
    if heads:
        sheet.write_row(0, 0, heads, looks["head"])
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
    for row, cells in enumerate(rows, start=1 if heads else 0):
        for column, text in enumerate(cells):
            look = "head_left" if not heads and column == 0 else "text"
            sheet.write_string(row, column, text, looks[look])
        lines = max(_lines(text, width) for text, width in zip(cells, widths, strict=True))
        sheet.set_row(row, min(TALLEST, LINE * lines))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)


def _lines(text: str, width: int) -> int:
    """Lines that a text needs in a column, rather one too many."""
    return max(1, -(-len(text) // int(width * LETTERS)))
