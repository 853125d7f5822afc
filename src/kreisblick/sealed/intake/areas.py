"""Find the area of each row of an aggregate delivery: by code, name, or the supplier's own key."""

import difflib
import re
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

import polars as pl

from kreisblick.base.errors import WrongUseError
from kreisblick.base.language import translate as _
from kreisblick.sealed.intake.area_names import PSEUDO_AREA, AreaNames, plain_name, says_sum
from kreisblick.sealed.intake.faults import FaultBook
from kreisblick.sealed.intake.model import IntakeContext
from kreisblick.sealed.mapping.definition import DeliveryDefinition
from kreisblick.sealed.mapping.places import AreaRule, TotalRule
from kreisblick.sealed.mapping.rules import shipped_mapping_rules
from kreisblick.sealed.reading.region import Region
from kreisblick.territory.areas.model import AreaLevel, Territory

__all__ = ["OTHER", "POSTCODE", "Rows", "find_areas", "territory_of"]

IGNORED = "ignored"
OTHER = "other"  # people without an area: part of the district's total, of no area
POSTCODE = "postcode"
FEWEST_NUMBERED = 3  # fewer columns in a row are numbered by chance


@dataclass(frozen=True, kw_only=True)
class Rows:
    """The data rows of an aggregate delivery.

    Attributes:
        placed: ``row, level, area`` in file order; rows of postcodes carry the level ``postcode``
            and the postcode as area, rows of people without an area the level ``other``.
        body: the same rows' cells.
    """

    placed: pl.DataFrame = field(repr=False)
    body: pl.DataFrame = field(repr=False)


def territory_of(definition: DeliveryDefinition, context: IntakeContext, day: date) -> Territory:
    """The generation that the delivery's areas belong to.

    Raises:
        WrongUseError: when the workspace has loaded no such generation.
    """
    wanted = definition.area.generation if definition.area else "at_reference_date"
    territory = context.generation_on(day, wanted=wanted)
    if territory is None:
        message = _(
            "No boundaries are loaded for the generation '{wanted}' on {day}. Add them under "
            "catalogue/territory."
        )
        raise WrongUseError(message.format(wanted=wanted, day=day))
    return territory


def find_areas(
    region: Region,
    rule: AreaRule,
    definition: DeliveryDefinition,
    territory: Territory,
    book: FaultBook,
) -> Rows:
    """The rows with level and area; totals by their patterns, footnotes split off.

    An unknown area is a hard fault with the nearest known name.
    """
    column = region.column(rule.column or ())
    if column is None:
        book.missing_column(rule.column or ("",), region)
        return Rows(placed=_no_rows(), body=region.body.clear())
    body = _data_rows(region, column, definition)
    sheet = region.grid.sheet or ""
    finder = _Finder(rule=rule, definition=definition, territory=territory, sheet=sheet)
    places = {text: finder.place(text) for text in body[column].unique()}
    found = [places[text] for text in body[column]]
    for row, text, place in zip(body["row"], body[column], found, strict=True):
        if place is None:
            book.cell("unknown_area", finder.unknown(text), row, column)
    levels = [place[0] if place else None for place in found]
    areas = [place[1] if place else None for place in found]
    placed = pl.DataFrame(
        {"row": body["row"], "level": levels, "area": areas}, schema=_no_rows().schema
    )
    kept = placed["level"].is_not_null() & (placed["level"] != IGNORED)
    return Rows(placed=placed.filter(kept), body=body.filter(kept))


def _no_rows() -> pl.DataFrame:
    return pl.DataFrame(schema={"row": pl.Int64, "level": pl.String, "area": pl.String})


def _data_rows(region: Region, column: str, definition: DeliveryDefinition) -> pl.DataFrame:
    """Rows with an area cell and at least one cell of numbers: no units row, no footnote.

    Where an empty cell is an agreed sign, a row of empty cells says something, and it stays.
    """
    values = [region.column(value.column) for value in definition.values]
    present = [name for name in values if name is not None]
    filled = pl.any_horizontal(pl.col(present).is_not_null()) if present else pl.lit(value=False)
    silence_speaks = "" in definition.signs
    body = region.body.filter(pl.col(column).is_not_null() & (filled | silence_speaks))
    if definition.ignore_rows:
        pattern = "|".join(f"(?:{pattern})" for pattern in definition.ignore_rows)
        body = body.filter(~pl.col(column).str.contains(pattern))
    return body.filter(~_numbers_columns(column, present))


def _numbers_columns(column: str, present: list[str]) -> pl.Expr:
    """The first row, when it only numbers the columns: a digit for the area, then 2, 3, 4, ..."""
    if len(present) < FEWEST_NUMBERED:
        return pl.lit(value=False)
    first = pl.int_range(pl.len()) == 0
    digits = [
        pl.col(name).str.extract(r"^\(?([0-9]{1,2})\)?$", 1).cast(pl.Int64)
        for name in (column, *present)
    ]
    steps = [after - before for before, after in pairwise(digits[1:])]
    counts = pl.all_horizontal([digits[0] < digits[1], *[step == 1 for step in steps]])
    return (first & counts).fill_null(value=False)


