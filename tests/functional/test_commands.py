"""The commands from outside: exit codes and words of what needs no finished round."""

import json

import pytest

COMMANDS = ["addresses", "audit", "bundle", "count", "cuts", "demo", "disclosure", "explain",
            "generations", "indicators", "intake", "lindenau", "new", "run", "serve", "streets",
            "territory", "zoning"]  # fmt: skip


def test_help_names_every_command_in_german(kreisblick):
    said = kreisblick("--help")

    assert said.code == 0
    assert [name for name in COMMANDS if f"  {name} " not in said.out] == []
    assert "Bericht" in said.out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(kreisblick, name):
    said = kreisblick(name, "--help")

    assert said.code == 0
    assert f"kreisblick {name}" in said.out


@pytest.mark.parametrize(
    "words",
    [
        ["tanzen"],
        ["run", "--laut"],
        ["bundle", "verify"],
        ["bundle", "essen", "x"],
        ["explain", "0801"],
        ["lindenau", "--size", "village", "--out", "x"],
        ["demo", "--size", "village"],
    ],
)
def test_wrong_use_leaves_with_two(kreisblick, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)

    said = kreisblick(*words)

    assert said.code == 2
    assert said.err
    assert "Traceback" not in said.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words",
    [
        ["run"],
        ["run", "--json"],
        ["explain", "0801", "basic_income_support", "2024-12-31"],
        ["serve"],
        ["intake", "accept", "x.csv", "--supplier", "a/b", "--reference-date", "2024-12-31"],
    ],
)
def test_a_missing_workspace_is_told_with_what_to_do(kreisblick, tmp_path, words):
    said = kreisblick(*words, "-w", tmp_path / "nirgends")

    assert said.code == 1
    assert "nirgends" in said.err
    assert "kreisblick.toml" in said.err
    assert "kreisblick new" in said.err


def test_a_missing_workspace_is_told_as_json(kreisblick, tmp_path):
    said = kreisblick("run", "-w", tmp_path, "--json")

    assert said.code == 1
    assert "kreisblick.toml" in json.loads(said.out)["error"]


def test_a_new_workspace_is_made_once(kreisblick, tmp_path):
    first = kreisblick("new", tmp_path / "kreis")
    text = (tmp_path / "kreis/kreisblick.toml").read_text(encoding="utf-8")
    second = kreisblick("new", tmp_path / "kreis")

    assert first.code == 0
    assert "kreisblick.toml" in first.out
    assert second.code == 1
    assert "kreis" in second.err
    assert (tmp_path / "kreis/kreisblick.toml").read_text(encoding="utf-8") == text


@pytest.mark.parametrize("words", [["serve"], ["explain", "0801", "a", "2024-12-31"]])
def test_what_needs_results_says_how_to_make_them(kreisblick, fresh_hamlet, words):
    said = kreisblick(*words, "-w", fresh_hamlet)

    assert said.code == 1
    assert "kreisblick run" in said.err


def test_a_date_that_is_none_is_wrong_use(kreisblick, tmp_path):
    kreisblick("new", tmp_path / "kreis")

    said = kreisblick("intake", "accept", "x.csv", "--supplier", "a/b", "--reference-date",
                      "gestern", "-w", tmp_path / "kreis")  # fmt: skip

    assert said.code == 2
    assert "gestern" in said.err
    assert "2024-12-31" in said.err


def test_an_unknown_index_is_wrong_use_and_told_with_the_known_ones(kreisblick, tmp_path):
    table = tmp_path / "table.csv"
    table.write_text("area\n1\n")

    said = kreisblick("indicators", "index", table, "--method", "glueck", "-o", tmp_path / "o.csv")

    assert said.code == 2
    assert "glueck" in said.err
    assert not (tmp_path / "o.csv").exists()


def test_the_audit_of_a_folder_without_figures_is_refused(kreisblick, tmp_path):
    said = kreisblick("audit", tmp_path)

    assert said.code == 1
    assert "data/cells.csv" in said.err


def test_a_folder_that_is_no_bundle_does_not_verify(kreisblick, tmp_path):
    said = kreisblick("bundle", "verify", tmp_path)

    assert said.code == 1
    assert "manifest.json" in said.err


def test_the_shipped_definitions_prove_themselves(kreisblick):
    said = kreisblick("indicators", "assure")

    assert said.code == 0
    assert said.err == ""


def test_a_result_that_has_no_place_to_go_is_told(kreisblick, tmp_path):
    (tmp_path / "list.csv").write_text("street,number,area\nAm Anger,1,a\n")
    (tmp_path / "file").write_text("no folder")
    out = tmp_path / "file" / "out.csv"

    said = kreisblick("addresses", "assign", tmp_path / "list.csv",
                      "--reference", tmp_path / "list.csv", "-o", out)  # fmt: skip

    assert said.code == 1
    assert "lässt sich nicht öffnen oder schreiben" in said.err
    assert (tmp_path / "file").read_text() == "no folder"


def test_a_table_is_not_written_under_an_ending_that_means_something_else(kreisblick, tmp_path):
    (tmp_path / "list.csv").write_text("street,number,area\nAm Anger,1,a\n")

    said = kreisblick("addresses", "assign", tmp_path / "list.csv",
                      "--reference", tmp_path / "list.csv",
                      "-o", tmp_path / "out.xlsx")  # fmt: skip

    assert said.code == 2
    assert ".csv oder .parquet" in said.err
    assert not (tmp_path / "out.xlsx").exists()
