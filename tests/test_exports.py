"""Exports by URL and by command hold exactly what items say: features, order, values; read back by GDAL and the csv module."""
import csv
import glob
import gzip
import http.client
import io
import json
import os
import sqlite3
import shutil
import signal
import subprocess
import tempfile
import time
import zipfile
from decimal import Decimal
from urllib.parse import quote

from lxml import etree

from check import COOPMAP, check, equal, finish
from geodata_server import GeodataServer, make_store

try:
    from osgeo import gdal, ogr
    gdal.UseExceptions()
except ImportError:
    ogr = None

COLLECTIONS = ("areas", "proyectos", "proyectos_sin_lugar", "actores")
TOTAL = Decimal("28961894490.69")


def exact(text):
    return json.loads(text, parse_float=Decimal)


LONG = "Agua, «saneamiento» y niñez; <b>&amp;</b> " + "ñandú " * 60  # more than a field of a shapefile holds, cut within a letter
KML = "{http://www.opengis.net/kml/2.2}"


def store(folder):
    """What the repository has, and one project with a text that is too long here and there."""
    db = make_store(folder)
    path = os.path.join(folder, "largo.csv")
    with open(path, "w", encoding="utf-8", newline="") as f:
        table = csv.writer(f)
        table.writerow(["codigo", "clase", "titulo", "objeto", "personas", "lon", "lat"])
        table.writerow(["largo", "proyecto", LONG.strip(), "=1+1", "12", "-75.5", "10.4"])
    subprocess.run([COOPMAP, "ingest", "projects", path, "--db", db, "--licence", "CC BY 4.0", "--title", "Un documento & otro"], check=True, capture_output=True)
    return db


def items(s, collection, query=""):
    return s.get(f"/collections/{collection}/items?limit=10000" + ("&" + query if query else "")).json()["features"]


def same_value(text, value):
    if value is None:
        return text == ""
    if isinstance(value, bool):
        return text == ("true" if value else "false")
    return text == str(value)


def test_text(s, collection, query):
    want = items(s, collection, query)
    ending = "?" + query if query else ""
    name = f"{collection}{ending}"
    answer = s.get(f"/exportar/{collection}.geojson{ending}")
    whole = answer.json()
    equal(whole["features"], want, f"{name}: GeoJSON holds the items, in order")
    equal(whole["filtro"], query, f"{name}: and its filter")
    equal(answer.header("Content-Disposition"), f'attachment; filename="{collection}.geojson"', f"{name}: file name")
    lines = s.get(f"/exportar/{collection}.geojsonl{ending}").text.splitlines()
    equal([exact(line) for line in lines], want, f"{name}: GeoJSONSeq, one feature a line")
    text = s.get(f"/exportar/{collection}.csv{ending}").text
    check("\ufeff" not in text and text.endswith("\r\n"), f"{name}: plain CSV has no BOM and CRLF")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    equal([r["codigo"] for r in rows], [f["id"] for f in want], f"{name}: CSV rows")
    wrong = [(f["id"], k) for r, f in zip(rows, want) for k, v in f["properties"].items() if not same_value(r[k], v)]
    equal(wrong, [], f"{name}: CSV values are the items' values")


def test_excel(s):
    body = s.get("/exportar/proyectos.csv?excel=1").body
    check(body.startswith(b"\xef\xbb\xbf"), "the Excel flavour has a BOM")
    rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";"))
    by_code = {r["Código"]: r for r in rows}
    equal(by_code["convenio-3"]["Valor"], "12386206436,05", "decimal comma")
    equal(by_code["convenio-3"]["Clase"], "Proyecto", "labels instead of codes")
    equal(sum(Decimal(r["Valor"].replace(",", ".")) for r in rows if r["Valor"]), TOTAL, "the values add up to the total")
    english = s.get("/exportar/proyectos.csv?excel=1&lang=en").body.decode("utf-8-sig")
    check(english.startswith("Code;Title;"), "English titles", english[:80])
    check(not any(c.startswith(("=", "+", "@")) for r in rows for c in r.values()), "no cell that a spreadsheet would run")


