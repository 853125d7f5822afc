"""Arranging: what the report says, as chapters made of few kinds of blocks. Its verb is *arrange*.

In: the report's data. Out: chapters that paper, page, word and book set in their own way, so that
all formats say the same in the same order.
"""

from kreisblick.products.report.arranging.arrange import arrange
from kreisblick.products.report.arranging.blocks import Block, Chapter, Run, plain_words

__all__ = ["Block", "Chapter", "Run", "arrange", "plain_words"]
