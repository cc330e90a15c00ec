#!/usr/bin/python3
"""Tiles as served, read by GDAL's MVT driver, against brute force over the store (tests/tile_oracle.py), within one tile unit.

A made-up country: clustered points, outlines, areas with holes and of several parts, from 30 m to 70 km. And areas that cover a
region, made up and real ones: in no tile is there a gap or an overlap between neighbours.
"""
import math
import os
import random
import subprocess

from osgeo import gdal, ogr

import tile_borders
import tile_oracle
from check import COOPMAP, SHARED, check, equal, finish
from geodata_server import GeodataServer

gdal.UseExceptions()
HALF = math.pi * 6378137  # of the Web Mercator square
PER_ZOOM = 8


def points_of(geometry, z, x, y):
    """From Web Mercator metres back to whole units of the tile."""
    side = 2 * HALF / 2**z
    points = [((px + HALF) / side - x, (HALF - py) / side - y) for px, py, *_ in geometry.GetPoints()]
    units = [[round(u * 4096), round(v * 4096)] for u, v in points]
    check(all(abs(u * 4096 - a) < 0.01 and abs(v * 4096 - b) < 0.01 for (u, v), (a, b) in zip(points, units)), "units are whole")
    return units


def rings_of(geometry, z, x, y):
    if ogr.GT_Flatten(geometry.GetGeometryType()) == ogr.wkbPoint:
        return [points_of(geometry, z, x, y)]
    if ogr.GT_Flatten(geometry.GetGeometryType()) == ogr.wkbLinearRing or geometry.GetGeometryName() == "LINEARRING":
        return [points_of(geometry, z, x, y)[:-1]]
    return [ring for i in range(geometry.GetGeometryCount()) for ring in rings_of(geometry.GetGeometryRef(i), z, x, y)]


def decode(folder, data, z, x, y):
    """As tile_oracle wants it: {layer: [{id, type, properties, rings}]}."""
    path = os.path.join(folder, "tile.pbf")
    with open(path, "wb") as f:
        f.write(data)
    if not data:
        return {}
    options = [f"X={x}", f"Y={y}", f"Z={z}", "CLIP=NO", "METADATA_FILE="]
    source = gdal.OpenEx("MVT:" + path, gdal.OF_VECTOR, allowed_drivers=["MVT"], open_options=options)
    layers = {}
    for i in range(source.GetLayerCount()):
        layer = source.GetLayer(i)
        for f in layer:
            geometry = f.GetGeometryRef()
            known = {k: v for k, v in f.items().items() if v is not None and k != "mvt_id"}
            layers.setdefault(layer.GetName(), []).append(
                {"id": f.GetField("mvt_id"), "type": 1 if geometry.GetDimension() == 0 else 3, "properties": known,
                 "rings": rings_of(geometry, z, x, y)})
    return layers


