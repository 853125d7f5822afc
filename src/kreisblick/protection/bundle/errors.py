"""Messages about bundles: what cannot be written, read, or released, and what to do now."""

from collections.abc import Sequence
from pathlib import Path

from kreisblick.base.errors import Fault, KreisblickError
from kreisblick.base.language import translate as _

__all__ = [
    "BundleContentError",
    "BundleCorruptError",
    "ReleaseRefusedError",
    "UnusableSigningKeyError",
]


class BundleContentError(KreisblickError):
    """What should go into a bundle does not have its form. Nothing was written."""

    @classmethod
    def columns(
        cls, table: str, *, strange: Sequence[str], absent: Sequence[str]
    ) -> "BundleContentError":
        """Columns that nobody described, or that are missing."""
        words = _(
            "Table '{table}' of the bundle: columns that are not described: {strange}; columns "
            "that are missing: {absent}. Nothing was written. Correct the step that makes it."
        )
        named = {"strange": ", ".join(strange) or "–", "absent": ", ".join(absent) or "–"}
        return cls(words.format(table=table, **named))

    @classmethod
    def undescribed(cls, tables: Sequence[str]) -> "BundleContentError":
        """Tables that nobody described."""
        words = _(
            "The bundle knows no tables {tables}. Nothing was written. Describe them in "
            "tables.yaml, or do not hand them over."
        )
        return cls(words.format(tables=", ".join(tables)))

    @classmethod
    def types(cls, table: str) -> "BundleContentError":
        """A value that has the wrong type."""
        words = _(
            "Table '{table}' of the bundle holds values of the wrong type. Nothing was written. "
            "Correct the step that makes it."
        )
        return cls(words.format(table=table))

    @classmethod
    def doubled(cls, table: str, key: Sequence[str]) -> "BundleContentError":
        """Two rows with the same key."""
        words = _(
            "Table '{table}' of the bundle holds two rows with the same {key}. Nothing was "
            "written. Correct the step that makes it."
        )
        return cls(words.format(table=table, key=", ".join(key)))

    @classmethod
    def withheld_shown(cls, table: str, columns: Sequence[str]) -> "BundleContentError":
        """A withheld row that still carries a number."""
        words = _(
            "Table '{table}' of the bundle: withheld rows carry numbers in {columns}. Nothing was "
            "written. The step that made the table must leave them empty."
        )
        return cls(words.format(table=table, columns=", ".join(columns)))


class BundleCorruptError(KreisblickError):
    """A bundle is not what was sealed. It names every file and what to do."""

    def __init__(self, folder: Path, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        head = _(
            "The bundle {folder} is damaged or was changed and is not used. Restore it from a "
            "backup, or make it again with 'kreisblick run'."
        ).format(folder=folder.name)
        super().__init__("\n".join([head, *(f"  - {fault}" for fault in faults)]))


class ReleaseRefusedError(KreisblickError):
    """A draft that may not be released."""

    @classmethod
    def no_verdict(cls, folder: Path, audit: Path) -> "ReleaseRefusedError":
        """There is no readable verdict of the audit."""
        words = _(
            "{folder} is not released: there is no readable verdict of the audit ({audit}). Run "
            "'kreisblick audit' first."
        )
        return cls(words.format(folder=folder.name, audit=audit.name))

    @classmethod
    def not_passed(cls, folder: Path) -> "ReleaseRefusedError":
        """The audit did not pass."""
        words = _(
            "{folder} is not released: the audit did not pass. Read its breaches and make the "
            "round again."
        )
        return cls(words.format(folder=folder.name))

    @classmethod
    def other_bundle(cls, folder: Path) -> "ReleaseRefusedError":
        """The verdict is about other files."""
        words = _(
            "{folder} is not released: the audit judged another bundle. Run 'kreisblick audit' "
            "for this one."
        )
        return cls(words.format(folder=folder.name))

    @classmethod
    def other_ledger(cls, folder: Path) -> "ReleaseRefusedError":
        """Its figures were protected before something else left the house."""
        words = _(
            "{folder} is not released: its figures were not protected against everything that is "
            "out by now. Run 'kreisblick run' and release the new bundle."
        )
        return cls(words.format(folder=folder.name))

    @classmethod
    def twice(cls, folder: Path) -> "ReleaseRefusedError":
        """It was released already."""
        words = _(
            "{folder} was released already; the ledger keeps it once. To publish a correction, "
            "make a new bundle."
        )
        return cls(words.format(folder=folder.name))


class UnusableSigningKeyError(KreisblickError):
    """The signing key cannot be used."""

    def __init__(self, path: Path, reason: str) -> None:
        words = _("The signing key {name} cannot be used: {reason}")
        super().__init__(words.format(name=path.name, reason=reason))
