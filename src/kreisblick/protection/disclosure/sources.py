"""Sources: each cube with its rules, its published slices and the variables behind them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from kreisblick.base.language import translate as _
from kreisblick.protection.disclosure.answers import NOT_ADDABLE, Answer, Ground, answer
from kreisblick.protection.disclosure.complete import complete
from kreisblick.protection.disclosure.model import Share, SliceRef
from kreisblick.protection.disclosure.space import Space, make_space
from kreisblick.protection.rules import ProtectionFailedError, RuleSet
from kreisblick.statistics.cube import Cube, Slice

__all__ = ["Source", "read_sources"]


@dataclass(frozen=True)
class Source:
    """A cube on its way through the gate.

    Attributes:
        slices: what is published or was released earlier, sorted.
        published: those that are published now.
        answers: per slice the cells by area.
        space: the variables behind the cells; empty for what its publisher protected.
        values: a value for each variable.
    """

    cube: Cube
    rules: RuleSet
    slices: tuple[Slice, ...]
    published: frozenset[Slice]
    answers: tuple[dict[str, Answer], ...] = field(repr=False)
    space: Space = field(repr=False)
    values: tuple[int, ...] = field(repr=False)

    @property
    def own(self) -> bool:
        """Whether rules are applied here."""
        return self.rules.source == "own"

    def number(self, question: Slice) -> int:
        """The place of a slice."""
        return self.slices.index(question)


def read_sources(
    cubes: Sequence[Cube],
    publish: Sequence[SliceRef],
    shares: Sequence[Share],
    rules: Mapping[str, RuleSet],
    ground: Ground,
    earlier: Collection[SliceRef] = (),
) -> dict[str, Source]:
    """All cubes by key, checked and with their variables.

    Raises:
        ProtectionFailedError: what is asked for cannot be protected together.
    """
    by_key = {cube.key: cube for cube in sorted(cubes, key=lambda cube: cube.key)}
    _check_together(cubes, by_key, publish, shares, rules)
    found = {}
    for key, cube in by_key.items():
        published = frozenset(ref.slice for ref in publish if ref.cube == key)
        before = {ref.slice for ref in earlier if ref.cube == key and rules[key].source == "own"}
        found[key] = _read(cube, rules[key], tuple(sorted(published | before)), published, ground)
    return found


def _read(
    cube: Cube,
    rules: RuleSet,
    slices: tuple[Slice, ...],
    published: frozenset[Slice],
    ground: Ground,
) -> Source:
    answers = tuple(answer(cube, question, ground) for question in slices)
    if rules.source == "publisher":
        return Source(cube, rules, slices, published, answers, Space(), ())
    if cube.unit in NOT_ADDABLE:
        raise ProtectionFailedError(
            _(
                "Cube '{cube}' holds rates or ranks. They cannot be protected without their "
                "counts: ask for the counts, or name rules whose source is 'publisher'."
            ).format(cube=cube.key)
        )
    space = make_space(cube, slices, answers, ground)
    values = tuple(complete(space, cube=cube.key))
    return Source(cube, rules, slices, published, answers, space, values)


def _check_together(
    cubes: Sequence[Cube],
    by_key: Mapping[str, Cube],
    publish: Sequence[SliceRef],
    shares: Sequence[Share],
    rules: Mapping[str, RuleSet],
) -> None:
    if len({cube.generation for cube in cubes}) > 1 or len(cubes) != len(by_key):
        raise ProtectionFailedError(
            _("All cubes must be of one reference date and one generation, each once.")
        )
    wanted = {ref for share in shares for ref in (share.numerator, share.denominator)}
    missing = sorted({ref.cube for ref in [*publish, *wanted]} - by_key.keys())
    missing += sorted(by_key.keys() - rules.keys())
    if missing:
        raise ProtectionFailedError(
            _("No cube or no rules for: {names}.").format(names=", ".join(missing))
        )
    unpublished = sorted(f"{ref.cube}/{ref.slice.key}" for ref in wanted - set(publish))
    if unpublished:
        raise ProtectionFailedError(
            _("A share needs its counts published too; add {names}.").format(
                names=", ".join(unpublished)
            )
        )
