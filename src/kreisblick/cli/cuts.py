"""``kreisblick cuts``: offices' cuts compared, refined, reconciled; cells nested and protected."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kreisblick.base.language import format_count, format_decimal, format_percent
from kreisblick.base.language import translate as _
from kreisblick.cli.options import Output
from kreisblick.cli.terminal import Json, TerminalProgress, say, say_json

if TYPE_CHECKING:
    from kreisblick.territory.cuts import Comparison
    from kreisblick.territory.zoning import Proposal

__all__ = ["register"]

CUT_HELP = _("FILE or FILE:COLUMN; without a column the key is 'area'.")
CutArgument = Annotated[str, typer.Argument(help=CUT_HELP)]
CutArguments = Annotated[list[str], typer.Argument(metavar="CUT...", help=CUT_HELP)]
Weights = Annotated[
    Path | None, typer.Option(help=_("Points for people or addresses; may have 'weight'."))
]
Polygons = Annotated[Path, typer.Option("-o", "--output", help=_("Blocks (GeoPackage, GeoJSON)."))]
MaybeTable = Annotated[
    Path | None, typer.Option("-o", "--output", help=_("Result (CSV, Parquet)."))
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help=_("Compare and reconcile cuts of offices."))
    group.command("compare", help=_("How alike two cuts are, and where they differ."))(compare)
    group.command("refine", help=_("The pieces that all borders make together."))(refine)
    group.command("reconcile", help=_("Propose areas that several offices can agree on."))(
        reconcile
    )
    group.command("nest", help=_("Whether cells lie in one area each."))(nest)
    group.command("finer", help=_("Protect a municipality's cells beside the district's figures."))(
        finer
    )
    app.add_typer(group, name="cuts")


def compare(
    left: CutArgument,
    right: CutArgument,
    *,
    weights: Weights = None,
    output: MaybeTable = None,
    map_: Annotated[
        Path | None, typer.Option("--map", help=_("Map with table (.html) or pieces (.gpkg)."))
    ] = None,
    json: Json = False,
) -> None:
    """Compare two cuts; write all pairs of areas, and a map of the differences."""
    from kreisblick.pipeline.differences import draw_differences  # noqa: PLC0415  heavy
    from kreisblick.territory.areas.files import write_table  # noqa: PLC0415  heavy
    from kreisblick.territory.cuts import compare_files, refuse_ending  # noqa: PLC0415  heavy

    refuse_ending(output)
    refuse_ending(map_, drawn=True)
    with TerminalProgress().step(_("Comparing")):
        found = compare_files(left, right, weights=weights)
    if output is not None:
        write_table(found.pairs, output)
    if map_ is not None:
        with TerminalProgress().step(_("Drawing the map")):
            draw_differences(left, right, found, map_)
    if json:
        say_json(_as_json(found))
    else:
        _tell(found)


def refine(
    cuts: CutArguments,
    *,
    output: Polygons,
    population: Weights = None,
) -> None:
    """Write the common refinement as blocks for ``zoning draw``."""
    from kreisblick.territory.cuts import refine_files  # noqa: PLC0415  heavy

    with TerminalProgress().step(_("Laying the borders over each other")):
        found = refine_files(cuts, output, population=population)
    say(
        _("{count} blocks written to {path}; columns of the offices: {cuts}.").format(
            count=format_count(found.blocks.height), path=output, cuts=", ".join(found.cuts)
        )
    )
    say(
        _("{count} slivers ({size} m² in all) were given to their neighbours.").format(
            count=format_count(found.slivers), size=format_count(found.slivers_m2)
        )
    )
    if found.nowhere:
        say(_("{count} people lie in no block.").format(count=format_count(found.nowhere)))


def reconcile(
    cuts: CutArguments,
    *,
    areas: Annotated[int, typer.Option(min=1, help=_("How many areas."))],
    output: Annotated[Path, typer.Option("-o", "--output", help=_("block, area; by its ending."))],
    population: Weights = None,
    municipality: Annotated[
        str | None, typer.Option(help=_("A cut that no area may cross: FILE or FILE:COLUMN."))
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help=_("The same seed gives the same cut."))] = 0,
    json: Json = False,
) -> None:
    """Draw proposals from the common pieces, with figures and the agreement with each office."""
    from kreisblick.territory.zoning import reconcile_files  # noqa: PLC0415  heavy

    found = reconcile_files(
        cuts,
        output,
        areas=areas,
        population=population,
        municipality=municipality,
        seed=seed,
        progress=TerminalProgress(),
    )
    if json:
        say_json([{"file": str(p), "title": one.emphasis.title.de} | asdict(one.figures)
                  for p, one in found])  # fmt: skip
    else:
        for path, proposal in found:
            _tell_proposal(path, proposal, people=population is not None)


def nest(cells: CutArgument, areas: CutArgument, *, output: MaybeTable = None) -> None:
    """Say whether cells lie in one area each, and write the hierarchy."""
    from kreisblick.territory.cuts import nest_files  # noqa: PLC0415  heavy

    with TerminalProgress().step(_("Comparing")):
        found = nest_files(cells, areas, output)
    for fault in found.faults:
        say(f"  - {fault}")
    say(
        _("Nested: each of the {cells} cells lies in one of {areas} areas.").format(
            cells=format_count(found.hierarchy.height),
            areas=format_count(found.hierarchy["area"].n_unique()),
        )
    )


def finer(
    counts: Annotated[Path, typer.Argument(help=_("cell, value and attributes."))],
    *,
    hierarchy: Annotated[Path, typer.Option(help=_("cell, area, as 'cuts nest' writes it."))],
    published: Annotated[
        Path, typer.Option(help=_("The district's figures: area, value, status; or a bundle."))
    ],
    minimum_count: Annotated[int, typer.Option(min=3, help=_("Counts below are hidden."))],
    output: Output,
    cube: Annotated[str | None, typer.Option(help=_("Which cube of a bundle."))] = None,
    slice_: Annotated[str | None, typer.Option("--slice", help=_("Which slice."))] = None,
    date: Annotated[str | None, typer.Option(help=_("Which reference date."))] = None,
) -> None:
    """Hide what the cells would give away beside the district's figures; write the rest."""
    from kreisblick.pipeline.finer import protect_finer  # noqa: PLC0415  heavy

    picked = {"cube": cube, "slice": slice_, "reference_date": date}
    found = protect_finer(
        counts,
        hierarchy,
        published,
        output,
        minimum_count=minimum_count,
        picked={name: value for name, value in picked.items() if value is not None},
        progress=TerminalProgress(),
    )
    hidden = found.cells.filter(status="suppressed").height
    say(
        _("{shown} figures shown, {hidden} hidden; {path}").format(
            shown=format_count(found.cells.height - hidden),
            hidden=format_count(hidden),
            path=output,
        )
    )
    say(
        _("Attacked: {count} figures had to stay uncertain, and none could be computed.").format(
            count=format_count(found.verdict.quantities)
        )
    )


