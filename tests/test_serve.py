#!/usr/bin/env python3
"""`coopmap serve` as a whole: start, what it says when it cannot, new data under running requests, damaged snapshots, a store that
nobody built a snapshot of, the street basemap's file, and its end."""
import http.client
import json
import os
import signal
import socket
import subprocess
import tempfile
import threading
import time

from check import COOPMAP, ROOT, check, equal, finish

PATIENCE = 1 if os.environ.get("VARIANT", "release") == "release" else 6
AREAS = os.path.join(ROOT, "geodata", "areas.csv")


def run(*arguments):
    return subprocess.run([COOPMAP, *arguments], capture_output=True, text=True, timeout=120)


class Server:
    def __init__(self, db, *options):
        self.log = tempfile.TemporaryFile()
        started = time.time()
        self.process = subprocess.Popen([COOPMAP, "serve", "--db", db, "--port", "0", "--json", *options], stdout=subprocess.PIPE,
                                        stderr=self.log)
        line = self.process.stdout.readline()
        self.seconds = time.time() - started
        self.address = json.loads(line)["address"]
        self.port = int(self.address.rsplit(":", 1)[1])

    def get(self, path, **headers):
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        c.request("GET", path, headers=headers)
        r = c.getresponse()
        r.data = r.read()
        c.close()
        return r

    def version(self):
        return json.loads(self.get("/version").data)

    def wait_for(self, key, value, seconds):
        until = time.time() + seconds * PATIENCE
        while time.time() < until:
            if self.version()[key] == value:
                return True
            time.sleep(0.05)
        return False

    def said(self):
        self.log.seek(0)
        return self.log.read().decode()

    def stop(self, name, how=signal.SIGTERM):
        self.process.send_signal(how)
        equal(self.process.wait(30), 0, f"{name}: ends with 0")


def write_areas(path, n):
    with open(path, "w", encoding="utf-8") as f:
        f.write("codigo,nombre,capa,lon,lat,hectareas\n")
        for i in range(n):
            f.write(f"prueba-{i},Prueba {i},barrio,{-75.5 + i * 0.001:.4f},10.4,1\n")


