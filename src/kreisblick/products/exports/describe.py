"""What an export says beside the numbers: titles, units, sources, taken from the catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kreisblick.base.language import language
from kreisblick.base.language import translate as _
from kreisblick.products.model import BundleLike

__all__ = ["Described", "describe_indicators", "say", "slug"]

WHOLE_UNITS = ("persons", "households", "places", "category")


@dataclass(frozen=True, kw_only=True)
class Described:
    """An indicator as a reader is told of it.

    Attributes:
        key: its key in the catalogue.
        slug: the key as a file name and column name.
        title, question, theme, formula, text, legal_basis, owner, rhythm, definition: words.
        unit: in words, e.g. ``Prozent``.
        short_unit: behind a number, e.g. ``%``; empty for plain counts.
        digits: decimals that are printed.
        limits: what to know before comparing.
        sources: names of the offices the figures come from.
        levels: the levels it is given for.
        related: keys of indicators worth reading beside it.
    """

    key: str
    slug: str
    title: str
    question: str
    theme: str
    formula: str
    text: str
    legal_basis: str
    owner: str
    rhythm: str
    definition: str
    unit: str
    short_unit: str
    digits: int
    limits: tuple[str, ...]
    sources: tuple[str, ...]
    levels: tuple[str, ...]
    related: tuple[str, ...]


def describe_indicators(bundle: BundleLike) -> dict[str, Described]:
    """All indicators that have figures in the bundle, by key, in the order of the catalogue."""
    used = set(bundle.indicators["indicator"].unique().to_list())
    definitions = bundle.indicator_definitions
    keys = sorted(used & set(definitions), key=lambda key: (definitions[key]["order"], key))
    return {key: _describe(key, definitions[key], bundle.suppliers) for key in keys}


def say(text: Any) -> str:
    """A translated text of the catalogue in the reader's language."""
    if not isinstance(text, Mapping):
        return str(text or "")
    return str(text.get(language()) or text["de"])


def slug(key: str) -> str:
    """A catalogue key as part of a file name or address.

    >>> slug("income/child_poverty")
    'income-child_poverty'
    """
    return key.replace("/", "-")


def _describe(key: str, definition: Mapping[str, Any], suppliers: Mapping[str, Any]) -> Described:
    unit = str(definition["unit"])
    long_unit, short_unit = _unit_words(unit)
    return Described(
        key=key,
        slug=slug(key),
        title=say(definition["title"]),
        question=say(definition["question"]),
        theme=say(definition["theme"]),
        formula=say(definition["formula"]),
        text=say(definition["text"]),
        legal_basis=str(definition["legal_basis"]),
        owner=str(definition["owner"]),
        rhythm=_rhythm(str(definition["rhythm"])),
        definition=str(definition["definition"]),
        unit=long_unit,
        short_unit=short_unit,
        digits=0 if unit in WHOLE_UNITS else 1,
        limits=tuple(say(limit) for limit in definition["limits"]),
        sources=_sources(definition["sources"], suppliers),
        levels=tuple(str(level) for level in definition["levels"]),
        related=tuple(definition.get("related", ())),
    )


def _sources(products: list[str], suppliers: Mapping[str, Any]) -> tuple[str, ...]:
    """``supplier/product`` as the suppliers' names, each once."""
    keys = dict.fromkeys(product.split("/")[0] for product in products)
    return tuple(say(suppliers[key]["title"]) if key in suppliers else key for key in keys)


def _unit_words(unit: str) -> tuple[str, str]:
    words = {
        "percent": (_("percent"), "%"),
        "per_100": (_("per 100"), _("per 100")),
        "per_1000": (_("per 1,000"), _("per 1,000")),
        "points": (_("percentage points"), _("percentage points")),
        "persons": (_("people"), ""),
        "households": (_("households"), ""),
        "places": (_("places"), ""),
        "category": (_("category"), ""),
    }
    return words.get(unit, (unit, unit))


def _rhythm(rhythm: str) -> str:
    words = {
        "monthly": _("every month"),
        "quarterly": _("every quarter"),
        "half_yearly": _("every half year"),
        "yearly": _("every year"),
        "two_yearly": _("every two years"),
    }
    return words.get(rhythm, rhythm)
