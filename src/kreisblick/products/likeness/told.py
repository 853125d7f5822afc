"""Types, spread and associations in words and rows."""

from collections.abc import Iterable
from typing import Any

import polars as pl

from kreisblick.base.language import format_count, format_date, format_decimal
from kreisblick.base.language import translate as _
from kreisblick.products.figures import german_order
from kreisblick.products.likeness.model import LikenessBundle, area_names, title_of, unit_of
from kreisblick.products.wording import write_value

__all__ = ["pair_sentences", "spread_rows", "type_blocks", "type_sentence"]

METHOD = "kmeans"
MARKED = 0.5  # standard deviations from all areas that are worth a word
NOTHING = "."


def type_sentence(bundle: LikenessBundle) -> str:
    """How sure the types are; empty where there are none."""
    best = bundle.derived("type_fits").filter(chosen="yes", method=METHOD, level="planning_area")
    if best.is_empty():
        return ""
    row = best.row(0, named=True)
    words = {
        "clear": _("The {areas} areas that show all figures fall into {types} types."),
        "blurred": _(
            "The {areas} areas that show all figures can be put into {types} types, but these "
            "pass into each other."
        ),
        "unstable": _("The areas do not fall into types; with other areas they would be others."),
    }[row["verdict"]]
    return words.format(areas=format_count(row["areas"]), types=row["types"])


def type_blocks(bundle: LikenessBundle) -> list[dict[str, Any]]:
    """Per type its marks and its areas; nothing where the types are not to be trusted."""
    best = bundle.derived("type_fits").filter(chosen="yes", method=METHOD, level="planning_area")
    if best.is_empty() or best["verdict"][0] == "unstable":
        return []
    names = area_names(bundle)
    marks = bundle.derived("type_marks").filter(method=METHOD, level="planning_area")
    members = bundle.derived("area_types").filter(method=METHOD, level="planning_area")
    return [
        {
            "type": kind,
            "marks": _marks(bundle, marks.filter(type=kind)),
            "areas": _in_order(names.get(a, a) for a in members.filter(type=kind)["area"]),
        }
        for kind in marks["type"].unique().sort()
    ]


def spread_rows(bundle: LikenessBundle) -> list[list[str]]:
    """Per group and date: how many of 100 would have to move, between what, what chance makes."""
    whole = str(bundle.report["district"]["key"])
    own = bundle.areas.filter(pl.col("level") == "district")["area"].unique()
    table = bundle.derived("separation").filter(
        pl.col("within").is_in([whole, *own]) & (pl.col("measure") == "dissimilarity")
    )
    return [
        [
            title_of(bundle, row["indicator"]),
            format_date(row["reference_date"]),
            _hundred(row["amount"]),
            _range(row["amount_low"], row["amount_high"]),
            _hundred(row["by_chance"]),
            row["note"] or "",
        ]
        for row in table.sort("indicator", "reference_date").iter_rows(named=True)
    ]


def pair_sentences(bundle: LikenessBundle) -> list[dict[str, str]]:
    """The agreed pairs of the last date that could be tested, with question and answer."""
    asked = bundle.definitions("associations").get("pairs", [])
    questions = {(one["one"], one["other"]): one for one in asked}
    table = bundle.derived("associations").filter(pl.col("verdict") != "untested")
    found = []
    last = table.filter(pl.col("reference_date") == pl.col("reference_date").max())
    for row in last.iter_rows(named=True):
        pair = questions.get((row["one"], row["other"]))
        if pair is not None:
            answer = _answer(bundle, row)
            found.append({"question": pair["question"]["de"], "group": pair["group"], **answer})
    return found


def _answer(bundle: LikenessBundle, row: dict[str, Any]) -> dict[str, str]:
    words = {
        "together": _("Yes: where “{one}” is higher, “{other}” is higher, too."),
        "opposite": _("The other way round: where “{one}” is higher, “{other}” is lower."),
        "open": _("That cannot be shown: “{one}” and “{other}” are not surely related."),
    }[row["verdict"]]
    doubt = {
        "shared_denominator": _("Both are divided by the same people, which makes them alike."),
        "part_of_the_other": _("The one is a part of the other, which makes them alike."),
    }
    return {
        "answer": words.format(
            one=title_of(bundle, row["one"]), other=title_of(bundle, row["other"])
        ),
        "strength": _("Correlation {r} ({low} to {high}), {areas} areas.").format(
            r=_two(row["pearson"]), low=_two(row["pearson_low"]), high=_two(row["pearson_high"]),
            areas=format_count(row["areas"]),
        ),
        "doubt": doubt.get(row["doubt"], ""),
    }  # fmt: skip


def _marks(bundle: LikenessBundle, marks: pl.DataFrame) -> list[str]:
    words = _("{title}: {value} (all: {all})")
    return [
        words.format(
            title=title_of(bundle, row["compared_by"]),
            value=write_value(row["mean_of_type"], unit_of(bundle, row["compared_by"])),
            all=write_value(row["mean_of_all"], unit_of(bundle, row["compared_by"])),
        )
        for row in marks.filter(pl.col("z").abs() >= MARKED)
        .sort("compared_by")
        .iter_rows(named=True)
    ]


def _hundred(share: float | None) -> str:
    return NOTHING if share is None else format_decimal(100 * share, 0)


def _range(low: float | None, high: float | None) -> str:
    return NOTHING if low is None or high is None else f"{_hundred(low)} – {_hundred(high)}"


def _two(value: float | None) -> str:
    return NOTHING if value is None else format_decimal(value, 2)


def _in_order(names: Iterable[str]) -> list[str]:
    return pl.DataFrame({"name": list(names)}).sort(german_order("name"))["name"].to_list()
