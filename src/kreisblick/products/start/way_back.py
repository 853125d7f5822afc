"""The way back: every page of a round leads to its start page.

A product cannot know whether it stands in a round, so its own pages do not name the start page.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from markupsafe import escape

from kreisblick.base.files import write_bytes

__all__ = ["lead_back"]

KIND = 'class="to-start"'
STYLE = (
    "<style>.to-start a { display: inline-block; padding: .4rem 0 }"
    " @media print { .to-start { display: none !important } }</style>\n"
)
PLACE = "<!--to-start-->"
TOP = re.compile(r"<body\b[^>]*>\s*(?:<a class=\"skip\".*?</a>)?", re.DOTALL)
LANGUAGE = re.compile(r"<html\b[^>]*\blang=\"(\w+)")


def lead_back(out: Path, words: Mapping[str, str]) -> None:
    """Put a link to ``out/index.html`` on every page below ``out``.

    It stands where a page says ``<!--to-start-->``, else before everything but the skip link.
    Pages that have it are left alone.

    Args:
        out: the folder of the round's products.
        words: what the link says, by the page's language; German for all others.
    """
    start = out / "index.html"
    for page in sorted(out.rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        if page != start and KIND not in text:
            depth = len(page.relative_to(out).parts) - 1
            write_bytes(page, _with_link(text, "../" * depth + start.name, words).encode())


def _with_link(text: str, way: str, words: Mapping[str, str]) -> str:
    found = LANGUAGE.search(text)
    language = found[1] if found and found[1] in words else "de"
    said = escape(words[language])
    foreign = "" if language == "de" else ' hreflang="de"'
    link = f'<nav {KIND} aria-label="{said}"><a href="{way}"{foreign}>{said}</a></nav>'
    styled = text.replace("</head>", f"{STYLE}</head>", 1)
    if PLACE in styled:
        return styled.replace(PLACE, link, 1)
    return TOP.sub(lambda top: f"{top[0]}\n{link}", styled, count=1)
