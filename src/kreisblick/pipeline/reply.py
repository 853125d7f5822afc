"""Reply: the answer to a supplier as a Word letter, as text, and as a marked copy of the file."""

import io
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from kreisblick.base.archives import steady_archive
from kreisblick.base.files import write_bytes
from kreisblick.base.language import format_date
from kreisblick.pipeline.workspace import Workspace
from kreisblick.sealed.intake import Examined, LeftOut, write_marked_copy
from kreisblick.sealed.intake.files import marked_copy_path
from kreisblick.sealed.intake.reply import Reply, reply_to

__all__ = ["write_reply"]

TEMPLATE = "reply.docx"


def write_reply(
    workspace: Workspace,
    examined: Examined,
    *,
    sender: str,
    on: date,
    accepted: bool,
    left_out: Sequence[LeftOut] = (),
    folder: Path | None = None,
) -> list[Path]:
    """Write the answer beside the delivered file, or into a folder.

    Args:
        workspace: whose template is used (``catalogue/letters/reply.docx``), else the shipped one.
        examined: the delivery and what was found.
        sender: our office; the district when empty.
        on: the day of the letter.
        accepted: whether it is in the store.
        left_out: what was not accepted.
        folder: where the answer goes; ``antwort/`` beside the file when not given.

    Returns:
        The files: letter (Word), letter (text), marked copy where cells are marked.
    """
    reply = reply_to(
        examined,
        sender=sender or workspace.choices.district.name,
        on=on,
        accepted=accepted,
        left_out=left_out,
    )
    copy = marked_copy_path(examined.arrival.path)
    home = folder or copy.parent
    letter, text = (home / f"{copy.stem}-{name}" for name in ("brief.docx", "brief.txt"))
    write_bytes(letter, _word(reply, _template(workspace)))
    write_bytes(text, reply.as_text().encode())
    if reply.marked:
        return [letter, text, write_marked_copy(examined, home / copy.name)]
    return [letter, text]


def _template(workspace: Workspace) -> Path:
    return [folder / TEMPLATE for folder in workspace.catalogue_folders("letters")][-1]


def _word(reply: Reply, template: Path) -> bytes:
    from docxtpl import DocxTemplate  # noqa: PLC0415  heavy

    document = DocxTemplate(template)
    document.render(asdict(reply) | {"date": format_date(reply.on)}, autoescape=True)
    content = io.BytesIO()
    document.save(content)
    return steady_archive(content.getvalue())
