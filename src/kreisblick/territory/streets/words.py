"""Words: how formats, changes and columns are called in lists that people read."""

import polars as pl

from kreisblick.base.language import translate as _

__all__ = ["HEADINGS", "change_words", "fault_words", "for_people", "format_words"]

HEADINGS = {
    "change": "Änderung",
    "street": "Straße",
    "postcode": "PLZ",
    "place": "Ort",
    "numbers": "Hausnummern",
    "houses": "Häuser",
    "old_street": "Straße alt",
    "old_area": "Gebiet alt",
    "area": "Gebiet",
    "municipality": "Gemeinde",
    "office": "zuständig",
    "rows": "Zeilen",
    "code": "Art",
    "where": "Stelle",
    "message": "Was zu tun ist",
    "hard": "hält auf",
}


def format_words() -> dict[str, str]:
    """The formats in words."""
    return {
        "house_coordinates_4": _("house coordinates, version 4"),
        "house_coordinates_3": _("house coordinates, version 3"),
        "raster": _("Straßenraster of the employment agency"),
        "ranges": _("streets with house numbers from and to"),
        "addresses": _("list of addresses"),
        "renamings": _("list of renamings"),
        "names": _("list of other names"),
    }


def change_words() -> dict[str, str]:
    """The changes in words."""
    return {
        "new_street": _("new street"),
        "gone_street": _("street gone"),
        "renamed": _("renamed"),
        "maybe_renamed": _("perhaps renamed"),
        "new_houses": _("new houses"),
        "gone_houses": _("houses gone"),
        "moved": _("other area"),
    }


def fault_words() -> dict[str, str]:
    """The codes of ``check_streets`` in words."""
    return {
        "overlap": _("overlap"),
        "gap": _("gap"),
        "no_range": _("no stretch of numbers"),
        "wrong_parity": _("odd and even mixed"),
        "address_in_two_areas": _("address in two areas"),
        "duplicate_address": _("address twice"),
        "street_in_two_municipalities": _("street in two municipalities"),
        "no_area": _("without area"),
        "unknown_area": _("unknown area"),
        "below_minimum": _("too few residents"),
        "broken_dates": _("broken dates"),
    }


def for_people(changes: pl.DataFrame) -> pl.DataFrame:
    """Changes with words instead of codes."""
    return changes.with_columns(pl.col("change").replace(change_words()))
