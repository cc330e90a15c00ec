#!/usr/bin/python3
"""Over all tiles of a zoom, clusters and single projects add up to what /resumen says, in number and in value; read by GDAL.

Some projects of the made-up country get what keeps a value out of a sum: another currency, no value, a part that carries it; and some
a second place. What a cluster stands for is asked for by its cell, and is what lies in that cell by the store's own points.
"""
import math
import os
import random
import sqlite3
import subprocess
from decimal import Decimal

from osgeo import gdal

import tile_oracle
from check import COOPMAP, check, equal, finish
from geodata_server import GeodataServer

gdal.UseExceptions()


def make(folder):
    path = tile_oracle.make_country(folder, 41, 9000)
    with sqlite3.connect(path) as db:
        db.enable_load_extension(True)
        db.load_extension("mod_spatialite")
        db.execute("UPDATE activity SET currency = 'USD' WHERE id % 17 = 0")
        db.execute("UPDATE activity SET total_minor = NULL, total_dec = NULL, currency = NULL WHERE id % 13 = 0")
        db.execute("UPDATE activity SET total_minor = 9007199254740993, total_dec = '90071992547409.93' WHERE id = 5")
        db.execute("INSERT INTO related_activity (activity_id, related_id, type) SELECT id, id - id % 10, '1' FROM activity WHERE id % 10 IN (1, 2) AND id > 10")
        db.execute("""INSERT INTO activity_location (activity_id, rank, scope, geom_point, share_basis, claim_id) SELECT a.activity_id, 9, 'point', b.geom_point, 'none', a.claim_id
          FROM activity_location a JOIN activity_location b ON b.id = a.id + 700 WHERE a.activity_id % 19 = 0 AND b.geom_point IS NOT NULL""")
    db.close()
    done = subprocess.run([COOPMAP, "snapshot", "--db", path], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    return path


def points(folder, data):
    """Attributes of the points in a tile, None where there is none."""
    if not data:
        return []
    path = os.path.join(folder, "tile.pbf")
    with open(path, "wb") as f:
        f.write(data)
    source = gdal.OpenEx("MVT:" + path, gdal.OF_VECTOR, allowed_drivers=["MVT"], open_options=["X=0", "Y=0", "Z=0", "METADATA_FILE="])
    layer = source.GetLayerByName("proyectos")
    return [f.items() for f in layer] if layer else []


def located(server, question):
    """Number and value, in hundredths, of what /resumen has on the map; and how many of them are silent."""
    said = server.get("/resumen?por=area" + question).json()
    silent = ("sin_valor", "sin_erogacion", "otra_moneda", "contado_en_otro")
    here = {k: said["todo"][k] - sum(row[k] for row in said["sin_lugar"]) for k in ("proyectos", "valor", *silent)}
    return here["proyectos"], int(Decimal(here["valor"]) * 100), sum(here[k] for k in silent)


def tile_sums(server, tiles, question):
    number = value = silent = clusters = most = 0
    for z, x, y in tiles:
        found = points(server.folder, server.get(f"/collections/proyectos/tiles/WebMercatorQuad/{z}/{y}/{x}?f=mvt{question}").body)
        most = max(most, len(found))
        for p in found:
            alone = p.get("n") is None
            clusters += not alone
            number += 1 if alone else p["n"]
            value += p.get("valor_centavos") or 0
            silent += p.get("valor_centavos") is None if alone else p["sin_valor"]
    return (number, value, silent), clusters, most


def test_sums(server, name, question, zooms):
    store = tile_oracle.Store(server.db, count_projects=False)
    want, clustered = located(server, question), 0
    for z in zooms:
        tiles = sorted({(z, int(at[0] * 2**z), int(at[1] * 2**z)) for _, at, _ in store.projects})
        got, clusters, most = tile_sums(server, tiles, question)
        clustered += clusters
        equal(got, want, f"{name}: projects, value and silent ones over {len(tiles)} tiles of zoom {z}")
        check(most <= 4096, f"{name}: no tile of zoom {z} is too full", most)
    return clustered


HALF = 20037508.342789244  # metres from the middle of the world's map to its edge


def clusters_at(folder, data, z, x, y):
    """(number, value, zoom of the cell, share of the world from the left, from the top) of each cluster, as GDAL places it in metres."""
    path = os.path.join(folder, "tile.pbf")
    with open(path, "wb") as f:
        f.write(data)
    source = gdal.OpenEx("MVT:" + path, gdal.OF_VECTOR, allowed_drivers=["MVT"], open_options=[f"X={x}", f"Y={y}", f"Z={z}", "METADATA_FILE="])
    layer = source.GetLayerByName("proyectos") if data else None
    out = []
    for f in layer or ():
        said, at = f.items(), f.GetGeometryRef()
        if said.get("n") is not None:
            out.append((said["n"], said.get("valor_centavos"), said["celda_nivel"], (at.GetX() + HALF) / (2 * HALF), (HALF - at.GetY()) / (2 * HALF)))
    return out


def selected(server, question):
    """Codes of what a question selects."""
    codes, address = [], "/collections/proyectos/items?limit=10000&properties=codigo&" + question
    while address:
        page = server.get(address).json()
        codes += [f["id"] for f in page["features"]]
        address = next((link["href"] for link in page["links"] if link["rel"] == "next"), None)
    return set(codes)


def test_cells(server, rng):
    store = tile_oracle.Store(server.db, count_projects=False)
    place = {known["codigo"]: at for _, at, known in store.projects}
    seen = beside = 0
    for question in ("", "clase=convenio", "clase=proyecto&estado=2&estado=3&estado=4", "monto_min=1000000", "anio=2010&anio=2012&anio=2013&forma=sin-dato"):
        here = selected(server, question)
        for z in (0, 1, 2, 4, 5, 6, 7, 8, 9):
            at = [place[code] for code in rng.sample(sorted(here), 4)]
            for x, y in {(int(u * 2**z), int(v * 2**z)) for u, v in at}:
                tile = server.get(f"/collections/proyectos/tiles/WebMercatorQuad/{z}/{y}/{x}?f=mvt&{question}")
                found = clusters_at(server.folder, tile.body, z, x, y)
                for n, value, zoom, u, v in rng.sample(found, min(len(found), 7)):
                    column, row = (int(share * 2**zoom + 1e-4) for share in (u, v))
                    want = {code for code in here if int(place[code][0] * 2**zoom) == column and int(place[code][1] * 2**zoom) == row}
                    asked = f"celda={zoom}/{column}/{row}&{question}"
                    got = selected(server, asked)
                    check(got == want and len(got) == n, f"{asked}: the {n} projects of a cluster in tile {z}/{x}/{y}", (len(got), len(want), sorted(got ^ want)[:9]))
                    check(z <= zoom <= z + 6, f"{zoom} is the zoom of a cell in a tile of {z}")
                    seen += 1
                    north, south = (mercator_lat((row + k) / 2**zoom) for k in (1e-7, 1 - 1e-7))
                    box = f"bbox={(column + 1e-7) / 2**zoom * 360 - 180:.10f},{south:.10f},{(column + 1 - 1e-7) / 2**zoom * 360 - 180:.10f},{north:.10f}&{question}"
                    beside += server.get("/collections/proyectos/items?limit=1&" + box).json()["numberMatched"] != n
    check(seen > 60, "there were clusters", seen)
    check(beside > 0, "and a box finds others by their second place", beside)
    one, other = (f"celda={z}/{int(place[c][0] * 2**z)}/{int(place[c][1] * 2**z)}" for z, c in ((7, min(place)), (9, max(place))))
    equal(selected(server, f"{one}&{other}"), selected(server, one) | selected(server, other), "two cells: what lies in any of them")
    equal(selected(server, "celda=0/0/0"), set(place), "the whole world")
    equal(server.get("/facetas?" + one).json()["proyectos"], len(selected(server, one)), "the facets know cells")
    for wrong in ("celda=3", "celda=3/1", "celda=3/8/1", "celda=3/1/8", "celda=25/1/1", "celda=3/-1/1", "celda=3/1/1/1", "celda=3//1", "celda=3/1/x", "celda=1/1/123456789"):
        answer = server.get("/collections/proyectos/items?" + wrong)
        check(answer.status == 400 and "celda=" in answer.text, f"{wrong} is refused", (answer.status, answer.text[:300]))


def mercator_lat(share):
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * share))))


