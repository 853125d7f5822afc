"""A17, A18 from end to end: a number that the rules withhold stands nowhere after a round.

In the hamlet a care home of a town with one provider says that it cares for 918,271 people; with
the two of the same provider's service its area has 918,273. The whole round is gone with all
products; then every byte that it left outside of the deliveries and the encrypted store is searched
for both. The same search finds the number where the rules let it pass.
"""

import logging
import shutil
import tempfile
from pathlib import Path

import pytest

from kreisblick.pipeline import auditing
from kreisblick.protection.audit import Verdict, find_numbers

pytestmark = pytest.mark.xdist_group("hamlet")
SENTINEL, OF_THE_HOME = 918273, 918271
DELIVERY = "deliveries/care_supervision/care/2024-12-31.csv"
HOME = "Pflegeheim Hauptstra"  # in Klein Ottern, where one provider has home and service
NUMBERS = [SENTINEL, OF_THE_HOME]
FORMS = [
    form
    for end in (b"273", b"271")
    for form in (b"918" + end, b"918." + end, b"918," + end, b"918 " + end)
] + [str(number).encode("utf-16-le") for number in NUMBERS]


def plant(workspace: Path, text: str = str(OF_THE_HOME)) -> None:
    """Let the home care for as many people as nobody would."""
    path = workspace / DELIVERY
    lines = path.read_text("cp1252").splitlines()
    place = next(i for i, line in enumerate(lines) if HOME in line)
    lines[place] = f"{lines[place].rpartition(';')[0]};{text}"
    path.write_text("\r\n".join(lines) + "\r\n", "cp1252")


def only(workspace: Path, product: str) -> None:
    """Build one product only: the others say nothing more here."""
    path = workspace / "kreisblick.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("[report]\n", f'[report]\nproducts = ["{product}"]\n'), encoding="utf-8"
    )


class Kept:
    """A temporary folder that stays."""

    def __init__(self, *names, **more):
        where = {key: more[key] for key in ("suffix", "prefix", "dir") if key in more}
        self.name = tempfile.mkdtemp(*names, **where)

    def __enter__(self):
        return self.name

    def __exit__(self, *_why):
        return None

    def cleanup(self):
        """Leave everything as it is."""


@pytest.fixture
def kept_temporary(tmp_path, monkeypatch):
    """Temporary folders stay, so that what was in them can be searched."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setattr(tempfile, "TemporaryDirectory", Kept)
    return folder


def go(workspace, kreisblick, caplog):
    """A round from outside; everything it said, and wrote into the log."""
    with caplog.at_level(logging.DEBUG):
        said = kreisblick("run", "-w", workspace)
    return said, f"{said.out} {said.err} {caplog.text}"


def raw(folder: Path, *left_out: str) -> list[str]:
    """Files that hold the number as plain bytes."""
    found = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = path.relative_to(folder).as_posix()
        content = path.read_bytes()
        if not name.startswith(left_out) and any(form in content for form in FORMS):
            found.append(name)
    return found


def test_a_withheld_number_stands_nowhere_after_a_round(
    fresh_copy, kreisblick, caplog, kept_temporary, current
):
    plant(fresh_copy)

    said, told = go(fresh_copy, kreisblick, caplog)

    assert said.code == 0, said.err
    products = current(fresh_copy, "products")
    assert (products / "report").is_dir()
    for folder in (products, current(fresh_copy, "bundles"), kept_temporary):
        assert list(find_numbers(folder, NUMBERS)) == []
    assert raw(fresh_copy, "deliveries/", "truth/") == []
    assert raw(kept_temporary) == []
    assert not any(form.decode("latin-1") in told for form in FORMS)


def test_nor_in_what_a_failing_round_says(
    fresh_copy, kreisblick, caplog, kept_temporary, monkeypatch
):
    plant(fresh_copy)
    only(fresh_copy, "exports")
    real = auditing.attack

    def caught(*args, **more) -> Verdict:
        verdict = real(*args, **more)
        return Verdict(**{**vars(verdict), "passed": False})

    monkeypatch.setattr(auditing, "attack", caught)

    said, told = go(fresh_copy, kreisblick, caplog)

    assert said.code == 1
    assert not (fresh_copy / "products/current").exists()
    assert not any(form.decode("latin-1") in told for form in FORMS)
    assert raw(fresh_copy, "deliveries/", "truth/") == []
    assert list(find_numbers(kept_temporary, NUMBERS)) == []


def test_nor_in_what_is_said_about_a_faulty_cell(fresh_copy, kreisblick, caplog):
    plant(fresh_copy, f"{SENTINEL}x")
    only(fresh_copy, "exports")

    said, told = go(fresh_copy, kreisblick, caplog)

    assert said.code == 1
    assert not any(form.decode("latin-1") in told for form in FORMS)


def test_a_naive_release_of_the_same_hamlet_gives_it_away(fresh_copy, kreisblick, caplog, current):
    plant(fresh_copy)
    only(fresh_copy, "exports")
    cubes = fresh_copy / "catalogue/cubes"
    cubes.mkdir(exist_ok=True)
    ours = Path(__file__).parents[2] / "catalogue/cubes/care_recipients.yaml"
    naive = shutil.copy(ours, cubes / "care_recipients.yaml")
    Path(naive).write_text(
        ours.read_text(encoding="utf-8").replace("rules: providers", "rules: published"),
        encoding="utf-8",
    )

    said, _told = go(fresh_copy, kreisblick, caplog)

    assert said.code == 0, said.err
    found = {
        file for _number, file, _part in find_numbers(current(fresh_copy, "products"), NUMBERS)
    }
    assert {Path(file).suffix for file in found} >= {".csv", ".parquet"}