def test_hxl(s):
    for collection in COLLECTIONS:
        plain = s.get(f"/exportar/{collection}.csv").text.split("\r\n", 1)
        tagged = s.get(f"/exportar/{collection}.csv?hxl=1").text.split("\r\n", 2)
        equal((tagged[0], tagged[2]), tuple(plain), f"{collection}: HXL adds one row after the header and nothing else")
        tags = tagged[1].split(",")
        check(len(tags) == len(plain[0].split(",")) and all(t.startswith("#") for t in tags), f"{collection}: a hashtag over every column", tags)
        page = s.get(f"/collections/{collection}/items?f=csv&hxl=1&limit=2").text.split("\r\n")
        equal(page[:2], tagged[:2], f"{collection}: a page of items too")
    made = command("--db", s.db, "--collection", "areas", "--format", "csv", "--hxl", "--filter", "capa=ucg")
    equal(made.stdout, s.get("/exportar/areas.csv?capa=ucg&hxl=1").body, "--hxl of the command gives the same bytes")
    equal(command("--db", s.db, "--format", "geojson", "--hxl").returncode, 2, "--hxl is for CSV only")


def read_gpkg(path, collection):
    source = ogr.Open(path)
    layer = source.GetLayerByName(collection)
    names = [layer.GetLayerDefn().GetFieldDefn(i).GetName() for i in range(layer.GetLayerDefn().GetFieldCount())]
    rows = []
    for feature in layer:
        geometry = feature.GetGeometryRef()
        rows.append(({n: feature.GetField(n) for n in names}, json.loads(geometry.ExportToJson()) if geometry else None))
    return names, rows


def close(a, b):
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(close(x, y) for x, y in zip(a, b))
    return abs(float(a) - float(b)) < 1e-7


def test_gpkg(s, collection, query, path):
    want = items(s, collection, query)
    name = f"{collection}.gpkg?{query}"
    names, rows = read_gpkg(path, collection)
    schema = [n for n in s.get(f"/collections/{collection}/schema").json()["properties"] if n != "geometry"]
    equal(names, schema, f"{name}: the fields of the schema, in order")
    equal([r["codigo"] for r, _ in rows], [f["id"] for f in want], f"{name}: the same features in the same order")
    wrong = []
    for (row, geometry), feature in zip(rows, want):
        for key, value in feature["properties"].items():
            got = row[key]
            good = got == value if not isinstance(value, Decimal) else got is not None and Decimal(repr(got)) == value
            if not good:
                wrong.append((feature["id"], key, got, value))
        there = feature["geometry"]
        if (geometry is None) != (there is None) or (there and (geometry["type"] != there["type"] or not close(geometry["coordinates"], there["coordinates"]))):
            wrong.append((feature["id"], "geometry"))
    equal(wrong, [], f"{name}: values to the centavo and geometries")
    store = sqlite3.connect(path)
    equal(store.execute("pragma journal_mode").fetchone()[0], "delete", f"{name}: journal mode")
    qml = store.execute("select styleQML from layer_styles where f_table_name = ? and useAsDefault", (collection,)).fetchone()[0]
    check('name="Código"' in qml and qml.count("<alias ") == len(schema), f"{name}: Spanish aliases in its style")
    about = store.execute("select description from gpkg_contents where table_name = ?", (collection,)).fetchone()[0]
    check((query or "ninguno") in about, f"{name}: its filter inside", about)
    check(store.execute("pragma integrity_check").fetchone()[0] == "ok", f"{name}: whole")
    store.close()


def save(s, name, query=""):
    """An export by URL as a file of the server's folder."""
    answer = s.get(f"/exportar/{name}" + ("?" + query if query else ""))
    equal(answer.status, 200, f"{name}?{query} by URL")
    path = os.path.join(s.folder, "url-" + name)
    with open(path, "wb") as f:
        f.write(answer.body)
    return path


def same_number(got, value):
    if isinstance(value, bool) or isinstance(value, str):
        return got == value
    return isinstance(got, (int, float)) and Decimal(repr(got)) == value


