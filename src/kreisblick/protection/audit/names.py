"""Names: what figures, areas and days are called in the finished files."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath

import polars as pl

from kreisblick.base.slugs import area_slug
from kreisblick.protection.audit.files import Published

__all__ = ["Names", "read_names"]

GERMAN_DAY = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


@dataclass(frozen=True, kw_only=True)
class Names:
    """Key or title → key. An area's name may mean several areas.

    Attributes:
        indicators: key and German title → key.
        areas: key, file name and name → keys.
        parents: area → next larger area.
        titles: the titles, longest first.
        known: texts that were asked for before.
    """

    indicators: dict[str, str] = field(repr=False)
    areas: dict[str, frozenset[str]] = field(repr=False)
    parents: dict[str, str] = field(repr=False)
    titles: tuple[str, ...] = field(repr=False)
    known: dict[str, str | None] = field(repr=False, default_factory=dict)

    def indicator(self, text: str) -> str | None:
        """The indicator that a text names, alone or before its unit and day."""
        if text not in self.known:
            # the longest title counts: shorter ones may be how another figure's title begins
            found = next((title for title in self.titles if text.startswith(title)), "")
            found = "" if text.removeprefix(found)[:1].islower() else found
            self.known[text] = self.indicators.get(found or text)
        return self.known[text]

    def area(self, text: str) -> frozenset[str]:
        """The areas that a text names; none for any other text."""
        return self.areas.get(text, frozenset())

    def of_file(self, stem: str) -> tuple[str | None, str | None]:
        """The indicator and the day that a file is called by: ``<key>`` or ``<key>_<day>``."""
        key, _bar, day = stem.rpartition("_")
        if key in self.indicators and DAY.fullmatch(day):
            return self.indicators[key], day
        return self.indicators.get(stem), None

    def above(self, area: str) -> list[str]:
        """The area and all larger ones it lies in."""
        chain = [area]
        while (parent := self.parents.get(chain[-1])) and parent not in chain:
            chain.append(parent)
        return chain

    def day(self, text: str) -> str | None:
        """The day that a text names, as ISO."""
        if found := DAY.search(text):
            return found[0]
        if found := GERMAN_DAY.search(text):
            try:
                return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
            except ValueError:
                return None
        return None

    def stems(self, links: str) -> Iterator[str]:
        """What the files are called that a row links to."""
        yield from (PurePosixPath(link.partition("#")[0]).stem for link in links.split())


def read_names(published: Published) -> Names:
    """The names that the folder itself gives."""
    path = published.root / "catalogue/indicators.json"
    definitions = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    titles = {_title(item): key for key, item in definitions.items() if _title(item)}
    rows = pl.read_csv(published.root / "data/areas.csv", infer_schema=False)
    areas: dict[str, set[str]] = {}
    for row in rows.iter_rows(named=True):
        key = str(row["area"])
        for name in (key, area_slug(key), row.get("name")):  # a file is called by the slug
            if name:
                areas.setdefault(str(name), set()).add(key)
    parents = {row["area"]: row["parent"] for row in rows.iter_rows(named=True) if row["parent"]}
    return Names(
        indicators={key: key for key in definitions} | titles,
        areas={name: frozenset(keys) for name, keys in areas.items()},
        parents=parents,
        titles=tuple(sorted(titles, key=len, reverse=True)),
    )


def _title(definition: dict[str, object]) -> str:
    title = definition.get("title")
    return str(title.get("de", "")) if isinstance(title, dict) else ""
