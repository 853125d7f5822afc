"""Form: known addresses become stretches that tell the area of a number, and of no single house.

Who may learn nothing. The index lies open on everybody's computer. Which addresses are protected
(a block on information, a women's refuge, a shelter) is known to the sealed office alone. An
attacker has the index, this programme, and the public list of all houses with their places.

What does not work. To take protected houses out and to draw the stretches of what is left. The
attacker draws the same stretches of the public list and compares: a street that is missing, a
number that got its neighbour's area, a line between two areas that moved by one house, each points
at exactly the addresses that must not be found. Leaving out shows what it hides.

What is done. The making never learns which addresses are protected: no decision, no block, no
register is read, and this function takes none. So the same public list gives the same index, byte
by byte, whichever of its addresses are protected, and the index tells an attacker nothing about
them that he did not know (non-interference; tried against every choice of protected houses in
``tests/attacks/test_attack_finder.py``, where the other way fails).

What the index must not hold beside that. An address that is *not* public must leave no trace, and
no statement may prove that a certain house exists. Therefore

- what the list itself marks as not public is taken out first (``open_houses``), before anything is
  drawn; for the attacker it was never in the list;
- a street with fewer than ``fewest_houses`` known houses is not in the index, whatever they are, so
  a street whose only house is protected never appears, nor does any street of one house;
- every stretch rests on at least so many houses. Fewer houses in another area than their
  neighbours make no stretch of their own: together with the nearest neighbours they become a
  stretch whose areas are all named (``areas`` with several), and the reader chooses;
- gaps are closed: stretches reach from the first number to the end of the street without a hole,
  and where a number would be that nobody knows cannot be told from where one is;
- neighbouring numbers (1 to 4, 5 to 8 …) and suffixes (12, 12a) are not told apart: where houses
  with such numbers lie in two areas, both are named. So for every house there is another list,
  without it, that gives the same index (counted out in full in ``tests/unit/finder``);
- two stretches are parted at the roundest number between them;
- a street ends at the hundred in which its third last house lies (``fewest_houses``), so the end
  rests on as many houses as everything else; beyond it no area is sure. It has no end only where
  a list itself says that a stretch reaches to the end of the street.

What it costs: houses in very small streets are not found, and near lines between areas several
areas are offered (measured on a real city in ``tests/real/test_finder_real.py``).
"""

from collections.abc import Iterable, Sequence

import polars as pl

from kreisblick.products.finder.model import BAR, STREET, STRETCHES, FinderDefinition
from kreisblick.products.finder.pieces import Point, Stretch, draw
from kreisblick.territory.addresses import AddressRules, shipped_rules
from kreisblick.territory.addresses.learn import street_key
from kreisblick.territory.addresses.normalise import fold
from kreisblick.territory.streets import Streets
from kreisblick.territory.streets.join import join_stretches
from kreisblick.territory.streets.model import STREET as NAMED
from kreisblick.territory.streets.numbers import part_number, side

__all__ = ["form_stretches", "open_rows"]

_BEYOND = 2 * 50  # how far a stretch without end is followed
_PART = ["key", "place", "part"]


def form_stretches(
    streets: Streets, definition: FinderDefinition, rules: AddressRules | None = None
) -> pl.DataFrame:
    """The stretches of all streets whose houses lie in known areas; ``STRETCHES``, sorted.

    Args:
        streets: houses with ``area`` (a planning area), or stretches where a list knows no
            houses; other names of streets.
        definition: how coarse they are.
        rules: how names are folded; the shipped rules when None.
    """
    rules = rules or shipped_rules()
    houses = _parted(_houses(streets, rules))
    named = houses.group_by(_PART).agg(
        street=pl.col("street").mode().sort().first(),
        postcode=pl.col("postcode").drop_nulls().unique().sort().str.join(BAR).replace("", None),
    )
    found = pl.concat([_whole(houses, definition), _parts(houses, definition)])
    found = found.join(_ends(houses, definition), on=_PART, nulls_equal=True)
    found = found.with_columns(high=pl.coalesce("high", "end"))
    found = found.join(named, on=_PART, nulls_equal=True).select(STRETCHES.names())
    return _with_other_names(found, streets.names, rules).sort(*STREET, "parity", "low")


def _ends(houses: pl.DataFrame, definition: FinderDefinition) -> pl.DataFrame:
    """``end``: up to which number a street's areas are told; null where its list sets no end."""
    step, last = definition.round_numbers[0], definition.fewest_houses
    top = (
        pl.col("n")
        .drop_nulls()
        .sort(descending=True)
        .cast(pl.Int64)
        .get(last - 1, null_on_oob=True)
    )
    hundred = (top.fill_null(1) - 1) // step * step + step
    return houses.group_by(_PART).agg(end=pl.when(~pl.col("endless").any()).then(hundred))


def open_rows(frame: pl.DataFrame, rules: AddressRules) -> pl.DataFrame:
    """The rows of a list that are public: without those the list itself calls protected."""
    said = pl.concat_str([pl.col(name).fill_null("") for name in NAMED], separator=" ")
    folded = fold(said, rules).str.replace_all(".", "", literal=True)
    return frame.filter(~folded.str.contains(rules.no_address["protected_address"]))


