"""The file of bodies: everything that does not fit is said at once, and where."""

import re
from pathlib import Path

import pytest

from kreisblick.base.errors import FaultsFoundError
from kreisblick.products.papers import read_bodies, read_papers

GOOD = """
district: "Landkreis Lindenau"
bodies:
  council:
    title: "Kreistag"
    of: "Landkreis Lindenau"
    meets: [2027-03-18]
    paper_due_days: 14
"""


def faults(tmp_path: Path, text: str) -> str:
    path = tmp_path / "bodies.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FaultsFoundError) as told:
        read_bodies(path)
    return str(told.value)


PAGE = Path(__file__).parents[3] / "docs" / "handbook" / "vorlagen-fuer-gremien.md"


def test_the_examples_of_the_handbook_can_be_read(tmp_path: Path) -> None:
    bodies, papers = re.findall(
        r"^```yaml\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.M | re.S
    )
    for name, text in (("bodies.yaml", bodies), ("papers.yaml", papers)):
        (tmp_path / name).write_text(text, encoding="utf-8")

    found = read_bodies(tmp_path / "bodies.yaml")
    written = read_papers(tmp_path / "papers.yaml", found, {"unemployed_people": None})

    assert found.in_order() == ["social_committee", "district_council"]
    assert list(written.papers) == ["empfehlungen-beschluss"]


def test_the_example_that_ships_can_be_read() -> None:
    assert len(read_bodies().bodies) >= 5


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    told = faults(
        tmp_path,
        GOOD
        + """
    after: [{body: comittee}]
  committee:
    title: "Ausschuss"
    of: "Landkreis Lindenau"
    meets: []
    paper_due_days: 14
state: XX
breaks: [{title: "Ferien", first: 2027-08-01, last: 2027-07-01, of: ["Niemand"]}]
""",
    )

    assert "bodies.council.after: Ein Gremium „comittee“ gibt es nicht." in told
    assert "bodies.committee.meets: Es steht kein Termin da." in told
    assert "Das Land „XX“ ist nicht bekannt." in told
    assert "breaks „Ferien“: Der letzte Tag (01.07.2027) liegt vor dem ersten (01.08.2027)" in told
    assert "Kein Gremium gehört zu „Niemand“." in told


def test_bodies_that_wait_for_each_other_are_named(tmp_path: Path) -> None:
    told = faults(
        tmp_path,
        GOOD
        + """
    after: [{body: committee}]
  committee:
    title: "Ausschuss"
    of: "Landkreis Lindenau"
    meets: [2027-03-01]
    paper_due_days: 14
    after: [{body: council}]
""",
    )

    assert "warten aufeinander" in told
    assert "council → committee" in told or "committee → council" in told


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("meets: [2027-03-18]", "meets: {weekday: sunday, week: 1}", 7),
        ("meets: [2027-03-18]", "meets: {weekday: monday}", 7),
        ("meets: [2027-03-18]", "meets: {weekday: monday, every_weeks: 2}", 7),
        ("meets: [2027-03-18]", "meets: [demnächst]", 7),
        ("paper_due_days: 14", "paper_due_days: -1", 8),
        ("paper_due_days: 14", "paper_due_day: 14", 8),
    ],
)
def test_what_makes_no_sense_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, line: int
) -> None:
    told = faults(tmp_path, GOOD.replace(old, new))

    assert f"bodies.yaml:{line}" in told
