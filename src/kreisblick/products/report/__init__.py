"""Report: the social report as an accessible PDF.

In: a verified bundle, the report's definition, standing texts and template. Out: ``report.pdf``
(PDF/UA-1 and PDF/A) with findings in words that know what their figures can carry.
"""

from kreisblick.products.report.build import build_report
from kreisblick.products.report.definition import ReportDefinition, report_definition

__all__ = ["ReportDefinition", "build_report", "report_definition"]
