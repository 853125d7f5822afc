"""Nouns of the editorial folder: texts that people wrote beside the figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from kreisblick.base.language import format_date

__all__ = ["NO_TEXTS", "Editorial", "Kind", "Passage", "Stretch", "TextBlock"]

Kind = Literal["text", "focus", "recommendation", "statement", "comment", "plain"]


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """Words of one look; a live figure is filled in already."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class Passage:
    """A paragraph, an item of a list or a heading inside a text block."""

    kind: Literal["paragraph", "item", "heading"]
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, kw_only=True)
class TextBlock:
    """One text with its place in the products.

    Attributes:
        key: name of its file in the editorial folder, without ending.
        kind: ``text`` by the planners, ``focus`` topic, ``recommendation``, ``statement`` of an
            association, ``comment`` of a municipality, ``plain`` language.
        title: heading; may be empty for texts.
        by: the office or association that speaks, never a person; empty for the planners' own.
        day: when it was written or agreed.
        theme: title of the theme it belongs to; empty where it belongs to none.
        indicator: key of the indicator; may be empty.
        area: key of the planning area or municipality it speaks about; empty for the district.
        passages: the text, ready to print.
    """

    key: str
    kind: Kind
    title: str
    by: str
    day: date | None
    theme: str
    indicator: str
    area: str
    passages: tuple[Passage, ...]

    def printed(self) -> dict[str, Any]:
        """The block as templates read it: texts are ready, the day is written out."""
        return {
            "key": self.key,
            "kind": self.kind,
            "title": self.title,
            "by": self.by,
            "day": format_date(self.day) if self.day else "",
            "passages": [
                {"kind": one.kind, "stretches": [vars(stretch) for stretch in one.stretches]}
                for one in self.passages
            ],
        }


@dataclass(frozen=True, kw_only=True)
class Editorial:
    """All text blocks of an edition, in the order in which they are printed."""

    blocks: Sequence[TextBlock] = ()

    def of(
        self,
        *kinds: Kind,
        theme: str | None = None,
        indicator: str | None = None,
        area: str | None = None,
    ) -> list[TextBlock]:
        """The blocks of these kinds (all without) whose place is the one named.

        ``theme=""`` asks for blocks without a theme; ``None`` asks for any.
        """
        return [
            one
            for one in self.blocks
            if (not kinds or one.kind in kinds)
            and (theme is None or one.theme == theme)
            and (indicator is None or one.indicator == indicator)
            and (area is None or one.area == area)
        ]


NO_TEXTS = Editorial()
