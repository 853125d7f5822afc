"""What an export says beside the numbers: titles, units, sources, taken from the catalogue."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kreisblick.base.language import language
from kreisblick.base.language import translate as _
from kreisblick.products.model import BundleLike

__all__ = ["Described", "Remark", "concept_title", "describe_indicators", "say", "slug"]

WHOLE_UNITS = ("persons", "households", "places", "category")


@dataclass(frozen=True, kw_only=True)
class Remark:
    """A sentence about some of an indicator's figures.

    Attributes:
        kind: ``definition, break, date, coverage, end, note``.
        dates: reference dates it speaks about.
        towns: keys of the municipalities; empty where it speaks about all.
        text: the sentence.
        reason: its reason alone; may be empty.
        areas: keys of planning areas; empty where it speaks about all of these municipalities.
        by: who attached it; empty where it follows from the deliveries.
    """

    kind: str
    dates: tuple[date, ...]
    towns: tuple[str, ...]
    text: str
    reason: str
    areas: tuple[str, ...] = ()
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class Described:
    """An indicator as a reader is told of it.

    Attributes:
        key: its key in the catalogue.
        slug: the key as a file name and column name.
        title, question, theme, formula, text, legal_basis, owner, rhythm: words.
        definition: who is counted: the concept's title.
        counted: the same in a sentence; empty where the bundle does not say.
        whole: the concept of the denominator; empty where nothing is divided.
        unit: in words, e.g. ``Prozent``.
        short_unit: behind a number, e.g. ``%``; empty for plain counts.
        digits: decimals that are printed.
        limits: what to know before comparing.
        sources: names of the offices the figures come from.
        levels: the levels it is given for.
        related: keys of indicators worth reading beside it.
        remarks: what must be known of single dates and municipalities.
        suppliers: keys of those offices.
        kind: ``count, share, rate, ratio, ordinal``.
        classes: titles of an ordinal indicator's classes by rank; empty for numbers.
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
    counted: str
    whole: str
    unit: str
    short_unit: str
    digits: int
    limits: tuple[str, ...]
    sources: tuple[str, ...]
    levels: tuple[str, ...]
    related: tuple[str, ...]
    remarks: tuple[Remark, ...] = ()
    suppliers: tuple[str, ...] = ()
    kind: str = ""
    classes: tuple[str, ...] = ()

    def remarks_on(
        self, day: date, town: str | None = None, *kinds: str, area: str | None = None
    ) -> list[Remark]:
        """The remarks about a date; about one municipality or planning area where one is named."""
        return [
            one
            for one in self.remarks
            if day in one.dates
            and (town is None or not one.towns or town in one.towns)
            and (area is None or not one.areas or area in one.areas)
            and (not kinds or one.kind in kinds)
        ]

    def told_with_change(
        self,
        day: date,
        before: date | None,
        town: str | None = None,
        *kinds: str,
        area: str | None = None,
    ) -> list[str]:
        """The remarks about a date, and the stumbling blocks of the date a change is counted from.

        A change says as much about the date before as about the date itself.
        """
        found = self.remarks_on(day, town, *kinds, area=area)
        if before is not None:
            found += self.remarks_on(before, town, "note", area=area)
        return list(dict.fromkeys(one.text for one in found))


def describe_indicators(bundle: BundleLike) -> dict[str, Described]:
    """All indicators that have figures in the bundle, by key, in the order of the catalogue."""
    used = set(bundle.indicators["indicator"].unique().to_list())
    definitions = bundle.indicator_definitions
    keys = sorted(used & set(definitions), key=lambda key: (definitions[key]["order"], key))
    return {key: _describe(key, definitions[key], bundle) for key in keys}


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


def _describe(key: str, definition: Mapping[str, Any], bundle: BundleLike) -> Described:
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
        definition=concept_title(bundle, str(definition["definition"])),
        counted=say(_concepts(bundle).get(str(definition["definition"]), {}).get("counted", "")),
        whole=_whole(bundle, definition),
        unit=long_unit,
        short_unit=short_unit,
        digits=0 if unit in WHOLE_UNITS else 1,
        limits=tuple(say(limit) for limit in definition["limits"]),
        sources=_sources(definition["sources"], bundle.suppliers),
        levels=tuple(str(level) for level in definition["levels"]),
        related=tuple(definition.get("related", ())),
        remarks=tuple(_remarks(definition.get("remarks", ()))),
        suppliers=tuple(dict.fromkeys(one.split("/")[0] for one in definition["sources"])),
        kind=str(definition["kind"]),
        classes=_classes(bundle, definition),
    )


def _classes(bundle: BundleLike, definition: Mapping[str, Any]) -> tuple[str, ...]:
    """The classes of the numerator's cube by rank, as their office writes them."""
    given = bundle.cubes.get(definition["numerator"]["cube"], {}).get("classes", ())
    ranked = sorted(given, key=lambda one: one["rank"])
    titles = [(str(one["code"]), say(one["title"])) for one in ranked]
    return tuple(code if code == title else f"{code} ({title})" for code, title in titles)


def _concepts(bundle: BundleLike) -> Mapping[str, Any]:
    found: Mapping[str, Any] = bundle.concepts.get("concepts", {})
    return found


def concept_title(bundle: BundleLike, reference: str) -> str:
    """The title of a concept; its reference where the bundle does not say."""
    return say(_concepts(bundle).get(reference, {}).get("title", reference))


def _whole(bundle: BundleLike, definition: Mapping[str, Any]) -> str:
    """The concept of the denominator's cube."""
    below = definition.get("denominator")
    cube = bundle.cubes.get(below["cube"], {}) if below else {}
    reference = cube.get("definition")
    return concept_title(bundle, str(reference)) if reference else ""


def _remarks(given: Iterable[Mapping[str, Any]]) -> Iterable[Remark]:
    for one in given:
        yield Remark(
            kind=str(one["kind"]),
            dates=tuple(date.fromisoformat(day) for day in one["dates"]),
            towns=tuple(one["towns"]),
            text=str(one["text"]),
            reason=str(one.get("reason", "")),
            areas=tuple(one.get("areas", ())),
            by=str(one.get("by", "")),
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
