"""What must never happen: a half-loaded store. Kills at random moments, a disk that is full, a store that is read-only or damaged."""
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import stat
import subprocess
import tempfile
import time

from check import COOPMAP, ROOT, SHARED, check, equal, finish

WORK = tempfile.mkdtemp(prefix="coopmap-durability-")
os.chmod(WORK, 0o755)
RELEASE = os.environ.get("VARIANT", "release") == "release"
KILLS, AREAS, PROJECTS = (12 if RELEASE else 4), 3000, 10000
random.seed(2011)


def run(*arguments, **more):
    return subprocess.run([COOPMAP, *arguments], capture_output=True, text=True, timeout=300, **more)


def counts(db):
    connection = sqlite3.connect(db)
    try:
        return (connection.execute("SELECT count(*) FROM area").fetchone()[0], connection.execute("SELECT count(*) FROM activity").fetchone()[0],
                connection.execute("SELECT count(*) FROM activity_location").fetchone()[0],
                connection.execute("SELECT count(*) FROM import_batch").fetchone()[0])
    finally:
        connection.close()


def whole(db, title):
    connection = sqlite3.connect(db)
    try:
        check(connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)], f"{title}: integrity_check")
        check(not connection.execute("PRAGMA foreign_key_check").fetchall(), f"{title}: foreign_key_check")
        equal(connection.execute("SELECT count(*) FROM idx_area_geom").fetchone(),
              connection.execute("SELECT count(*) FROM area WHERE geom IS NOT NULL").fetchone(), f"{title}: the spatial index fits")
    finally:
        connection.close()


def copy(name):
    target = os.path.join(WORK, name)
    for suffix in ("", "-wal", "-shm"):
        if os.path.exists(target + suffix):
            os.unlink(target + suffix)
    shutil.copy(BASE, target)
    return target