def read_layer(path):
    """Fields and rows (values, geometry) of the only layer."""
    source = ogr.Open(path)
    layer = source.GetLayer(0)
    names = [layer.GetLayerDefn().GetFieldDefn(i).GetName() for i in range(layer.GetLayerDefn().GetFieldCount())]
    rows = {}
    for feature in layer:
        geometry = feature.GetGeometryRef()
        rows[feature.GetField("codigo")] = ({n: feature.GetField(n) for n in names}, json.loads(geometry.ExportToJson()) if geometry else None)
    return source, layer, names, rows


def parts(geometry):
    """Coordinates as those of a multipolygon, whichever of the two types it is."""
    return [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]


def rings(geometry):
    """Points of each ring, whatever point it starts at and whichever way it goes round: a shapefile has its own rules."""
    return sorted(sorted((round(float(x), 7), round(float(y), 7)) for x, y in ring[:-1]) for part in parts(geometry) for ring in part)


def differences(rows, want, name_of=lambda k: k, text=lambda v: v):
    """What a file says otherwise than the items."""
    wrong = []
    for feature in want:
        row, geometry = rows.get(feature["id"], ({}, None))
        for key, value in feature["properties"].items():
            got = row.get(name_of(key), "not there")
            expected = text(value) if isinstance(value, str) else value
            if isinstance(value, bool):
                got, expected = got in (True, 1), value
            if value is None and got is not None or value is not None and not same_number(got, expected):
                wrong.append((feature["id"], key, got, expected))
        there = feature["geometry"]
        if (geometry is None) != (there is None):
            wrong.append((feature["id"], "geometry"))
        elif there and (not close(geometry["coordinates"], there["coordinates"]) if there["type"] == "Point" else rings(geometry) != rings(there)):
            wrong.append((feature["id"], "geometry"))
    return wrong


def test_fgb(s, collection, query=""):
    name = f"{collection}.fgb?{query}"
    source, layer, names, rows = read_layer(save(s, f"{collection}.fgb", query))
    want = [f for f in items(s, collection, query) if f["geometry"]]
    equal(names, [n for n in s.get(f"/collections/{collection}/schema").json()["properties"] if n != "geometry"], f"{name}: the fields of the schema")
    equal(set(rows), {f["id"] for f in want}, f"{name}: all that has a geometry")
    equal(differences(rows, want), [], f"{name}: values and geometries")
    equal(layer.GetSpatialRef().GetAuthorityCode(None), "4326", f"{name}: its reference system")
    equal(layer.GetGeomType(), ogr.wkbMultiPolygon if collection == "areas" else ogr.wkbPoint, f"{name}: one type of geometry")
    check(not rows or layer.TestCapability(ogr.OLCFastSpatialFilter), f"{name}: a spatial index")
    types = {layer.GetLayerDefn().GetFieldDefn(i).GetName(): layer.GetLayerDefn().GetFieldDefn(i) for i in range(len(names))}
    equal(types["valor"].GetTypeName(), "Real", f"{name}: money is a number")
    if collection == "proyectos":
        equal((types["anio"].GetTypeName(), types["sin_erogacion"].GetSubType()), ("Integer64", ogr.OFSTBoolean), f"{name}: years and yes or no")
    del source


