"""Read: the files of the editorial folder as drafts, all faults at once."""

import hashlib
import re
from pathlib import Path

from kreisblick.base.errors import Fault
from kreisblick.base.language import translate as _
from kreisblick.products.editorial.draft import Draft, Head
from kreisblick.products.editorial.head import head_faults, read_head, split_head
from kreisblick.products.editorial.look import look_at
from kreisblick.products.editorial.markdown import read_body

__all__ = ["read_draft", "text_files"]

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")  # Word and EPUB refuse them


def text_files(folder: Path) -> list[Path]:
    """The texts of a folder, by name; none where there is no folder."""
    return sorted(path for path in folder.glob("*.md") if path.is_file())


def read_draft(path: Path) -> tuple[Draft | None, list[Fault]]:
    """One text, and everything that is wrong with it whatever the figures say."""
    where = f"{path.parent.name}/{path.name}"
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        message = _("The file is no text in UTF-8. Save it as UTF-8.")
        return None, [Fault(code="not_utf8", message=message, where=where)]
    if unprintable := UNPRINTABLE.search(text):
        line = text.count("\n", 0, unprintable.start()) + 1
        message = _("Here stands a sign that cannot be printed. Type this line anew.")
        return None, [Fault(code="unprintable", message=message, where=f"{where}:{line}")]
    parted = split_head(text)
    if parted is None:
        message = _("The head is missing: the file begins with a line '---', then 'kind: text'.")
        return None, [Fault(code="no_head", message=message, where=f"{where}:1")]
    head, lines, faults = read_head(parted[0], where)
    passages, strange = read_body(parted[1], where, parted[2])
    draft = Draft(
        key=path.stem,
        hash=hashlib.sha256(content).hexdigest(),
        head=head or Head(kind="text"),
        passages=passages,
        lines=lines,
        headless=head is None,
    )
    lacking = head_faults(head, lines, where) if head else []
    return draft, [*faults, *lacking, *strange, *look_at(draft)]
