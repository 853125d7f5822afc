"""A template from outside is filled in; it runs nothing on the computer that fills it in."""

from datetime import date
from pathlib import Path

import pytest
from docx import Document

from kreisblick.products.papers import TemplateError
from kreisblick.products.papers.write import _filled
from kreisblick.supply.errors import LetterError
from kreisblick.supply.letters import LetterKind, fill_letter

CONTENT = {"subject": "Bericht", "office": "Sozialamt"}


def template(path: Path, mark: Path) -> Path:
    command = f"cycler.__init__.__globals__.os.popen('touch {mark}').read()"
    paper = Document()
    paper.add_paragraph("{{ " + command + " }}")
    paper.save(str(path))
    return path


def test_a_template_of_a_letter_runs_nothing(tmp_path):
    mark = tmp_path / "ran"
    template(tmp_path / "request.docx", mark)

    with pytest.raises(LetterError):
        fill_letter(LetterKind.REQUEST, CONTENT, folders=[tmp_path], day=date(2026, 1, 1))

    assert not mark.exists()


def test_a_template_of_a_paper_for_politics_runs_nothing(tmp_path):
    mark = tmp_path / "ran"
    path = template(tmp_path / "beschlussvorlage.docx", mark)

    with pytest.raises(TemplateError):
        _filled(path, CONTENT, date(2026, 1, 1))

    assert not mark.exists()
