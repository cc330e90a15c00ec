"""Twenty ingests of projects under readers of items, tiles, totals, facets and exports: every answer is of one version of the data, whole.

Version k has FIRST + STEP * k projects, and every title and value names k; so an answer that mixes two versions shows.
"""
import csv
import hashlib
import http.client
import io
import json
import os
import re
import subprocess
import threading
import time
from decimal import Decimal

from check import COOPMAP, check, equal, finish
from geodata_server import GeodataServer

VERSIONS, FIRST, STEP = 20, 150, 11
PATIENCE = 1 if os.environ.get("VARIANT", "release") == "release" else 6
AREAS = 9
TITLE = re.compile(r"Proyecto \d+ versión (\d+)")


def size(k):
    return FIRST + STEP * k


def value(k, i):
    return Decimal(1000 * i + k) + Decimal("0.37")


def total(k):
    return sum((value(k, i) for i in range(size(k))), Decimal(0))


def ingest(folder, db, k):
    path = os.path.join(folder, f"v{k}.csv")
    with open(path, "w", encoding="utf-8", newline="") as f:
        rows = csv.writer(f)
        rows.writerow(["codigo", "titulo", "valor_total", "moneda", "lugar", "lon", "lat"])
        for i in range(size(k)):
            place = [f"zona-{i % AREAS}", "", ""] if i % 3 else ["", f"{-75.5 + i * 0.0001:.4f}", f"{10.4 + i * 0.0001:.4f}"]
            rows.writerow([f"p-{i:04d}", f"Proyecto {i} versión {k}", value(k, i), "COP", *place])
    done = subprocess.run([COOPMAP, "ingest", "projects", path, "--db", db, "--lang", "en"], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"ingest of version {k}: {done.returncode}\n{done.stdout}{done.stderr}")


def make_store(folder):
    db, areas = os.path.join(folder, "c.db"), os.path.join(folder, "areas.csv")
    with open(areas, "w", encoding="utf-8") as f:
        f.write("codigo,nombre,capa,lon,lat,hectareas\n")
        f.writelines(f"zona-{i},Zona {i},barrio,{-75.5 + i * 0.01:.2f},10.45,20\n" for i in range(AREAS))
    for words in (["init", "--db", db], ["ingest", "areas", areas, "--db", db, "--no-snapshot"]):
        subprocess.run([COOPMAP, *words], check=True, capture_output=True)
    ingest(folder, db, 0)
    return db


# ---- what an answer says: the version it is of, or a sentence about what is wrong

def of_titles(text):
    seen = TITLE.findall(text)
    if len(set(seen)) != 1:
        return f"titles of versions {sorted(set(seen))}"
    k = int(seen[0])
    return k if len(seen) == size(k) else f"{len(seen)} titles of version {k}, not {size(k)}"


def of_items(body):
    page = json.loads(body, parse_float=Decimal)
    k = of_titles(body.decode())
    if isinstance(k, int):
        got = (page["numberMatched"], page["numberReturned"], sum(f["properties"]["valor"] for f in page["features"]))
        if got != (size(k), size(k), total(k)):
            return f"version {k} with {got}"
    return k


def of_page(body):
    """The first page tells how many there are in all."""
    page = json.loads(body)
    seen = set(TITLE.findall(body.decode()))
    k = int(seen.pop())
    return k if not seen and page["numberMatched"] == size(k) else f"{page['numberMatched']} matched, titles of {k} and {seen}"


def of_summary(body):
    said = json.loads(body, parse_float=Decimal)
    k, rest = divmod(said["todo"]["proyectos"] - FIRST, STEP)
    direct = sum(a["valor_directo"] for a in said["areas"]) + said["sin_asignar"]["valor"] + sum(u["valor"] or 0 for u in said["sin_lugar"])
    whole = rest == 0 and said["cierra"] and said["todo"]["valor"] == total(k) == direct
    return k if whole else f"{said['todo']} is no version, or does not close with {direct}"


