"""The list as a workbook that a clerk fills in, or as CSV."""

import io
from pathlib import Path

import polars as pl
from xlsxwriter import Workbook

from kreisblick.base.files import write_bytes
from kreisblick.base.language import translate as _
from kreisblick.territory.addresses import read_addresses
from kreisblick.territory.addresses.learn import DecisionKind
from kreisblick.territory.review.errors import ListColumnError
from kreisblick.territory.review.gather import LIST

__all__ = ["HEADINGS", "kind_words", "read_list", "write_list"]

HEADINGS = {
    "street": "Straße (vereinheitlicht)",
    "postcode": "PLZ",
    "place": "Ort",
    "example": "so geschrieben",
    "rows": "Zeilen",
    "reason": "Grund",
    "candidate": "vielleicht",
    "candidate2": "oder",
    "kind": "Entscheidung",
    "to_street": "richtige Straße",
    "to_postcode": "richtige PLZ",
    "to_place": "richtiger Ort",
    "supplier": "nur für Lieferant",
    "note": "Bemerkung",
}
WIDTHS = {"street": 30, "example": 30, "candidate": 34, "candidate2": 34, "kind": 22, "note": 40}


def kind_words() -> dict[str, str]:
    """What a clerk chooses from, and what it means for us."""
    return {
        _("same street"): DecisionKind.SAME_STREET.value,
        _("former name of"): DecisionKind.FORMER_NAME.value,
        _("typing error for"): DecisionKind.TYPO_OF.value,
        _("wrong postcode"): DecisionKind.WRONG_POSTCODE.value,
        _("not in the district"): DecisionKind.NOT_IN_DISTRICT.value,
        _("protected address"): DecisionKind.PROTECTED.value,
        _("never this street"): DecisionKind.NEVER.value,
    }


def write_list(path: Path, found: pl.DataFrame) -> None:
    """The list as XLSX with a choice in the column for the decision, or CSV by its ending."""
    from kreisblick.territory.areas.files import write_table  # noqa: PLC0415  heavy

    table = found.rename(HEADINGS)
    if path.suffix != ".xlsx":
        write_table(table, path)
        return
    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet(_("Doubtful addresses"))
        bold = book.add_format({"bold": True, "text_wrap": True, "bottom": 1})
        text = book.add_format({"num_format": "@"})
        for column, name in enumerate(LIST):
            sheet.set_column(column, column, WIDTHS.get(name, 14), text)
            sheet.write_string(0, column, HEADINGS[name], bold)
            for row, value in enumerate(found[name].to_list(), start=1):
                sheet.write_string(row, column, "" if value is None else str(value))
        place = list(LIST).index("kind")
        choice = {"validate": "list", "source": list(kind_words())}
        sheet.data_validation(1, place, max(found.height, 1), place, choice)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, found.height, len(LIST) - 1)
    write_bytes(path, stream.getvalue())


def read_list(path: Path) -> pl.DataFrame:
    """A filled list with our column names, all text; what is not in it is empty.

    Raises:
        TableNotReadableError: when the file is missing or no table.
        ListColumnError: when it has no column for the decision.
    """
    table = read_addresses(path)
    ours = {heading: name for name, heading in HEADINGS.items()}
    table = table.rename({n: ours[n] for n in table.columns if n in ours})
    if "kind" not in table.columns:
        raise ListColumnError(file=path.name, column=HEADINGS["kind"], known=table.columns)
    rows = table.select(
        (pl.col(name) if name in table.columns else pl.lit(""))
        .cast(pl.String)
        .fill_null("")
        .str.strip_chars()
        .alias(name)
        for name in LIST
    )
    code = pl.col("postcode", "to_postcode")
    four = code.str.contains(r"^\d{4}$")  # a workbook took it for a number
    return rows.with_columns(pl.when(four).then(pl.lit("0") + code).otherwise(code).name.keep())
