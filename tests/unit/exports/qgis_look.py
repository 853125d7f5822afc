"""Run by the Python that QGIS comes with: opens a project and a GeoPackage, tells what it sees.

Arguments: the folder of the exports, then the ids of layers that are drawn, one by one and without
labels. Prints JSON; of a drawn layer, per area the colours around its middle with their share.
"""

import json
import sys
from collections import Counter

from qgis.core import (
    QgsApplication,
    QgsCoordinateTransform,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize

WIDTH, HEIGHT, WINDOW = 900, 700, 24


def main(folder: str, drawn: list[str]) -> None:
    application = QgsApplication([], False)
    application.initQgis()
    warnings: list[str] = []
    application.messageLog().messageReceived.connect(lambda text, *_more: warnings.append(text))
    project = QgsProject.instance()
    told = {"read": project.read(f"{folder}/kreisblick.qgz"), "crs": project.crs().authid()}
    root = project.layerTreeRoot()
    told["tree"] = [
        [leaf.layerId(), leaf.layer() is not None, leaf.isVisible()] for leaf in root.findLayers()
    ]
    told["layers"] = {key: look(layer) for key, layer in project.mapLayers().items()}
    told["package"] = {
        key.removeprefix("kreisblick_"): look(
            QgsVectorLayer(f"{folder}/areas.gpkg|layername={key.removeprefix('kreisblick_')}", key)
        )
        for key in project.mapLayers()
    }
    told["drawn"] = {key: draw(project, key) for key in drawn}
    told["whole"] = colours(picture(project, root.checkedLayers(), labels=True))
    told["warnings"] = warnings
    sys.stdout.write(json.dumps(told))


def look(layer: QgsVectorLayer) -> dict:
    """Whether a layer is fit for use, what it says of its areas, which rules draw how many."""
    if not layer.isValid():
        return {"valid": False}
    renderer = layer.renderer()
    rules = renderer.rootRule().children() if renderer.type() == "RuleRenderer" else []
    settings = layer.labeling().settings() if layer.labeling() else None
    return {
        "valid": True,
        "name": layer.name(),
        "features": layer.featureCount(),
        "crs": layer.crs().authid(),
        "renderer": renderer.type(),
        "rules": {rule.label(): matches(layer, rule.filterExpression()) for rule in rules},
        "labels": labels(layer, settings) if settings else [],
    }


def matches(layer: QgsVectorLayer, condition: str) -> list[str]:
    return sorted(feature["gebiet"] for feature in layer.getFeatures(condition))


def labels(layer: QgsVectorLayer, settings: object) -> list[str]:
    """What stands on the map, as QGIS itself works it out."""
    expression = QgsExpression(settings.fieldName)
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    if not settings.isExpression:
        return sorted(str(feature[settings.fieldName]) for feature in layer.getFeatures())
    found = []
    for feature in layer.getFeatures():
        context.setFeature(feature)
        found.append(str(expression.evaluate(context)))
    return sorted(found)


def view(project: QgsProject, layers: list, *, labels: bool) -> QgsMapSettings:
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(project.crs())
    settings.setOutputSize(QSize(WIDTH, HEIGHT))
    settings.setExtent(project.viewSettings().defaultViewExtent())
    settings.setTransformContext(project.transformContext())
    settings.setFlag(QgsMapSettings.DrawLabeling, labels)
    settings.setFlag(QgsMapSettings.Antialiasing, False)
    return settings


def picture(project: QgsProject, layers: list, *, labels: bool) -> object:
    settings = view(project, layers, labels=labels)
    if settings.extent().isEmpty():
        settings.setExtent(settings.fullExtent())
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage()


def draw(project: QgsProject, key: str) -> dict:
    layer = project.mapLayer(key)
    image = picture(project, [layer], labels=False)
    settings = view(project, [layer], labels=False)
    if settings.extent().isEmpty():
        settings.setExtent(settings.fullExtent())
    turn = QgsCoordinateTransform(layer.crs(), project.crs(), project)
    found = {}
    for feature in layer.getFeatures():
        middle = feature.geometry()
        middle.transform(turn)
        pixel = settings.mapToPixel().transform(middle.pointOnSurface().asPoint())
        corner = (int(pixel.x()) - WINDOW // 2, int(pixel.y()) - WINDOW // 2)
        found[feature["gebiet"]] = colours(image.copy(*corner, WINDOW, WINDOW))
    return found


def colours(image: object) -> dict:
    """Colour to its share of the picture."""
    points = image.width() * image.height()
    counted = Counter(
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    )
    return {colour: number / points for colour, number in counted.most_common(12)}


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
