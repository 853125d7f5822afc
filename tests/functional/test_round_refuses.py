"""Broken inputs through the command line: one German sentence, exit code 1, nothing lost."""

import json
import shutil

import pytest
from openpyxl import load_workbook

from kreisblick.protection.bundle import verify_bundle

pytestmark = pytest.mark.xdist_group("hamlet")
AGENCY = "deliveries/employment_agency"
SGB_II = f"{AGENCY}/sgb_ii/2024-12-31.csv"


def empty_file(workspace):
    (workspace / SGB_II).write_bytes(b"")


def workbook_of_another_product(workspace):
    source = workspace / AGENCY / "employed/2024-12-31.xlsx"
    shutil.copy(source, workspace / AGENCY / "unemployed/2024-12-31.xlsx")


def in_line_six(workspace, column, text):
    path = workspace / SGB_II
    lines = path.read_text("cp1252").splitlines()
    cells = lines[5].split(";")
    lines[5] = ";".join([*cells[:column], text, *cells[column + 1 :]])
    path.write_text("\r\n".join(lines) + "\r\n", "cp1252")


def unknown_area(workspace):
    in_line_six(workspace, 2, "999999999")


def negative_count(workspace):
    in_line_six(workspace, 7, "-11")


def negative_cell(workspace):
    path = workspace / AGENCY / "unemployed/2024-12-31.xlsx"
    book = load_workbook(path)
    book["Arbeitslose"]["C7"] = -5
    book.save(path)


def two_files_of_one_date(workspace):
    shutil.copy(workspace / SGB_II, (workspace / SGB_II).with_suffix(".txt"))


def name_without_date(workspace):
    (workspace / SGB_II).rename((workspace / SGB_II).with_name("neu.csv"))


def broken_choices(workspace):
    path = workspace / "kreisblick.toml"
    path.write_text(path.read_text().replace("generation =", "generatoin ="))


def unreadable_choices(workspace):
    (workspace / "kreisblick.toml").write_text("[district\n")


def delivery_elsewhere(workspace, file):
    with (workspace / "kreisblick.toml").open("a") as stream:
        stream.write('\n[[delivery]]\nsupplier = "employment_agency"\nproduct = "sgb_ii"\n'
                     f'reference_date = 2018-12-31\nfile = "{file}"\n')  # fmt: skip


def variable_not_set(workspace):
    delivery_elsewhere(workspace, "${KREISBLICK_DATA}/population.csv")


def named_file_not_there(workspace):
    delivery_elsewhere(workspace, "anderswo/population.csv")


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (empty_file, ["employment_agency/sgb_ii 2024-12-31", "ist leer"]),
        (workbook_of_another_product, ["employment_agency/unemployed 2024-12-31", "Arbeitslose"]),
        (unknown_area, ["employment_agency/sgb_ii 2024-12-31", "Zeile 6", "999999999"]),
        (negative_count, ["employment_agency/sgb_ii 2024-12-31", "Zeile 6", "unter null"]),
        (negative_cell, ["employment_agency/unemployed 2024-12-31", "Arbeitslose", "C7"]),
        (two_files_of_one_date, ["sgb_ii 2024-12-31", "2024-12-31.csv", "2024-12-31.txt"]),
        (name_without_date, ["sgb_ii/neu.csv", "Stichtag"]),
        (broken_choices, ["kreisblick.toml", "generatoin"]),
        (unreadable_choices, ["kreisblick.toml", "line 1"]),
        (variable_not_set, ["${KREISBLICK_DATA}/population.csv", "setzen"]),
        (named_file_not_there, ["anderswo/population.csv", "kreisblick.toml"]),
    ],
)
def test_a_broken_input_is_told_with_its_place_and_the_last_round_stays(
    hamlet_copy, current, kreisblick, monkeypatch, broken, words
):
    monkeypatch.delenv("KREISBLICK_DATA", raising=False)
    pointers = [(hamlet_copy / f / "current").read_bytes() for f in ("bundles", "products")]
    saved = shutil.copytree(hamlet_copy / "deliveries", hamlet_copy.with_name("saved"))
    choices = (hamlet_copy / "kreisblick.toml").read_bytes()
    broken(hamlet_copy)

    said = kreisblick("run", "-w", hamlet_copy)

    assert said.code == 1, said
    for word in words:
        assert word in said.err, said.err
    assert "Traceback" not in said.err
    assert [(hamlet_copy / f / "current").read_bytes() for f in ("bundles", "products")] == pointers
    assert verify_bundle(current(hamlet_copy, "bundles")) == []
    shutil.rmtree(hamlet_copy / "deliveries")
    shutil.copytree(saved, hamlet_copy / "deliveries")
    (hamlet_copy / "kreisblick.toml").write_bytes(choices)
    assert "nichts geändert" in kreisblick("run", "-w", hamlet_copy).out


def test_the_faults_come_as_json_too(hamlet_copy, kreisblick):
    unknown_area(hamlet_copy)
    two = hamlet_copy / AGENCY / "unemployed/2024-12-31.xlsx"
    two.write_bytes(b"")

    said = kreisblick("run", "-w", hamlet_copy, "--json")

    assert said.code == 1
    content = json.loads(said.out)
    codes = {fault["code"] for fault in content["faults"]}
    assert "unknown_area" in codes
    assert len(codes) >= 2  # both files are told at once
    assert all(fault["message"] and fault["where"] for fault in content["faults"])
    assert {fault["hard"] for fault in content["faults"]} <= {True, False}


def test_a_second_file_for_an_accepted_date_is_refused_by_intake(hamlet_copy, kreisblick):
    path = hamlet_copy.with_name("again.csv")
    path.write_bytes((hamlet_copy / SGB_II).read_bytes() + b"\r\n")
    words = ["intake", "accept", path, "--supplier", "employment_agency/sgb_ii",
             "--reference-date", "2024-12-31", "-w", hamlet_copy]  # fmt: skip

    refused = kreisblick(*words)
    replaced = kreisblick(*words, "--replace")

    assert refused.code == 1
    assert "nichts geändert" in refused.err
    assert replaced.code == 0
    assert "employment_agency/sgb_ii" in replaced.out


def test_a_corrupted_bundle_is_told_by_file(hamlet_copy, current, kreisblick):
    bundle = current(hamlet_copy, "bundles")
    assert kreisblick("bundle", "verify", bundle).code == 0
    with (bundle / "data/cells.csv").open("a") as stream:
        stream.write("x")

    said = kreisblick("bundle", "verify", bundle)

    assert said.code == 1
    assert "data/cells.csv" in said.err


def test_a_missing_file_of_a_bundle_is_told(hamlet_copy, current, kreisblick):
    bundle = current(hamlet_copy, "bundles")
    (bundle / "lineage.json").unlink()

    said = kreisblick("bundle", "verify", bundle)

    assert said.code == 1
    assert "lineage.json" in said.err
