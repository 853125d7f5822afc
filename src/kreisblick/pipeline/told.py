"""Tell: names, days and lists as sentences need them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.pipeline.counting import Counting
from kreisblick.statistics.concepts import Catalogue
from kreisblick.territory.areas.model import AreaLevel

__all__ = ["Names", "Remark", "day_list", "names_of", "word_list"]


@dataclass(frozen=True, kw_only=True)
class Remark:
    """A sentence about some of an indicator's figures.

    Attributes:
        kind: ``definition, break, date, coverage, end, note``.
        dates: reference dates it speaks about, ISO text, ascending.
        towns: keys of the municipalities; empty where it speaks about all.
        areas: keys of planning areas; empty where it speaks about all of these municipalities.
        text: the sentence.
        reason: its reason alone, where a reader of one municipality needs nothing else.
        by: who attached it; empty where it follows from the deliveries.
    """

    kind: str
    dates: tuple[str, ...]
    towns: tuple[str, ...]
    text: str
    reason: str = ""
    areas: tuple[str, ...] = ()
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class Names:
    """Keys as readers know them.

    Attributes:
        towns: municipality → name.
        suppliers: supplier → title.
        concepts: for titles of references.
    """

    towns: Mapping[str, str]
    suppliers: Mapping[str, str]
    concepts: Catalogue

    def list_towns(self, keys: Iterable[str]) -> str:
        """Names of municipalities in a sentence; ``all municipalities`` where it is everybody."""
        wanted = set(keys)
        if wanted >= set(self.towns) and len(self.towns) > 1:
            return _("all municipalities")
        return word_list(sorted(self.towns.get(key, key) for key in wanted))

    def source(self, name: str) -> str:
        """The office behind ``supplier/product``."""
        key = name.partition("/")[0]
        return self.suppliers.get(key, key)


def names_of(counting: Counting) -> Names:
    """The names of a round."""
    areas = counting.ground.report_territory.areas
    towns = areas.filter(level=AreaLevel.MUNICIPALITY.value)
    return Names(
        towns=dict(towns.select("area", "name").iter_rows()),
        suppliers={key: item.title.de for key, item in counting.context.suppliers.items()},
        concepts=counting.ground.concepts,
    )


def day_list(days: Iterable[date]) -> str:
    """Days in a sentence."""
    return word_list([format_date(day) for day in sorted(set(days))])


def word_list(words: Sequence[str]) -> str:
    """``A, B and C``."""
    if len(words) < 2:
        return "".join(words)
    return _("{first} and {last}").format(first=", ".join(words[:-1]), last=words[-1])
