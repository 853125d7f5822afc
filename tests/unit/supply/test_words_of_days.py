"""One reference date or several: the page says it in the right number."""

from datetime import date

import pytest
from tests.unit.supply.test_expect import supplier

from kreisblick.supply import Known, Names, read_rules, status_lines, supply_status


@pytest.mark.parametrize(
    ("dates", "begins"),
    [
        ([date(2024, 12, 31)], "Stichtag 31.12.2024: "),
        ([date(2022, 12, 31), date(2024, 12, 31)], "Stichtage 31.12.2022, 31.12.2024: "),
    ],
)
def test_several_reference_dates_are_plural(dates: list[date], begins: str) -> None:
    office = supplier()
    known = Known(report_dates=dates)
    status = supply_status(
        {"one": office}, {"one": ["p"]}, known, read_rules(), municipalities=["a"], as_of=dates[-1]
    )
    names = Names(products={"one/p": "Liste"}, municipalities={"a": "A"}, uses={})

    (line,) = status_lines(status, {"one": office}, names)

    assert line.what.startswith(begins)
