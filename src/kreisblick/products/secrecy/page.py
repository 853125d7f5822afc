"""Page: ``index.html`` about what is kept secret, and ``detail.csv`` with every slice."""

from datetime import date
from pathlib import Path
from typing import Any

import jinja2
import polars as pl

from kreisblick.base.definitions import shipped
from kreisblick.base.files import write_bytes
from kreisblick.base.language import format_count, format_date
from kreisblick.base.spreadsheets import harmless_table
from kreisblick.products.model import BundleLike
from kreisblick.products.secrecy.measure import LEVELS, detail_kept, kept_in_all
from kreisblick.products.secrecy.tell import (
    choice_rows,
    cube_title,
    cubes_in_order,
    kept_rows,
    kept_sentence,
    share_words,
    slice_words,
    summary_words,
)
from kreisblick.products.wording import read_signs

__all__ = ["build_secrecy"]

PAGE, TABLE = "index.html", "detail.csv"
WITHOUT_NUMBER = (
    "zero", "suppressed", "withheld_by_source", "not_covered", "not_delivered", "not_comparable",
    "by_choice", "cannot_exist",
)  # fmt: skip


def build_secrecy(bundle: BundleLike, out: Path) -> Path:
    """Write the page and the table into a folder; gives the page."""
    detail = detail_kept(bundle)
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(shipped("catalogue", "products", "secrecy")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    signs = read_signs().signs
    text = environment.get_template("secrecy.html.j2").render(
        report=bundle.report,
        edition=format_date(date.fromisoformat(str(bundle.report["edition"])[:10])),
        sentence=kept_sentence(bundle),
        rules=list(bundle.protection.get("rules", {}).values()),
        signs=[signs[name] for name in WITHOUT_NUMBER],
        by_source=signs["withheld_by_source"].sign if detail["by_source"].sum() else "",
        kept=kept_rows(bundle),
        tables=_tables(bundle, detail),
        choices=choice_rows(bundle),
        table=TABLE,
    )
    write_bytes(out / PAGE, text.encode())
    table = harmless_table(detail.drop("counted", "whole"))
    write_bytes(out / TABLE, table.write_csv().encode())
    return out / PAGE


def _tables(bundle: BundleLike, detail: pl.DataFrame) -> list[dict[str, Any]]:
    """Per table its slices, with what is shown at each level."""
    found = []
    for cube in cubes_in_order(bundle, detail):
        own = detail.filter(cube=cube)
        rows = [
            [slice_words(bundle, cube, key), *_cells(own.filter(slice=key))]
            for key in own["slice"].unique().sort()
        ]
        shown = int(own["shown"].sum())
        title = cube_title(bundle, cube)
        found.append({"title": title, "rows": rows, "shown": format_count(shown)})
    return found


def _cells(rows: pl.DataFrame) -> list[str]:
    kept = [kept_in_all(rows, level=level) for level in LEVELS]
    words = [summary_words(one) if one.possible else "x" for one in kept]
    return [*words, share_words(kept[0].people)]
