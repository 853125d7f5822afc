"""Outlines that stand on a page several times are written once, and are the same ones."""

import re

from kreisblick.products.report.pages.shapes import share_shapes

LONG = "M1,1l" + "2,3 " * 30 + "z"
OTHER = "M2,2l" + "4,1 " * 30 + "z"


def page(*outlines):
    drawn = "".join(
        f'<path d="{one}" fill="#{place}" class="area class-{place}"/>'
        for place, one in enumerate(outlines)
    )
    return f"<main><!--shapes--><svg>{drawn}</svg></main>"


def spelled_out(text):
    """The page with every use replaced by the outline it names."""
    outlines = dict(re.findall(r'<path id="(.+?)" d="(.+?)"/>', text))
    whole = re.sub(r'<svg class="shapes".*?</svg>', "<!--shapes-->", text)
    return re.sub(r'<use href="#(.+?)"', lambda m: f'<path d="{outlines[m[1]]}"', whole)


def test_a_repeated_outline_is_written_once_and_looks_the_same():
    before = page(LONG, OTHER, LONG)

    after = share_shapes(before)

    assert after.count(LONG) == 1
    assert after.count(OTHER) == 1
    assert after.count("<use ") == 2
    assert spelled_out(after) == before


def test_a_page_without_repetition_or_without_the_mark_stays_as_it_is():
    alone = page(LONG, OTHER)

    assert share_shapes(alone) == alone.replace("<!--shapes-->", "")
    bare = page(LONG, LONG).replace("<!--shapes-->", "")
    assert share_shapes(bare) == bare


def test_short_paths_are_not_named():
    short = "M0,0H7"

    assert "<use" not in share_shapes(page(short, short))
