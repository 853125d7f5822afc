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
        "key_figures": _("Key figures"),
        "as_of": _("As of {day} where nothing else is said."),
        "figures_left": _("{count} more figures stand on the page of this profile."),
        "one_figure_left": _("One more figure stands on the page of this profile."),
        "indicator": _("Indicator"),
        "picture": _("with 95 % interval"),
        "value": _("this area"),
        "interval": _("95 % interval"),
        "municipality": _("municipality"),
        "district": _("district"),
        "finding": _("against the district"),
        "in_town": _("against the rest of the municipality"),
        "change": _("since last date"),
        "withheld": _("What is not shown"),
        "remarks": _("What to know before comparing"),
        "said": _("What people on the spot say"),
        "said_note": _(
            "Not counted: single voices from talks and round tables, printed with consent. They "
            "explain figures and are in none of them."
        ),
        "texts": _("Recommendations and comments"),
        "services": _("Services in the area"),
        "services_and_reach": _("Services in the area and within reach"),
        "no_services": _("The inventory names no service in this area."),
        "others": _("and {count} others"),
        "homes": _("Measured from the homes in the area"),
        "similar": _("Similar areas elsewhere"),
        "similar_more": _("How that was found, and all similar areas"),
        "side_by_side": _("side by side"),
        "more": _("and {count} more, see the page of this profile"),
        "more_there": _("{count} entries, see the page of this profile"),
        "one_more_there": _("one entry, see the page of this profile"),
        "one_more": _("and one more, see the page of this profile"),
        "compare_with": _("Beside another area"),
        "two_areas": _("Two areas side by side"),
        "compare_intro": _(
            "Choose two areas. They stand side by side with the figures and words of their "
            "profiles, not to find the better one but to learn what is alike and what is not."
        ),
        "compare_without": _(
            "Without JavaScript this page cannot choose. Open the profiles of the two areas in "
            "two windows: their tables have the same order."
        ),
        "compare_how": _(
            "“Surely” is said where the two 95 % intervals lie apart; many pairs differ by "
            "chance alone. Strokes are the district's means."
        ),
        "first_area": _("First area"),
        "second_area": _("Second area"),
        "choose_area": _("choose an area"),
        "swap": _("Change sides"),
        "legend": _("Signs"),
        "this_area": _("this area"),
        "edition": _("Edition of"),
        "all_profiles": _("All area profiles"),
        "as_pdf": _("This profile as PDF"),
        "skip": _("To the content"),
        "where": _("Where the area lies"),
        "locator_note": _("strong: this area; pale: its municipality"),
        "note": _(
            "The figures describe an area, not single people. Differences and changes are only "
            "called so where a statistical test supports them."
        ),
    }
