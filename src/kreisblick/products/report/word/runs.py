"""Runs: words with their look, links to addresses and to places inside the document."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from kreisblick.products.report.arranging import Chapter

__all__ = ["Places", "add_runs", "bookmark", "mark"]


class Places:
    """Names and numbers of the bookmarks that links lead to."""

    def __init__(self, chapters: Sequence[Chapter]) -> None:
        ids = [f"c-{one.id}" for one in chapters]
        ids += [block["id"] for one in chapters for block in one.blocks if block.get("id")]
        # a bookmark's name has at most 40 characters: numbers are always short enough
        self._names = {name: f"_Place{number}" for number, name in enumerate(ids, start=1)}

    def name(self, anchor: str) -> str:
        """The bookmark of a place; empty where there is none."""
        return self._names.get(anchor, "")


def mark(paragraph: Paragraph, places: Places, anchor: str) -> None:
    """Put a bookmark around a paragraph that links lead to."""
    name = places.name(anchor) if anchor else ""
    if name:
        bookmark(paragraph, name)


def bookmark(paragraph: Paragraph, name: str) -> None:
    """Surround a paragraph's words with a bookmark."""
    number = "".join(filter(str.isdigit, name))
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for one in (start, end):
        one.set(qn("w:id"), number)
    start.set(qn("w:name"), name)
    first = paragraph._p.find(qn("w:pPr"))
    place = 0 if first is None else 1
    paragraph._p.insert(place, start)
    paragraph._p.append(end)


def add_runs(paragraph: Paragraph, runs: Iterable[Mapping[str, Any]], places: Places) -> None:
    """Append words; bold and italic are character styles."""
    for one in runs:
        anchor = places.name(one["to"]) if one["to"] else ""
        style = _style(one, linked=bool(anchor or one["link"]))
        added = paragraph.add_run(one["text"], style=style)
        if anchor or one["link"]:
            _link(paragraph, added._r, anchor, one["link"])


def _style(one: Mapping[str, Any], *, linked: bool) -> str | None:
    if linked:
        return "Hyperlink"
    if one["bold"]:
        return "Strong"
    return "Emphasis" if one["italic"] else None


def _link(paragraph: Paragraph, inner: Any, anchor: str, address: str) -> None:
    link = OxmlElement("w:hyperlink")
    if anchor:
        link.set(qn("w:anchor"), anchor)
    else:
        related = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link.set(qn("r:id"), related)
    paragraph._p.replace(inner, link)
    link.append(inner)
