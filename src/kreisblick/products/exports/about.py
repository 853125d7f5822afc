"""What every file says about itself: for whom, from when, under which licence, with which signs."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.products.exports.definition import ExportWords, StateWords
from kreisblick.products.exports.entry import EntryFile
from kreisblick.products.exports.publication import Publication
from kreisblick.products.model import BundleLike

__all__ = ["about_lines", "apostrophe_note", "readme"]


def about_lines(bundle: BundleLike, publication: Publication) -> list[tuple[str, str]]:
    """Pairs of heading and text: report, dates, publisher, licence, sources, what is missing."""
    report = bundle.report
    days = ", ".join(format_date(date.fromisoformat(str(day))) for day in report["dates"])
    lines = [
        (_("Report"), f"{report['title']} – {report['district']['name']}"),
        (_("Edition"), _edition(str(report["edition"]))),
        (_("Reference dates"), days),
        (_("Areas as of"), str(report["generation"])),
        (_("Publisher"), publication.publisher),
        (_("Contact"), ", ".join(p for p in (publication.contact, publication.email) if p)),
        (_("Licence"), publication.licence_title),
        (_("Licence (address)"), publication.licence.page if publication.licence else ""),
        (_("Note to print"), publication.attribution),
        *((_("Source"), one.words) for one in publication.credits),
        *((_("Still missing"), fault) for fault in publication.faults),
    ]
    return [(heading, text) for heading, text in lines if text]


def readme(
    bundle: BundleLike,
    publication: Publication,
    words: ExportWords,
    files: Sequence[tuple[str, EntryFile]],
) -> str:
    """The README of the folder: about the files, what each is for, the signs."""
    width = max((len(path) for path, _one in files), default=0)
    told = {state: one for state, one in words.all_told().items() if one.sign}
    without = [one for state, one in told.items() if not state.has_number]
    beside = [*(one for state, one in told.items() if state.has_number), words.swings]
    parts: list[Any] = [f"{heading}: {text}" for heading, text in about_lines(bundle, publication)]
    parts += ["", _("The files:")]
    parts += [f"  {path.ljust(width)}  {one.told}" for path, one in files]
    parts += [
        "",
        _("The key of an area is the same in all files; tables can be joined by it. It is text."),
        _("A figure without a number carries its reason as state and sign:"),
        *_signs(without),
        _("In the workbook these signs stand at a number:"),
        *_signs(beside),
        _("An empty field is never a zero."),
        apostrophe_note(),
    ]
    return "\n".join(parts) + "\n"


def _signs(told: Sequence[StateWords]) -> list[str]:
    """Sign, word and meaning; one of the two where they are the same."""
    same = {one.sign: one.word == one.means for one in told}
    return [
        f"  {one.sign:3} {one.word if same[one.sign] else f'{one.word}: {one.means}'}"
        for one in told
    ]


def apostrophe_note() -> str:
    """Why a text of the CSV files may begin with an apostrophe."""
    return _(
        "In the CSV files a text that begins with =, +, @, a tab or a line break, or with - and is "
        "no number, has an apostrophe in front: spreadsheet programmes would compute it otherwise. "
        "Take one apostrophe away and it is the text as it was."
    )


def _edition(edition: str) -> str:
    try:
        return format_date(date.fromisoformat(edition[:10]))
    except ValueError:
        return edition
