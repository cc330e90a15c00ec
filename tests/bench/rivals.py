"""The servers that scripts/bench compares with: each is started on loopback from its package with the same rows, and ended again.

Whoever is not installed, or whose registry is not reached, is said and left out. Nothing here is tuned against a rival: PostgreSQL
has 2 GB of shared memory, its tables are in the order of their geometry (PostGIS 3 sorts by the Hilbert curve) with a spatial
index, and are analysed; the others are configured as their manuals show.
"""
import gzip
import json
import os
import pwd
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
KEEP = os.path.join(ROOT, "build", "rivals")  # what was fetched stays here
COLUMNS = {"points": ["clase", "estado", "area", "anio", "ubicacion"], "areas": ["codigo", "nombre", "capa", "geometria", "proyectos"]}


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for(port, process, name, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process is not None and process.poll() is not None:
            raise RuntimeError(f"{name} ended with {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"{name} does not answer")


def family(pid):
    """A process and all below it."""
    out = [pid]
    try:
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/children", encoding="ascii") as f:
                for child in f.read().split():
                    out += family(int(child))
    except OSError:
        pass
    return out


def memory(pid):
    """MB of a process and its children, shared pages by their part (Pss)."""
    total = 0
    for one in family(pid):
        try:
            with open(f"/proc/{one}/smaps_rollup", encoding="ascii") as f:
                total += next(int(line.split()[1]) for line in f if line.startswith("Pss:"))
        except OSError:
            pass
    return total / 1024


class Server:
    """One running rival. tile(layer, z, x, y) and page(layer, first) are its addresses, None where it has no such thing."""
    name, process, port = "", None, 0

    def tile(self, layer, z, x, y):
        return None

    def page(self, layer, first):
        return None

    def base(self):
        return f"http://127.0.0.1:{self.port}"

    def megabytes(self):
        return memory(self.process.pid)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Coopmap(Server):
    """With its cache (warm answers) or without (every answer is made anew)."""

    def __init__(self, program, db, cached):
        self.name, self.port = "coopmap" if cached else "coopmap, no cache", free_port()
        self.process = subprocess.Popen([program, "serve", "--db", db, "--port", str(self.port), "--log-level", "error", "--threads", "2",
                                         "--cache-mb", "256" if cached else "0"], stdout=subprocess.DEVNULL)
        wait_for(self.port, self.process, self.name)

    def tile(self, layer, z, x, y):
        collection = "proyectos" if layer == "points" else "areas"
        extra = "?agrupar=no&properties=clase,estado,area,anio,ubicacion" if layer == "points" else ""
        return f"{self.base()}/collections/{collection}/tiles/WebMercatorQuad/{z}/{y}/{x}{extra}"

    def page(self, layer, first):
        return f"{self.base()}/collections/{'proyectos' if layer == 'points' else 'areas'}/items?limit=1000&f=json&despues={first}"


class Postgres(Server):
    """The database behind PostGIS, MapServer, Martin, tipg and pygeoapi."""
    name = "PostGIS"

    def __init__(self, folder):
        binaries = sorted(os.listdir("/usr/lib/postgresql"), key=int)[-1]
        self.bin = f"/usr/lib/postgresql/{binaries}/bin"
        self.data, self.port = os.path.join(folder, "pg"), free_port()
        self.user = "postgres" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
        shutil.rmtree(self.data, ignore_errors=True)
        os.makedirs(self.data)
        if os.getuid() == 0:
            os.chown(self.data, pwd.getpwnam("postgres").pw_uid, -1)
        self.run(f"{self.bin}/initdb", "-D", self.data, "-U", self.user, "-A", "trust", "-E", "UTF8", "--no-sync")
        with open(os.path.join(self.data, "postgresql.conf"), "a", encoding="ascii") as f:
            f.write(f"port = {self.port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\nfsync = off\n"
                    "shared_buffers = 2GB\nwork_mem = 256MB\nmaintenance_work_mem = 1GB\nmax_wal_size = 8GB\njit = off\n"
                    "max_parallel_workers_per_gather = 0\n")
        self.process = subprocess.Popen(self.as_user(f"{self.bin}/postgres", "-D", self.data), stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL, cwd="/")
        wait_for(self.port, self.process, self.name)
        import psycopg2
        for _ in range(100):
            try:
                self.db = psycopg2.connect(host="127.0.0.1", port=self.port, user=self.user, dbname="postgres")
                break
            except psycopg2.OperationalError:
                time.sleep(0.1)
        self.db.autocommit = True
        self.sql("CREATE EXTENSION IF NOT EXISTS postgis")

    def as_user(self, *words):
        return (["runuser", "-u", self.user, "--"] if os.getuid() == 0 else []) + list(words)

    def run(self, *words):
        subprocess.run(self.as_user(*words), check=True, stdout=subprocess.DEVNULL, cwd="/")

    def dsn(self):
        return f"postgresql://{self.user}@127.0.0.1:{self.port}/postgres"

    def sql(self, text, *values):
        with self.db.cursor() as c:
            c.execute(text, values or None)
            return c.fetchall() if c.description else None

    def load(self, layer, rows):
        """rows: (id, five attributes…, WKB hex in EPSG:4326). The table is left in the order of its geometry, indexed, analysed."""
        columns = COLUMNS[layer]
        kinds = ", ".join(f"{c} {'int' if c in ('anio', 'proyectos') else 'text'}" for c in columns)
        self.sql(f"DROP TABLE IF EXISTS {layer}, raw")
        self.sql(f"CREATE UNLOGGED TABLE raw (id int, {kinds}, g text)")
        with tempfile.TemporaryFile("w+", encoding="utf-8") as f:
            for row in rows:
                f.write("\t".join("\\N" if v in (None, "") else str(v).replace("\\", "\\\\").replace("\t", " ") for v in row) + "\n")
            f.seek(0)
            with self.db.cursor() as c:
                c.copy_expert("COPY raw FROM STDIN", f)
        kind = "Point" if layer == "points" else "MultiPolygon"
        shape = "g::geometry" if layer == "points" else "ST_Multi(g::geometry)"
        self.sql(f"CREATE TABLE {layer} AS SELECT id, {', '.join(columns)}, "
                 f"ST_Transform(ST_SetSRID({shape}, 4326), 3857)::geometry({kind},3857) AS geom FROM raw ORDER BY 7")
        self.sql(f"ALTER TABLE {layer} ADD PRIMARY KEY (id)")
        self.sql(f"CREATE INDEX ON {layer} USING gist (geom)")
        self.sql("DROP TABLE raw")
        self.sql(f"VACUUM ANALYZE {layer}")

    def tile_sql(self, layer, z, x, y):
        return (f"SELECT ST_AsMVT(t, '{layer}', 4096, 'geom', 'id') FROM (SELECT id, {', '.join(COLUMNS[layer])}, "
                f"ST_AsMVTGeom(geom, ST_TileEnvelope({z},{x},{y}), 4096, 64, true) AS geom FROM {layer} "
                f"WHERE geom && ST_TileEnvelope({z},{x},{y})) t WHERE geom IS NOT NULL")

    def tiles(self, layer, grid):
        """Seconds in the database itself for these tiles, features in them, and their bytes: no network, no client."""
        start = time.monotonic()
        inner = " ".join(f"EXECUTE $q${self.tile_sql(layer, *t)}$q$ INTO b; bytes := bytes + length(b);" for t in grid)
        notices = self.db.notices
        del notices[:]
        self.sql("DO $d$ DECLARE b bytea; bytes bigint := 0; t0 timestamptz; BEGIN t0 := clock_timestamp(); "
                 f"{inner} RAISE NOTICE 'took % %', extract(epoch from clock_timestamp() - t0), bytes; END $d$")
        words = next(n for n in notices if "took" in n).split("took")[1].split()
        assert float(words[0]) <= time.monotonic() - start
        return float(words[0]), int(words[1])

    def middle(self, layer):
        """Longitude and latitude of a point inside the row in the middle, in the order of the geometries."""
        return self.sql(f"SELECT ST_X(p), ST_Y(p) FROM (SELECT ST_Transform(ST_PointOnSurface(geom), 4326) AS p FROM {layer} ORDER BY geom "
                        f"OFFSET (SELECT count(*) / 2 FROM {layer}) LIMIT 1) t")[0]

    def count(self, layer, grid):
        return sum(self.sql(f"SELECT count(*) FROM {layer} WHERE geom && ST_TileEnvelope({z},{x},{y})")[0][0] for z, x, y in grid)

    def stop(self):
        self.db.close()
        self.run(f"{self.bin}/pg_ctl", "stop", "-s", "-m", "fast", "-D", self.data)
        self.process.wait(30)


class MapServer(Server):
    name = "MapServer"

    def __init__(self, folder, postgres):
        spawn, mapserv, nginx = shutil.which("spawn-fcgi"), shutil.which("mapserv"), shutil.which("nginx") or "/usr/sbin/nginx"
        if not spawn or not mapserv:
            raise FileNotFoundError("cgi-mapserver and spawn-fcgi")
        layers = ""
        for layer, columns in COLUMNS.items():
            kind = "POINT" if layer == "points" else "POLYGON"
            layers += f"""LAYER NAME "{layer}" TYPE {kind} STATUS ON CONNECTIONTYPE POSTGIS PROCESSING "CLOSE_CONNECTION=DEFER"
CONNECTION "host=127.0.0.1 port={postgres.port} user={postgres.user} dbname=postgres" DATA "geom FROM {layer} USING UNIQUE id USING SRID=3857"
PROJECTION "init=epsg:3857" END METADATA "gml_include_items" "{','.join(columns)}" "gml_types" "auto" END
CLASS STYLE COLOR 0 0 0 END END END
"""
        os.makedirs(os.path.join(folder, "mapserver"), exist_ok=True)
        mapfile = os.path.join(folder, "mapserver", "bench.map")
        with open(mapfile, "w", encoding="ascii") as f:
            f.write(f"""MAP NAME "bench" SIZE 256 256 EXTENT -20037508 -20037508 20037508 20037508 MAXSIZE 4096
PROJECTION "init=epsg:3857" END WEB METADATA "ows_enable_request" "*" END END
OUTPUTFORMAT NAME "mvt" DRIVER MVT FORMATOPTION "EXTENT=4096" FORMATOPTION "EDGE_BUFFER=4" END
{layers}END
""")
        config = os.path.join(folder, "mapserver", "mapserver.conf")
        with open(config, "w", encoding="ascii") as f:
            f.write(f'CONFIG ENV MS_MAP_PATTERN "." END MAPS BENCH "{mapfile}" END END')
        self.port, fcgi = free_port(), free_port()
        self.fcgi = subprocess.Popen([spawn, "-n", "-a", "127.0.0.1", "-p", str(fcgi), "--", mapserv], stdout=subprocess.DEVNULL,
                                     stderr=subprocess.DEVNULL, env=dict(os.environ, MAPSERVER_CONFIG_FILE=config))
        conf = os.path.join(folder, "mapserver", "nginx.conf")
        temp = "".join(f"{k}_temp_path {folder}/mapserver/{k}; " for k in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        with open(conf, "w", encoding="ascii") as f:
            f.write(f"""worker_processes 1; daemon off; pid {folder}/mapserver/pid; error_log {folder}/mapserver/error.log;
events {{ }} http {{ access_log off; {temp} server {{ listen 127.0.0.1:{self.port}; location / {{ fastcgi_pass 127.0.0.1:{fcgi};
fastcgi_param REQUEST_METHOD $request_method; fastcgi_param QUERY_STRING $query_string;
fastcgi_buffers 64 64k; }} }} }}
""")
        time.sleep(1)  # it would end with a connection that only looks whether it is there
        self.process = subprocess.Popen([nginx, "-c", conf, "-p", os.path.dirname(conf)], stderr=subprocess.DEVNULL)
        wait_for(self.port, self.process, self.name)

    def tile(self, layer, z, x, y):
        return f"{self.base()}/?map=BENCH&mode=tile&tilemode=gmap&tile={x}+{y}+{z}&layers={layer}&map.imagetype=mvt"

    def megabytes(self):
        return memory(self.fcgi.pid) + memory(self.process.pid)

    def stop(self):
        super().stop()
        self.fcgi.kill()  # it finishes what it has before it listens to anything else
        self.fcgi.wait()


class Martin(Server):
    """From crates.io; building it takes a quarter of an hour, so only what is already in build/rivals or on the PATH is run."""
    name = "Martin"

    def __init__(self, folder, postgres):
        program = shutil.which("martin") or os.path.join(KEEP, "bin", "martin")
        if not os.path.exists(program):
            raise FileNotFoundError(f"martin: cargo install martin --no-default-features --features postgres --root {KEEP}")
        self.port = free_port()
        self.process = subprocess.Popen([program, "--listen-addresses", f"127.0.0.1:{self.port}", "--cache-size", "0", "--workers", "2",
                                         postgres.dsn()], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(self.port, self.process, self.name)

    def tile(self, layer, z, x, y):
        return f"{self.base()}/{layer}/{z}/{x}/{y}"


def python_of(*packages):
    """A virtual environment with these packages of PyPI, kept in build/rivals."""
    home = os.path.join(KEEP, "venv")
    python = os.path.join(home, "bin", "python")
    if not os.path.exists(python):
        subprocess.run([shutil.which("python3"), "-m", "venv", home], check=True)
    missing = [p for p in packages if subprocess.run([python, "-m", "pip", "show", "-q", p.split("==")[0]], stderr=subprocess.DEVNULL).returncode]
    if missing:
        subprocess.run([python, "-m", "pip", "install", "-q", *missing], check=True)
    return python


class Tipg(Server):
    name = "tipg"

    def __init__(self, folder, postgres):
        python, self.port = python_of("tipg", "uvicorn"), free_port()
        self.process = subprocess.Popen([python, "-m", "uvicorn", "tipg.main:app", "--port", str(self.port), "--workers", "2", "--log-level", "error"],
                                        env=dict(os.environ, DATABASE_URL=postgres.dsn(), TIPG_MAX_FEATURES_PER_TILE="10000000",
                                                 TIPG_MAX_FEATURES_PER_QUERY="10000", TIPG_DB_ONLY_SPATIAL_TABLES="TRUE"),
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(self.port, self.process, self.name)

    def tile(self, layer, z, x, y):
        return f"{self.base()}/collections/public.{layer}/tiles/WebMercatorQuad/{z}/{x}/{y}"

    def page(self, layer, first):
        return f"{self.base()}/collections/public.{layer}/items?limit=1000&offset={first}"


class Pygeoapi(Server):
    name = "pygeoapi"

    def __init__(self, folder, postgres):
        python, self.port = python_of("pygeoapi", "psycopg2-binary", "geoalchemy2", "gunicorn"), free_port()
        home = os.path.join(folder, "pygeoapi")
        os.makedirs(home, exist_ok=True)
        resources = {layer: {"type": "collection", "title": layer, "description": layer, "keywords": [layer], "links": [],
                             "extents": {"spatial": {"bbox": [-180, -90, 180, 90], "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}},
                             "providers": [{"type": "feature", "name": "PostgreSQL", "id_field": "id", "table": layer, "geom_field": "geom",
                                            "storage_crs": "http://www.opengis.net/def/crs/EPSG/0/3857",
                                            "data": {"host": "127.0.0.1", "port": postgres.port, "dbname": "postgres", "user": postgres.user,
                                                     "password": "", "search_path": ["public"]}}]} for layer in COLUMNS}
        config = {"server": {"bind": {"host": "127.0.0.1", "port": self.port}, "url": self.base(), "mimetype": "application/json; charset=UTF-8",
                             "encoding": "utf-8", "language": "en-US", "limits": {"default_items": 1000, "max_items": 10000},
                             "map": {"url": "", "attribution": ""}}, "logging": {"level": "ERROR"},
                  "metadata": {"identification": {"title": "bench", "description": "bench", "keywords": ["bench"], "keywords_type": "theme",
                                                  "terms_of_service": "", "url": self.base()},
                               "license": {"name": "", "url": ""}, "provider": {"name": "bench", "url": self.base()},
                               "contact": {"name": "bench"}}, "resources": resources}
        path, api = os.path.join(home, "config.yml"), os.path.join(home, "api.yml")
        with open(path, "w", encoding="utf-8") as f:
            json.dump(config, f)  # JSON is YAML
        env = dict(os.environ, PYGEOAPI_CONFIG=path, PYGEOAPI_OPENAPI=api)
        with open(api, "w", encoding="utf-8") as f:
            subprocess.run([os.path.join(os.path.dirname(python), "pygeoapi"), "openapi", "generate", path], env=env, check=True, stdout=f,
                           stderr=subprocess.DEVNULL)
        self.process = subprocess.Popen([python, "-m", "gunicorn", "-w", "2", "-b", f"127.0.0.1:{self.port}", "pygeoapi.flask_app:APP"], env=env,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(self.port, self.process, self.name)

    def page(self, layer, first):
        return f"{self.base()}/collections/{layer}/items?limit=1000&offset={first}&f=json"


class TileserverGl(Server):
    """tileserver-gl-light, from npm, with finished tiles in an MBTiles file."""
    name = "tileserver-gl-light"

    def __init__(self, folder, tiles):
        """tiles: {(layer, z, x, y): bytes}, not compressed."""
        home = os.path.join(KEEP, "tileserver")
        program = os.path.join(home, "node_modules", ".bin", "tileserver-gl")
        if not os.path.exists(program):
            subprocess.run(["npm", "install", "--silent", "--no-save", "--prefix", home, "tileserver-gl-light"], check=True)
        work = os.path.join(folder, "tileserver")
        shutil.rmtree(work, ignore_errors=True)
        os.makedirs(work)
        for layer in COLUMNS:
            file = sqlite3.connect(os.path.join(work, f"{layer}.mbtiles"))
            file.executescript("CREATE TABLE metadata (name TEXT, value TEXT);"
                               "CREATE TABLE tiles (zoom_level INT, tile_column INT, tile_row INT, tile_data BLOB);"
                               "CREATE UNIQUE INDEX tile ON tiles (zoom_level, tile_column, tile_row)")
            fields = {c: "String" for c in COLUMNS[layer]}
            about = {"name": layer, "format": "pbf", "minzoom": 0, "maxzoom": 18, "bounds": "-180,-85,180,85",
                     "json": json.dumps({"vector_layers": [{"id": layer, "fields": fields}]})}
            file.executemany("INSERT INTO metadata VALUES (?,?)", about.items())
            file.executemany("INSERT INTO tiles VALUES (?,?,?,?)",
                             [(z, x, 2**z - 1 - y, gzip.compress(data, 6)) for (of, z, x, y), data in tiles.items() if of == layer])
            file.commit()
            file.close()
        with open(os.path.join(work, "config.json"), "w", encoding="ascii") as f:
            json.dump({"options": {"paths": {"mbtiles": work, "root": work}}, "styles": {},
                       "data": {layer: {"mbtiles": f"{layer}.mbtiles"} for layer in COLUMNS}}, f)
        self.port = free_port()
        self.process = subprocess.Popen([program, "--config", os.path.join(work, "config.json"), "--bind", "127.0.0.1", "--port", str(self.port)],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=work)
        wait_for(self.port, self.process, self.name)
        for _ in range(100):  # it listens before it is ready
            try:
                urllib.request.urlopen(f"{self.base()}/health", timeout=5).read()
                return
            except OSError:
                time.sleep(0.1)

    def tile(self, layer, z, x, y):
        return f"{self.base()}/data/{layer}/{z}/{x}/{y}.pbf"


class Nginx(Server):
    """The same bytes as files."""
    name = "nginx, files"

    def __init__(self, folder, tiles):
        work = os.path.join(folder, "nginx-tiles")
        shutil.rmtree(work, ignore_errors=True)
        for (layer, z, x, y), data in tiles.items():
            path = os.path.join(work, "www", layer, str(z), str(x))
            os.makedirs(path, exist_ok=True)
            with open(os.path.join(path, f"{y}.pbf"), "wb") as f:
                f.write(data)
            with open(os.path.join(path, f"{y}.pbf.gz"), "wb") as f:
                f.write(gzip.compress(data, 6))
        self.port = free_port()
        temp = "".join(f"{k}_temp_path {work}/{k}; " for k in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        with open(os.path.join(work, "nginx.conf"), "w", encoding="ascii") as f:
            f.write(f"""worker_processes 2; daemon off; pid {work}/pid; error_log {work}/error.log; events {{ worker_connections 1024; }}
http {{ access_log off; sendfile on; tcp_nopush on; gzip_static on; keepalive_requests 1000000; open_file_cache max=1000; {temp}
types {{ application/vnd.mapbox-vector-tile pbf; }} server {{ listen 127.0.0.1:{self.port}; root {work}/www; }} }}
""")
        self.process = subprocess.Popen([shutil.which("nginx") or "/usr/sbin/nginx", "-c", os.path.join(work, "nginx.conf"), "-p", work],
                                        stderr=subprocess.DEVNULL)
        wait_for(self.port, self.process, self.name)

    def tile(self, layer, z, x, y):
        return f"{self.base()}/{layer}/{z}/{x}/{y}.pbf"


def start(kind, *words):
    """A rival, or None with a line that says why not."""
    try:
        return kind(*words)
    except (OSError, RuntimeError, subprocess.SubprocessError, ImportError) as e:
        print(f"bench: without {kind.name}: {e}", file=sys.stderr, flush=True)
        return None