def _as_json(found: "Comparison") -> dict[str, object]:
    plain = ("left", "right", "left_areas", "right_areas", "on_slivers", "nowhere", "total")
    return {
        **{name: getattr(found, name) for name in plain},
        "basis": found.basis.value,
        "agreement": asdict(found.agreement),
        "differences": found.differences.to_dicts(),
    }


def _tell(found: "Comparison") -> None:
    """The comparison in words: how alike, then the largest differences."""
    from kreisblick.territory import cuts  # noqa: PLC0415  heavy

    agreement, differences = found.agreement, found.differences
    lines = [
        (found.left, _("{count} areas").format(count=format_count(found.left_areas))),
        (found.right, _("{count} areas").format(count=format_count(found.right_areas))),
        (_("counted"), cuts.amount_words(found.total, found.basis)),
        (
            _("agreement (1: the same, 0: chance)"),
            format_decimal(agreement.adjusted_mutual_information, 2),
        ),
        (
            _("variation of information (0: the same)"),
            _("{bits} bits").format(bits=format_decimal(agreement.variation_of_information, 2)),
        ),
        (_("one area inside the other"), format_percent(100 * agreement.nested)),
        (_("in areas that correspond"), format_percent(100 * agreement.unchanged)),
    ]
    if found.on_slivers:
        lines.append((_("on slivers"), cuts.amount_words(found.on_slivers, found.basis)))
    if found.nowhere:
        lines.append((_("in neither cut"), cuts.amount_words(found.nowhere, found.basis)))
    for name, value in lines:
        say(f"  {name:<42} {value}")
    if differences.is_empty():
        say(_("No real differences."))
        return
    strays = differences.filter("stray").height
    say(_("Real differences: {count}").format(count=format_count(differences.height)))
    for row in differences.head(cuts.shipped_cut_rules().listed).iter_rows(named=True):
        amount = cuts.amount_words(row["amount"], found.basis)
        say(f"  {row['left']:<14} {row['right']:<14} {amount:>22}  {cuts.relation_words(row)}")
    if strays:
        say(
            _("{count} of them hold only single addresses: check the list first.").format(
                count=format_count(strays)
            )
        )


def _tell_proposal(path: Path, proposal: "Proposal", *, people: bool) -> None:
    """A proposal in words."""
    figures = proposal.figures
    say(f"{path} – {proposal.emphasis.title.de}")
    lines = [
        (_("areas"), format_count(figures.areas)),
        (
            _("people per area") if people else _("square metres per area"),
            f"{format_count(figures.smallest)} – {format_count(figures.largest)}",
        ),
        (_("compactness (Polsby-Popper)"), format_decimal(figures.polsby_popper, 2)),
        *(
            (_("agreement with {cut}").format(cut=cut), format_percent(100 * share))
            for cut, share in figures.agreement.items()
        ),
    ]
    for name, value in lines:
        say(f"  {name:<42} {value}")
