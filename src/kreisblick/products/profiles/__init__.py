"""Profiles: one pair of pages and one HTML page per planning area.

In: a verified bundle and the profiles' definition. Out: ``<area>.pdf`` (PDF/UA-1 and PDF/A),
``<area>.html``, ``index.html`` and ``style.css``.
"""

from kreisblick.products.profiles.build import build_profiles
from kreisblick.products.profiles.definition import ProfileDefinition, profile_definition

__all__ = ["ProfileDefinition", "build_profiles", "profile_definition"]
