"""The page of a forecast: towns and areas stand where a German reader looks for them."""

from datetime import date
from pathlib import Path

import polars as pl

from kreisblick.products.forecast import ForecastPage, build_forecast
from kreisblick.statistics.forecast import standard_definition

NAMES = {"0": "Kreis", "1": "Weißenroda", "2": "Ährenfeld", "3": "Altstadt"}


def test_towns_stand_by_the_german_alphabet(tmp_path: Path) -> None:
    page = build_forecast(_page(), tmp_path)

    text = page.read_text(encoding="utf-8")
    text = text[text.index("Städte und Gemeinden") :]
    assert text.index("Ährenfeld") < text.index("Altstadt") < text.index("Weißenroda")


def _page() -> ForecastPage:
    definition = standard_definition()
    groups = ["total", *definition.age_groups, *definition.needs]
    rows = [
        {"area": area, "year": year, "group": group, "value": 100.0, "lower_80": 90.0,
         "upper_80": 110.0, "lower_95": 80.0, "upper_95": 120.0}
        for area in NAMES
        for year in range(2025, 2040)
        for group in groups
    ]  # fmt: skip
    areas = pl.DataFrame({"area": list(NAMES), "name": list(NAMES.values())}).with_columns(
        level=pl.when(pl.col("area") == "0")
        .then(pl.lit("district"))
        .otherwise(pl.lit("municipality")),
        parent=pl.lit("0"),
    )
    return ForecastPage(
        report={"district": {"area": "0", "name": "Kreis"}, "title": "Bericht"},
        areas=areas, table=pl.DataFrame(rows), backtest=pl.DataFrame(), notices=[], untold=[],
        definition=definition, origin=date(2024, 12, 31),
    )  # fmt: skip
