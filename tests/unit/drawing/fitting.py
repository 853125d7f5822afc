"""Where every word of a picture lies, by the widths that the fonts themselves say."""

import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import pytest
from fontTools.ttLib import TTFont

SVG = "{http://www.w3.org/2000/svg}"
FAMILIES = ("Noto Sans", "DejaVu Sans")
ASCENT, DESCENT = 0.74, 0.21  # of the size: capitals with dots, and g


@dataclass(frozen=True)
class Word:
    """A line of text and the box it fills."""

    text: str
    left: float
    right: float
    top: float
    bottom: float


@cache
def advances(family: str, style: str) -> dict[str, float]:
    """Letter → its width as a part of the size, as the installed font says."""
    asked = ["fc-match", "-f", "%{file}|%{family[0]}", f"{family}:style={style}"]
    found = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    path, _, name = found.partition("|")
    if name != family:
        pytest.skip(f"{family} is not installed: apt install fonts-noto-core fonts-dejavu")
    font = TTFont(path)
    letters, widths, unit = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
    return {chr(code): widths[glyph][0] / unit for code, glyph in letters.items()}


def drawn_width(text: str, size: float, *, bold: bool) -> float:
    """The width in the widest family that a picture names."""
    styles = {"Noto Sans": "Bold" if bold else "Regular", "DejaVu Sans": "Bold" if bold else "Book"}
    return max(
        sum(advances(family, styles[family]).get(letter, 1.0) for letter in text) * size
        for family in FAMILIES
    )


def words_of(svg: str) -> Iterator[Word]:
    """Every line of text with its box, in the units of the view box."""
    root = ET.fromstring(svg)
    yield from _inside(root, 16.0, bold=False, anchor="start", shift=(0.0, 0.0))


def _inside(
    element: ET.Element, size: float, *, bold: bool, anchor: str, shift: tuple[float, float]
) -> Iterator[Word]:
    size = float(element.get("font-size", size))
    bold = int(element.get("font-weight", 700 if bold else 400)) >= 600
    anchor = element.get("text-anchor", anchor)
    moved = element.get("transform", "")
    if moved.startswith("translate("):
        x, y = (float(part) for part in moved[10:-1].split(","))
        shift = (shift[0] + x, shift[1] + y)
    if element.tag == f"{SVG}text":
        wide = drawn_width(element.text or "", size, bold=bold)
        x = float(element.get("x", 0)) + shift[0]
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        y = float(element.get("y", 0)) + shift[1]
        yield Word(element.text or "", left, left + wide, y - ASCENT * size, y + DESCENT * size)
    for child in element:
        yield from _inside(child, size, bold=bold, anchor=anchor, shift=shift)


def overflowing(svg: str) -> list[str]:
    """Words that leave the picture, or lie over one another."""
    root = ET.fromstring(svg)
    _x, _y, width, height = (float(part) for part in root.get("viewBox", "").split())
    words = list(words_of(svg))
    outside = [
        f"outside: {word.text}"
        for word in words
        if word.left < -0.5 or word.right > width + 0.5 or word.top < -0.5 or word.bottom > height
    ]
    over = [
        f"over: {one.text} / {other.text}"
        for one, other in combinations(words, 2)
        if one.left < other.right - 0.5
        and other.left < one.right - 0.5
        and one.top < other.bottom - 1
        and other.top < one.bottom - 1
    ]
    return outside + over