with tempfile.TemporaryDirectory() as folder:
    at = lambda name: os.path.join(folder, name)
    db, snapshot = at("t.db"), at("t.db.snapshot")
    missing = run("serve", "--db", at("none.db"), "--port", "0")
    equal(missing.returncode, 4, "no store: exit 4")
    check("none.db" in missing.stderr and "init" in missing.stderr, "no store: said, with the remedy", missing.stderr)
    equal(run("init", "--db", db).returncode, 0, "init")
    write_areas(at("a.csv"), 3)
    loaded = run("ingest", "areas", at("a.csv"), "--db", db)
    equal(loaded.returncode, 0, f"ingest {loaded.stdout} {loaded.stderr}")

    server = Server(db)
    check(server.seconds < 0.2 * PATIENCE * 5, "starts quickly", server.seconds)
    print(f"start to the address line: {server.seconds * 1000:.0f} ms")
    equal(server.version()["areas"], 3, "serves the areas")
    taken = run("serve", "--db", db, "--port", str(server.port))
    check(taken.returncode == 1 and "in use" in taken.stderr and str(server.port) in taken.stderr, "a taken port: exit 1, said", taken)

    # new data under load: no request fails, and the new ones are there within a second of the tool's end
    stop, bad, versions = threading.Event(), [], set()

    def ask():
        while not stop.is_set():
            r = server.get("/collections/areas/items?limit=1000")
            n = json.loads(r.data)["numberReturned"] if r.status == 200 else -1
            versions.add(n)
            if n not in (3, 5, 8):
                bad.append((r.status, n))

    threads = [threading.Thread(target=ask) for _ in range(3)]
    [t.start() for t in threads]
    for n in (5, 8):
        write_areas(at("a.csv"), n)
        equal(run("ingest", "areas", at("a.csv"), "--db", db).returncode, 0, f"ingest of {n} beside the server")
        check(server.wait_for("areas", n, 1), f"{n} areas within a second")
    stop.set()
    [t.join() for t in threads]
    check(not bad and 8 in versions, "no failure and no mixture under load", (bad[:3], versions))

    # a store that was changed and not built
    write_areas(at("a.csv"), 9)
    equal(run("ingest", "areas", at("a.csv"), "--no-snapshot", "--db", db).returncode, 0, "ingest without a snapshot")
    check(server.wait_for("areas", 9, 5), "the server has it built")

    # damaged files, put there in every way: the previous one goes on answering
    whole = open(snapshot, "rb").read()
    for name, content in (("truncated", whole[: len(whole) // 2]), ("empty", b""), ("foreign", b"SQLite format 3\0" * 1000),
                          ("one bit", whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:])):
        with open(snapshot, "wb") as f:  # in place, under the mapping
            f.write(content)
        time.sleep(0.5 * PATIENCE)
        equal((server.get("/collections/areas/items?limit=77").status, server.version()["areas"]), (200, 9), f"{name} snapshot: answers from what it had")
    check("not usable" in server.said() and "/proc" not in server.said(), "and it is logged", server.said())
    os.unlink(snapshot)
    time.sleep(0.5)
    equal(server.get("/collections/areas/items?limit=78").status, 200, "no snapshot any more: goes on")
    equal(run("snapshot", "--db", db).returncode, 0, "built again")
    server.stop("serve")

    # without a usable snapshot the start builds it
    os.unlink(snapshot)
    server = Server(db)
    equal(server.version()["areas"], 9, "a missing snapshot is built at the start")
    server.stop("missing", signal.SIGINT)
    with open(snapshot, "wb") as f:
        f.write(whole[:1000])
    server = Server(db)
    equal(server.version()["areas"], 9, "a truncated one too")
    server.stop("truncated")
    write_areas(at("a.csv"), 10)
    run("ingest", "areas", at("a.csv"), "--no-snapshot", "--db", db)
    server = Server(db)
    check(server.wait_for("areas", 10, 5), "an old one is served and renewed")
    server.stop("old")

    # the end: idle connections are no reason to stay, whatever they have sent
    server = Server(db, "--idle", "600", "--request-timeout", "600")
    kept = [http.client.HTTPConnection("127.0.0.1", server.port, timeout=30) for _ in range(8)]
    for c in kept:
        c.request("GET", "/version")
        c.getresponse().read()
    half = socket.create_connection(("127.0.0.1", server.port))
    half.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
    time.sleep(0.3)
    asked = time.time()
    server.stop("idle")
    check(time.time() - asked < 0.5 * PATIENCE, "ends at once, with idle connections and half a request", time.time() - asked)
    print(f"SIGTERM to the end, idle: {(time.time() - asked) * 1000:.0f} ms")
    [c.close() for c in kept]
    half.close()
    server = Server(db, "--idle", "1")
    quiet = socket.create_connection(("127.0.0.1", server.port))
    quiet.settimeout(5 * PATIENCE)
    began = time.time()
    equal(quiet.recv(1), b"", "--idle 1: a silent connection is closed")
    check(0.5 < time.time() - began < 3 * PATIENCE, "--idle 1: after about a second", time.time() - began)
    server.stop("idle 1")
    server = Server(db, "--idle", "30", "--request-timeout", "1")
    slow = socket.create_connection(("127.0.0.1", server.port))
    slow.settimeout(5 * PATIENCE)
    slow.sendall(b"GET / HTTP/1.1\r\n")
    began = time.time()
    while time.time() - began < 6 * PATIENCE:
        time.sleep(0.2)
        try:
            slow.sendall(b"X")
            slow.setblocking(False)
            if slow.recv(4096) == b"":
                break
        except BlockingIOError:
            slow.setblocking(True)
        except OSError:
            break
    check(time.time() - began < 4 * PATIENCE, "--request-timeout 1: a request that trickles in is cut off", time.time() - began)
    server.stop("request timeout")

    # the basemap
    tiles = os.urandom(100000)
    with open(at("base.pmtiles"), "wb") as f:
        f.write(tiles)
    server = Server(db, "--basemap-pmtiles", at("base.pmtiles"), "--public-url", "https://mapa.example.org/")
    part = server.get("/basemap.pmtiles", Range="bytes=100-299")
    equal((part.status, part.data == tiles[100:300], part.getheader("Content-Range")), (206, True, "bytes 100-299/100000"), "PMTiles by range")
    check("https://mapa.example.org/collections" in server.get("/", Accept="application/json").data.decode(), "links begin with --public-url")
    server.stop("basemap")
    server = Server(db, "--basemap-url", "https://{s}.tile.example/{z}/{x}/{y}.png", "--cors", "none")
    page = server.get("/nowhere", Accept="text/html")
    check("img-src 'self' data: blob: https://*.tile.example;" in page.getheader("Content-Security-Policy", ""), "the policy allows the basemap's images",
          page.getheader("Content-Security-Policy"))
    equal(page.getheader("Access-Control-Allow-Origin"), None, "CORS can be switched off")
    server.stop("basemap url")
    for wrong in (("--basemap-url", "javascript:{z}{x}{y}"), ("--basemap-url", "https://x/{z}; script-src *"), ("--public-url", "mapa"),
                  ("--host", "nowhere.example")):
        got = run("serve", "--db", db, "--port", "0", *wrong)
        equal(got.returncode, 2, f"{wrong}: exit 2")
    equal(run("serve", "--db", db, "--port", "0", "--basemap-pmtiles", at("none")).returncode, 4, "no basemap file: exit 4")
finish()
