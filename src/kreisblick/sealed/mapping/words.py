"""Words: how meanings and grains are called when a person reads them."""

from kreisblick.base.language import translate as _

__all__ = ["grain_words", "meaning_words"]


def meaning_words() -> dict[str, str]:
    """The agreed words for meanings, for people."""
    return {**_words_about_people(), **_words_about_tables()}


def _words_about_people() -> dict[str, str]:
    return {
        "street": _("street"),
        "number": _("house number"),
        "suffix": _("suffix of the house number"),
        "postcode": _("postcode"),
        "place": _("place"),
        "postcode_place": _("postcode and place"),
        "address": _("street and house number"),
        "birth_date": _("date of birth (only the year is kept)"),
        "birth_year": _("year of birth"),
        "age": _("age"),
        "age_group": _("age group"),
        "sex": _("sex"),
        "citizenship": _("citizenship"),
        "second_citizenship": _("second citizenship"),
        "household": _("number of the household"),
        "household_size": _("size of the household"),
        "family_status": _("family status"),
        "main_home": _("main or second home"),
    }


def _words_about_tables() -> dict[str, str]:
    return {
        "area_code": _("key of the area"),
        "area_name": _("name of the area"),
        "municipality_code": _("official key of the municipality"),
        "municipality_name": _("name of the municipality"),
        "year": _("year"),
        "month": _("month"),
        "date": _("date"),
        "from_date": _("begin"),
        "until_date": _("end"),
        "value": _("a count"),
        "share": _("share or rate"),
        "total": _("sum of others"),
        "name": _("name"),
        "provider": _("provider"),
        "kind": _("kind"),
        "places": _("places (capacity)"),
        "x": _("coordinate, east"),
        "y": _("coordinate, north"),
        "contact": _("way to reach somebody"),
        "identifier": _("running number or file number"),
        "remark": _("remark"),
        "code": _("list of codes"),
        "ignored": _("nothing (leave out)"),
    }


def grain_words() -> dict[str, str]:
    """What a row is, for people."""
    return {
        "person": _("one row per person or case"),
        "aggregate": _("one row per area, with counts"),
        "facility": _("one row per facility"),
    }
