"""The edition that a bundle holds: title, place, dates, themes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import shapely
from shapely.geometry import shape

from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.products.figures import Described, say
from kreisblick.products.model import BundleLike

__all__ = ["Edition", "edition_day", "edition_of"]


@dataclass(frozen=True, kw_only=True)
class Edition:
    """What an entry says of this edition.

    Attributes:
        title: of the report.
        district, key: name and official key of the district (or state, or town).
        day: of the edition.
        dates: reference dates, ascending.
        themes: of the report.
        box: west, south, east, north in degrees.
        bases: by which right the data are used, each once.
    """

    title: str
    district: str
    key: str
    day: date
    dates: tuple[date, ...]
    themes: tuple[str, ...]
    box: tuple[float, float, float, float]
    bases: tuple[str, ...]

    @property
    def name(self) -> str:
        """The title with the district, where it does not name it already."""
        return self.title if self.district in self.title else f"{self.title} – {self.district}"

    @property
    def description(self) -> str:
        """What the figures are, in two sentences."""
        return _(
            "Small-area figures on how people live in {district}: {themes}. Reference dates: "
            "{dates}. Figures that would tell something about single persons are not shown."
        ).format(
            district=self.district,
            themes=", ".join(self.themes),
            dates=", ".join(format_date(day) for day in self.dates),
        )


def edition_of(bundle: BundleLike, described: Mapping[str, Described]) -> Edition:
    """What a catalogue is told about a bundle."""
    report = bundle.report
    features = bundle.geometry(str(report["generation"]))["features"]
    west, south, east, north = shapely.total_bounds([shape(one["geometry"]) for one in features])
    keys = dict.fromkeys(key for one in described.values() for key in one.suppliers)
    bases = [say(bundle.suppliers.get(key, {}).get("legal_basis")) for key in keys]
    return Edition(
        title=str(report["title"]),
        district=str(report["district"]["name"]),
        key=str(report["district"]["key"]),
        day=edition_day(bundle),
        dates=tuple(sorted(date.fromisoformat(str(day)) for day in report["dates"])),
        themes=tuple(dict.fromkeys(one.theme for one in described.values())),
        box=(float(west), float(south), float(east), float(north)),
        bases=tuple(sorted({one for one in bases if one})),
    )


def edition_day(bundle: BundleLike) -> date:
    """The edition's day; where the edition is a name, the last reference date."""
    try:
        return date.fromisoformat(str(bundle.report["edition"])[:10])
    except ValueError:
        return max(date.fromisoformat(str(day)) for day in bundle.report["dates"])
