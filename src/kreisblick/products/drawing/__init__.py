"""Drawing: maps and charts as small, accessible SVG text.

In: outlines traced once from a bundle's GeoJSON, plain values and words. Out: SVG text with title
and description, ``role="img"``; pure functions, no files. Report, profiles and atlas share it.
"""

from kreisblick.products.drawing.ages import age_bars_svg
from kreisblick.products.drawing.breaks import class_breaks, class_of
from kreisblick.products.drawing.choropleth import choropleth_svg, locator_svg
from kreisblick.products.drawing.dots import interval_dots_svg
from kreisblick.products.drawing.legend import legend_entries, swatch_svg
from kreisblick.products.drawing.model import (
    PATTERNS,
    AgeBar,
    AreaMark,
    Dot,
    LegendEntry,
    Reference,
    Role,
    Series,
    Sign,
)
from kreisblick.products.drawing.outlines import Outlines, trace_outlines
from kreisblick.products.drawing.palette import Colours, Palette, read_palette
from kreisblick.products.drawing.plan import PlanArea, plan_svg
from kreisblick.products.drawing.trend import trend_svg

__all__ = [
    "PATTERNS",
    "AgeBar",
    "AreaMark",
    "Colours",
    "Dot",
    "LegendEntry",
    "Outlines",
    "Palette",
    "PlanArea",
    "Reference",
    "Role",
    "Series",
    "Sign",
    "age_bars_svg",
    "choropleth_svg",
    "class_breaks",
    "class_of",
    "interval_dots_svg",
    "legend_entries",
    "locator_svg",
    "plan_svg",
    "read_palette",
    "swatch_svg",
    "trace_outlines",
    "trend_svg",
]
