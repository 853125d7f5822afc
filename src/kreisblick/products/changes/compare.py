"""Compare: two bundles, part by part; each part knows only what both may say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from kreisblick.products.changes.move import Move, moves
from kreisblick.products.changes.needs import Needs, compare_needs
from kreisblick.products.changes.towns import TownNews, by_town
from kreisblick.products.figures import describe_indicators, say
from kreisblick.products.model import BundleLike
from kreisblick.products.wording import gather_figures

__all__ = ["Changes", "compare_rounds"]

DEFINES = ("title", "formula", "unit", "definition", "numerator", "denominator", "kind")
FIGURE = ("indicator", "reference_date", "level", "area")
EXACT = 1e-9  # the same division on two machines
Delivery = tuple[str, str, str]  # supplier, product, reference date


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What is different.

    Attributes:
        dates: reference dates that are new.
        arrived, replaced, gone: deliveries: new ones, other files for the same, no longer counted.
        missing, made_good: sentences about what was not delivered: new ones, and settled ones.
        moves: what moved, by indicator.
        needs: what the figures newly point at, and not any more.
        towns: the same by municipality.
        still: titles of indicators that have no newer figures.
        corrected: title, reference date and number of areas whose earlier figure is another now.
        withdrawn: the same, of figures that the round before showed and this one does not.
        added, dropped, redefined: titles of indicators.
        generation: the areas' generation before and now, where it is another.
        new_areas, dissolved_areas, renamed_areas: names; of renamed ones ``old → new``.
    """

    dates: Sequence[date]
    arrived: Sequence[Delivery]
    replaced: Sequence[Delivery]
    gone: Sequence[Delivery]
    missing: Sequence[str]
    made_good: Sequence[str]
    moves: Sequence[Move]
    needs: Needs
    towns: Sequence[TownNews]
    still: Sequence[str]
    corrected: Sequence[tuple[str, date, int]]
    withdrawn: Sequence[tuple[str, date, int]]
    added: Sequence[str]
    dropped: Sequence[str]
    redefined: Sequence[str]
    generation: tuple[str, str] | None
    new_areas: Sequence[str]
    dissolved_areas: Sequence[str]
    renamed_areas: Sequence[str]

    @property
    def nothing(self) -> bool:
        """Whether the two rounds say the same."""
        needs = self.needs
        told = (
            self.dates, self.arrived, self.replaced, self.gone, self.missing, self.made_good,
            self.moves, needs.new, needs.settled, needs.untold, needs.strengths, self.corrected,
            self.withdrawn, self.added, self.dropped, self.redefined, self.new_areas,
            self.dissolved_areas, self.renamed_areas,
        )  # fmt: skip
        return self.generation is None and not any(told)


def compare_rounds(before: BundleLike, now: BundleLike) -> Changes:
    """What is different between two rounds of the same district."""
    old_dates, new_dates = (_dates(bundle) for bundle in (before, now))
    old, new = (_deliveries(bundle) for bundle in (before, now))
    moved = moves(before, now)
    needs = compare_needs(before, now, gather_figures(now))
    titles = {key: one.title for key, one in describe_indicators(now).items()}
    newer = {move.indicator for move in moved}
    absent, was_absent = (list(b.report.get("not_delivered", ())) for b in (now, before))
    areas = _areas(before, now)
    return Changes(
        dates=sorted(new_dates - old_dates),
        arrived=sorted(new.keys() - old.keys()),
        replaced=sorted(key for key in new.keys() & old.keys() if new[key] != old[key]),
        gone=sorted(old.keys() - new.keys()),
        missing=[line for line in absent if line not in was_absent],
        made_good=[line for line in was_absent if line not in absent],
        moves=moved,
        needs=needs,
        towns=by_town(now, moved, needs),
        still=[title for key, title in titles.items() if key not in newer],
        corrected=_corrected(before, now, titles),
        withdrawn=_withdrawn(before, now, titles),
        **_defined(before, now),
        **areas,
    )


def _dates(bundle: BundleLike) -> set[date]:
    return {date.fromisoformat(str(day)) for day in bundle.report["dates"]}


