"""Columns that are delivered beside those that are read: they are still looked at.

A supplier's slip in a column that nobody reads yet is worth a word: it is the same export, and
next year the column may be wanted.
"""

from kreisblick.base.definitions import Definition, Text

__all__ = ["Beside"]


class Beside(Definition):
    """A column that is delivered and not read.

    Attributes:
        column: heading.
        means: one of the agreed words (``municipality_code``, ``date``, ``value`` ...).
        codes: contents that are known, where it holds a short list of codes or the areas' keys.
    """

    column: Text
    means: Text
    codes: tuple[Text, ...] = ()
