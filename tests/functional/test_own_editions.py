"""What a district words and chooses itself in its workspace stands in the editions of its round."""

from tests.unit.editions.readers import Page, pdf_text

OWN = {
    "editions/texts.yaml": 'district_can: ["Wir laden alle an einen Tisch."]\n'
    'plain_intro: ["Das ist das Heft für alle."]\n',
    "editions/editions.yaml": "findings: 1\n",
    "editions/style.css": "/* eigen */\n",
    "profiles/profiles.yaml": "trends: 0\n",
}


def test_own_texts_and_choices_are_read_from_the_workspace(fresh_copy, kreisblick, current):
    for name, text in OWN.items():
        file = fresh_copy / "catalogue" / "products" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    settings = fresh_copy / "kreisblick.toml"
    words = settings.read_text(encoding="utf-8")
    choice = '[report]\nproducts = ["editions", "profiles"]\n'
    settings.write_text(words.replace("[report]\n", choice, 1), encoding="utf-8")

    said = kreisblick("run", "-w", fresh_copy)

    assert said.code == 0, said.err
    products = current(fresh_copy, "products")
    short, plain = (Page(products / "editions" / f"{name}.html") for name in ("short", "plain"))
    assert "Wir laden alle an einen Tisch." in short.text
    assert "WirladenalleaneinenTisch." in pdf_text(products / "editions" / "short.pdf")
    assert sum("data-indicator" in attrs for tag, attrs in short.tags if tag == "div") == 1
    assert "Das ist das Heft für alle." in plain.text
    assert "Die Zahlen sind gerundet." in plain.text  # what is not worded anew is as shipped
    assert (products / "editions" / "style.css").read_text("utf-8").endswith("/* eigen */\n")
    profile = next((products / "profiles").glob("*.pdf")).with_suffix(".html")
    assert "trend-" not in profile.read_text(encoding="utf-8")
