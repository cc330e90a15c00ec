"""QGIS itself opens the service: OGC API Features, vector tiles with the style, a GeoPackage, the layer definition and the project.

Judged by Debian's QGIS library without a screen: types, counts against the store, names, lists of values, warnings, pictures. With
COOPMAP_PICTURES set to a folder, the pictures of the README are written there."""
import io
import json
import os
import sqlite3
import tempfile
import zipfile

HOME = tempfile.TemporaryDirectory(prefix="coopmap-qgis-")  # QGIS keeps settings and a network cache: not in anybody's home
os.environ.update(HOME=HOME.name, XDG_RUNTIME_DIR=HOME.name, QT_QPA_PLATFORM="offscreen", QGIS_CUSTOM_CONFIG_PATH=HOME.name)
os.chmod(HOME.name, 0o700)

from qgis.core import (Qgis, QgsApplication, QgsCoordinateReferenceSystem, QgsLayerDefinition, QgsMapBoxGlStyleConverter,
                       QgsMapBoxGlStyleConversionContext, QgsMapLayerType, QgsMapRendererParallelJob, QgsMapSettings, QgsMessageLog, QgsProject,
                       QgsRectangle, QgsVectorLayer, QgsVectorTileLayer, QgsWkbTypes)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor, QImage

from check import check, equal, finish
from geodata_server import GeodataServer

COLLECTIONS = {"areas": "MultiPolygon", "proyectos": "Point", "proyectos_sin_lugar": "NoGeometry", "actores": "NoGeometry"}
TYPES = {"string": {"String", "Date"}, "integer": {"Integer", "Integer64"}, "number": {"Real"}, "boolean": {"Boolean"}}
CITY = QgsRectangle(-8412500, 1156000, -8396000, 1169500)  # EPSG:3857
SIZE = (640, 524)
PICTURES = os.environ.get("COOPMAP_PICTURES")
said = []  # what QGIS warns of


def rows_of_store(s):
    """How many rows each collection has, asked of the store."""
    store = sqlite3.connect(s.db)
    count = lambda sql: store.execute(sql).fetchone()[0]
    return {"areas": count("select count(*) from area"), "actores": count("select count(*) from organisation"),
            "activities": count("select count(*) from activity")}


def draw(layers, name):
    """Number of different colours in a picture of the city."""
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    settings.setOutputSize(QSize(*SIZE))
    settings.setOutputDpi(96)
    settings.setBackgroundColor(QColor("#f4f1ea"))
    settings.setExtent(CITY)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    picture = job.renderedImage()
    if PICTURES:
        picture.convertToFormat(QImage.Format_RGB888).save(os.path.join(PICTURES, name + ".png"))
    equal([error.message for error in job.errors()], [], f"{name}: drawn without an error")
    return len({picture.pixel(x, y) for x in range(0, SIZE[0], 2) for y in range(0, SIZE[1], 2)})


def quiet(name):
    """Nothing was warned of since the last time."""
    app.processEvents()
    equal(said, [], f"{name}: no warning")
    said.clear()


def test_features(s, counts):
    for collection, geometry in COLLECTIONS.items():
        layer = QgsVectorLayer(f"url='{s.base}' typename='{collection}'", collection, "OAPIF")
        if not check(layer.isValid(), f"{collection}: opens over OGC API Features", layer.error().message()):
            continue
        equal(QgsWkbTypes.displayString(layer.wkbType()), geometry, f"{collection}: its geometry")
        rows = list(layer.getFeatures())
        items = s.get(f"/collections/{collection}/items?limit=10000&f=json").json()["features"]
        equal(sorted(f["codigo"] for f in rows), sorted(f["id"] for f in items), f"{collection}: every item once")
        if collection in counts:
            equal(layer.featureCount(), counts[collection], f"{collection}: as many as in the store")
        schema = s.get(f"/collections/{collection}/schema").json()["properties"]
        first = [f["properties"] for f in items[:10]]  # QGIS before 3.44 takes the types from them
        for field in layer.fields():
            known = schema.get(field.name())
            if known is None or all(f[field.name()] is None for f in first):
                continue
            kind = known["type"] if isinstance(known["type"], str) else next(t for t in known["type"] if t != "null")
            check(field.typeName() in TYPES[kind], f"{collection}.{field.name()}: a {kind}", field.typeName())
        by_code = {f["id"]: f["properties"] for f in items}
        money = {"areas": "valor", "proyectos": "valor", "proyectos_sin_lugar": "valor"}.get(collection)
        if money:
            same = all((f[money] or None) is None and not by_code[f["codigo"]][money] or float(f[money]) == float(by_code[f["codigo"]][money]) for f in rows)
            check(same, f"{collection}: the same money")
        if geometry != "NoGeometry":
            check(layer.crs().authid() in ("EPSG:4326", "OGC:CRS84"), f"{collection}: in degrees", layer.crs().authid())
            check(draw([layer], f"puro-{collection}") > 20, f"{collection}: something is drawn")
    both = sum(QgsVectorLayer(f"url='{s.base}' typename='{c}'", c, "OAPIF").featureCount() for c in ("proyectos", "proyectos_sin_lugar"))
    equal(both, counts["activities"], "projects with and without a place are all projects of the store")
    quiet("OGC API Features")


