"""Weigh all evidence about the columns of a table: what each is taken for, how sure, and why."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from kreisblick.base.language import translate as _
from kreisblick.sealed.mapping.cells_known import proved_keys
from kreisblick.sealed.mapping.contents import content_fits, is_number_column, sample
from kreisblick.sealed.mapping.headings import field_named, heading_evidence
from kreisblick.sealed.mapping.memory import remembered
from kreisblick.sealed.mapping.model import Column, Known, Meaning
from kreisblick.sealed.mapping.rules import shipped_heading_words, shipped_mapping_rules
from kreisblick.sealed.mapping.slices import SliceRead, read_slice

__all__ = ["Weighed", "weigh_columns"]


@dataclass(kw_only=True)
class Weighed:
    """A column and what speaks for its meanings.

    Attributes:
        column: which.
        odds: meaning to the sum of log odds.
        reasons: meaning to sentences with their weight.
        slice: what its heading says if it holds numbers.
        numbers: whether it holds numbers (or signs in place of them).
    """

    column: Column
    odds: dict[str, float]
    reasons: dict[str, list[tuple[float, str]]] = field(default_factory=dict)
    slice: SliceRead = field(default_factory=SliceRead)
    numbers: bool = False

    def add(self, meaning: str, weight: float, why: str = "") -> None:
        """One more piece of evidence."""
        if meaning in self.odds:
            self.odds[meaning] += weight
            if why and weight > 0:
                self.reasons.setdefault(meaning, []).append((weight, why))

    def meanings(self, without: frozenset[str] = frozenset()) -> list[Meaning]:
        """All meanings, the likeliest first."""
        heat = shipped_mapping_rules().temperature
        odds = {m: w / heat for m, w in self.odds.items() if m not in without}
        highest = max(odds.values())
        weights = {m: math.exp(w - highest) for m, w in odds.items()}
        whole = sum(weights.values())
        found = [
            Meaning(means=m, confidence=w / whole, reasons=self._why(m)) for m, w in weights.items()
        ]
        return sorted(found, key=lambda one: (-one.confidence, one.means))

    def _why(self, meaning: str) -> tuple[str, ...]:
        reasons = sorted(self.reasons.get(meaning, ()), key=lambda pair: -pair[0])
        return tuple(why for _weight, why in reasons)


def weigh_columns(
    columns: Sequence[Column], known: Known, *, grain: str = "", product: str = ""
) -> list[Weighed]:
    """Every column with its evidence, in order.

    Args:
        columns: of one table, left to right.
        known: what is known of the district.
        grain: what a row is, once it is known; "" before.
        product: ``<supplier>/<product>`` or ``<supplier>``, where it is known.
    """
    found = [_alone(column, known, product) for column in columns]
    _look_aside(found)
    for weighed in found:
        for meaning, weight in shipped_mapping_rules().grain.get(grain, {}).items():
            weighed.add(meaning, weight)
    return found


def _alone(column: Column, known: Known, product: str) -> Weighed:
    rules = shipped_mapping_rules()
    odds = {m: rules.prior.get(m, 0.0) for m in shipped_heading_words().meanings}
    weighed = Weighed(column=column, odds=odds, numbers=is_number_column(column.cells))
    said = heading_evidence(column.heading)
    for meaning, (weight, why) in said.items():
        weighed.add(meaning, weight, why)
    for meaning in set(odds) - set(said) - set(rules.unnamed_too) if column.heading else ():
        weighed.add(meaning, rules.heading.unnamed)
    _weigh_fields(weighed)
    _weigh_contents(weighed, known)
    _weigh_slice(weighed)
    for meaning, weight, why in remembered(column.heading, known, product):
        weighed.add(meaning, weight, why)
    return weighed


def _weigh_fields(weighed: Weighed) -> None:
    """A heading that names a field of a register is a list of codes."""
    field = field_named(weighed.column.heading)
    if field is not None:
        weight = shipped_mapping_rules().heading.exact
        weighed.add("code", weight, _("registers keep a field of this name"))


def _weigh_contents(weighed: Weighed, known: Known) -> None:
    rules = shipped_mapping_rules().contents
    filled = sample(weighed.column.cells)
    trust = 0.5 if len(filled) < rules.fewest_rows else 1.0
    for meaning, fit in content_fits(weighed.column.cells, known).items():
        share = min(max((fit - rules.least) / (rules.most - rules.least), 0.0), 1.0)
        low, high = rules.refuted[meaning], rules.fits[meaning]
        weight = trust * (low + share * (high - low))
        weighed.add(meaning, weight, _("its cells look like it"))
    if filled.is_empty():
        weighed.add("remark", 1.0)
    proved = proved_keys(filled, known)
    if proved is not None:
        weighed.add(proved, rules.proved, _("all its contents are keys of the district"))


def _weigh_slice(weighed: Weighed) -> None:
    """A heading that names ages or a sex above numbers is a slice of a cube."""
    if not weighed.numbers:
        return
    column, weights = weighed.column, shipped_mapping_rules().slices
    weighed.slice = read_slice(column.heading)
    share = weighed.slice.share or "%" in (column.unit or "")
    if (weighed.slice.set or column.period) and not share:
        named = _counted_as(column.heading)
        weighed.add(named, weights.read, _("the heading names whom the numbers count"))
    if share:
        weighed.add("share", weights.read, _("heading or unit speak of a share"))
    if column.total or (weighed.slice.total and not weighed.slice.set):
        weighed.add("total", weights.read / 2, _("it is the sum of others"))


def _counted_as(heading: str) -> str:
    """Places that there are, unless the heading says that they are taken."""
    said = heading_evidence(heading)
    places, value = (said.get(meaning, (0.0, ""))[0] for meaning in ("places", "value"))
    return "places" if places > value else "value"


def _look_aside(found: Sequence[Weighed]) -> None:
    """What the neighbours are makes a column likelier to be what usually stands there."""
    rules = shipped_mapping_rules().neighbours
    best = [weighed.meanings()[0].means for weighed in found]
    beside = {
        "street": ("number", rules.number_after_street),
        "number": ("suffix", rules.suffix_after_number),
        "postcode": ("place", rules.place_after_postcode),
        "from_date": ("until_date", rules.until_after_from),
        "area_code": ("area_name", rules.name_after_code),
        "municipality_code": ("municipality_name", rules.name_after_code),
    }
    for place in range(1, len(found)):
        meaning, weight = beside.get(best[place - 1], ("", 0.0))
        if meaning and found[place].odds[meaning] > 0:
            why = _("the column before it is usually followed by it")
            found[place].add(meaning, weight, why)
