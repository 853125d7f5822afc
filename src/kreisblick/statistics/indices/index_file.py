"""Put together from a file: ``kreisblick indicators index INPUT --method KEY -o OUT``."""

from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.language import translate as _
from kreisblick.statistics.cube import Confidentiality, Observation
from kreisblick.statistics.indicators.model import Method, standard_method
from kreisblick.statistics.indices.checks import check_index
from kreisblick.statistics.indices.combine import compute_index
from kreisblick.statistics.indices.errors import not_a_share
from kreisblick.statistics.indices.files import FIRST_LINE, NO_DAY, read_index_table, write_table
from kreisblick.statistics.indices.model import IndexDefinition, as_columns
from kreisblick.statistics.indices.part import IndexPart
from kreisblick.territory.areas.model import AreaLevel

__all__ = ["IndexFile", "index_file"]

_RESULT = {
    "sum": "sum", "index_value": "index", "class": "class", "rank": "rank",
    "rank_low": "rank_low", "rank_high": "rank_high", "class_probability": "class_probability",
}  # fmt: skip
_OTHERS = ("sum", "index_value", "class")
_PLACE = ["area", "reference_date"]


@dataclass(frozen=True, kw_only=True)
class IndexFile:
    """What was written, and what the user should know about it.

    Attributes:
        table: the rows of the file, in the order of the input.
        notices: sentences for the terminal.
    """

    table: pl.DataFrame = field(repr=False)
    notices: tuple[str, ...]


def index_file(
    source: Path,
    definition: IndexDefinition,
    out: Path,
    *,
    key: str = "index",
    method: Method | None = None,
    checks: Path | None = None,
) -> IndexFile:
    """A table of indicator values with its index, classes, ranks and their stability.

    Args:
        source: CSV or Parquet: ``area, reference_date?, municipality?, residents?, <indicator
            columns>, <column>_n?``; values in percent. The columns of the dynamics part hold
            changes in percentage points.
        definition: the method.
        out: CSV or Parquet: ``area, z_<column>..., sum, index, class, rank, rank_low,
            rank_high, class_probability``, for dynamics ``z_<column>..., sum_dynamics,
            index_dynamics, class_dynamics``, for a fixed reference the same with ``_fixed``,
            and ``note`` for areas left out or without a class. ``reference_date`` where the
            input has it.
        key: the method's key.
        method: draws and rank interval; the standard method when absent.
        checks: a file for how far the index carries (``check_index``); none when absent.

    Returns:
        The table and the notices. Ranks count from the heaviest burden.

    Raises:
        FaultsFoundError: when the input is not what the method needs; nothing is written.
    """
    table = read_index_table(source, definition)
    parts, notices = _usable_parts(table, definition)
    _check_shares(table, definition.status, source.name)
    usable = definition.model_copy(
        update={"dynamics": parts.get("dynamics"), "status": definition.status}
    )
    indicators = _as_indicators(table, usable)
    scored = compute_index(indicators, usable, key=key, method=method or standard_method())
    result = _finished(table, scored, usable)
    write_table(result, out)
    if checks is not None:
        write_table(check_index(indicators, usable, key=key, method=method), checks)
    notices += _shrinkage_notice(table, definition)
    return IndexFile(table=result, notices=(*notices, *_stability_notice(result, definition)))


def _usable_parts(
    table: pl.DataFrame, definition: IndexDefinition
) -> tuple[dict[str, IndexPart], list[str]]:
    """The parts whose columns are there; a file's change columns are values already."""
    dynamics = definition.dynamics
    if dynamics is None:
        return {}, []
    part = as_columns(dynamics)
    missing = [o.name for o in part.indicators if o.name.lower() not in table.columns]
    if not missing:
        return {"dynamics": part}, []
    words = _("No dynamics: the file lacks the columns {names}.")
    return {}, [words.format(names=", ".join(missing))]


def _check_shares(table: pl.DataFrame, part: IndexPart, where: str) -> None:
    faults: list[Fault] = []
    for one in part.indicators:
        name = one.name.lower()
        if f"{name}_n" in table.columns:
            outside = ~table[name].is_between(0, one.per).fill_null(value=True)
            # nobody and no value is an area where nobody lives; it is left out, not wrong
            nobody = (table[f"{name}_n"] <= 0).fill_null(value=False) & table[name].is_not_null()
            lines = (outside | nobody).arg_true()
            faults += [not_a_share(name, one.per, line + FIRST_LINE, where) for line in lines]
    if faults:
        raise FaultsFoundError(where, faults)


