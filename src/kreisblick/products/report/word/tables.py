"""Tables: real ones with a repeated head, all of one table style."""

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from kreisblick.products.report.arranging import Block
from kreisblick.products.report.word.document import TABLE, TEXT_WIDTH_MM

__all__ = ["add_table"]

TWIPS_PER_MM = 1440 / 25.4
WIDEST = 44  # letters of a first column that may stand side by side before it wraps
LOOK = (
    '<w:tblLook w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" '
    'w:noHBand="1" w:noVBand="1"/>'
)


def add_table(document: Document, block: Block) -> None:
    """Append a table; rows that stand in bold have their own paragraph style.

    Written as XML in one piece: cell by cell takes minutes for thousands of cells.
    """
    widths = _widths(block)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = [_row(block, block["head"], widths, head=True)]
    rows += [
        _row(block, row, widths, strong=place in block["strong"])
        for place, row in enumerate(block["rows"])
    ]
    text = (
        f"<w:tbl {nsdecls('w')}><w:tblPr>"
        f'<w:tblStyle w:val="{TABLE}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{LOOK}'
        f"<w:tblCaption w:val={_quoted(block['caption'])}/>"
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
    document.element.body.insert(len(document.element.body) - 1, parse_xml(text))


def _widths(block: Block) -> list[int]:
    """Of the columns in twentieths of a point; together as wide as the text."""
    whole = TEXT_WIDTH_MM * TWIPS_PER_MM
    parts: Sequence[float] = block["widths"] or _by_letters(block)
    return [round(whole * part / sum(parts)) for part in parts]


def _by_letters(block: Block) -> list[float]:
    """As wide as the longest cell; heads may wrap at spaces."""
    columns = zip(*block["rows"], strict=True) if block["rows"] else ([] for _ in block["head"])
    longest = [max((len(cell) for cell in column), default=1) for column in columns]
    upright = block["size"] == "dense"
    heads = [
        0 if upright else max((len(word) for word in head.split()), default=0)
        for head in block["head"]
    ]
    wide = [max(cell, word) + 2.0 for cell, word in zip(longest, heads, strict=True)]
    return [min(wide[0], WIDEST), *wide[1:]]


def _row(
    block: Block, cells: Sequence[str], widths: Sequence[int], *, head: bool = False,
    strong: bool = False,
) -> str:  # fmt: skip
    upright = head and block["size"] == "dense"
    rules = "<w:cantSplit/>" + ('<w:trHeight w:val="2300"/>' if upright else "")
    rules += "<w:tblHeader/>" if head else ""
    written = "".join(
        _cell(
            cell,
            widths[place],
            _style(block, number=place >= block["left"], head=head, strong=strong),
            upright=upright and place > 0,
        )
        for place, cell in enumerate(cells)
    )
    return f"<w:tr><w:trPr>{rules}</w:trPr>{written}</w:tr>"


def _style(block: Block, *, number: bool, head: bool, strong: bool) -> str:
    """The paragraph style of a cell, by what stands in it."""
    name = "TableNumber" if number else "TableText"
    if head:
        name = "TableHeadNumber" if number and block["size"] != "dense" else "TableHead"
    elif strong:
        name += "Strong"
    return f"{name}Dense" if block["size"] == "dense" else name


def _cell(words: Any, width: int, style: str, *, upright: bool) -> str:
    turned = '<w:textDirection w:val="btLr"/>' if upright else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{turned}</w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">{escape(str(words))}</w:t></w:r></w:p></w:tc>'
    )


def _quoted(words: str) -> str:
    return f'"{escape(words, {chr(34): "&quot;"})}"'
