"""What the report says of the invented figures, sentence by sentence.

The difference of the golden file is reviewed like a published figure, because it is one.
"""

import os
import runpy
from pathlib import Path

from kreisblick.products.report import report_data, report_definition
from kreisblick.products.report.arranging import arrange

FACTORY = runpy.run_path(str(Path(__file__).parents[1] / "unit" / "report" / "factory.py"))
GOLDEN = Path(__file__).with_name("report_sentences.txt")


class Drawer:
    """Takes pictures and forgets them; only words are compared here."""

    def lay(self, name, content):
        del content
        return name


def as_text(data):
    """Headings, sentences, alternative texts, tables and legends of a report."""
    lines = [f"{data['meta']['title']}, {data['meta']['district']}, {data['meta']['edition']}"]
    for item in data["key"]:
        lines += ["", f"{item['value']} {item['title']} ({item['day']})", *item["sentences"]]
    for theme in data["themes"]:
        lines += ["", f"= {theme['title']}"]
        lines += ["; ".join(v for k, v in row.items() if k != "slug") for row in theme["glance"]]
        for page in theme["indicators"]:
            lines += ["", f"== {page['title']}", page["finding"], *page["lead"]]
            lines += [page["map"]["alt"], page["map"]["caption"]]
            lines += [f"[{e['text']}] {e['count']}" for e in page["map"]["legend"]]
            lines += [" | ".join(row) for row in (page["table"]["head"], *page["table"]["rows"])]
            lines += [page["table"]["legend"], page["definition"], *page["notes"], page["source"]]
    lines += ["", "= Anhang", data["appendix"]["protection"]["sentence"]]
    for one in data["appendix"]["definitions"]["concepts"]:
        lines += ["", " | ".join(map(str, one.values()))]
    for name in ("changes", "protection", "sources"):
        table = data["appendix"][name]
        lines += ["", *[" | ".join(row) for row in (table["head"], *table["rows"])]]
    for chapter in arrange(data):
        lines += ["", f"# {chapter.title}"]
        headings = [block for block in chapter.blocks if block["kind"] == "heading"]
        lines += [f"{'#' * one['level']} {one['text']}" for one in headings]
    return "\n".join(lines) + "\n"


def test_the_report_says_the_same_as_when_it_was_last_reviewed():
    text = as_text(report_data(FACTORY["make_bundle"](), report_definition(), Drawer()))

    if os.environ.get("KREISBLICK_GOLDEN") == "update":
        GOLDEN.write_text(text, encoding="utf-8")

    assert text == GOLDEN.read_text(encoding="utf-8")
