"""The single steps: land of the district size, people who live on, odd spellings."""

import numpy as np
import pytest
import shapely

from kreisblick.lindenau.areas import draw_land
from kreisblick.lindenau.blocks import curve_order
from kreisblick.lindenau.errors import TooFewNamesError
from kreisblick.lindenau.evolve import Register
from kreisblick.lindenau.files import read_names, read_parameters
from kreisblick.lindenau.graph import pieces, tidy
from kreisblick.lindenau.houses import build_houses, houses_of_towns
from kreisblick.lindenau.mess import misspell
from kreisblick.lindenau.randomness import stream

PARAMETERS = read_parameters()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_district_is_one_piece_and_every_area_too(seed):
    land = draw_land(seed, PARAMETERS.sizes["district"], PARAMETERS, read_names())

    for generation, outlines in land.outlines.items():
        assert {shape.geom_type for shape in outlines} == {"Polygon"}
        assert shapely.coverage_is_valid(outlines)
        assert shapely.union_all(outlines).geom_type == "Polygon"
        assert land.areas[generation]["area"].is_unique().all()
        assert land.areas[generation]["name"].is_unique().all()
    assert land.areas["2019"].height == 90


def test_areas_have_about_the_same_number_of_residents_except_new_ones():
    land = draw_land(5, PARAMETERS.sizes["district"], PARAMETERS, read_names())
    share = np.bincount(land.area["2019"], land.weight)

    assert share.max() / share.min() < 2.2
    assert share.sum() == pytest.approx(1)


def test_shifted_areas_keep_their_keys_but_not_their_blocks():
    land = draw_land(5, PARAMETERS.sizes["district"], PARAMETERS, read_names())
    old = land.areas["2019"]["area"].to_numpy()[land.area["2019"]]
    new = land.areas["2023"]["area"].to_numpy()[land.area["2023"]]
    kept = set(old) & set(new)

    moved = {o for o, n in zip(old, new, strict=True) if o != n and o in kept and n in kept}
    assert len(moved) == PARAMETERS.sizes["district"].changes.shifts
    assert all(o[:2] == n[:2] for o, n in zip(old, new, strict=True))


def test_a_street_list_that_is_too_short_is_named():
    size = PARAMETERS.sizes["hamlet"].model_copy(update={"houses_per_street": 1, "houses": 60000})
    land = draw_land(1, size, PARAMETERS, read_names())

    with pytest.raises(TooFewNamesError, match=r"names\.yaml"):
        build_houses(1, land, land.towns[0], houses_of_towns(land, size)[0], size, read_names())


def test_strays_join_a_neighbour():
    labels = np.array([0, 0, 1, 0, 1, 1])  # a row of six blocks; 2 and 3 stand apart
    pairs = np.array([[0, 1], [1, 2], [2, 3], [3, 4], [4, 5]])

    mended = tidy(labels, pairs, np.zeros(6, dtype=np.int64))

    assert len(set(pieces(mended, pairs))) == len(set(mended)) == 2


def test_neighbours_on_the_curve_are_neighbours_on_the_map():
    grid = np.stack(np.meshgrid(np.arange(16.0), np.arange(16.0)), axis=-1).reshape(-1, 2)

    walk = grid[np.argsort(curve_order(grid))]

    assert np.linalg.norm(np.diff(walk, axis=0), axis=1).max() == pytest.approx(1.0)


def register() -> Register:
    return Register(
        town=0,
        capacity=np.ones(50),
        deprivation=np.linspace(-1, 1, 50),
        rim=np.linspace(0, 1, 50),
        parameters=PARAMETERS,
        hidden_share=0.01,
    )


def test_a_town_has_exactly_the_residents_asked_for_when_it_grows_and_shrinks():
    town = register()
    town.settle(1000, 2020, stream(1, "a"))
    assert int(town.people.main.sum()) == 1000

    for edition, target in enumerate([1100, 900], start=1):
        town.live_on(target, 2020 + 2 * edition, edition, stream(1, target), stream(2, target))
        assert int(town.people.main.sum()) == target
        assert len(set(town.people.person.tolist())) == len(town.people)


def test_most_people_stay_and_grow_older():
    town = register()
    town.settle(2000, 2020, stream(1, "a"))
    before = dict(zip(town.people.person.tolist(), town.people.birth_year.tolist(), strict=True))

    town.live_on(2000, 2022, 1, stream(1, "b"), stream(1, "c"))

    after = dict(zip(town.people.person.tolist(), town.people.birth_year.tolist(), strict=True))
    stayed = before.keys() & after.keys()
    assert len(stayed) > 0.75 * len(before)
    assert all(before[person] == after[person] for person in stayed)
    assert max(after.values()) in (2021, 2022)


def test_children_never_live_alone():
    town = register()
    town.settle(2000, 2020, stream(4, "a"))
    for edition, year in ((1, 2022), (2, 2024)):
        town.live_on(2000, year, edition, stream(4, year), stream(5, year))
        adults = np.bincount(town.people.group, year - town.people.birth_year >= 18)
        assert adults.min() >= 1


def test_a_household_shares_house_and_kind_of_address():
    town = register()
    town.settle(2000, 2020, stream(4, "a"))
    town.live_on(2000, 2022, 1, stream(4, "b"), stream(4, "c"))
    people = town.people
    group = people.group

    for column in (people.house, people.address_kind, people.fortune):
        first = np.r_[True, np.diff(group) != 0]
        assert (column == column[first][group]).all()


@pytest.mark.parametrize("street", ["Hauptstraße", "Am Markt", "St.-Annen-Straße", "Mühlenweg"])
def test_a_misspelt_street_differs_but_keeps_its_first_letter(street):
    rng = stream(1, street)

    odd = [misspell(street, rng) for _ in range(40)]

    assert all(text != street for text in odd)
    assert {text[0].upper() for text in odd} == {street[0].upper()}
    assert len(set(odd)) >= 4
