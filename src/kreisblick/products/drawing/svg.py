"""Writing SVG: elements, attributes, numbers and the frame that makes a picture accessible."""

from collections.abc import Mapping
from html import escape

from kreisblick.products.drawing.measure import Lines

__all__ = ["FONT", "element", "fitted", "number", "picture", "text"]

FONT = "Noto Sans, Source Sans 3, DejaVu Sans, sans-serif"


def number(value: float) -> str:
    """A coordinate with at most one decimal.

    >>> number(12.04), number(-0.02)
    ('12', '0')
    """
    written = f"{value:.1f}".removesuffix(".0")
    return "0" if written == "-0" else written


def element(name: str, content: str = "", /, **attributes: object) -> str:
    """An element; ``_`` in attribute names stands for ``-``, a trailing ``_`` is dropped."""
    parts = [
        f'{key.rstrip("_").replace("_", "-")}="{_write(value)}"'
        for key, value in attributes.items()
        if value is not None and value != ""
    ]
    head = " ".join([name, *parts])
    return f"<{head}>{content}</{name}>" if content else f"<{head}/>"


def text(words: str, x: float, y: float, **attributes: object) -> str:
    """A line of text at a point."""
    return element("text", escape(words, quote=False), x=x, y=y, **attributes)


def fitted(words: Lines, x: float, middle: float, **attributes: object) -> str:
    """One line or two, their middle at a height."""
    size = words.size
    first = middle + 0.34 * size - 0.5 * size * (len(words.texts) - 1)
    return "".join(
        text(line, x, first + size * place, font_size=size, **attributes)
        for place, line in enumerate(words.texts)
    )


def picture(
    content: str,
    *,
    width: float,
    height: float,
    title: str,
    description: str,
    prefix: str,
    extra: Mapping[str, str] | None = None,
) -> str:
    """The frame of a picture: ``role="img"``, named by its title and described by its finding.

    Args:
        content: the elements inside.
        width: of the view box; the page decides the printed size.
        height: of the view box.
        title: what is shown.
        description: what it says; screen readers read it out.
        prefix: makes ids unique when several pictures stand on one page.
        extra: further attributes of the root element.
    """
    head = element("title", escape(title, quote=False), id=f"{prefix}-title")
    head += element("desc", escape(description, quote=False), id=f"{prefix}-desc")
    return element(
        "svg",
        head + content,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(width)} {number(height)}",
        role="img",
        aria_labelledby=f"{prefix}-title {prefix}-desc",
        font_family=FONT,
        **(extra or {}),
    )


def _write(value: object) -> str:
    if isinstance(value, float):
        return number(value)
    return escape(str(value), quote=True)
