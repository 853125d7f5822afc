"""``kreisblick disclosure status`` and ``sign``; a round with rules weaker than the signed ones."""

import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.functional.conftest import Said

from kreisblick.base.definitions import shipped

Kreisblick = Callable[..., Said]
SIGN = ("--by", "Datenschutzbeauftragte", "--on", "01.02.2026", "--scope", "Alle Tabellen")


def rule_file(workspace: Path) -> Path:
    return workspace / "catalogue" / "disclosure" / "providers.yaml"


def test_the_status_tells_rules_in_words_and_what_is_not_signed(
    fresh_copy: Path, kreisblick: Kreisblick
) -> None:
    said = kreisblick("disclosure", "status", "-w", fresh_copy)

    assert said.code == 0
    assert "providers (nicht unterzeichnet)" in said.out
    assert "Zahlen, die einer oder wenige bestimmen, werden geheim gehalten." in said.out
    assert "Regeln ohne Unterschrift der Datenschutzbeauftragten: benefits" in said.out


def test_a_signature_is_written_only_when_asked_for(
    fresh_copy: Path, kreisblick: Kreisblick
) -> None:
    said = kreisblick("disclosure", "sign", "providers", *SIGN, "-w", fresh_copy)
    assert said.code == 0
    assert not rule_file(fresh_copy).exists()

    said = kreisblick("disclosure", "sign", "providers", *SIGN, "-w", fresh_copy, "--write")
    assert said.code == 0

    status = kreisblick("disclosure", "status", "-w", fresh_copy)
    assert "providers (unterzeichnet von Datenschutzbeauftragte am 01.02.2026)" in status.out


def test_a_round_with_a_rule_weaker_than_the_signed_one_makes_nothing(
    fresh_copy: Path, kreisblick: Kreisblick
) -> None:
    kreisblick("disclosure", "sign", "providers", *SIGN, "-w", fresh_copy, "--write")
    path = rule_file(fresh_copy)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(
        "minimum_count: 5", "minimum_count: 4", 1), encoding="utf-8")  # fmt: skip

    said = kreisblick("run", "-w", fresh_copy)

    assert said.code == 1
    assert (
        "minimum_count: Das schützt weniger, als Datenschutzbeauftragte am 01.02.2026" in said.err
    )
    assert not (fresh_copy / "bundles" / "current").exists()


def test_a_weaker_rule_needs_a_signature(fresh_copy: Path, kreisblick: Kreisblick) -> None:
    kreisblick("disclosure", "sign", "benefits", *SIGN, "-w", fresh_copy, "--write")
    path = fresh_copy / "catalogue" / "disclosure" / "benefits.yaml"
    unsigned = path.read_text(encoding="utf-8").partition("signed:")[0]
    path.write_text(unsigned.replace("group_rule: true", "group_rule: false"), encoding="utf-8")

    refused = kreisblick("disclosure", "status", "-w", fresh_copy)
    assert refused.code == 1
    assert "group_rule: Das schützt weniger" in refused.err

    kreisblick("disclosure", "sign", "benefits", *SIGN, "-w", fresh_copy, "--write")
    assert kreisblick("disclosure", "status", "-w", fresh_copy).code == 0


def test_there_are_no_rules_of_that_name(fresh_copy: Path, kreisblick: Kreisblick) -> None:
    said = kreisblick("disclosure", "sign", "benefit", *SIGN, "-w", fresh_copy)

    assert said.code == 2
    assert "Regeln 'benefit' gibt es nicht." in said.err


def test_no_number_of_the_dominance_rules_leaves_the_house(
    fresh_copy: Path, kreisblick: Kreisblick
) -> None:
    """A whole round with numbers that occur nowhere else; every byte that is not sealed."""
    path = rule_file(fresh_copy)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = shipped("catalogue", "disclosure", "providers.yaml").read_text(encoding="utf-8")
    numbers = "dominance: {p_percent: 23.4567, largest: 2, share_percent: 81.2345}"
    path.write_text(re.sub(r"dominance: {.*}", numbers, text), encoding="utf-8")
    kreisblick("disclosure", "sign", "providers", *SIGN, "-w", fresh_copy, "--write")
    fingerprint = re.findall(r"fingerprint: '?([0-9a-f]{64})", path.read_text(encoding="utf-8"))
    assert len(fingerprint) == 1

    said = kreisblick("run", "-w", fresh_copy)

    assert said.code == 0, said.err
    secret = re.compile(rb"23[.,]4567|81[.,]2345|" + fingerprint[0].encode())
    files = [*fresh_copy.glob("bundles/**/*"), *fresh_copy.glob("products/**/*")]
    found = [one.name for one in files if one.is_file() and any(
        secret.search(part) for part in opened(one))]  # fmt: skip
    assert len(files) > 100
    assert found == []
    assert not secret.search((said.out + said.err).encode())


def opened(path: Path) -> Iterator[bytes]:
    """The bytes of a file, and of every part of it where it is a package."""
    yield path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as package:
            yield from (package.read(name) for name in package.namelist())
