"""The day for which a round is gone: embargoes hold until then."""

from datetime import date

from kreisblick.pipeline.workspace import Workspace

__all__ = ["round_day"]


def round_day(workspace: Workspace, today: date | None = None) -> date:
    """The report's edition, but never a day to come.

    The edition is when the report says it appears, so a round repeated later gives the same
    figures; today bounds it, so that an edition to come opens nothing before its time. Without
    an edition it is the last reference date, as in the report's foot.
    """
    report = workspace.choices.report
    edition = report.edition or max(report.dates)
    return edition if today is None else min(edition, today)
