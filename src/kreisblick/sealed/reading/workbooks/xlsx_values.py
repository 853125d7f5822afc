"""From cells of an XLSX as written to the texts people see, block by block."""

from dataclasses import dataclass, field

import polars as pl

from kreisblick.sealed.reading.errors import damaged
from kreisblick.sealed.reading.workbooks.numbers import number_texts, shown_texts
from kreisblick.sealed.reading.workbooks.places import column_number
from kreisblick.sealed.reading.workbooks.shown import PLAIN, Shown
from kreisblick.sealed.reading.workbooks.xlsx_texts import decoded

__all__ = ["GERMAN_ERRORS", "Values"]

# the file holds English names; what the office sees, and finds in its CSV, is German
GERMAN_ERRORS = {
    "#N/A": "#NV",
    "#REF!": "#BEZUG!",
    "#VALUE!": "#WERT!",
    "#NUM!": "#ZAHL!",
    "#GETTING_DATA": "#DATEN_ABRUFEN",
    "#SPILL!": "#ÜBERLAUF!",
}

CELLS = {"row": pl.UInt32, "column": pl.UInt32, "text": pl.String}


@dataclass(kw_only=True)
class Values:
    """Takes blocks of cells and keeps what they say.

    Attributes:
        name: of the file, for sentences.
        strings: the workbook's shared strings.
        styles: how numbers of each style are shown.
        decimal: sign between whole and parts.
        since_1904: whether days count from 1904.
        unvalued: cells with a formula whose result the file does not hold.
        percent: letters of columns in which numbers are shown as percent.
    """

    name: str
    strings: pl.Series = field(repr=False)
    styles: tuple[Shown, ...] = field(repr=False)
    decimal: str
    since_1904: bool
    unvalued: list[str] = field(default_factory=list)
    percent: set[str] = field(default_factory=set)
    frames: list[pl.DataFrame] = field(default_factory=list, repr=False)

    def take(self, raw: pl.DataFrame) -> None:
        """A block of cells in the form ``RAW``."""
        columns = {letters: column_number(letters) for letters in raw["letters"].unique()}
        self.frames.append(
            raw.select(
                "row", column=pl.col("letters").replace_strict(columns, return_dtype=pl.UInt32)
            ).with_columns(self._texts(raw).alias("text"))
        )
        self.unvalued += _unvalued(raw)
        shown = [place for place, one in enumerate(self.styles) if one.kind == "percent"]
        if shown:
            found = raw.filter(pl.col("style").is_in(shown) & pl.col("value").is_not_null())
            self.percent.update(found["letters"].unique())

    def cells(self) -> pl.DataFrame:
        """All cells taken so far: ``row, column, text``."""
        return pl.concat(self.frames) if self.frames else pl.DataFrame(schema=CELLS)

    def _texts(self, raw: pl.DataFrame) -> pl.Series:
        """Texts of cells by their kind."""
        kind = raw["type"].fill_null("n")
        value = raw["value"]
        number = kind == "n"
        texts = self._numbers(raw["style"], pl.select(pl.when(number).then(value)).to_series())
        own = decoded(pl.select(pl.coalesce(raw["inline"], value)).to_series())
        shared = kind == "s"
        strings = self._shared(pl.select(pl.when(shared).then(value)).to_series(), shared)
        return pl.select(
            pl.when(number)
            .then(texts)
            .when(shared)
            .then(strings)
            .when(kind == "e")
            .then(value.replace(GERMAN_ERRORS))
            .when(kind == "d")
            .then(value.str.replace(r"T(?:00:00:00(?:\.0+)?)?Z?$", "").str.replace("T", " "))
            .otherwise(own)
        ).to_series()

    def _shared(self, value: pl.Series, shared: pl.Series) -> pl.Series:
        if not shared.any():
            return pl.Series([None], dtype=pl.String).new_from_index(0, len(value))
        places = value.str.strip_chars().cast(pl.UInt32, strict=False)
        if (shared & (places.is_null() | (places >= len(self.strings)))).any():
            raise damaged(self.name)
        return self.strings.gather(places)

    def _numbers(self, style: pl.Series, value: pl.Series) -> pl.Series:
        texts = number_texts(value.str.strip_chars(), self.decimal)
        for number in style.drop_nulls().unique():
            shown = self.styles[number] if number < len(self.styles) else PLAIN
            if shown.kind in {"plain", "percent"}:
                continue
            places = ((style == number) & value.is_not_null()).arg_true()
            some = shown_texts(
                value.gather(places), shown, self.decimal, since_1904=self.since_1904
            )
            texts = texts.clone().scatter(places, some)
        return texts


def _unvalued(raw: pl.DataFrame) -> list[str]:
    """Cells with a formula whose result the file does not hold."""
    text = pl.col("type").is_in(["str", "s"]).fill_null(value=False)
    empty = pl.col("value").is_null() | ((pl.col("value") == "") & ~text)
    found = raw.filter(pl.col("formula") & empty & pl.col("inline").is_null())
    return found.select(pl.concat_str("letters", "row")).to_series().to_list()
