"""Made-up data for the black-box tests of the statistics: random projects with random shares, themes, currencies, transactions, doubles
and parents over random overlapping areas; and Oracle, the same questions asked in SQL of the store by Python's sqlite3, which is no part
of the program. COOPMAP_SEED sets the seed."""
import csv
import os
import random
import sqlite3
import subprocess

from check import COOPMAP

SEED = int(os.environ.get("COOPMAP_SEED", "2011"))
PROJECTS = 150
THEMES = ["salud", "ambiente", "educacion", "vivienda", "cultura", "paz"]
CODED = {"clase": "kind", "estado": "activity_status", "tipo": "cooperation_type", "modalidad": "modality"}
LAYERS = ["barrio", "ucg", "localidad", "zona", "municipio"]
TYPES = [None, None, "1", "2", "3", "4", "11", "12"]  # of transactions; 12, a pledge, never counts


# ---- made-up data

def make_areas(rng):
    """Rows of areas.csv: 3 localidades of 2 UCG of 4 barrios, drawn over each other; zones of any barrios, sharing some."""
    rows, barrios = [("todo", "Todo", "municipio", "", "", "", "", "", "")], []
    for i in range(3):
        rows.append((f"l{i}", f"Localidad {i}", "localidad", "todo", "", "", "", "", 900))
        for k in range(2):
            rows.append((f"u{i}{k}", f"Comunera {i}{k}", "ucg", f"l{i}", "*", "", "", "", ""))
            for n in range(4):
                code = f"b{i}{k}{n}"
                barrios.append(code)
                rows.append((code, f"Barrio {code}", "barrio", f"u{i}{k}", "", round(-75.5 + rng.random() / 40, 4), round(10.4 + rng.random() / 40, 4),
                             rng.randint(10, 90), rng.choice(["", 40, 700])))
    for i in range(5):
        rows.append((f"z{i}", f"Zona {i}", "zona", "todo", ";".join(rng.sample(barrios, rng.randint(2, 7))), "", "", "", ""))
    rows.append(("nombre-solo", "Sin geometría", "barrio", "u00", "", "", "", "", ""))
    return rows, barrios + ["nombre-solo", "z0", "z1", "u10"]


def make_place(rng, places):
    """lugar, ambito, reparto: shares that may leave a rest, a rule, nothing, or no area at all."""
    how = rng.choice(["one", "one", "stated", "stated", "igual", "none", "ciudad", "fuera", "desconocido"])
    if how in ("ciudad", "fuera", "desconocido"):
        return "", how, ""
    if how == "one":
        return rng.choice(places), "", ""
    some = rng.sample(places, rng.randint(2, 4))
    if how == "stated":
        left, cells = 100, []
        for p in some:
            share = rng.randint(1, left - (len(some) - len(cells)) + 1) if left > len(some) else 1
            left -= share
            cells.append(f"{p}={share}%")
        return ";".join(cells), "", ""
    return ";".join(some), "", "igual" if how == "igual" else ""


def money(rng):
    return f"{rng.choice([rng.randint(0, 99), rng.randint(0, 10**9), rng.randint(0, 10**13)])}.{rng.randint(0, 99):02d}"


def make_projects(rng, places):
    rows = []
    for i in range(PROJECTS):
        row = {"codigo": f"p-{i:03d}", "titulo": f"Proyecto {rng.choice('abcdefgh')} {i}", "clase": rng.choice(["proyecto", "convenio", "programa"]),
               "estado": rng.choice(["", "1", "2", "4"]), "tipo_cooperacion": rng.choice(["", "tecnica", "financiera"]),
               "modalidad": rng.choice(["", "bilateral", "sur-sur"]), "tema": ";".join(rng.sample(THEMES, rng.choice([0, 1, 1, 2, 3]))),
               "personas": rng.choice(["", "", rng.randint(0, 5000)]), "fecha_inicio": rng.choice(["", "2006", "2008-05", "2011-07-06"]),
               "ejecutor": ";".join(rng.sample([f"e{k}" for k in range(4)], rng.choice([0, 1, 1, 2]))),
               "financiador": ";".join(rng.sample([f"f{k}" for k in range(4)], rng.choice([0, 0, 1]))),
               "macroproyecto": f"p-{rng.randrange(i):03d}" if i > 20 and rng.random() < 0.15 else "", "localizador": f"renglón {i}"}
        row["lugar"], row["ambito"], row["reparto"] = make_place(rng, places)
        kind = rng.choice(["stated", "stated", "parts", "both", "both", "free", "nothing"])
        row["sin_erogacion"] = "si" if kind == "free" else ""
        row["valor_total"] = money(rng) if kind in ("stated", "both") else ""
        row["moneda"] = rng.choice(["COP"] * 5 + ["USD"])
        for k in range(rng.randint(1, 3) if kind in ("parts", "both") else 0):
            row.update({f"aporte_{k + 1}_entidad": rng.choice(["", "f0", "f1", "f2", "e0"]), f"aporte_{k + 1}_valor": money(rng),
                        f"aporte_{k + 1}_moneda": row["moneda"] if rng.random() < 0.9 else "EUR", f"aporte_{k + 1}_forma": rng.choice(["", "efectivo", "especie"]),
                        f"aporte_{k + 1}_fecha": rng.choice(["", "2006-02-03", "2009"])})
        rows.append(row)
    return rows


