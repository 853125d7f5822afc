"""What goes wrong with table files for indices, in words to the person who can mend it."""

from collections.abc import Sequence

from kreisblick.base.errors import Fault, KreisblickError, WrongUseError
from kreisblick.base.language import translate as _

__all__ = [
    "NotPositiveError",
    "UnknownFileTypeError",
    "area_twice",
    "column_missing",
    "no_date",
    "no_number",
    "not_a_share",
]


class UnknownFileTypeError(WrongUseError):
    """A table file is neither CSV nor Parquet by its ending."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("'{name}' is neither .csv nor .parquet. Save the table as one of these.").format(
                name=name
            )
        )


def column_missing(name: str, known: Sequence[str], where: str) -> Fault:
    """A column that the method needs is not there."""
    message = _("Column '{name}' is missing; there are: {known}. Add or rename it.")
    return Fault(
        code="column_missing",
        message=message.format(name=name, known=", ".join(known)),
        where=where,
    )


def no_number(column: str, line: int, where: str) -> Fault:
    """A cell that should hold a number does not."""
    message = _("Column '{column}': not a number. Write 12.4, or leave the cell empty.")
    return Fault(code="no_number", message=message.format(column=column), where=f"{where}:{line}")


def no_date(line: int, where: str) -> Fault:
    """A reference date is neither a day nor a year."""
    message = _("Column 'reference_date': no date. Write 2024-12-31 or 2024.")
    return Fault(code="no_date", message=message, where=f"{where}:{line}")


def area_twice(area: str, line: int, where: str) -> Fault:
    """An area stands in two lines."""
    message = _("Area '{area}' stands twice. Keep one line for each area.")
    return Fault(code="area_twice", message=message.format(area=area), where=f"{where}:{line}")


def not_a_share(column: str, per: float, line: int, where: str) -> Fault:
    """A value with a denominator lies outside what a share can be."""
    message = _(
        "Column '{column}' has a denominator but is no share between 0 and {per}, or the "
        "denominator is not above 0. Check both columns."
    )
    return Fault(
        code="not_a_share",
        message=message.format(column=column, per=f"{per:g}"),
        where=f"{where}:{line}",
    )


class NotPositiveError(KreisblickError):
    """A mean that needs positive entries meets another."""

    def __init__(self, mean: str) -> None:
        super().__init__(
            _(
                "The mean '{mean}' needs entries above zero. Normalise by min_max with a range "
                "such as [1, 100], or write onto: [1, 100]."
            ).format(mean=mean)
        )
