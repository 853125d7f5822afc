"""PDF as an outsider reads it: objects decompressed, attachments, and the text of the pages."""

import io
from collections.abc import Callable, Iterator

import pikepdf
import pypdfium2

from kreisblick.protection.audit.outsider.model import Part, UnreadableError

__all__ = ["read_pdf"]

Unpack = Callable[[str, bytes], Iterator[Part]]
PICTURES = {"/Image"}  # their dots are no text; what is said about them stands in the objects
FONTS = {"/FontFile", "/FontFile2", "/FontFile3"}


def read_pdf(file: str, name: str, content: bytes, unpack: Unpack) -> Iterator[Part]:
    """Text layer, tags and alternative texts, metadata, streams, attachments.

    Raises:
        UnreadableError: damaged, or closed with a password.
    """
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            yield Part(file=file, name=f"{name}#objects", text="\n".join(_objects(document)))
            for key, attached in document.attachments.items():
                yield from unpack(f"{name}#{key}", attached.get_file().read_bytes())
        yield Part(file=file, name=f"{name}#text", text="\f".join(_pages(content)))
    except (pikepdf.PdfError, pikepdf.PasswordError, pypdfium2.PdfiumError) as error:
        raise UnreadableError(f"{file} {name}".strip()) from error


def _objects(document: pikepdf.Pdf) -> Iterator[str]:
    fonts = {
        item[key].objgen
        for item in document.objects
        if isinstance(item, pikepdf.Dictionary)
        for key in FONTS & set(item.keys())
    }
    for item in document.objects:
        yield from _strings(item)
        if isinstance(item, pikepdf.Stream) and item.objgen not in fonts:
            yield from _strings(item.stream_dict)
            if str(item.get("/Subtype", "")) not in PICTURES:
                yield item.read_bytes().decode("latin-1")
    yield from _strings(document.trailer)


def _strings(item: object, depth: int = 0) -> Iterator[str]:
    """The strings and numbers directly in an object; what it points to is an object of its own."""
    if isinstance(item, pikepdf.Dictionary):
        values: list[object] = [item[key] for key in item.keys()]  # noqa: SIM118  not a dict
    elif isinstance(item, pikepdf.Array):
        values = list(item)
    else:
        if not isinstance(item, pikepdf.Stream):
            yield str(item)
        return
    for value in values:
        direct = not (isinstance(value, pikepdf.Object) and value.is_indirect)
        if direct and depth < 50:
            yield from _strings(value, depth + 1)


def _pages(content: bytes) -> Iterator[str]:
    document = pypdfium2.PdfDocument(content)
    try:
        for page in document:
            text = page.get_textpage()
            yield text.get_text_range()
            text.close()
            page.close()
    finally:
        document.close()
