"""The index of addresses, beside the list of all houses, tells nothing about protected ones.

The attacker knows every public house with its area, this programme, and the finished index. He
asks of every choice of protected houses whether it would have given this index, and so how likely
each house is to be protected; before he looks, every choice is as likely as any other. He wins
what he knows more of any house than by guessing.
"""

import itertools
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from types import SimpleNamespace

import polars as pl
import pytest
from tests.unit.finder.streets import HOUSE, streets_of

from kreisblick.pipeline.addresses import KnownAddresses
from kreisblick.pipeline.finder import address_stretches
from kreisblick.products.finder import form_stretches, read_finder
from kreisblick.territory.addresses.learn import DECISIONS

DAY = date(2024, 12, 31)


def street(numbers: Sequence[int], areas: str, name: str = "Am Markt") -> list[HOUSE]:
    """Houses of one street: numbers, and a letter for the area of each."""
    return [
        (name, str(n), "", "05200", "Lindenau", area)
        for n, area in zip(numbers, areas, strict=True)
    ]


STREETS = {
    "one house": street([5], "A"),
    "few houses": street([5, 7], "AA"),
    "as many as are needed": street([5, 7, 9], "AAA"),
    "one area": street([1, 3, 5, 7, 9, 11], "AAAAAA"),
    "a line between two areas": street([1, 3, 5, 21, 23, 25], "AAABBB"),
    "a line between neighbours": street([1, 3, 5, 9, 11, 13], "AAABBB"),
    "a stray": street([1, 3, 5, 7, 9, 11, 13], "AAABAAA"),
    "a gap": street([1, 3, 5, 7, 51, 53], "AAAAAA"),
    "the end of the street": street([1, 3, 5, 7, 9, 31], "AAAAAB"),
    "an end beyond a hundred": street([95, 97, 99, 101, 103, 105], "AAAAAA"),
    "both sides": street([1, 2, 3, 4, 5, 6, 8], "AAAABBB"),
    "two streets": street([1, 3, 5], "AAA") + street([1, 3, 5], "ABB", "Am Bach"),
}


def published(rows: list[HOUSE], protected: Sequence[HOUSE]) -> str:
    """The index as sealing makes it, where decisions protect some of the addresses."""
    decisions = pl.DataFrame(
        [
            dict.fromkeys(DECISIONS, "")
            | {"decision_id": str(i), "kind": "protected", "street": f"{house[0]} {house[1]}"}
            for i, house in enumerate(protected)
        ],
        schema=dict(DECISIONS),
    )
    choices = SimpleNamespace(report=SimpleNamespace(dates=(DAY,)), together=())
    areas = sorted({row[5] for row in rows})
    ground = SimpleNamespace(
        known=KnownAddresses(streets=streets_of(rows)),
        decisions=decisions,
        workspace=SimpleNamespace(choices=choices),
        report_territory=SimpleNamespace(keys=lambda _level: areas),
    )
    return address_stretches(ground).write_csv()  # type: ignore[arg-type]


def left_out(rows: list[HOUSE], protected: Sequence[HOUSE]) -> str:
    """The other way: the index of the houses that are left."""
    kept = [row for row in rows if row not in protected]
    return form_stretches(streets_of(kept), read_finder()).write_csv()


def advantage(rows: list[HOUSE], make: Callable[[list[HOUSE], Sequence[HOUSE]], str]) -> float:
    """How much surer than by guessing the attacker becomes of a house: 0 not at all, 0.5 sure."""
    fitting: dict[str, list[tuple[bool, ...]]] = defaultdict(list)
    for choice in itertools.product([False, True], repeat=len(rows)):
        protected = [row for row, hidden in zip(rows, choice, strict=True) if hidden]
        fitting[make(rows, protected)].append(choice)
    return max(
        abs(sum(choice[house] for choice in choices) / len(choices) - 0.5)
        for choices in fitting.values()
        for house in range(len(rows))
    )


@pytest.mark.parametrize("name", STREETS)
def test_the_index_tells_nothing_about_protected_addresses(name):
    assert advantage(STREETS[name], published) == 0


@pytest.mark.parametrize(
    "name",
    [
        "as many as are needed",
        "one area",
        "a line between two areas",
        "an end beyond a hundred",
        "a stray",
        "two streets",
    ],
)
def test_leaving_protected_houses_out_would_give_them_away(name):
    """That the attack finds something where there is something to find."""
    assert advantage(STREETS[name], left_out) > 0.1


@pytest.mark.parametrize("name", ["one house", "few houses"])
def test_a_small_street_never_appears_whatever_is_protected(name):
    assert published(STREETS[name], []).count("\n") == 1
    assert published(STREETS[name], STREETS[name]).count("\n") == 1
