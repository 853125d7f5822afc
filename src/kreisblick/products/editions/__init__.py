"""Editions: the report cut for particular readers. Its verb is *cut*.

In: a verified bundle, the editions' definition and the editorial folder's texts. Out: one edition
per municipality with its own means, a short version of exactly two pages for politics, and a
version in plain language from reviewed texts, each as PDF (PDF/UA-1 and PDF/A) and HTML; an
index page. All of them carry the report's figures.
"""

from kreisblick.products.editions.build import build_editions
from kreisblick.products.editions.definition import (
    EditionsDefinition,
    editions_definition,
    read_editions,
)

__all__ = ["EditionsDefinition", "build_editions", "editions_definition", "read_editions"]
