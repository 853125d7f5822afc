"""Whatever an author types, it is read or told; and nothing hidden comes out."""

import re
import runpy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kreisblick.products.editorial import judge_texts, read_draft

TEXTS = runpy.run_path(str(Path(__file__).parents[1] / "unit" / "editorial" / "texts.py"))
MARKS = st.sampled_from(
    [
        "{{", "}}", "|", "**", "*", "_", "#", "-", "1.", ">", "`", "<b>", "[a](b)", "&amp;", "---",
        "\n", "\n\n", "    ", ":", "12,4 %", "income/children", "Altwiesen", "2022", "Satz",
        "\x00", "\ufeff",
    ]
)  # fmt: skip
ANY = st.lists(st.one_of(MARKS, st.text(max_size=5)), max_size=25).map(" ".join)


@pytest.fixture(scope="module")
def bundle() -> Any:
    return TEXTS["district"]()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any") / "editorial"


@given(head=ANY, body=ANY)
def test_every_file_is_read_or_its_faults_are_told(
    bundle: Any, folder: Path, head: str, body: str
) -> None:
    folder.mkdir(exist_ok=True)
    path = folder / "a.md"
    path.write_text(f"---\nkind: text\n{head}\n---\n{body}", encoding="utf-8", errors="replace")

    draft, faults = read_draft(path)
    (one,) = judge_texts(folder, bundle, trusted_key=b"")

    assert draft is not None or faults
    assert all(fault.message and fault.where.startswith("editorial/a.md") for fault in faults)
    assert one.standing.value in {"unsigned", "faulty"}


@given(st.data())
def test_a_hidden_figure_never_comes_out(bundle: Any, folder: Path, data: st.DataObject) -> None:
    """Any indicator, area, date and form: the words hold no digit of what is not released."""
    folder.mkdir(exist_ok=True)
    rows = bundle.indicators.filter(confidentiality="suppressed")
    row = data.draw(st.sampled_from(rows.rows(named=True)))
    form = data.draw(st.sampled_from(["Wert", "Anzahl", "von", "Intervall", "Satz", "Veränderung"]))
    parts = [row["area"], row["reference_date"].isoformat(), form]
    shuffled = data.draw(st.permutations(parts))
    body = " | ".join([row["indicator"], *shuffled])
    (folder / "a.md").write_text(f"---\nkind: text\n---\n{{{{ {body} }}}}", encoding="utf-8")

    (one,) = judge_texts(folder, bundle, trusted_key=b"")

    assert one.composed is not None
    assert one.composed.block is not None
    (passage,) = one.composed.block.passages
    assert not re.search(r"\d", "".join(stretch.text for stretch in passage.stretches))
