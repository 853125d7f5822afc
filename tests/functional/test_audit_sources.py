"""``kreisblick audit`` says how far figures that their source hides are narrowed."""

from tests.attacks.test_attack_sources import publish


def test_the_verdict_counts_what_sources_hide_and_passes(kreisblick, tmp_path):
    folder = publish(tmp_path / "x", {"aid": {"M": 50, "A": None, "B": 20, "C": 27}})

    found = kreisblick("audit", folder)

    assert found.code == 0
    assert "Von der Quelle geheim gehalten" in found.out
    assert "aid, 31.12.2024: 1 geheim, davon 1 eingegrenzt, davon 1 genau" in found.out


def test_where_our_joining_gives_it_away_the_verdict_says_so_and_fails(kreisblick, tmp_path):
    aid = {"M": 30, "A": None, "B": None, "C": 20}
    people = {"M": 100, "A": 4, "B": 6, "C": 90}
    folder = publish(tmp_path / "x", {"aid": aid, "people": people})

    found = kreisblick("audit", folder)

    assert found.code == 1
    words = "von der Quelle geheim gehalten; zusammen mit anderen Tabellen ist nur 4,0 möglich"
    assert words in " ".join(found.out.split())


def test_where_no_source_hides_anything_nothing_is_said(kreisblick, tmp_path):
    folder = publish(tmp_path / "x", {"aid": {"M": 50, "A": 3, "B": 20, "C": 27}})

    found = kreisblick("audit", folder)

    assert found.code == 0
    assert "Von der Quelle" not in found.out
