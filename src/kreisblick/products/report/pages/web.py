"""Web: one page per chapter, which opens without a server, without scripts, on any screen."""

from pathlib import Path

from kreisblick.base.files import new_folder
from kreisblick.products.report.arranging import Chapter
from kreisblick.products.report.issue import Issue
from kreisblick.products.report.pages.press import Press, colours_as_variables

__all__ = ["write_pages"]

FIRST = "index.html"
SOURCES = "a-sources"


def write_pages(issue: Issue, out: Path) -> None:
    """Write ``web/`` with a page per chapter; the first chapter stands on ``index.html``."""
    first = issue.chapters[0].id
    press = Press(issue, lambda name: FIRST if name == first else f"{name}.html")
    with new_folder(out / "web") as folder:
        for place, chapter in enumerate(issue.chapters):
            name = FIRST if place == 0 else f"{chapter.id}.html"
            (folder / name).write_text(_page(press, issue, place), encoding="utf-8")
        style = colours_as_variables() + press.style("style.css")
        (folder / "style.css").write_text(style, encoding="utf-8")


def _page(press: Press, issue: Issue, place: int) -> str:
    chapters = issue.chapters
    chapter = chapters[place]
    before: Chapter | None = chapters[place - 1] if place else None
    after = chapters[place + 1] if place + 1 < len(chapters) else None
    has_sources = any(block.get("id") == SOURCES for one in chapters for block in one.blocks)
    return press.chapter(
        "chapter.html.j2",
        chapter,
        first=place == 0,
        before=before,
        after=after,
        sources=press.place(SOURCES, chapter.id) if has_sources else "",
    )
