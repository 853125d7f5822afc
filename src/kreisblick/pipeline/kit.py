"""Make a kit: an office counts its own list, offline, and hands on counts that are protected.

What goes into it: the definitions, the areas and the known addresses of the district. What never
goes into it: rows about persons, keys of the sealed store, addresses that are protected.
"""

import io
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from itertools import product as every_pair
from pathlib import Path

from kreisblick.base.envelope import read_public_key, write_public_key
from kreisblick.base.errors import WrongUseError
from kreisblick.base.files import new_folder, write_bytes
from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.base.progress import Progress, silent
from kreisblick.pipeline.ground import Ground, prepare
from kreisblick.pipeline.kit_delivery import MARK, delivery_text
from kreisblick.pipeline.kit_model import (
    PROGRAMME,
    PUBLIC_KEY,
    Kit,
    KitCell,
    KitGeneration,
    heading,
)
from kreisblick.pipeline.kit_paper import write_papers
from kreisblick.pipeline.kit_parts import copy_wheels, write_parts
from kreisblick.pipeline.plan import make_plan
from kreisblick.pipeline.receive import context_of, product_of
from kreisblick.pipeline.workspace import Workspace
from kreisblick.sealed.intake import IntakeContext
from kreisblick.sealed.mapping import Grain
from kreisblick.statistics.cube import CubeDefinition, Slice
from kreisblick.supply import covered_municipalities

__all__ = ["Made", "make_kit"]


@dataclass(frozen=True, kw_only=True)
class Made:
    """A kit that was made.

    Attributes:
        kit: what it is for.
        out: folder or ZIP file.
        definition: the delivery definition by which the district reads what comes back.
        is_new: whether that definition was written now; otherwise it was there and fits.
        announced: whether supplier.yaml says that the office counts its own list.
    """

    kit: Kit
    out: Path = field(repr=False)
    definition: Path
    is_new: bool
    announced: bool


def make_kit(
    workspace: Workspace,
    name: str,
    out: Path,
    *,
    reference_date: date,
    public_key: Path | None = None,
    programme: Path | None = None,
    progress: Progress = silent,
) -> Made:
    """A kit for one list of persons of one office on one day.

    It counts what the report asks of the list's cubes, code by code, on the report's areas.

    Args:
        workspace: of the district.
        name: ``<supplier>/<product>`` of a list of persons.
        out: a folder that is not there yet, or a ZIP file.
        reference_date: the day the list is of; addresses and consents as of that day.
        public_key: of the sealed office; with it counts leave the kit closed to that office.
        programme: folder with wheels of Kreisblick and of what it needs, for offices without it.
        progress: is told the steps.

    Raises:
        WrongUseError: the product is no list of persons, the office may speak for nobody on that
            day, the report asks nothing of the list, or ``out`` is there already.
    """
    ground = prepare(workspace, progress)
    context = context_of(ground, reference_date)
    if out.exists():
        words = _("{path} is there already. Name another folder, or remove it.")
        raise WrongUseError(words.format(path=out))
    kit = _describe(ground, context, product_of(context, name), reference_date)
    _refuse_own_words(_definition_path(workspace, kit))
    with progress.step(_("kit")), _target(out) as folder:
        write_parts(folder, ground, kit)
        if public_key is not None:
            write_public_key(folder / PUBLIC_KEY, read_public_key(public_key))
        if programme is not None:
            copy_wheels(programme, folder / PROGRAMME)
        write_papers(folder, kit, ground)
    return _announce(workspace, context, kit, ground, out)


def _describe(ground: Ground, context: IntakeContext, names: tuple[str, str], day: date) -> Kit:
    supplier, product = names
    definition = context.deliveries.get(f"{supplier}/{product}")
    if definition is None or definition.grain != Grain.PERSON or supplier not in context.suppliers:
        lists = [key for key, one in context.deliveries.items() if one.grain == Grain.PERSON]
        words = _("'{key}' is no list of persons that could be counted. Known: {names}.")
        told = {"key": f"{supplier}/{product}", "names": ", ".join(sorted(lists)) or "–"}
        raise WrongUseError(words.format(**told))
    known = context.suppliers[supplier]
    covered = covered_municipalities(known, product, day, context.municipalities)
    if not covered:
        words = _("On {day} '{key}' may speak for no municipality. Look at its supplier.yaml.")
        raise WrongUseError(words.format(key=supplier, day=format_date(day)))
    generation = ground.report_territory.generation
    return Kit(
        district=ground.workspace.choices.district.name,
        supplier=supplier,
        product=product,
        counted=next(iter(known.counted_at_source.get(product, ())), f"{product}_counted"),
        title=definition.title.de,
        reference_date=day,
        covered=tuple(sorted(covered)),
        generation=KitGeneration(
            key=generation.key,
            valid_from=generation.valid_from,
            valid_until=generation.valid_until,
        ),
        cells=tuple(_cells(ground, str(definition.register))),
        programme=version("kreisblick"),
    )


