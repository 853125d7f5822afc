"""Papers: what politics gets of a report, and when. Its verbs are *schedule* and *write*.

In: the bodies of district and towns, a day of publication; a bundle, the editorial, the file of
papers. Out: the latest dates for every body as a workbook and a calendar; papers in Word.
"""

from kreisblick.products.papers.bodies import Bodies, Body, PaperKind, read_bodies
from kreisblick.products.papers.calendar_file import plan_calendar
from kreisblick.products.papers.definition import Papers, PaperType, read_papers
from kreisblick.products.papers.model import DoesNotFitError, Plan, Station, Step, Stuck
from kreisblick.products.papers.schedule import earliest_publication, schedule
from kreisblick.products.papers.workbook import plan_workbook
from kreisblick.products.papers.write import Occasion, TemplateError, write_papers

__all__ = [
    "Bodies",
    "Body",
    "DoesNotFitError",
    "Occasion",
    "PaperKind",
    "PaperType",
    "Papers",
    "Plan",
    "Station",
    "Step",
    "Stuck",
    "TemplateError",
    "earliest_publication",
    "plan_calendar",
    "plan_workbook",
    "read_bodies",
    "read_papers",
    "schedule",
    "write_papers",
]
