"""Compare: whose counts may stand beside whose, at one date and over time.

At one date every source must follow the agreed concept, or another one that an agreed bridge makes
comparable (``identical``, ``factor``). Where all follow the same other concept and a bridge of the
kind ``break`` leads to the agreed one, they stay, and nothing is compared with the dates before.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import polars as pl

from kreisblick.base.errors import Fault
from kreisblick.statistics.concepts.compared import (
    AGREED,
    COMPARED,
    Asked,
    Comparison,
    Feed,
    Followed,
)
from kreisblick.statistics.concepts.dates import DateRules, shipped_dates
from kreisblick.statistics.concepts.errors import unknown_concept
from kreisblick.statistics.concepts.model import (
    Catalogue,
    Deviation,
    variant_of,
)
from kreisblick.statistics.concepts.pair import pair

__all__ = ["compare", "mismatched", "unknown_concepts"]

SIDES = ("numerator", "denominator")
Place = tuple[str, date, str]  # indicator, reference date, municipality


def unknown_concepts(references: Mapping[str, str], catalogue: Catalogue) -> list[Fault]:
    """A fault for every reference that no concept answers.

    Args:
        references: where it stands → ``variant/version``.
        catalogue: what is known.
    """
    return [
        unknown_concept(reference, where)
        for where, reference in sorted(references.items())
        if not catalogue.knows(reference)
    ]


def mismatched(asked: Asked, catalogue: Catalogue) -> tuple[str, str] | None:
    """Two agreed concepts of one group that an indicator would set beside each other unbridged."""
    above, below = asked.numerator, asked.denominator
    pairs = [*((n, d) for n in above for d in below), *((above[0], other) for other in above[1:])]
    for one, other in pairs:
        group = catalogue.group(one)
        if one == other or group is None or group != catalogue.group(other):
            continue
        bridge = catalogue.bridge(one, other)
        if bridge is None or bridge.kind != "identical":
            return one, other
    return None


def compare(
    asked: Mapping[str, Asked],
    feeds: Sequence[Feed],
    catalogue: Catalogue,
    rules: DateRules | None = None,
) -> Comparison:
    """What may be set beside what.

    Args:
        asked: what each indicator asks for.
        feeds: every delivery behind every cube.
        catalogue: concepts and bridges.
        rules: which days fit each other; the shipped ones without.
    """
    found = [
        one for key, item in sorted(asked.items()) for one in _steps(key, item, feeds, catalogue)
    ]
    marks: dict[Place, _Mark] = {}
    for side, step in found:
        for town in step.municipalities:
            place = (step.indicator, step.reference_date, town)
            marks.setdefault(place, _Mark()).add(side, step)
    paired = pair(asked, feeds, rules or shipped_dates())
    for one in paired:
        for town in one.municipalities if not one.allowed else ():
            marks.setdefault((one.indicator, one.reference_date, town), _Mark()).apart = True
    _keep_one(marks, _served(asked, feeds))
    rows = [(*place, *mark.row()) for place, mark in sorted(marks.items())]
    return Comparison(
        table=pl.DataFrame(rows, schema=COMPARED, orient="row"),
        followed=_told(found, marks),
        paired=paired,
    )


@dataclass
class _Mark:
    """What is known of one indicator in one municipality at one date."""

    apart: bool = False
    other: set[str] = field(default_factory=set)
    factors: dict[str, float] = field(default_factory=lambda: dict.fromkeys(SIDES, 1.0))

    @property
    def followed(self) -> str:
        """What is followed, as a text to compare by."""
        return " + ".join(sorted(self.other)) or AGREED

    def add(self, side: str, step: Followed) -> None:
        """Take one side's source into account."""
        if step.agreed == step.followed:
            return
        if step.bridge is None or step.bridge.kind == "break":
            self.other.add(step.followed)
            self.apart |= step.bridge is None
        elif step.bridge.kind == "factor":
            self.factors[side] *= step.bridge.factor or 1.0

    def row(self) -> tuple[str, bool, float, float]:
        """The columns of ``COMPARED`` behind the key."""
        return self.followed, self.apart, self.factors["numerator"], self.factors["denominator"]