def _cells(ground: Ground, records: str) -> Iterator[KitCell]:
    """The counts, code by code, that the report's questions are made of."""
    known = ground.registers.items()
    registers = {key for key, one in known if one.records == records and one.flows is None}
    cubes = {key: cube for key, cube in ground.cubes.items() if cube.register in registers}
    choices = ground.workspace.choices.report
    plan = make_plan(choices, ground.indicators, ground.cubes, ground.cubes, ground.concepts)
    asked = {key: [ref.slice for ref in plan.publish if ref.cube == key] for key in cubes}
    if not any(asked.values()):
        words = _("The report asks nothing of '{records}', so there is nothing to count.")
        raise WrongUseError(words.format(records=records))
    for key, slices in sorted(asked.items()):
        for question in _single_codes(cubes[key], slices) if slices else ():
            yield KitCell(column=heading(cubes[key], question), cube=key, set=question)


def _single_codes(cube: CubeDefinition, slices: Iterable[Slice]) -> list[dict[str, str]]:
    """Everybody, and whole tables: all codes of the attributes that a question sets together.

    A table with gaps could not be compared with its totals, nor protected with them.
    """
    tables = {tuple(name for name, _codes in one.where) for one in slices} | {()}
    codes = {dimension.name: dimension.codes for dimension in cube.dimensions}
    place = list(codes)
    order = sorted(tables, key=lambda table: (len(table), [place.index(name) for name in table]))
    return [
        dict(zip(table, combination, strict=True))
        for table in order
        for combination in every_pair(*[codes[name] for name in table])
    ]


def _announce(
    workspace: Workspace, context: IntakeContext, kit: Kit, ground: Ground, out: Path
) -> Made:
    """Let the district know how the counts are read."""
    text = delivery_text(kit, context.deliveries[f"{kit.supplier}/{kit.product}"], ground.cubes)
    path = _definition_path(workspace, kit)
    is_new = not path.is_file() or path.read_text(encoding="utf-8") != text
    if is_new:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_bytes(path, text.encode())
    counted = context.suppliers[kit.supplier].counted_at_source.get(kit.product, ())
    return Made(kit=kit, out=out, definition=path, is_new=is_new, announced=kit.counted in counted)


def _definition_path(workspace: Workspace, kit: Kit) -> Path:
    return workspace.folder / "catalogue" / "suppliers" / kit.supplier / f"{kit.counted}.yaml"


def _refuse_own_words(path: Path) -> None:
    """A definition that a person wrote is not written over."""
    if path.is_file() and not path.read_text(encoding="utf-8").startswith(MARK):
        words = _(
            "'{path}' is there and was not written by this command. Give the counted product "
            "another name: 'counted_at_source' in the supplier's supplier.yaml."
        )
        raise WrongUseError(words.format(path=path.name))


@contextmanager
def _target(out: Path) -> Iterator[Path]:
    """A folder to fill: the kit itself, or one that is packed; there whole or not at all."""
    if out.suffix.lower() != ".zip":
        with new_folder(out) as folder:
            yield folder
        return
    with tempfile.TemporaryDirectory(prefix="kreisblick-") as name:
        folder = Path(name) / out.stem
        folder.mkdir()
        yield folder
        write_bytes(out, _packed(folder))


def _packed(folder: Path) -> bytes:
    """The folder as a ZIP file; the same content gives the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as pack:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            entry = zipfile.ZipInfo(f"{folder.name}/{path.relative_to(folder).as_posix()}")
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (path.stat().st_mode & 0o777) << 16
            pack.writestr(entry, path.read_bytes())
    return stream.getvalue()
