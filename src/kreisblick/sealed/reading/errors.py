"""What goes wrong before there are cells to speak about."""

from kreisblick.base.errors import KreisblickError
from kreisblick.base.language import translate as _

__all__ = ["UnreadableFileError", "damaged"]


class UnreadableFileError(KreisblickError):
    """A file that is empty, damaged, locked, too large, or dangerous to open."""


def damaged(name: str) -> UnreadableFileError:
    """The workbook's bytes contradict themselves."""
    message = _(
        "'{name}' is no workbook (or a damaged one). Save it again in the spreadsheet "
        "programme under the agreed type."
    )
    return UnreadableFileError(message.format(name=name))
