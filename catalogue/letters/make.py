"""Makes the Word templates of the letters beside this file; run it again after a change.

A district changes a template in Word and puts it under the same name into its own
``catalogue/letters``. The placeholders are told in docs/handbook/daten-beschaffen.md.
"""

from pathlib import Path

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

HERE = Path(__file__).parent
FONT = "Arial"  # every office has it; LibreOffice sets its metric twin
GREETING = "Sehr geehrte Damen und Herren,"
REGARDS = "Mit freundlichen Grüßen"
CLOSE = "~"  # here the letter ends; what follows is a form that comes back

LAYOUT = ("Spalte", "Bedeutung", "Angaben", "Beispiel (erfunden)")
REQUEST = [
    GREETING,
    "für die Sozialplanung des Kreises bitten wir Sie um die Lieferung „{{ product }}“ zum "
    "Stichtag {{ reference_date }}{% if period %} (Zeitraum {{ period }}){% endif %}. "
    "{% if expected %}Bitte senden Sie sie uns bis zum {{ expected }}.{% endif %}",
    "Rechtsgrundlage: {{ legal_basis }}.",
    "{%p if embargo %}",
    "Die Zahlen werden vor dem {{ embargo }} nicht verwendet.",
    "{%p endif %}",
    "# So brauchen wir die Datei",
    "{{ file_form }} Ändert sich bei Ihnen etwas am Aufbau, genügt ein kurzer Hinweis; Sie müssen "
    "nichts umbauen.",
    "|layout",
    "Steht hinter einer Angabe keine Zahl, lassen Sie bitte das Zeichen stehen, das Sie sonst "
    "verwenden (zum Beispiel „.“ für geheim, „-“ für nichts vorhanden). Eine Null schreiben Sie "
    "nur, wenn es wirklich niemanden gibt.",
    "{%p if person_rows %}",
    "Die Datei enthält Angaben zu einzelnen Personen. Bitte senden Sie sie nur verschlüsselt und "
    "nur an die abgeschottete Statistikstelle. Namen und Geburtstage brauchen wir nicht.",
    "{%p endif %}",
    "Nach der Prüfung erhalten Sie eine kurze Rückmeldung. Vielen Dank für Ihre Arbeit.",
]
REMIND_1 = [
    GREETING,
    "am {{ expected }} hatten wir mit Ihrer Lieferung „{{ product }}“ zum Stichtag "
    "{{ reference_date }} gerechnet. Bei uns ist sie noch nicht angekommen. Vielleicht haben sich "
    "unsere Schreiben gekreuzt; dann ist dieses erledigt.",
    "Sonst bitten wir Sie um die Datei, oder um einen Tag, mit dem wir rechnen können. Wenn etwas "
    "im Weg steht, rufen Sie uns bitte an: Oft findet sich eine Lösung.",
    "{%p if hangs %}",
    "Ohne die Lieferung fehlen im Bericht {{ hangs }}.",
    "{%p endif %}",
]
REMIND_2 = [
    GREETING,
    "leider fehlt uns die Lieferung „{{ product }}“ zum Stichtag {{ reference_date }} noch immer; "
    "vereinbart war der {{ expected }}. Wir haben schon einmal daran erinnert.",
    "Bitte sagen Sie uns bis zum {{ answer_by }}, ob und wann sie kommt. Danach schließen wir die "
    "Zahlen dieses Stichtags ab, und der Bericht weist aus, dass diese Angaben nicht geliefert "
    "wurden.",
    "{%p if hangs %}",
    "Das betrifft {{ hangs }}.",
    "{%p endif %}",
    "Diesen Brief erhält auch: {{ deputy }}.",
]
RECEIPT = [
    GREETING,
    "Ihre Lieferung „{{ product }}“ zum Stichtag {{ reference_date }} ist am {{ day }} bei uns "
    "eingegangen. Vielen Dank.",
    "Wir prüfen sie jetzt. Wenn etwas unklar ist, melden wir uns mit einer Liste der Stellen, um "
    "die es geht.",
    "{%p if embargo %}",
    "Wie vereinbart, verwenden wir die Zahlen nicht vor dem {{ embargo }}.",
    "{%p endif %}",
]
CONSENT = [
    GREETING,
    "für die Sozialplanung des Kreises sollen folgende Daten verwendet werden: "
    "{{ products }} (Stelle: {{ supplier }}). {% if carrier %}Ausgewertet wird dort: "
    "{{ carrier }}. {% endif %}Dafür brauchen wir die Einwilligung von {{ party }}.",
    "Rechtsgrundlage: {{ legal_basis }}. {{ because }}",
    "Veröffentlicht werden nur zusammengefasste Zahlen, bei denen niemand erkannt werden kann. "
    "Ihre Einwilligung ist freiwillig; Sie können sie für künftige Stichtage jederzeit widerrufen. "
    "Ohne sie bleibt Ihr Gebiet in diesen Auswertungen frei, und der Bericht sagt das.",
    "Bitte füllen Sie die Erklärung unten aus und senden Sie uns dieses Blatt zurück.",
    CLOSE,
    "# Erklärung",
    "{{ party }}",
    "☐ willigt ein, ab dem Stichtag ____________  ☐ befristet bis zum Stichtag ____________",
    "☐ willigt nicht ein, weil ______________________________________________",
    "Ort, Datum: ____________________  Stelle: ______________________________",
    "Unterschrift: ______________________________",
]
AGREEMENT = [
    "Kreis und Kommunen legen gemeinsam fest, welche Kennzahlen der Bericht „{{ report }}“ zeigt.",
    "# Kennzahlen",
    "|indicators",
    "# Was vereinbart ist",
    "Jede Kennzahl hat eine Definition, eine Quelle und eine Stelle, die für sie einsteht. "
    "Änderungen gelten erst für den nächsten Bericht; alte Reihen bleiben erhalten.",
    "Wie fein das Gebiet einer Kommune gezeigt wird, entscheidet sie, bevor Ergebnisse vorliegen.",
    "# Unterschriften",
    "|signatures",
]
ORDER = [
    GREETING,
    "wir bitten Sie, für die Kommunen, die eingewilligt haben, die Auswertung „{{ product }}“ zum "
    "Stichtag {{ reference_date }} zu erstellen{% if expected %} und bis zum {{ expected }} zu "
    "liefern{% endif %}.",
    "Rechtsgrundlage: {{ legal_basis }}.",
    "# Für diese Kommunen",
    "Eingewilligt: {% if consented %}{{ consented }}{% else %}noch niemand{% endif %}.",
    "{%p if not_consented %}",
    "Bitte nicht auswerten, weil keine Einwilligung vorliegt: {{ not_consented }}.",
    "{%p endif %}",
    "# Aufbau der Datei",
    "{{ file_form }}",
    "|layout",
]
CONTRACT = [
    GREETING,
    "der Vertrag {{ contract.number }} („{{ contract.about }}“) {% if contract.last_day %}endet "
    "am {{ contract.last_day }}{% else %}läuft ohne festes Ende{% endif %}. "
    "{% if contract.decide_by %}Bis zum {{ contract.decide_by }} ist zu entscheiden, ob er "
    "weitergeht.{% endif %}",
    "Vertragspartner: {{ contract.parties }}. Beginn: {{ contract.first_day }}. "
    "{% if contract.price %}Preis: {{ contract.price }}.{% endif %} "
    "{% if contract.municipalities %}Er gilt für: {{ contract.municipalities }}.{% endif %}",
    "Wir möchten ihn zu gleichen Bedingungen um dieselbe Laufzeit verlängern. Bitte teilen Sie uns "
    "mit, ob Sie einverstanden sind oder was sich ändern soll.",
    "{%p if hangs %}",
    "Das betrifft {{ hangs }}.",
    "{%p endif %}",
]
LETTERS = {
    "request": ("Bitte um Daten: {{ product }}, Stichtag {{ reference_date }}", REQUEST),
    "reminder-1": ("Erinnerung: {{ product }}, Stichtag {{ reference_date }}", REMIND_1),
    "reminder-2": ("Zweite Erinnerung: {{ product }}, Stichtag {{ reference_date }}", REMIND_2),
    "receipt": ("Eingang Ihrer Lieferung: {{ product }}, Stichtag {{ reference_date }}", RECEIPT),
    "consent": ("Einwilligung in die Verwendung von Daten für die Sozialplanung", CONSENT),
    "agreement": ("Vereinbarung über das Indikatorenset", AGREEMENT),
    "order": ("Auftrag: {{ product }}, Stichtag {{ reference_date }}", ORDER),
    "contract": ("Vertrag {{ contract.number }}: Verlängerung", CONTRACT),
}
TABLES = {
    "layout": (LAYOUT, "column in layout", ("heading", "meaning", "codes", "example"), "column"),
    "indicators": (
        ("Kapitel", "Kennzahl", "Berechnung", "Quelle", "Zuständig"),
        "item in indicators",
        ("theme", "title", "formula", "source", "owner"),
        "item",
    ),
    "signatures": (
        ("Kommune oder Stelle", "Datum", "Unterschrift"),
        "party in parties",
        ("name", "date", "sign"),
        "party",
    ),
}
WIDTHS = {
    "layout": (3.4, 5.0, 5.4, 2.7),
    "indicators": (2.4, 3.4, 4.2, 4.0, 2.5),
    "signatures": (6.5, 3.5, 6.5),
}


