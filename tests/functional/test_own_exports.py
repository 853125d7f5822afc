"""What a district chooses for its exports in its workspace stands in the files of its round."""

import json

OWN = """
keywords: [Altenplanung, Kreisentwicklung]
availability: STABLE
files:
  figures.xlsx:
    type: XLSX
    media: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
    text: "Unsere Zahlen für alle Ämter"
"""


def test_own_choices_are_read_from_the_workspace(fresh_copy, kreisblick, current):
    file = fresh_copy / "catalogue" / "products" / "exports" / "entry.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(OWN, encoding="utf-8")
    settings = fresh_copy / "kreisblick.toml"
    words = settings.read_text(encoding="utf-8")
    choice = '[report]\nproducts = ["exports"]\n'
    settings.write_text(words.replace("[report]\n", choice, 1), encoding="utf-8")

    said = kreisblick("run", "-w", fresh_copy)

    assert said.code == 0, said.err
    exports = current(fresh_copy, "products") / "exports"
    entry = (exports / "catalog.ttl").read_text(encoding="utf-8")
    assert "planned-availability/STABLE" in entry
    assert '"Altenplanung"@de' in entry
    assert "Kleinräumige Daten" not in entry
    told = json.loads((exports / "dataset.jsonld").read_text(encoding="utf-8"))
    assert told["keywords"][:2] == ["Altenplanung", "Kreisentwicklung"]
    readme = (exports / "README.txt").read_text(encoding="utf-8")
    assert "Unsere Zahlen für alle Ämter" in readme
    assert "Alle Zahlen, eine je Zeile" in readme  # what is not chosen anew is as shipped
