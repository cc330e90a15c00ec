"""Exports by URL and by command hold exactly what items say: features, order, values; read back by GDAL and the csv module."""
import csv
import io
import json
import os
import sqlite3
import subprocess
from decimal import Decimal

from check import COOPMAP, check, equal, finish
from geodata_server import GeodataServer

try:
    from osgeo import gdal, ogr
    gdal.UseExceptions()
except ImportError:
    ogr = None

COLLECTIONS = ("areas", "proyectos", "proyectos_sin_lugar", "actores")
TOTAL = Decimal("28961894490.69")


def exact(text):
    return json.loads(text, parse_float=Decimal)


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


with GeodataServer() as server:
    for one in COLLECTIONS:
        test_text(server, one, "")
    test_text(server, "proyectos", "area=zona-suroriental")
    test_text(server, "areas", "capa=ucg")
    test_text(server, "areas", "punto=-75.5235,10.4270")
    test_text(server, "areas", "punto=0,0")
    test_excel(server)
    test_hxl(server)
    test_command(server)
    if ogr:
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
        check(read.returncode == 0 and "Feature Count: 9" in read.stdout, "ogrinfo opens it", read.stdout[:400] + read.stderr)
        drawn = ogr.Open(json.dumps(exact(server.get("/exportar/areas.geojson").text), default=float))
        equal(drawn.GetLayer(0).GetFeatureCount(), len(items(server, "areas")), "GDAL reads the GeoJSON")
    else:
        check(False, "python3-gdal is needed for the GeoPackage tests")
finish()