def fields_are_named(s, layer, collection, lang):
    """Aliases and lists of values are those of the registry, in that language."""
    schema = s.get(f"/collections/{collection}/schema?lang={lang}").json()["properties"]
    schema.pop("geometry", None)
    titles, lists = {}, {}
    for i, field in enumerate(layer.fields()):
        if field.name() in schema:
            titles[field.name()] = layer.attributeAlias(i)
            setup = field.editorWidgetSetup()
            if setup.type() == "ValueMap":
                lists[field.name()] = {value: label for entry in setup.config()["map"] for label, value in entry.items()}
    equal(titles, {name: p["title"] for name, p in schema.items()}, f"{collection}, {lang}: fields have the registry's titles")
    return lists, {name: {v["const"]: v["title"] for v in p["oneOf"]} for name, p in schema.items() if "oneOf" in p}


def check_layers(s, project, lang, name):
    layers = list(project.mapLayers().values())
    equal(len(layers), 5, f"{name}: five layers")
    check(all(layer.isValid() for layer in layers), f"{name}: every layer is valid", [(l.name(), l.error().message()) for l in layers if not l.isValid()])
    found = {}
    for layer in layers:
        check(s.base in layer.source(), f"{name}: {layer.name()} comes from this service", layer.source())
        check(layer.attribution() and layer.metadata().licenses() and layer.metadata().rights(), f"{name}: {layer.name()} says whose it is")
        if layer.type() == QgsMapLayerType.VectorTileLayer:
            found["tiles"] = layer
            continue
        collection = layer.dataProvider().uri().param("typename")
        found[collection] = layer
        lists, wanted = fields_are_named(s, layer, collection, lang)
        equal(lists, wanted, f"{name}: {collection} shows the labels of its codes")
    equal(sorted(found), sorted([*COLLECTIONS, "tiles"]), f"{name}: each collection and the tiles")
    return found


def test_project(s):
    first, again = (s.get("/qgis/coopmap.qgz") for _ in range(2))
    equal(first.header("Content-Type"), "application/x-qgis-project-container", "the project's type")
    equal(first.body, again.body, "the same project twice has the same bytes")
    equal(zipfile.ZipFile(io.BytesIO(first.body)).namelist(), ["coopmap.qgs"], "a zip with the project")
    path = os.path.join(s.folder, "coopmap.qgz")
    for lang in ("es", "en"):
        with open(path, "wb") as f:
            f.write(s.get(f"/qgis/coopmap.qgz?lang={lang}").body)
        project = QgsProject()
        check(project.read(path), f"project, {lang}: opens", project.error())
        equal(project.crs().authid(), "EPSG:3857", f"project, {lang}: its coordinate system")
        view = project.viewSettings().defaultViewExtent()
        check(not view.isEmpty() and CITY.intersects(view), f"project, {lang}: looks at the data", view.toString())
        found = check_layers(s, project, lang, f"project, {lang}")
        groups = [group.name() for group in project.layerTreeRoot().findGroups(True)]
        equal(len(groups), 3, f"project, {lang}: layers are grouped")
        check_looks(found, lang)
        quiet(f"project, {lang}")


