"""Profiles: two pages of paper and an HTML page per planning area, and a page that compares two.

In: a verified bundle, the texts people wrote, and the profiles' definition. Out: ``<area>.pdf``
(PDF/UA-1 and PDF/A, exactly two pages), ``<area>.html``, ``index.html``, ``style.css``, and
``compare.html`` with ``compare.js`` and ``compare/<area>.js``.
"""

from kreisblick.products.profiles.build import build_profiles
from kreisblick.products.profiles.definition import (
    ProfileDefinition,
    profile_definition,
    read_profiles,
)

__all__ = ["ProfileDefinition", "build_profiles", "profile_definition", "read_profiles"]
