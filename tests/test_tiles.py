#!/usr/bin/python3
"""Tiles as served, read by GDAL's MVT driver, against brute force over the store (tests/tile_oracle.py), within one tile unit.

A made-up country: clustered points, outlines, areas with holes and of several parts, from 30 m to 70 km.
"""
import math
import os
import random

from osgeo import gdal, ogr

import tile_oracle
from check import check, equal, finish
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
        links = {link["rel"]: link for link in about["links"]}
        check({"self", "item", rel + "tiling-scheme"} <= set(links), f"{base}: links", sorted(links))
        check(links["item"].get("templated") and links["item"]["type"] == "application/vnd.mapbox-vector-tile", f"{base}: the tile's template")
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


def main():
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
