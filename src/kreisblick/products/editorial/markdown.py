"""Markdown: the body of a text as passages; what no product can print is a fault."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kreisblick.base.errors import Fault
from kreisblick.base.language import translate as _
from kreisblick.products.editorial.ask import read_reference
from kreisblick.products.editorial.draft import RawPassage, RawStretch, UnclearError

__all__ = ["read_body"]

REFERENCE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
LINKS = ("https://", "http://", "mailto:")
OPENED = {"paragraph_open", "heading_open", "inline", "bullet_list_open", "list_item_open"}
CLOSED = {"paragraph_close", "heading_close", "bullet_list_close", "list_item_close"}
INLINE = {
    "text", "softbreak", "hardbreak", "strong_open", "strong_close", "em_open", "em_close",
    "link_open", "link_close", "text_special",
}  # fmt: skip


def read_body(text: str, where: str, first: int) -> tuple[tuple[RawPassage, ...], list[Fault]]:
    """The passages of a text and everything in it that cannot be printed.

    Args:
        text: Markdown (CommonMark).
        where: the file, for messages.
        first: the line of the file in which the text begins.
    """
    tokens = MarkdownIt("commonmark").parse(text)
    faults = list(_strange(tokens, where, first))
    passages = []
    for passage in _passages(tokens, first):
        stretches, unclear = _with_figures(passage)
        faults += [replace(fault, where=f"{where}:{fault.where}") for fault in unclear]
        if any(one.figure or one.text.strip() for one in stretches):
            passages.append(replace(passage, stretches=stretches))
    if not passages and not faults:
        message = _("The text is empty. Write it below the head, or delete the file.")
        faults.append(Fault(code="empty", message=message, where=where))
    return tuple(passages), faults


def _passages(tokens: Sequence[Token], first: int) -> Iterator[RawPassage]:
    """One for every block that holds words."""
    depth = 0
    for before, token in zip([None, *tokens], tokens, strict=False):
        depth += (token.type == "list_item_open") - (token.type == "list_item_close")
        if token.type != "inline" or before is None:
            continue
        heading = before.type == "heading_open"
        kind = "heading" if heading else "item" if depth else "paragraph"
        stretches = tuple(_merged(_stretches(token.children or [])))
        yield RawPassage(kind=kind, stretches=stretches, line=_line(token, first))  # type: ignore[arg-type]


def _stretches(children: Sequence[Token]) -> Iterator[RawStretch]:
    bold = italic = 0
    link = ""
    for child in children:
        bold += (child.type == "strong_open") - (child.type == "strong_close")
        italic += (child.type == "em_open") - (child.type == "em_close")
        if child.type == "link_open":
            link = str(child.attrGet("href") or "")
        elif child.type == "link_close":
            link = ""
        elif child.type in {"softbreak", "hardbreak", "text", "text_special"}:
            text = child.content if child.type.startswith("text") else "\n"
            yield RawStretch(text=text, bold=bold > 0, italic=italic > 0, link=link)


def _merged(stretches: Iterator[RawStretch]) -> Iterator[RawStretch]:
    """Neighbours of one look as one."""
    last: RawStretch | None = None
    for one in stretches:
        if last is not None and _look(last) == _look(one):
            last = replace(last, text=last.text + one.text)
            continue
        if last is not None and last.text:
            yield last
        last = one
    if last is not None and last.text:
        yield last


def _look(one: RawStretch) -> tuple[bool, bool, str]:
    return one.bold, one.italic, one.link


def _with_figures(passage: RawPassage) -> tuple[tuple[RawStretch, ...], list[Fault]]:
    """The stretches parted where a live figure stands; faults know the line only."""
    parted: list[RawStretch] = []
    faults: list[Fault] = []
    line = passage.line
    for one in passage.stretches:
        end = 0
        for found in REFERENCE.finditer(one.text):
            parted.append(replace(one, text=one.text[end : found.start()]))
            end = found.end()
            try:
                figure = read_reference(found[1])
                parted.append(replace(one, text=found[0], figure=figure))
            except UnclearError as unclear:
                where = str(line + one.text[: found.start()].count("\n"))
                faults.append(Fault(code=unclear.code, message=unclear.message, where=where))
        parted.append(replace(one, text=one.text[end:]))
        line += one.text.count("\n")
    left = [one for one in parted if one.figure is None and re.search(r"\{\{|\}\}", one.text)]
    if left:
        message = _("A live figure begins with {{ and ends with }}, without bold or italic inside.")
        faults.append(Fault(code="open_reference", message=message, where=str(passage.line)))
    return tuple(one for one in parted if one.text), faults


def _strange(tokens: Sequence[Token], where: str, first: int) -> Iterator[Fault]:
    """Blocks, and marks inside of them, that products do not print."""
    depth, line = 0, first
    for token in tokens:
        line = _line(token, first) if token.map else line
        depth += (token.type == "bullet_list_open") - (token.type == "bullet_list_close")
        if token.type == "bullet_list_open" and depth > 1:
            yield _told("list_in_list", _("A list inside a list is not printed."), where, line)
        elif token.type not in OPENED | CLOSED and not _inside_ordered(token):
            yield _told("markdown", _not_printed(token.type), where, line)
        for child in token.children or []:
            if child.type not in INLINE:
                yield _told("markdown", _not_printed(child.type), where, line)
            elif child.type == "link_open" and not _is_link(child):
                message = _("A link begins with https://, http:// or mailto:.")
                yield _told("link", message, where, line)


def _inside_ordered(token: Token) -> bool:
    """Ends of what was told at its beginning."""
    return token.type.endswith("_close")


def _is_link(token: Token) -> bool:
    return str(token.attrGet("href") or "").startswith(LINKS)


def _not_printed(kind: str) -> str:
    words = {
        "ordered_list_open": _(
            "A numbered list is not printed; begin its lines with '- '. If a line only begins "
            "with a date, write '1\\. Januar'."
        ),
        "blockquote_open": _("A quotation block ('>') is not printed. Write it as a paragraph."),
        "code_block": _("The line begins with four blanks and would be code. Take them away."),
        "fence": _("A block of code is not printed. Take the marks ``` away."),
        "code_inline": _("Words between ` are not printed. Take these marks away."),
        "html_block": _("HTML is not printed. Write it without."),
        "html_inline": _("HTML is not printed. Write it without."),
        "image": _("A picture is not printed in texts. Take it out."),
        "hr": _("A dividing line is not printed. Take it out."),
    }
    other = _(
        "This mark is not printed. There are paragraphs, lists, headings, bold, italic, links."
    )
    return words.get(kind, other)


def _line(token: Token, first: int) -> int:
    return first + (token.map[0] if token.map else 0)


def _told(code: str, message: str, where: str, line: int) -> Fault:
    return Fault(code=code, message=message, where=f"{where}:{line}")
