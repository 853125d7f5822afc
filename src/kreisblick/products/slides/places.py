"""What standing texts may name of a report: its title, its dates, how many areas it has."""

from datetime import date

from kreisblick.base.language import format_date
from kreisblick.products.model import BundleLike
from kreisblick.products.typeset import edition_day
from kreisblick.products.wording import count_words

__all__ = ["PLACES", "filled_places"]

PLACES = (
    "district", "report", "edition", "last_date", "dates",
    "areas", "in_areas", "municipalities", "in_municipalities",
)  # fmt: skip


def filled_places(bundle: BundleLike) -> dict[str, str]:
    """The values of ``PLACES``; ``in_areas`` stands behind no further preposition."""
    days = sorted(date.fromisoformat(str(one)[:10]) for one in bundle.report["dates"])
    levels = bundle.areas.filter(generation=str(bundle.report["generation"]))["level"].to_list()
    areas, towns = levels.count("planning_area"), levels.count("municipality")
    return {
        "district": str(bundle.report["district"]["name"]),
        "report": str(bundle.report["title"]),
        "edition": format_date(edition_day(bundle)),
        "last_date": format_date(days[-1]),
        "dates": ", ".join(format_date(one) for one in days),
        "areas": count_words(areas, "areas"),
        "in_areas": count_words(areas, "in_areas"),
        "municipalities": count_words(towns, "municipalities"),
        "in_municipalities": count_words(towns, "in_municipalities"),
    }
