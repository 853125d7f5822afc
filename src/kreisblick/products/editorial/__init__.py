"""Editorial: the texts of people beside the figures. Its verb is *speak*.

In: the signed editorial folder of a workspace. Out: text blocks for the products. A figure in a
text is a reference that is filled in from the bundle, so no text can hold an old one.
"""

from kreisblick.products.editorial.compose import Composed
from kreisblick.products.editorial.definition import EditorialWords, read_editorial_words
from kreisblick.products.editorial.lock import figures_key, lock
from kreisblick.products.editorial.model import (
    NO_TEXTS,
    Editorial,
    Kind,
    Passage,
    Stretch,
    TextBlock,
)
from kreisblick.products.editorial.persons import is_person
from kreisblick.products.editorial.read import read_draft, text_files
from kreisblick.products.editorial.seen import SeenFigure, seen
from kreisblick.products.editorial.signed import (
    SIGNED,
    SignedText,
    SignedTexts,
    read_signed,
    write_signed,
)
from kreisblick.products.editorial.speak import Judged, Standing, judge_texts, read_editorial
from kreisblick.products.editorial.terms import Terms, terms_of

__all__ = [
    "NO_TEXTS",
    "SIGNED",
    "Composed",
    "Editorial",
    "EditorialWords",
    "Judged",
    "Kind",
    "Passage",
    "SeenFigure",
    "SignedText",
    "SignedTexts",
    "Standing",
    "Stretch",
    "Terms",
    "TextBlock",
    "figures_key",
    "is_person",
    "judge_texts",
    "lock",
    "read_draft",
    "read_editorial",
    "read_editorial_words",
    "read_signed",
    "seen",
    "terms_of",
    "text_files",
    "write_signed",
]
