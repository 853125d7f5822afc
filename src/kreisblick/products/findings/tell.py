"""Tell: findings as they are printed, by place and never by rank."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import polars as pl

from kreisblick.base.language import format_count, format_date
from kreisblick.base.language import translate as _
from kreisblick.products.figures import released_indices, say
from kreisblick.products.findings.places import by_town, placed
from kreisblick.products.findings.strengths import short_reason
from kreisblick.products.findings.trends import together
from kreisblick.products.model import BundleLike
from kreisblick.products.wording import Figures, gather_figures, read_wording

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
    return together(bundle, bundle.derived(TABLE).filter(area=area).to_dicts(), _printed)


def findings_chapter(bundle: BundleLike, intro: Sequence[str]) -> dict[str, Any] | None:
    """The report's chapter: findings by municipality and area, strengths beside them.

    None where the bundle has none. Places stand by name: what comes first is not worse.
    """
    found = placed(bundle, bundle.derived(TABLE))
    if found.is_empty():
        return None
    strong, figures = pl.col("kind") == STRENGTH, gather_figures(bundle)
    return {
        "intro": list(intro),
        "read": _read_words(found.filter((pl.col("level") != DISTRICT) & ~strong)),
        "towns": by_town(found.filter(~strong), partial(together, bundle, printed=_printed)),
        "strengths": by_town(found.filter(strong), partial(_strengths, bundle, figures)),
    }


def _strengths(
    bundle: BundleLike, figures: Figures, rows: Sequence[Mapping[str, Any]]
) -> list[dict[str, str]]:
    """Strengths with ``short``, the figures alone, for lists that say once what they list."""
    return [{**_printed(row), "short": short_reason(bundle, figures, row)} for row in rows]


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
