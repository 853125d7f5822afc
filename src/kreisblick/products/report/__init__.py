"""Report: the social report in all its formats. Its verb is *build*.

In: a verified bundle, the signed texts of people, the report's definition. Out: ``report.pdf``
(PDF/UA-1 and PDF/A), ``report.docx``, ``report.epub`` and ``web/``, all made of the same chapters,
with findings in words that know what their figures can carry.
"""

from kreisblick.products.report.build import build_report
from kreisblick.products.report.data import report_data
from kreisblick.products.report.definition import (
    ReportDefinition,
    district_report,
    report_definition,
)

__all__ = [
    "ReportDefinition",
    "build_report",
    "district_report",
    "report_data",
    "report_definition",
]