def check_looks(found, lang):
    areas, projects, tiles = found["areas"], found["proyectos"], found["tiles"]
    dashed = [rule for rule in areas.renderer().rootRule().descendants() if "approximate" in rule.filterExpression()]
    check(dashed and all(rule.symbol().symbolLayer(0).useCustomDashPattern() for rule in dashed), "approximate areas are dashed")
    check(areas.labelsEnabled() and areas.labeling(), "areas have their names")
    check(tiles.labeling() and tiles.labeling().styles(), "tiles have the names of areas")
    equal(len(projects.styleManager().styles()), 3, "projects can be drawn in three ways")
    check(draw([projects, areas], "ogc-api" if lang == "es" else "ogc-api-en") > 500, "OGC API Features: the picture is not blank")
    check(draw([tiles], "teselas-proyecto") > 500, "vector tiles of the project: the picture is not blank")
    for style in projects.styleManager().styles()[1:]:
        projects.styleManager().setCurrentStyle(style)
        equal(projects.renderer().type(), "categorizedSymbol", f"{style}: a colour for each code")
        check(len(projects.renderer().categories()) > 5 and projects.attributeAlias(1), f"{style}: all codes, and names stay")
        check(draw([projects], f"estilo-{lang}") > 10, f"{style}: something is drawn")


def test_definition(s):
    answer = s.get("/qgis/coopmap.qlr")
    equal(answer.header("Content-Type"), "application/x-qgis-layer-definition", "the layer definition's type")
    path = os.path.join(s.folder, "coopmap.qlr")
    with open(path, "wb") as f:
        f.write(answer.body)
    project = QgsProject()
    ok, why = QgsLayerDefinition.loadLayerDefinition(path, project, project.layerTreeRoot())
    check(ok, "layer definition: loads", why)
    found = check_layers(s, project, "es", "layer definition")
    check(draw([found["proyectos"], found["areas"]], "definicion") > 500, "layer definition: the picture is not blank")
    quiet("layer definition")


def test_tiles(s):
    style = s.get("/style.json")
    converter = QgsMapBoxGlStyleConverter()
    equal(converter.convert(json.loads(style.text), QgsMapBoxGlStyleConversionContext()), QgsMapBoxGlStyleConverter.Success, "the style converts")
    equal(list(converter.warnings()), [], "the style converts without a warning")
    drawn = [layer for layer in style.json()["layers"] if layer["type"] not in ("background", "symbol")]
    converted = [one for one in converter.renderer().styles() if one.layerName() != "background"]
    equal([one.styleName() for one in converted], [layer["id"] for layer in drawn], "every layer of the style is drawn")
    check(all(one.filterExpression() for one in converted), "each by its own condition")
    tiles = QgsVectorTileLayer(f"type=xyz&url={s.base}/tiles/{{z}}/{{x}}/{{y}}.pbf&zmin=0&zmax=18&styleUrl={s.base}/style.json", "teselas")
    check(tiles.isValid(), "vector tiles open")
    tiles.setRenderer(converter.renderer().clone())
    tiles.setLabeling(converter.labeling().clone())
    check(draw([tiles], "teselas") > 500, "vector tiles with the style: the picture is not blank")
    quiet("vector tiles")


def test_geopackage(s, counts):
    layers = []
    for collection in ("proyectos", "areas"):
        path = os.path.join(s.folder, f"{collection}.gpkg")
        with open(path, "wb") as f:
            f.write(s.get(f"/exportar/{collection}.gpkg").body)
        layer = QgsVectorLayer(f"{path}|layername={collection}", collection, "ogr")
        check(layer.isValid(), f"{collection}.gpkg: opens")
        message, ok = layer.loadDefaultStyle()
        check(ok, f"{collection}.gpkg: has a style", message)
        equal(layer.renderer().type(), "RuleRenderer", f"{collection}.gpkg: the legend's classes")
        fields_are_named(s, layer, collection, "es")
        layers.append(layer)
    equal(layers[1].featureCount(), counts["areas"], "areas.gpkg: as many as in the store")
    check(draw(layers, "geopackage") > 500, "GeoPackage with its style: the picture is not blank")
    quiet("GeoPackage")


app = QgsApplication([], False, HOME.name)
app.initQgis()
app.messageLog().messageReceived.connect(lambda text, tag, level: said.append((tag, text)) if level in (Qgis.Warning, Qgis.Critical) else None)
QgsMessageLog.logMessage("heard", "test", Qgis.Warning)
equal(said, [("test", "heard")], "what QGIS warns of is heard")
said.clear()
with GeodataServer() as server:
    numbers = rows_of_store(server)
    test_features(server, numbers)
    test_project(server)
    test_definition(server)
    test_tiles(server)
    test_geopackage(server, numbers)
    QgsProject.instance().clear()
print(f"QGIS {Qgis.version()}", flush=True)
app.exitQgis()
finish()
