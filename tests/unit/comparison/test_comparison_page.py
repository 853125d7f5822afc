"""The page that compares cuts, on a chessboard."""

import re

import numpy as np
from tests.unit.zoning.ground import chessboard

from kreisblick.products.comparison import Candidate, compare, join_blocks
from kreisblick.territory.zoning import find_neighbours, measure

QUARTERS = np.array([0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 3, 3, 2, 2, 3, 3])
UNEQUAL = np.array([0, 0, 0, 1, 0, 0, 0, 1, 2, 2, 3, 3, 2, 2, 3, 3])


def candidates(*cuts):
    blocks = chessboard(4, 4)
    near = find_neighbours(blocks)
    return blocks, [
        Candidate(title=name, assignment=cut, figures=measure(blocks, near, cut))
        for name, cut in cuts
    ]


def page(tmp_path, *cuts):
    blocks, found = candidates(*cuts)
    return compare(blocks, found, "Vorschläge", tmp_path / "page.html").read_text()


def test_the_page_shows_a_map_and_a_column_for_every_cut(tmp_path):
    text = page(tmp_path, ("Viertel", QUARTERS), ("schief", UNEQUAL))

    assert text.count('role="img"') == 2
    assert [text.count(f'<th scope="col">{name}</th>') for name in ("Viertel", "schief")] == [1, 1]
    assert len(set(re.findall(r' id="([^"]+)"', text))) == len(re.findall(r' id="([^"]+)"', text))
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")


def test_the_better_figure_is_marked_and_a_beaten_cut_is_named(tmp_path):
    text = page(tmp_path, ("Viertel", QUARTERS), ("schief", UNEQUAL))
    row = next(r for r in text.split("<tr>") if "Größte Abweichung" in r)

    assert re.findall(r"<td[^>]*>([^<]*)</td>", row) == ["● 0,0\u202f%", "50,0\u202f%"]
    assert "in etwas besser ist ein anderer Zuschnitt als: schief" in text
    assert "4 von 4 Gebieten" in text
    assert "2 von 4 Gebieten" in text


def test_nothing_is_marked_where_all_are_alike(tmp_path):
    text = page(tmp_path, ("eins", QUARTERS), ("zwei", QUARTERS))

    assert 'class="best"' not in text
    assert "Ähnlichkeit" not in text.split("<tbody>")[1]  # no traits, no row


def test_the_same_cuts_give_the_same_page(tmp_path):
    assert page(tmp_path, ("Viertel", QUARTERS)) == page(tmp_path, ("Viertel", QUARTERS))


def test_a_title_cannot_break_the_page(tmp_path):
    assert "<script>" not in page(tmp_path, ("<script>", QUARTERS))


def test_blocks_are_joined_to_whole_areas():
    blocks, (one,) = candidates(("Viertel", QUARTERS))

    areas = join_blocks(blocks, one.assignment, mark=str)

    assert [area.shape.area for area in areas] == [40_000.0] * 4
    assert [area.mark for area in areas] == ["0", "1", "2", "3"]
