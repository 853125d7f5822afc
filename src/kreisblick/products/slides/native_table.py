"""Tables of a presentation: quiet lines, a head that screen readers know as such."""

from typing import Any

from lxml import etree
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Cm, Pt

from kreisblick.products.slides.model import Table

__all__ = ["fill_table"]

SIDE, ABOVE = Cm(0.25), Cm(0.11)
LINE, STRONG = 6350, 12700  # half a point and one, in the file's own unit
SPACE = "http://schemas.openxmlformats.org/drawingml/2006/main"
PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # "No Style, No Grid" of every presentation


def fill_table(place: Any, table: Table, size: float) -> None:
    """Put a table in its place."""
    left, top, width = place.left, place.top, place.width
    frame = place.insert_table(rows=len(table.rows) + 1, cols=len(table.head))
    frame.left, frame.top, frame.width = left, top, width
    frame._element._nvXxPr.cNvPr.set("descr", table.alt)
    drawn = frame.table
    drawn.first_row, drawn.horz_banding = True, False
    drawn._tbl.tblPr.find(qn("a:tableStyleId")).text = PLAIN
    for column, part in enumerate(table.widths):
        drawn.columns[column].width = round(width * part)
    for number, row in enumerate((table.head, *table.rows)):
        drawn.rows[number].height = Pt(size * 1.5)
        for column, words in enumerate(row):
            right = column in table.right
            _cell(drawn.cell(number, column), words, size, head=number == 0, right=right)


def _cell(cell: Any, words: str, size: float, *, head: bool, right: bool) -> None:
    cell.margin_left = cell.margin_right = SIDE
    cell.margin_top = cell.margin_bottom = ABOVE
    paragraph = cell.text_frame.paragraphs[0]
    run = paragraph.add_run()
    run.text, run.font.size, run.font.bold = words, Pt(size), head
    if right:
        paragraph.alignment = PP_ALIGN.RIGHT
    colour, width = ("tx1", STRONG) if head else ("bg2", LINE)
    line = etree.fromstring(
        f'<a:lnB xmlns:a="{SPACE}" w="{width}"><a:solidFill><a:schemeClr val="{colour}"/>'
        "</a:solidFill></a:lnB>"
    )
    cell._tc.get_or_add_tcPr().insert(0, line)