def _deliveries(bundle: BundleLike) -> dict[Delivery, str]:
    """The accepted deliveries with the fingerprints of their files."""
    steps = [step for step in bundle.lineage if step["verb"] == "accept"]
    return {
        (p["supplier"], p["product"], p["reference_date"]): str(step["output"])
        for step in steps
        for p in [step["parameters"]]
    }


def _defined(before: BundleLike, now: BundleLike) -> dict[str, Any]:
    """Indicators that are new, dropped, or mean something else."""
    old, new = before.indicator_definitions, now.indicator_definitions
    both = [key for key in new if key in old]
    other = [key for key in both if _meaning(before, key) != _meaning(now, key)]
    return {
        "added": [say(new[key]["title"]) for key in new if key not in old],
        "dropped": [say(old[key]["title"]) for key in old if key not in new],
        "redefined": [say(new[key]["title"]) for key in other],
    }


def _meaning(bundle: BundleLike, key: str) -> dict[str, Any]:
    """What decides what an indicator counts, and how the cubes behind it are cut."""
    definition = bundle.indicator_definitions[key]
    cubes = [side["cube"] for side in (definition["numerator"], definition.get("denominator"))
             if side]  # fmt: skip
    return {
        **{name: definition.get(name) for name in DEFINES},
        "cubes": [_counted(bundle.cubes.get(cube, {})) for cube in cubes],
    }


def _counted(cube: Mapping[str, Any]) -> dict[str, Any]:
    return {name: cube.get(name) for name in ("counts", "definition", "unit")}


def _corrected(
    before: BundleLike, now: BundleLike, titles: Mapping[str, str]
) -> list[tuple[str, date, int]]:
    """How many figures of earlier dates are others now; only those that both rounds show."""
    then, here = (_values(bundle, name) for bundle, name in ((before, "then"), (now, "here")))
    both = then.join(here, on=FIGURE).filter((pl.col("then") - pl.col("here")).abs() > EXACT)
    return _counts(both, titles)


def _withdrawn(
    before: BundleLike, now: BundleLike, titles: Mapping[str, str]
) -> list[tuple[str, date, int]]:
    """How many figures that were shown are there and not shown now; areas that are no more aside.

    Indicators that were dropped are told among the definitions.
    """
    then, here = _values(before, "then"), _values(now, "here")
    return _counts(then.join(here, on=FIGURE, how="anti").join(_rows(now), on=FIGURE), titles)


def _values(bundle: BundleLike, name: str) -> pl.DataFrame:
    """The figures that a round shows on its own areas."""
    shown = (pl.col("confidentiality") == "free") & pl.col("value").is_not_null()
    return _rows(bundle).filter(shown).select(*FIGURE, pl.col("value").alias(name))


def _rows(bundle: BundleLike) -> pl.DataFrame:
    return bundle.indicators.filter(generation=str(bundle.report["generation"]))


def _counts(rows: pl.DataFrame, titles: Mapping[str, str]) -> list[tuple[str, date, int]]:
    counts = rows.group_by("indicator", "reference_date").len().sort("indicator", "reference_date")
    return [(titles[key], day, count) for key, day, count in counts.iter_rows() if key in titles]


def _areas(before: BundleLike, now: BundleLike) -> dict[str, Any]:
    """Areas that came, went, or have another name; by key and name of planning areas."""
    old, new = (_planning_areas(bundle) for bundle in (before, now))
    generations = str(before.report["generation"]), str(now.report["generation"])
    both = sorted(old.keys() & new.keys())
    return {
        "generation": generations if generations[0] != generations[1] else None,
        "new_areas": [new[key] for key in sorted(new.keys() - old.keys())],
        "dissolved_areas": [old[key] for key in sorted(old.keys() - new.keys())],
        "renamed_areas": [f"{old[key]} → {new[key]}" for key in both if old[key] != new[key]],
    }


def _planning_areas(bundle: BundleLike) -> dict[str, str]:
    inside = bundle.areas.filter(generation=str(bundle.report["generation"]), level="planning_area")
    return dict(inside.select("area", "name").iter_rows())