@dataclass(kw_only=True)
class _Finder:
    """Looks up area cells in one territory."""

    rule: AreaRule
    definition: DeliveryDefinition
    territory: Territory
    sheet: str = ""
    names: AreaNames = field(init=False)
    translation: dict[str, str] = field(init=False)
    others: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.translation = _translation(self.rule, self.territory.generation.key)
        named = self.rule.kind in {"name", "own_key"}
        self.names = AreaNames(self.territory, self.rule.level, by_name=named)
        words = (*self.rule.other, *shipped_mapping_rules().areas.nowhere)
        self.others = frozenset(plain_name(other) for other in words)

    def place(self, text: str) -> tuple[str, str] | None:
        """Level and area; None when the area is unknown."""
        for total in self.definition.totals:
            match = re.search(total.pattern, text)
            if match:
                return self._total(total, match)
        if PSEUDO_AREA.match(text):
            return IGNORED, ""
        key = self._key(text)
        found: tuple[str, str] | None
        if self.rule.kind == POSTCODE:
            found = (POSTCODE, key.zfill(5)) if re.fullmatch(r"[0-9]{4,5}", key) else None
        else:
            area = None if says_sum(text) and key == text else self.names.own(key)
            found = (self.rule.level.value, area) if area else None
        return found or self._otherwise(text, key)

    def _otherwise(self, text: str, key: str) -> tuple[str, str] | None:
        """What is no key or name of the agreed level: a sum, people without area, other words."""
        larger = self.names.sum_of(text)
        if larger is not None:
            return larger[0].value, larger[1]
        if plain_name(text) in self.others:
            return OTHER, next(iter(self.territory.keys(AreaLevel.DISTRICT)))
        area = None if self.rule.kind == POSTCODE else self.names.own(key)
        area = area or (None if self.rule.kind == POSTCODE else self._by_words(text))
        return (self.rule.level.value, area) if area else None

    def _by_words(self, text: str) -> str | None:
        """The area that a name says; on a sheet called like a town, in that town."""
        return self.names.by_words(text) or self.names.by_words_in(text, self.sheet)

    def unknown(self, text: str) -> str:
        """The sentence about an unknown area."""
        known = self.names.known[self.rule.level]
        near = difflib.get_close_matches(plain_name(text), list(known), n=1)
        names = dict(self.territory.areas.select("area", "name").iter_rows())
        hint = _(" Did you mean '{near}'?").format(near=names[known[near[0]]]) if near else ""
        return _(
            "The area '{text}' is unknown in the generation {generation}.{hint} Correct the cell, "
            "or add it to the definition's translation."
        ).format(text=text, generation=self.territory.generation.key, hint=hint)

    def _total(self, rule: TotalRule, match: re.Match[str]) -> tuple[str, str] | None:
        if rule.level == IGNORED:
            return IGNORED, ""
        group = match.group(1) if match.re.groups else ""
        levels = list(AreaLevel) if rule.level == OTHER else [AreaLevel(rule.level)]
        for level in reversed(levels):
            area = self._named(level, rule.area.replace("{}", group or "")) if group else None
            area = area or (self._only(level) if not match.re.groups else None)
            if area:
                return str(rule.level), area
        return None

    def _named(self, level: AreaLevel, text: str) -> str | None:
        return self.names.known[level].get(plain_name(text))

    def _only(self, level: AreaLevel) -> str | None:
        """The one area of a level: a total without a name can only be its."""
        keys = self.territory.keys(level)
        return keys[0] if len(keys) == 1 else None

    def _key(self, text: str) -> str:
        """The key or name inside a cell, in our words where they are translated."""
        if self.rule.extract:
            match = re.search(self.rule.extract, text)
            text = match.group(1) if match else text
        if self.rule.pad:
            text = text.zfill(self.rule.pad)
        return self.translation.get(text, text)


def _translation(rule: AreaRule, generation: str) -> dict[str, str]:
    if rule.table is None:
        return rule.translation
    try:
        table = pl.read_csv(rule.table.path(generation), separator=";", infer_schema=False)
        pairs = dict(table.select(rule.table.from_, rule.table.to).iter_rows())
    except (OSError, pl.exceptions.PolarsError):
        message = _(
            "The table '{file}' with the supplier's areas cannot be read. Put it there as CSV with "
            "the columns '{old}' and '{new}'."
        ).format(file=rule.table.path(generation).name, old=rule.table.from_, new=rule.table.to)
        raise WrongUseError(message) from None
    return {**pairs, **rule.translation}
