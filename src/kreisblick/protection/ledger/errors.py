"""Messages about the ledger: why nothing leaves before somebody has looked at it."""

from pathlib import Path

from kreisblick.base.errors import KreisblickError
from kreisblick.base.language import translate as _

__all__ = ["LedgerBrokenError"]


class LedgerBrokenError(KreisblickError):
    """The release ledger was changed after the fact. Nothing is released before that is clear."""

    @classmethod
    def at_line(cls, ledger: Path, line: int) -> "LedgerBrokenError":
        """A row that does not follow from the one before."""
        words = _(
            "The release ledger {ledger} does not hold together at line {line}: somebody "
            "changed or removed a row. Restore it from a backup before releasing anything."
        )
        return cls(words.format(ledger=ledger.name, line=line))

    @classmethod
    def no_figures(cls, ledger: Path, line: int) -> "LedgerBrokenError":
        """Figures that are gone or are not those that left."""
        words = _(
            "The release ledger {ledger}: the figures of line {line} are missing or were changed. "
            "Restore the folder with the figures from a backup before releasing anything."
        )
        return cls(words.format(ledger=ledger.name, line=line))

    @classmethod
    def sealed_figures(cls, ledger: Path, line: int) -> "LedgerBrokenError":
        """Exact figures that only the sealed store can give."""
        words = _(
            "The release ledger {ledger}: line {line} is an export of exact figures, which lie in "
            "the sealed store. Open the workspace with its key."
        )
        return cls(words.format(ledger=ledger.name, line=line))
