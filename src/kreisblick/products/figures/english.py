"""English twins of words that the catalogue has in German only."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from kreisblick.base.definitions import Definition, Text, read_definition, shipped
from kreisblick.base.language import language
from kreisblick.products.figures.describe import Described

__all__ = ["class_words", "in_readers_language", "sign_in_english"]


class English(Definition):
    """German words of signs, themes and classes to English ones, as the atlas says them."""

    signs: dict[str, Text]
    themes: dict[str, Text]
    classes: dict[str, Text]
    class_patterns: dict[str, Text]


def sign_in_english(key: str) -> str:
    """What a table sign means in English; empty where nobody translated it."""
    return _english().signs.get(key, "")


def class_words(name: str) -> str:
    """A class in the reader's language, also with its code in front; German where none is known.

    >>> class_words("viele Belastungen")
    'viele Belastungen'
    """
    if language() != "en":
        return name
    coded = re.fullmatch(r"(\w+) \((.+)\)", name)
    return f"{coded[1]} ({_class(coded[2])})" if coded else _class(name)


def in_readers_language(described: Mapping[str, Described]) -> dict[str, Described]:
    """The indicators with themes and classes as the reader's language calls them."""
    if language() != "en":
        return dict(described)
    themes = _english().themes
    return {
        key: replace(
            one,
            theme=themes.get(one.theme, one.theme),
            classes=tuple(class_words(name) for name in one.classes),
        )
        for key, one in described.items()
    }


def _class(name: str) -> str:
    known = _english()
    for pattern, words in known.class_patterns.items():
        if found := re.fullmatch(pattern, name):
            return found.expand(words).replace(",", ".")
    return known.classes.get(name, name)


@cache
def _english() -> English:
    return read_definition(shipped("catalogue", "products", "atlas", "english.yaml"), English)
