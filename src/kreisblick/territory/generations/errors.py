"""What can go wrong with generations, and what to do then."""

from collections.abc import Sequence
from pathlib import Path

from kreisblick.base.errors import WrongUseError
from kreisblick.base.language import translate as _

__all__ = ["GenerationError", "PeopleError", "RekeyError"]

SHOWN = 5  # more keys than this make a sentence unreadable


def _some(keys: Sequence[str]) -> str:
    rest = len(keys) - SHOWN
    return ", ".join(keys[:SHOWN]) + (f" … (+{rest})" if rest > 0 else "")


class GenerationError(WrongUseError):
    """A generation that cannot be used as asked for."""

    @classmethod
    def unknown(cls, key: str, known: Sequence[str]) -> "GenerationError":
        """Nothing describes it."""
        text = _("There is no generation '{key}'; there are: {known}.")
        return cls(text.format(key=key, known=_some(sorted(known)) or "–"))

    @classmethod
    def no_key(cls, key: str) -> "GenerationError":
        """A key that is no name of a file."""
        text = _("'{key}' is no key. Use letters, digits, - and _, for instance the year.")
        return cls(text.format(key=key))

    @classmethod
    def is_active(cls, key: str) -> "GenerationError":
        """Loading would change what reports stand on."""
        text = _(
            "The generation '{key}' is active; its boundaries are not replaced. Give the new ones "
            "another key, or take it out of force first: kreisblick generations deactivate {key}"
        )
        return cls(text.format(key=key))

    @classmethod
    def already(cls, key: str, *, active: bool) -> "GenerationError":
        """Nothing to do."""
        text = (
            _("The generation '{key}' is active already.")
            if active
            else _("The generation '{key}' is not active.")
        )
        return cls(text.format(key=key))

    @classmethod
    def in_use(cls, key: str) -> "GenerationError":
        """The report speaks in it."""
        text = _(
            "The report is given on the generation '{key}'. Name another one under [report] in "
            "kreisblick.toml first."
        )
        return cls(text.format(key=key))

    @classmethod
    def no_line(cls, path: Path) -> "GenerationError":
        """The definition is written in an unusual way."""
        text = _("The line 'active' cannot be changed in {path}. Change it by hand.")
        return cls(text.format(path=path))

    @classmethod
    def no_municipalities(cls) -> "GenerationError":
        """Nobody says what the municipalities are called."""
        return cls(
            _(
                "Nothing says what the municipalities are called. Give their file "
                "(--municipalities) or the column with their names (--municipality-name)."
            )
        )

    @classmethod
    def one_rule(cls) -> "GenerationError":
        """None or several ways to find the municipality."""
        return cls(
            _("Say in one way how an area names its municipality: --municipality or --prefix.")
        )

    @classmethod
    def town_columns(cls, file: str) -> "GenerationError":
        """A file of municipalities without its columns."""
        text = _(
            "'{file}' holds the municipalities: say which columns hold their key and name "
            "(--municipalities-key, --municipalities-name)."
        )
        return cls(text.format(file=file))


class PeopleError(WrongUseError):
    """A table of people that cannot be placed on a generation."""

    @classmethod
    def no_table(cls, file: str, key: str) -> "PeopleError":
        """None of the three forms."""
        text = _(
            "'{file}' cannot be placed on the areas. Give points (x, y), or addresses with a "
            "column 'area_{key}', or 'area' with a column of counts."
        )
        return cls(text.format(file=file, key=key))

    @classmethod
    def unknown_areas(cls, file: str, key: str, areas: Sequence[str]) -> "PeopleError":
        """Areas of another generation."""
        text = _(
            "'{file}' names {count} area(s) that the generation '{key}' does not have: {areas}. "
            "Give counts on its areas."
        )
        return cls(text.format(file=file, count=len(areas), key=key, areas=_some(areas)))

    @classmethod
    def no_number(cls, file: str, column: str) -> "PeopleError":
        """Text where a number belongs."""
        text = _("In '{file}' the column '{column}' holds something else than numbers.")
        return cls(text.format(file=file, column=column))


class RekeyError(WrongUseError):
    """Counts that cannot be brought to other keys."""

    @classmethod
    def no_column(cls, file: str, column: str, known: Sequence[str]) -> "RekeyError":
        """A column that is needed."""
        text = _("'{file}' has no column '{column}'; it has: {known}.")
        return cls(text.format(file=file, column=column, known=", ".join(known)))

    @classmethod
    def rates(cls, columns: Sequence[str]) -> "RekeyError":
        """Rates do not add up."""
        text = _(
            "{columns}: by its name this is a rate, and rates cannot be added up. Give the counts "
            "it was made of and divide afterwards, or rename the column if it holds counts."
        )
        return cls(text.format(columns=", ".join(f"'{column}'" for column in columns)))
