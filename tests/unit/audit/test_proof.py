"""A table is a witness only if it holds every published sum and nothing below zero."""

from pathlib import Path

import numpy as np
from tests.unit.audit.test_attack import publish, target, town

from kreisblick.protection.audit.attack import systems_of
from kreisblick.protection.audit.files import read_published
from kreisblick.protection.audit.parts import split
from kreisblick.protection.audit.proof import Tables


def test_only_tables_that_fit_are_taken(tmp_path: Path) -> None:
    published = read_published(publish(tmp_path / "p", town(a1=None, a2=None, m1=20)))
    ((_when, system, questions),) = systems_of(published, target("a1", 0, 20))
    _reduced, (part,) = split(system, questions, 5)
    base = np.array([12, 8])
    tables = Tables(part, base, np.empty(0, dtype=np.int64))
    both = np.array([0, 1])

    assert not tables.offer(both, np.array([1, 0]))
    assert not tables.offer(both, np.array([-13, 13]))
    assert not tables.offer(both, np.array([0, 0]))
    assert tables.changes == []
    assert tables.offer(both, np.array([-12, 12]))
    assert tables.offer(both, np.array([8, -8]))
    assert (tables.low.tolist(), tables.high.tolist()) == ([1], [2])