def big_layer(path, n):
    """n squares in a grid: long enough an ingest to be interrupted."""
    features = []
    for i in range(n):
        x, y = -75.9 + (i % 100) * 0.005, 10.0 + (i // 100) * 0.005
        ring = [[x, y], [x + 0.005, y], [x + 0.005, y + 0.005], [x, y + 0.005], [x, y]]
        features.append({"type": "Feature", "properties": {"CODIGO": f"k{i}", "NOMBRE": f"Cuadro {i}"},
                         "geometry": {"type": "Polygon", "coordinates": [ring]}})
    with open(path, "w", encoding="utf-8") as f:
        json.dump({"type": "FeatureCollection", "features": features}, f)


def big_table(path, n):
    with open(path, "w", encoding="utf-8") as f:
        f.write("codigo,clase,titulo,lon,lat\n")
        for i in range(n):
            f.write(f"p{i},proyecto,Proyecto {i},{-75.9 + (i % 100) * 0.005 + 0.001:.6f},{10.0 + (i // 100 % 100) * 0.005 + 0.001:.6f}\n")


def kills(title, command, rows_before, rows_after):
    """Kill the ingest at moments spread over the time it takes; the store has all of it or nothing."""
    db = copy("kill.db")
    start = time.monotonic()
    done = run(*command(db))
    took = time.monotonic() - start
    equal(done.returncode, 0, f"{title}: the undisturbed ingest")
    equal(counts(db)[:2], rows_after, f"{title}: what it loads")
    seen = set()
    for i in range(KILLS):
        db = copy("kill.db")
        process = subprocess.Popen([COOPMAP, *command(db)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(took * (i + random.random()) / KILLS)
        process.send_signal(signal.SIGKILL)
        process.wait()
        found = counts(db)[:2]
        check(found in (rows_before, rows_after), f"{title}: kill {i} leaves all or nothing", found)
        seen.add(found)
        whole(db, f"{title}: kill {i}")
    done = run(*command(db))
    equal((done.returncode, counts(db)[:2]), (0, rows_after), f"{title}: the ingest works after a kill")
    check(rows_before in seen, f"{title}: some kill came before the commit", seen)


def full_disk_by_limit():
    """No file may grow beyond a size: writing fails as on a full disk, or ends the process where the signal does."""
    layer = os.path.join(WORK, "layer.geojson")
    for ignored in (True, False):
        db = copy("limit.db")
        size = 256 * 1024  # of any one file: the write-ahead log of this load is larger

        def limit(size=size, ignored=ignored):
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN if ignored else signal.SIG_DFL)
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

        before = counts(db)
        done = run("ingest", "areas", layer, "--layer", "barrio", "--db", db, "--no-snapshot", preexec_fn=limit)
        title = f"file size limit ({'error' if ignored else 'signal'})"
        check(done.returncode == 1 or (not ignored and done.returncode == -signal.SIGXFSZ), f"{title}: exit status", (done.returncode, done.stderr))
        if done.returncode == 1:
            check("limit.db" in done.stderr and len(done.stderr) > 40, f"{title}: a clear message", done.stderr)
        equal(counts(db), before, f"{title}: nothing is loaded")
        whole(db, title)


def full_disk_for_real():
    if os.geteuid() != 0:
        return
    mount = os.path.join(WORK, "small")
    os.mkdir(mount)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1800k", "tmpfs", mount], capture_output=True).returncode:
        return
    try:
        db = os.path.join(mount, "a.db")
        shutil.copy(BASE, db)
        before = counts(db)
        done = run("ingest", "areas", os.path.join(WORK, "layer.geojson"), "--layer", "barrio", "--db", db, "--no-snapshot")
        equal(done.returncode, 1, "full disk: exit status")
        check("a.db" in done.stderr and ("space" in done.stderr or "espacio" in done.stderr), "full disk: the message says so", done.stderr)
        equal(counts(db), before, "full disk: nothing is loaded")
        whole(db, "full disk")
    finally:
        subprocess.run(["umount", mount], capture_output=True)


def as_nobody():
    os.setgid(65534)
    os.setuid(65534)


def read_only():
    folder = os.path.join(WORK, "readonly")
    os.mkdir(folder)
    db = os.path.join(folder, "a.db")
    shutil.copy(BASE, db)
    os.chmod(db, 0o444)
    os.chmod(folder, 0o555)
    more = {"preexec_fn": as_nobody} if os.geteuid() == 0 else {}
    try:
        readable = os.path.join(WORK, "layer.geojson")
        os.chmod(readable, 0o644)
        done = run("ingest", "areas", readable, "--layer", "barrio", "--db", db, **more)
        equal(done.returncode, 1, "read-only store: exit status")
        check("read-only" in done.stderr or "solo lectura" in done.stderr, "read-only store: the message says so", done.stderr)
        done = run("info", "--db", db, **more)
        equal(done.returncode, 0, "read-only store: it can be read, " + done.stderr)
    finally:
        os.chmod(folder, 0o755)
    equal(stat.S_IMODE(os.stat(db).st_mode), 0o444, "read-only store: still read-only")


def refused_stores():
    layer = os.path.join(WORK, "layer.geojson")
    missing = os.path.join(WORK, "none.db")
    done = run("ingest", "areas", layer, "--layer", "barrio", "--db", missing)
    equal(done.returncode, 4, "no store: exit status")
    check("init" in done.stderr, "no store: the message names the remedy", done.stderr)
    db = copy("cut.db")
    with open(db, "r+b") as f:
        f.truncate(os.path.getsize(db) // 2)
    done = run("ingest", "areas", layer, "--layer", "barrio", "--db", db)
    check(done.returncode == 1 and "cut.db" in done.stderr, "truncated store: refused", (done.returncode, done.stderr))
    foreign = os.path.join(WORK, "foreign.db")
    sqlite3.connect(foreign).execute("CREATE TABLE t (x)").connection.close()
    done = run("ingest", "areas", layer, "--layer", "barrio", "--db", foreign)
    check(done.returncode == 3 and "coopmap" in done.stderr, "another program's SQLite file: refused", (done.returncode, done.stderr))
    db = copy("locked.db")
    connection = sqlite3.connect(db, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    done = run("ingest", "areas", layer, "--layer", "barrio", "--db", db)
    equal(done.returncode, 4, "a store someone writes to: exit status")
    connection.execute("ROLLBACK")
    connection.close()


def damaged_snapshots():
    """A snapshot that is cut, altered or foreign is refused or made anew from the store; never served."""
    db = copy("snap.db")
    done = run("snapshot", "--db", db)
    if not check(done.returncode == 0, "a snapshot is built", done.stderr):
        return
    (path,) = [os.path.join(WORK, n) for n in os.listdir(WORK) if n.startswith("snap") and n != "snap.db" and not n.endswith(("-wal", "-shm"))]
    with open(path, "rb") as f:
        good = f.read()
    middle = len(good) // 2
    for title, data in [("empty", b""), ("cut in the middle", good[:middle]), ("cut by one byte", good[:-1]), ("longer by one byte", good + b"\0"),
                        ("one bit changed", good[:middle] + bytes([good[middle] ^ 1]) + good[middle + 1:]), ("foreign", b"codigo,nombre\n" * 500)]:
        with open(path, "wb") as f:
            f.write(data)
        out = os.path.join(WORK, "out.geojson")
        done = run("export", "--collection", "areas", "--snapshot", path, "--out", out)
        check(done.returncode in (1, 3) and "snap" in done.stderr, f"snapshot {title}: refused with its name", (done.returncode, done.stderr))
        check(not os.path.exists(out), f"snapshot {title}: no half export")
        done = run("snapshot", "--db", db)
        equal(done.returncode, 0, f"snapshot {title}: made anew")
        with open(path, "rb") as f:
            check(f.read() == good, f"snapshot {title}: the same bytes as before")


BASE = os.path.join(WORK, "base.db")
try:
    equal(run("init", "--db", BASE).returncode, 0, "a new store")
    equal(run("ingest", "areas", os.path.join(ROOT, "geodata", "areas.csv"), "--db", BASE, "--no-snapshot").returncode, 0, "the shipped places")
    number = counts(BASE)[0]
    big_layer(os.path.join(WORK, "layer.geojson"), AREAS)
    big_table(os.path.join(WORK, "projects.csv"), PROJECTS)
    kills("areas", lambda db: ("ingest", "areas", os.path.join(WORK, "layer.geojson"), "--layer", "vereda", "--db", db, "--no-snapshot"),
          (number, 0), (number + AREAS, 0))
    kills("projects", lambda db: ("ingest", "projects", os.path.join(WORK, "projects.csv"), "--db", db, "--no-snapshot"),
          (number, 0), (number, PROJECTS))
    full_disk_by_limit()
    full_disk_for_real()
    read_only()
    refused_stores()
    damaged_snapshots()
finally:
    shutil.rmtree(WORK, ignore_errors=True)
finish()
