"""Word: the report's chapters as a document that can be edited. Its verb is *write*.

In: a report that is ready to be set. Out: ``report.docx`` with real styles, editable tables and
pictures that say what they show.
"""

from kreisblick.products.report.word.write import write_word

__all__ = ["write_word"]
