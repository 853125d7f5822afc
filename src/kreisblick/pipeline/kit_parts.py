"""What lies in a kit: definitions, areas, known addresses; nothing about a person, nothing secret.

One of the places that guard privacy: the kit leaves the house.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl

from kreisblick.base.errors import WrongUseError
from kreisblick.base.files import write_bytes, write_json
from kreisblick.base.language import translate as _
from kreisblick.pipeline.ground import Ground
from kreisblick.pipeline.kit_model import AREAS_FILE, DECISIONS_FILE, FILE, STREETS, Kit
from kreisblick.protection.rules import without_sealed_numbers
from kreisblick.sealed.store import SealedStore
from kreisblick.territory.addresses import assign
from kreisblick.territory.addresses.learn import DecisionKind
from kreisblick.territory.areas.files import write_table

__all__ = ["copy_wheels", "write_parts"]

PROTECTED = "protected_address"
LEFT_OUT = ("x", "y")  # coordinates are not needed to count


def write_parts(folder: Path, ground: Ground, kit: Kit) -> None:
    """Write everything that counting needs into the folder of a kit."""
    write_json(folder / FILE, kit.model_dump(mode="json"))
    write_table(ground.report_territory.areas, folder / AREAS_FILE)
    write_table(_open_decisions(ground), folder / DECISIONS_FILE)
    (folder / STREETS).mkdir()
    for name, frame in _open_streets(ground).items():
        kept = frame.select(n for n in frame.columns if n not in LEFT_OUT)
        write_table(kept, folder / STREETS / f"{name}.parquet")
    _copy_definitions(folder / "catalogue", ground, kit)


def _open_decisions(ground: Ground) -> pl.DataFrame:
    """Decisions that say nothing about a protected address, without notes and names of offices."""
    open_ones = ground.decisions.filter(pl.col("kind") != DecisionKind.PROTECTED.value)
    hidden = _protects(ground)
    if hidden is not None:
        open_ones = hidden(hidden(open_ones, "street"), "to_street")
    return open_ones.with_columns(note=pl.lit(""), decided_by=pl.lit(""))


def _open_streets(ground: Ground) -> dict[str, pl.DataFrame]:
    """The streets without those that a decision protects; other names of them go as well."""
    streets = ground.known.streets
    parts = {"houses": streets.houses, "ranges": streets.ranges, "names": streets.names}
    hidden = _protects(ground)
    if hidden is None:
        return parts
    found = {name: hidden(frame, "street") for name, frame in parts.items()}
    return found | {"names": hidden(found["names"], "other")}


def _protects(ground: Ground) -> Callable[[pl.DataFrame, str], pl.DataFrame] | None:
    """Takes rows out whose street is protected; None where no decision protects any."""
    protected = ground.decisions.filter(pl.col("kind") == DecisionKind.PROTECTED.value)
    reference = ground.known.reference_on(None)
    if protected.is_empty() or reference is None:
        return None
    hide = SealedStore(ground.workspace.sealed).pseudonym
    # an office's own decision protects everybody's address here: the kit leaves the house
    protected = protected.with_columns(supplier=pl.lit(""))

    def open_rows(frame: pl.DataFrame, column: str) -> pl.DataFrame:
        asked = frame.select(pl.col(column).alias("street"), "postcode", "place")
        found = assign(asked, reference, decisions=protected, hide=hide)
        return frame.filter(found["reason"].fill_null("") != PROTECTED)

    return open_rows


def _copy_definitions(catalogue: Path, ground: Ground, kit: Kit) -> None:
    """The definitions as they are, with their comments; the latest of each key.

    Sealed numbers of rules stay here: the kit leaves the house.
    """
    cubes = {cell.cube for cell in kit.cells}
    wanted = {
        "cubes": cubes,
        "registers": {str(ground.cubes[key].register) for key in cubes},
        "disclosure": {ground.cubes[key].rules for key in cubes},
        "suppliers": {f"{kit.supplier}/{kit.product}"},
    }
    for kind, keys in wanted.items():
        for key in sorted(keys):
            folders = ground.workspace.catalogue_folders(kind)
            source = [path for f in folders if (path := f / f"{key}.yaml").is_file()][-1]
            target = catalogue / kind / f"{key}.yaml"
            target.parent.mkdir(parents=True, exist_ok=True)
            if kind == "disclosure":
                write_bytes(target, without_sealed_numbers(source).encode())
            else:
                shutil.copyfile(source, target)


def copy_wheels(source: Path, target: Path) -> None:
    """The wheels of the programme, for offices that do not have it.

    Raises:
        WrongUseError: Kreisblick's own wheel is not among them.
    """
    wheels = sorted(source.glob("*.whl"))
    if not any(wheel.name.startswith("kreisblick-") for wheel in wheels):
        words = _(
            "'{folder}' holds no wheel of Kreisblick. Make one for every system that will use the "
            "kit: pip wheel kreisblick -w {folder}"
        )
        raise WrongUseError(words.format(folder=source))
    target.mkdir()
    for wheel in wheels:
        shutil.copyfile(wheel, target / wheel.name)