def make_all(folder: Path = HERE) -> None:
    """Write every template into a folder."""
    for name, (subject, body) in LETTERS.items():
        paper = _paper()
        if name != "agreement":
            _head(paper)
        paper.add_heading(subject, level=1)
        for text in body:
            _add(paper, text)
        if body[0] == GREETING and CLOSE not in body:
            _foot(paper)
        paper.core_properties.title = subject
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
    for level, size in ((1, 12), (2, 10.5)):
        style = paper.styles[f"Heading {level}"]
        style.font.name, style.font.size, style.font.bold = FONT, Pt(size), True
        style.font.color.rgb = RGBColor(0x1D, 0x27, 0x33)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in list(fonts.attrib):
            if "Theme" in key:
                del fonts.attrib[key]
        style.paragraph_format.space_before = Pt(12)
        style.paragraph_format.space_after = Pt(6)
        style.paragraph_format.keep_with_next = True
    paper.core_properties.language = "de-DE"
    paper.core_properties.author = "Kreisblick"
    return paper


def _head(paper: Paper) -> None:
    """Sender, address field, and the block with date and contact (DIN 5008)."""
    sender = paper.add_paragraph("{{ sender }}")
    sender.runs[0].font.size = Pt(8)
    sender.paragraph_format.space_before = Pt(50)
    for text in ("{%p for line in recipient %}", "{{ line }}", "{%p endfor %}"):
        paper.add_paragraph(text).paragraph_format.space_after = Pt(0)
    block = paper.add_paragraph("{{ place_and_day }}")
    block.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    block.paragraph_format.space_before = Pt(36)
    about = paper.add_paragraph("{{ contact }}")
    about.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    about.runs[0].font.size = Pt(9)


