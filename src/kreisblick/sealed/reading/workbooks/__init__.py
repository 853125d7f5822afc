"""Workbooks: *open* what offices call an Excel file, by what its bytes are.

In: bytes. Out: the list of sheets, and the cells of each as text. XLSX and ODS are taken apart
here; XLS and XLSB by a library in a process of its own. Nothing in them is ever run.
"""

from kreisblick.sealed.reading.workbooks.assemble import SheetEntry
from kreisblick.sealed.reading.workbooks.open import Workbook, kind_of, open_workbook

__all__ = ["SheetEntry", "Workbook", "kind_of", "open_workbook"]
