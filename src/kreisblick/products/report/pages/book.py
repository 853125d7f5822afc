"""Book: the chapters as EPUB 3, which reading machines and telephones open."""

import io
import uuid
import zipfile
from collections.abc import Mapping
from pathlib import Path

from kreisblick.base.archives import FIRST_DAY
from kreisblick.base.files import fingerprint, write_bytes
from kreisblick.products.report.issue import Issue
from kreisblick.products.report.pages.press import Press, is_drawn

__all__ = ["write_book"]

TYPE = "mimetype"
CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""
KINDS = {"lesehilfe": "introduction", "anhang": "appendix", "tabellen": "appendix"}


def write_book(issue: Issue, out: Path) -> None:
    """Write ``report.epub``; the same chapters give the same bytes."""
    press = Press(issue, lambda name: f"{name}.xhtml")
    pages = {
        one.id: press.chapter("book.xhtml.j2", one, kind=KINDS.get(one.id, "chapter"))
        for one in issue.chapters
    }
    files = {f"EPUB/{name}.xhtml": page for name, page in pages.items()}
    files["EPUB/cover.xhtml"] = press.fill("cover.xhtml.j2")
    files["EPUB/nav.xhtml"] = press.fill("nav.xhtml.j2")
    files["EPUB/style.css"] = press.style("book.css")
    files["EPUB/package.opf"] = press.fill(
        "package.opf.j2",
        day=issue.day,
        identifier=_identifier(pages),
        drawn={name for name, page in pages.items() if is_drawn(page)},
    )
    write_bytes(out / "report.epub", _pack({"META-INF/container.xml": CONTAINER, **files}))


def _identifier(pages: Mapping[str, str]) -> str:
    """An own one for every wording: made of the pages themselves."""
    return str(uuid.UUID(fingerprint(pages)[:32], version=4))


def _pack(files: Mapping[str, str]) -> bytes:
    """The book: its type first and plain, as readers look for it there."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr(zipfile.ZipInfo(TYPE, FIRST_DAY), "application/epub+zip", zipfile.ZIP_STORED)
        for name, content in files.items():
            book.writestr(zipfile.ZipInfo(name, FIRST_DAY), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
