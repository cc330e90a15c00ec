#!/usr/bin/python3
"""The ETag of a tile is of what the tile says: an edit changes those of the tiles that cover it and no other, on every node alike.

The made-up country of tests/tile_oracle.py under a running server; the edits are ingested as anybody would.
"""
import csv
import http.client
import os
import random
import shutil
import subprocess
import time

import tile_oracle
from check import COOPMAP, check, equal, finish
from geodata_server import GeodataServer

WHOLE_ZOOMS, MAX_ZOOM, SOME = 8, 14, 150
OGC = "/collections/{id}/tiles/WebMercatorQuad/{z}/{y}/{x}"


def tile_of(world, z):
    return z, int(world[0] * 2**z), int(world[1] * 2**z)


class Client:
    """One connection for thousands of questions."""

    def __init__(self, server):
        self.server, self.connection = server, http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)

    def ask(self, address, method="HEAD", **headers):
        self.connection.request(method, address, headers=headers)
        response = self.connection.getresponse()
        return response.status, response.getheader("ETag"), response.read()

    def tags(self, tiles, collection="proyectos", question=""):
        found = {}
        for z, x, y in tiles:
            status, tag, _ = self.ask(OGC.format(id=collection, z=z, y=y, x=x) + question)
            if status != 200 or not tag:
                check(False, f"{collection} {z}/{x}/{y} has a tag", (status, tag))
            found[z, x, y] = tag
        return found


def some_tiles(store, rng):
    """Every tile with a project, and their neighbours, of the low zooms; of the high ones some."""
    tiles = {(0, 0, 0)}
    for z in range(1, MAX_ZOOM + 1):
        there = sorted({tile_of(at, z) for _, at, _ in store.projects})
        tiles |= set(there if z <= WHOLE_ZOOMS else rng.sample(there, min(SOME, len(there))))
        tiles |= {(z, min(x + 1, 2**z - 1), y) for _, x, y in there[:40]}
    return tiles


def ingest(server, rows):
    """Project rows by way of a CSV, and wait until the server answers from the new snapshot."""
    before = server.get("/version").body
    path = os.path.join(server.folder, "edit.csv")
    with open(path, "w", encoding="utf-8", newline="") as f:
        csv.writer(f).writerows(rows)
    done = subprocess.run([COOPMAP, "ingest", "projects", path, "--db", server.db, "--lang", "en"], capture_output=True, text=True)
    check(done.returncode == 0, "the edit is ingested", done.stdout + done.stderr)
    for _ in range(200):
        if server.get("/version").body != before:
            return
        time.sleep(0.05)
    check(False, "the server takes the new snapshot", server.said()[-1000:])


def test_edit(server, rows):
    store, client, rng = tile_oracle.Store(server.db, count_projects=False), Client(server), random.Random(4)
    head, place = rows[0], {name: i for i, name in enumerate(rows[0])}
    number = next(i for i, r in enumerate(rows) if i and r[place["lon"]] and r[place["clase"]] == "proyecto")
    edited = list(rows[number])
    old = tile_oracle.mercator(float(edited[place["lon"]]), float(edited[place["lat"]]))
    edited[place["lon"]], edited[place["lat"]], edited[place["titulo"]] = "-72.6543210", "5.4321098", "Otro título"
    new = tile_oracle.mercator(-72.654321, 5.4321098)
    tiles = some_tiles(store, rng) | {tile_of(at, z) for at in (old, new) for z in range(MAX_ZOOM + 1)}
    covering = {tile_of(at, z) for at in (old, new) for z in range(MAX_ZOOM + 1)}

    before, areas = client.tags(tiles), client.tags(sorted(tiles)[:300], "areas")
    filtered = client.tags(sorted(tiles)[:300], question="?clase=convenio")
    bodies = {t: client.ask(OGC.format(id="proyectos", z=t[0], y=t[2], x=t[1]), "GET")[2] for t in sorted(covering)}
    ingest(server, [head, edited])
    after = client.tags(tiles)
    changed = {t for t in tiles if after[t] != before[t]}
    equal(changed, covering, f"of {len(tiles)} tiles an edit changes the tags of those that cover the old place and the new one")
    equal(client.tags(sorted(tiles)[:300], "areas"), areas, "what is said of areas keeps its tags")
    equal(client.tags(sorted(tiles)[:300], question="?clase=convenio"), filtered, "a filter that does not select the project keeps its tags")
    for t in sorted(covering):
        check(client.ask(OGC.format(id="proyectos", z=t[0], y=t[2], x=t[1]), "GET")[2] != bodies[t], f"tile {t} says something else now")

    for t in rng.sample(sorted(tiles - covering), 100):
        status, tag, body = client.ask(OGC.format(id="proyectos", z=t[0], y=t[2], x=t[1]), "GET", **{"If-None-Match": before[t]})
        equal((status, tag, body), (304, before[t], b""), f"whoever has tile {t} is told to keep it")
    t = tile_of(new, 9)
    equal(client.ask(OGC.format(id="proyectos", z=9, y=t[2], x=t[1]), "GET", **{"If-None-Match": before[t]})[0], 200, "a tile that changed is sent")

    ingest(server, [head, rows[number]])
    equal(client.tags(tiles), before, "an edit taken back gives the tags of before")


def test_insert(server, rows):
    """A new row that comes before all others, with a year that nobody had: rows and numbers of dictionaries move, tiles do not."""
    store, client = tile_oracle.Store(server.db, count_projects=False), Client(server)
    tiles = some_tiles(store, random.Random(5))
    before = client.tags(tiles)
    new = ["a-primero", "Primero", "programa", "1", "1901-02-03", "", "", "-70.1234567", "3.7654321", "", "12.34", "COP"]
    ingest(server, [rows[0], new])
    after, at = client.tags(tiles), tile_oracle.mercator(-70.1234567, 3.7654321)
    covering = {tile_of(at, z) for z in range(MAX_ZOOM + 1)} & tiles
    equal({t for t in tiles if after[t] != before[t]}, covering, "a row that is added changes the tags of the tiles that cover it")


def test_bodies(server):
    """The tag of a whole tile stands for its bytes: areas, labels and points together, filtered or not, on another node as well."""
    client, found = Client(server), {}
    with GeodataServer(lambda folder: shutil.copytree(server.folder, os.path.join(folder, "copy")) + "/country.db") as other:
        there = Client(other)
        for z, x, y in [(0, 0, 0), (4, 4, 7), (5, 9, 15), (6, 18, 31), (7, 37, 62)]:
            for question in ("", "?clase=convenio", "?agrupar=no", "?properties=clase", "?collections=areas"):
                address = f"/tiles/{z}/{x}/{y}.pbf{question}"
                one, two = client.ask(address, "GET"), there.ask(address, "GET")
                equal(one, two, f"{address} is the same from two nodes")
                check(one[1] not in found, f"{address} has a tag of its own", found.get(one[1]))
                found[one[1]] = address


with GeodataServer(lambda folder: tile_oracle.make_country(folder, 31, 5000)) as country:
    made = tile_oracle.made_up_projects(32, 5000)
    test_edit(country, made)
    test_insert(country, made)
    test_bodies(country)
finish()
