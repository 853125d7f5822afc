"""What can go wrong with addresses and their reference, and what to do then."""

from collections.abc import Sequence

from kreisblick.base.errors import KreisblickError, WrongUseError
from kreisblick.base.language import translate as _

__all__ = [
    "AddressColumnError",
    "IndexNotReadableError",
    "IndexOutdatedError",
    "NoAreasError",
    "ProtectedDecisionError",
    "TableNotReadableError",
]


class AddressColumnError(WrongUseError):
    """A list of addresses lacks a column that is needed."""

    def __init__(self, *, table: str, column: str, known: Sequence[str]) -> None:
        super().__init__(
            _("The {table} has no column '{column}'; it has: {known}. Rename its columns.").format(
                table=table, column=column, known=", ".join(known)
            )
        )


class TableNotReadableError(KreisblickError):
    """A file with addresses is missing or is no table."""

    def __init__(self, *, file: str) -> None:
        super().__init__(
            _(
                "'{file}' is missing or cannot be read. Check the path; CSV, XLSX and Parquet are "
                "understood."
            ).format(file=file)
        )


class IndexNotReadableError(KreisblickError):
    """A folder is no index of addresses."""

    def __init__(self, *, folder: str) -> None:
        super().__init__(
            _(
                "'{folder}' is no index of addresses, or a file of it is missing. Make it with "
                "'addresses index'."
            ).format(folder=folder)
        )


class IndexOutdatedError(KreisblickError):
    """An index was made by other rules than those that names are read by now."""

    def __init__(self, *, folder: str) -> None:
        super().__init__(
            _(
                "The index '{folder}' was made by another version or other rules. Make it anew "
                "with 'addresses index'."
            ).format(folder=folder)
        )


class NoAreasError(KreisblickError):
    """A list of addresses that names no area cannot tell where an address lies."""

    def __init__(self, *, file: str) -> None:
        super().__init__(
            _(
                "No address in '{file}' has an area. Fill in the column 'area', or take the areas "
                "from a map: 'streets read' with --area-file."
            ).format(file=file)
        )


class ProtectedDecisionError(WrongUseError):
    """Decisions about protected addresses were given without the key to read them."""