def of_facets(body):
    counts = [v["cuenta"] for v in json.loads(body)["facetas"][0]["valores"] if v["valor"].startswith("zona-")]
    tied = {sum(1 for i in range(size(k)) if i % 3): k for k in range(VERSIONS + 1)}
    return tied.get(sum(counts), f"{sum(counts)} projects in areas are of no version")


PATHS = {
    "/collections/proyectos/items?limit=10000": of_items,
    "/collections/proyectos/items?limit=5": of_page,
    "/tiles/0/0/0.pbf": lambda body: of_titles(body.decode("utf-8", "replace")),
    "/resumen?por=area": of_summary,
    "/facetas": of_facets,
    "/exportar/proyectos.csv": lambda body: of_titles(body.decode()),
    "/exportar/proyectos.geojsonl": lambda body: of_titles(body.decode()),
}


class Reader(threading.Thread):
    """Asks for one path over and over on one connection, every other time only if it changed."""

    def __init__(self, port, path, stop):
        super().__init__()
        self.port, self.path, self.stop = port, path, stop
        self.of_tag, self.bad, self.seen, self.answers, self.unchanged = {}, [], [], 0, 0

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            while not self.stop.is_set() and len(self.bad) < 5:
                self.ask(connection)
        except Exception as e:  # whatever it is, it is shown
            self.bad.append(repr(e))
        connection.close()

    def ask(self, connection):
        known = list(self.of_tag)[-1:] if self.answers % 2 else []
        connection.request("GET", self.path, headers={"If-None-Match": known[0]} if known else {})
        response = connection.getresponse()
        body, tag, self.answers = response.read(), response.getheader("ETag"), self.answers + 1
        if response.status == 304:
            self.unchanged += 1
            self.take(self.of_tag[known[0]][0] if known and tag == known[0] else f"304 with {tag} for {known}")
        elif response.status != 200 or not tag:
            self.bad.append(f"{response.status}, ETag {tag}: {body[:200]}")
        elif tag in known:
            self.bad.append(f"200 for what {tag} had already said")
        else:
            k, digest = PATHS[self.path](body), hashlib.sha256(body).digest()
            if self.of_tag.setdefault(tag, (k, digest)) != (k, digest):
                self.bad.append(f"{tag} stands for two answers")
            self.take(k)

    def take(self, k):
        if not isinstance(k, int):
            self.bad.append(k)
        elif self.seen and k < self.seen[-1]:
            self.bad.append(f"version {k} after version {self.seen[-1]}")
        elif not self.seen or k > self.seen[-1]:
            self.seen.append(k)


with GeodataServer(make_store) as server:
    stop, started = threading.Event(), time.time()
    readers = [Reader(server.port, path, stop) for path in PATHS]
    for r in readers:
        r.start()
    waits = []
    for k in range(1, VERSIONS + 1):
        ingest(server.folder, server.db, k)
        done = time.time()
        while server.get("/collections/proyectos/items?limit=1").json()["numberMatched"] != size(k) and time.time() < done + 5 * PATIENCE:
            time.sleep(0.02)
        waits.append(time.time() - done)
    until = time.time() + 5 * PATIENCE
    while any(r.seen[-1:] != [VERSIONS] for r in readers) and time.time() < until:
        time.sleep(0.05)
    stop.set()
    for r in readers:
        r.join()
    # a second is promised where the machine is not as busy as here: test_serve.py
    check(max(waits) < 5 * PATIENCE, "every version is served soon after its ingest", waits)
    for r in readers:
        check(not r.bad, f"{r.path}: each of {r.answers} answers is of one version, whole, under its own ETag", r.bad)
        check(r.seen[-1:] == [VERSIONS] and len(r.seen) > 2, f"{r.path}: saw the last version", r.seen)
        equal(len(r.of_tag), len(r.seen), f"{r.path}: as many ETags as versions")
        print(f"{r.path}: {r.answers} answers ({r.unchanged} unchanged), {len(r.seen)} versions")
    print(f"{VERSIONS} ingests under {len(readers)} readers in {time.time() - started:.1f} s, each served after at most {max(waits):.2f} s")
    check("panic" not in server.said() and " 500" not in server.said(), "nothing bad in the log", server.said()[-2000:])
finish()
