"""Standing texts of a district: what is wrong in them, in sentences."""

import string
from collections.abc import Iterator, Sequence

from kreisblick.base.language import translate as _
from kreisblick.products.wording import words_to_avoid_in

__all__ = ["wrong_in"]


def wrong_in(text: str, places: Sequence[str]) -> Iterator[str]:
    """Words that can hurt, and placeholders that nobody fills.

    Args:
        text: as the district wrote it.
        places: names of the placeholders that are filled.
    """
    for avoided in words_to_avoid_in(text):
        words = _("'{word}' can hurt. Better: {better}.")
        yield words.format(word=avoided.word, better=avoided.better)
    try:
        parsed = list(string.Formatter().parse(text))
    except ValueError:
        yield _("A curly bracket stands alone. Write {{{{ for a bracket itself.").format()
        return
    for _words, name, form, how in parsed:
        if name is not None and (name not in places or form or how):
            words = _("The placeholder '{name}' is not known. Known: {known}.")
            yield words.format(name=name, known=", ".join(places))
