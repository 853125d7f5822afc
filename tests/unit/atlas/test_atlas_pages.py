"""The pages of the atlas as text: what they say, what they never say, where they lead."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.unit.atlas.factory import DATES, FakeBundle, make_bundle

from kreisblick.base.files import fingerprint_folder
from kreisblick.products.atlas import Shelves, build_atlas, read_atlas
from kreisblick.products.editorial import Editorial, Passage, Stretch, TextBlock
from kreisblick.products.wording import words_to_avoid_in

POVERTY = "indicator/income-child_poverty.html"


@pytest.fixture(scope="module")
def bundle() -> FakeBundle:
    return make_bundle()


@pytest.fixture(scope="module")
def atlas(bundle: FakeBundle, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_atlas(bundle, tmp_path_factory.mktemp("products") / "atlas").parent


class Page(HTMLParser):
    """Links, ids, table rows and text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.rows: list[list[str]] = []
        self.order: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.links += [found[name] or "" for name in ("href", "src") if name in found]
        self.ids += [found["id"] or ""] if "id" in found else []
        self.order.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th") and self.rows:
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def read(atlas: Path, name: str) -> Page:
    return Page((atlas / name).read_text(encoding="utf-8"))


def row_of(atlas: Path, name: str) -> list[str]:
    return next(row for row in read(atlas, POVERTY).rows if row[0].strip() == name)


def test_the_start_page_asks_first_and_lists_every_question_and_area(
    atlas: Path, bundle: FakeBundle
) -> None:
    page = (atlas / "index.html").read_text(encoding="utf-8")

    assert "Was möchten Sie wissen?" in page
    for definition in bundle.indicator_definitions.values():
        assert definition["question"]["de"] in page
    for name in bundle.areas.filter(level="planning_area")["name"]:
        assert f">{name}</a>" in page


def test_every_link_inside_the_atlas_leads_somewhere(atlas: Path) -> None:
    for path in atlas.rglob("*.html"):
        for link in Page(path.read_text(encoding="utf-8")).links:
            target, _, anchor = link.partition("#")
            if link.startswith("data:") or "../profiles/" in link:
                continue
            found = (path.parent / target) if target else path
            assert found.is_file(), f"{path.name} → {link}"
            if anchor and "=" not in anchor:  # what the explorer is asked for
                assert anchor in Page(found.read_text(encoding="utf-8")).ids


def test_no_page_or_style_asks_another_computer_for_anything(atlas: Path) -> None:
    for path in [*atlas.rglob("*.html"), *atlas.glob("assets/*.css"), *atlas.glob("assets/*js")]:
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"""(src|href)=["']//|url\(["']?//""", text)
        assert "http" not in text


def test_the_table_stands_before_the_map_and_the_answer_before_both(atlas: Path) -> None:
    text = (atlas / POVERTY).read_text(encoding="utf-8")

    assert text.index('class="lead"') < text.index("<table") < text.index("<img")


def test_each_state_has_its_own_sign_in_the_table_and_its_reason_in_the_legend(
    atlas: Path,
) -> None:
    cells = {
        "Lindenau-Nord": (".¹", "zum Schutz einzelner Personen"),
        "Lindenau-Süd": (".⁴", "nicht geliefert"),
        "Lindenau-Ost": ("x", "Angabe nicht sinnvoll"),
        "Altwiesen-Nord": (".³", "umfasst diese Gemeinde nicht"),
    }
    text = (atlas / POVERTY).read_text(encoding="utf-8")
    legend = text[text.index('<dl class="signs') :]

    for name, (sign, reason) in cells.items():
        row = row_of(atlas, name)
        assert row[1].startswith(sign)
        assert reason in row[1]
        assert not any(cell.strip() for cell in row[2:])
        assert reason in legend


def test_an_estimate_is_marked_and_a_number_is_german(atlas: Path) -> None:
    assert re.match(r"\(?\d+,\d\)? s \(geschätzt\)$", row_of(atlas, "Lindenau-West")[1].strip())


