"""Unpack: every part of a file, decompressed, whatever the file calls itself.

The kind is told by the first bytes, then by the ending. What nobody here can read is no reason to
let it pass: it is reported.
"""

import base64
import binascii
import gzip
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

import polars as pl

from kreisblick.protection.audit.outsider.model import Part, UnreadableError
from kreisblick.protection.audit.outsider.paper import read_pdf
from kreisblick.protection.audit.outsider.pictures import read_jpeg, read_png
from kreisblick.protection.audit.outsider.stores import read_sqlite
from kreisblick.protection.audit.outsider.tables import csv_rows, markup_rows, workbook_parts

__all__ = ["unpack"]

LARGEST = 2_000_000_000  # bytes of an entry of an archive; larger ones are not opened
DEEPEST = 4  # archives within archives
HARMLESS = {".woff", ".woff2", ".ttf", ".otf", ".eot", ".ico", ".sig"}  # no figures in them
TEXTS = {
    ".txt", ".md", ".css", ".pem", ".xsd", ".vtt", ".ics", ".yaml", ".yml", ".toml",
    ".rels", ".map", ".typ", ".webmanifest", ".qml", ".sld", ".prj", ".cpg", ".log", ".jsonl",
    ".rtf", ".ttl",
}  # fmt: skip
SCRIPTS = {".js", ".mjs"}
CALL = re.compile(r"\s*[\w.]+\((.*)\);?\s*", re.DOTALL)  # a page in a folder loads data this way
MARKUP = {".html", ".htm", ".xhtml", ".svg", ".xml", ".kml", ".gml", ".rss", ".atom"}
EMBEDDED = re.compile(r"data:([\w/+.-]+)[\w=;-]*;base64,([A-Za-z0-9+/=]+)")
TABLES = {".csv": ",", ".tsv": "\t"}
WORKBOOKS = {".xlsx", ".xlsm", ".xlsb", ".ods"}


def unpack(file: str, content: bytes, name: str = "", depth: int = 0) -> Iterator[Part]:
    """All parts of a file.

    Args:
        file: its path, as seen from the folder.
        content: its bytes.
        name: of the part, if it lies inside a file.
        depth: how many archives it lies inside of.

    Raises:
        UnreadableError: a part of it cannot be read.
    """
    ending = PurePosixPath(name or file).suffix.lower()
    for start, reader in _BY_START:
        if content.startswith(start):
            yield from reader(file, name, content, depth)
            return
    if ending in HARMLESS:
        return
    if ending in {".json", ".geojson", ".topojson", ".jsonld"}:
        yield from _json(file, name, content)
    elif ending in SCRIPTS:
        text = _text(file, name, content)
        yield Part(file=file, name=name, text=text, data=_handed(text))
    elif ending in TABLES:
        text = _text(file, name, content)
        yield Part(file=file, name=name, text=text, rows=tuple(csv_rows(text, TABLES[ending])))
    elif ending in MARKUP or content[:200].lstrip().startswith(b"<"):
        text = _text(file, name, content)
        yield Part(file=file, name=name, text=text)
        yield from markup_rows(file, name, text)
        yield from _embedded(file, name, text, depth)
    elif ending in TEXTS or ((depth or not ending) and _is_text(content)):
        yield Part(file=file, name=name, text=_text(file, name, content))
    else:
        raise UnreadableError(f"{file} {name}".strip())


def _embedded(file: str, name: str, text: str, depth: int) -> Iterator[Part]:
    """Files that are written into a page; fonts are no data."""
    for number, (kind, body) in enumerate(EMBEDDED.findall(text), start=1):
        if not kind.startswith(("font", "application/font", "application/x-font")):
            inner = f"{name}#embedded{number}.{kind.rpartition('/')[2].partition('+')[0]}"
            try:
                content = base64.b64decode(body)
            except binascii.Error as error:
                raise UnreadableError(f"{file} {inner}") from error
            yield from unpack(file, content, inner, depth + 1)


def _text(file: str, name: str, content: bytes) -> str:
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableError(f"{file} {name}".strip())


def _encodings(content: bytes) -> tuple[str, ...]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    return ("utf-8-sig", "cp1252", "latin-1")


def _is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode("utf-8")
    except UnicodeDecodeError:
        return False


