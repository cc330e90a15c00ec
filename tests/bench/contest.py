"""scripts/bench rivals: coopmap beside the servers of tests/bench/rivals.py, the same rows and tiles, in one run, in turns.

Three data sets: clustered points with five attributes; real administrative polygons (DANE, ../shared/geodata) repeated over the
country; long lines, as corridors 60 m wide, since coopmap's areas are polygons. Tiles are looked at in grids of 4 x 4 around the
busiest place of each zoom. "Core": one thread, without network: ours in a loop in C, PostGIS in a loop in one backend. "Cold": each
tile asked once over HTTP from a server that keeps nothing; "warm": by wrk, from caches and files.
"""
import csv
import gzip
import http.client
import json
import math
import os
import random
import re
import shutil
import subprocess
import sys
import time
import urllib.parse
import zlib

import rivals

ROOT = rivals.ROOT
WORK = os.path.join(ROOT, "build", "bench", "rivals")
COOPMAP = os.path.join(ROOT, "build", "release", "coopmap")
GRID_TOOL = os.path.join(ROOT, "build", "release", "tests", "bench", "grid")
SHARED = os.environ.get("COOPMAP_SHARED", os.path.join(ROOT, os.pardir, "shared"))
results = []  # (data set, measure, who, value, unit)


def say(data, measure, who, value, unit):
    results.append((data, measure, who, value, unit))
    print(f"{data:10} {measure:34} {who:22} {value:14,.1f} {unit}", flush=True)


def coopmap(*words):
    done = subprocess.run([COOPMAP, *words, "--json"], stdout=subprocess.PIPE)
    if done.returncode:
        sys.exit(f"bench: coopmap {' '.join(words)}: {done.stdout[:400]!r}")
    return json.loads(done.stdout)


def fresh(name):
    db = os.path.join(WORK, f"{name}.db")
    for end in ("", "-wal", "-shm", ".snapshot"):
        if os.path.exists(db + end):
            os.remove(db + end)
    coopmap("init", "--db", db)
    return db


# ---- data


def shifted(geometry, dx, dy):
    def move(c):
        return [round(c[0] + dx, 7), round(c[1] + dy, 7)] if isinstance(c[0], (int, float)) else [move(x) for x in c]
    return {"type": geometry["type"], "coordinates": move(geometry["coordinates"])}


def municipalities(path, copies):
    """DANE's municipalities of Bolívar and its neighbours, side by side `copies` times over a region as large as the country."""
    with open(os.path.join(SHARED, "geodata", "dane_mgn2018_municipios_bolivar_y_vecinos.geojson"), encoding="utf-8") as f:
        features = json.load(f)["features"]
    side = math.ceil(math.sqrt(copies))
    with open(path, "w", encoding="utf-8") as f:
        f.write('{"type":"FeatureCollection","features":[\n')
        n = 0
        for k in range(copies):
            dx, dy = (k % side) * 0.31 - 2.0, (k // side) * 0.37 - 6.0
            for i, feature in enumerate(features):
                one = {"type": "Feature", "properties": {"codigo": f"m{k:03d}-{i:03d}", "nombre": f"Municipio {k}-{i}"},
                       "geometry": shifted(feature["geometry"], dx, dy)}
                f.write(("," if n else "") + json.dumps(one, separators=(",", ":")) + "\n")
                n += 1
        f.write("]}\n")
    return n


def corridors(path, n):
    """Lines of a hundred to two thousand points that wander for up to 300 km without turning back, 60 m wide."""
    rng, half = random.Random(5), 0.00027
    with open(path, "w", encoding="utf-8") as f:
        f.write('{"type":"FeatureCollection","features":[\n')
        for i in range(n):
            x, y, heading = rng.uniform(-76, -70), rng.uniform(3, 10), rng.uniform(0, 2 * math.pi)
            left, right, course = [], [], heading
            for _ in range(rng.randint(100, 2000)):
                heading = course + 0.95 * (heading - course) + rng.gauss(0, 0.1)
                x, y = x + 0.0013 * math.cos(heading), y + 0.0013 * math.sin(heading)
                nx, ny = -math.sin(heading) * half, math.cos(heading) * half
                left.append([round(x + nx, 7), round(y + ny, 7)])
                right.append([round(x - nx, 7), round(y - ny, 7)])
            ring = left + right[::-1]
            one = {"type": "Feature", "properties": {"codigo": f"c{i:05d}", "nombre": f"Corredor {i}"},
                   "geometry": {"type": "Polygon", "coordinates": [ring + ring[:1]]}}
            f.write(("," if i else "") + json.dumps(one, separators=(",", ":")) + "\n")
        f.write("]}\n")
    return n


def export(db, collection, form):
    path = os.path.join(WORK, f"{collection}.{form}")
    coopmap("export", "--db", db, "--collection", collection, "--format", form, "--out", path)
    return path


def point_rows(db):
    from osgeo import ogr
    with open(export(db, "proyectos", "csv"), encoding="utf-8", newline="") as f:
        for i, row in enumerate(csv.DictReader(f), 1):
            point = ogr.Geometry(ogr.wkbPoint)
            point.SetPoint_2D(0, float(row["lon"]), float(row["lat"]))
            yield (i, row["clase"], row["estado"], row["areas"].split("; ")[0], row["anio"], row["ubicacion"],
                   bytes(point.ExportToWkb()).hex())


def area_rows(db):
    from osgeo import ogr
    with open(export(db, "areas", "geojsonl"), encoding="utf-8") as f:
        for i, line in enumerate(f, 1):
            feature = json.loads(line)
            p = feature["properties"]
            shape = ogr.CreateGeometryFromJson(json.dumps(feature["geometry"]))
            if shape is not None:
                yield i, p["codigo"], p["nombre"], p["capa"], p["geometria"], p["proyectos"], bytes(shape.ExportToWkb()).hex()


# ---- where to look


def tile_of(lon, lat, z):
    n = 1 << z
    return int((lon + 180) / 360 * n), int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * n)


