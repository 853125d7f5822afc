"""Makes the Word templates of the papers beside this file; run it again after a change.

A district changes a template in Word and puts it under the same name into its own
``catalogue/products/papers``. The placeholders are told in docs/handbook/vorlagen-fuer-gremien.md.
"""

from datetime import UTC, datetime
from pathlib import Path

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

HERE = Path(__file__).parent
FONT = "Arial"  # every office has it; LibreOffice sets its metric twin
INK = RGBColor(0x1D, 0x27, 0x33)
MADE = datetime(2026, 1, 1, tzinfo=UTC)
SIZES = {"Title": 17, "Heading 1": 13, "Heading 2": 11}

FACTS = [
    "## Zahlen aus dem Bericht ? findings",
    "* sentence | sentences | List Bullet",
    "|findings",
    "{{ source }}|Caption",
]
TAIL = [
    "# Finanzielle Auswirkungen ? finance",
    "{{ finance }} ? finance",
    "|sums",
    "%effects",
    "# Alternativen ? alternatives",
    "* text | alternatives | Normal",
    "# Beteiligung ? participation",
    "* text | participation | List Bullet",
    "# Was die Zahlen nicht sagen ? limits",
    "* text | limits | List Bullet",
    "# Anlagen ? annexes",
    "* text | annexes | List Bullet",
]
INFORMATION = [
    "# Mitteilung",
    "* text | reasons | Normal",
    *FACTS,
    "%recommendations",
    *TAIL,
]
DECISION = [
    "# Beschlussvorschlag",
    "* text | resolution | List Number",
    "# Sachverhalt und Begründung",
    "* text | reasons | Normal",
    *FACTS,
    "%recommendations",
    *TAIL,
]
TEMPLATES = {"mitteilungsvorlage": INFORMATION, "beschlussvorlage": DECISION}
TABLES = {
    "sequence": (
        ("Gremium", "Sitzung am", "Zuständigkeit"),
        ("{{ row.body }}, {{ row.of }}", "{{ row.day }}", "{{ row.role }}"),
        (9.5, 3.0, 4.0),
    ),
    "findings": (
        ("Kennzahl (ganzer Kreis)", "Wert", "95-%-Bereich", "Stichtag", "Veränderung"),
        ("{{ row.title }}", "{{ row.value }}", "{{ row.interval }}", "{{ row.day }}",
         "{{ row.change }}"),
        (5.3, 2.5, 2.8, 2.4, 3.5),
    ),
    "sums": (
        ("Jahr", "Ausgaben", "Einnahmen"),
        ("{{ row.year }}", "{{ row.expense }}", "{{ row.income }}"),
        (4.0, 6.25, 6.25),
    ),
}  # fmt: skip
HEAD = (
    ("Vorlagennummer", "{{ number }}"),
    ("Datum", "{{ day }}"),
    ("Zuständig", "{{ office }}{% if contact %}, {{ contact }}{% endif %}"),
    ("Behandlung", "{{ public }}"),
)
RECOMMENDATIONS = [
    "{%p if recommendations %}",
    "# Empfehlungen",
    "{%p for one in recommendations %}",
    "## {{ one.title }}",
    "{%p for text in one.texts %}",
    "{{ text }}",
    "{%p endfor %}",
    "{%p if one.by %}",
    "Von: {{ one.by }}|Caption",
    "{%p endif %}",
    "{%p endfor %}",
    "{%p endif %}",
]
EFFECTS = [
    "{%p if effects %}",
    "# Weitere Auswirkungen",
    "{%p for one in effects %}",
    "## {{ one.title }}",
    "{{ one.text }}",
    "{%p endfor %}",
    "{%p endif %}",
]


def make_all(folder: Path = HERE) -> None:
    """Write every template into a folder."""
    for name, body in TEMPLATES.items():
        paper = _paper()
        _top(paper)
        for line in body:
            _add(paper, line)
        _foot(paper)
        paper.save(str(folder / f"{name}.docx"))


def _paper() -> Paper:
    paper = Document()
    page = paper.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin, page.right_margin = Cm(2.5), Cm(2)
    page.top_margin, page.bottom_margin = Cm(2), Cm(2)
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(10.5)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.15
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "de-DE")
    normal.element.get_or_add_rPr().append(language)
    for name, size in SIZES.items():
        _heading(paper, name, size)
    caption = paper.styles["Caption"]
    caption.font.name, caption.font.size, caption.font.bold = FONT, Pt(9), False
    caption.font.color.rgb = RGBColor(0x5B, 0x67, 0x75)
    cell = paper.styles.add_style("Tabellentext", 1)
    cell.base_style = normal
    cell.font.size, cell.paragraph_format.space_after = Pt(9.5), Pt(2)
    cell.paragraph_format.line_spacing = 1.0
    heads = paper.styles.add_style("Tabellenkopf", 1)
    heads.base_style, heads.font.bold = cell, True
    about = paper.core_properties
    about.language, about.author, about.created, about.modified = "de-DE", "Kreisblick", MADE, MADE
    return paper


