"""Tell: the page and the table of what is different since the round before."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import jinja2
import polars as pl

from kreisblick.base.definitions import shipped
from kreisblick.base.files import write_bytes, write_json
from kreisblick.base.language import format_count, format_date
from kreisblick.base.language import translate as _
from kreisblick.products.changes.compare import Changes, Delivery, compare_rounds
from kreisblick.products.changes.move import Move
from kreisblick.products.exports import csv_bytes, read_words
from kreisblick.products.figures import say
from kreisblick.products.model import BundleLike
from kreisblick.products.wording import sign_keys, sign_legend, signed_cell, value_cell

__all__ = ["Awaited", "compared_with", "tell_changes"]

PAGE, TABLE, COMPARED = "index.html", "changes.csv", "compared.json"
COLUMNS = {
    "indicator": pl.String, "title": pl.String, "unit": pl.String, "level": pl.String,
    "area": pl.String, "area_name": pl.String, "change_from": pl.Date, "reference_date": pl.Date,
    "value": pl.Float64, "change": pl.Float64, "change_significance": pl.String,
}  # fmt: skip
NO_SENSE = "x"  # as everywhere in tables; a dash is exactly nothing


@dataclass(frozen=True, kw_only=True)
class Awaited:
    """A delivery that is expected.

    Attributes:
        day: on which it should be here.
        office, product: who delivers what.
        reference_date: as of when.
        late: whether the day has passed.
    """

    day: date
    office: str
    product: str
    reference_date: date
    late: bool = False


def tell_changes(
    before: BundleLike,
    now: BundleLike,
    out: Path,
    *,
    texts: Sequence[str] = (),
    awaited: Sequence[Awaited] = (),
) -> Changes:
    """Write ``index.html``, ``changes.csv`` and ``compared.json`` into a folder.

    The table holds every figure of the new round that has one to be compared with, under the
    headings of ``figures.csv``.

    Args:
        before: the last round.
        now: this round.
        out: the folder.
        texts: sentences about texts that somebody should look at; without figures.
        awaited: deliveries that are expected next.
    """
    found = compare_rounds(before, now)
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(shipped("catalogue", "products", "changes")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"day": format_date, "count": format_count}
    page = environment.get_template("changes.html.j2").render(
        report=now.report,
        edition=date.fromisoformat(now.report["edition"]),
        before={
            "title": before.report["title"],
            "edition": date.fromisoformat(before.report["edition"]),
            "dates": [date.fromisoformat(day) for day in before.report["dates"]],
        },
        changes=found,
        texts=texts,
        awaited=sorted(awaited, key=lambda one: (one.day, one.office, one.product)),
        arrived=_by_office(found.arrived, now),
        replaced=_by_office(found.replaced, now),
        gone=_by_office(found.gone, before),
        rows=[_row(move) for move in found.moves],
        sure=[move for move in found.moves if any(_sure_names(move))],
        signs=sign_legend(_signs(found.moves)),
        table=TABLE,
    )
    write_bytes(out / PAGE, page.encode())
    write_bytes(out / TABLE, _table(found.moves))
    write_json(out / COMPARED, {"before": before.folder.name})
    return found


def compared_with(folder: Path) -> str | None:
    """The name of the bundle that a page told the changes against; None where there is none."""
    path = folder / COMPARED
    if not path.is_file():
        return None
    return str(json.loads(path.read_text(encoding="utf-8"))["before"])


def _by_office(deliveries: Sequence[Delivery], bundle: BundleLike) -> list[tuple[str, list[str]]]:
    """Offices with what came from them: ``reference date (number of lists)``."""
    found: dict[str, dict[str, int]] = {}
    for supplier, _product, day in deliveries:
        title = say(bundle.suppliers.get(supplier, {}).get("title", supplier))
        days = found.setdefault(title, {})
        days[day] = days.get(day, 0) + 1
    words = _("{day} ({count} deliveries)")
    return [
        (
            title,
            [
                format_date(date.fromisoformat(day))
                if count == 1
                else words.format(day=format_date(date.fromisoformat(day)), count=count)
                for day, count in sorted(days.items())
            ],
        )
        for title, days in sorted(found.items())
    ]


def _row(move: Move) -> dict[str, Any]:
    """One line of the page's table."""
    change = move.after.change if move.after else None
    word = move.after.change_significance if move.after else "unknown"
    told = {"up": _("yes"), "down": _("yes"), "same": _("no")}.get(word, _("not tested"))
    return {
        "title": move.title,
        "unit": move.unit,
        "since": format_date(move.since) if move.since else "",
        "day": format_date(move.day),
        "then": value_cell(move.before),
        "now": value_cell(move.after),
        "change": NO_SENSE if move.after is None else signed_cell(change, move.after.unit),
        "sure": NO_SENSE if change is None else told,
        "towns": _ways(move, "municipality"),
        "areas": _ways(move, "planning_area"),
    }


def _signs(moves: Sequence[Move]) -> set[str]:
    """Keys of the table signs that stand in the page's table."""
    found = {key for move in moves for one in (move.before, move.after) for key in sign_keys(one)}
    return found | {"cannot_exist"}


def _ways(move: Move, level: str) -> str:
    """How many areas of a level rose and fell for certain; without a test, how many differ."""
    if not any(one.level == level for one in move.figures):
        return NO_SENSE
    if move.tested:
        up, down = len(move.risen[level]), len(move.fallen[level])
        if not up and not down:
            return _("none")
        return _("{up} up, {down} down").format(up=format_count(up), down=format_count(down))
    other = sum(one.level == level and bool(one.change) for one in move.figures)
    return _("{count} differ").format(count=format_count(other))


def _sure_names(move: Move) -> list[str]:
    return [name for way in (move.risen, move.fallen) for names in way.values() for name in names]


def _table(moves: Sequence[Move]) -> bytes:
    """Every figure with its change, under the headings and in the words of ``figures.csv``."""
    words = read_words()
    rows = [
        (
            move.indicator, move.title, move.unit, words.levels[one.level], one.area, one.name,
            one.change_from, one.reference_date, one.value, one.change,
            words.words["untested" if one.change_significance == "unknown"
                        else one.change_significance],
        )
        for move in moves
        for one in move.figures
    ]  # fmt: skip
    kinds = {words.columns[name]: kind for name, kind in COLUMNS.items()}
    return csv_bytes(pl.DataFrame(rows, schema=kinds, orient="row"))
