"""Letters: Word papers filled from templates that a district may change."""

import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import Any

import jinja2
from docxtpl import DocxTemplate
from jinja2.sandbox import ImmutableSandboxedEnvironment

from kreisblick.base.archives import steady_archive
from kreisblick.base.definitions import shipped
from kreisblick.supply.errors import LetterError

__all__ = ["LetterKind", "fill_letter", "template_path"]


class LetterKind(StrEnum):
    """The papers there are; each has a template of its name."""

    REQUEST = "request"
    REMINDER_1 = "reminder-1"
    REMINDER_2 = "reminder-2"
    RECEIPT = "receipt"
    CONSENT = "consent"
    AGREEMENT = "agreement"
    ORDER = "order"
    CONTRACT = "contract"


def template_path(kind: LetterKind, folders: Sequence[Path] = ()) -> Path:
    """The template of a kind: that of the last folder that has one, else the shipped one."""
    name = f"{kind.value}.docx"
    own = [folder / name for folder in folders if (folder / name).is_file()]
    return own[-1] if own else shipped("catalogue", "letters", name)


def fill_letter(
    kind: LetterKind,
    content: Mapping[str, Any],
    *,
    folders: Sequence[Path] = (),
    day: date,
) -> bytes:
    """A paper as the bytes of a Word file; the same content makes the same bytes.

    Args:
        kind: which paper.
        content: values for the placeholders; a template may use some of them only.
        folders: ``catalogue/letters`` folders of the workspace.
        day: the date of the letter, also in the file's properties.

    Raises:
        LetterError: the template asks for something that does not exist, or is no template.
    """
    path = template_path(kind, folders)
    environment = ImmutableSandboxedEnvironment(undefined=jinja2.StrictUndefined, autoescape=True)
    try:
        paper = DocxTemplate(path)
        paper.render(dict(content), environment)
    except jinja2.UndefinedError as error:
        raise LetterError.unknown_placeholder(path, str(error), sorted(content)) from None
    except (jinja2.TemplateError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise LetterError.no_template(path, str(error)) from None
    paper.docx.core_properties.title = str(content.get("subject", kind.value))
    paper.docx.core_properties.created = datetime.combine(day, datetime.min.time(), UTC)
    paper.docx.core_properties.modified = datetime.combine(day, datetime.min.time(), UTC)
    drawn = BytesIO()
    paper.save(drawn)
    return steady_archive(drawn.getvalue())
