"""What stands in a paper, ready to print: from the bundle, the editorial and the file of papers."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from kreisblick.base.language import NARROW_SPACE, format_count, format_date
from kreisblick.base.language import translate as _
from kreisblick.products.editorial import Editorial, Passage
from kreisblick.products.model import BundleLike
from kreisblick.products.papers.bodies import Bodies
from kreisblick.products.papers.definition import Finance, PaperDefinition, Papers, PaperType
from kreisblick.products.papers.model import Plan
from kreisblick.products.slides import KeyPoint, filled_places, key_points
from kreisblick.products.typeset import edition_day
from kreisblick.products.wording import read_signs

__all__ = ["paper_content"]


def paper_content(
    bundle: BundleLike,
    paper: PaperDefinition,
    papers: Papers,
    editorial: Editorial,
    told: tuple[Bodies, Plan | None],
    day: date,
) -> dict[str, Any]:
    """The values of all placeholders of a template; what is not there is empty.

    Args:
        bundle: a verified bundle.
        paper: what is written.
        papers: the file it stands in.
        editorial: signed texts; its recommendations are printed.
        told: titles and owners of the bodies, and the dates of their meetings; open without.
        day: the date of the paper.
    """
    places = {**filled_places(bundle), "publication": _publication(bundle, told[1])}
    points = key_points(bundle, paper.indicators, paper.findings)
    if paper.kind is PaperType.PROGRESS:
        points = [one for one in points if one.change]
    return {
        "kind_title": _kind_title(paper.kind),
        "number": paper.number or _("not yet given"),
        "numbered": paper.number is not None,
        "day": format_date(day),
        "district": str(bundle.report["district"]["name"]),
        "office": paper.office,
        "contact": paper.contact or "",
        "public": _("public") if paper.public else _("not public"),
        "subject": _fill(paper.subject, places),
        "sequence": _sequence(paper, *told),
        "resolution": _filled(paper.resolution, places),
        "reasons": _filled(paper.reasons, places),
        "findings": [_row(one) for one in points],
        "sentences": [_sentence(one) for one in points],
        "recommendations": _recommendations(editorial) if paper.recommendations else [],
        "finance": _finance(paper.finance, places),
        "sums": _sums(paper.finance),
        "effects": [{"title": one.title, "text": _fill(one.text, places)} for one in paper.effects],
        "alternatives": _filled(paper.alternatives, places),
        "participation": _filled(paper.participation, places),
        "annexes": _filled(paper.annexes, places),
        "limits": list(papers.limits),
        "source": _source(bundle),
    }


def _plain(passage: Passage) -> str:
    """A passage of the editorial without its marks."""
    return "".join(stretch.text for stretch in passage.stretches)


def _publication(bundle: BundleLike, plan: Plan | None) -> str:
    return format_date(plan.publish if plan is not None else edition_day(bundle))


def _kind_title(kind: PaperType) -> str:
    return {
        PaperType.INFORMATION: _("Paper for information"),
        PaperType.DECISION: _("Paper for decision"),
        PaperType.PROGRESS: _("Paper for information: progress report"),
    }[kind]


def _sequence(paper: PaperDefinition, bodies: Bodies, plan: Plan | None) -> list[dict[str, str]]:
    rows = []
    for number, key in enumerate(paper.bodies, start=1):
        body = bodies.bodies[key]
        station = plan.get(key) if plan is not None else None
        last = number == len(paper.bodies)
        role = _("for information")
        if paper.kind is PaperType.DECISION:
            role = _("decision") if last else _("preliminary advice")
        rows.append(
            {
                "body": body.title,
                "of": body.of,
                "day": format_date(station.meeting) if station is not None else _("open"),
                "role": role,
            }
        )
    return rows


def _row(one: KeyPoint) -> dict[str, str]:
    none = read_signs().signs["cannot_exist"].sign
    sure = {"up": _("sure"), "down": _("sure"), "same": _("not sure")}
    # a template of one's own may have no legend for a sign
    change = f"{one.signed}, {sure.get(one.direction, _('not tested'))}" if one.change else none
    return {
        "title": one.title,
        "value": one.value,
        "interval": one.interval or none,
        "day": one.day,
        "change": change,
    }


def _sentence(one: KeyPoint) -> str:
    return " ".join([f"{one.title}:", *one.sentences])


def _recommendations(editorial: Editorial) -> list[dict[str, Any]]:
    return [
        {
            "title": one.title,
            "by": one.by,
            "texts": [_plain(passage) for passage in one.passages],
        }
        for one in editorial.of("recommendation")
    ]


def _finance(finance: Finance | None, places: Mapping[str, str]) -> str:
    if finance is None:
        return ""
    words = {
        "yes": _("There are effects on the budget."),
        "no": _("There are no effects on the budget."),
        "open": _("Effects on the budget are still open."),
    }
    return " ".join([words[finance.effects], _fill(finance.text or "", places)]).strip()


def _sums(finance: Finance | None) -> list[dict[str, str]]:
    return [
        {
            "year": str(one.year),
            "expense": _euros(one.expense_eur),
            "income": _euros(one.income_eur),
        }
        for one in (finance.sums if finance is not None else ())
    ]


def _euros(amount: int) -> str:
    return f"{format_count(amount)}{NARROW_SPACE}€" if amount else "–"


def _filled(texts: Sequence[str], places: Mapping[str, str]) -> list[str]:
    return [_fill(text, places) for text in texts]


def _fill(text: str, places: Mapping[str, str]) -> str:
    return text.format_map(places)


def _source(bundle: BundleLike) -> str:
    words = _("Source of all figures: {report}, {district}, edition {edition}.")
    return words.format(
        report=bundle.report["title"],
        district=bundle.report["district"]["name"],
        edition=format_date(edition_day(bundle)),
    )