def _houses(streets: Streets, rules: AddressRules) -> pl.DataFrame:
    """``key, street, postcode, place, n, suffix, area, endless``: one row per public house.

    A list of stretches has no houses; the numbers of its stretches stand for them.
    """
    known = open_rows(streets.houses, rules).drop_nulls(["street", "area"])
    read = part_number(pl.col("number"), pl.col("suffix"))
    houses = known.select(*NAMED, "area", _read=read, endless=pl.lit(value=False))
    houses = houses.unnest("_read")
    bare = streets.ranges.join(streets.houses, on=NAMED, how="anti", nulls_equal=True)
    if bare.height:
        numbers = _numbers(open_rows(bare, rules))
        houses = pl.concat([houses, numbers.select(houses.columns)])
    names = houses.select("street").unique()
    keyed = names.with_columns(key=street_key(pl.col("street"), rules)).filter(pl.col("key") != "")
    return houses.unique().join(keyed, on="street").sort(*STREET, "n", "suffix", "area")


def _numbers(ranges: pl.DataFrame) -> pl.DataFrame:
    """The numbers along the stretches of streets of which no house is known."""
    found = join_stretches(Streets(format="ranges", ranges=ranges)).drop_nulls("area")
    last = pl.coalesce("high", pl.col("low") + _BEYOND)
    found = found.with_columns(n=pl.int_ranges("low", last + 1, 2)).explode("n").drop_nulls("n")
    return found.select(
        *NAMED,
        "area",
        pl.col("n").cast(pl.Int32),
        suffix=pl.lit(""),
        endless=pl.col("high").is_null(),
    )


def _parted(houses: pl.DataFrame) -> pl.DataFrame:
    """``part``: the postcode where streets of one place have the same name, else null.

    They are two streets when a house stands in both, in two areas.
    """
    street = ["key", "place"]
    twice = pl.col("area").n_unique().over([*street, "n", "suffix"]) > 1
    return houses.with_columns(part=pl.when(twice.any().over(street)).then("postcode"))


def _known(houses: pl.DataFrame, definition: FinderDefinition) -> pl.DataFrame:
    """Streets with enough houses, and the areas they lie in, parted by a bar."""
    areas = pl.col("area").unique().sort().str.join(BAR)
    streets = houses.group_by(_PART).agg(areas=areas, houses=pl.len())
    return streets.filter(pl.col("houses") >= definition.fewest_houses).drop("houses")


def _whole(houses: pl.DataFrame, definition: FinderDefinition) -> pl.DataFrame:
    """Both sides of every street that lies in one area."""
    one = _known(houses, definition).filter(~pl.col("areas").str.contains(BAR, literal=True))
    drawn = {"parity": pl.lit("both"), "low": pl.lit(1), "high": pl.lit(None)}
    typed = [value.cast(STRETCHES[name]).alias(name) for name, value in drawn.items()]
    return one.select(*_PART, *typed, "areas")


def _parts(houses: pl.DataFrame, definition: FinderDefinition) -> pl.DataFrame:
    """The stretches of every street that lies in several areas, side by side."""
    known = _known(houses, definition)
    several = known.filter(pl.col("areas").str.contains(BAR, literal=True))
    sides = pl.DataFrame({"parity": ["even", "odd"]})
    step = definition.numbers_together
    points = (
        houses.drop_nulls("n")
        .join(several.select(_PART), on=_PART, how="semi", nulls_equal=True)
        .with_columns(parity=side(pl.col("n")), n=((pl.col("n") - 1) // step + 1) * step)
        .group_by(*_PART, "parity", "n")
        .agg("area", houses=pl.len())
        .sort("n")
        .group_by(*_PART, "parity", maintain_order=True)
        .agg("n", "area", "houses")
    )
    asked = several.join(sides, how="cross").join(
        points, on=[*_PART, "parity"], how="left", nulls_equal=True
    )
    rows = [
        (*name, parity, low, high, BAR.join(of))
        for *name, areas, parity, n, area, count in asked.iter_rows()
        for low, high, of in _side(
            areas.split(BAR), zip(n or (), area or (), count or (), strict=True), definition
        )
    ]
    schema = dict.fromkeys(_PART, pl.String()) | {
        name: STRETCHES[name] for name in ("parity", "low", "high", "areas")
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _side(
    areas: Sequence[str],
    numbers: Iterable[tuple[int, Sequence[str], int]],
    definition: FinderDefinition,
) -> list[Stretch]:
    """The stretches of one side; where it has too few houses it rests on the whole street."""
    points = [Point(n, frozenset(of), count) for n, of, count in numbers]
    if sum(point.houses for point in points) < definition.fewest_houses:
        return [(1, None, tuple(areas))]
    return draw(points, definition)


def _with_other_names(
    found: pl.DataFrame, names: pl.DataFrame, rules: AddressRules
) -> pl.DataFrame:
    """The stretches also under former and second names, unless a street of the place has it."""
    keys = {name: street_key(pl.col(name), rules) for name in ("street", "other")}
    meant = names.select("other", "postcode", "place", key=keys["street"], new=keys["other"])
    asked = (
        meant.unique()
        .join(found, on="key", suffix="_of")
        .filter(
            pl.col("place").is_null() | (pl.col("place") == pl.col("place_of")),
            pl.col("postcode").is_null()
            | pl.col("postcode_of").fill_null("").str.split(BAR).list.contains(pl.col("postcode")),
            pl.col("new") != "",
            # a name that several streets of a place have had leads to none of them for sure
            pl.col("key").n_unique().over("new", "place_of") == 1,
        )
        .sort(pl.all())
    )
    told = asked.select(
        *(pl.col(name).alias(to) for name, to in (("new", "key"), ("other", "street"))),
        *(pl.col(f"{name}_of").alias(name) for name in ("postcode", "place")),
        *STRETCHES.names()[len(STREET) :],
    )
    own = told.join(found, on=["key", "place"], how="anti", nulls_equal=True)
    return pl.concat(
        [found, own.unique([*STREET, "parity", "low"], keep="first", maintain_order=True)]
    )
