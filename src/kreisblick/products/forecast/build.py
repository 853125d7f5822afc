"""Build the page of a forecast and its tables."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2
import polars as pl
from markupsafe import Markup

from kreisblick.base.definitions import shipped
from kreisblick.base.files import write_bytes
from kreisblick.base.language import format_count, format_date, format_decimal
from kreisblick.base.language import translate as _
from kreisblick.base.spreadsheets import harmless_table
from kreisblick.products.figures import german_order
from kreisblick.products.forecast.fan import FanYear, draw_fan
from kreisblick.products.forecast.model import ForecastPage

__all__ = ["build_forecast"]

LEVELS = ("municipality", "planning_area")
TOLD = (5, 10, 15)  # years ahead that the tables of areas show


def build_forecast(page: ForecastPage, out: Path) -> Path:
    """Write ``index.html``, ``forecast.csv`` and ``backtest.csv``.

    Returns:
        The page.
    """
    folder = shipped("catalogue", "products", "forecast")
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder), autoescape=True, undefined=jinja2.StrictUndefined
    )
    environment.filters |= {"count": format_count, "decimal": format_decimal}
    text = environment.get_template("forecast.html.j2").render(**_content(page))
    write_bytes(out / "index.html", text.encode())
    for name, table in (("forecast", page.table), ("backtest", page.backtest)):
        stream = io.BytesIO()
        harmless_table(table).write_csv(stream)
        write_bytes(out / f"{name}.csv", stream.getvalue())
    return out / "index.html"


def _content(page: ForecastPage) -> dict[str, Any]:
    district = page.areas.filter(pl.col("level") == "district").row(0, named=True)
    names = dict(zip(page.areas["area"], page.areas["name"], strict=True))
    own = page.table.filter(pl.col("area") == district["area"])
    years = sorted(page.table["year"].unique())
    told = [years[0] - 1 + ahead for ahead in TOLD if years[0] - 1 + ahead <= years[-1]]
    return {
        "report": page.report,
        "origin": format_date(page.origin),
        "reading": page.definition.reading.de,
        "total": _fan(own.filter(pl.col("group") == "total"), str(district["name"])),
        "needs": [
            {
                "title": need.title.de,
                "unit": need.unit.de,
                "reason": need.reason,
                "rows": own.filter((pl.col("group") == key) & pl.col("year").is_in(told)).rows(
                    named=True
                ),
            }
            for key, need in page.definition.needs.items()
        ],
        "groups": _groups(page, own, told),
        "years": told,
        "levels": [_level(page, level, told) for level in LEVELS],
        "untold": [names[key] for key in page.untold],
        "notices": page.notices,
        "backtest": _tried(page),
        "assumptions": _assumptions(page),
    }


def _fan(rows: pl.DataFrame, name: str) -> Mapping[str, Any]:
    fields = ("year", "value", "lower_80", "upper_80", "lower_95", "upper_95")
    years = [FanYear(**row) for row in rows.sort("year").select(fields).rows(named=True)]
    last = years[-1]
    finding = _(
        "{place}: about {value} people in {year}; with 80 percent certainty between {low} and "
        "{high}."
    ).format(
        place=name, value=format_count(last.value), year=last.year,
        low=format_count(last.lower_80), high=format_count(last.upper_80),
    )  # fmt: skip
    drawn = draw_fan(years, title=_("Population"), description=finding, prefix="total")
    return {"finding": finding, "picture": Markup(drawn)}  # noqa: S704  our own SVG, escaped


def _groups(page: ForecastPage, own: pl.DataFrame, told: list[int]) -> list[Mapping[str, Any]]:
    return [
        {
            "name": group,
            "rows": own.filter((pl.col("group") == group) & pl.col("year").is_in(told)).rows(
                named=True
            ),
        }
        for group in page.definition.age_groups
    ]


def _level(page: ForecastPage, level: str, told: list[int]) -> Mapping[str, Any]:
    places = page.areas.filter(pl.col("level") == level).sort(german_order("name"), "area")
    total = page.table.filter((pl.col("group") == "total") & pl.col("year").is_in(told))
    rows = [
        {"name": name, "rows": total.filter(pl.col("area") == area).sort("year").rows(named=True)}
        for area, name in places.select("area", "name").iter_rows()
    ]
    title = _("Towns") if level == LEVELS[0] else _("Planning areas")
    return {"title": title, "rows": [row for row in rows if row["rows"]]}


def _tried(page: ForecastPage) -> list[Mapping[str, Any]]:
    if not page.backtest.height:
        return []
    words = {
        "fallback": _("this forecast"),
        "cohort": _("this forecast"),
        "hamilton_perry": _("every area by its own ratios alone"),
        "constant_share": _("every area keeps its share"),
    }
    rows = page.backtest.filter(pl.col("group").is_in(["total", "groups"])).rows(named=True)
    return [
        {
            **row,
            "method": words[row["method"]],
            "group": _("all residents") if row["group"] == "total" else _("age groups"),
        }
        for row in rows
    ]


def _assumptions(page: ForecastPage) -> list[tuple[str, float, str]]:
    """Name, value and reason of the numbers that entered a forecast by ratios."""
    one = page.definition
    return [
        (
            _("how much of a good or bad year is left a year later"),
            one.persistence.value,
            one.persistence.reason,
        ),
        (
            _("yearly spread of the whole district where few dates are known"),
            one.whole_area_change.value,
            one.whole_area_change.reason,
        ),
        (
            _("share of differences that is chance where one interval is known"),
            one.one_interval_chance.value,
            one.one_interval_chance.reason,
        ),
    ]