with GeodataServer(make) as country:
    test_cells(country, random.Random(23))
    check(test_sums(country, "everything", "", (0, 1, 2, 3, 5, 7, 9, 11)) > 1000, "there were clusters")
    check(test_sums(country, "a kind", "&clase=convenio&clase=programa", (0, 4, 8)) > 3, "there were clusters under a filter")
    test_sums(country, "a few", "&estado=2&clase=convenio", (0, 6, 10))
    all_of_them = country.get("/tiles/0/0/0.pbf?agrupar=no&collections=proyectos")
    equal(len(points(country.folder, all_of_them.body)), located(country, "")[0], "agrupar=no gives every project by itself")
    some = points(country.folder, country.get("/tiles/0/0/0.pbf?agrupar=no&properties=clase,anio&collections=proyectos").body)
    equal({k for p in some for k in p} - {"mvt_id"}, {"clase", "anio"}, "properties= says what is carried")
    merged = points(country.folder, country.get("/tiles/0/0/0.pbf?properties=valor_centavos&collections=proyectos").body)
    equal({k for p in merged for k in p} - {"mvt_id"}, {"valor_centavos", "n", "sin_valor", "celda_nivel"}, "a cluster says how many it is")
    for wrong in ("properties=nada", "agrupar=si", "collections=nada", "collections=actores"):
        equal(country.get(f"/tiles/0/0/0.pbf?{wrong}").status, 400, f"{wrong} is refused")
finish()