def test_shapefile(s, collection, query=""):
    name = f"{collection}.shp.zip?{query}"
    path = save(s, f"{collection}.shp.zip", query)
    packed = zipfile.ZipFile(path)
    equal(packed.testzip(), None, f"{name}: whole")
    equal(sorted(packed.namelist()), sorted(["LEEME.txt", "campos.csv"] + [f"{collection}.{e}" for e in ("shp", "shx", "dbf", "prj", "cpg")]), f"{name}: its files")
    equal(packed.read(f"{collection}.cpg"), b"UTF-8", f"{name}: .cpg")
    check(b"WGS_1984" in packed.read(f"{collection}.prj"), f"{name}: .prj")
    key = list(csv.DictReader(io.StringIO(packed.read("campos.csv").decode("utf-8"), newline="")))
    field_of = {k["propiedad"]: k["campo"] for k in key}
    schema = s.get(f"/collections/{collection}/schema").json()["properties"]
    equal([k["propiedad"] for k in key], [n for n in schema if n != "geometry"], f"{name}: the key names every property")
    equal([k["titulo"] for k in key], [p["title"] for n, p in schema.items() if n != "geometry"], f"{name}: and its title")
    source, layer, names, rows = read_layer(path)
    equal(names, [k["campo"] for k in key], f"{name}: the fields of the key")
    check(len(set(names)) == len(names) and all(len(n) <= 10 and n.isascii() for n in names), f"{name}: names that dBASE takes", names)
    want, cut = items(s, collection, query), []

    def shorter(value):
        if len(value.encode()) <= 254:
            return value
        cut.append(value)
        return value.encode()[:254 - len("[…]".encode())].decode("utf-8", "ignore") + "[…]"
    equal(set(rows), {f["id"] for f in want}, f"{name}: the same rows")
    equal(differences(rows, want, field_of.get, shorter), [], f"{name}: values and geometries")
    equal(sum(int(k["textos_cortados"]) for k in key), len(cut), f"{name}: cut texts are counted in the key")
    readme = packed.read("LEEME.txt").decode("utf-8")
    equal(f"{len(cut)} textos pasan de los 254 bytes" in readme, bool(cut), f"{name}: and told")
    equal(layer.GetGeomType(), ogr.wkbPolygon if collection == "areas" else ogr.wkbPoint, f"{name}: one type of geometry")
    del source
    return cut


def test_kml(s, collection, query=""):
    name = f"{collection}.kml?{query}"
    path = save(s, f"{collection}.kml", query)
    document = etree.parse(path).getroot().find(KML + "Document")
    want = items(s, collection, query)
    titles = {f.get("name"): f.findtext(KML + "displayName") for f in document.iter(KML + "SimpleField")}
    schema = s.get(f"/collections/{collection}/schema").json()["properties"]
    equal(titles, {n: p["title"] for n, p in schema.items() if n != "geometry"}, f"{name}: a schema with titles")
    styles = {"#" + style.get("id") for style in document.findall(KML + "Style")} | {"#none"}
    places = document.findall(KML + "Placemark")
    check({p.findtext(KML + "styleUrl") for p in places} <= styles, f"{name}: every style is there")
    wrong = []
    for place, feature in zip(places, want):
        data = {d.get("name"): d.text for d in place.iter(KML + "SimpleData")}
        said = {k: str(int(v)) if isinstance(v, bool) else str(v) for k, v in feature["properties"].items() if v is not None}
        if data != said:
            wrong.append((feature["id"], set(data.items()) ^ set(said.items())))
    equal((len(places), wrong), (len(want), []), f"{name}: every value to the letter, what is not known left out")
    rows = {}
    source = ogr.Open(path)
    for feature in source.GetLayer(0) or []:  # GDAL sees no layer where there is no placemark
        geometry = feature.GetGeometryRef()
        rows[feature.GetField("codigo")] = json.loads(geometry.ExportToJson()) if geometry else None
    moved = [f["id"] for f in want if (rows[f["id"]] is None) != (f["geometry"] is None) or (f["geometry"] and (
        not close(rows[f["id"]]["coordinates"][:2], f["geometry"]["coordinates"]) if f["geometry"]["type"] == "Point" else rings(rows[f["id"]]) != rings(f["geometry"])))]
    equal(moved, [], f"{name}: geometries as GDAL reads them")