def _heading(paper: Paper, name: str, size: int) -> None:
    style = paper.styles[name]
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), True
    style.font.color.rgb = INK
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        if "Theme" in key:
            del fonts.attrib[key]
    for line in style.element.findall(f".//{qn('w:pBdr')}"):
        line.getparent().remove(line)
    style.paragraph_format.space_before = Pt(4 if name == "Title" else 12)
    style.paragraph_format.space_after = Pt(6)
    style.paragraph_format.keep_with_next = True


def _top(paper: Paper) -> None:
    paper.add_paragraph("{{ district }}", style="Caption")
    paper.add_paragraph("{{ kind_title }}", style="Subtitle")
    style = paper.styles["Subtitle"]
    style.font.name, style.font.size, style.font.italic = FONT, Pt(12), False
    style.font.color.rgb = INK
    paper.add_paragraph("{{ subject }}", style="Title")
    table = paper.add_table(rows=len(HEAD), cols=2, style="Table Grid")
    _describe(table, "Angaben zur Vorlage", first_row=False)
    for column, width in enumerate((4.0, 12.5)):
        table.columns[column].width = Cm(width)
    for number, (name, value) in enumerate(HEAD):
        _cell(table.cell(number, 0), name, 4.0, "Tabellenkopf")
        _cell(table.cell(number, 1), value, 12.5)
    _add(paper, "# Beratungsfolge ? sequence")
    _add(paper, "|sequence")


def _add(paper: Paper, line: str) -> None:
    """One line of a template: ``# heading``, ``* loop``, ``|table``, ``%block``, or text.

    What stands behind ``?`` must be there, or the line falls out.
    """
    text, _mark, needs = line.partition(" ? ")
    if needs:
        paper.add_paragraph(f"{{%p if {needs} %}}")
    if text.startswith("%"):
        for part in {"recommendations": RECOMMENDATIONS, "effects": EFFECTS}[text[1:]]:
            _add(paper, part)
    elif text.startswith("|"):
        _table(paper, text[1:])
    elif text.startswith("* "):
        name, many, style = text[2:].split(" | ")
        paper.add_paragraph(f"{{%p for {name} in {many} %}}")
        paper.add_paragraph(f"{{{{ {name} }}}}", style=style)
        paper.add_paragraph("{%p endfor %}")
    elif text.startswith("#"):
        marks, _space, words = text.partition(" ")
        paper.add_heading(words, level=len(marks))
    else:
        words, _bar, style = text.partition("|")
        paper.add_paragraph(words, style=style or "Normal")
    if needs:
        paper.add_paragraph("{%p endif %}")


def _table(paper: Paper, name: str) -> None:
    heads, fields, widths = TABLES[name]
    paper.add_paragraph(f"{{%p if {name} %}}")
    table = paper.add_table(rows=4, cols=len(heads), style="Table Grid")
    _describe(table, {"sequence": "Beratungsfolge", "findings": "Zahlen aus dem Bericht",
                      "sums": "Ausgaben und Einnahmen"}[name])  # fmt: skip
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for column, (head, field, width) in enumerate(zip(heads, fields, widths, strict=True)):
        table.columns[column].width = Cm(width)
        right = name != "sequence" and column not in (0, 3)
        _cell(table.cell(0, column), head, width, "Tabellenkopf", right=right)
        _cell(table.cell(2, column), field, width, right=right)
    _cell(table.cell(1, 0), f"{{%tr for row in {name} %}}", widths[0])
    _cell(table.cell(3, 0), "{%tr endfor %}", widths[0])
    paper.add_paragraph(style="Tabellentext")
    paper.add_paragraph("{%p endif %}")


def _describe(table: object, words: str, *, first_row: bool = True) -> None:
    """Name the table for screen readers, and say which cells are its heads."""
    table.autofit = False  # type: ignore[attr-defined]
    properties = table._tbl.tblPr  # type: ignore[attr-defined]
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        look.set(qn("w:firstRow"), str(int(first_row)))
        look.set(qn("w:firstColumn"), str(int(not first_row)))
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), words)
    properties.append(caption)


def _cell(
    cell: object, text: str, width: float, style: str = "Tabellentext", *, right: bool = False
) -> None:
    cell.width = Cm(width)  # type: ignore[attr-defined]
    paragraph = cell.paragraphs[0]  # type: ignore[attr-defined]
    paragraph.style = style
    paragraph.add_run(text)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _foot(paper: Paper) -> None:
    line = paper.sections[0].footer.paragraphs[0]
    line.style = paper.styles["Caption"]
    line.add_run("{{ kind_title }}{% if numbered %} {{ number }}{% endif %}, Seite ")
    for kind, words in (("begin", ""), ("", " PAGE "), ("end", "")):
        run = line.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = words
        run._r.append(mark)


if __name__ == "__main__":
    make_all()
