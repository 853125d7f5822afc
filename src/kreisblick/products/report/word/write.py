"""Write: the chapters into a document, block by block."""

from collections.abc import Callable, Mapping
from pathlib import Path

from docx.document import Document

from kreisblick.base.files import write_bytes
from kreisblick.products.report.arranging import Block, Chapter
from kreisblick.products.report.issue import Issue
from kreisblick.products.report.word.document import (
    add_field_contents,
    finished_bytes,
    open_document,
)
from kreisblick.products.report.word.pictures import Pictures, photographed
from kreisblick.products.report.word.runs import Places, add_runs, mark
from kreisblick.products.report.word.tables import add_table

__all__ = ["write_word"]


def write_word(issue: Issue, out: Path) -> None:
    """Write ``report.docx``; the same report gives the same bytes."""
    document = open_document(issue)
    writer = Writer(document, issue, photographed(issue))
    writer.cover()
    add_field_contents(document, issue, writer.places)
    for chapter in issue.chapters:
        writer.chapter(chapter)
    write_bytes(out / "report.docx", finished_bytes(document, issue))


class Writer:
    """Puts blocks at the end of a document; every look is a style."""

    def __init__(self, document: Document, issue: Issue, pictures: Pictures) -> None:
        self._document = document
        self._issue = issue
        self._pictures = pictures
        self.places = Places(issue.chapters)

    def cover(self) -> None:
        """Title, district, dates and the map."""
        meta, label = self._issue.meta, self._issue.labels
        self._document.add_paragraph(meta["title"], style="Title")
        self._document.add_paragraph(meta["district"], style="Subtitle")
        self._line(f"{label['dates']}: {', '.join(meta['dates'])}")
        self._line(f"{label['edition']} {meta['edition']}", "Quiet")
        self._pictures.add(self._document, self._issue.cover["file"], self._issue.cover["alt"])

    def chapter(self, chapter: Chapter) -> None:
        """A chapter with its heading, on a new page."""
        self._heading(chapter.title, 1, f"c-{chapter.id}")
        for block in chapter.blocks:
            self.block(block)

    def block(self, block: Block) -> None:
        """Any block."""
        makers: Mapping[str, Callable[[Block], None]] = {
            "heading": lambda one: self._heading(one["text"], one["level"], one["id"]),
            "text": self._text,
            "list": self._list,
            "table": self._table,
            "picture": self._picture,
            "key": self._key,
            "quote": self._quote,
            "finding": self._finding,
            "facts": self._facts,
            "terms": self._facts,
            "voice": self._voice,
        }
        makers[block["kind"]](block)

    def _line(self, words: str, style: str = "Normal", anchor: str = "") -> None:
        paragraph = self._document.add_paragraph(words, style=style)
        mark(paragraph, self.places, anchor)

    def _heading(self, words: str, level: int, anchor: str) -> None:
        self._line(words, f"Heading {level}", anchor)

    def _text(self, block: Block, style: str = "") -> None:
        known = {"finding": "Finding", "small": "Small", "quiet": "Quiet", "strong": "Strong line",
                 "tight": "Small text", "": "Normal"}  # fmt: skip
        paragraph = self._document.add_paragraph(style=style or known[block["role"]])
        add_runs(paragraph, block["runs"], self.places)

    def _list(self, block: Block) -> None:
        for runs in block["items"]:
            add_runs(self._document.add_paragraph(style="List Bullet"), runs, self.places)

    def _table(self, block: Block) -> None:
        if not block["headed"]:
            self._line(block["caption"], "Table caption", block["id"])
        add_table(self._document, block)
        self._line(block["legend"], "Small")

    def _picture(self, block: Block) -> None:
        if block["title"]:
            self._line(block["title"], "Strong line")
        self._pictures.add(self._document, block["file"], block["alt"])
        self._line(block["caption"], "Caption")
        if block["legend"]:
            label = self._issue.labels["legend"]
            said = " · ".join(f"{one['text']} ({one['count']})" for one in block["legend"])
            self._line(f"{label}: {said}", "Small")

    def _key(self, block: Block) -> None:
        paragraph = self._document.add_paragraph(style="Finding")
        runs = [{"text": f"{block['value']} ", "link": "", "to": "", "bold": True, "italic": False},
                {"text": block["title"], "link": "", "to": block["to"], "bold": False,
                 "italic": False}]  # fmt: skip
        add_runs(paragraph, runs, self.places)
        self._line(f"{block['day']}. {block['text']}", "Small text")

    def _quote(self, block: Block) -> None:
        self._line(block["text"], "Quote")
        self._line(block["source"], "Voice source")

    def _finding(self, block: Block) -> None:
        if block["place"]:
            self._line(block["place"], "Strong line")
        for kind, reason in block["items"]:
            self._line(f"{kind}. {reason}", "Small text")
        self._line(block["state"], "Small")

    def _facts(self, block: Block) -> None:
        for word, said in block["items"]:
            paragraph = self._document.add_paragraph(style="Small text")
            if word:
                paragraph.add_run(f"{word}: ", style="Strong")
            paragraph.add_run(said)

    def _voice(self, block: Block) -> None:
        mark_style = "Voice title" if block["title"] else "Voice"
        self._line(block["title"], mark_style, block["id"])
        for one in block["blocks"]:
            if one["kind"] == "list":
                self._list(one)
            else:
                self._text(one, "Voice title" if one["role"] == "strong" else "Voice")
        told = " · ".join(word for word in (block["by"], block["day"], block["about"]) if word)
        if told:
            self._line(told, "Voice source")
