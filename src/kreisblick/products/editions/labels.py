"""The fixed words of the editions' templates, in the reader's language.

Longer than forty lines: it is one list of words.
"""

from kreisblick.base.language import translate as _

__all__ = ["edition_labels"]


def edition_labels() -> dict[str, str]:
    """Every word the templates print by themselves, by name."""
    return {
        "editions": _("Editions for single readers"),
        "editions_intro": _(
            "The same figures as in the report, cut for a municipality, for politics or in plain "
            "language."
        ),
        "town_edition": _("Edition for the municipality"),
        "town_editions": _("One edition per municipality"),
        "short": _("Short version"),
        "short_intro": _("Two pages for councils and committees."),
        "plain": _("In plain language"),
        "no_plain": _(
            "There is no version in plain language in this edition: it is made of reviewed texts, "
            "and there are none yet."
        ),
        "as_pdf": _("as PDF"),
        "this_as_pdf": _("This edition as PDF"),
        "all_editions": _("All editions"),
        "contents": _("Contents"),
        "skip": _("To the content"),
        "highlights": _("What stands out"),
        "no_highlights": _(
            "In none of the figures does the municipality differ with certainty from the "
            "district's mean."
        ),
        "changes": _("What has changed"),
        "no_changes": _("No certain change can be seen."),
        "how_to_read": _("How to read the figures"),
        "own_words": _("What the municipality says"),
        "texts": _("Texts on this municipality"),
        "focus": _("Focus on this municipality"),
        "statements": _("Statements"),
        "recommendations": _("Recommendations"),
        "town_findings": _("What the figures of the whole municipality point at"),
        "map": _("The municipality and its planning areas"),
        "number": _("No."),
        "area": _("planning area"),
        "town": _("municipality"),
        "table": _("table"),
        "people": _("people"),
        "figures": _("The figures of the municipality"),
        "indicator": _("indicator"),
        "count": _("count"),
        "value": _("value"),
        "interval": _("95 % interval"),
        "district": _("district"),
        "standing": _("against the district"),
        "change": _("since last date"),
        "courses": _("Course over time"),
        "course_note": _(
            "At its end each line names its place and last value; thin upright lines are the 95 % "
            "interval."
        ),
        "maps": _("Maps of the planning areas"),
        "maps_note": _("The colours mean the same as on the report's maps of the whole district."),
        "tables": _("The planning areas beside the municipality"),
        "tables_note": _("First line: the municipality. Below it its areas by name."),
        "signs": _("Signs"),
        "blocks": _("Area by area"),
        "block_single": _("What the figures point at"),
        "nothing": _("Nothing stands out for sure."),
        "services": _("Services in the municipality"),
        "no_services": _("The inventory names no service in this municipality."),
        "services_more": _("The names stand on the page of this edition."),
        "said": _("What people on the spot say"),
        "said_note": _(
            "Not counted: single voices from talks and round tables, printed with consent. They "
            "explain figures and are in none of them."
        ),
        "not_shown": _("What is not shown"),
        "choices": _("What the municipality chose"),
        "remarks": _("What to know before comparing"),
        "note": _(
            "The figures describe an area, not single people. Differences and changes are only "
            "called so where a statistical test supports them."
        ),
        "edition": _("Edition of"),
        "dates": _("Reference dates"),
        "key_findings": _("What matters"),
        "needs": _("Where the figures invite a closer look"),
        "no_places": _("The figures point at no place for sure."),
        "strengths": _("Where strengths are"),
        "by_name": _("By name, without any order of weight."),
        "recommended": _("What is recommended"),
        "district_can": _("What the district can do"),
        "more_findings": _("More findings stand in the report: {count}."),
        "more_recommended": _("More recommendations stand in the report: {count}."),
        "places_counted": _("{count} municipalities; the places stand in the report."),
        "source": _("Source"),
        "plain_title": _("The report in plain language"),
        "plain_words": _("Words explained"),
        "checked_by": _("Text by"),
    }
