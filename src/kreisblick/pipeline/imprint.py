"""What a bundle says of itself: whose it is, of which days, and how it is published."""

from typing import Any

from kreisblick.pipeline.choices import Publication
from kreisblick.pipeline.choosing import told_choices
from kreisblick.pipeline.ground import Ground

__all__ = ["imprint"]


def imprint(ground: Ground) -> dict[str, Any]:
    """The head of ``report.json``: district, title, edition, dates, choices, publication."""
    choices = ground.workspace.choices
    edition = choices.report.edition or max(choices.report.dates)
    return {
        "district": {"key": choices.district.key, "name": choices.district.name},
        "title": choices.report.title,
        "edition": edition.isoformat(),
        "dates": [day.isoformat() for day in sorted(choices.report.dates)],
        "generation": choices.report.generation,
        "choices": told_choices(ground),
        "together": [list(one.areas) for one in choices.together],
        **_publication(choices.publication),
    }


def _publication(publication: Publication | None) -> dict[str, Any]:
    """How the data are published, as far as the workspace says."""
    if publication is None:
        return {}
    return {"publication": publication.model_dump(exclude_none=True)}
