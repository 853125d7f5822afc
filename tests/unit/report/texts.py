"""Texts of people and findings for the invented district, one for every place in the report."""

from dataclasses import fields
from datetime import date

import polars as pl

from kreisblick.products.editorial import Editorial, Passage, Stretch, TextBlock
from kreisblick.statistics.findings import FINDING_COLUMNS

TOWN = "09999010"
AREA = "0999901001"


def block(
    key, kind="text", title="", by="", *, theme="", indicator="", area="", words="", items=()
):
    """A text with one paragraph, whose words name it, and perhaps a list."""
    words = words or f"Worte von {key}."
    passages = [Passage(kind="paragraph", stretches=(Stretch(text=words),))]
    passages += [
        Passage(kind="item", stretches=(Stretch(text=one, bold=True), Stretch(text=" & mehr")))
        for one in items
    ]
    return TextBlock(
        key=key, kind=kind, title=title, by=by, day=date(2025, 6, 2), theme=theme,
        indicator=indicator, area=area, passages=tuple(passages),
    )  # fmt: skip


EVERYWHERE = Editorial(
    blocks=(
        block("einleitung", title="Wozu der Bericht da ist", by="Sozialplanung"),
        block("text-wohnen", theme="Wohnen", title="Was hinter den Zahlen steht"),
        block("text-masern", indicator="family/measles"),
        block("fokus-b", "focus", "Zweiter Schwerpunkt"),
        block("fokus-a", "focus", "Erster Schwerpunkt"),
        block("empfehlung", "recommendation", "Mehr Beratung", "Steuerungsgruppe",
              theme="Wohnen", area=AREA, items=("Wer", "Bis wann")),
        block("stellungnahme", "statement", "Ein Verband meint", "Verband <Süd>", theme="Wohnen"),
        block("stellungnahme-frei", "statement", "Noch ein Verband", "Verband Nord"),
        block("kommentar", "comment", "Wir sind dabei", "Stadt Lindenau", area=TOWN),
        block("methode", title="Wie gezählt wird"),
        block("einfach", "plain", "In einfachen Worten"),
    )
)  # fmt: skip


def finding(kind, area, level="planning_area", state="proposed", answer=None):
    """One finding whose reason names its kind and place."""
    read = state != "proposed"
    return {
        "finding": f"{kind}/{area}/{answer}", "kind": kind, "pattern": "", "strength": 1.0,
        "reference_date": date(2024, 12, 31), "generation": "2023", "level": level, "area": area,
        "fields": "Einkommen", "indicators": "income/children", "reason": f"{kind} in {area}.",
        "state": state, "answer": answer, "office": "Stadt" if read else None,
        "answered_on": date(2025, 3, 1) if read else None,
    }  # fmt: skip


FINDINGS = (
    finding("early_warning", "09999", "district"),
    finding("need", AREA),
    finding("inside_town", AREA),
    finding("cluster", AREA, state="no_problem", answer="Ein Wohnheim"),
    finding("need", "09999011", "municipality"),
    finding("strength", "0999901201"),
    finding("strength", AREA),
)


def with_findings(bundle, rows=FINDINGS):
    """The same bundle with findings."""
    table = pl.DataFrame(list(rows), schema=FINDING_COLUMNS)

    class Told(type(bundle)):
        def derived(self, name):
            return table if name == "findings" else super().derived(name)

    return Told(**{one.name: getattr(bundle, one.name) for one in fields(bundle)})
