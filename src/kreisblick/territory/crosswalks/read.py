"""Read what a crosswalk is made of: cuts, points, cells, densities; all faults are told at once."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl
import shapely

from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.language import translate as _
from kreisblick.territory.areas.inspect import inspect
from kreisblick.territory.areas.layers import Layer, metric_zone, read_layer, reproject
from kreisblick.territory.areas.place import USUAL, misplaced
from kreisblick.territory.crosswalks.cut import Cells, Cut
from kreisblick.territory.crosswalks.density import count_addresses
from kreisblick.territory.crosswalks.tables import counts_of, numbers_of, read_columns
from kreisblick.territory.streets.files import Sheet
from kreisblick.territory.streets.headings import rename_known

__all__ = ["Reading", "is_vector", "parts_of"]

_VECTOR = (".geojson", ".geojson.gz", ".json", ".json.gz", ".gpkg", ".shp")
PEOPLE = ("weight", "population", "residents", "people", "einwohner")  # columns of cells
XY = ["x", "y"]


def is_vector(name: str) -> bool:
    """Whether a file holds geometry."""
    return name.lower().endswith(_VECTOR)


def parts_of(name: str) -> tuple[str, str]:
    """File and column of ``FILE:COLUMN``; a drive letter is no file."""
    file, _colon, column = name.rpartition(":")
    return (file, column) if len(file) > 1 else (name, "")


@dataclass(kw_only=True)
class Reading:
    """Files being read, and what is wrong with them so far.

    Attributes:
        crs: the metric system everything is brought into; None until the cuts are read.
        source_crs: the system of the first cut's file.
        box: where the first cut lies, in ``crs``.
        faults: what was found.
    """

    crs: int | None = None
    source_crs: int | None = None
    box: shapely.Geometry | None = field(default=None, repr=False)
    faults: list[Fault] = field(default_factory=list)

    def cuts(self, files: list[tuple[Path, str]]) -> list[Cut]:
        """Polygon files and their key columns as cuts; call ``speak`` before they are used."""
        layers = [(read_layer(path), column) for path, column in files]
        for layer, column in layers:
            self.faults += [_in(layer.name, fault) for fault in inspect(layer, column)]
        sound = [misplaced(layer) is None for layer, _column in layers]
        zones = (metric_zone(one[0]) for one, good in zip(layers, sound, strict=True) if good)
        self.crs = next(zones, None)
        self.source_crs = layers[0][0].crs
        cuts = [
            self._cut(layer, column, moved=good)
            for (layer, column), good in zip(layers, sound, strict=True)
        ]
        if sound[0] and len(cuts[0].polygons):
            self.box = shapely.box(*shapely.total_bounds(cuts[0].polygons))
        return cuts

    def points(self, path: Path) -> pl.DataFrame:
        """Points as ``x, y`` and ``weight`` where given, in the system of the cuts."""
        given = None
        if is_vector(str(path)):
            layer = read_layer(path)
            self._place(layer)
            geometry, sheet = self._moved(layer), _sheet(layer)
            if (shapely.get_type_id(geometry) != 0).any():
                self._wrong("no_point", path, _("Not every feature is a point. Give points."))
                return pl.DataFrame(schema={"x": pl.Float64, "y": pl.Float64})
        else:
            sheet = read_columns(path, XY)
            x, y = (self._numbers(sheet, name) for name in XY)
            given = shapely.points(x.fill_null(np.nan), y.fill_null(np.nan))
            geometry = self._from_source(given)
        self._inside(geometry, path, given)
        frame = pl.DataFrame({"x": shapely.get_x(geometry), "y": shapely.get_y(geometry)})
        if "weight" in sheet.table.columns:
            frame = frame.with_columns(weight=self._numbers(sheet, "weight"))
        return frame

    def cells(self, path: Path) -> Cells:
        """Polygons with people, in the system of the cuts."""
        layer = read_layer(path)
        self._place(layer)
        sheet = _sheet(layer)
        column = next((c for c in layer.columns.columns if c.lower() in PEOPLE), None)
        if column is None:
            text = _("The cells have no column with people ({names}). Name it so.")
            self._wrong("no_people", path, text.format(names=", ".join(PEOPLE)))
            return Cells(polygons=layer.geometry[:0], people=np.empty(0))
        people = self._numbers(sheet, column, empty=True).fill_null(0.0).to_numpy()
        polygons = self._moved(layer)
        self._inside(shapely.centroid(polygons), path)
        return Cells(polygons=polygons, people=people)

    def density(self, name: str) -> pl.DataFrame:
        """``area, weight`` and traits from a table, or from an address list as ``FILE:COLUMN``."""
        file, column = parts_of(name)
        if column:
            sheet = read_columns(Path(file), [column])
            return count_addresses(_known_as(sheet.table, column), area=column)
        sheet = read_columns(Path(file), ["area", "weight"])
        return self._by_area(sheet, ["weight"])

    def people(self, path: Path) -> pl.DataFrame:
        """``area`` and the first column with numbers."""
        sheet = read_columns(path, ["area"])
        columns = counts_of(sheet, but=["area"])[:1]
        if not columns:
            self._wrong("no_counts", path, _("No column holds numbers. Add people by area."))
        return self._by_area(sheet, columns)

    def speak(self, *files: str) -> None:
        """Tell everything that is wrong, once.

        Raises:
            FaultsFoundError: when something is.
        """
        if self.faults:
            raise FaultsFoundError(", ".join(dict.fromkeys(files)), dict.fromkeys(self.faults))

    def _by_area(self, sheet: Sheet, columns: list[str]) -> pl.DataFrame:
        if sheet.table["area"].is_duplicated().any():
            text = _("An area stands more than once. Add its rows up first.")
            self._wrong("duplicate_area", Path(sheet.name), text)
        return pl.DataFrame(
            [sheet.table["area"].cast(pl.String), *(self._numbers(sheet, c) for c in columns)]
        )

    def _numbers(self, sheet: Sheet, column: str, *, empty: bool = False) -> pl.Series:
        found, faults = numbers_of(sheet, column, signed=column in XY, empty=empty)
        self.faults += faults
        return found.alias(column)

    def _cut(self, layer: Layer, column: str, *, moved: bool) -> Cut:
        areas = layer.text(column).fill_null("").str.strip_chars()
        order = areas.arg_sort().to_numpy()
        name = layer.name.split(".")[0]
        polygons = self._moved(layer) if moved else layer.geometry
        return Cut(key=name, areas=areas[order].to_list(), polygons=polygons[order])

    def _moved(self, layer: Layer) -> np.ndarray:
        if layer.crs is None or self.crs is None:
            return layer.geometry
        return reproject(layer.geometry, source=layer.crs, target=self.crs)

    def _place(self, layer: Layer) -> None:
        found = misplaced(layer)
        if found is not None:
            self.faults.append(Fault(code=found[0], message=found[1], where=layer.name))

    def _from_source(self, points: np.ndarray) -> np.ndarray:
        if self.source_crs is None or self.crs is None:
            return points
        return reproject(points, source=self.source_crs, target=self.crs)

    def _inside(self, points: np.ndarray, path: Path, given: np.ndarray | None = None) -> None:
        """A fault when no point lies where the first cut lies; a table's points as given."""
        if self.box is None or self.crs is None or _any_within(points, self.box):
            return
        hint = "" if given is None else self._other_system(given)
        text = _("No point lies in the areas of the first cut.{hint} Check the file.")
        self._wrong("no_point_inside", path, text.format(hint=hint))

    def _other_system(self, given: np.ndarray) -> str:
        """In which other system the points would lie in the areas."""
        box, crs = np.array([self.box]), self.crs or 0
        seen = {one: reproject(box, source=crs, target=one)[0] for one in (*USUAL, crs)}
        own = self.source_crs or crs
        if _any_within(shapely.transform(given, _swap), reproject(box, source=crs, target=own)[0]):
            return _(" x and y are exchanged: x is east, y is north.")
        for one, there in seen.items():
            if one != own and _any_within(given, there):
                text = _(" x and y stand in EPSG:{crs}, the areas in EPSG:{other}.")
                return text.format(crs=one, other=own)
        return ""

    def _wrong(self, code: str, path: Path, text: str) -> None:
        self.faults.append(Fault(code=code, message=text, where=path.name))


def _any_within(points: np.ndarray, box: shapely.Geometry) -> bool:
    west, south, east, north = shapely.bounds(box)
    x, y = shapely.get_x(points), shapely.get_y(points)
    return bool(((x >= west) & (x <= east) & (y >= south) & (y <= north)).any())


def _swap(points: np.ndarray) -> np.ndarray:
    return points[:, ::-1]


def _sheet(layer: Layer) -> Sheet:
    return Sheet(name=layer.name, table=layer.columns, first=1)


def _in(name: str, fault: Fault) -> Fault:
    where = f"{name}/{fault.where}" if fault.where else name
    return Fault(code=fault.code, message=fault.message, where=where)


def _known_as(table: pl.DataFrame, column: str) -> pl.DataFrame:
    """An address list under our names; the column with the area keeps its own."""
    others = rename_known(table.drop(column))
    return others.with_columns(table[column])
