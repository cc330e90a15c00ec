#!/usr/bin/python3
"""A tile whose outlines weigh more than the budget has the same areas with fewer vertices, close to where they were; read by GDAL."""
import json
import math
import os
import subprocess

from osgeo import gdal

from check import COOPMAP, check, equal, finish
from geodata_server import GeodataServer

gdal.UseExceptions()
Z, X, Y, BUDGET, FURTHEST = 6, 19, 31, 256 << 10, 16
UNIT = 2 * math.pi * 6378137 / 2**Z / 4096  # metres of Web Mercator


def cog(lon, lat, radius, teeth, points):
    """A wheel with deep teeth: simple, and long for its size."""
    far = [radius * (0.75 + 0.25 * math.sin(2 * math.pi * teeth * i / points)) for i in range(points)]
    ring = [(lon + r * math.cos(2 * math.pi * i / points), lat + r * math.sin(2 * math.pi * i / points)) for i, r in enumerate(far)]
    return ring + ring[:1]


def make(folder):
    """More than three hundred outlines of 1,000 points, and one of 300 m."""
    features = []
    for i in range(331):
        lon, lat = -73.0 + i % 21 * 0.25, 0.2 + i // 21 * 0.25
        ring = cog(lon, lat, 0.12, 200, 1000) if i else cog(lon, lat, 0.003, 3, 30)
        features.append({"type": "Feature", "properties": {"codigo": f"pesada-{i:03d}", "nombre": f"Pesada {i}"},
                         "geometry": {"type": "Polygon", "coordinates": [ring]}})
    areas, db = os.path.join(folder, "pesadas.geojson"), os.path.join(folder, "heavy.db")
    with open(areas, "w", encoding="utf-8") as f:
        json.dump({"type": "FeatureCollection", "features": features}, f)
    for words in (["init"], ["ingest", "areas", areas, "--layer", "zona"]):
        done = subprocess.run([COOPMAP, *words, "--db", db, "--lang", "en"], capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"{words}: {done.stdout[-3000:]}{done.stderr[-3000:]}")
    return db


def read(server, question):
    """Bytes of the tile, and of each area its key, box in units and attributes."""
    body = server.get(f"/collections/areas/tiles/WebMercatorQuad/{Z}/{Y}/{X}{question}").body
    path = os.path.join(server.folder, "tile.pbf")
    with open(path, "wb") as f:
        f.write(body)
    source = gdal.OpenEx("MVT:" + path, gdal.OF_VECTOR, allowed_drivers=["MVT"], open_options=[f"X={X}", f"Y={Y}", f"Z={Z}", "CLIP=NO", "METADATA_FILE="])
    return len(body), [(f.GetField("mvt_id"), [v / UNIT for v in f.GetGeometryRef().GetEnvelope()], f.items()) for f in source.GetLayerByName("areas")]


with GeodataServer(make) as server:
    size, light = read(server, "")
    whole_size, whole = read(server, "?agrupar=no")
    check(whole_size > BUDGET and size < whole_size, "the budget makes a heavy tile lighter", (size, whole_size))
    equal(len(light), 331, "every area is there")
    equal([a[0] for a in light], [a[0] for a in whole], "no area is left out, and the order is the same")
    for one, other in zip(light, whole):
        check(all(abs(p - q) <= FURTHEST for p, q in zip(one[1], other[1])), "an outline is where it was", (one[1], other[1]))
    _, few = read(server, "?properties=nombre")
    equal({k for a in few for k in a[2]} - {"mvt_id"}, {"nombre"}, "properties= says what areas carry")
finish()
