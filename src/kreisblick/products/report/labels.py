"""The fixed words of the template: headings and labels in the reader's language.

Longer than forty lines: it is one list of words.
"""

from kreisblick.base.language import translate as _

__all__ = ["report_labels"]


def report_labels() -> dict[str, str]:
    """Every word the template prints by itself, by name."""
    return {
        "contents": _("Contents"),
        "key": _("What matters, on one page"),
        "reading": _("How to read this report"),
        "signs": _("Signs in tables"),
        "glance": _("At a glance"),
        "indicator": _("Indicator"),
        "district": _("District"),
        "change": _("Change"),
        "above": _("surely above"),
        "below": _("surely below"),
        "same": _("no certain difference"),
        "glance_note": _(
            "Change against the reference date before, in percentage points or in the unit of the "
            "value. The last three columns count planning areas, or municipalities where the row "
            "says so."
        ),
        "areas": _("areas"),
        "legend": _("Legend"),
        "municipalities": _("By municipality"),
        "limits": _("What to keep in mind"),
        "indices": _("Where several burdens come together"),
        "findings": _("What the figures point at"),
        "strengths": _("Strengths"),
        "one_burden": _("Where one field stands out"),
        "one_strength": _("Where one field stands out in a good way"),
        "made_of": _("Made of"),
        "cross": _("Situation and development together"),
        "class": _("Class"),
        "appendix": _("Appendix"),
        "all_areas": _("All planning areas"),
        "changes": _("What changed since the last reference date"),
        "method": _("Method"),
        "notes": _("Statistical stumbling blocks"),
        "said": _("What people on the spot say"),
        "said_note": _(
            "Not counted: single voices from talks and round tables, printed with consent. They "
            "explain figures and are in none of them."
        ),
        "own_cuts": _("Areas that towns cut themselves"),
        "protection": _("Protection of single persons"),
        "kept": _("How much detail was kept"),
        "chosen": _("What municipalities chose"),
        "sources": _("Sources"),
        "missing": _("What was not delivered"),
        "glossary": _("Words explained"),
        "dates": _("Reference dates"),
        "edition": _("Edition of"),
        "number_of_areas": _("Number of planning areas"),
        "map": _("Map"),
        "twin": _("The figures as a table"),
        "skip": _("To the content"),
        "pages": _("Chapters"),
        "inside": _("In this chapter"),
        "leafing": _("Chapter before and after"),
        "accessible": _(
            "All pictures have an alternative text and a table with the same figures. Headings, "
            "tables and reading order are marked."
        ),
        "definition": _("Who is counted"),
        "definitions": _("Definitions"),
        "not_counted": _("Not counted"),
        "basis": _("Basis"),
        "differs": _("How it differs"),
        "deviates": _("Deviates"),
        "used_by": _("Used for"),
        "bridges": _("Bridges between definitions"),
        "left_out": _("Left out"),
        "populations": _("Two population figures"),
    }
