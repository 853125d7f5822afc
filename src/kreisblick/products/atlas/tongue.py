"""The atlas in two languages: what English says in place of German words, what stays German."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from functools import cache

from kreisblick.base.definitions import Definition, Text, Translated, read_definition, shipped
from kreisblick.base.language import language
from kreisblick.products.figures import Described, class_words, sign_in_english
from kreisblick.products.wording import Scale, read_signs
from kreisblick.products.wording.settings import TableSign

__all__ = [
    "LANGUAGES",
    "German",
    "atlas_signs",
    "legend_words",
    "sign_words",
    "theme_words",
    "told_scale",
]

LANGUAGES = ("de", "en")


class English(Definition):
    """English twins of German words that the catalogue has in German only (``english.yaml``).

    Attributes:
        signs: key of a table sign to what it means.
        themes: German title of a theme to the English one.
        classes: German name of a class to the English one.
        class_patterns: pattern of such a name, whole, to the English one with its groups.
    """

    signs: dict[str, Text]
    themes: dict[str, Text]
    classes: dict[str, Text]
    class_patterns: dict[str, Text]


@cache
def _english() -> English:
    return read_definition(shipped("catalogue", "products", "atlas", "english.yaml"), English)


def sign_words(key: str) -> str:
    """What a table sign means, in the reader's language."""
    german = read_signs().signs[key].words
    return sign_in_english(key) or german if language() == "en" else german


def atlas_signs() -> dict[str, TableSign]:
    """The table signs that the atlas prints; that a change was not tested it says in words."""
    return {key: one for key, one in read_signs().signs.items() if key != "untested"}


def legend_words(keys: Iterable[str]) -> list[tuple[str, str]]:
    """Sign and meaning of the table signs named, in the order of their file."""
    wanted = set(keys)
    signs = read_signs().signs
    return [(one.sign, sign_words(key)) for key, one in signs.items() if key in wanted]


def theme_words(theme: str) -> str:
    """The title of a theme in the reader's language; in German where nobody translated it."""
    return _english().themes.get(theme, theme) if language() == "en" else theme


def told_scale(scale: Scale) -> Scale:
    """The scale with classes that are called as the reader's language calls them."""
    told = tuple(one.model_copy(update={"title": _titled(one.title)}) for one in scale.classes)
    return replace(scale, classes=told)


def _titled(title: Translated) -> Translated:
    return title.model_copy(update={"en": title.en or class_words(title.de)})


class German:
    """The texts of a bundle that are German in every language, so that they can be marked.

    Texts are compared as they are told: what says the same in the English atlas as in the German
    one has no English twin.
    """

    def __init__(self, described: Mapping[str, Described], more: Iterable[str] = ()) -> None:
        self._told = {text for one in described.values() for text in _texts(one)} | set(more)

    def __contains__(self, text: object) -> bool:
        return language() == "en" and text in self._told


def _texts(one: Described) -> Iterable[str]:
    for field in fields(one):
        value = getattr(one, field.name)
        if isinstance(value, str):
            yield value
        elif field.name in {"limits", "sources"}:
            yield from value
    yield from (remark.text for remark in one.remarks)
