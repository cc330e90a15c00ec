"""Paging under a writer: one process changes rows at random and adds new ones while a client walks the pages seven at a time. Every id that
was there all the time is visited exactly once, none twice, in code order and in the order of values."""
import csv
import os
import random
import subprocess
import threading
import time

from check import COOPMAP, check, equal, finish
from geodata_server import GeodataServer

ROWS, LIMIT = 220, 7
SLOW = 1 if os.environ.get("VARIANT", "release") == "release" else 3
HEAD = ["codigo", "titulo", "valor_total", "moneda", "fecha_inicio", "lon", "lat"]


def row(code, r, value):
    return [code, f"Proyecto {r.randrange(10**6)}", value, "COP", f"20{r.randrange(10, 30)}-0{r.randrange(1, 10)}-11", f"{-75.5 + r.random() / 10:.5f}", f"{10.4 + r.random() / 10:.5f}"]


def ingest(db, path, rows):
    with open(path, "w", encoding="utf-8", newline="") as f:
        csv.writer(f).writerows([HEAD] + rows)
    done = subprocess.run([COOPMAP, "ingest", "projects", path, "--db", db, "--lang", "en"], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"ingest: {done.returncode}\n{done.stdout}{done.stderr}")


def value_of(i):
    """What stays as it is: many share a value, some have none."""
    return "" if i % 11 == 0 else str(1000 * (i * 7919 % 40))


def make_store(folder):
    db, r = os.path.join(folder, "p.db"), random.Random(1)
    subprocess.run([COOPMAP, "init", "--db", db], check=True, capture_output=True)
    ingest(db, os.path.join(folder, "first.csv"), [row(f"p-{2 * i:05d}", r, value_of(i)) for i in range(ROWS)])
    return db


class Writer(threading.Thread):
    """Thirty rows a time: titles, days and places of old ones change, new ones come in between; `values`: amounts change too."""

    def __init__(self, server, values):
        super().__init__()
        self.server, self.values, self.stop, self.rounds = server, values, threading.Event(), 0
        self.random = random.Random(7 + values)

    def run(self):
        while not self.stop.is_set():
            rows = []
            for i in self.random.sample(range(ROWS), 25):
                rows.append(row(f"p-{2 * i:05d}", self.random, str(self.random.randrange(10**6)) if self.values else value_of(i)))
            for i in self.random.sample(range(ROWS), 5):
                rows.append(row(f"p-{2 * i + 1:05d}", self.random, value_of(i)))
            ingest(self.server.db, os.path.join(self.server.folder, "more.csv"), rows)
            self.rounds += 1


def walk(server, address):
    seen, versions, matched = [], set(), []
    while address:
        answer = server.get(address)
        page = answer.json()
        versions.add(server.get("/version").text)
        seen += [f["id"] for f in page["features"]]
        matched.append(page["numberMatched"])
        address = next((link["href"] for link in page["links"] if link["rel"] == "next"), None)
        time.sleep(0.04 * SLOW)
    return seen, versions, matched


def under_a_writer(server, query, values):
    writer = Writer(server, values)
    writer.start()
    for turn in range(2):
        seen, versions, matched = walk(server, f"/collections/proyectos/items?limit={LIMIT}{query}")
        always = {f"p-{2 * i:05d}" for i in range(ROWS)}
        twice = sorted({i for i in seen if seen.count(i) > 1})
        equal(twice, [], f"{query or 'code order'}, turn {turn}: nothing twice")
        equal(sorted(always - set(seen)), [], f"{query or 'code order'}, turn {turn}: nothing left out")
        check(len(versions) > 1, f"{query or 'code order'}, turn {turn}: the data changed meanwhile", len(versions))
        check(all(m >= ROWS for m in matched), f"{query or 'code order'}, turn {turn}: numberMatched", matched)
    writer.stop.set()
    writer.join()
    return writer.rounds


def in_order(server):
    """Without a writer: the pages put together are the whole list, sorted as Python sorts it; null last in both directions."""
    whole = server.get("/collections/proyectos/items?limit=10000").json()["features"]
    for query, key, down in (("sortby=valor", "valor", False), ("sortby=-valor", "valor", True), ("sortby=%2Bfecha_inicio", "fecha_inicio", False), ("sortby=+titulo", "titulo", False)):
        known = [f for f in whole if f["properties"][key] is not None]
        want = sorted(known, key=lambda f: f["properties"][key], reverse=down)
        if down:  # equal ones stay in code order
            want = sorted(known, key=lambda f: -f["properties"][key])
        want = [f["id"] for f in want] + [f["id"] for f in whole if f["properties"][key] is None]
        seen, _, matched = walk(server, f"/collections/proyectos/items?limit={LIMIT}&{query}")
        equal(seen, want, query)
        equal(set(matched), {len(whole)}, f"{query}: numberMatched")
    both = walk(server, f"/collections/proyectos/items?limit={LIMIT}&sortby=-moneda,valor,-codigo&filter=valor%20%3E%3D%200")[0]
    known = sorted((f for f in whole if f["properties"]["valor"] is not None), key=lambda f: f["id"], reverse=True)
    equal(both, [f["id"] for f in sorted(known, key=lambda f: f["properties"]["valor"])], "three keys under a filter")


def main():
    with GeodataServer(make_store) as server:
        in_order(server)
        # While the amounts stay: a row that moves in the order asked for may rightly be met again, or no more.
        rounds = under_a_writer(server, "&sortby=-valor", values=False) + under_a_writer(server, "&sortby=valor,-codigo", values=False)
        rounds += under_a_writer(server, "", values=True)
        check(rounds > 10, "the writer wrote", rounds)
    finish()


if __name__ == "__main__":
    main()