def test_a_difference_is_only_given_where_it_is_sure(atlas: Path) -> None:
    for row in read(atlas, "indicator/population-children.html").rows[1:]:
        for compared in (row[3], row[4]):
            assert re.fullmatch(
                r"|kein sicherer Unterschied|sicher (höher \(\+|niedriger \(−)\d+,\d\)", compared
            )


def test_a_map_says_that_its_colours_are_smoothed_and_only_where_they_are(atlas: Path) -> None:
    said = "Die Farben zeigen geglättete Werte"

    assert said in (atlas / "indicator/population-children.html").read_text(encoding="utf-8")
    assert said not in (atlas / "indicator/population-residents.html").read_text(encoding="utf-8")


def test_areas_that_stand_out_inside_their_own_town_only_are_counted(atlas: Path) -> None:
    page = (atlas / "indicator/population-children.html").read_text(encoding="utf-8")

    assert "unterscheiden sich aber sicher von der eigenen Gemeinde" in page


def test_there_is_a_page_for_each_date_and_the_switch_is_plain_links(atlas: Path) -> None:
    newest = (atlas / POVERTY).read_text(encoding="utf-8")
    older = (atlas / f"indicator/income-child_poverty_{DATES[0]}.html").read_text(encoding="utf-8")

    assert 'aria-current="page">31.12.2024</a>' in newest
    assert f'href="income-child_poverty_{DATES[0]}.html">31.12.2022</a>' in newest
    assert 'aria-current="page">31.12.2022</a>' in older


def test_an_indicator_for_municipalities_only_fills_the_whole_municipality(atlas: Path) -> None:
    page = (atlas / "indicator/care-places.html").read_text(encoding="utf-8")

    assert "Lindenau-Nord" not in page
    assert "missing" not in (atlas / "map/care-places.svg").read_text("utf-8").split("</style>")[1]


def test_an_area_page_leads_to_its_profile(atlas: Path) -> None:
    assert "../../profiles/0999900101.html" in read(atlas, "area/0999900101.html").links


def test_the_atlas_never_ranks_and_uses_no_hurting_word(atlas: Path) -> None:
    for path in atlas.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not words_to_avoid_in(text)
        assert not re.search(r"\bRang|Platz \d|Schlusslicht|Spitzenreiter", text)


def test_the_same_bundle_gives_the_same_bytes(
    atlas: Path, bundle: FakeBundle, tmp_path: Path
) -> None:
    again = build_atlas(bundle, tmp_path / "atlas").parent

    assert fingerprint_folder(again) == fingerprint_folder(atlas)


def test_without_the_map_programme_the_explorer_does_not_offer_it(
    bundle: FakeBundle, tmp_path: Path
) -> None:
    shelves = Shelves(maplibre=tmp_path / "absent", fonts=tmp_path / "absent")

    atlas = build_atlas(bundle, tmp_path / "atlas", read_atlas(), shelves=shelves).parent

    page = (atlas / "explore.html").read_text(encoding="utf-8")
    assert 'data-movable=""' in page
    assert not (atlas / "assets" / "maplibre").exists()


@pytest.mark.parametrize("shelves", [Shelves(), Shelves(maplibre=Path(), fonts=Path("absent"))])
def test_style_sheets_ask_for_no_file_that_is_not_there(
    bundle: FakeBundle, tmp_path: Path, shelves: Shelves
) -> None:
    atlas = build_atlas(bundle, tmp_path / "atlas", read_atlas(), shelves=shelves).parent

    sheet = (atlas / "assets" / "atlas.css").read_text(encoding="utf-8")
    asked = re.findall(r'url\("([^"]+)"\)', sheet)
    assert bool(asked) == shelves.has_fonts
    assert all((atlas / "assets" / name).is_file() for name in asked)
    assert sheet.count('local("Fira Sans') == 2