def grid_around(lon, lat, z):
    x, y = tile_of(lon, lat, z)
    return [(z, x + i, y + j) for j in range(-2, 2) for i in range(-2, 2)]


# ---- measures


class Line:
    """One connection kept open."""

    def __init__(self, url):
        self.host = urllib.parse.urlsplit(url).netloc
        self.c = http.client.HTTPConnection(self.host, timeout=120)

    def get(self, url, **headers):
        parts = urllib.parse.urlsplit(url)
        start = time.perf_counter()
        self.c.request("GET", parts.path + ("?" + parts.query if parts.query else ""), headers=headers)
        answer = self.c.getresponse()
        body = answer.read()
        return time.perf_counter() - start, answer.status, body, answer


def quantile(times, q):
    times = sorted(times)
    return times[min(len(times) - 1, int(q * len(times)))]


def cold(data, what, servers, urls_of, rounds=2):
    """Every address once per round, the servers in turns for each; the first round warms code and disk caches and is not counted."""
    lines, times, size = {}, {s.name: [] for s in servers}, {s.name: 0 for s in servers}
    for turn in range(rounds + 1):
        for i in range(len(urls_of(servers[0]))):
            for s in servers:
                url = urls_of(s)[i]
                if s.name not in lines:
                    lines[s.name] = Line(url)
                seconds, status, body, _ = lines[s.name].get(url, **{"Accept-Encoding": "gzip"})
                if status not in (200, 204):
                    raise RuntimeError(f"{s.name}: {url}: {status} {body[:200]!r}")
                if turn:
                    times[s.name].append(seconds)
                    size[s.name] += len(body)
    for s in servers:
        t = times[s.name]
        say(data, f"{what}, p50", s.name, quantile(t, .5) * 1000, "ms")
        say(data, f"{what}, p99", s.name, quantile(t, .99) * 1000, "ms")
        say(data, f"{what}, bytes each", s.name, size[s.name] / len(t), "B")
        say(data, f"{what}, memory", s.name, s.megabytes(), "MB")


