"""Memory: what has not changed since an earlier audit is not judged again."""

from pathlib import Path

import polars as pl
import pytest
from tests.unit.audit.test_attack import publish, target, town

from kreisblick.protection.audit import attack, check_certificates

FIRST = town(a1=None, a2=None, a3=40, m1=60)
SECOND = town(b1=None, b2=None, m2=50)


class Notes(dict):
    """A memory that a test may look into."""

    def load(self, key: str) -> bytes | None:
        return self.get(key)

    def save(self, key: str, content: bytes) -> None:
        self[key] = content


def needs(upper: float = 20) -> pl.DataFrame:
    return pl.concat([target("a1", 0, upper), target("b1", 0, 50)])


def test_a_second_audit_solves_nothing_and_proves_the_same(tmp_path: Path) -> None:
    folder, notes = publish(tmp_path / "p", FIRST | SECOND), Notes()

    first = attack(folder, targets=needs(), memory=notes)
    second = attack(folder, targets=needs(), memory=notes)

    assert first.programs > 0
    assert (second.programs, second.remembered) == (0, 2)
    assert second.intervals == first.intervals
    assert second.certificates.frame.equals(first.certificates.frame)
    assert check_certificates(folder, second.certificates, needs()).passed


def test_only_the_part_that_changed_is_judged_again(tmp_path: Path) -> None:
    notes = Notes()
    attack(publish(tmp_path / "p", FIRST | SECOND), targets=needs(), memory=notes)
    changed = publish(tmp_path / "q", FIRST | town(b1=None, b2=None, m2=55))

    verdict = attack(changed, targets=needs(), memory=notes)

    assert verdict.remembered == 1
    assert verdict.passed
    assert check_certificates(changed, verdict.certificates, needs()).passed


@pytest.mark.parametrize("upper", [21, 19])
def test_another_need_is_another_question(tmp_path: Path, upper: float) -> None:
    folder, notes = publish(tmp_path / "p", FIRST | SECOND), Notes()
    attack(folder, targets=needs(20), memory=notes)

    verdict = attack(folder, targets=needs(upper), memory=notes)

    assert verdict.remembered == 1
    assert verdict.passed is (upper <= 20)


def test_a_failed_part_stays_failed(tmp_path: Path) -> None:
    folder, notes = publish(tmp_path / "p", FIRST | SECOND), Notes()

    first = attack(folder, targets=needs(21), memory=notes)
    second = attack(folder, targets=needs(21), memory=notes)

    assert [b.quantity for b in first.breaches] == [b.quantity for b in second.breaches]
    assert not second.passed
