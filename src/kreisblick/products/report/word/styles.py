"""Styles: every look of the document has a name, so that a district can change it in one place."""

from collections.abc import Mapping
from typing import Any, cast

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

__all__ = ["TABLE", "add_styles"]

TABLE = "ReportTable"
FONT = "Calibri"  # comes with Word; LibreOffice sets the equally wide Carlito
RIGHT_MM = 162
PARAGRAPHS = {  # size in points, quiet or not, bold or not
    "Finding": (12, False, True),
    "Small": (9, True, False),
    "Small text": (9, False, False),
    "Quiet": (10.5, True, False),
    "Strong line": (10.5, False, True),
    "Caption": (9, True, False),
    "Table caption": (9.5, False, True),
    "Picture": (10.5, False, False),
    "Footer": (8.5, True, False),
    "Contents heading": (20, False, True),
    "TOC 1": (10.5, False, True),
    "TOC 2": (9.5, False, False),
    "Voice": (10.5, False, False),
    "Voice title": (10.5, False, True),
    "Voice source": (9, True, False),
    "Quote": (10.5, False, False),
}


def add_styles(document: Document, colours: Mapping[str, Any], region: str) -> None:
    """Shape the styles that come with the document, and add the report's own."""
    _defaults(document, region)
    _headings(document, colours)
    _paragraphs(document, colours)
    _cells(document, colours)
    document.styles.element.append(parse_xml(_table_style(colours)))


def _defaults(document: Document, region: str) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(10.5)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.15
    defaults = document.styles.element.find(
        f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}"
    )
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(
        parse_xml(f'<w:lang {nsdecls("w")} w:val="{region}" w:eastAsia="{region}" w:bidi="ar-SA"/>')
    )


def _headings(document: Document, colours: Mapping[str, Any]) -> None:
    sizes = {
        "Title": 30,
        "Subtitle": 14,
        "Heading 1": 20,
        "Heading 2": 14,
        "Heading 3": 11.5,
        "Heading 4": 10.5,
    }
    for name, size in sizes.items():
        style = document.styles[name]
        _face(style, size, colours["ink"], bold=name != "Subtitle")
        style.paragraph_format.space_after = Pt(6)
        style.paragraph_format.space_before = Pt(
            0 if name in {"Title", "Subtitle", "Heading 1"} else 14
        )
    document.styles["Heading 1"].paragraph_format.page_break_before = True
    _no_line_below(document.styles["Title"])


def _no_line_below(style: Any) -> None:
    borders = style.element.pPr.find(qn("w:pBdr")) if style.element.pPr is not None else None
    if borders is not None:
        style.element.pPr.remove(borders)


def _face(
    style: Any, size: float, colour: str, *, bold: bool = False, italic: bool = False
) -> None:
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, italic
    style.font.color.rgb = RGBColor.from_string(colour.lstrip("#").upper())
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{name}"), FONT)


def _new(
    document: Document, name: str, size: float, colour: str, *, bold: bool = False
) -> ParagraphStyle:
    known = [style.name for style in document.styles]
    kind = WD_STYLE_TYPE.PARAGRAPH
    found = document.styles[name] if name in known else document.styles.add_style(name, kind)
    style = cast(ParagraphStyle, found)
    style.base_style = document.styles["Normal"]
    _face(style, size, colour, bold=bold)
    return style


def _paragraphs(document: Document, colours: Mapping[str, Any]) -> None:
    for name, (size, quiet, bold) in PARAGRAPHS.items():
        colour = colours["quiet" if quiet else "ink"]
        style = _new(document, name, size, colour, bold=bold)
        style.paragraph_format.space_after = Pt({"TOC 1": 2, "TOC 2": 0}.get(name, 5))
    for name in ("Finding", "Strong line", "Table caption", "Picture", "Voice title"):
        document.styles[name].paragraph_format.keep_with_next = True
    for name in ("Voice", "Voice title", "Voice source", "Quote"):
        _line_left(document.styles[name], colours["line"])
    document.styles["Contents heading"].paragraph_format.page_break_before = True
    document.styles["TOC 1"].paragraph_format.space_before = Pt(6)
    document.styles["TOC 2"].paragraph_format.left_indent = Mm(6)
    for name in ("TOC 1", "TOC 2", "Footer"):
        stops = document.styles[name].paragraph_format.tab_stops
        stops.clear_all()
        stops.add_tab_stop(Mm(RIGHT_MM), WD_TAB_ALIGNMENT.RIGHT)
    link = document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb = RGBColor.from_string(colours["area"].lstrip("#").upper())
    link.font.underline = True


def _line_left(style: Any, colour: str) -> None:
    style.paragraph_format.left_indent = Mm(4)
    border = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:left w:val="single" w:sz="18" w:space="8" '
        f'w:color="{colour.lstrip("#").upper()}"/></w:pBdr>'
    )
    style.element.get_or_add_pPr().insert_element_before(
        border, "w:shd", "w:tabs", "w:spacing", "w:ind"
    )


def _cells(document: Document, colours: Mapping[str, Any]) -> None:
    """Paragraph styles of cells: words or numbers, plain or strong, of normal or dense tables."""
    for dense, size in (("", 9.0), ("Dense", 7.0)):
        for name, bold, right in (
            ("TableText", False, False), ("TableNumber", False, True),
            ("TableTextStrong", True, False), ("TableNumberStrong", True, True),
            ("TableHead", True, False), ("TableHeadNumber", True, True),
        ):  # fmt: skip
            style = _new(document, f"{name}{dense}", size, colours["ink"], bold=bold)
            style.paragraph_format.space_after = Pt(0)
            style.paragraph_format.line_spacing = 1.0
            if right:
                style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _table_style(colours: Mapping[str, Any]) -> str:
    ink, line = (colours[name].lstrip("#").upper() for name in ("ink", "line"))
    return (
        f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{TABLE}">'
        '<w:name w:val="Report table"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/>'
        f'<w:tblPr><w:tblBorders><w:bottom w:val="single" w:sz="4" w:color="{line}"/>'
        f'<w:insideH w:val="single" w:sz="4" w:color="{line}"/></w:tblBorders>'
        '<w:tblCellMar><w:top w:w="30" w:type="dxa"/><w:left w:w="60" w:type="dxa"/>'
        '<w:bottom w:w="30" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        '<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>'
        f'<w:bottom w:val="single" w:sz="8" w:color="{ink}"/></w:tcBorders>'
        '<w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr></w:style>'
    )
