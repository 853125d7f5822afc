"""A sealed bundle: the same bytes again, and every later change is seen."""

import errno
import json

import frictionless
import polars as pl
import pytest
import shapely
from tests.unit.bundle.content import DAY, cells, content, cube, services, territory

from kreisblick.base.files import fingerprint_folder
from kreisblick.protection.bundle import (
    BundleContentError,
    BundleCorruptError,
    UnusableSigningKeyError,
    load_signing_key,
    open_bundle,
    verify_bundle,
    write_bundle,
)
from kreisblick.protection.bundle import write as write_module
from kreisblick.protection.bundle.sign import public_pem
from kreisblick.protection.disclosure import ReleasedCube, UnprotectedDataError

FILES = [
    "catalogue/concepts.json",
    "catalogue/cubes.json",
    "catalogue/indicators.json",
    "catalogue/indices.json",
    "catalogue/suppliers.json",
    "data/areas.csv",
    "data/cells.csv",
    "data/cells.parquet",
    "data/indicators.csv",
    "data/indicators.parquet",
    "data/indices.csv",
    "data/indices.parquet",
    "data/services.csv",
    "datapackage.json",
    "geo/2023.geojson",
    "insights.json",
    "lineage.json",
    "manifest.json",
    "manifest.sig",
    "protection.json",
    "public_key.pem",
    "report.json",
]


@pytest.fixture
def key(tmp_path):
    return load_signing_key(tmp_path / "sealed" / "signing.key")


@pytest.fixture
def sealed(tmp_path, key):
    write_bundle(tmp_path / "bundle", content(), key)
    return tmp_path / "bundle"


def test_a_bundle_holds_exactly_the_files_of_the_layout(sealed):
    found = sorted(p.relative_to(sealed).as_posix() for p in sealed.rglob("*") if p.is_file())

    assert found == FILES


def test_the_same_content_gives_the_same_bytes_whatever_the_order_of_rows(tmp_path, key):
    turned = cube(("a1", None, "suppressed"), ("a2", 120.0, "free"))

    write_bundle(tmp_path / "one", content(), key)
    write_bundle(tmp_path / "two", content(cells=[turned], services=services().reverse()), key)

    assert fingerprint_folder(tmp_path / "one") == fingerprint_folder(tmp_path / "two")


def test_an_opened_bundle_gives_back_what_went_in(sealed):
    bundle = open_bundle(sealed)

    assert bundle.report["district"]["name"] == "Landkreis Lindenau"
    assert bundle.cells.select("area", "value").rows() == [("a1", None), ("a2", 120.0)]
    assert bundle.cells["reference_date"].to_list() == [DAY, DAY]
    assert bundle.indicators["value"].to_list() == [120.0]
    assert json.loads(bundle.indices["z"][0]) == {"a": -0.5, "b": 1.5}
    assert bundle.services["name"].to_list() == ["Kita Am Bach", "Kita Ährenweg, „Nord“"]
    assert bundle.areas["official_code"].to_list() == [None, None, "09999", "09999001"]
    assert bundle.cubes["residents"]["title"]["de"] == "Einwohner"
    assert bundle.protection == {"withheld": 1}


def test_csv_and_parquet_say_the_same(sealed):
    for name in ("cells", "indicators", "indices"):
        parquet = pl.read_parquet(sealed / f"data/{name}.parquet")
        text = pl.read_csv(sealed / f"data/{name}.csv", schema=parquet.schema)

        assert text.equals(parquet)


def test_a_withheld_value_is_an_empty_field_never_a_zero(sealed):
    lines = (sealed / "data/cells.csv").read_text(encoding="utf-8").splitlines()

    assert "residents,all,2024-12-31,2023,planning_area,a1,,,,counted,suppressed" in lines


def test_boundaries_are_wgs84_with_six_decimals_and_turn_left(sealed):
    geometry = open_bundle(sealed).geometry("2023")

    ring = geometry["features"][0]["geometry"]["coordinates"][0]
    assert [f["properties"]["area"] for f in geometry["features"]] == ["a1", "a2", "m1", "d"]
    assert all(5 < x < 10 and 49 < y < 52 for x, y in ring)
    assert all(round(number, 6) == number for point in ring for number in point)
    assert shapely.is_ccw(shapely.linearrings(ring))


def test_frictionless_finds_nothing_wrong(sealed):
    found = frictionless.Package(str(sealed / "datapackage.json")).validate()

    assert found.valid, found.flatten(["title", "note"])
    names = {task.name for task in found.tasks}
    assert {"cells", "indicators", "indices", "areas", "services"} <= names


def test_frictionless_would_find_a_doubled_key(sealed):
    path = sealed / "data/areas.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[-1]]) + "\n", encoding="utf-8")

    assert not frictionless.Package(str(sealed / "datapackage.json")).validate().valid


