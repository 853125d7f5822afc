"""Berlin's old and new planning areas, postcodes, and what is nested in what."""

from pathlib import Path

import polars as pl
import pytest
import shapely

from kreisblick.base.definitions import read_definition
from kreisblick.base.errors import FaultsFoundError
from kreisblick.territory.areas import GenerationDefinition, load_generation
from kreisblick.territory.areas.files import read_table
from kreisblick.territory.crosswalks import Cut
from kreisblick.territory.cuts import (
    Basis,
    compare,
    compare_list,
    nest,
    nest_files,
    read_cuts,
    refine,
)

pytestmark = pytest.mark.real

DEFINITIONS = Path(__file__).parents[2] / "examples" / "berlin" / "catalogue" / "territory"


@pytest.fixture(scope="module")
def cuts(open_data: Path) -> tuple[Cut, Cut]:
    """The old cut with its publisher's fault mended, and the new one."""
    found = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KREISBLICK_DATA", str(open_data))
        for key in ("2020", "2021"):
            definition = read_definition(DEFINITIONS / f"{key}.yaml", GenerationDefinition)
            territory = load_generation(
                definition, key=key, district_key="11000", district_name="Berlin",
                base=DEFINITIONS,
            )  # fmt: skip
            found.append(Cut.of(territory))
    return found[0], found[1]


def test_the_old_and_the_new_planning_areas_are_compared_beside_slivers(cuts):
    found = compare(*cuts)

    assert (found.left_areas, found.right_areas, found.basis) == (448, 542, Basis.AREA)
    assert 0.95 < found.agreement.adjusted_mutual_information < 1
    # 18,000 and more pieces intersect; what is left are decisions
    assert found.pairs.height < 750
    assert 200 < found.differences.height < 350
    outlines = [shapely.union_all(cut.polygons) for cut in cuts]
    assert found.total == pytest.approx(shapely.union_all(outlines).area, rel=2e-3)


def test_areas_that_kept_their_ground_are_told_as_the_same(cuts):
    old, new = cuts
    same = shapely.equals(old.polygons[:, None], new.polygons[None, :]).sum()

    pairs = compare(*cuts).pairs

    assert pairs.filter(relation="same").height >= same


def test_planning_areas_and_postcodes_are_compared_by_addresses(open_data):
    rows = read_table(open_data / "berlin-adressen-plr" / "adressen_plr_2023_06.csv.gz")

    found = compare_list(rows, left="PLR_ID", right="plz")

    assert found.basis is Basis.ADDRESSES
    assert found.total + found.nowhere == rows.height
    assert 0.8 < found.agreement.adjusted_mutual_information < 0.9
    slow = rows.group_by("PLR_ID", "plz").len()
    assert found.pairs.height == slow.drop_nulls().height


def test_the_refinement_of_old_and_new_keeps_berlin_whole(cuts):
    found = refine(*cuts, crs=25833)

    ground = shapely.union_all([shapely.union_all(cut.polygons) for cut in cuts])
    assert shapely.area(found.polygons).sum() == pytest.approx(ground.area, rel=1e-9)
    assert shapely.coverage_is_valid(found.polygons)
    assert 600 < found.blocks.height < 900
    assert found.slivers > 20_000


def test_new_planning_areas_are_nested_in_their_district_regions(open_data, tmp_path):
    folder = open_data / "berlin-lor"
    out = tmp_path / "hierarchy.csv"

    found = nest_files(
        f"{folder}/plr_2021.geojson.gz:PLR_ID", f"{folder}/bzr_2021.geojson.gz:BZR_ID", out
    )

    assert found.faults == ()
    written = pl.read_csv(out, infer_schema=False)
    assert written.height == 542
    assert (written["cell"].str.slice(0, 6) == written["area"]).all()


def test_old_planning_areas_are_not_nested_in_the_new_ones(cuts):
    found = nest(*cuts)

    assert not found.nested
    crossing = {fault.where for fault in found.faults if fault.code == "cell_crosses"}
    assert 100 < len(crossing) < 250
    assert {"12214125", "04061757"} <= crossing


def test_the_fault_of_the_publishers_old_file_is_told(open_data):
    with pytest.raises(FaultsFoundError, match="06010102"):
        read_cuts([f"{open_data}/berlin-lor/plr_until_2020.geojson.gz:id"])
