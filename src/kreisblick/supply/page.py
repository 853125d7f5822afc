"""The status page as HTML and as a workbook."""

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from itertools import groupby

import jinja2
import xlsxwriter

from kreisblick.base.definitions import shipped
from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.supply.names import Line
from kreisblick.supply.status import Matter, Status
from kreisblick.supply.words import lead, matter_title

__all__ = ["status_page", "status_workbook"]

WIDTHS = (22, 40, 60, 60, 50, 60)


def status_page(status: Status, lines: Sequence[Line], *, district: str) -> bytes:
    """The page as HTML in one file, without anything from elsewhere."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(shipped("catalogue", "products", "supply")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    parts = [
        {
            "title": matter_title(matter),
            "urgent": matter in {Matter.LATE, Matter.CONSENT, Matter.CONTRACT, Matter.REJECTED},
            "key": matter.value,
            "lines": list(group),
        }
        for matter, group in groupby(lines, key=lambda line: line.matter)
    ]
    page = environment.get_template("status.html.j2").render(
        district=district, lead=lead(status), day=format_date(status.as_of), parts=parts
    )
    return page.encode()


def status_workbook(status: Status, lines: Sequence[Line]) -> bytes:
    """The page as a workbook: one row per line, the answer above."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": datetime.combine(status.as_of, datetime.min.time(), UTC)})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        sheet = book.add_worksheet(_("Supply"))
        sheet.write_string(0, 0, lead(status), book.add_format({"bold": True}))
        titles = [_("Matter"), _("Supplier"), _("What"), _("What hangs on it"), _("Next step"),
                  _("Command")]  # fmt: skip
        for column, (title, width) in enumerate(zip(titles, WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(2, column, title, head)
        for row, line in enumerate(lines, start=3):
            cells = (matter_title(line.matter), line.title, line.what, line.hangs, line.step,
                     line.command)  # fmt: skip
            for column, text in enumerate(cells):
                sheet.write_string(row, column, text, wrap)
        sheet.freeze_panes(3, 0)
        sheet.autofilter(2, 0, max(2 + len(lines), 3), len(titles) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(2)
    return out.getvalue()
