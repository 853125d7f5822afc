"""Need: one requirement that another table has to meet."""

from dataclasses import dataclass

__all__ = ["Need"]


@dataclass(frozen=True, kw_only=True)
class Need:
    """One requirement: some other table that fits must differ this much in this row.

    Attributes:
        row: the row.
        sign: +1 upwards, -1 downwards, 0 either.
        amount: at least so much, in units.
        strict: the other table must keep every hidden cell at one or more, because readers know
            that free zeros are shown and what is hidden is no zero.
        insider: index into ``System.insiders``; these variables stay as they are, because the
            attacker contributed them. 0 is the outsider.
        coalition: so many units may put together what they know.
        own: units that need not be thought of, because they are counted in the row and have needs
            of their own.
        relative: from those who are counted in the row nothing more is asked than what is left of
            it without them.
    """

    row: int
    sign: int
    amount: int
    strict: bool
    insider: int = 0
    coalition: int = 0
    own: tuple[int, ...] = ()
    relative: bool = False