def _foot(paper: Paper) -> None:
    paper.add_paragraph(REGARDS).paragraph_format.space_before = Pt(12)
    office = paper.add_paragraph("{{ office }}")
    office.paragraph_format.space_before = Pt(30)


def _add(paper: Paper, text: str) -> None:
    if text == CLOSE:
        _foot(paper)
    elif text.startswith("|"):
        _table(paper, text[1:])
    elif text.startswith("# "):
        paper.add_heading(text[2:], level=2)
    else:
        paper.add_paragraph(text)


def _table(paper: Paper, name: str) -> None:
    heads, loop, fields, row = TABLES[name]
    table = paper.add_table(rows=4, cols=len(heads), style="Table Grid")
    table.autofit = False
    repeat = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    for line in table.rows:
        line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for column, (head, field, width) in enumerate(zip(heads, fields, WIDTHS[name], strict=True)):
        table.columns[column].width = Cm(width)  # LibreOffice reads this, Word the cells' own
        for cell in table.columns[column].cells:
            cell.width = Cm(width)
        _cell(table.cell(0, column), head, bold=True)
        _cell(table.cell(2, column), f"{{{{ {row}.{field} }}}}")
    _cell(table.cell(1, 0), f"{{%tr for {loop} %}}")
    _cell(table.cell(3, 0), "{%tr endfor %}")
    paper.add_paragraph().paragraph_format.space_after = Pt(0)


def _cell(cell: object, text: str, *, bold: bool = False) -> None:
    paragraph = cell.paragraphs[0]  # type: ignore[attr-defined]
    paragraph.paragraph_format.space_after = Pt(2)
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(9)


if __name__ == "__main__":
    make_all()