def test_about(s):
    """Every file that has a place for it says filter, date, sources, licence and snapshot."""
    query = "codigo=largo"
    version = s.get("/collections/proyectos?f=json").header("ETag") is not None
    check(version, "the collection has a tag")
    whole = s.get("/exportar/proyectos.geojson?" + query).json()
    snapshot = whole["instantanea"]
    equal((whole["filtro"], whole["filtro_en_palabras"], whole["fuentes"]), (query, "Código: largo", [{"titulo": "Un documento & otro", "licencia": "CC BY 4.0"}]), "GeoJSON says what it holds")
    check(len(snapshot) == 32 and len(whole["fecha_datos"]) == 10, "of which snapshot and when", whole["fecha_datos"])
    kml = etree.parse(save(s, "proyectos.kml", query)).getroot().find(KML + "Document")
    said = " ".join([kml.findtext(KML + "description")] + [v.text for v in kml.iter(KML + "value")])
    gpkg = sqlite3.connect(save(s, "proyectos.gpkg", query))
    metadata = etree.fromstring(gpkg.execute("select metadata from gpkg_metadata join gpkg_metadata_reference r on r.md_file_id = gpkg_metadata.id where table_name = 'proyectos'").fetchone()[0])
    told = {"kml": said, "shp.zip": zipfile.ZipFile(save(s, "proyectos.shp.zip", query)).read("LEEME.txt").decode(),
            "gpkg": gpkg.execute("select description from gpkg_contents where table_name = 'proyectos'").fetchone()[0],
            "gpkg metadata": " ".join(metadata.itertext())}
    for form, text in told.items():
        for what in ("Código: largo", "Un documento & otro", "CC BY 4.0", snapshot, whole["fecha_datos"]):
            check(what in text, f"{form} says {what}", text)
    columns = dict(gpkg.execute("select column_name, title from gpkg_data_columns where table_name = 'proyectos'").fetchall())
    equal(columns, {n: p["title"] for n, p in s.get("/collections/proyectos/schema").json()["properties"].items() if n != "geometry"}, "the GeoPackage's own table of columns")
    gpkg.close()
    english = s.get("/exportar/proyectos.geojson?lang=en&codigo=largo").json()
    equal(english["filtro_en_palabras"], "Code: largo", "in English where that is asked for")
    equal(s.get("/exportar/proyectos.geojson").json()["filtro_en_palabras"], "ninguno: está todo", "no filter is said too")


def test_nothing(s):
    """A filter that selects nothing."""
    none = "codigo=no-hay"
    equal(s.get(f"/exportar/proyectos.geojson?{none}").json()["features"], [], "an empty GeoJSON is one")
    equal(s.get(f"/exportar/proyectos.geojsonl?{none}").body, b"", "an empty GeoJSONSeq")
    equal(s.get(f"/exportar/proyectos.csv?{none}").text.count("\r\n"), 1, "an empty CSV has its header")
    test_kml(s, "proyectos", none)
    test_fgb(s, "proyectos", none)
    test_shapefile(s, "proyectos", none)
    test_gpkg(s, "proyectos", none, save(s, "proyectos.gpkg", none))
    for address in ("/exportar/actividades.xml?" + none, "/exportar/actividades.xml?filter=" + quote("anio > 3000")):
        answer = s.get(address)
        equal(answer.status, 404, f"{address}: no IATI file without an activity, as its schema wants one")
        check("actividad" in answer.json()["detail"], "and it says so", answer.text)
    made = command("--db", s.db, "--format", "iati", "--filter", none, "--out", os.path.join(s.folder, "none.xml"))
    check(made.returncode == 4 and not os.path.exists(os.path.join(s.folder, "none.xml")), "by command neither", made)
    for collection in ("actores", "proyectos_sin_lugar"):
        for form in ("fgb", "kml", "shp.zip"):
            answer = s.get(f"/exportar/{collection}.{form}")
            check(answer.status == 400 and form in answer.json()["detail"], f"{collection}.{form}: no geometry, no map file", answer.text)
    answer = s.get("/exportar/proyectos.shp")
    check(answer.status == 404 and "shp.zip" in answer.json()["detail"], "an ending that is none names those there are", answer.text)


