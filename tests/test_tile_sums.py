#!/usr/bin/python3
"""Over all tiles of a zoom, clusters and single projects add up to what /resumen says, in number and in value; read by GDAL.

Some projects of the made-up country get what keeps a value out of a sum: another currency, no value, a part that carries it.
"""
import os
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
        db.execute("UPDATE activity SET currency = 'USD' WHERE id % 17 = 0")
        db.execute("UPDATE activity SET total_minor = NULL, total_dec = NULL, currency = NULL WHERE id % 13 = 0")
        db.execute("UPDATE activity SET total_minor = 9007199254740993, total_dec = '90071992547409.93' WHERE id = 5")
        db.execute("INSERT INTO related_activity (activity_id, related_id, type) SELECT id, id - id % 10, '1' FROM activity WHERE id % 10 IN (1, 2) AND id > 10")
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


with GeodataServer(make) as country:
    check(test_sums(country, "everything", "", (0, 1, 2, 3, 5, 7, 9, 11)) > 1000, "there were clusters")
    check(test_sums(country, "a kind", "&clase=convenio&clase=programa", (0, 4, 8)) > 3, "there were clusters under a filter")
    test_sums(country, "a few", "&estado=2&clase=convenio", (0, 6, 10))
    all_of_them = country.get("/tiles/0/0/0.pbf?agrupar=no&collections=proyectos")
    equal(len(points(country.folder, all_of_them.body)), located(country, "")[0], "agrupar=no gives every project by itself")
    some = points(country.folder, country.get("/tiles/0/0/0.pbf?agrupar=no&properties=clase,anio&collections=proyectos").body)
    equal({k for p in some for k in p} - {"mvt_id"}, {"clase", "anio"}, "properties= says what is carried")
    merged = points(country.folder, country.get("/tiles/0/0/0.pbf?properties=valor_centavos&collections=proyectos").body)
    equal({k for p in merged for k in p} - {"mvt_id"}, {"valor_centavos", "n", "sin_valor"}, "a cluster says how many it is")
    for wrong in ("properties=nada", "agrupar=si", "collections=nada", "collections=actores"):
        equal(country.get(f"/tiles/0/0/0.pbf?{wrong}").status, 400, f"{wrong} is refused")
finish()
