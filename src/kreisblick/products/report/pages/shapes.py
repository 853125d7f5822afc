"""Shapes: outlines that stand on a page several times are written once and used again.

A page with twelve maps of the same areas is a quarter as large.
"""

import re
from collections import Counter

__all__ = ["share_shapes"]

# from 60 letters on naming an outline is shorter than writing it
PATH = re.compile(r'<path d="(?P<outline>[^"]{60,})"(?P<look>[^>]*?)/>')
MARK = "<!--shapes-->"


def share_shapes(page: str) -> str:
    """The page with every outline that it draws more than once written once.

    They stand where the page holds the mark ``<!--shapes-->``; a page without it stays as it is.
    """
    if MARK not in page:
        return page
    counts = Counter(found["outline"] for found in PATH.finditer(page))
    names = {
        outline: f"shape-{number}"
        for number, outline in enumerate((o for o, n in counts.items() if n > 1), start=1)
    }
    if not names:
        return page.replace(MARK, "")
    used = PATH.sub(lambda found: _use(found, names), page)
    paths = "".join(f'<path id="{name}" d="{outline}"/>' for outline, name in names.items())
    defined = (
        '<svg class="shapes" aria-hidden="true" xmlns="http://www.w3.org/2000/svg" '
        f'width="0" height="0"><defs>{paths}</defs></svg>'
    )
    return used.replace(MARK, defined, 1)


def _use(found: re.Match[str], names: dict[str, str]) -> str:
    name = names.get(found["outline"])
    return found[0] if name is None else f'<use href="#{name}"{found["look"]}/>'