def wrk(urls, headers=(), seconds=2, connections=32):
    """Requests a second and p50, p99 in ms over the addresses, one after another."""
    host = urllib.parse.urlsplit(urls[0]).netloc
    paths = [u[u.index(host) + len(host):] for u in urls]
    script = os.path.join(WORK, "wrk.lua")
    with open(script, "w", encoding="ascii") as f:
        f.write("local p = {" + ",".join(json.dumps(p) for p in paths) + "}\nlocal i = 0\n"
                "request = function() i = i % #p + 1 return wrk.format('GET', p[i]) end\n")
    words = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "-s", script]
    for h in headers:
        words += ["-H", h]
    text = subprocess.run(words + [f"http://{host}/"], check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in text and "If-None-Match" not in " ".join(headers):
        raise RuntimeError(f"{host}: {text}")
    number = {k: float(v) * {"us": .001, "ms": 1, "s": 1000}[u] for k, v, u in re.findall(r"(50|99)%\s+([\d.]+)(us|ms|s)", text)}
    return float(re.search(r"Requests/sec:\s*([\d.]+)", text).group(1)), number["50"], number["99"]


def in_turns(data, what, runs, rounds=3):
    """runs: {name: function that gives (rate, p50, p99)}; the median of each."""
    got = {name: [] for name in runs}
    for _ in range(rounds):
        for name, one in runs.items():
            got[name].append(one())
    for name, values in got.items():
        rate, p50, p99 = sorted(values)[len(values) // 2]
        say(data, what, name, rate, "requests/s")
        say(data, f"{what}, p50", name, p50, "ms")
        say(data, f"{what}, p99", name, p99, "ms")


def core(data, layer, snapshot, postgres, grids):
    """One thread, no network. Both sides also with gzip: ours at the server's level, theirs with zlib's fastest."""
    for z, grid in grids:
        features = postgres.count(layer, grid)
        if not features:
            continue
        ours, theirs = [], []
        for _ in range(3):
            line = subprocess.run([GRID_TOOL, snapshot, layer, str(grid[0][0]), str(grid[0][1]), str(grid[0][2]), "4"],
                                  check=True, capture_output=True, text=True).stdout.split()
            ours.append((float(line[2]), float(line[3]), int(line[0]), int(line[1])))
            theirs.append(postgres.tiles(layer, grid))
        plain, packed, seen, size = sorted(ours)[1]
        seconds, their_size = sorted(theirs)[1]
        blobs = [bytes(postgres.sql(postgres.tile_sql(layer, *t))[0][0]) for t in grid]
        start = time.perf_counter()
        for blob in blobs:
            zlib.compress(blob, 1)
        their_packed = seconds + time.perf_counter() - start
        say(data, f"core z{z}, features/s", "coopmap", seen / plain, "1/s")
        say(data, f"core z{z}, features/s", "PostGIS", features / seconds, "1/s")
        say(data, f"core z{z}, tiles: times as fast", "coopmap / PostGIS", seconds / plain, "x")
        say(data, f"core z{z}, with gzip on both sides", "coopmap / PostGIS", their_packed / packed, "x")
        say(data, f"core z{z}, bytes", "coopmap", size, "B")
        say(data, f"core z{z}, bytes", "PostGIS", their_size, "B")


def warm(data, layer, cached, files, others, grid):
    urls = {s.name: [s.tile(layer, *t) for t in grid] for s in [cached, files, *others]}
    for zipped in (True, False):
        headers = ["Accept-Encoding: gzip"] if zipped else []
        in_turns(data, f"warm tiles{', gzip' if zipped else ''}",
                 {name: lambda u=u: wrk(u, headers) for name, u in urls.items() if zipped or name in (cached.name, files.name)})
    not_modified = {}
    for s in (cached, files):
        line = Line(urls[s.name][0])
        tags = [line.get(u)[3].getheader("ETag") for u in urls[s.name]]
        one = [(u, t) for u, t in zip(urls[s.name], tags) if t]
        not_modified[s.name] = lambda o=one[5]: wrk([o[0]], [f"If-None-Match: {o[1]}"])
    in_turns(data, "304", not_modified)


def pages(data, layer, server_cold, postgres, others, total):
    starts = [int(total * k / 200) for k in range(200)]
    ours = [server_cold.page(layer, f"p{s:07d}") for s in starts]
    in_turns(data, "pages of 1,000, cold", {server_cold.name: lambda: wrk(ours, connections=8)})
    sql = (f"SELECT json_build_object('type','FeatureCollection','features',json_agg(ST_AsGeoJSON(t.*)::json))::text FROM "
           f"(SELECT id, {', '.join(rivals.COLUMNS[layer])}, ST_Transform(geom, 4326) AS geom FROM {layer} WHERE id > %s ORDER BY id LIMIT 1000) t")
    start = time.perf_counter()
    for s in starts[:40]:
        postgres.sql(sql, s)
    say(data, "pages of 1,000, cold", "PostGIS, one backend", 40 / (time.perf_counter() - start), "requests/s")
    for s in others:
        urls = [s.page(layer, n) for n in starts[:40]]
        try:
            in_turns(data, "pages of 1,000, cold", {s.name: lambda: wrk(urls, connections=4, seconds=5)}, rounds=1)
        except (RuntimeError, KeyError) as e:
            print(f"bench: {s.name}: {e}", file=sys.stderr)


def fetch_tiles(server, layer, grids):
    tiles = {}
    for _, grid in grids:
        for t in grid:
            _, status, body, _ = Line(server.tile(layer, *t)).get(server.tile(layer, *t))
            if status == 200:
                tiles[(layer, *t)] = body
    return tiles


def main(bench, n_points=1_000_000):
    """bench: the module scripts/bench, for its generators."""
    os.makedirs(WORK, exist_ok=True)
    places = bench.towns(random.Random(1))
    lon, lat = places[0][:2]
    files = {name: os.path.join(WORK, f"{name}-{n_points}.{end}") for name, end in
             (("points", "csv"), ("municipalities", "geojson"), ("corridors", "geojson"))}
    if not os.path.exists(files["points"]):
        bench.apart(bench.make_projects, random.Random(2), places, n_points, files["points"])
    if not os.path.exists(files["municipalities"]):
        bench.apart(municipalities, files["municipalities"], max(2, n_points // 10_000))
    if not os.path.exists(files["corridors"]):
        bench.apart(corridors, files["corridors"], max(20, n_points // 2000))
    dbs = {}
    for name in ("municipalities", "corridors"):
        dbs[name] = fresh(name)
        coopmap("ingest", "areas", files[name], "--layer", "municipio" if name == "municipalities" else "zona", "--no-snapshot", "--db", dbs[name])
        coopmap("snapshot", "--db", dbs[name])
    dbs["points"] = fresh("points")
    coopmap("ingest", "projects", files["points"], "--numbers", "plain", "--no-snapshot", "--db", dbs["points"])
    coopmap("snapshot", "--db", dbs["points"])
    postgres = rivals.Postgres(WORK)
    running = [postgres]
    try:
        postgres.load("points", point_rows(dbs["points"]))
        for data, layer in (("points", "points"), ("polygons", "areas"), ("lines", "areas")):
            db = dbs[{"points": "points", "polygons": "municipalities", "lines": "corridors"}[data]]
            if data != "points":
                postgres.load("areas", area_rows(db))
            else:
                postgres.load("areas", area_rows(dbs["municipalities"]))
            centre = (lon, lat) if data == "points" else postgres.middle(layer)
            grids = [(z, grid_around(*centre, z)) for z in (6, 8, 10, 12)]
            core(data, layer, db + ".snapshot", postgres, grids)
            mine = [rivals.Coopmap(COOPMAP, db, False), rivals.Coopmap(COOPMAP, db, True)]
            running += mine
            over_sql = [s for s in (rivals.start(rivals.MapServer, WORK, postgres), rivals.start(rivals.Martin, WORK, postgres),
                                    rivals.start(rivals.Tipg, WORK, postgres)) if s]
            running += over_sql
            for z, grid in grids:
                if z in (8, 10, 12):
                    cold(data, f"cold z{z}", [mine[0], *over_sql], lambda s, g=grid: [s.tile(layer, *t) for t in g])
            tiles = fetch_tiles(mine[1], layer, grids[1:])
            still = [s for s in (rivals.start(rivals.Nginx, WORK, tiles), rivals.start(rivals.TileserverGl, WORK, tiles)) if s]
            running += still
            warm(data, layer, mine[1], still[0], still[1:], [t for t in grids[2][1] if (layer, *t) in tiles])
            if data == "points":
                page_servers = [s for s in (*over_sql, rivals.start(rivals.Pygeoapi, WORK, postgres)) if s and s.page(layer, 0)]
                running += [s for s in page_servers if s not in running]
                pages(data, layer, mine[0], postgres, page_servers, n_points)
            for s in running[1:]:
                s.stop()
            del running[1:]
    finally:
        for s in reversed(running):
            s.stop()
    with open(os.path.join(WORK, "results.json"), "w", encoding="utf-8") as f:
        json.dump(results, f, indent=1)
