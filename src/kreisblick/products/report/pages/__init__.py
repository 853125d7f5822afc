"""Pages: the report's chapters as HTML for the web and as a book (EPUB 3). Its verb is *write*.

In: a report that is ready to be set. Out: ``web/index.html`` with one page per chapter, and
``report.epub``. Without scripts; pictures stand in the pages.
"""

from kreisblick.products.report.pages.book import write_book
from kreisblick.products.report.pages.web import write_pages

__all__ = ["write_book", "write_pages"]
