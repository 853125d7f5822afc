"""Texts of an XLSX: shared strings, texts in cells, and their escapes."""

import html
import re
from collections.abc import Callable
from xml.parsers import expat

import polars as pl

from kreisblick.sealed.reading.errors import damaged
from kreisblick.sealed.reading.limits import MEGABYTE
from kreisblick.sealed.reading.workbooks.package import Package
from kreisblick.sealed.reading.workbooks.xml import new_parser, plain

__all__ = ["decoded", "own_texts", "read_strings", "unescaped"]

STRINGS = "xl/sharedStrings.xml"
SIMPLE = r"(?s)^\s*<t(?:\s[^>/]*)?>([^<]*)</t>\s*$"
BLOCK = 8 * MEGABYTE
UNSEEN = re.compile(rb"<si[^>]|<[!?]|<si/>")
FIRST = re.compile(rb"<sst[\s>][^>]*>")
ENCODING = re.compile(rb"encoding=[\"'](?!utf-8|us-ascii)", re.IGNORECASE)
PHONETIC = re.compile(r"<rPh.*?</rPh>", re.DOTALL)  # how a Japanese text is pronounced
PART = re.compile(r"<t(?:\s[^>]*)?>([^<]*)</t>")
CODED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescaped(texts: pl.Series) -> pl.Series:
    """The texts with XML's escapes resolved."""
    return _mended(texts, "&", html.unescape)


def decoded(texts: pl.Series) -> pl.Series:
    """The texts with the workbook's own escapes resolved: ``_x000D_`` ends a line."""
    return _mended(texts, "_x", lambda text: CODED.sub(_letter, text))


def _letter(hit: re.Match[str]) -> str:
    number = int(hit[1], 16)
    return hit[0] if 0xD800 <= number <= 0xDFFF else chr(number)  # halves of letters are none


def own_texts(inside: pl.Series) -> pl.Series:
    """Plain text of cells that hold their text themselves, from the XML inside ``<is>``."""
    simple = inside.str.extract(SIMPLE)
    odd = inside.is_not_null() & simple.is_null()
    if odd.any():
        simple = simple.set(odd, None)
        joined = inside.filter(odd).map_elements(_joined, return_dtype=pl.String)
        simple = simple.clone().scatter(odd.arg_true(), joined)
    return unescaped(simple).alias(inside.name)


def _joined(piece: str) -> str:
    return "".join(PART.findall(PHONETIC.sub("", piece)))


def read_strings(package: Package) -> pl.Series:
    """The workbook's shared strings in their order; empty when there are none.

    Raises:
        UnreadableFileError: when they are damaged or declare a document type.
    """
    if not package.has(STRINGS):
        return pl.Series(dtype=pl.String)
    found = _scanned(package)
    return decoded(found if found is not None else _parsed(package))


def _scanned(package: Package) -> pl.Series | None:
    """The strings by patterns; None when they are written in an unusual form."""
    texts: list[pl.Series] = []
    rest = b""
    for number, fresh in enumerate(package.blocks(STRINGS, size=BLOCK)):
        block = rest + fresh
        if number == 0:
            first = FIRST.search(block[:2000])
            head = block[: first.start()] if first else b"<!"
            if first is None or b"<!" in head or ENCODING.search(head):
                return None
            block = block[first.end() :]
        cut = block.rfind(b"</si>") + len(b"</si>")
        block, rest = (block[:cut], block[cut:]) if cut >= len(b"</si>") else (b"", block)
        if UNSEEN.search(block) or len(rest) > package.limits.longest_row_mb * MEGABYTE:
            return None
        try:
            texts.append(_strings(block))
        except UnicodeDecodeError:
            return None
    return pl.concat(texts) if texts and rest.strip().endswith(b"</sst>") else None


def _strings(block: bytes) -> pl.Series:
    pieces = pl.Series([block.decode()]).str.split("<si>").explode()[1:]
    return own_texts(pieces.str.replace(r"\s*</si>\s*$", ""))


def _parsed(package: Package) -> pl.Series:
    """The strings by the XML parser."""
    texts: list[str] = []
    state = {"text": False, "phonetic": False}

    def start(tag: str, _attributes: dict[str, str]) -> None:
        if plain(tag) == "si":
            texts.append("")
        state["text"] = plain(tag) == "t" and not state["phonetic"]
        state["phonetic"] |= plain(tag) == "rPh"

    def end(tag: str) -> None:
        state["text"] = False
        state["phonetic"] &= plain(tag) != "rPh"

    def say(text: str) -> None:
        if state["text"] and texts:
            texts[-1] += text

    parser = new_parser(package.name)
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = say
    try:
        for block in package.blocks(STRINGS):
            parser.Parse(block, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError):
        raise damaged(package.name) from None
    return pl.Series(texts, dtype=pl.String)


def _mended(texts: pl.Series, sign: str, mend: Callable[[str], str]) -> pl.Series:
    """Only texts with the sign go through the slow way, each once."""
    odd = texts.str.contains(sign, literal=True).fill_null(value=False)
    if not odd.any():
        return texts
    distinct = texts.filter(odd).unique()
    table = {text: mend(text) for text in distinct}
    return texts.replace(table)
