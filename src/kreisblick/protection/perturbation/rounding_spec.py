"""What a protected cube is made of."""

from pydantic import Field

from kreisblick.base.definitions import Text
from kreisblick.base.errors import WrongUseError
from kreisblick.base.language import translate as _
from kreisblick.protection.perturbation.tables import TableSpec
from kreisblick.protection.rules import FLOOR

__all__ = ["RoundingSpec", "check_spec"]


class RoundingSpec(TableSpec):
    """What a protected cube is made of and how its counts are rounded.

    Attributes:
        counted: what is counted; the same word for the same thing at every date, so that the same
            counts are rounded alike.
        value: column with the counts; None when every row is one unit.
        dimensions: columns of each dimension, from coarse to fine (``place: [town, area]``).
        tables: columns of each table whose sums stay close to the truth; None for all
            combinations of all levels.
        codes: all codes of a column, where a code must not show only because somebody has it.
        base: every figure is a multiple of it; at least the minimum count.
        minimum_count: counts above zero and below this need protection; at least three.
    """

    counted: Text
    value: Text | None = None
    codes: dict[Text, tuple[Text, ...]] = Field(default_factory=dict)
    base: int = Field(ge=2, le=1000)
    minimum_count: int


def check_spec(spec: RoundingSpec) -> None:
    """Refuse a spec that cannot protect.

    With base b a figure 0 leaves the counts 0 to b - 1 open and a figure z of b or more those
    from z - b + 1 to z + b - 1. Only when b is at least the minimum count k does every small
    count share its figure with zero (0) or with a count that is not small (b).

    Raises:
        WrongUseError: the minimum count is below three, the base is below the minimum count, or
            codes are listed for a column that stands within a hierarchy.
    """
    if spec.minimum_count < FLOOR:
        message = _(
            "The minimum count is {count}; at least {floor} is needed, because below that a "
            "figure tells about single people."
        )
        raise WrongUseError(message.format(count=spec.minimum_count, floor=FLOOR))
    if spec.base < spec.minimum_count:
        message = _(
            "The base {base} is too small for the minimum count {count}: a small count could be "
            "told from zero and from larger ones. Take at least {count}."
        )
        raise WrongUseError(message.format(base=spec.base, count=spec.minimum_count))
    single = {columns[0] for columns in spec.dimensions.values() if len(columns) == 1}
    if not spec.dimensions or not set(spec.codes) <= single:
        raise WrongUseError(
            _("Codes can be listed only for a dimension of one column; at least one is needed.")
        )
