"""Check what finer cells are protected with: find all faults, then speak once."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import polars as pl

from kreisblick.base.errors import Fault
from kreisblick.base.language import translate as _

__all__ = ["check_counts", "check_hierarchy", "check_published", "check_sums"]

SHOWN = 5  # more rows than this make a sentence unreadable


def check_hierarchy(tree: pl.DataFrame, file: str) -> Iterator[Fault]:
    """Cells with several areas, areas with several larger ones, empty keys."""
    for cell in tree.filter(pl.col("cell").is_duplicated())["cell"].unique().sort():
        text = _("The cell stands more than once. Give each cell one area.")
        yield Fault(code="duplicate_cell", message=text, where=f"{file}/{cell}")
    for small, large in pairwise(tree.columns[1:]):
        pairs = tree.select(small, large).unique()
        for area in pairs.filter(pl.col(small).is_duplicated())[small].unique().sort():
            text = _("The area lies in several larger areas. Give each area one.")
            yield Fault(code="several_parents", message=text, where=f"{file}/{area}")
    if tree.select(pl.any_horizontal(pl.all().is_null()).any()).item():
        text = _("A cell or an area is empty. Complete the hierarchy.")
        yield Fault(code="empty_key", message=text, where=file)


def check_counts(
    table: pl.DataFrame, tree: pl.DataFrame, attributes: Sequence[str], file: str
) -> Iterator[Fault]:
    """Rows without a count, unknown cells, rows that stand twice, totals among the rows."""
    number = pl.col("value").cast(pl.Float64, strict=False)
    whole = ((number >= 0) & (number == number.floor())).fill_null(value=False)
    wrong = table.with_row_index("line", offset=2).filter(~whole)["line"].to_list()
    if wrong:
        text = _(
            "{count} row(s) hold no count (rows {rows}). Write whole numbers; a cell where nobody "
            "lives has 0."
        )
        rows = ", ".join(map(str, wrong[:SHOWN]))
        message = text.format(count=len(wrong), rows=rows)
        yield Fault(code="no_count", message=message, where=file)
    strange = table.filter(~pl.col("cell").is_in(tree["cell"].implode()).fill_null(value=False))
    if strange.height:
        text = _("{count} row(s) name a cell that the hierarchy does not know. Complete it.")
        yield Fault(code="unknown_cell", message=text.format(count=strange.height), where=file)
    if table.select("cell", *attributes).is_duplicated().any():
        text = _("A cell stands more than once with the same attributes. Add its rows up first.")
        yield Fault(code="duplicate_row", message=text, where=file)
    if attributes and table.select(pl.any_horizontal(pl.col(attributes).is_null()).any()).item():
        text = _("An attribute is empty. Leave totals out: they are made from the rows.")
        yield Fault(code="empty_attribute", message=text, where=file)


def check_published(shown: pl.DataFrame, attributes: Sequence[str], file: str) -> Iterator[Fault]:
    """Columns nobody knows, areas that stand twice, figures that are no counts."""
    known = [name for name in attributes if name in shown.columns]
    more = [c for c in shown.columns if c not in ("area", "value", "status", "name", *attributes)]
    if more:
        text = _("The column(s) {columns} are no attribute of the cells. Leave them out.")
        yield Fault(code="unknown_column", message=text.format(columns=", ".join(more)), where=file)
    if shown.select("area", *known).is_duplicated().any():
        text = _("An area stands more than once with the same attributes. Keep the valid row.")
        yield Fault(code="duplicate_area", message=text, where=file)
    number = pl.col("value")
    doubtful = shown.filter((pl.col("status") != "free") & number.is_not_null())
    if doubtful.height:
        text = _(
            "{count} figure(s) stand there with a number, but their status is not 'free'. Delete "
            "the number if it is withheld; write 'free' if it is published."
        )
        yield Fault(code="doubtful", message=text.format(count=doubtful.height), where=file)
    broken = shown.filter((pl.col("status") == "free") & (number != number.floor()))
    if broken.height:
        text = _("{count} published figure(s) are no whole numbers. Only counts can be protected.")
        yield Fault(code="no_count", message=text.format(count=broken.height), where=file)


def check_sums(sums: Iterable[tuple[str, int | None, int]], file: str) -> Iterator[Fault]:
    """Published figures that are not the sum of their cells.

    Args:
        sums: place, published figure (None where it is withheld), sum of its cells.
        file: for the message.
    """
    for place, value, total in sums:
        if value is not None and value != total:
            text = _(
                "The district publishes another number than the cells add up to. Both must be of "
                "the same source and the same day, and cells must fill the area."
            )
            key = place.split(":", 1)[1]
            yield Fault(code="sum_differs", message=text, where=f"{file}/{key}")
