"""Propose how an unknown table is read: meanings of its columns, grain, target, definition."""

import re
from collections.abc import Mapping, Sequence

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.sealed.mapping.compose import compose
from kreisblick.sealed.mapping.definition import Grain
from kreisblick.sealed.mapping.model import Column, Known, Proposal, Surroundings
from kreisblick.sealed.mapping.rules import shipped_mapping_rules
from kreisblick.sealed.mapping.settle import settle
from kreisblick.sealed.mapping.shapes import DATE
from kreisblick.sealed.mapping.targets import (
    Ranked,
    rank_cubes,
    rank_registers,
    rank_services,
    tell_grain,
)
from kreisblick.sealed.mapping.weigh import Weighed, weigh_columns
from kreisblick.sealed.reading import Format, Table, find_period

__all__ = ["columns_of", "propose"]

LOOKED_AT = 500  # rows below a heading in which its text is looked for
FEWEST_ALIKE = 2  # one heading may be a year or stand among the cells by chance
GRAIN, TARGET = "grain", "target"
"""Keys of answers that are not about a column."""


def propose(
    table: Table,
    known: Known,
    *,
    form: Format,
    file: str = "",
    product: str = "",
    answers: Mapping[str, str] | None = None,
) -> Proposal:
    """What every column of a table means, and the definition that reads it.

    Args:
        table: as ``find_tables`` found it.
        known: what is known of the district (areas, addresses, cubes, earlier definitions).
        form: how the file is written; goes into the definition.
        file: the file's name without its ending.
        product: ``<supplier>/<product>`` or ``<supplier>``, where it is known.
        answers: what a person has decided: column to meaning, ``grain``, ``target``.

    Returns:
        The proposal. It holds headings, counts and codes that many rows share, never another cell
        of a person's row.
    """
    answers = answers or {}
    columns = columns_of(table)
    around = Surroundings(file=file, sheet=table.grid.sheet, titles=table.title)
    first = weigh_columns(columns, known, product=product)
    grain, why = tell_grain(first)
    if GRAIN in answers:
        grain, why = Grain(answers[GRAIN]), _("somebody has decided so")
    weighed = weigh_columns(columns, known, grain=grain.value, product=product)
    decided = {c.place: answers[c.place] for c in columns if c.place in answers}
    settled = settle(weighed, decided)
    ranked = _rank(grain, weighed, known, around)
    target, sure, reason = _choose(ranked, answers, product, known)
    by_place = {w.column.place: w for w in weighed}
    title = _title(around)
    made = compose(table, grain, target, settled, by_place, known, form=form, title=title)
    return Proposal(
        grain=grain.value,
        grain_reason=why,
        target=target,
        target_reason=reason,
        target_sure=sure,
        targets=tuple(key for _score, key in ranked if key != target)[:4],
        columns=tuple(made.columns),
        content=made.content,
        notes=made.notes,
        faults=made.faults,
    )


def columns_of(table: Table) -> list[Column]:
    """The columns of a table as mapping sees them, totals rows left out."""
    totals = [total.place for total in table.totals if isinstance(total.place, int)]
    sums = {total.place for total in table.total_columns}
    body = table.body.filter(~pl.col("row").is_in(totals)) if totals else table.body
    found = []
    named = {} if _is_a_record(table) else table.headings
    for place in table.columns:
        heading = named.get(place, "")
        period = find_period(heading) if heading else None
        timed = period is not None and period.kind != "age_group"
        found.append(
            Column(
                place=place,
                heading=heading,
                cells=body[place],
                unit=table.units.get(place),
                period=period.key if period is not None and timed else None,
                total=place in sums,
            )
        )
    return found


def _is_a_record(table: Table) -> bool:
    """Whether what was taken for headings is a line of data: it may be about a person.

    Two dates, postcodes or figures among the headings, or two headings that stand among the cells
    below them, are no headings.
    """
    alike = 0
    for place, heading in table.headings.items():
        shaped = re.search(rf"{DATE}|^[0-9]{{5}}$|^[0-9]{{1,3}}$", heading) is not None
        held = place in table.body.columns and heading in table.body[place].head(LOOKED_AT)
        alike += shaped or held
    return alike >= FEWEST_ALIKE


def _rank(grain: Grain, weighed: Sequence[Weighed], known: Known, around: Surroundings) -> Ranked:
    if grain == Grain.PERSON:
        return rank_registers(weighed, known, around)
    if grain == Grain.FACILITY:
        return rank_services(weighed, around)
    return rank_cubes(weighed, known, around)


def _choose(
    ranked: Ranked, answers: Mapping[str, str], product: str, known: Known
) -> tuple[str, bool, str]:
    """Target, whether it is sure, and why."""
    if TARGET in answers:
        return answers[TARGET], True, _("somebody has decided so")
    earlier = known.earlier.get(product)
    if earlier is not None:
        own = earlier.register or earlier.cube or earlier.service
        if own:
            return own, True, _("the definition in force says so")
    if not ranked or ranked[0][0] <= 0:
        return "", False, _("nothing in the catalogue fits")
    first, second = ranked[0], ranked[1] if len(ranked) > 1 else (0.0, "")
    letters = shipped_mapping_rules().subject_letters / 10
    clear = first[0] >= letters and first[0] - second[0] >= letters / 2
    return first[1], clear, _("title, headings and columns fit it best")


def _title(around: Surroundings) -> str:
    """The first line above the table, else the sheet's or file's name."""
    lines = [line for line in (*around.titles, around.sheet or "", around.file) if line.strip()]
    return lines[0].strip() if lines else _("delivery without a title")
