"""Names of areas and municipalities from a table."""

from pathlib import Path

import polars as pl

from kreisblick.base.errors import KreisblickError
from kreisblick.base.language import translate as _
from kreisblick.territory.areas.files import read_table

__all__ = ["NoNamesError", "read_names"]


class NoNamesError(KreisblickError):
    """A table that does not name anything."""

    def __init__(self, file: str, column: str) -> None:
        super().__init__(
            _(
                "'{file}' has no column '{column}'. Names are a table 'key, name' of areas and "
                "municipalities."
            ).format(file=file, column=column)
        )


def read_names(path: Path) -> dict[str, str]:
    """Names by key from a table ``key, name``; rows without a name are left out.

    Raises:
        NoNamesError: when a column is missing.
        TableFileError: when the file is no table.
    """
    table = read_table(path)
    for column in ("key", "name"):
        if column not in table.columns:
            raise NoNamesError(path.name, column)
    named = table.select(pl.col("key", "name").cast(pl.String)).drop_nulls()
    return {key: name for key, name in named.iter_rows() if name.strip()}
