"""Nothing in a picture is cut off or covers anything else, whatever places are called."""

from datetime import date
from itertools import product

import pytest
from tests.unit.drawing.fitting import advances, drawn_width, overflowing

from kreisblick.base.language import speaking
from kreisblick.products.drawing import (
    AgeBar,
    Dot,
    Outlines,
    Reference,
    Role,
    Series,
    age_bars_svg,
    choropleth_svg,
    interval_dots_svg,
    locator_svg,
    trace_outlines,
    trend_svg,
)
from kreisblick.products.drawing.measure import fit, width_of
from kreisblick.products.wording import write_round, write_value

NAMES = [
    "Au",
    "Großenbrück-Bahnhofsviertel/Steinäcker",
    "Sankt Katharinen (Landkreis Neuwied)",
    "Schmedeswurtherwesterdeich",
    "MMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMM",
    "St. Annen an der Linde-Hellschen-Heringsand-Unterschaar, Weißer Stein",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützensiedlungsgebiet",
]
UNITS = ["percent", "per_1000", "per_100", "persons"]
SIZES = {"percent": 37.5, "per_1000": 1234.5, "per_100": 250.0, "persons": 1_234_567.0}
HIDDEN = "Zum Schutz einzelner Personen nicht ausgewiesen."
DATES = tuple(date(year, 12, 31) for year in range(2012, 2025))


@pytest.mark.parametrize(("family", "style"), [("Noto Sans", "Regular"), ("DejaVu Sans", "Book")])
@pytest.mark.parametrize("bold", [False, True])
def test_letters_are_never_wider_than_we_think(family, style, bold):
    known = advances(family, "Bold" if bold else style)

    letters = [chr(code) for code in [*range(32, 127), *range(160, 383), 0x1E9E, 0x2013, 0x2026]]
    too_small = [
        letter for letter in letters if known.get(letter, 0) > width_of(letter, 1, bold=bold) + 1e-9
    ]

    assert too_small == []


@pytest.mark.parametrize(("name", "room"), list(product(NAMES, [60.0, 150.0, 250.0, 400.0])))
def test_a_name_is_made_to_fit_its_room(name, room):
    lines = fit(name, room, 15)

    assert all(drawn_width(line, lines.size, bold=False) <= room + 0.01 for line in lines.texts)
    assert 15 * 0.7 - 1e-9 <= lines.size <= 15
    assert len(lines.texts) <= 2
    if "…" not in "".join(lines.texts):
        assert "".join(lines.texts).replace(" ", "") == name.replace(" ", "")


@pytest.mark.parametrize(("name", "unit"), list(product(NAMES, UNITS)))
@pytest.mark.parametrize("language", ["de", "en"])
def test_dots_fit(name, unit, language):
    value = SIZES[unit]
    with speaking(language):
        rows = [
            Dot(label=name, value=value, lower=value * 0.5, upper=value * 1.5,
                text=write_value(value, unit)),
            Dot(label=name, value=None, words=HIDDEN),
            Dot(label=name, value=0.0, text=write_value(0.0, unit)),
        ]  # fmt: skip
        for place in (0.02, 0.5, 1.4):
            means = [
                Reference(
                    label=f"{name} {write_value(value, unit)}", value=value * place, role=role
                )
                for role in (Role.MUNICIPALITY, Role.DISTRICT)
            ]
            svg = interval_dots_svg(
                rows, means, lambda tick: write_round(tick, unit), title="t", description="d"
            )

            assert overflowing(svg) == []


@pytest.mark.parametrize(("name", "unit"), list(product(NAMES, UNITS)))
@pytest.mark.parametrize("size", [(700, 260), (430, 230), (520, 190)])
def test_courses_fit(name, unit, size):
    top = SIZES[unit]
    series = [
        Series(label="Kreis", role=Role.DISTRICT, values=[top * 0.9] * len(DATES), text="12,4"),
        Series(label=name, role=Role.MUNICIPALITY, values=[top * 0.91] * len(DATES)),
        Series(label=name, role=Role.AREA, values=[top] * len(DATES), text=write_value(top, unit),
               breaks=frozenset({5})),
    ]  # fmt: skip

    svg = trend_svg(
        DATES, series, lambda tick: write_round(tick, unit), title="t", description="d", size=size
    )

    assert overflowing(svg) == []


@pytest.mark.parametrize("width", [700, 430])
def test_ages_fit(width):
    groups = ["unter 3 Jahren", "18 bis 24 Jahre", "100 Jahre und älter", "80+"]
    bars = [
        AgeBar(label=g, area=v, municipality=99.0, district=2.0, words=HIDDEN)
        for g, v in zip(groups, (100.0, None, 0.0, 12.4), strict=True)
    ]

    svg = age_bars_svg(
        bars, lambda v: write_value(v, "percent"), title="t", description="d", width=width
    )

    assert overflowing(svg) == []


def towns(names: list[str], *, wide: int) -> Outlines:
    """Square towns of one area each, so many beside each other."""
    features = []
    for place, name in enumerate(names):
        west, south = 9 + 0.1 * (place % wide), 51 + 0.06 * (place // wide)
        ring = [
            (west, south),
            (west + 0.1, south),
            (west + 0.1, south + 0.06),
            (west, south + 0.06),
        ]
        shape = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
        for level, key, parent in (
            ("planning_area", f"a{place}", f"m{place}"),
            ("municipality", f"m{place}", "d"),
        ):
            told = {"area": key, "name": name, "level": level, "parent": parent}
            features.append({"type": "Feature", "properties": told, "geometry": shape})
    return trace_outlines({"type": "FeatureCollection", "features": features})


@pytest.mark.parametrize("letters", [15, 23, 46])
@pytest.mark.parametrize(("count", "wide"), [(1, 1), (7, 2), (30, 5), (130, 12), (12, 12), (9, 1)])
def test_names_on_maps_fit(letters, count, wide):
    outlines = towns([NAMES[i % len(NAMES)] for i in range(count)], wide=wide)

    svg = choropleth_svg(outlines, {}, breaks=(), title="t", description="d", letters=letters)

    assert overflowing(svg) == []
    assert sum('class="town"' in part for part in svg.split("<text")) >= min(count, 3)


@pytest.mark.parametrize("name", NAMES)
def test_the_name_on_a_locator_fits(name):
    outlines = towns([name, *NAMES], wide=3)

    svg = locator_svg(outlines, "a0", "m0", title="t", description="d")

    assert overflowing(svg) == []
    assert svg.count('class="town"') >= 1


def test_usual_names_all_stand_on_the_map_near_their_towns():
    names = ["Lindenau", "Rosenthal", "Ährenfeld", "Eschwalde", "Großenbrück", "Weißenroda"]
    outlines = towns(names, wide=3)

    svg = choropleth_svg(outlines, {}, breaks=(), title="t", description="d")

    assert all(f">{name}</text>" in svg for name in names)
