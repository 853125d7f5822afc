"""Insiders: readers who are alone in a finest cell of a cube, and know that they are."""

from dataclasses import dataclass, field
from itertools import combinations, product

import numpy as np
from tests.attacks.outsider import Outsider

from kreisblick.protection.disclosure.ground import Ground
from kreisblick.statistics.cube import ANY


@dataclass
class Reader:
    """Everything a reader holds of one cube, as sums of groups that no slice tells apart."""

    cube: object
    slices: list
    cells: object
    ground: Ground
    counts: dict = field(default_factory=dict)
    outsider: Outsider = field(default_factory=Outsider)

    def __post_init__(self):
        names = self.cube.dimensions
        levels = self.cube.cells["level"].unique().to_list()
        self.whole = len(levels) == 1 and not any(
            (self.cube.cells[name] == ANY).any() for name in names
        )
        if not self.whole or self.cube.cells["value"].null_count():
            return
        codes = [sorted(self.cube.cells[name].unique()) for name in names]
        self.patterns = {combo: self._pattern(combo) for combo in product(*codes)}
        for area, *combo, value in self.cube.cells.select("area", *names, "value").iter_rows():
            key = (area, self.patterns[tuple(combo)])
            self.counts[key] = self.counts.get(key, 0) + int(value)
        self._read()

    def _pattern(self, combo):
        said = dict(zip(self.cube.dimensions, combo, strict=True))
        return frozenset(
            i for i, q in enumerate(self.slices) if all(said[n] in c for n, c in q.where)
        )

    def leaves(self, area):
        below = self.ground.parts[area]
        return [leaf for part in below for leaf in self.leaves(part)] if below else [area]

    def terms(self, number, area):
        here = set(self.leaves(area)) | {area}
        return [key for key in self.keys() if key[0] in here and number in key[1]]

    def keys(self):
        patterns = sorted(set(self.patterns.values()), key=sorted)
        return [(area, p) for area in sorted({a for a, _p in self.counts}) for p in patterns]

    def _read(self):
        number = {q.key: i for i, q in enumerate(self.slices)}
        for name, area, value, state in self.cells.select(
            "slice", "area", "value", "confidentiality"
        ).iter_rows():
            terms = dict.fromkeys(self.terms(number[name], area), 1)
            if terms and value is not None:
                self.outsider.know(terms, int(value))
            elif terms and state != "free":
                self.outsider.know(terms, 0, np.inf)

    def alone(self):
        return [key for key, count in self.counts.items() if count == 1 and key[1]]

    def questions(self, targets, size):
        """Who asks what: groups of insiders and a withheld cell near them."""
        number = {q.key: i for i, q in enumerate(self.slices)}
        for group in combinations(self.alone(), size):
            for name, area, value, upper in targets:
                if any(g[1] & {number[name]} or g[0] == area for g in group):
                    terms = [t for t in self.terms(number[name], area) if t not in group]
                    yield group, (name, area), terms, upper - value

    def learned(self, targets, *, size=1, most=None):
        """Withheld cells whose rest insiders narrow further than strangers may; how often asked."""
        told, found = list(self.outsider.told), set()
        questions = list(self.questions(targets, size))
        chosen = questions[:: max(1, len(questions) // most)] if most else questions
        for group, cell, terms, room in chosen:
            rest = sum(self.counts.get(t, 0) for t in terms)
            if not rest:
                continue
            self.outsider.told = [*told, *(({one: 1}, 1, 1) for one in group)]
            low, high = self.outsider.bounds(dict.fromkeys(terms, 1))
            if low > 0 or high < rest + room:
                found.add((self.cube.key, *cell))
        self.outsider.told = told
        return sorted(found), len(chosen)


def learned_of(cubes, publish, result, territory, **how):
    """What insiders of all cubes narrow, beside what the sealed record gives up; questions."""
    ground, frame = Ground.of(territory), result.targets.frame
    given_up = set(frame.filter(kind="insider").select("cube", "slice", "area").iter_rows())
    primary = frame.filter(status="primary", kind="count")
    found, asked = [], 0
    for cube in cubes:
        slices = sorted({ref.slice for ref in publish if ref.cube == cube.key})
        reader = Reader(cube, slices, result.released[cube.key].cells, ground)
        of_cube = primary.filter(cube=cube.key)
        targets = list(of_cube.select("slice", "area", "value", "required_upper").iter_rows())
        if reader.counts:
            learned, questions = reader.learned(targets, **how)
            found += [one for one in learned if one not in given_up]
            asked += questions
    return found, asked