def _as_indicators(table: pl.DataFrame, definition: IndexDefinition) -> pl.DataFrame:
    """The file's columns as an indicator frame of one nameless date."""
    none = pl.lit(None, pl.Float64)
    frames = []
    everyone = (one for part in definition.parts.values() for one in part.indicators)
    # a fixed reference asks for the same indicators as the status
    for one in {one.indicator: one for one in everyone}.values():
        name = one.name.lower()
        people = pl.col(f"{name}_n") if f"{name}_n" in table.columns else none
        frames.append(
            _column(table, definition.level, one.indicator, pl.col(name), (people, one.per))
        )
    if definition.exclude.residents:
        people = pl.col("residents") if "residents" in table.columns else none
        frames.append(
            _column(table, definition.level, definition.exclude.residents, people, (none, 1.0))
        )
    return pl.concat(frames)


def _column(
    table: pl.DataFrame,
    level: AreaLevel,
    indicator: str,
    value: pl.Expr,
    counts: tuple[pl.Expr, float],
) -> pl.DataFrame:
    people, per = counts
    known = pl.col("value").is_not_null()
    return table.select(
        "area",
        "reference_date",
        "municipality",
        value.alias("value"),
        people.alias("denominator"),
        (value / per * people).alias("numerator"),
        pl.lit(indicator).alias("indicator"),
        pl.lit("").alias("generation"),
        pl.lit(Confidentiality.FREE.value).alias("confidentiality"),
    ).with_columns(
        level=pl.lit(level.value),
        observation=pl.when(known)
        .then(pl.lit(Observation.COUNTED.value))
        .otherwise(pl.lit(Observation.NOT_DELIVERED.value)),
    )


def _finished(
    table: pl.DataFrame, scored: pl.DataFrame, definition: IndexDefinition
) -> pl.DataFrame:
    result = table.select(_PLACE)
    for name, part in definition.parts.items():
        rows = scored.filter(pl.col("part") == name)
        columns = {old: f"{_RESULT[old]}_{name}" for old in _OTHERS}
        z = []
        if name != "fixed":
            rows = rows.with_columns(_z_columns(part))
            z = [f"z_{one.name.lower()}" for one in part.indicators]
        renamed = _RESULT if name == "status" else columns
        chosen = rows.select(*_PLACE, *z, *(pl.col(old).alias(n) for old, n in renamed.items()))
        result = result.join(chosen, on=_PLACE, how="left", maintain_order="left")
    noted = scored.drop_nulls("note").select(*_PLACE, "note")
    noted = noted.unique(_PLACE, keep="first", maintain_order=True)  # the status comes first
    result = result.join(noted, on=_PLACE, how="left", maintain_order="left")
    return result if (table["reference_date"] != NO_DAY).any() else result.drop("reference_date")


def _z_columns(part: IndexPart) -> list[pl.Expr]:
    fields = pl.Struct({one.indicator: pl.Float64 for one in part.indicators})
    z = pl.col("z").str.json_decode(fields)
    return [z.struct.field(one.indicator).alias(f"z_{one.name.lower()}") for one in part.indicators]


def _stability_notice(result: pl.DataFrame, definition: IndexDefinition) -> list[str]:
    if result["class_probability"].is_not_null().any() or result["index"].is_null().all():
        return []
    names = [f"{one.name.lower()}_n" for one in definition.status.indicators]
    words = _(
        "class_probability stays empty: it needs the denominators {names}. The range of ranks "
        "holds other weights and methods, but no chance."
    )
    return [words.format(names=", ".join(names))]


def _shrinkage_notice(table: pl.DataFrame, definition: IndexDefinition) -> list[str]:
    asked = [one.name.lower() for one in definition.status.indicators if one.shrink is not None]
    names = [f"{name}_n" for name in asked if f"{name}_n" not in table.columns]
    words = _("Not shrunk towards the municipality: the file lacks the columns {names}.")
    return [words.format(names=", ".join(names))] if names else []
