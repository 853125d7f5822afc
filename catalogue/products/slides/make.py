"""Makes the presentation beside this file whose layouts the slides fill; run it after a change.

A district changes colours, letters and adds its arms in the master, and puts the file under the
same name into its own folder. Names of layouts and numbers of placeholders must stay as they are;
they are told in docs/handbook/folien.md.
"""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.util import Cm

HERE = Path(__file__).parent
FONT = "Arial"  # every office has it; LibreOffice sets its metric twin
MADE = datetime(2026, 1, 1, tzinfo=UTC)
WIDTH, HEIGHT = 33.867, 19.05
COLOURS = {
    "dk1": "1D2733", "lt1": "FFFFFF", "dk2": "5B6775", "lt2": "D5DBE1", "accent1": "6A9CC9",
    "accent2": "5B6775", "accent3": "0F5F5C", "accent4": "86C1B8", "accent5": "B5651D",
    "accent6": "0B5FA5", "hlink": "0B5FA5", "folHlink": "5B6775",
}  # fmt: skip
TITLE = ("title", None, (1.7, 1.1, 30.4, 2.4), 28, "Aussage der Folie")
SUBTITLE = ("body", 15, (1.7, 3.5, 30.4, 0.9), 15, "Maß, Einheit, Stichtag")
SOURCE = ("body", 20, (1.7, 16.35, 30.4, 0.9), 11, "Quelle")
WHOLE = (1.7, 4.7, 30.4, 11.6)
LAYOUTS = {
    "Titelfolie": [
        ("ctrTitle", None, (1.7, 4.0, 15.0, 5.0), 36, "Titel des Berichts"),
        ("subTitle", 1, (1.7, 9.1, 15.0, 1.6), 24, "Kreis"),
        ("body", 13, (1.7, 11.0, 15.0, 3.4), 18, "Gremium, Ausgabe"),
        ("pic", 14, (17.7, 1.6, 14.4, 15.4), 14, "Karte"),
    ],
    "Aussagen": [TITLE, ("body", 1, WHOLE, 24, "Aussagen"), SOURCE],
    "Karte": [TITLE, SUBTITLE, ("pic", 14, WHOLE, 14, "Karte"), SOURCE],
    "Diagramm": [TITLE, SUBTITLE, ("chart", 16, WHOLE, 14, "Diagramm"), SOURCE],
    "Tabelle": [TITLE, SUBTITLE, ("tbl", 17, WHOLE, 14, "Tabelle"), SOURCE],
}
FOOT = [
    ("ftr", 11, (1.7, 17.6, 25.0, 0.8), 11, "Fußzeile"),
    ("sldNum", 12, (28.0, 17.6, 4.1, 0.8), 11, "‹Nr.›"),
]
QUIET = {15, 20, 11, 12}
NAMES = {
    "ctrTitle": "Titel", "title": "Titel", "subTitle": "Untertitel", "body": "Text",
    "pic": "Bild", "chart": "Diagramm", "tbl": "Tabelle", "ftr": "Fußzeile", "sldNum": "Nummer",
}  # fmt: skip
SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
Place = tuple[str, int | None, tuple[float, float, float, float], int, str]


def make(path: Path = HERE / "slides.pptx") -> None:
    """Write the presentation."""
    show = Presentation()
    show.slide_width, show.slide_height = Cm(WIDTH), Cm(HEIGHT)
    layouts = show.slide_layouts
    while len(layouts) > len(LAYOUTS):
        layouts.remove(layouts[len(layouts) - 1])
    for layout, (name, places) in zip(layouts, LAYOUTS.items(), strict=True):
        layout.name = name
        _fill(layout, [*places, *FOOT], bulleted=name == "Aussagen")
    _master(show.slide_master)
    about = show.core_properties
    about.language, about.author, about.created, about.modified = "de-DE", "Kreisblick", MADE, MADE
    about.title, about.last_modified_by = "Folien", "Kreisblick"
    show.save(str(path))


def _fill(layout: Any, places: list[Place], *, bulleted: bool) -> None:
    tree = layout.shapes._spTree
    for shape in list(layout.shapes):
        tree.remove(shape._element)
    for number, place in enumerate(places, start=2):
        tree.append(_shape(number, place, bulleted=bulleted))
    layout._element.attrib.pop("type", None)
    layout._element.set("preserve", "1")


def _shape(number: int, place: Place, *, bulleted: bool = False) -> Any:
    kind, idx, (x, y, width, height), size, prompt = place
    marks = f' idx="{idx}"' if idx is not None else ""
    marks += ' sz="quarter"' if kind in {"ftr", "sldNum", "body"} and idx != 1 else ""
    colour = "tx2" if idx in QUIET else "tx1"
    bold = ' b="1"' if kind in {"title", "ctrTitle"} else ' b="0"'
    if bulleted and idx == 1:
        mark = f'<a:lvl1pPr marL="{Cm(0.9)}" indent="-{Cm(0.9)}"><a:lnSpc><a:spcPct val="100000"/>'
        mark += '</a:lnSpc><a:spcBef><a:spcPct val="50000"/></a:spcBef><a:buChar char="•"/>'
    else:
        align = ' algn="r"' if kind == "sldNum" else ' algn="l"'
        mark = f'<a:lvl1pPr marL="0" indent="0"{align}><a:buNone/>'
    anchor = {"title": "ctr", "ctrTitle": "b"}.get(kind, "t")
    field = '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum">'
    run = f'<a:r><a:rPr lang="de-DE"/><a:t>{prompt}</a:t></a:r>'
    if kind == "sldNum":
        run = f'{field}<a:rPr lang="de-DE"/><a:t>{prompt}</a:t></a:fld>'
    return etree.fromstring(
        f'<p:sp {SPACES}><p:nvSpPr><p:cNvPr id="{number}" name="{NAMES[kind]} {number}"/>'
        f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{kind}"{marks}/>'
        f'</p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="{Cm(x)}" y="{Cm(y)}"/>'
        f'<a:ext cx="{Cm(width)}" cy="{Cm(height)}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        f'</a:prstGeom></p:spPr><p:txBody><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" '
        f'anchor="{anchor}"><a:normAutofit/></a:bodyPr><a:lstStyle>{mark}<a:defRPr lang="de-DE" '
        f'sz="{size * 100}"{bold}><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'
        f"</a:defRPr></a:lvl1pPr></a:lstStyle><a:p>{run}</a:p></p:txBody></p:sp>"
    )


def _master(master: Any) -> None:
    """The master's own places, its letters and colours."""
    tree = master.shapes._spTree
    for shape in list(master.shapes):
        tree.remove(shape._element)
    places = [TITLE, ("body", 1, WHOLE, 24, "Text"), *FOOT]
    for number, place in enumerate(places, start=2):
        element = _shape(number, place)
        tree.append(element)
    theme = master.part.part_related_by(RT.THEME)
    text = theme.blob.decode("utf-8")
    for name, colour in COLOURS.items():
        text = re.sub(
            rf"<a:{name}>.*?</a:{name}>",
            f'<a:{name}><a:srgbClr val="{colour}"/></a:{name}>',
            text,
            flags=re.S,
        )
    text = re.sub(r'<a:latin typeface="Calibri[^"]*"', f'<a:latin typeface="{FONT}"', text)
    theme._blob = text.encode("utf-8")


if __name__ == "__main__":
    make()
