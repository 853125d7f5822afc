"""What can go wrong with filled lists, and what to do then."""

from collections.abc import Sequence

from kreisblick.base.errors import WrongUseError
from kreisblick.base.language import translate as _

__all__ = ["ListColumnError"]


class ListColumnError(WrongUseError):
    """A filled list lacks the column for the decision."""

    def __init__(self, *, file: str, column: str, known: Sequence[str]) -> None:
        super().__init__(
            _(
                "'{file}' has no column '{column}'; it has: {known}. Fill in the list of doubtful "
                "addresses and keep its headings."
            ).format(file=file, column=column, known=", ".join(known))
        )
