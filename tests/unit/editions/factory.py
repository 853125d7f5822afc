"""The invented district of the report's tests with findings, likeness and people's texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

import polars as pl
from tests.unit.report.factory import DATES, DISTRICT, SECRET, FakeBundle
from tests.unit.report.factory import make_bundle as report_bundle

from kreisblick.products.editorial import Editorial, Passage, Stretch, TextBlock
from kreisblick.protection.bundle.tables import shipped_tables
from kreisblick.statistics.findings import FINDING_COLUMNS

__all__ = [
    "DATES",
    "DISTRICT",
    "LONG",
    "SECRET",
    "EditionBundle",
    "block",
    "blocks",
    "make_bundle",
    "make_editorial",
]
LONG = "Sankt-Margarethen-am-Hohen-Rande-Niederoberwalluftsbrunnheim"  # 60 letters


@dataclass(frozen=True)
class EditionBundle(FakeBundle):
    """The report's bundle with further tables."""

    tables: Mapping[str, pl.DataFrame] = field(default_factory=dict)

    def derived(self, name: str) -> pl.DataFrame:
        types = FINDING_COLUMNS if name == "findings" else shipped_tables().derived[name].types
        return self.tables.get(name, pl.DataFrame(schema=types))


def make_bundle(*, long_names: bool = False) -> EditionBundle:
    """Five towns, one of them a single planning area; some figures differ inside a town."""
    plain = report_bundle(columns=5, rows=3, towns=5)
    own = {one.name: getattr(plain, one.name) for one in fields(plain)}
    bundle = EditionBundle(**own)
    bundle = replace(bundle, tables=_tables(bundle), indicators=_inside_towns(bundle.indicators))
    return lengthened(bundle) if long_names else bundle


def _inside_towns(figures: pl.DataFrame) -> pl.DataFrame:
    """A test against the rest of the own town, as the statistics room makes it."""
    wide = (pl.col("upper") - pl.col("lower")) * 0.6
    away = pl.col("deviation_municipal")
    return figures.with_columns(
        significance_municipal=pl.when(away.is_null() | wide.is_null())
        .then(pl.lit("unknown"))
        .when(away > wide)
        .then(pl.lit("above"))
        .when(away < -wide)
        .then(pl.lit("below"))
        .otherwise(pl.lit("same"))
    )


def _tables(bundle: EditionBundle) -> dict[str, pl.DataFrame]:
    small = bundle.areas.filter(level="planning_area")
    first, second = small["area"][0], small["area"][1]
    other = small.filter(pl.col("parent") != small["parent"][0])["area"][0]
    rows = [
        _finding("need", first, state="read", answer="Ein Treff entsteht", office="Stadt Lindenau",
                 answered_on=date(2025, 3, 1)),
        _finding("strength", second),
        _finding("inside_town", other),
        _finding("early_warning", DISTRICT, level="district"),
    ]  # fmt: skip
    similar = [
        {
            "comparison": "areas", "reference_date": DATES[-1], "generation": "2023",
            "level": "planning_area", "area": first, "place": 1, "elsewhere": "yes",
            "similar_area": other, "distance": 0.1, "nearer_pairs": 0.01, "compared": 4,
            "asked": 4, "kept": 1.0, "carries": "well",
            "differs": '{"people/children": -2.5}', "note": None,
        }
    ]  # fmt: skip
    return {
        "findings": pl.DataFrame(rows, schema=FINDING_COLUMNS),
        "similar_areas": pl.DataFrame(similar),
    }


def _finding(kind: str, area: str, level: str = "planning_area", **more: Any) -> dict[str, Any]:
    return {
        "finding": f"{kind}/{area}", "kind": kind, "pattern": "test", "reference_date": DATES[-1],
        "generation": "2023", "level": level, "area": area, "fields": "Einkommen",
        "indicators": "income/children", "strength": 1.0, "reason": f"Grund für {kind}.",
        "state": "proposed", "answer": None, "office": None, "answered_on": None, **more,
    }  # fmt: skip


def lengthened(bundle: EditionBundle) -> EditionBundle:
    """The same district where every place has a name of 60 letters."""

    def name(old: str, key: str) -> str:
        return f"{old} {LONG}"[: 60 - len(key)] + key

    names = {key: name(old, key) for key, old in bundle.areas.select("area", "name").iter_rows()}
    areas = bundle.areas.with_columns(
        name=pl.col("area").replace_strict(names, return_dtype=pl.String)
    )
    features = [
        {**f, "properties": {**f["properties"], "name": names[f["properties"]["area"]]}}
        for f in bundle.features
    ]
    report = {**bundle.report, "district": {"key": DISTRICT, "name": f"Landkreis {LONG}"[:60]}}
    return replace(bundle, areas=areas, features=features, report=report)


def block(key: str, kind: str, text: str, **more: Any) -> TextBlock:
    """A text block; lines that start with ``- `` are items of a list."""
    passages = tuple(
        Passage(
            kind="item" if line.startswith("- ") else "paragraph",
            stretches=(Stretch(text=line.removeprefix("- ")),),
        )
        for line in text.split("\n")
    )
    words = {"title": f"Titel {key}", "by": "Amt für Beispiele", "day": date(2025, 5, 2),
             "theme": "", "indicator": "", "area": "", **more}  # fmt: skip
    return TextBlock(key=key, kind=kind, passages=passages, **words)  # type: ignore[arg-type]


def make_editorial(town: str, area: str) -> Editorial:
    """Texts of every kind, about a town, one of its areas and the district."""
    return Editorial(
        blocks=(
            block("r1", "recommendation", "Beratung in die Nähe bringen."),
            block("r2", "recommendation", "Einen Raum am Nachmittag öffnen.", area=town),
            block("c1", "comment", "Die Stadt hat dazu beschlossen.\n- Erstens\n- Zweitens",
                  area=town),
            block("s1", "statement", "Beratung wirkt.", area=town),
            block("t1", "text", "Hier wurde viel gebaut.", area=area),
            block("p1", "plain", "Manche Familien haben wenig Geld. Sie bekommen Grundsicherung.",
                  indicator="income/children"),
            block("p2", "plain", "Kinder sollen geimpft sein.", theme="Kinder und Familie"),
        )
    )  # fmt: skip


def blocks(number: int, kind: str, text: str) -> Sequence[TextBlock]:
    """Many texts of one kind."""
    return [block(f"{kind}{place}", kind, text) for place in range(number)]
