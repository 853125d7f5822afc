"""Tell: findings as they are printed, by place and never by rank."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from kreisblick.base.language import format_count, format_date
from kreisblick.base.language import translate as _
from kreisblick.products.figures import german_order, released_indices, say
from kreisblick.products.model import BundleLike
from kreisblick.products.wording import read_wording

__all__ = ["class_lines", "findings_about", "findings_chapter", "kind_title", "state_words"]

TABLE = "findings"
STRENGTH = "strength"
DISTRICT = "district"


def kind_title(kind: str) -> str:
    """What sort of finding it is, as a heading."""
    words = {
        "need": _("Several things come together"),
        "inside_town": _("Conspicuous inside its own municipality"),
        "cluster": _("Together with the neighbouring areas"),
        "early_warning": _("A trend to keep in sight"),
        STRENGTH: _("Strengths"),
    }
    return words[kind]


def state_words(row: Mapping[str, Any]) -> str:
    """Whether somebody has read the finding, and what was answered."""
    if row["level"] == DISTRICT:
        return _("Proposal; the steering group reads it.")
    if row["state"] == "proposed":
        return _("Proposal, not yet read by the municipality.")
    who = _("{office}, {day}").format(office=row["office"], day=format_date(row["answered_on"]))
    if row["state"] == "no_problem":
        words = _("No problem, as far as the municipality knows ({who}): {answer}")
        return words.format(who=who, answer=_sentence(row["answer"]))
    read = _("Read by the municipality ({who}).").format(who=who)
    return f"{read} {_sentence(row['answer'])}" if row["answer"] else read


def findings_about(bundle: BundleLike, area: str) -> list[dict[str, str]]:
    """What the figures point at in one area: ``kind, reason, state``; strengths come last."""
    return [_printed(row) for row in bundle.derived(TABLE).filter(area=area).iter_rows(named=True)]


def findings_chapter(bundle: BundleLike, intro: Sequence[str]) -> dict[str, Any] | None:
    """The report's chapter: findings by municipality and area, strengths beside them.

    None where the bundle has none. Places stand by name: what comes first is not worse.
    """
    found = _placed(bundle)
    if found.is_empty():
        return None
    strong = pl.col("kind") == STRENGTH
    return {
        "intro": list(intro),
        "read": _read_words(found.filter((pl.col("level") != DISTRICT) & ~strong)),
        "towns": _by_town(found.filter(~strong)),
        "strengths": _by_town(found.filter(strong)),
    }


def class_lines(bundle: BundleLike, area: str) -> list[str]:
    """The area's class in every index at its last date; whether the class is sure is said, too."""
    if bundle.indices.is_empty():
        return []
    rows = released_indices(bundle).filter(
        (pl.col("area") == area)
        & (pl.col("part") == "status")
        & pl.col("class").is_not_null()
        & (pl.col("reference_date") == pl.col("reference_date").max().over("index"))
    )
    border = read_wording().class_sure_from
    words = _("{title}: class “{name}”")
    return [
        words.format(title=_index_title(bundle, row["index"]), name=row["class"])
        + _border_words(row["class_probability"], border)
        for row in rows.sort("index").iter_rows(named=True)
    ]


def _border_words(probability: float | None, border: float) -> str:
    if probability is None or probability >= border:
        return "."
    return _("; the area stands at the border of two classes.")


def _index_title(bundle: BundleLike, key: str) -> str:
    return str(say(bundle.index_definitions.get(key, {}).get("title", key)))


def _placed(bundle: BundleLike) -> pl.DataFrame:
    """All findings with the names of their places, by municipality and name."""
    inside = bundle.areas.filter(generation=str(bundle.report["generation"]))
    names = inside.select("area", "name", "parent")
    towns = inside.select(parent="area", town="name")
    found = bundle.derived(TABLE).with_row_index("order").join(names, on="area", how="left")
    found = found.join(towns, on="parent", how="left")
    whole = pl.col("level") == DISTRICT
    own = (pl.col("level") == "municipality") | whole
    found = found.with_columns(town=pl.when(own).then("name").otherwise("town"))
    place = (~whole, german_order("town"), ~own, german_order("name"), "order")
    return found.sort(*place)


def _by_town(found: pl.DataFrame) -> list[dict[str, Any]]:
    groups = found.group_by("town", maintain_order=True)
    return [
        {
            "title": str(town),
            "places": [
                {
                    "title": "" if name == town else str(name),
                    "items": [_printed(row) for row in rows.iter_rows(named=True)],
                }
                for (name,), rows in of_town.group_by("name", maintain_order=True)
            ],
        }
        for (town,), of_town in groups
    ]


def _printed(row: Mapping[str, Any]) -> dict[str, str]:
    return {
        "kind": kind_title(row["kind"]),
        "reason": str(row["reason"]),
        "state": state_words(row),
    }


def _read_words(found: pl.DataFrame) -> str:
    open_ = found.filter(state="proposed").height
    if found.is_empty():
        return ""
    if not open_:
        return _("All findings about municipalities and their areas have been read by them.")
    words = _("{count} findings about municipalities and their areas; {open} not yet read.")
    return words.format(count=format_count(found.height), open=format_count(open_))


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
