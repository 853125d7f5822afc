"""Between fields: the agreed pairs of every date, each with its doubts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kreisblick.base.language import translate as _
from kreisblick.statistics.associations.correlate import relate
from kreisblick.statistics.associations.model import Associations, Pair
from kreisblick.statistics.associations.spectrum import Spectrum, spectrum
from kreisblick.statistics.estimation import adjusted_p
from kreisblick.statistics.indicators import IndicatorDefinition, Kind

__all__ = ["ASSOCIATION_COLUMNS", "Ground", "associations", "doubt_of", "judged", "tested"]

Floats = NDArray[np.float64]
ASSOCIATION_COLUMNS = {
    "one": pl.String, "other": pl.String, "reference_date": pl.Date, "generation": pl.String,
    "level": pl.String, "areas": pl.Int64, "effective_areas": pl.Float64, "pearson": pl.Float64,
    "pearson_low": pl.Float64, "pearson_high": pl.Float64, "p": pl.Float64,
    "p_adjusted": pl.Float64, "spearman": pl.Float64, "spearman_p": pl.Float64,
    "moran_one": pl.Float64, "moran_other": pl.Float64, "verdict": pl.String,
    "doubt": pl.String, "note": pl.String,
}  # fmt: skip
_UNFIT = {Kind.ORDINAL, Kind.COUNT}
_DECIMALS = 6


@dataclass
class Ground:
    """Areas and who borders whom; the patterns of each set of areas are made once.

    Attributes:
        area: keys in order.
        pairs: neighbours, as places in ``area``.
    """

    area: list[str]
    pairs: NDArray[np.int64]
    _known: dict[bytes, Spectrum] = field(default_factory=dict)

    @classmethod
    def of(cls, area: list[str], neighbours: pl.DataFrame) -> "Ground":
        """From ``area, neighbour``; pairs with areas that are not asked for are left aside."""
        place = {key: i for i, key in enumerate(area)}
        found = [
            (place[a], place[b])
            for a, b in neighbours.select("area", "neighbour").iter_rows()
            if a in place and b in place
        ]
        return cls(area=area, pairs=np.array(found, dtype=np.int64).reshape(-1, 2))

    def pattern(self, shown: NDArray[np.bool_]) -> Spectrum:
        """The patterns of the areas that are shown."""
        key = shown.tobytes()
        if key not in self._known:
            place = np.cumsum(shown) - 1
            inside = shown[self.pairs].all(axis=1)
            self._known[key] = spectrum(place[self.pairs[inside]], int(shown.sum()))
        return self._known[key]


def associations(
    indicators: pl.DataFrame,
    areas: pl.DataFrame,
    known: Mapping[str, IndicatorDefinition],
    neighbours: pl.DataFrame,
    asked: Associations,
) -> pl.DataFrame:
    """How closely the agreed pairs of indicators go together over the areas, at every date.

    A pure function of its arguments; areas that do not show both are left aside. It speaks of
    areas, never of persons: who is meant by the one need not be meant by the other.

    Args:
        indicators: what ``statistics.indicators.compute`` returns, made of released cells.
        areas: ``generation, area, level, parent`` of one generation.
        known: the indicators by key; pairs of unknown ones are left out.
        neighbours: ``area, neighbour`` (``territory.areas.area_neighbours``).
        asked: pairs and conventions.

    Returns:
        ``ASSOCIATION_COLUMNS``, sorted by date and pair. ``verdict``: ``together`` or
        ``opposite`` where the false discovery rate over the pairs of the date allows it, ``open``
        where not, ``untested`` with a ``note``. ``doubt``: ``shared_denominator`` (both are
        divided by the same people, which alone can make them alike) or ``part_of_the_other``.
    """
    here = areas.filter(pl.col("level") == asked.level.value)
    ground = Ground.of(here["area"].sort().to_list(), neighbours)
    shown = indicators.filter(pl.col("level") == asked.level.value)
    rows: list[dict[str, object]] = []
    for day in shown["reference_date"].unique().sort().to_list():
        rows += _of_day(shown.filter(pl.col("reference_date") == day), day, known, ground, asked)
    generation = str(areas["generation"][0]) if areas.height else ""
    return pl.DataFrame(rows, schema=ASSOCIATION_COLUMNS).with_columns(
        generation=pl.lit(generation), level=pl.lit(asked.level.value)
    )


def tested(
    x: Floats, y: Floats, people: Floats, ground: Ground, asked: Associations
) -> dict[str, object]:
    """One pair over the areas that show both, without the judgement over all pairs."""
    shown = ~np.isnan(x) & ~np.isnan(y) & (people > 0)
    count = int(shown.sum())
    if count < asked.minimum_areas:
        words = _("Only {count} areas show both; at least {least} are needed.")
        note = words.format(count=count, least=asked.minimum_areas)
        return {"areas": count, "verdict": "untested", "note": note}
    x, y, pattern = x[shown], y[shown], ground.pattern(shown)
    use = {"confidence": asked.confidence, "draws": asked.draws, "seed": asked.seed}
    line = relate(x, y, people[shown], pattern, **use)  # type: ignore[arg-type]
    rank = relate(x, y, people[shown], pattern, ranks=True, **use)  # type: ignore[arg-type]
    if np.isnan(line.r):
        note = _("One of the two is the same everywhere.")
        return {"areas": count, "verdict": "untested", "note": note}
    numbers = {
        "effective_areas": line.effective, "pearson": line.r, "pearson_low": line.low,
        "pearson_high": line.high, "p": line.p, "spearman": rank.r, "spearman_p": rank.p,
        "moran_one": pattern.moran(x), "moran_other": pattern.moran(y),
    }  # fmt: skip
    told = {k: None if np.isnan(v) else round(v, _DECIMALS) for k, v in numbers.items()}
    return {"areas": count, **told}


def judged(rows: list[dict[str, object]], rate: float) -> list[dict[str, object]]:
    """The rows with ``p_adjusted`` and ``verdict``, under one false discovery rate."""
    p = np.array([float(str(row["p"])) if "p" in row else np.nan for row in rows])
    adjusted = adjusted_p(p, np.zeros(len(rows), dtype=np.int64))
    found = []
    for row, value in zip(rows, adjusted, strict=True):
        if np.isnan(value):
            found.append(row)
            continue
        side = "together" if float(str(row["pearson"])) > 0 else "opposite"
        verdict = side if value <= rate else "open"
        found.append({**row, "p_adjusted": round(float(value), _DECIMALS), "verdict": verdict})
    return found


def doubt_of(one: IndicatorDefinition, other: IndicatorDefinition) -> str | None:
    """What could make two shares alike without any connection; None where nothing is shared."""
    if other.denominator is not None and one.numerator == other.denominator:
        return "part_of_the_other"
    if one.denominator is not None and one.denominator in (other.denominator, other.numerator):
        return "shared_denominator" if one.denominator == other.denominator else "part_of_the_other"
    return None


def _of_day(
    shown: pl.DataFrame,
    day: date,
    known: Mapping[str, IndicatorDefinition],
    ground: Ground,
    asked: Associations,
) -> list[dict[str, object]]:
    people = _values(shown, asked.residents, ground)
    rows = []
    for pair in sorted(asked.pairs, key=lambda p: (p.one, p.other)):
        if pair.one not in known or pair.other not in known:
            continue
        row: dict[str, object] = {"one": pair.one, "other": pair.other, "reference_date": day}
        if note := _refused(pair, known):
            rows.append({**row, "verdict": "untested", "note": note})
            continue
        x, y = (_values(shown, key, ground) for key in (pair.one, pair.other))
        doubt = doubt_of(known[pair.one], known[pair.other])
        rows.append({**row, "doubt": doubt, **tested(x, y, people, ground, asked)})
    return judged(rows, asked.false_discovery_rate)


def _refused(pair: Pair, known: Mapping[str, IndicatorDefinition]) -> str | None:
    """Why a pair says nothing about two fields."""
    one, other = known[pair.one], known[pair.other]
    if one.kind in _UNFIT or other.kind in _UNFIT:
        return _("Counts and categories are not set beside each other here.")
    if one.theme == other.theme or one.numerator == other.numerator:
        return _("Both belong to one field; that they go together is no news.")
    return None


def _values(shown: pl.DataFrame, key: str, ground: Ground) -> Floats:
    rows = shown.filter((pl.col("indicator") == key) & pl.col("value").is_not_null())
    order = pl.DataFrame({"area": ground.area}, schema={"area": pl.String})
    found = order.join(rows.select("area", "value"), on="area", how="left", maintain_order="left")
    return found["value"].cast(pl.Float64).fill_null(float("nan")).to_numpy()