def test_gzip(s):
    for name in ("areas.geojson", "areas.geojsonl", "areas.csv", "areas.kml", "actividades.xml"):
        plain = s.get("/exportar/" + name, {"Accept-Encoding": "identity"})
        packed = s.get("/exportar/" + name, {"Accept-Encoding": "gzip"})
        equal((plain.header("Content-Encoding"), packed.header("Content-Encoding")), (None, "gzip"), f"{name}: packed for who takes it")
        equal(gzip.decompress(packed.body), plain.body, f"{name}: the same bytes inside")
        check(len(packed.body) < len(plain.body) / 2, f"{name}: and fewer outside", (len(packed.body), len(plain.body)))
        check(plain.header("ETag") != packed.header("ETag") and "Accept-Encoding" in packed.header("Vary"), f"{name}: each has its own tag", packed.headers)
        equal(s.get("/exportar/" + name, {"Accept-Encoding": "gzip", "If-None-Match": packed.header("ETag")}).status, 304, f"{name}: and is known by it")


def children(pid):
    found = []
    for path in glob.glob(f"/proc/{pid}/task/*/children"):
        try:
            with open(path, encoding="ascii") as f:
                found += f.read().split()
        except OSError:
            pass
    return [int(child) for child in found]


def catch_child(s):
    """Ask for a whole file, stop the process that makes it in its midst; that process and the connection that waits, or None."""
    connection = http.client.HTTPConnection("127.0.0.1", s.port, timeout=30)
    connection.request("GET", f"/exportar/proyectos.xlsx?q=agua&monto_min={time.monotonic_ns() % 10**9}")
    until = time.monotonic() + 5
    while time.monotonic() < until:
        for child in children(s.process.pid):
            try:
                with open(f"/proc/{child}/cmdline", "rb") as f:
                    if b"export" not in f.read():
                        continue
                os.kill(child, signal.SIGSTOP)
                return child, connection
            except (OSError, ProcessLookupError):
                pass
    connection.close()
    return None, None


def test_client_left(s):
    """Who leaves while a child makes the file takes the child along, at once and with its folder."""
    child = None
    for _ in range(40):
        child, connection = catch_child(s)
        if child:
            break
    if not check(child, "the process that makes a whole file was caught"):
        return
    time.sleep(0.3)
    check(child in children(s.process.pid), "it is waited for while the client waits")
    connection.sock.shutdown(2)
    connection.close()
    until = time.monotonic() + 5
    while child in children(s.process.pid) and time.monotonic() < until:
        time.sleep(0.01)
    check(child not in children(s.process.pid), "it ends when the client leaves")
    time.sleep(0.1)
    equal(os.listdir(s.scratch), [], "and nothing of it stays")
    equal(s.get("/salud").status, 200, "the server goes on")


def command(*arguments):
    return subprocess.run([COOPMAP, "export", *arguments, "--lang", "en"], capture_output=True)


def test_command(s):
    for collection, form, query in (("areas", "geojson", ""), ("proyectos", "csv", "area=zona-suroriental"), ("actores", "geojsonl", "q=fundacion")):
        made = command("--db", s.db, "--collection", collection, "--format", form, "--out", "-", *(("--filter", query) if query else ()))
        equal(made.returncode, 0, f"export {collection} {form}")
        equal(made.stdout, s.get(f"/exportar/{collection}.{form}" + ("?" + query if query else "")).body, f"command and URL give the same bytes: {collection}.{form}")
    path = os.path.join(s.folder, "out.csv")
    with open(path, "w", encoding="utf-8") as f:
        f.write("mine")
    bad = command("--db", s.db, "--collection", "proyectos", "--format", "csv", "--filter", "area=nelson", "--out", path)
    check(bad.returncode in (2, 3) and b"nelson" in bad.stderr, "a wrong filter is refused with its value", bad)
    for query, lang, words in (("zz=1", "en", "unknown parameter \"zz\""), ("zz=1", "es", "parámetro desconocido «zz»"),
                               ("forma=x", "en", "not a value of this list"), ("forma=x", "es", "no es un valor de esta lista")):
        told = subprocess.run([COOPMAP, "export", "--db", s.db, "--collection", "proyectos", "--format", "csv", "--filter", query, "--out", "-", "--lang", lang],
                              capture_output=True, text=True)
        check(told.returncode == 3 and words in told.stderr, f"{query} is refused in the language asked for: {lang}", told.stderr)
    equal(open(path, encoding="utf-8").read(), "mine", "and the file that was there is untouched")
    check(command("--db", s.db, "--collection", "proyectos", "--format", "csv", "--out", os.path.join(s.folder, "no", "x.csv")).returncode == 1, "a folder that is not there")
    check(not [f for f in os.listdir(s.folder) if "parcial" in f], "nothing half-written is left")
    stale = subprocess.run([COOPMAP, "export", "--db", s.db, "--collection", "areas", "--format", "gpkg", "--out", os.path.join(s.folder, "stale.gpkg")],
                           capture_output=True, env={**os.environ, "COOPMAP_SNAPSHOT": "0" * 32})
    check(stale.returncode == 4 and not os.path.exists(os.path.join(s.folder, "stale.gpkg")), "another snapshot than the server's is refused", stale)


