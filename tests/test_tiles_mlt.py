#!/usr/bin/python3
"""MapLibre Tiles (MLT) as served, read by MapLibre's own decoder: the same features as the Mapbox Vector Tile of that address.

web/test/decode_mlt.mjs compares; what the vector tiles must hold is the matter of test_tiles.py and test_tiles_js.py.
"""
import json
import os
import random
import subprocess

import tile_oracle
from check import ROOT, check, equal, finish
from geodata_server import GeodataServer

MLT, MVT = "application/vnd.maplibre-tile", "application/vnd.mapbox-vector-tile"
PER_ZOOM = 10


def run(*command):
    done = subprocess.run([os.path.join(ROOT, "scripts", "build-page"), *command], capture_output=True, text=True)
    check(done.returncode == 0, f"{command[0]} runs", done.stderr[-2000:])
    return done.stdout


def some_tiles(store, rng):
    corners = [p for a in store.areas.values() for polygon in a.world for ring in polygon for p in ring]
    places = [at for _, at, _ in store.projects]
    chosen = {(0, 0, 0)}
    for z in range(1, 19):
        for u, v in rng.sample(corners, PER_ZOOM // 2) + [rng.choice(places) for _ in range(PER_ZOOM // 2)]:
            chosen.add((z, int(u * 2**z), int(v * 2**z)))
    return sorted(chosen)


def save(folder, name, data):
    path = os.path.join(folder, name)
    with open(path, "wb") as f:
        f.write(data)
    return path


def test_same_features(server, name):
    store, files, sizes = tile_oracle.Store(server.db, count_projects=False), [], [0, 0]
    reader = os.path.join(server.folder, "decode_mlt.mjs")
    run("node_modules/.bin/esbuild", "test/decode_mlt.mjs", "--bundle", "--platform=node", "--format=esm", "--log-level=error", f"--outfile={reader}")
    asked = [f"/tiles/{z}/{x}/{y}.pbf" for z, x, y in some_tiles(store, random.Random(7))]
    asked += [f"/tiles/0/0/0.pbf?{q}" for q in ("agrupar=no", "properties=clase,n", "clase=convenio", "collections=areas", "properties=titulo&agrupar=no")]
    for i, address in enumerate(asked):
        by_header, mvt = server.get(address, {"Accept": MLT}), server.get(address)
        by_name = server.get(address + ("&" if "?" in address else "?") + "f=mlt")
        equal((by_header.status, by_header.header("Content-Type"), mvt.header("Content-Type")), (200, MLT, MVT), f"{address}: both forms")
        check(by_header.body == by_name.body and by_header.header("ETag") not in (None, mvt.header("ETag")), f"{address}: a tag of its own")
        check("Accept" in by_header.header("Vary"), f"{address}: Vary")
        files += [save(server.folder, f"{i}.mlt", by_header.body), save(server.folder, f"{i}.mvt", mvt.body)]
        sizes = [sizes[0] + len(by_header.body), sizes[1] + len(mvt.body)]
    said = [json.loads(line) for line in run("node", reader, *files).splitlines()]
    equal(len(said), len(asked), f"{name}: every tile is read")
    for address, one in zip(asked, said):
        check(not one["wrong"], f"{name}: {address} says the same in both forms", one["wrong"])
    check(sum(one["features"] for one in said) > 1000, f"{name}: there were features", sum(one["features"] for one in said))
    print(f"{name}: {len(asked)} tiles, {sum(one['features'] for one in said)} features, {sizes[0]} bytes of MLT, {sizes[1]} of MVT")


with GeodataServer() as city:
    test_same_features(city, "city")
with GeodataServer(lambda folder: tile_oracle.make_country(folder, 51, 6000)) as country:
    test_same_features(country, "country")
finish()
