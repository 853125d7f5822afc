"""Does another file show what the cells withhold?"""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.protection.audit.files import Published
from kreisblick.protection.audit.model import Breach

__all__ = ["shown_elsewhere"]

KEY = ("cube", "slice", "reference_date", "generation", "area")
COMPARED = (*KEY, "value", "confidentiality")
DAY = "reference_date"
SIDES = ("numerator", "denominator")
WORDS = {
    "numerator": lambda: _("The figure is shown although its numerator is withheld."),
    "denominator": lambda: _("The figure is shown although its denominator is withheld."),
}


def shown_elsewhere(folder: Path, published: Published) -> Iterator[Breach]:
    """Figures in derived tables and in copies whose cells or other figures were withheld."""
    yield from _other_copies(folder, published)
    table = published.root / "data/indicators.csv"
    if table.exists():
        indicators = pl.read_csv(table, infer_schema=False)
        yield from _derived(indicators, published)
        yield from _differences(indicators, published)


def _other_copies(folder: Path, published: Published) -> Iterator[Breach]:
    """A second copy of the cells, in whatever form, must withhold the same ones."""
    first = published.root / "data/cells.csv"
    content, cells = first.read_bytes(), _comparable(pl.read_csv(first, infer_schema=False))
    copies = [
        *(p for p in folder.rglob("cells.csv") if p != first and p.read_bytes() != content),
        *(p for p in folder.rglob("cells.parquet") if _differs(p, cells)),
    ]
    for path in sorted(copies):
        detail = _("This copy of the cells differs from {first}.").format(first=first.name)
        name = path.relative_to(folder).as_posix()
        yield Breach(kind="shown_elsewhere", quantity=name, detail=detail)


def _differs(path: Path, cells: pl.DataFrame) -> bool:
    """Whether a Parquet file shows or withholds otherwise; one that cannot be read does."""
    try:
        return not _comparable(pl.read_parquet(path)).equals(cells)
    except (OSError, pl.exceptions.PolarsError):
        return True


def _comparable(cells: pl.DataFrame) -> pl.DataFrame:
    texts = [pl.col(name).cast(pl.String) for name in COMPARED if name != "value"]
    return cells.select(*texts, pl.col("value").cast(pl.Float64)).sort(*COMPARED)


def _differences(indicators: pl.DataFrame, published: Published) -> Iterator[Breach]:
    """A change or a distance gives away the other figure: value now − change = value then."""
    figure = ["indicator", "generation", "area"]
    if not {*figure, DAY, "level", "value", "confidentiality"} <= set(indicators.columns):
        return
    hidden = indicators.filter(pl.col("confidentiality") != "free").select(*figure, DAY)
    for column, other in _others(indicators, published).items():
        given = other.filter(pl.col("value").is_not_null() & pl.col(column).is_not_null())
        found = given.join(hidden, left_on=[*figure[:2], "of", "on"], right_on=[*figure, DAY])
        words = _("“{column}” is shown although the figure it is taken from is withheld.")
        for indicator, day, area in found.select("indicator", DAY, "area").iter_rows():
            detail = words.format(column=column)
            yield Breach(
                kind="shown_elsewhere", quantity=f"{day} {indicator}/{area}", detail=detail
            )


def _others(indicators: pl.DataFrame, published: Published) -> dict[str, pl.DataFrame]:
    """For each such column the rows, with area (``of``) and day (``on``) of the other figure."""
    above = [(g, area, up) for g, found in published.parents.items() for area, up in found.items()]
    parents = pl.DataFrame(above, schema=["generation", "area", "of"], orient="row")
    within = indicators.with_columns(on=pl.col(DAY))
    up = within.join(parents, on=["generation", "area"])
    grand = parents.rename({"area": "of", "of": "top"})
    top = up.join(grand, on=["generation", "of"], how="left").with_columns(
        of=pl.coalesce("top", "of")
    )
    found = {
        "change": indicators.with_columns(of="area", on="change_from")
        if "change_from" in indicators.columns
        else None,
        "deviation_municipal": up.filter(pl.col("level") == "planning_area"),
        "deviation_district": top,
    }
    return {c: rows for c, rows in found.items() if rows is not None and c in rows.columns}


def _asked(published: Published) -> Iterator[tuple[str, dict[str, tuple[str, str]]]]:
    """Indicator and what it is made of; a standardised one is made of each of its groups, too."""
    yield from published.questions.items()
    for key, groups in published.strata.items():
        yield from ((key, pairs) for pairs in groups)


def _derived(indicators: pl.DataFrame, published: Published) -> Iterator[Breach]:
    """A rate, a mean or an interval needs both of its cells published."""
    # over a covered part the district's value is made from shown municipalities, not from its cell
    in_part = (pl.col("level") == "district") & (pl.col("coverage").cast(pl.Float64) < 1)
    shown = indicators.filter(pl.col("value").is_not_null() & ~in_part)
    withheld = (pl.col("confidentiality") != "free") | (
        pl.col("observation") == "withheld_by_source"
    )
    hidden = published.cells.filter(withheld).select(KEY)
    for side in SIDES:
        questions = pl.DataFrame(
            [(key, *pairs[side]) for key, pairs in _asked(published) if side in pairs],
            schema=dict.fromkeys(["indicator", "cube", "slice"], pl.String),
            orient="row",
        )
        found = shown.join(questions, on="indicator").join(hidden, on=KEY)
        for indicator, day, area in found.select("indicator", "reference_date", "area").rows():
            yield Breach(
                kind="shown_elsewhere",
                quantity=f"{day} {indicator}/{area}",
                detail=WORDS[side](),
            )
