"""What can go wrong with boundaries, and what to do then."""

from collections.abc import Sequence

from kreisblick.base.errors import KreisblickError, WrongUseError
from kreisblick.base.language import translate as _

__all__ = [
    "CorrectionError",
    "LayerNotReadableError",
    "MissingColumnError",
    "TableEndingError",
    "TableFileError",
    "UnknownVariableError",
]


class UnknownVariableError(KreisblickError):
    """A path names an environment variable that is not set."""

    def __init__(self, *, path: str, variable: str) -> None:
        super().__init__(
            _(
                "The path '{path}' needs the environment variable {variable}, which is not set. "
                "Set it to the folder where the files lie."
            ).format(path=path, variable=variable)
        )


class LayerNotReadableError(KreisblickError):
    """A file with boundaries is missing or cannot be read."""

    def __init__(self, *, file: str, reason: str) -> None:
        super().__init__(
            _(
                "Boundaries cannot be read from '{file}': {reason}. Check the path and the layer; "
                "GeoJSON (also .gz), GeoPackage and Shapefile are understood."
            ).format(file=file, reason=reason)
        )


class TableFileError(KreisblickError):
    """A file with a table is missing or cannot be read."""

    def __init__(self, *, file: str) -> None:
        super().__init__(
            _(
                "Table cannot be read from '{file}'. Check the path; CSV (UTF-8) and Parquet are "
                "understood."
            ).format(file=file)
        )


class TableEndingError(WrongUseError):
    """A table is to be written under an ending that means something else."""

    def __init__(self, *, file: str) -> None:
        super().__init__(
            _("'{file}' cannot be written. Give the result an ending .csv or .parquet.").format(
                file=file
            )
        )


class MissingColumnError(WrongUseError):
    """A table or layer lacks a column that is needed."""

    def __init__(self, *, file: str, column: str, known: Sequence[str]) -> None:
        super().__init__(
            _("'{file}' has no column '{column}'; it has: {known}. Correct the name.").format(
                file=file, column=column, known=", ".join(known)
            )
        )


class CorrectionError(KreisblickError):
    """A correction of a generation does not pick exactly one feature."""

    def __init__(self, *, where: str, found: int) -> None:
        super().__init__(
            _(
                "The correction for {where} fits {found} features instead of one. Add columns, "
                "'lying_in' or 'containing' until it picks exactly one, or delete it if the file "
                "has been mended."
            ).format(where=where, found=found)
        )
