"""Blocks: the few kinds of things a chapter is made of; plain values, every text ready to print.

``heading``: ``id, level, text, listed, fresh`` (starts a new page in print). ``text``: ``runs,
role``. ``list``: ``items`` of runs. ``table``: ``id, caption, head, rows, strong`` (rows in
bold), ``left`` (columns of words), ``legend, size, widths, headed``. ``picture``: ``id, file, alt,
caption, look, legend``. ``key``: a finding beside its value. ``quote``: ``text, source``.
``finding``: ``place, items, state, strong``. ``facts``: pairs of words and text. ``terms``.
``voice``: a text of people with ``role, title, by, day, about, blocks``. ``cover``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

__all__ = [
    "Block",
    "Chapter",
    "Run",
    "Shape",
    "bullets",
    "facts",
    "heading",
    "linked",
    "paragraphs",
    "picture",
    "plain_words",
    "run",
    "table",
    "text",
    "voice",
]

Block = dict[str, Any]
Run = dict[str, Any]


@dataclass(kw_only=True)
class Chapter:
    """A chapter of the report; on the web a page of its own.

    Attributes:
        id: unique in the report, made of letters that any file name may hold.
        title: its heading.
        blocks: in the order in which they are read.
    """

    id: str
    title: str
    blocks: list[Block] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        """The chapter as plain values."""
        return {"id": self.id, "title": self.title, "blocks": self.blocks}


def run(
    words: str, *, bold: bool = False, italic: bool = False, link: str = "", to: str = ""
) -> Run:
    """Words of one look; ``link`` leads to an address, ``to`` to the id of a place inside."""
    return {"text": words, "bold": bold, "italic": italic, "link": link, "to": to}


def plain_words(runs: Iterable[Run]) -> str:
    """The words of several runs without their look."""
    return "".join(one["text"] for one in runs)


def text(words: str | Sequence[Run], role: str = "") -> Block:
    """A paragraph.

    Args:
        words: its text or runs.
        role: ``finding, lead, quiet, small, strong`` or empty for plain text.
    """
    return {"kind": "text", "runs": [run(words)] if isinstance(words, str) else list(words),
            "role": role}  # fmt: skip


def linked(before: str, words: str, to: str, role: str = "small") -> Block:
    """A line that ends with a link to a place in the report."""
    return text([run(f"{before}: "), run(words, to=to)], role)


def paragraphs(lines: Iterable[str], role: str = "") -> list[Block]:
    """One paragraph per line; empty lines print nothing."""
    return [text(line, role) for line in lines if line]


def heading(
    words: str, level: int, anchor: str = "", *, listed: bool = False, fresh: bool = False
) -> Block:
    """A heading below the chapter's own.

    Args:
        words: its text.
        level: 2 to 4.
        anchor: where links lead to.
        listed: whether the table of contents names it.
        fresh: whether it starts a new page in print.
    """
    return {"kind": "heading", "level": level, "text": words, "id": anchor, "listed": listed,
            "fresh": fresh}  # fmt: skip


def bullets(items: Iterable[str | Sequence[Run]]) -> list[Block]:
    """A list; nothing where it would be empty."""
    found = [[run(one)] if isinstance(one, str) else list(one) for one in items]
    return [{"kind": "list", "items": found}] if found else []


@dataclass(frozen=True, kw_only=True)
class Shape:
    """How a table is set.

    Attributes:
        strong: rows that stand in bold.
        left: how many columns hold words; the others hold numbers.
        size: ``normal, small, dense``; dense ones turn their heads upright.
        widths: of the columns, in parts of each other; made of the longest cells without.
        headed: whether a heading above says the same, so that the caption need not be seen.
    """

    strong: Sequence[int] = ()
    left: int = 1
    size: str = "normal"
    widths: Sequence[float] = ()
    headed: bool = False


def table(
    caption: str,
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    shape: Shape = Shape(),
    *,
    anchor: str = "",
    legend: str = "",
) -> Block:
    """A table whose first cell names the row.

    Args:
        caption: what it shows, of whom, when.
        head: titles of the columns.
        rows: cells ready to print, as many in each as in the head.
        shape: how it is set.
        anchor: where links lead to.
        legend: of the signs in it.
    """
    return {
        "kind": "table",
        "id": anchor,
        "caption": caption,
        "head": list(head),
        "rows": [list(row) for row in rows],
        "legend": legend,
        **asdict(shape),
    }


def picture(
    file: str,
    alt: str,
    caption: str,
    *,
    look: str,
    anchor: str = "",
    title: str = "",
    legend: Sequence[Any] = (),
    twin: str = "",
) -> Block:
    """A picture with the finding in words.

    Args:
        file: the name it is laid under.
        alt: the finding, for those who do not see it.
        caption: what it shows, of whom, when.
        look: ``map, chart, cover``.
        anchor: where links lead to.
        title: the finding as a line above it.
        legend: of a map.
        twin: id of the table with the same figures.
    """
    return {"kind": "picture", "file": file, "alt": alt, "caption": caption, "look": look,
            "id": anchor, "title": title, "legend": list(legend), "twin": twin}  # fmt: skip


def facts(pairs: Iterable[tuple[str, str]]) -> list[Block]:
    """Small print: a word and what it says; nothing where all is empty."""
    found = [[word, said] for word, said in pairs if said]
    return [{"kind": "facts", "items": found}] if found else []


def voice(block: Mapping[str, Any]) -> Block:
    """A printed text of the editorial folder."""
    return {
        "kind": "voice",
        "role": block["kind"],
        "id": f"text-{block['key']}",
        "title": block["title"],
        "by": block["by"],
        "day": block["day"],
        "about": block["about"],
        "blocks": _passages(block["passages"]),
    }


def _passages(passages: Iterable[Mapping[str, Any]]) -> list[Block]:
    """Paragraphs, lists and inner headings; items that follow each other make one list."""
    blocks: list[Block] = []
    for one in passages:
        runs = [
            run(s["text"], bold=s["bold"], italic=s["italic"], link=s["link"])
            for s in one["stretches"]
        ]
        if one["kind"] == "item" and blocks and blocks[-1]["kind"] == "list":
            blocks[-1]["items"].append(runs)
        elif one["kind"] == "item":
            blocks += bullets([runs])
        else:
            blocks.append(text(runs, "strong" if one["kind"] == "heading" else ""))
    return blocks
