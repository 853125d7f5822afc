"""What can go wrong with addresses and their reference, and what to do then."""

from collections.abc import Sequence

from kreisblick.base.errors import KreisblickError, WrongUseError
from kreisblick.base.language import translate as _

__all__ = ["AddressColumnError", "ProtectedDecisionError", "TableNotReadableError"]


class AddressColumnError(WrongUseError):
    """A list of addresses lacks a column that is needed."""

    def __init__(self, *, table: str, column: str, known: Sequence[str]) -> None:
        super().__init__(
            _("The {table} has no column '{column}'; it has: {known}. Rename its columns.").format(
                table=table, column=column, known=", ".join(known)
            )
        )


class TableNotReadableError(KreisblickError):
    """A file with addresses is missing or is no CSV or Parquet file."""

    def __init__(self, *, file: str) -> None:
        super().__init__(
            _(
                "'{file}' is missing or cannot be read. Check the path; CSV (UTF-8, comma or "
                "semicolon) and Parquet are understood."
            ).format(file=file)
        )


class ProtectedDecisionError(WrongUseError):
    """Decisions about protected addresses were given without the key to read them."""
