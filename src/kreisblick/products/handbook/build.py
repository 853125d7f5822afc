"""Build the quality handbook as one HTML page."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import jinja2

from kreisblick.base.definitions import shipped
from kreisblick.base.files import write_bytes
from kreisblick.base.language import format_count, format_date
from kreisblick.products.handbook.sheets import Sheet, sheets
from kreisblick.products.model import BundleLike

__all__ = ["build_handbook"]

FILE = "handbuch.html"


def build_handbook(bundle: BundleLike, out: Path) -> Path:
    """Write the handbook into ``out`` and return its path."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(shipped("catalogue", "products", "handbook")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"day": _day, "count": format_count, "short": _short}
    page = environment.get_template("handbook.html.j2").render(
        report=bundle.report,
        deliveries=_deliveries(bundle.lineage),
        missing=bundle.report.get("missing", []),
        steps=_verbs(bundle.lineage),
        sheets=_by_theme(sheets(bundle)),
        suppliers=sorted(bundle.suppliers.items()),
        protection=bundle.protection,
    )
    path = out / FILE
    write_bytes(path, page.encode())
    return path


def _day(text: str) -> str:
    return format_date(date.fromisoformat(text))


def _short(fingerprint: str) -> str:
    return fingerprint[:12]


def _deliveries(lineage: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [step for step in lineage if step["verb"] == "accept"]


def _verbs(lineage: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """The steps after the deliveries, grouped by verb in the order of the house."""
    order = ["count", "protect", "compute", "seal"]
    return [(verb, [step for step in lineage if step["verb"] == verb]) for verb in order]


def _by_theme(found: Sequence[Sheet]) -> list[tuple[str, list[Sheet]]]:
    themes = sorted({sheet.theme for sheet in found})
    return [(theme, [sheet for sheet in found if sheet.theme == theme]) for theme in themes]
