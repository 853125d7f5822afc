"""Bundles and texts for the slides: the small district, hidden towns, and the longest names."""

import runpy
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from kreisblick.products.editorial import Editorial, Passage, Stretch, TextBlock

FACTORY = runpy.run_path(str(Path(__file__).parents[1] / "report" / "factory.py"))
SECRET = FACTORY["SECRET"]
DISTRICT = FACTORY["DISTRICT"]
CHART = "income/basic_income"
LONGEST = "Verbandsgemeinde Schwarzenbach-Oberkirchberg an der Wiesenaue"  # 61 letters


def with_findings(bundle: Any, rows: list[tuple[str, str, str]]) -> Any:
    """The bundle with findings: kind, area, state."""
    level = dict(bundle.areas.select("area", "level").iter_rows())
    frame = pl.DataFrame(
        [{"kind": k, "area": a, "level": level[a], "state": s, "reason": "."} for k, a, s in rows]
    )

    class Finding(type(bundle)):  # type: ignore[misc]
        def derived(self, _name: str) -> pl.DataFrame:
            return frame

    return Finding(**{name: getattr(bundle, name) for name in bundle.__dataclass_fields__})


def hidden_town(bundle: Any, indicator: str = CHART) -> tuple[Any, str]:
    """The bundle with one municipality's figure hidden, its raw number left in on purpose."""
    town = bundle.areas.filter(level="municipality")["area"][0]
    here = (pl.col("indicator") == indicator) & (pl.col("area") == town)
    frame = bundle.indicators.with_columns(
        confidentiality=pl.when(here).then(pl.lit("suppressed")).otherwise("confidentiality"),
        value=pl.when(here).then(pl.lit(float(SECRET))).otherwise("value"),
        upper=pl.when(here).then(pl.lit(float(SECRET))).otherwise("upper"),
    )
    return replace(bundle, indicators=frame), town


def every_value(bundle: Any, number: float) -> Any:
    """The bundle with the same value everywhere."""
    same = {name: pl.lit(number) for name in ("value", "lower", "upper")}
    return replace(bundle, indicators=bundle.indicators.with_columns(**same))


def lopsided(bundle: Any) -> Any:
    """The bundle with intervals that reach further up than down, as real ones do."""
    wide = pl.col("upper") + (pl.col("upper") - pl.col("value")) / 2
    return replace(bundle, indicators=bundle.indicators.with_columns(upper=wide))


def with_longest_names(bundle: Any) -> Any:
    """Every area and municipality called by a name of sixty letters."""
    names = {
        area: f"{LONGEST[:-3]}{number:03d}" for number, area in enumerate(bundle.areas["area"])
    }
    areas = bundle.areas.with_columns(name=pl.col("area").replace_strict(names))
    features = [
        {**one, "properties": {**one["properties"], "name": names[one["properties"]["area"]]}}
        for one in bundle.features
    ]
    suppliers = {
        key: {**one, "title": {"de": f"Amt für Statistik der {LONGEST} {key}"}}
        for key, one in bundle.suppliers.items()
    }
    definitions = {
        key: {**one, "title": {"de": f"{one['title']['de']} in {LONGEST}"}}
        for key, one in bundle.indicator_definitions.items()
    }
    return replace(bundle, areas=areas, features=features, suppliers=suppliers,
                   indicator_definitions=definitions)  # fmt: skip


def recommendation(title: str, *texts: str, by: str = "Steuerungsgruppe") -> TextBlock:
    """A signed recommendation."""
    return TextBlock(
        key=title.lower(), kind="recommendation", title=title, by=by, day=date(2025, 3, 1),
        theme="", indicator="", area="",
        passages=tuple(
            Passage(kind="paragraph", stretches=(Stretch(text=text),)) for text in texts
        ),
    )  # fmt: skip


EDITORIAL = Editorial(
    blocks=[
        recommendation("Beratung & Hilfe nah am Menschen", "Der Kreis berät vor Ort.", "Danach."),
        recommendation("Kinder früh fördern", "Die Städte beginnen dort, wo es nötig ist."),
    ]
)
