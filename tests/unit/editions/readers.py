"""Reading finished editions back: figures and structure of pages, tags and text of papers."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

VOID = {"meta", "link", "br", "img", "path", "circle", "rect"}


class Page(HTMLParser):
    """A page: its tags, ids, links, the cells marked with indicator and area, and its text."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, Any]]] = []
        self.cells: dict[tuple[str, str], list[str]] = {}
        self.text = ""
        self._row: tuple[str, str] | None = None
        self._cell: tuple[str, str] | None = None
        self._words: list[str] = []
        self._unseen = 0
        self.feed(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if tag not in VOID:
            self.open.append(tag)
        key = (found.get("data-indicator", ""), found.get("data-area", ""))
        if tag == "tr":
            self._row = key if key[0] else None
        if tag == "td":
            self._cell = key if key[0] else self._row
            self._words = []
        if tag == "span" and "unseen" in found.get("class", ""):
            self._unseen += 1

    def handle_startendtag(self, tag: str, attrs: Any) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data
        if not self._unseen:
            self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.open.pop() == tag
        if tag == "td" and self._cell:
            self.cells.setdefault(self._cell, []).append("".join(self._words).strip("▲▼ "))
            self._cell = None
        if tag == "span":
            self._unseen = 0

    @property
    def ids(self) -> list[str]:
        return [attrs["id"] for _tag, attrs in self.tags if "id" in attrs]


def number(words: str) -> float | None:
    """The number in a cell; None where a sign stands in its place."""
    plain = words.replace("−", "-").strip("()").removesuffix(" s").strip("()")
    if plain == "–":
        return 0.0
    if not re.fullmatch(r"[-+]?[\d.]+(,\d+)?", plain):
        return None
    return float(plain.replace(".", "").replace(",", "."))


def pdf_text(file: Path) -> str:
    """All text of a paper, without white space."""
    document = pypdfium2.PdfDocument(file)
    found = "".join(page.get_textpage().get_text_range() for page in document)
    return re.sub(r"[\s\u202f\u00ad\u0002\ufffe]+", "", found)


def tags(document: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Every element of the structure tree."""
    waiting = [document.Root.StructTreeRoot.K]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting.extend(node)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                yield node
            if "/K" in node:
                waiting.append(node.K)


def headings(document: pikepdf.Pdf) -> list[int]:
    """The levels of the headings in reading order; the title is not among them."""
    found: list[int] = []

    def walk(node: Any) -> None:
        if isinstance(node, pikepdf.Array):
            for one in node:
                walk(one)
        elif isinstance(node, pikepdf.Dictionary):
            name = str(node.get("/S", ""))
            if re.fullmatch(r"/H[1-6]", name):
                found.append(int(name[2]))
            if "/K" in node:
                walk(node.K)

    walk(document.Root.StructTreeRoot.K)
    return found


def fonts_without_file(document: pikepdf.Pdf) -> list[str]:
    """Fonts that are named and not embedded."""
    missing = []
    for page in document.pages:
        for name, font in page.get("/Resources", {}).get("/Font", {}).items():
            below = font.get("/DescendantFonts", [font])[0]
            described = below.get("/FontDescriptor", {})
            if not any(key in described for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                missing.append(str(name))
    return missing