def _steps(
    key: str, asked: Asked, feeds: Iterable[Feed], catalogue: Catalogue
) -> Iterator[tuple[str, Followed]]:
    """Every source of an indicator that does not simply follow an agreed concept."""
    sides = {
        "numerator": (asked.numerator_cube, asked.numerator),
        "denominator": (asked.denominator_cube, asked.denominator),
    }
    for side, (cube, concepts) in sides.items():
        for feed in feeds:
            if feed.cube != cube:
                continue
            for agreed in concepts:
                for followed, deviation in _followed(agreed, feed, catalogue):
                    yield side, _step(key, feed, agreed, followed, deviation, catalogue)


def _followed(agreed: str, feed: Feed, catalogue: Catalogue) -> list[tuple[str, Deviation | None]]:
    """What a source follows in place of an agreed concept, and its own words for it."""
    found = [
        (deviation.follows or agreed, deviation)
        for deviation in feed.deviations
        if variant_of(deviation.concept) == variant_of(agreed) and deviation.holds(feed.counted_on)
    ]
    then = catalogue.on(agreed, feed.counted_on)
    changed = then != agreed and all(deviation.follows is None for _f, deviation in found)
    return [*found, (then, None)] if changed else list(found)


def _step(
    key: str,
    feed: Feed,
    agreed: str,
    followed: str,
    deviation: Deviation | None,
    catalogue: Catalogue,
) -> Followed:
    return Followed(
        indicator=key,
        reference_date=feed.reference_date,
        source=feed.source,
        municipalities=tuple(sorted(feed.municipalities)),
        agreed=agreed,
        followed=followed,
        differs=deviation.differs.de if deviation else None,
        bridge=None if followed == agreed else catalogue.bridge(followed, agreed),
        apart=False,
    )


def _served(
    asked: Mapping[str, Asked], feeds: Sequence[Feed]
) -> dict[tuple[str, date], frozenset[str]]:
    """The municipalities that both sides of an indicator serve at a date."""
    by_cube: dict[tuple[str, date], frozenset[str]] = {}
    for feed in feeds:
        place = (feed.cube, feed.reference_date)
        by_cube[place] = by_cube.get(place, frozenset()) | feed.municipalities
    days = sorted({feed.reference_date for feed in feeds})
    found = {}
    for key, item in asked.items():
        for day in days:
            towns = by_cube.get((item.numerator_cube, day), frozenset())
            if item.denominator_cube is not None:
                towns &= by_cube.get((item.denominator_cube, day), frozenset())
            found[key, day] = towns
    return found


def _keep_one(
    marks: Mapping[Place, _Mark], served: Mapping[tuple[str, date], frozenset[str]]
) -> None:
    """At one date one concept stands: the agreed one, else the one of most municipalities."""
    for (key, day), towns in served.items():
        own = {town: marks.get((key, day, town), _Mark()) for town in sorted(towns)}
        kept = Counter(mark.followed for mark in own.values() if not mark.apart)
        if not kept:
            continue
        first = AGREED if AGREED in kept else min(kept, key=lambda name: (-kept[name], name))
        for mark in own.values():
            mark.apart |= mark.followed != first


def _told(
    found: Iterable[tuple[str, Followed]], marks: Mapping[Place, _Mark]
) -> tuple[Followed, ...]:
    """The steps with their end: whether the counts stand apart; each once, sorted."""
    ended = {}
    for _side, step in found:
        places = [(step.indicator, step.reference_date, town) for town in step.municipalities]
        differs = step.agreed != step.followed
        apart = differs and any(marks[place].apart for place in places)
        name = (step.indicator, step.reference_date, step.source, step.agreed, step.followed)
        ended[name, step.differs or ""] = replace(step, apart=apart)
    return tuple(step for _name, step in sorted(ended.items(), key=lambda item: item[0]))
