"""Press: templates filled with chapters, links resolved, pictures put in."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kreisblick.products.drawing import read_palette
from kreisblick.products.report.arranging import Block, Chapter
from kreisblick.products.report.issue import Issue
from kreisblick.products.report.pages.shapes import share_shapes

__all__ = ["Press"]


class Press:
    """Fills the page templates of a report.

    Args:
        issue: what is set.
        address: id of a chapter to the address of its page.
    """

    def __init__(self, issue: Issue, address: Callable[[str], str]) -> None:
        self._issue = issue
        self._address = address
        self._page_of = {name: one.id for one in issue.chapters for name in _ids(one)}
        self._loader = FileSystemLoader(issue.definition.page_folders)
        self._pages = Environment(
            loader=self._loader,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._pages.globals.update(
            meta=issue.meta,
            label=issue.labels,
            colours=issue.colours,
            cover=issue.cover,
            chapters=issue.chapters,
            listed=listed,
            address=address,
            picture=self._picture,
        )

    def chapter(self, template: str, chapter: Chapter, **more: Any) -> str:
        """The page of a chapter."""
        return self.fill(
            template, chapter=chapter, place=lambda to: self.place(to, chapter.id), **more
        )

    def fill(self, template: str, **words: Any) -> str:
        """A template with words."""
        return share_shapes(self._pages.get_template(template).render(**words).lstrip())

    def place(self, to: str, page: str = "") -> str:
        """The address of something in the report, seen from a chapter's page."""
        found = self._page_of.get(to, page)
        return f"{'' if found == page else self._address(found)}#{to}"

    def style(self, name: str) -> str:
        """A style sheet: the district's own or the shipped one."""
        return self._loader.get_source(self._pages, name)[0]

    def _picture(self, name: str) -> Markup:
        """A picture as it stands in the page; our drawing room escaped every word in it."""
        return Markup(self._issue.pictures[name])  # noqa: S704


def colours_as_variables() -> str:
    """The palette as variables of a style sheet, light and dark."""
    palette = read_palette()
    light, dark = (_variables(one.model_dump()) for one in (palette.light, palette.dark))
    return (
        f":root {{ color-scheme: light dark; {light}}}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {dark}}} }}\n"
    )


def _variables(colours: Mapping[str, Any]) -> str:
    plain = [f"--{key}: {value}; " for key, value in colours.items() if isinstance(value, str)]
    steps = [f"--step-{i}: {value}; " for i, value in enumerate(colours["sequence"], start=1)]
    return "".join([*plain, *steps])


def listed(chapter: Chapter) -> list[Block]:
    """The headings that tables of contents name."""
    return [
        one for one in chapter.blocks if one["kind"] == "heading" and one["listed"] and one["id"]
    ]


def _ids(chapter: Chapter) -> list[str]:
    return [f"c-{chapter.id}", *(one["id"] for one in chapter.blocks if one.get("id"))]


def is_drawn(page: str) -> bool:
    """Whether a page holds a picture."""
    return re.search(r"<svg\b", page) is not None