def test_client(s):
    """GDAL's own OGC API client walks landing page, collections and pages as QGIS does."""
    source = gdal.OpenEx("OAPIF:" + s.base, gdal.OF_VECTOR)
    for collection in COLLECTIONS:
        layer = source.GetLayerByName(collection)
        equal(sorted(f.GetField("codigo") for f in layer), sorted(f["id"] for f in items(s, collection)), f"GDAL's OGC API client reads every one of {collection}")
    layer = source.GetLayerByName("proyectos")
    values = sum(Decimal(repr(f.GetField("valor"))) for f in layer if f.GetField("valor") is not None)
    equal(values, TOTAL, "and the same total")


scratch = tempfile.mkdtemp(prefix="coopmap-test-")  # where the server puts what it makes
os.environ["TMPDIR"] = scratch
with GeodataServer(store) as server:
    server.scratch = scratch
    for one in COLLECTIONS:
        test_text(server, one, "")
    test_text(server, "proyectos", "area=zona-suroriental")
    test_text(server, "areas", "capa=ucg")
    test_text(server, "areas", "punto=-75.5235,10.4270")
    test_text(server, "areas", "punto=0,0")
    test_excel(server)
    test_hxl(server)
    test_command(server)
    test_gzip(server)
    test_client_left(server)
    if ogr:
        test_about(server)
        test_nothing(server)
        for one, filtered in (("areas", ""), ("proyectos", ""), ("proyectos", "area=zona-suroriental"), ("areas", "capa=ucg")):
            test_fgb(server, one, filtered)
            test_kml(server, one, filtered)
            test_shapefile(server, one, filtered)
        check(test_shapefile(server, "proyectos", "codigo=largo"), "a text that is too long was among them")
        test_client(server)
        for one, filtered in (*((c, "") for c in COLLECTIONS), ("proyectos", "area=zona-suroriental"), ("areas", "capa=ucg")):
            target = os.path.join(server.folder, "by-url.gpkg")
            answer = server.get(f"/exportar/{one}.gpkg" + ("?" + filtered if filtered else ""))
            equal(answer.status, 200, f"{one}.gpkg by URL")
            with open(target, "wb") as out:
                out.write(answer.body)
            test_gpkg(server, one, filtered, target)
            os.unlink(target)
        target = os.path.join(server.folder, "by-command.gpkg")
        equal(command("--db", server.db, "--collection", "proyectos", "--format", "gpkg", "--out", target).returncode, 0, "proyectos.gpkg by command")
        test_gpkg(server, "proyectos", "", target)
        read = subprocess.run(["ogrinfo", "-ro", "-so", target, "proyectos"], capture_output=True, text=True)
        check(read.returncode == 0 and "Feature Count: 10" in read.stdout, "ogrinfo opens it", read.stdout[:400] + read.stderr)
        drawn = ogr.Open(json.dumps(exact(server.get("/exportar/areas.geojson").text), default=float))
        equal(drawn.GetLayer(0).GetFeatureCount(), len(items(server, "areas")), "GDAL reads the GeoJSON")
    else:
        check(False, "python3-gdal is needed for the GeoPackage tests")
shutil.rmtree(scratch)
finish()
