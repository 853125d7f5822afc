"""The second year: what has changed in a layout, and what it takes to go on."""

from tests.unit.mapping.tables import table

from kreisblick.sealed.mapping import (
    Layout,
    compare_layouts,
    further_names,
    layout_of,
    layout_print,
)
from kreisblick.sealed.reading import Format, Table

CSV = Format(type="csv", encoding="cp1252")
HEADINGS = ["Straße", "Hausnr.", "PLZ", "Einwohner am 31.12.2024"]


def layout(headings: list[str], form: Format = CSV, sheet: str | None = None) -> Layout:
    found = table({heading: ["1", "2"] for heading in headings}, sheet=sheet)
    return layout_of(found.grid, found, form)


def test_years_and_title_lines_do_not_change_a_layout() -> None:
    next_year = [*HEADINGS[:3], "Einwohner am 31.12.2025"]
    sheets = [layout(HEADINGS, sheet=f"Stand {year}") for year in (2024, 2025)]

    assert layout_print(layout(HEADINGS)) == layout_print(layout(next_year))
    assert layout_print(sheets[0]) == layout_print(sheets[1])
    assert compare_layouts(layout(HEADINGS), layout(next_year)).unchanged


def test_another_order_is_told_and_harmless() -> None:
    moved = compare_layouts(layout(HEADINGS), layout([HEADINGS[2], *HEADINGS[:2], HEADINGS[3]]))

    assert moved.moved == ("PLZ",)
    assert moved.harmless
    assert not moved.unchanged


def test_another_encoding_is_harmless_and_another_delimiter_is_not() -> None:
    now = Format(type="csv", encoding="utf-8")
    comma = Format(type="csv", encoding="cp1252", delimiter=",")

    assert compare_layouts(layout(HEADINGS), layout(HEADINGS, now)).harmless
    assert not compare_layouts(layout(HEADINGS), layout(HEADINGS, comma)).harmless


def test_a_renamed_column_is_found_and_needed() -> None:
    drift = compare_layouts(layout(HEADINGS), layout(["Wohnstraße", *HEADINGS[1:]]))

    assert [(one.old, one.new) for one in drift.renamed] == [("Straße", "Wohnstraße")]
    assert drift.renamed[0].sure
    assert drift.needed == ("Straße",)
    assert not drift.harmless


def test_a_gone_column_matters_only_where_it_is_read() -> None:
    old, new = layout(HEADINGS), layout(HEADINGS[:3])

    read = compare_layouts(old, new)
    unread = compare_layouts(old, new, wanted=HEADINGS[:3])

    assert read.gone == unread.gone == ("Einwohner am 31.12.2024",)
    assert not read.harmless
    assert unread.harmless


def test_new_contents_of_a_list_are_counted_and_never_told() -> None:
    old = table({"Art": ["A", "B"] * 6, "Zahl": ["1"] * 12})
    new = table({"Art": ["A", "Zeta"] * 6, "Zahl": ["1"] * 12})

    drift = compare_layouts(layout_of(old.grid, old, CSV), layout_of(new.grid, new, CSV))

    assert drift.codes == (("Art", 1),)
    assert "Zeta" not in " ".join(drift.told())


def test_contents_that_few_rows_hold_are_not_kept() -> None:
    rare: Table = table({"Art": ["A"] * 9 + ["Erika"], "Zahl": ["1"] * 10})

    assert "Erika" not in str(layout_of(rare.grid, rare, CSV).as_json())


def test_a_layout_comes_back_from_its_plain_values() -> None:
    found = layout(HEADINGS)

    assert Layout.from_json(found.as_json()) == found


def test_a_further_name_keeps_comments_and_quotes() -> None:
    text = (
        '# agreed\naddress: {street: Straße}\ncolumns:\n  sex: {from: Geschl, codes: {"1": male}}\n'
    )

    edited = further_names(text, {"Straße": "Wohnstraße"})

    assert edited == text.replace("street: Straße", "street: [Straße, Wohnstraße]")


def test_fields_of_facilities_are_not_taken_for_headings() -> None:
    text = "service: daycare\ncolumns:\n  places: {from: places}\nvalues:\n  - {column: places}\n"

    edited = further_names(text, {"places": "Plätze"})

    assert edited == text.replace("from: places", "from: [places, Plätze]")
