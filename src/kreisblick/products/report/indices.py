"""The chapter on composite indices: classes, a map of them, and how far they carry."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from kreisblick.base.language import format_count, format_date
from kreisblick.base.language import translate as _
from kreisblick.products.drawing import AreaMark, LegendEntry, Sign, choropleth_svg, read_palette
from kreisblick.products.figures import State, released_indices, say
from kreisblick.products.model import BundleLike
from kreisblick.products.picturing import SIGNS, legend_rows
from kreisblick.products.report.scene import Scene
from kreisblick.products.wording import read_wording

__all__ = ["index_chapters"]


def index_chapters(bundle: BundleLike, scene: Scene) -> list[dict[str, Any]]:
    """One section per index and part (status, dynamics) at its last date, and the cross table."""
    if bundle.indices.is_empty():
        return []
    frame = released_indices(bundle).with_columns(pl.col("reference_date").cast(pl.Date))
    return [
        _index(scene, key, frame.filter(index=key), bundle.index_definitions.get(key, {}))
        for key in sorted(frame["index"].unique().to_list())
    ]


def _index(
    scene: Scene, key: str, frame: pl.DataFrame, definition: Mapping[str, Any]
) -> dict[str, Any]:
    latest = frame.filter(pl.col("reference_date") == pl.col("reference_date").max().over("part"))
    parts = [p for p in ("status", "dynamics") if p in set(latest["part"].to_list())]
    return {
        "slug": key.replace("/", "-"),
        "title": say(definition.get("title", key)),
        "text": say(definition.get("text", "")),
        "parts": [_part(scene, key, part, latest.filter(part=part), definition) for part in parts],
        "reading": say(definition.get("reading", "")),
        "limits": [say(limit) for limit in definition.get("limits", ())],
        "cross": _cross(latest, parts, definition),
        "made_of": _made_of(scene, definition),
    }


def _part(
    scene: Scene, key: str, part: str, rows: pl.DataFrame, definition: Mapping[str, Any]
) -> dict[str, Any]:
    title = {"status": _("Situation"), "dynamics": _("Development")}[part]
    if rows["class"].drop_nulls().is_empty():
        return {"title": title, "file": None, "left_out": _left_out(rows)}
    names = _class_order(rows, definition.get(part))
    day = format_date(rows["reference_date"].max())  # type: ignore[arg-type]
    marks = {row["area"]: _mark(row, names) for row in rows.iter_rows(named=True)}
    counts = {name: sum(row == name for row in rows["class"].to_list()) for name in names}
    alt = _("Map of classes: {classes}.").format(
        classes=", ".join(f"{name} {count}" for name, count in counts.items())
    )
    picture = choropleth_svg(
        scene.outlines,
        marks,
        breaks=tuple(place + 0.5 for place in range(len(names) - 1)),
        title=title,
        description=alt,
        prefix=f"index-{key.replace('/', '-')}-{part}",
    )
    return {
        "title": title,
        "file": scene.lay(f"index-{key.replace('/', '-')}-{part}.svg", picture),
        "alt": alt,
        "caption": _("{title} by planning area, {day}.").format(title=title, day=day),
        "legend": legend_rows(_entries(names, counts, marks), scene.lay),
        "left_out": _left_out(rows),
    }


def _class_order(rows: pl.DataFrame, part: Any = None) -> list[str]:
    """Classes from the lowest index value to the highest, also those without any area."""
    if isinstance(part, Mapping) and part.get("classes"):
        return [say(one["name"]) for one in part["classes"]]
    known = rows.filter(pl.col("class").is_not_null())
    return (
        known.group_by("class")
        .agg(pl.col("index_value").min())
        .sort("index_value")["class"]
        .to_list()
    )


def _mark(row: Mapping[str, Any], names: Sequence[str]) -> AreaMark:
    if row["confidentiality"] == State.BY_CHOICE.value:
        return AreaMark(sign=Sign.BY_CHOICE)
    if row["confidentiality"] != "free":
        return AreaMark(sign=Sign.HIDDEN)
    if row["class"] is None:
        return AreaMark(sign=SIGNS.get(row["observation"], Sign.MISSING))
    sure = row.get("class_probability")
    near = sure is not None and sure < read_wording().class_sure_from
    return AreaMark(value=float(names.index(row["class"])), unstable=near)


def _entries(
    names: Sequence[str], counts: Mapping[str, int], marks: Mapping[str, AreaMark]
) -> list[LegendEntry]:
    colours = read_palette().light.sequence
    steps = max(len(names) - 1, 1)
    entries = [
        LegendEntry(text=name, fill=colours[round(place * 4 / steps)], count=counts[name])
        for place, name in enumerate(names)
    ]
    words = {
        Sign.HIDDEN: _("not shown, to protect single persons"),
        Sign.WITHHELD: _("not shown by the office that delivers"),
        Sign.NOT_COVERED: _("the source does not cover this town"),
        Sign.BY_CHOICE: _("not shown, at the municipality's own wish"),
        Sign.MISSING: _("left out, see below"),
    }
    for sign, text in words.items():
        count = sum(mark.sign is sign for mark in marks.values())
        if count:
            entries.append(LegendEntry(text=text, sign=sign, count=count))
    near = sum(mark.unstable for mark in marks.values())
    if near:
        words_near = _("stands at the border of two classes")
        entries.append(LegendEntry(text=words_near, unstable=True, count=near))
    return entries


def _left_out(rows: pl.DataFrame) -> list[str]:
    """Why areas have no class, with how many; the areas are named on the map."""
    if "note" not in rows.columns:
        return []
    out = rows.filter(pl.col("class").is_null() & pl.col("note").is_not_null())
    reasons = out.group_by("note").len().sort("note")
    return [
        _("{count} left out: {reason}").format(count=format_count(count), reason=note)
        for note, count in reasons.iter_rows()
    ]


def _cross(
    latest: pl.DataFrame, parts: Sequence[str], definition: Mapping[str, Any]
) -> dict[str, Any] | None:
    """How many areas stand in each pair of classes of situation and development."""
    if len(parts) < 2:
        return None
    status, dynamics = (latest.filter(part=part) for part in parts)
    rows = _class_order(status, definition.get("status"))
    columns = _class_order(dynamics, definition.get("dynamics"))
    if dynamics["class"].drop_nulls().is_empty():
        return None  # a table of zeros would say that no area develops so
    pairs = status.select("area", status="class").join(
        dynamics.select("area", dynamics="class"), on="area"
    )
    count = {(a, b): n for a, b, n in pairs.group_by("status", "dynamics").len().iter_rows()}
    return {
        "head": [_("Situation"), *columns],
        "rows": [[a, *[_cell(count.get((a, b), 0)) for b in columns]] for a in rows],
    }


def _cell(count: int) -> str:
    return format_count(count) if count else "–"


def _made_of(scene: Scene, definition: Mapping[str, Any]) -> list[str]:
    """Titles of the indicators an index is made of, where the catalogue names them."""
    entries = definition.get("status", {}).get("indicators", ())
    keys = [str(entry["indicator"]) for entry in entries]
    described = scene.figures.described
    return [described[key].title if key in described else key for key in keys if key]