@pytest.mark.parametrize("name", FILES)
def test_a_changed_byte_in_any_file_is_detected_and_the_file_is_named(sealed, name):
    path = sealed / name
    content_ = bytearray(path.read_bytes())
    content_[len(content_) // 2] ^= 1
    path.write_bytes(bytes(content_))

    with pytest.raises(BundleCorruptError) as caught:
        open_bundle(sealed)

    named = {fault.where for fault in caught.value.faults}
    expected = "manifest.sig" if name in {"manifest.json", "manifest.sig"} else name
    assert expected in named
    assert "kreisblick run" in str(caught.value)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_detected(sealed, name):
    (sealed / name).unlink()

    assert verify_bundle(sealed) != []


def test_an_added_file_is_detected(sealed):
    (sealed / "data/raw.csv").write_text("a,b\n")

    assert [(f.code, f.where) for f in verify_bundle(sealed)] == [("unlisted_file", "data/raw.csv")]


def test_a_manifest_rewritten_without_the_key_does_not_pass(sealed):
    (sealed / "report.json").write_text("{}\n")
    manifest = json.loads((sealed / "manifest.json").read_text())
    manifest["files"]["report.json"] = __import__("hashlib").sha256(b"{}\n").hexdigest()
    (sealed / "manifest.json").write_text(json.dumps(manifest))

    assert [fault.code for fault in verify_bundle(sealed)] == ["wrong_signature"]


def test_a_bundle_sealed_by_somebody_else_does_not_pass_the_trusted_key(sealed, tmp_path, key):
    other = load_signing_key(tmp_path / "other.key")

    assert verify_bundle(sealed, trusted_key=public_pem(key)) == []
    assert [f.code for f in verify_bundle(sealed, trusted_key=public_pem(other))] == [
        "wrong_signature"
    ]


def test_only_what_passed_the_gate_goes_in():
    with pytest.raises(UnprotectedDataError):
        content(cells=[cells(("a1", 3.0, "free"))])
    with pytest.raises(UnprotectedDataError):
        content(indicators=pl.DataFrame({"value": [3.0]}))
    with pytest.raises(UnprotectedDataError):
        ReleasedCube(key="x", cells=cells(("a1", 3.0, "free")), rule_set="x", seal=object())


def test_a_withheld_row_with_a_number_is_refused_and_nothing_is_written(tmp_path, key):
    leaking = cube(("a1", 3.0, "suppressed"))

    with pytest.raises(BundleContentError, match="value"):
        write_bundle(tmp_path / "bundle", content(cells=[leaking]), key)

    assert not (tmp_path / "bundle").exists()


def test_a_column_that_nobody_described_is_refused(tmp_path, key):
    strange = services().with_columns(telephone=pl.lit("0123"))

    with pytest.raises(BundleContentError, match="telephone"):
        write_bundle(tmp_path / "bundle", content(services=strange), key)


def test_the_same_cell_twice_is_refused(tmp_path, key):
    with pytest.raises(BundleContentError, match="cells"):
        write_bundle(tmp_path / "bundle", content(cells=[cube(), cube()]), key)


def test_a_full_disk_leaves_the_old_bundle_and_no_remains(sealed, key, monkeypatch):
    before = fingerprint_folder(sealed)

    def full(path, document):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(write_module, "write_json", full)
    with pytest.raises(OSError, match="No space"):
        write_bundle(sealed, content(territories=[territory("2024")]), key)

    assert fingerprint_folder(sealed) == before
    assert sorted(p.name for p in sealed.parent.iterdir()) == ["bundle", "sealed"]


def test_two_generations_lie_side_by_side(tmp_path, key):
    both = content(territories=[territory("2023"), territory("2019")])

    bundle = write_bundle(tmp_path / "bundle", both, key)

    assert bundle.areas["generation"].unique().sort().to_list() == ["2019", "2023"]
    assert len(bundle.geometry("2019")["features"]) == 4
    assert verify_bundle(tmp_path / "bundle") == []


def test_a_signing_key_is_made_once_for_its_owner_alone(tmp_path):
    path = tmp_path / "sealed/signing.key"

    first, second = load_signing_key(path), load_signing_key(path)

    assert public_pem(first) == public_pem(second)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_signing_key_that_others_can_read_is_refused(tmp_path):
    path = tmp_path / "signing.key"
    load_signing_key(path)
    path.chmod(0o644)

    with pytest.raises(UnusableSigningKeyError, match="chmod 600"):
        load_signing_key(path)


def test_a_file_that_is_no_key_is_refused(tmp_path):
    path = tmp_path / "signing.key"
    path.write_text("not a key")
    path.chmod(0o600)

    with pytest.raises(UnusableSigningKeyError):
        load_signing_key(path)
