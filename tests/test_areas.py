"""Areas through their life: the shipped places, an official layer over them, areas made of areas, editions, refusals, QGIS."""
import json
import os
import shutil
import sqlite3
import subprocess
import tempfile

from osgeo import ogr

from check import COOPMAP, ROOT, SHARED, check, equal, finish

ogr.UseExceptions()
WORK = tempfile.mkdtemp(prefix="coopmap-areas-")
DB = os.path.join(WORK, "a.db")
OFFICIAL = os.path.join(SHARED, "geodata", "barrios_sinteticos_limpio.geojson")


def run(*arguments):
    return subprocess.run([COOPMAP, *arguments], capture_output=True, text=True, timeout=120, env={**os.environ, "NO_COLOR": "1"})


def ingest(path, *options, db=DB):
    done = run("ingest", "areas", path, "--db", db, "--no-snapshot", "--json", "--lang", "es", *options)
    try:
        report = json.loads(done.stdout)["report"]
    except (ValueError, KeyError):
        report = {"mensajes": [], "nuevas": -1, "cambiadas": -1, "iguales": -1}
    return done.returncode, report, done.stdout + done.stderr


def ask(sql, *values, db=DB):
    connection = sqlite3.connect(db)
    try:
        return connection.execute(sql, values).fetchall()
    finally:
        connection.close()


def write(name, text):
    path = os.path.join(WORK, name)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    return path


