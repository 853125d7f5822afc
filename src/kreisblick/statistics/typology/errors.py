"""What goes wrong with tables to be compared, in words to the person who can mend it."""

from collections.abc import Sequence

from kreisblick.base.errors import Fault, WrongUseError
from kreisblick.base.language import translate as _

__all__ = [
    "UnknownAreaError",
    "UnknownComparisonError",
    "area_doubled",
    "column_absent",
    "not_number",
]


class UnknownComparisonError(WrongUseError):
    """A comparison that nobody defined."""

    def __init__(self, key: str, known: Sequence[str]) -> None:
        words = _("There is no comparison '{key}'. Known: {known}.")
        super().__init__(words.format(key=key, known=", ".join(known)))


class UnknownAreaError(WrongUseError):
    """An area that the table does not have."""

    def __init__(self, area: str) -> None:
        words = _("The table has no area '{area}'. Write its key as in the column 'area'.")
        super().__init__(words.format(area=area))


def column_absent(name: str, known: Sequence[str], where: str) -> Fault:
    """A column that the comparison needs is not there."""
    words = _("The comparison needs the column '{name}'; there are: {known}. Add or rename it.")
    message = words.format(name=name, known=", ".join(known))
    return Fault(code="column_missing", message=message, where=where)


def not_number(column: str, line: int, where: str) -> Fault:
    """A cell that should hold a number does not."""
    words = _("Column '{column}' holds no number here. Write 12.4, or leave the cell empty.")
    return Fault(code="no_number", message=words.format(column=column), where=f"{where}:{line}")


def area_doubled(area: str, where: str) -> Fault:
    """An area stands in two lines."""
    words = _("The area '{area}' has two lines. Keep one.")
    return Fault(code="area_twice", message=words.format(area=area), where=where)
