"""Fields of records that hold a sign in place of a number: the sign's meaning stays beside it."""

from collections.abc import Mapping

import polars as pl

from kreisblick.sealed.mapping.signs import Sign
from kreisblick.statistics.cube import Observation

__all__ = ["say_signs"]


def say_signs(
    name: str, cells: pl.Series, values: pl.Series, signs: Mapping[str, Sign]
) -> dict[str, pl.Series]:
    """What stands beside a field of numbers in which signs occur.

    Args:
        name: of the field.
        cells: the delivered texts.
        values: the numbers read from them.
        signs: agreed with the supplier; an empty sign says what an empty cell means.

    Returns:
        ``<name>_observation``, and ``<name>_lower`` and ``<name>_upper`` where a sign bounds the
        number. Without a cell that holds a sign nothing: an empty cell is not delivered.
    """
    known = {sign.strip(): meaning for sign, meaning in signs.items()}
    texts = cells.str.strip_chars().fill_null("")
    said = {sign: meaning.means.value for sign, meaning in known.items()}
    looked = texts.replace_strict(said, default=None, return_dtype=pl.String)
    if looked.is_null().all():
        return {}
    missing, counted = Observation.NOT_DELIVERED.value, Observation.COUNTED.value
    plain = pl.when(values.is_null()).then(pl.lit(missing)).otherwise(pl.lit(counted))
    found = {"observation": pl.select(pl.coalesce(looked, plain)).to_series()}
    for bound in ("lower", "upper"):
        figures = {s: b for s, m in known.items() if (b := getattr(m, bound)) is not None}
        if figures:
            found[bound] = texts.replace_strict(figures, default=None, return_dtype=pl.Int64)
    return {f"{name}_{what}": column for what, column in found.items()}