def square(x, y, side=0.01):
    return [[[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]]


def layer(name, *features):
    """features: (properties, rings or None)"""
    return write(name, json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": p, "geometry": r and {"type": "Polygon", "coordinates": r}} for p, r in features]}))


def counts(report):
    return report["nuevas"], report["cambiadas"], report["iguales"]


def codes(report):
    return [m["codigo"] for m in report["mensajes"]]


def shipped_places():
    path = os.path.join(ROOT, "geodata", "areas.csv")
    status, report, _ = ingest(path)
    equal(status, 0, "areas.csv is loaded")
    number = report["nuevas"]
    status, report, _ = ingest(path)
    equal(counts(report), (0, 0, number), "areas.csv again: nothing changes")
    equal(ask("SELECT count(*) FROM import_batch")[0][0], 1, "identical data write nothing, not even a batch")
    (status, hectares), = ask("SELECT geom_status, hectares FROM area WHERE code = 'nelson-mandela'")
    check(status == "approximate" and abs(hectares - 111.3) < 0.2, "Nelson Mandela is an ellipse of 111.3 ha", (status, hectares))
    (status, hectares), = ask("SELECT geom_status, hectares FROM area WHERE code = 'zona-suroriental'")
    check(status == "composed" and 850 < hectares < 1000, "Zona Suroriental is the union of its members", (status, hectares))
    equal(ask("SELECT p.code FROM area a JOIN area p ON p.id = a.parent_id WHERE a.code = 'nelson-mandela'"), [("ucg-14",)], "its parent")


def official_layer():
    before = dict(ask("SELECT code, id FROM area"))
    aliases = ask("SELECT count(*) FROM area_alias")[0][0]
    united = ask("SELECT hectares FROM area WHERE code = 'ucg-14'")[0][0]
    status, report, text = ingest(OFFICIAL, "--layer", "barrio", "--match", "name", "--edition", "2023-06-01", "--dry-run")
    equal(status, 0, "the official layer, dry run")
    equal(ask("SELECT count(*) FROM area_edition")[0][0], 0, "a dry run leaves nothing")
    status, report, text = ingest(OFFICIAL, "--layer", "barrio", "--match", "name", "--edition", "2023-06-01")
    equal((status, counts(report)), (0, (1, 71, 0)), "the official layer replaces 71 extents and adds one barrio")
    after = dict(ask("SELECT code, id FROM area"))
    check(before.items() <= after.items(), "codes and ids stay")
    check(ask("SELECT count(*) FROM area_alias")[0][0] >= aliases, "aliases stay")
    (row,) = ask("SELECT name, external_code, geom_status, edition, valid_from FROM area WHERE code = 'nelson-mandela'")
    equal(row, ("Nelson Mandela", "9300", "authoritative", 2, "2023-06-01"), "the new edition of Nelson Mandela")
    (row,) = ask("SELECT e.edition, e.geom_status, round(e.hectares, 1), e.valid_to, e.geom IS NOT NULL FROM area_edition e"
                 " JOIN area a ON a.id = e.area_id WHERE a.code = 'nelson-mandela'")
    equal(row, (1, "approximate", 111.3, "2023-06-01", 1), "the old edition is whole in the history")
    check(ask("SELECT hectares FROM area WHERE code = 'ucg-14'")[0][0] != united, "areas made of areas are united again")
    equal(ask("SELECT p.code FROM area a JOIN area p ON p.id = a.parent_id WHERE a.code = 'nelson-mandela'"), [("ucg-14",)], "ties stay")
    status, report, _ = ingest(OFFICIAL, "--layer", "barrio")
    equal(counts(report), (0, 0, 72), "the same file by its own codes: all are known, nothing changes")
    status, report, _ = ingest(os.path.join(ROOT, "geodata", "areas.csv"))
    equal(counts(report)[:2], (0, 0), "figures do not replace official boundaries")
    check("conserva-geometria" in codes(report), "and the report says so")
    check_unions()


def check_unions():
    """GDAL's own union of the members against what the store has."""
    for area, sql in [("zona-suroriental", "SELECT m.member_id FROM area_member m JOIN area a ON a.id = m.area_id WHERE a.code = ?"),
                      ("ucg-6", "SELECT c.id FROM area c JOIN area a ON a.id = c.parent_id WHERE a.code = ?")]:
        members = {i for (i,) in ask(sql, area)}
        source = ogr.Open(DB)
        union, stored = None, None
        for feature in source.GetLayerByName("area"):
            geometry = feature.GetGeometryRef()
            if feature["code"] == area:
                stored = geometry.Clone()
            if feature.GetFID() in members and geometry:
                union = geometry.Clone() if union is None else union.Union(geometry)
        difference = union.SymmetricDifference(stored).GetArea() / union.GetArea()
        check(difference < 1e-9, f"{area} is the union of its {len(members)} parts by GDAL too", difference)


def store_opens_elsewhere():
    source = ogr.Open(DB)
    for name, kind in [("area", ogr.wkbMultiPolygon), ("area_edition", ogr.wkbMultiPolygon)]:
        found = source.GetLayerByName(name)
        check(found is not None and found.GetGeomType() == kind, f"GDAL sees the layer {name}")
        equal(found.GetSpatialRef().GetAuthorityCode(None), "4326", f"{name} is in EPSG:4326")
    places = source.GetLayerByName("activity_location").GetLayerDefn()
    equal({places.GetGeomFieldDefn(i).GetName(): places.GetGeomFieldDefn(i).GetType() for i in range(places.GetGeomFieldCount())},
          {"geom_point": ogr.wkbPoint, "geom_outline": ogr.wkbMultiPolygon}, "activity_location has a point and an outline")
    bad = [f["code"] for f in source.GetLayerByName("area") if f.GetGeometryRef() and not f.GetGeometryRef().IsValid()]
    equal(bad, [], "every stored polygon is valid")
    equal(ask("PRAGMA integrity_check"), [("ok",)], "the file is whole")
    equal(ask("SELECT count(*) FROM area WHERE geom IS NOT NULL"), ask("SELECT count(*) FROM idx_area_geom"), "the spatial index has every area")


def parents_and_codes():
    db = os.path.join(WORK, "p.db")
    run("init", "--db", db)
    path = write("ucg.csv", "codigo,nombre,capa,miembros\nucg-1,Unidad 1,ucg,*\nucg-2,Unidad 2,ucg,*\n")
    equal(ingest(path, db=db)[0], 0, "two composed areas without children yet")
    path = layer("b.geojson", ({"CODIGO": "1", "NOMBRE": "Uno", "UCG": 1}, square(-75.5, 10.4)),
                 ({"CODIGO": "2", "NOMBRE": "Dos", "UCG": 2}, square(-75.49, 10.4)))
    status, report, text = ingest(path, "--layer", "barrio", "--code-prefix", "b-", "--parent-field", "UCG", "--parent-layer", "ucg", db=db)
    equal(status, 0, "parents by the number of their layer")
    equal(ask("SELECT a.code, a.external_code, p.code FROM area a JOIN area p ON p.id = a.parent_id ORDER BY 1", db=db),
          [("b-1", "1", "ucg-1"), ("b-2", "2", "ucg-2")], "prefix, official code and parent")
    hectares = dict(ask("SELECT code, hectares FROM area", db=db))
    check(abs(hectares["ucg-1"] - hectares["b-1"]) < 1e-6, "a composed area follows its children", hectares)
    path = layer("b2.geojson", ({"CODIGO": "1", "NOMBRE": "Uno", "UCG": 2}, square(-75.5, 10.4)))
    status, report, text = ingest(path, "--layer", "barrio", "--code-prefix", "b-", "--parent-field", "UCG", "--parent-layer", "ucg", db=db)
    hectares = dict(ask("SELECT code, hectares FROM area", db=db))
    check(hectares["ucg-1"] is None and hectares["ucg-2"] > 1.9 * hectares["b-1"], "a child that moves changes both unions", hectares)
    equal(counts(report), (0, 1, 0), "and counts as a change")
    for options, features, code, why in [
            (["--parent-field", "UCG", "--parent-layer", "ucg"], [({"CODIGO": "3", "NOMBRE": "Tres", "UCG": 77}, square(-75.4, 10.4))],
             "padre-desconocido", "an unknown parent"),
            ([], [({"CODIGO": "ucg-1", "NOMBRE": "Tres"}, square(-75.4, 10.4))], "codigo-en-uso", "a code of another layer's area"),
            ([], [({"CODIGO": "7", "NOMBRE": "Siete"}, square(2, 48)), ({"CODIGO": "8", "NOMBRE": "Ocho"}, square(-75.4, 10.4))],
             "fuera-de-colombia", "an area in Paris")]:
        status, report, text = ingest(layer("bad.geojson", *features), "--layer", "barrio", *options, db=db)
        check(status == 3 and code in codes(report), f"{why} is refused", (status, text[:600]))
    equal(len(ask("SELECT 1 FROM area", db=db)), 4, "nothing of the refused files is there")
    path = write("circle.csv", "codigo,nombre,capa,padre,miembros\na,A,zona,b,\nb,B,zona,a,\nc,C,zona,,d\nd,D,zona,,c\n")
    status, report, text = ingest(path, db=db)
    check(status == 3 and {"padre-circular", "miembros-circulares"} <= set(codes(report)), "circles are refused", codes(report))
    for options, why in [(["--layer", "nada"], "an unknown layer"), (["--code-field", "NO", "--layer", "barrio"], "an unknown field"), ([], "no layer")]:
        status, report, text = ingest(OFFICIAL, *options, db=db)
        equal(status, 2, f"{why} is a usage error")


def ambiguous_names():
    db = os.path.join(WORK, "n.db")
    run("init", "--db", db)
    path = write("n.csv", "codigo,nombre,capa,lon,lat,hectareas\nrecreo-1,El Recreo,barrio,-75.48,10.38,20\nrecreo-2,El Recreo,poblado,-75.5,10.2,5\n")
    equal(ingest(path, db=db)[0], 0, "two places of one name")
    path = layer("n.geojson", ({"CODIGO": "1", "NOMBRE": "EL RECREO"}, square(-75.48, 10.38)))
    status, report, _ = ingest(path, "--layer", "barrio", "--match", "name", db=db)
    check(status == 3 and "area-ambigua" in codes(report), "a name that could be two areas is refused", codes(report))
    message = [m["mensaje"] for m in report["mensajes"] if m["codigo"] == "area-ambigua"][0]
    check("recreo-1" in message and "recreo-2" in message, "with the candidates", message)


try:
    equal(run("init", "--db", DB).returncode, 0, "a new store")
    shipped_places()
    official_layer()
    store_opens_elsewhere()
    parents_and_codes()
    ambiguous_names()
finally:
    shutil.rmtree(WORK, ignore_errors=True)
finish()