def write_csv(path, header, rows):
    with open(path, "w", encoding="utf-8", newline="") as f:
        w = csv.writer(f)
        w.writerow(header)
        w.writerows(rows)
    return path


def run(*words):
    made = subprocess.run([COOPMAP, *words, "--lang", "es"], capture_output=True, text=True, check=False)
    if made.returncode:
        raise SystemExit(f"seed {SEED}: {' '.join(words)}: {made.stdout}{made.stderr}")


def enrich(db):
    """What no column of the file says: percents of themes, types of transactions, groups of people, doubles. The same for the same codes."""
    rng = random.Random(SEED + 1)
    store = sqlite3.connect(db)
    projects = store.execute("SELECT id, code FROM activity ORDER BY code").fetchall()
    for row, code in projects:
        themes = store.execute("SELECT id FROM classification WHERE activity_id = ? AND vocabulary = '99' ORDER BY id", (row,)).fetchall()
        whole = rng.random() < 0.4
        for k, (theme,) in enumerate(themes):
            percent = rng.choice([1000000 // len(themes), 333333, 125001]) if whole and rng.random() < 0.9 else None
            store.execute("UPDATE classification SET percent_ppm = ? WHERE id = ?", (percent, theme))
        typed = rng.random() < 0.5
        for (part,) in store.execute("SELECT id FROM contribution WHERE activity_id = ? ORDER BY id", (row,)).fetchall():
            store.execute("UPDATE contribution SET transaction_type = ? WHERE id = ?", (rng.choice(TYPES) if typed else None, part))
        if code.endswith("3"):  # something was given back
            store.execute("UPDATE contribution SET amount_minor = -amount_minor, amount_dec = '-' || amount_dec WHERE id = (SELECT max(id) FROM contribution WHERE activity_id = ?)", (row,))
        for rank in range(rng.choice([0, 0, 0, 2])):
            store.execute("INSERT INTO beneficiary_group (activity_id, rank, number, is_disjoint, claim_id) SELECT id, ?, ?, ?, claim_id FROM activity WHERE id = ?",
                          (rank, rng.randint(1, 900), int(code.endswith("7")), row))
    chosen = rng.sample(projects, 20)
    for k in range(0, 20, 2):
        store.execute("INSERT INTO related_activity (activity_id, related_id, type) VALUES (?, ?, 'same-as')", (chosen[k][0], chosen[k + 1][0]))
    store.commit()
    store.close()


def make_store(folder, shuffled):
    rng, order = random.Random(SEED), random.Random(SEED + 7)
    areas, places = make_areas(rng)
    projects = make_projects(rng, places)
    actors = [(f"{kind}{k}", f"Entidad {kind}{k}") for kind in "ef" for k in range(4)]
    if shuffled:
        for rows in (areas, projects, actors):
            order.shuffle(rows)
    header = sorted({k for row in projects for k in row})
    db = os.path.join(folder, "p.db")
    run("init", "--db", db)
    path = write_csv(os.path.join(folder, "areas.csv"), ["codigo", "nombre", "capa", "padre", "miembros", "lon", "lat", "hectareas", "poblacion"], areas)
    run("ingest", "areas", path, "--db", db, "--no-snapshot", "--title", "Áreas")
    path = write_csv(os.path.join(folder, "actores.csv"), ["codigo", "nombre"], actors)
    run("ingest", "actors", path, "--db", db, "--no-snapshot", "--title", "Actores")
    path = write_csv(os.path.join(folder, "proyectos.csv"), header, [[row.get(k, "") for k in header] for row in projects])
    run("ingest", "projects", path, "--db", db, "--no-snapshot", "--numbers", "plain", "--title", "Proyectos")
    enrich(db)
    path = write_csv(os.path.join(folder, "mas.csv"), ["codigo", "nombre"], [("z9", "Una más")])
    run("ingest", "actors", path, "--db", db, "--title", "Una más")  # a change, so that the snapshot is built from all of it
    return db


# ---- the same questions in SQL

RULES = """
CREATE TEMP TABLE up AS WITH RECURSIVE direct (i, o) AS (
  SELECT id, parent_id FROM s.area WHERE parent_id IS NOT NULL UNION SELECT member_id, area_id FROM s.area_member),
  up (i, o) AS (SELECT id, id FROM s.area UNION SELECT up.i, direct.o FROM up JOIN direct ON direct.i = up.o) SELECT i, o FROM up;
CREATE TEMP TABLE part AS SELECT c.*, r.rank IS NOT NULL AND r.rank = (
    SELECT min(r2.rank) FROM s.contribution c2 JOIN family r2 ON r2.type = coalesce(c2.transaction_type, '') WHERE c2.activity_id = c.activity_id) AS counts
  FROM s.contribution c LEFT JOIN family r ON r.type = coalesce(c.transaction_type, '');
CREATE TEMP TABLE v AS SELECT a.*, coalesce(a.total_minor, (
    SELECT sum(amount_minor) FROM part p WHERE p.activity_id = a.id AND counts HAVING count(DISTINCT currency) = 1)) AS value,
  CASE WHEN a.total_minor IS NOT NULL THEN a.currency ELSE (SELECT max(currency) FROM part p WHERE p.activity_id = a.id AND counts) END AS coin,
  coalesce(a.people, (SELECT sum(number) FROM s.beneficiary_group g WHERE g.activity_id = a.id)) AS people_max,
  coalesce(a.people, (SELECT CASE WHEN min(is_disjoint) THEN sum(number) ELSE max(number) END FROM s.beneficiary_group g WHERE g.activity_id = a.id)) AS people_min
  FROM s.activity a;
CREATE TEMP TABLE same AS SELECT activity_id AS x, related_id AS y FROM s.related_activity WHERE type = 'same-as'
  UNION SELECT related_id, activity_id FROM s.related_activity WHERE type = 'same-as';
CREATE TEMP TABLE above AS WITH RECURSIVE parent (c, p) AS (
  SELECT activity_id, related_id FROM s.related_activity WHERE type = '1'), above (c, p) AS (
  SELECT c, p FROM parent UNION SELECT above.c, parent.p FROM above JOIN parent ON parent.c = above.p) SELECT c, p FROM above;
-- The one of a pair that the other stands for: who comes later, unless only that one has a value (has people).
CREATE TEMP TABLE later AS SELECT x.id,
    CASE WHEN (x.value IS NULL) <> (y.value IS NULL) THEN x.value IS NULL ELSE x.code > y.code END AS value,
    CASE WHEN (x.people_max IS NULL) <> (y.people_max IS NULL) THEN x.people_max IS NULL ELSE x.code > y.code END AS people
  FROM same JOIN v x ON x.id = same.x JOIN v y ON y.id = same.y;
CREATE TEMP TABLE w AS SELECT v.*,
  v.value IS NOT NULL AND v.coin = 'COP' AND NOT coalesce((SELECT value FROM later l WHERE l.id = v.id), 0) AND NOT EXISTS (
    SELECT 1 FROM above JOIN v below ON below.id = above.c WHERE above.p = v.id AND below.value IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM same WHERE x = below.id AND y = v.id)) AS adds,
  coalesce((SELECT people FROM later l WHERE l.id = v.id), 0) AS doubled,
  EXISTS (SELECT 1 FROM above JOIN v below ON below.id = above.c WHERE above.p = v.id AND below.people_max IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM same WHERE x = below.id AND y = v.id)) AS people_below,
  CASE WHEN v.year_of <> '' THEN v.year_of END AS year FROM (SELECT v.*, substr(coalesce((
    SELECT date FROM s.activity_date d WHERE d.activity_id = v.id AND type IN ('1', '2') ORDER BY type DESC, id LIMIT 1), ''), 1, 4) AS year_of FROM v) v;
CREATE TEMP TABLE touch (dimension, code, id);   -- which projects a row has
CREATE TEMP TABLE falls (dimension, code, id, minor); -- what falls on it
"""
FAMILY = [("", 0), ("2", 1), ("11", 2), ("3", 3), ("4", 3), ("1", 4)]


def split(total, weights):
    """Hamilton's method: whole parts, then one more for the largest remainders, the first of equal ones."""
    whole = sum(weights)
    parts = [abs(total) * x // whole for x in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(abs(total) * weights[i] % whole), i))
    for i in order[:abs(total) - sum(parts)]:
        parts[i] += 1
    return parts if total >= 0 else [-x for x in parts]


class Oracle:
    """The store's own numbers, by SQL; only the division to the centavo is done here."""

    def __init__(self, db):
        self.d = sqlite3.connect(":memory:", uri=True)
        self.d.execute("ATTACH ? AS s", (f"file:{db}?mode=ro",))
        self.d.execute("CREATE TEMP TABLE family (type, rank)")
        self.d.executemany("INSERT INTO family VALUES (?, ?)", FAMILY)
        self.d.executescript(RULES)
        self.attributes()
        self.themes()
        self.contributions()
        self.executors()
        for layer in LAYERS:
            self.areas(layer)

    def rows(self, sql, *values):
        return self.d.execute(sql, values).fetchall()

    def add(self, table, rows):
        self.d.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(rows[0]))})" if rows else "SELECT 1", rows or [()])

    def attributes(self):
        for name, column in {**CODED, "anio": "year"}.items():
            self.d.execute(f"INSERT INTO touch SELECT '{name}', coalesce({column}, ''), id FROM w")
            self.d.execute(f"INSERT INTO falls SELECT '{name}', coalesce({column}, ''), id, value FROM w WHERE adds")

    def themes(self):
        self.d.execute("INSERT INTO touch SELECT 'tema', coalesce(c.code, ''), w.id FROM w LEFT JOIN s.classification c ON c.activity_id = w.id AND c.vocabulary = '99'")
        for row, value in self.rows("SELECT id, value FROM w WHERE adds"):
            themes = self.rows("SELECT code, percent_ppm FROM s.classification WHERE activity_id = ? AND vocabulary = '99' ORDER BY id", row)
            stated = sum(p or 0 for _, p in themes)
            if not themes or (len(themes) == 1 and themes[0][1] is None):
                self.add("falls", [("tema", themes[0][0] if themes else "", row, value)])
            elif stated <= 1000000:
                parts = split(value, [p or 0 for _, p in themes] + [1000000 - stated])
                self.add("falls", [("tema", code, row, part) for (code, _), part in zip(themes, parts)])

    def contributions(self):
        source = "coalesce((SELECT code FROM s.organisation o WHERE o.id = p.provider_id), '')"
        form = "CASE form WHEN 'sin-dato' THEN '' ELSE form END"
        for name, code in (("fuente", source), ("forma", form)):
            self.d.execute(f"INSERT INTO touch SELECT '{name}', {code}, activity_id FROM part p WHERE counts OR {code} <> ''")
            self.d.execute(f"INSERT INTO falls SELECT '{name}', {code}, w.id, amount_minor FROM part p JOIN w ON w.id = p.activity_id WHERE p.counts AND w.adds AND p.currency = w.coin")
        self.d.execute("INSERT INTO touch SELECT 'fuente', o.code, p.activity_id FROM s.participating_org p JOIN s.organisation o ON o.id = p.organisation_id WHERE role = '1'")
        for name in ("fuente", "forma"):
            silent = f"id NOT IN (SELECT id FROM touch WHERE dimension = '{name}')"
            self.d.execute(f"INSERT INTO falls SELECT '{name}', '', id, value FROM w WHERE adds AND {silent}")
            self.d.execute(f"INSERT INTO touch SELECT '{name}', '', id FROM w WHERE {silent}")

    def executors(self):
        self.d.execute("INSERT INTO touch SELECT 'ejecutor', coalesce(o.code, ''), w.id FROM w LEFT JOIN s.participating_org p ON p.activity_id = w.id AND p.role = '4'"
                       " LEFT JOIN s.organisation o ON o.id = p.organisation_id")
        self.d.execute("INSERT INTO falls SELECT 'ejecutor', min(code), id, (SELECT value FROM w WHERE w.id = t.id) FROM touch t WHERE dimension = 'ejecutor'"
                       " AND id IN (SELECT id FROM w WHERE adds) GROUP BY id HAVING count(DISTINCT code) = 1")

    def areas(self, layer):
        here = "(SELECT code FROM s.area a JOIN up ON up.o = a.id WHERE up.i = ? AND a.layer = ?)"
        for row, value, adds in self.rows("SELECT id, value, adds FROM w"):
            places = self.rows("SELECT area_id, share_money_ppm, share_basis FROM s.activity_location WHERE activity_id = ? ORDER BY rank", row)
            inside = [[c for c, in self.rows(f"SELECT code FROM {here}", area, layer)] for area, _, _ in places]
            self.add("touch", [(layer, code, row) for codes in inside for code in (codes or [""])] or [(layer, "", row)])
            if not adds:
                continue
            stated = [s or 0 if b == "stated" else 0 for _, s, b in places]
            parts = split(value, stated + [1000000 - sum(stated)])
            ruled = [i for i, (_, _, b) in enumerate(places) if b in ("only", "equal")]
            for i, part in zip(ruled, split(parts[-1], [1] * len(ruled)) if ruled else []):
                parts[i] += part
            for codes, part in zip(inside, parts):
                if len(codes) < 2:
                    self.add("falls", [(layer, codes[0] if codes else "", row, part)])

    def table(self, dimension):
        """code: projects, full value, attributed value, people at least, people at most."""
        people = ("max(CASE WHEN doubled THEN NULL ELSE people_min END), sum(CASE WHEN doubled OR people_below THEN NULL ELSE people_max END)")
        found = self.rows(f"SELECT t.code, count(*), sum(CASE WHEN adds THEN value ELSE 0 END), max(adds), {people} FROM"
                          " (SELECT DISTINCT code, id FROM touch WHERE dimension = ?) t JOIN w ON w.id = t.id GROUP BY t.code", dimension)
        fallen = dict(self.rows("SELECT code, sum(minor) FROM falls WHERE dimension = ? GROUP BY code", dimension))
        caps = dict(self.rows("SELECT code, population FROM s.area WHERE population IS NOT NULL")) if dimension in LAYERS else {}
        out = {}
        for code, n, full, any_adds, low, high in found:
            high = min(high, caps.get(code, high)) if high is not None else None
            high = max(high if high is not None else low, low) if low is not None else high
            out[code] = (n, full if any_adds else None, fallen.get(code, 0) if any_adds else None, low, high)
        return out

    def without_people(self, dimension):
        """code: projects of which nobody says how many people they reach, neither they nor one that theirs are counted with."""
        return dict(self.rows("SELECT t.code, sum(w.people_max IS NULL AND NOT w.people_below AND NOT (w.doubled AND EXISTS"
                              " (SELECT 1 FROM same JOIN v o ON o.id = same.y WHERE same.x = w.id AND o.people_max IS NOT NULL)))"
                              " FROM (SELECT DISTINCT code, id FROM touch WHERE dimension = ?) t JOIN w ON w.id = t.id GROUP BY t.code", dimension))

    def total(self):
        return self.rows("SELECT count(*), coalesce(sum(CASE WHEN adds THEN value END), 0) FROM w")[0]

    def cell(self, dimension, code, layer, area):
        """Projects of a cell; area "": those that are in no area of the layer at all."""
        if area == "":
            return self.rows("SELECT count(DISTINCT id) FROM touch WHERE dimension = ? AND code = ? AND id NOT IN (SELECT id FROM touch WHERE dimension = ? AND code <> '')",
                             dimension, code, layer)[0][0]
        return self.rows("SELECT count(DISTINCT a.id) FROM touch a JOIN touch b ON a.id = b.id WHERE a.dimension = ? AND a.code = ? AND b.dimension = ? AND b.code = ?",
                         dimension, code, layer, area)[0][0]


def minor(value):
    return None if value is None else int(value * 100)
