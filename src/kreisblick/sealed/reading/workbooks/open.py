"""Open any workbook by what its bytes are, whatever its ending says."""

import re
from typing import Protocol

from kreisblick.sealed.reading.errors import damaged
from kreisblick.sealed.reading.limits import ReadingLimits
from kreisblick.sealed.reading.model import Grid
from kreisblick.sealed.reading.workbooks.assemble import SheetEntry
from kreisblick.sealed.reading.workbooks.compound import COMPOUND
from kreisblick.sealed.reading.workbooks.html_tables import open_html
from kreisblick.sealed.reading.workbooks.ods import open_ods
from kreisblick.sealed.reading.workbooks.old import open_xls, open_xlsb
from kreisblick.sealed.reading.workbooks.package import Package, open_package
from kreisblick.sealed.reading.workbooks.xlsx import open_xlsx

__all__ = ["Workbook", "kind_of", "open_workbook"]

PACKAGE = b"PK\x03\x04"
PARTS = {"xl/workbook.xml": "xlsx", "xl/workbook.bin": "xlsb", "content.xml": "ods"}
HTML = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*|<\?xml[^>]*\?>\s*)*"
    rb"<(?:!doctype\s+html|html|head|meta|body|table|style|div)\b",
    re.IGNORECASE | re.DOTALL,
)
HEAD = 4000


class Workbook(Protocol):
    """A workbook whose sheets can be read one by one."""

    @property
    def entries(self) -> tuple[SheetEntry, ...]:
        """Its tables, in their order."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What was left alone."""

    def read(self, entry: SheetEntry, decimal: str) -> Grid:
        """The cells of a sheet as text."""


def kind_of(content: bytes, name: str, limits: ReadingLimits) -> str:
    """``xlsx``, ``xlsm``, ``xlsb``, ``ods``, ``xls``, ``html``, or ``text`` for all else.

    Raises:
        UnreadableFileError: when it is a package, but no workbook.
    """
    if content.startswith(COMPOUND):
        return "xls"
    if content.startswith(PACKAGE):
        package = open_package(content, name, limits)
        kind = next((kind for part, kind in PARTS.items() if package.has(part)), None)
        if kind is None:
            raise damaged(name)
        return "xlsm" if kind == "xlsx" and package.has("xl/vbaProject.bin") else kind
    head = content[:HEAD]
    plain = head.replace(b"\0", b"") if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else head
    return "html" if HTML.match(plain.lstrip(b"\xff\xfe")) else "text"


def open_workbook(content: bytes, kind: str, name: str, limits: ReadingLimits) -> Workbook:
    """The workbook of this kind.

    Raises:
        UnreadableFileError: when it is damaged, locked, or dangerous to open.
    """
    if kind == "xls":
        return open_xls(content, name, limits)
    if kind == "html":
        return open_html(content, name, limits)
    package: Package = open_package(content, name, limits)
    if kind == "ods":
        return open_ods(package)
    return open_xlsb(content, package) if kind == "xlsb" else open_xlsx(package)
