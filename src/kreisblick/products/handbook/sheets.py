"""One sheet per figure: what a deputy has to know to make it again."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from kreisblick.products.figures import concept_title
from kreisblick.products.model import BundleLike

__all__ = ["Sheet", "sheets"]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The method sheet of one indicator.

    Attributes:
        key, theme, title, question: as in its definition.
        numerator, denominator: cube and slice in words; the denominator may be missing.
        source: the offices it comes from.
        shown, withheld: how many of its values are published and how many are not.
        limits: what it does not say.
        definition, whole: who is counted, and among whom.
        remarks: what must be known of single dates and municipalities.
    """

    key: str
    theme: str
    title: str
    question: str
    numerator: str
    denominator: str | None
    source: str
    shown: int
    withheld: int
    limits: tuple[str, ...]
    definition: str
    whole: str
    remarks: tuple[str, ...]


def sheets(bundle: BundleLike) -> list[Sheet]:
    """The sheets of all indicators in the bundle, by key."""
    return [_sheet(bundle, key, item) for key, item in sorted(bundle.indicator_definitions.items())]


def _sheet(bundle: BundleLike, key: str, item: dict[str, Any]) -> Sheet:
    values = bundle.indicators.filter(pl.col("indicator") == key)
    return Sheet(
        key=key,
        theme=str(item["theme"]),
        title=_german(item["title"]),
        question=_german(item["question"]),
        numerator=_side(bundle, item["numerator"]),
        denominator=_side(bundle, item["denominator"]) if item.get("denominator") else None,
        source=_sources(bundle, item["sources"]),
        shown=values.filter(pl.col("value").is_not_null()).height,
        withheld=values.filter(pl.col("confidentiality") != "free").height,
        limits=tuple(_german(limit) for limit in item.get("limits", ())),
        definition=concept_title(bundle, str(item["definition"])),
        whole=_whole(bundle, item),
        remarks=tuple(dict.fromkeys(str(one["text"]) for one in item.get("remarks", ()))),
    )


def _whole(bundle: BundleLike, item: dict[str, Any]) -> str:
    below = item.get("denominator")
    reference = bundle.cubes[below["cube"]].get("definition") if below else None
    return concept_title(bundle, str(reference)) if reference else ""


def _german(text: Any) -> str:
    return str(text["de"]) if isinstance(text, dict) else str(text)


def _side(bundle: BundleLike, side: dict[str, Any]) -> str:
    """``Title (dimension: label, label)`` for one side of a share."""
    cube = bundle.cubes[side["cube"]]
    titles = {d["name"]: _german(d["title"]) for d in cube["dimensions"]}
    labels = {
        d["name"]: {code: _german(label) for code, label in d["labels"].items()}
        for d in cube["dimensions"]
    }
    parts = [
        f"{titles[name]}: {', '.join(labels[name].get(code, code) for code in codes.split('|'))}"
        for name, codes in (part.split("=", 1) for part in side["slice"].split(";") if "=" in part)
    ]
    return _german(cube["title"]) + (f" ({'; '.join(parts)})" if parts else "")


def _sources(bundle: BundleLike, deliveries: list[str]) -> str:
    """The titles of the offices behind ``supplier/product``, each once."""
    keys = dict.fromkeys(name.partition("/")[0] for name in deliveries)
    titles = (_german(bundle.suppliers.get(key, {}).get("title", key)) for key in keys)
    return ", ".join(titles)