def _json(file: str, name: str, content: bytes) -> Iterator[Part]:
    text = _text(file, name, content)
    try:
        data = json.loads(text)
    except ValueError as error:
        raise UnreadableError(f"{file} {name}".strip()) from error
    yield Part(file=file, name=name, text=text, data=data)


def _handed(text: str) -> object:
    """The data that a script does nothing with but hand on: ``give("name", {...});``."""
    call = CALL.fullmatch(text)
    try:
        return json.loads(f"[{call[1]}]")[-1] if call else None
    except ValueError:
        return None


def _archive(file: str, name: str, content: bytes, depth: int) -> Iterator[Part]:
    """An archive entry by entry; sheets of workbooks as tables too."""
    if depth >= DEEPEST:
        raise UnreadableError(f"{file} {name}".strip())
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield Part(file=file, name=f"{name}!comment", text=archive.comment.decode("latin-1"))
            for entry in archive.infolist():
                if entry.is_dir():
                    continue
                if entry.flag_bits & 1 or entry.file_size > LARGEST:  # locked, or a bomb
                    raise UnreadableError(f"{file}!{entry.filename}")
                inner = f"{name}!{entry.filename}"
                extra = entry.comment + entry.extra
                yield Part(file=file, name=f"{inner}#", text=extra.decode("latin-1"))
                yield from _entry(file, inner, archive.read(entry), depth + 1)
    except (zipfile.BadZipFile, NotImplementedError, OSError) as error:
        raise UnreadableError(f"{file} {name}".strip()) from error
    if PurePosixPath(name or file).suffix.lower() in WORKBOOKS:
        yield from workbook_parts(file, name, content)


def _entry(file: str, name: str, content: bytes, depth: int) -> Iterator[Part]:
    """An entry of an archive; binary sheets (XLSB) are read as bytes beside their tables."""
    if name.endswith(".bin") or not content:
        yield Part(file=file, name=name, text=content.decode("latin-1"), content=content)
    elif "." not in PurePosixPath(name).name and _is_text(content):
        yield Part(file=file, name=name, text=content.decode("utf-8"))
    else:
        yield from unpack(file, content, name, depth)


def _gzip(file: str, name: str, content: bytes, depth: int) -> Iterator[Part]:
    try:
        inner = gzip.decompress(content)
    except (OSError, EOFError) as error:
        raise UnreadableError(f"{file} {name}".strip()) from error
    yield from unpack(file, inner, (name or file).removesuffix(".gz"), depth + 1)


def _parquet(file: str, name: str, content: bytes, _depth: int) -> Iterator[Part]:
    try:
        frame = pl.read_parquet(io.BytesIO(content))
        meta = pl.read_parquet_metadata(io.BytesIO(content))
    except pl.exceptions.PolarsError as error:
        raise UnreadableError(f"{file} {name}".strip()) from error
    plain = frame.drop(pl.selectors.binary())
    blobs = [
        blob.decode("latin-1")
        for column in frame.select(pl.selectors.binary())
        for blob in column.drop_nulls()
    ]
    text = "\n".join([json.dumps(meta), plain.write_json(), *blobs])
    yield Part(file=file, name=name, text=text, rows=tuple(plain.iter_rows(named=True)))


def _sqlite(file: str, name: str, content: bytes, _depth: int) -> Iterator[Part]:
    yield from read_sqlite(file, name, content)


def _pdf(file: str, name: str, content: bytes, depth: int) -> Iterator[Part]:
    yield from read_pdf(
        file, name, content, lambda inner, data: unpack(file, data, inner, depth + 1)
    )


def _png(file: str, name: str, content: bytes, _depth: int) -> Iterator[Part]:
    yield from read_png(file, name, content)


def _jpeg(file: str, name: str, content: bytes, _depth: int) -> Iterator[Part]:
    yield from read_jpeg(file, name, content)


Reader = Callable[[str, str, bytes, int], Iterator[Part]]
_BY_START: list[tuple[bytes, Reader]] = [
    (b"PK\x03\x04", _archive),
    (b"PK\x05\x06", _archive),
    (b"\x1f\x8b", _gzip),
    (b"%PDF-", _pdf),
    (b"\x89PNG\r\n\x1a\n", _png),
    (b"\xff\xd8\xff", _jpeg),
    (b"SQLite format 3\0", _sqlite),
    (b"PAR1", _parquet),
]