def test_the_older_atlas_stays_when_a_new_one_fails(bundle: FakeBundle, tmp_path: Path) -> None:
    build_atlas(bundle, tmp_path / "atlas")
    before = fingerprint_folder(tmp_path / "atlas")
    broken = FakeBundle(
        areas=bundle.areas, indicators=bundle.indicators.drop("value"), features=bundle.features
    )

    with pytest.raises(Exception, match="value"):
        build_atlas(broken, tmp_path / "atlas")

    assert fingerprint_folder(tmp_path / "atlas") == before
    assert [path.name for path in tmp_path.iterdir()] == ["atlas"]


def test_every_message_of_the_templates_is_translated() -> None:
    root = Path(__file__).parents[3]
    known = (root / "src/kreisblick/base/messages/de/atlas.po").read_text(encoding="utf-8")

    for path in (root / "catalogue/products/atlas/templates").glob("*.html"):
        for _, message in re.findall(r"""_\((["'])(.*?)\1\)""", path.read_text(encoding="utf-8")):
            assert f'msgid "{message}"' in known


def test_a_web_server_of_another_account_may_read_every_file(atlas: Path) -> None:
    for path in atlas.rglob("*"):
        assert path.stat().st_mode & (0o005 if path.is_dir() else 0o004)


def test_every_german_page_has_an_english_twin_and_both_lead_to_each_other(atlas: Path) -> None:
    german = {p.relative_to(atlas) for p in atlas.rglob("*.html") if "en" not in p.parts[-3:]}
    english = {p.relative_to(atlas / "en") for p in (atlas / "en").rglob("*.html")}

    assert german == english
    for name in german:
        for file, tongue in ((atlas / name, "en"), (atlas / "en" / name, "de")):
            text = file.read_text(encoding="utf-8")
            found = re.search(rf'<a href="([^"]*)" lang="{tongue}" hreflang="{tongue}" data', text)
            assert found
            twin = (atlas / name) if tongue == "de" else (atlas / "en" / name)
            assert (file.parent / found[1]).resolve() == twin.resolve()


def test_english_pages_write_english_numbers_and_mark_what_stayed_german(atlas: Path) -> None:
    page = (atlas / "en" / POVERTY).read_text(encoding="utf-8")

    assert '<html lang="en">' in page
    assert '<h1><span lang="de">Wo wachsen Kinder mit Grundsicherung auf?</span></h1>' in page
    assert "31 December 2024" in page
    assert "not shown, to protect single persons" in page
    assert "zum Schutz einzelner Personen" not in page
    assert re.search(r"<td>\(?\d+\.\d", page)
    assert not re.search(r"<td>\(?\d+,\d", page)


def test_an_indicator_with_an_english_title_is_asked_for_by_it(
    bundle: FakeBundle, tmp_path: Path
) -> None:
    definitions = dict(bundle.indicator_definitions)
    key = "income/child_poverty"
    title = {"de": definitions[key]["title"]["de"], "en": "Children with basic income support"}
    definitions[key] = {**definitions[key], "title": title}

    atlas = build_atlas(replace(bundle, indicator_definitions=definitions), tmp_path / "a").parent

    page = (atlas / "en" / POVERTY).read_text(encoding="utf-8")
    assert "<h1>Children with basic income support</h1>" in page


def test_texts_of_people_stand_on_the_page_of_their_indicator_and_area(
    bundle: FakeBundle, tmp_path: Path
) -> None:
    words = Passage(kind="paragraph", stretches=(Stretch(text="Das sagt die Stadt.", bold=True),))
    block = TextBlock(
        key="c1",
        kind="comment",
        title="Stadt Lindenau",
        by="Stadt Lindenau",
        day=None,
        theme="",
        indicator="income/child_poverty",
        area="09999001",
        passages=(words,),
    )

    atlas = build_atlas(bundle, tmp_path / "atlas", editorial=Editorial(blocks=(block,))).parent

    for name in (POVERTY, "area/09999001.html"):
        assert "<strong>Das sagt die Stadt.</strong>" in (atlas / name).read_text(encoding="utf-8")
    assert "Das sagt" not in (atlas / "area/09999002.html").read_text(encoding="utf-8")
