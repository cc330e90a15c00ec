"""Tiles as served, read by Mapbox's own JavaScript decoder, against brute force over the store: the city's data and a made-up country.

web/test/decode_tiles.mjs decodes; tests/tile_oracle.py knows what a tile must hold.
"""
import gzip
import json
import os
import random
import subprocess
import time

import tile_oracle
from check import ROOT, check, equal, finish
from geodata_server import GeodataServer

MAX_ZOOM, PER_ZOOM = 18, 14


def tile_of(world, z):
    return int(world[0] * 2**z), int(world[1] * 2**z)


def some_tiles(store, rng):
    """For every zoom: tiles with projects, with labels, at corners of areas, inside areas, and neighbours of all these."""
    chosen = {(0, 0, 0)}
    corners = [p for a in store.areas.values() for polygon in a.world for ring in polygon for p in ring]
    places = [at for _, at, _ in store.projects] + [a.label for a in store.areas.values()]
    for z in range(1, MAX_ZOOM + 1):
        at = [tile_of(rng.choice(corners), z) for _ in range(PER_ZOOM // 2)] + [tile_of(rng.choice(places), z) for _ in range(PER_ZOOM // 2)]
        at += [(x + rng.randint(-1, 1), y + rng.randint(-1, 1)) for x, y in at[:PER_ZOOM // 3]]
        chosen |= {(z, x, y) for x, y in at if 0 <= x < 2**z and 0 <= y < 2**z}
    return sorted(chosen)


def fetch(server, tile, number, question=""):
    """By one of the two addresses, compressed or not."""
    z, x, y = tile
    address = f"/tiles/{z}/{x}/{y}.pbf" if number % 2 else f"/tiles/WebMercatorQuad/{z}/{y}/{x}"
    answer = server.get(address + question, {"Accept-Encoding": "gzip"} if number % 3 else {})
    if answer.status != 200:
        check(False, f"{address} answers 200", (answer.status, answer.text))
        return b""
    return gzip.decompress(answer.body) if answer.header("Content-Encoding") == "gzip" else answer.body


def decode(folder, tiles):
    paths = []
    for i, tile in enumerate(tiles):
        paths.append(os.path.join(folder, f"{i}.mvt"))
        with open(paths[-1], "wb") as f:
            f.write(tile)
    done = subprocess.run([os.path.join(ROOT, "scripts", "build-page"), "node", "test/decode_tiles.mjs", *paths], capture_output=True, text=True)
    if not check(done.returncode == 0, "the decoder reads every tile", done.stderr[-2000:]):
        return []
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_tiles(server, name, seed):
    store, started = tile_oracle.Store(server.db), time.time()
    tiles = some_tiles(store, random.Random(seed))
    decoded = decode(server.folder, [fetch(server, tile, i) for i, tile in enumerate(tiles)])
    equal(len(decoded), len(tiles), f"{name}: every tile is decoded")
    features = {"areas": 0, "areas_etiqueta": 0, "proyectos": 0}
    for tile, layers in zip(tiles, decoded):
        problems = store.problems(layers, *tile)
        check(not problems, f"{name}: tile {'/'.join(map(str, tile))}", problems[:5])
        for layer, rows in layers.items():
            features[layer] = features.get(layer, 0) + len(rows)
    check(all(features.values()), f"{name}: every layer was seen", features)
    print(f"{name}: {len(tiles)} tiles, features {features}, {time.time() - started:.1f} s")


def test_every_point_once(server, name):
    """All tiles of a zoom together hold every project once."""
    store = tile_oracle.Store(server.db, count_projects=False)
    for z in (5, 8):
        tiles = sorted({(z, *tile_of(at, z)) for _, at, _ in store.projects})
        decoded = decode(server.folder, [fetch(server, tile, i, "?agrupar=no") for i, tile in enumerate(tiles)])
        ids = sorted(f["id"] for layers in decoded for f in layers.get("proyectos", []))
        equal(ids, sorted(i for i, _, _ in store.projects), f"{name}: every project once at zoom {z}")


def test_filtered(server):
    """A filter on a tile: only what it selects, with the same ids."""
    store = tile_oracle.Store(server.db, count_projects=False)
    z, x, y = 4, 4, 7
    decoded = decode(server.folder, [server.get(f"/tiles/{z}/{x}/{y}.pbf?clase=convenio").body])
    wanted = {i: v for i, v in store.expected_projects(z, x, y).items() if v[1]["clase"] == "convenio"}
    got = {f["id"] for f in decoded[0].get("proyectos", [])} if decoded else set()
    check(wanted and got == set(wanted), "a filtered tile holds what the filter selects", (len(got), len(wanted)))


def test_limits(server):
    for address in ("/tiles/19/0/0.pbf", "/tiles/3/8/0.pbf", "/tiles/3/0/8.pbf", "/tiles/-1/0/0.pbf", "/tiles/WebMercatorQuad/2/0/4"):
        equal(server.get(address).status, 404, f"{address}: no such tile")
    empty = server.get("/tiles/10/0/0.pbf")
    equal((empty.status, empty.body), (200, b""), "an empty tile is 200 and has no bytes")


with GeodataServer() as city:
    test_tiles(city, "city", 3)
    test_every_point_once(city, "city")
    test_limits(city)
with GeodataServer(lambda folder: tile_oracle.make_country(folder, 1, 9000)) as country:
    test_tiles(country, "country", 4)
    test_every_point_once(country, "country")
    test_filtered(country)
finish()
