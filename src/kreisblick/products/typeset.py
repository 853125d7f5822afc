"""Typesetting with Typst: data and pictures beside a template become an accessible PDF.

Every document of one class is set with one compiler, so fonts are looked up once.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, cast

import typst

from kreisblick.base.definitions import shipped
from kreisblick.base.errors import KreisblickError
from kreisblick.base.files import fingerprint
from kreisblick.base.language import translate as _
from kreisblick.products.keep import open_shelf
from kreisblick.products.model import BundleLike

__all__ = ["Typesetter", "TypesettingError", "edition_day", "open_typesetter"]


class TypesettingError(KreisblickError):
    """A template and its data do not fit, or the document would not be accessible."""

    def __init__(self, *, template: str, reason: str) -> None:
        super().__init__(
            _(
                "The document of template '{template}' cannot be set: {reason} Compare the "
                "template with the one that ships with Kreisblick."
            ).format(template=template, reason=reason)
        )


class Typesetter:
    """A folder with a template, and the compiler that reads it."""

    def __init__(self, folder: Path, main: str, standards: Sequence[str]) -> None:
        self._folder = folder
        self._main = main
        # the list comes from the catalogue; the typesetter itself refuses unknown standards
        self._standards = cast(Any, list(standards))
        self._compiler = typst.Compiler(input=str(folder / main), root=str(folder))
        self._marks: dict[str, str] = {}

    def lay(self, name: str, content: str) -> str:
        """Put a picture or data file beside the template; returns its name.

        The document's data must name it: a document is known by its data and what they name.
        """
        target = self._folder / name
        self._marks[name] = fingerprint(content)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")
        return name

    def set_document(self, data: Mapping[str, Any], day: date, name: str = "data.json") -> bytes:
        """The PDF for some data.

        Args:
            data: what the template reads as JSON; every text is ready to print.
            day: stands as the day of making in the file, so the same input gives the same bytes.
            name: of the data file; several documents of one run need several.

        Raises:
            TypesettingError: when the template refuses the data.
        """
        text = json.dumps(data, ensure_ascii=False, sort_keys=True)
        shelf, key = open_shelf(), self._key(text, day)
        if shelf and (kept := shelf.get(key)):
            return kept
        content = self._compile(self.lay(name, text), day)
        if shelf:
            shelf.put(key, content)
        return content

    def _key(self, text: str, day: date) -> str:
        """Fingerprint of all that a document is set from: words, pictures named in them, fonts."""
        pictures = {name: mark for name, mark in self._marks.items() if f'"{name}"' in text}
        templates = [path.read_text("utf-8") for path in sorted(self._folder.glob("*.typ"))]
        parts = (self._main, templates, self._standards, version("typst"), _fonts())
        return fingerprint(text, day, pictures, parts)

    def _compile(self, name: str, day: date) -> bytes:
        moment = int(datetime.combine(day, time(12), tzinfo=UTC).timestamp())
        try:
            content = self._compiler.compile(
                format="pdf",
                sys_inputs={"data": name},
                pdf_standards=self._standards,
                timestamp=moment,
            )
        except RuntimeError as error:
            raise TypesettingError(template=self._main, reason=str(error)) from error
        return cast(bytes, content)

    def photograph(self, data: Mapping[str, Any], dpi: int, name: str = "data.json") -> list[bytes]:
        """Every page as PNG.

        Args:
            data: what the template reads as JSON.
            dpi: dots per inch.
            name: of the data file.

        Raises:
            TypesettingError: when the template refuses the data.
        """
        self._lay_data(name, data)
        try:
            found = self._compiler.compile(format="png", ppi=dpi, sys_inputs={"data": name})
        except RuntimeError as error:
            raise TypesettingError(template=self._main, reason=str(error)) from error
        return found if isinstance(found, list) else [cast(bytes, found)]

    def _lay_data(self, name: str, data: Mapping[str, Any]) -> None:
        self.lay(name, json.dumps(data, ensure_ascii=False, sort_keys=True))


@contextmanager
def open_typesetter(template: Path, standards: Sequence[str]) -> Iterator[Typesetter]:
    """A typesetter in a folder of its own, which is removed afterwards.

    Args:
        template: the main ``.typ`` file; others beside it are laid beside it again, and with them
            ``house.typ``, which holds what all papers share.
        standards: what the PDF has to fulfil, for instance ``a-3a`` and ``ua-1``.
    """
    with tempfile.TemporaryDirectory(prefix="kreisblick-") as name:
        folder = Path(name)
        house = shipped("catalogue", "products", "house.typ")
        # a district may bring some of a product's templates; the others are the shipped ones
        below = shipped("catalogue", "products", template.parent.name)
        for file in [house, *sorted(below.glob("*.typ")), *sorted(template.parent.glob("*.typ"))]:
            shutil.copyfile(file, folder / file.name)
        yield Typesetter(folder, template.name, standards)


@cache
def _fonts() -> list[str]:
    """The typefaces of this computer, as far as they can change a page."""
    return sorted(
        f"{one.family} {one.style} {one.weight} {one.path}" for one in typst.Fonts().fonts()
    )


def edition_day(bundle: BundleLike) -> date:
    """The day of the edition; the last reference date where the edition is no date."""
    try:
        return date.fromisoformat(str(bundle.report["edition"])[:10])
    except ValueError:
        return max(date.fromisoformat(str(day)[:10]) for day in bundle.report["dates"])
