"""Write: papers in Word from templates that a district may change."""

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import jinja2
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2.sandbox import ImmutableSandboxedEnvironment

from kreisblick.base.archives import steady_archive
from kreisblick.base.definitions import shipped
from kreisblick.base.errors import KreisblickError
from kreisblick.base.files import write_bytes
from kreisblick.base.language import translate as _
from kreisblick.products.editorial import Editorial
from kreisblick.products.model import BundleLike
from kreisblick.products.papers.bodies import Bodies
from kreisblick.products.papers.content import paper_content
from kreisblick.products.papers.definition import Papers, PaperType
from kreisblick.products.papers.drafts import mark_document
from kreisblick.products.papers.model import Plan
from kreisblick.products.slides import spoken

__all__ = ["Occasion", "TemplateError", "write_papers"]

TEMPLATES = {
    PaperType.INFORMATION: "mitteilungsvorlage.docx",
    PaperType.DECISION: "beschlussvorlage.docx",
    PaperType.PROGRESS: "mitteilungsvorlage.docx",
}


class TemplateError(KreisblickError):
    """A changed template asks for something that does not exist, or is none."""

    @classmethod
    def unknown_placeholder(cls, path: Path, reason: str, known: Sequence[str]) -> "TemplateError":
        """It names a placeholder that nobody fills."""
        words = _(
            "The template {path} asks for something that does not exist: {reason}. "
            "These placeholders exist: {known}."
        )
        return cls(words.format(path=path, reason=reason, known=", ".join(known)))

    @classmethod
    def no_template(cls, path: Path, reason: str) -> "TemplateError":
        """It cannot be read as a template."""
        words = _(
            "The template {path} cannot be filled: {reason}. Compare it with the one that ships "
            "with Kreisblick."
        )
        return cls(words.format(path=path, reason=reason))


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """For whom and when papers are written.

    Attributes:
        bodies: whom the papers pass.
        plan: dates of the meetings; open without.
        day: the date of the papers.
        folders: where a district keeps its own templates.
        draft: every page says that it may not be handed on.
    """

    bodies: Bodies
    plan: Plan | None = None
    day: date
    folders: Sequence[Path] = ()
    draft: bool = False


def write_papers(
    bundle: BundleLike,
    out: Path,
    papers: Papers,
    editorial: Editorial,
    occasion: Occasion,
    only: Sequence[str] = (),
) -> list[Path]:
    """Every paper of the file as ``<name>.docx``; the same input gives the same bytes.

    Args:
        bundle: a verified bundle.
        out: the folder; made if absent.
        papers: what is written.
        editorial: signed texts.
        occasion: for whom and when.
        only: names of the papers wanted; all without.

    Raises:
        TemplateError: a template does not fit.
    """
    written = []
    for name, paper in papers.papers.items():
        if only and name not in only:
            continue
        told = (occasion.bodies, occasion.plan)
        content = paper_content(bundle, paper, papers, editorial, told, occasion.day)
        target = out / f"{name}.docx"
        write_bytes(target, _filled(_template(paper.kind, occasion.folders), content, occasion))
        written.append(target)
    return written


def _template(kind: PaperType, folders: Sequence[Path]) -> Path:
    name = TEMPLATES[kind]
    own = [folder / name for folder in folders if (folder / name).is_file()]
    return own[-1] if own else shipped("catalogue", "products", "papers", name)


def _filled(path: Path, content: Mapping[str, Any], occasion: Occasion) -> bytes:
    environment = ImmutableSandboxedEnvironment(undefined=jinja2.StrictUndefined, autoescape=True)
    try:
        paper = DocxTemplate(path)
        paper.render(dict(content), environment)
    except jinja2.UndefinedError as error:
        raise TemplateError.unknown_placeholder(path, str(error), sorted(content)) from None
    except (jinja2.TemplateError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise TemplateError.no_template(path, str(error)) from None
    if occasion.draft:
        mark_document(paper.docx)
    _speak(paper.docx)
    moment = datetime.combine(occasion.day, datetime.min.time(), UTC)
    about = paper.docx.core_properties
    about.title, about.language = str(content["subject"]), spoken()
    about.author = str(content["office"])
    about.created = about.modified = moment
    stream = BytesIO()
    paper.save(stream)
    return steady_archive(stream.getvalue())


def _speak(document: Any) -> None:
    """Mark the language of the words, where a template is in another one."""
    parts = [document.element, document.styles.element]
    parts += [
        head._element for section in document.sections for head in (section.header, section.footer)
    ]
    for part in parts:
        for mark in part.iter(qn("w:lang")):
            mark.set(qn("w:val"), spoken())