def some_tiles(store, rng):
    corners = [p for a in store.areas.values() for polygon in a.world for ring in polygon for p in ring]
    places = [at for _, at, _ in store.projects] + [a.label for a in store.areas.values()]
    chosen = {(0, 0, 0)}
    for z in range(1, 19):
        for u, v in rng.sample(corners, PER_ZOOM // 2) + rng.sample(places, PER_ZOOM // 2):
            chosen.add((z, int(u * 2**z), int(v * 2**z)))
    return sorted(chosen)


def test_tilesets(server):
    """What describes the tiles, by OGC 20-057: everything needed to ask for one, and only what is answered."""
    rel = "http://www.opengis.net/def/rel/ogc/1.0/"
    for base, layers in (("", ["areas", "areas_etiqueta", "proyectos"]), ("/collections/areas", ["areas", "areas_etiqueta"]),
                         ("/collections/proyectos", ["proyectos"])):
        listed = server.get(f"{base}/tiles").json()
        equal([t["tileMatrixSetURI"].rsplit("/", 1)[1] for t in listed["tilesets"]], ["WebMercatorQuad"], f"{base}/tiles lists its set")
        own = next(link["href"] for link in listed["tilesets"][0]["links"] if link["rel"] == "self")
        answer = server.get(own)
        about = answer.json()
        links = {link["rel"]: link for link in reversed(about["links"])}
        check({"self", "item", rel + "tiling-scheme"} <= set(links), f"{base}: links", sorted(links))
        check(links["item"].get("templated") and links["item"]["type"] == "application/vnd.mapbox-vector-tile", f"{base}: the tile's template")
        other = [link for link in about["links"] if link["rel"] == "item"][-1]
        answer = server.get(other["href"].format(tileMatrix=0, tileRow=0, tileCol=0))
        check(other.get("templated") and answer.header("Content-Type") == other["type"] == "application/vnd.maplibre-tile", f"{base}: and as MLT", other)
        equal([layer["id"] for layer in about["layers"]], layers, f"{base}: layers")
        check(all(p.get("type") and p.get("title") for layer in about["layers"] for p in layer["propertiesSchema"]["properties"].values()), f"{base}: properties")
        low, high = about["boundingBox"]["lowerLeft"], about["boundingBox"]["upperRight"]
        check(-180 <= low[0] < high[0] <= 180 and -90 <= low[1] < high[1] <= 90, f"{base}: box", (low, high))
        scheme = server.get(links[rel + "tiling-scheme"]["href"]).json()
        matrices = {m["id"]: m for m in scheme["tileMatrices"]}
        for limit in about["tileMatrixSetLimits"]:
            m = matrices[limit["tileMatrix"]]
            check(limit["maxTileRow"] < m["matrixHeight"] and limit["maxTileCol"] < m["matrixWidth"], f"{base}: limits of {limit}")
            for row, col, status in ((limit["minTileRow"], limit["minTileCol"], 200), (limit["maxTileRow"], limit["maxTileCol"], 200),
                                     (limit["maxTileRow"] + 1, 0, 404), (0, limit["maxTileCol"] + 1, 404)):
                address = links["item"]["href"].format(tileMatrix=limit["tileMatrix"], tileRow=row, tileCol=col)
                equal(server.get(address).status, status, address)
        for link in about["links"] + [found for layer in about["layers"] for found in layer["links"]]:
            check(link.get("templated") or server.get(link["href"]).status == 200, f"{base}: {link['href']} is there")
    sets = server.get("/tileMatrixSets").json()["tileMatrixSets"]
    check(any(link["rel"] == "item" for link in sets[0]["links"]), "the official suite finds the scheme by an item link", sets)


def ingest(db, path, layer, *more):
    done = subprocess.run([COOPMAP, "ingest", "areas", path, "--layer", layer, "--db", db, "--lang", "en", *more], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{path}: {done.returncode}\n{done.stdout[-3000:]}{done.stderr[-3000:]}")


def make_regions(folder):
    db = os.path.join(folder, "regions.db")
    subprocess.run([COOPMAP, "init", "--db", db], check=True, capture_output=True)
    for layer, text in zip(("barrio", "localidad"), tile_borders.make_regions(5)):
        path = os.path.join(folder, layer + ".geojson")
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        ingest(db, path, layer)
    return db


def check_regions():
    """The bricks of each region less the region itself: nothing is left, in area and line by line."""
    rng, sides = random.Random(8), 0
    with GeodataServer(make_regions) as server:
        store = tile_oracle.Store(server.db)
        corners = {name: [p for a in store.areas.values() if a.code.startswith(name + "-") for polygon in a.world for ring in polygon for p in ring]
                   for name in tile_borders.REGIONS}
        tiles = {(z, int(u * 2**z), int(v * 2**z)) for z in range(19) for name in corners for u, v in rng.sample(corners[name], 4)}
        for z, x, y in sorted(tiles):
            features = decode(server.folder, server.get(f"/tiles/{z}/{x}/{y}.pbf").body, z, x, y).get("areas", [])
            for name in tile_borders.REGIONS:
                rings = [(ring, -1 if f["properties"]["capa"] == "localidad" else 1) for f in features for ring in f["rings"]
                         if f["properties"]["codigo"].partition("-")[0] == name]
                sides += sum(len(ring) for ring, _ in rings)
                equal(sum(sign * tile_oracle.twice_area(ring) for ring, sign in rings), 0, f"tile {z}/{x}/{y}: the areas of {name} add up")
                equal(tile_borders.uncancelled(rings)[:5], [], f"tile {z}/{x}/{y}: the borders of {name} meet")
    check(sides > 5000, "many borders were seen", sides)


def make_real(folder):
    db = os.path.join(folder, "real.db")
    subprocess.run([COOPMAP, "init", "--db", db], check=True, capture_output=True)
    real = os.path.join(SHARED, "geodata")
    for name, layer, code, called in (("municipios_bolivar_y_vecinos", "municipio", "MPIO_CCNCT", "MPIO_CNMBR"),
                                      ("departamentos_caribe", "departamento", "DPTO_CCDGO", "DPTO_CNMBR")):
        ingest(db, os.path.join(real, f"dane_mgn2018_{name}.geojson"), layer, "--code-field", code, "--name-field", called)
    return db


def outer_border(areas):
    """Of all together, as lines in millionths of the world: their own gaps are part of it."""
    union = ogr.Geometry(ogr.wkbMultiPolygon)
    for a in areas:
        for polygon in a.world:
            part = ogr.Geometry(ogr.wkbPolygon)
            for ring in polygon:
                line = ogr.Geometry(ogr.wkbLinearRing)
                for u, v in ring + ring[:1]:
                    line.AddPoint_2D(u * 1e6, v * 1e6)
                part.AddGeometry(line)
            union.AddGeometry(part)
    return union.UnionCascaded().Boundary()


def check_real():
    """Towns as they are: a border without a counterpart is one of the whole, or a gap of the data's own."""
    rng, low, high = random.Random(4), -64, 4096 + 64
    with GeodataServer(make_real) as server:
        store = tile_oracle.Store(server.db)
        towns = [a for a in store.areas.values() if a.layer == "municipio"]
        corners, rim = [p for a in towns for polygon in a.world for ring in polygon for p in ring], outer_border(towns)
        shared = alone = 0
        for z in range(3, 19):
            for u, v in rng.sample(corners, 3):
                x, y = int(u * 2**z), int(v * 2**z)
                features = decode(server.folder, server.get(f"/tiles/{z}/{x}/{y}.pbf").body, z, x, y).get("areas", [])
                rings = [(ring, 1) for f in features for ring in f["rings"] if f["properties"]["capa"] == "municipio"]
                left = [(a, b) for a, b in tile_borders.uncancelled(rings)
                        if not any(a[k] == b[k] and a[k] in (low, high) for k in (0, 1))]
                units = 4096 * 2**z / 1e6
                far = [(a, b) for a, b in left if rim.Distance(ogr.CreateGeometryFromWkt(
                    f"POINT ({(x * 4096 + (a[0] + b[0]) / 2) / units} {(y * 4096 + (a[1] + b[1]) / 2) / units})")) * units > 3]
                equal(far[:5], [], f"tile {z}/{x}/{y}: only the outer border of the towns is without a counterpart")
                shared, alone = shared + sum(len(ring) for ring, _ in rings), alone + len(left)
        check(shared > 2000 and alone < shared / 2, "most borders were shared", (shared, alone))


def main():
    check_regions()
    check_real()
    seen = {}
    with GeodataServer(lambda folder: tile_oracle.make_country(folder, 21, 6000)) as country:
        store = tile_oracle.Store(country.db)
        for z, x, y in some_tiles(store, random.Random(13)):
            answer = country.get(f"/tiles/{z}/{x}/{y}.pbf")
            if not equal(answer.status, 200, f"tile {z}/{x}/{y} is answered"):
                continue
            layers = decode(country.folder, answer.body, z, x, y)
            problems = store.problems(layers, z, x, y)
            check(not problems, f"tile {z}/{x}/{y}", problems[:5])
            for name, features in layers.items():
                seen[name] = seen.get(name, 0) + len(features)
        whole = decode(country.folder, country.get("/tiles/0/0/0.pbf").body, 0, 0, 0)
        test_tilesets(country)
        points = whole.get("proyectos", [])
        check(len(points) <= 4096 < len(store.projects), "the tile of the whole world is in clusters", len(points))
        equal(sum(f["properties"].get("n", 1) for f in points), len(store.projects), "the tile of the whole world counts every project")
    check(len(seen) == 3 and min(seen.values()) > 500, "all layers were seen", seen)
    finish()


main()
