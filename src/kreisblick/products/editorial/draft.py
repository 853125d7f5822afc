"""A text as its author left it: head, passages, live figures still as they were typed."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from pydantic import Field, field_validator

from kreisblick.base.definitions import Definition
from kreisblick.products.editorial.definition import Form
from kreisblick.products.editorial.model import Kind

__all__ = ["Asked", "Draft", "Head", "Quoted", "RawPassage", "RawStretch", "UnclearError"]


class UnclearError(Exception):
    """Something in a text cannot be understood; the reader of the file makes a fault of it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


class Head(Definition):
    """The lines between ``---`` and ``---`` at the beginning of a file.

    Attributes:
        kind: see ``TextBlock``.
        title, by, day: printed with the text.
        theme, indicator, area: where it belongs, as the author wrote it.
        order: smaller ones come first.
        expects: what it relies on, e.g. ``Arbeitslose in Rosenthal: über dem Mittel``.
        names: of persons that everybody knows and that may be printed.
    """

    kind: Kind
    title: str = ""
    by: str = ""
    day: date | None = None
    theme: str = ""
    indicator: str = ""
    area: str = ""
    order: int = 100
    expects: tuple[str, ...] = Field(default=())
    names: tuple[str, ...] = Field(default=())

    @field_validator("day", mode="before")
    @classmethod
    def _german_day(cls, value: Any) -> Any:
        parts = value.split(".") if isinstance(value, str) else ()
        if len(parts) == 3 and all(part.strip().isdigit() for part in parts):
            day, month, year = (int(part) for part in parts)
            return date(year, month, day)
        return value

    @field_validator("expects", "names", mode="before")
    @classmethod
    def _as_lines(cls, value: Any) -> Any:
        """YAML reads ``a: b`` as a pair; authors mean a line."""
        if isinstance(value, list):
            return tuple(line for one in value for line in cls._as_lines(one))
        if isinstance(value, dict):
            return tuple(f"{key}: {one}" for key, one in value.items())
        return (value,)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A live figure as it was typed: ``indicator | area | date | form``, empty where not named."""

    indicator: str
    area: str = ""
    day: str = ""
    form: Form = Form.VALUE


@dataclass(frozen=True, kw_only=True)
class Quoted:
    """A number that no bundle holds, with its source; without one it is the author's own."""

    text: str
    source: str


@dataclass(frozen=True, kw_only=True)
class RawStretch:
    """Words of one look, or one figure; a line break of the file is still in the words."""

    text: str
    figure: Asked | Quoted | None = None
    bold: bool = False
    italic: bool = False
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class RawPassage:
    """A passage and the line of the file in which it begins."""

    kind: Literal["paragraph", "item", "heading"]
    stretches: tuple[RawStretch, ...]
    line: int

    @property
    def typed(self) -> str:
        """What the author typed outside of live figures, which leave a blank."""
        return "".join(" " if one.figure else one.text for one in self.stretches)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A file of the editorial folder.

    Attributes:
        key: its name without ending.
        hash: SHA-256 of its bytes.
        head, passages: what stands in it.
        lines: head field to its line.
        headless: the head could not be understood; ``head`` is a stand-in, so that the rest of the
            file is looked at, too.
    """

    key: str
    hash: str
    head: Head
    passages: tuple[RawPassage, ...]
    lines: dict[str, int]
    headless: bool = False

    @property
    def where(self) -> str:
        """The file, as messages name it."""
        return f"editorial/{self.key}.md"

    def at(self, field: str) -> str:
        """A head field's place, as messages name it."""
        return f"{self.where}:{self.lines.get(field, 1)}"

    @property
    def name(self) -> str:
        """How messages call the text: by its title, else by its file."""
        return self.head.title or self.key

    def asked(self) -> list[Asked]:
        """All live figures, in order."""
        found = [one.figure for passage in self.passages for one in passage.stretches]
        return [one for one in found if isinstance(one, Asked)]
