"""Holidays against a second computation and days that calendars print."""

from datetime import date

from dateutil.easter import easter

from kreisblick.products.papers.holidays import STATES, easter_sunday, holidays


def test_easter_is_that_of_another_programme_for_three_hundred_years() -> None:
    years = range(1900, 2200)

    assert [easter_sunday(year) for year in years] == [easter(year) for year in years]


def test_the_holidays_of_north_rhine_westphalia_in_2026() -> None:
    assert sorted(holidays("NW", [2026])) == [
        date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1),
        date(2026, 5, 14), date(2026, 5, 25), date(2026, 6, 4), date(2026, 10, 3),
        date(2026, 11, 1), date(2026, 12, 25), date(2026, 12, 26),
    ]  # fmt: skip


def test_only_nine_days_are_free_everywhere() -> None:
    assert len(holidays(None, [2027])) == 9
    assert all(set(holidays(None, [2027])) < set(holidays(s, [2027]))
               for s in STATES)  # fmt: skip


def test_the_day_of_repentance_is_the_wednesday_before_the_23rd() -> None:
    days = {
        year: next(d for d, name in holidays("SN", [year]).items() if name.startswith("Buß"))
        for year in (2022, 2025, 2026, 2027)
    }

    assert days == {
        2022: date(2022, 11, 16),  # the 23rd was a Wednesday itself
        2025: date(2025, 11, 19),
        2026: date(2026, 11, 18),
        2027: date(2027, 11, 17),
    }


def test_young_holidays_begin_with_their_year() -> None:
    reformation = (10, 31)

    assert date(2017, *reformation) not in holidays("NI", [2017])
    assert date(2018, *reformation) in holidays("NI", [2018])
