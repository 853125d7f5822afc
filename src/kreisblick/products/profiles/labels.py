"""The fixed words of the profiles' templates, in the reader's language.

Longer than forty lines: it is one list of words.
"""

from kreisblick.base.language import translate as _

__all__ = ["profile_labels"]


def profile_labels() -> dict[str, str]:
    """Every word the templates print by themselves, by name."""
    return {
        "profile": _("Area profile"),
        "profiles": _("Area profiles"),
        "index_intro": _(
            "Each profile shows the figures of one planning area beside its municipality and the "
            "district. It says where a closer look is worth while, not why things are as they are."
        ),
        "highlights": _("What stands out"),
        "no_highlights": _(
            "In none of the figures does the area differ with certainty from the district's mean."
        ),
        "changes": _("What has changed"),
        "no_changes": _("No certain change can be seen."),
        "findings": _("What the figures point at"),
        "ages": _("Age structure"),
        "trends": _("Course over time"),
        "figures": _("All figures"),
        "indicator": _("Indicator"),
        "picture": _("with 95 % interval"),
        "value": _("this area"),
        "interval": _("95 % interval"),
        "municipality": _("municipality"),
        "district": _("district"),
        "finding": _("against the district"),
        "change": _("since last date"),
        "withheld": _("What is not shown"),
        "remarks": _("What to know before comparing"),
        "said": _("What people on the spot say"),
        "said_note": _(
            "Not counted: single voices from talks and round tables, printed with consent. They "
            "explain figures and are in none of them."
        ),
        "services": _("Services in the area"),
        "no_services": _("The inventory names no service in this area."),
        "more": _("and {count} more, see the page of this profile"),
        "legend": _("Signs"),
        "this_area": _("this area"),
        "edition": _("Edition of"),
        "all_profiles": _("All area profiles"),
        "as_pdf": _("This profile as PDF"),
        "skip": _("To the content"),
        "where": _("Where the area lies"),
        "locator_note": _("dark: this area; light: its municipality"),
        "note": _(
            "The figures describe an area, not single people. Differences and changes are only "
            "called so where a statistical test supports them."
        ),
    }
