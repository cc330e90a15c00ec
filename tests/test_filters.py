"""The filter engine beside SpatiaLite: 1,000 random filters over a made-up store give the same rows as the same filter in SQL against the
store's tables; the short keys of the city's data say the same as CQL2; and what a client sends has its bounds.

A filter is made as a tree and printed three times: CQL2 text, CQL2 JSON, SQL. Python's sqlite3 with mod_spatialite is the judge."""
import csv
import io
import json
import os
import random
import sqlite3
import subprocess
import time
import unicodedata
from decimal import Decimal
from urllib.parse import quote

from check import COOPMAP, check, equal, finish
from geodata_server import GeodataServer

SEED = 20110706
FILTERS = 1000
PROJECTS, AREAS, ACTORS = 400, 60, 40
WORDS = ("agua", "Água", "niñez", "NIÑEZ", "educación", "Educacion", "salud", "Ánimo", "puente", "vía", "100%", "a_b", "Zócalo", "straße", "barrio", "ÑUTO")
LAYERS = ("barrio", "zona", "ucg")


# ---- the made-up store

def run(*words):
    done = subprocess.run([COOPMAP, *words], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(" ".join(words) + "\n" + done.stdout + done.stderr)


def write(folder, name, rows):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8", newline="") as f:
        writer = csv.DictWriter(f, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return path


def some(r, share, value):
    return value if r.random() < share else ""


def title(r):
    return " ".join(r.choice(WORDS) for _ in range(r.randint(1, 3)))


def day(r):
    return f"{r.randint(2008, 2013)}-{r.randint(1, 12):02}-{r.randint(1, 28):02}"[:r.choice((4, 7, 10))]


def place(r):
    """On a coarse grid, so that borders are met."""
    return round(-75.6 + 0.01 * r.randint(0, 20), 4), round(10.3 + 0.01 * r.randint(0, 20), 4)


def areas(r):
    rows = []
    for i in range(AREAS):
        lon, lat = place(r)
        has = r.random() < 0.8
        rows.append({"codigo": f"area-{i}", "nombre": f"{title(r)} {i}", "capa": r.choice(LAYERS), "padre": some(r, 0.3 if i > 5 else 0, f"area-{r.randint(0, 5)}"),
                     "lon": lon if has else "", "lat": lat if has else "", "hectareas": r.choice((10, 22.5, 100, 141)) if has else "",
                     "largo_m": "", "ancho_m": "", "rumbo_grados": "", "alias": some(r, 0.4, f"{title(r)} alias {i};otro {i}"),
                     "poblacion": some(r, 0.5, r.randint(0, 5000)), "poblacion_anio": some(r, 0.5, 2018), "definicion": some(r, 0.3, title(r))})
    for row in rows:
        if not row["poblacion"]:
            row["poblacion_anio"] = ""
    return rows


def actors(r):
    return [{"codigo": f"actor-{i}", "nombre": f"{title(r)} {i}", "tipo": some(r, 0.6, r.choice(("10", "21", "40"))), "pais": some(r, 0.6, r.choice(("ES", "CO", "FR"))),
             "alias": some(r, 0.3, f"siglas {i}")} for i in range(ACTORS)]


def names(r, people, most):
    return ";".join(r.choice(people)["codigo"] for _ in range(r.randint(0, most)))


def parts(r, row):
    """What is given, of a project whose value is stated: no part, one or two, in some form or none."""
    for k in (1, 2):
        given = row["valor_total"] != "" and r.random() < 0.5
        row.update({f"aporte_{k}_valor": r.randint(1, 10**6) if given else "", f"aporte_{k}_moneda": row["moneda"] if given else "",
                    f"aporte_{k}_forma": r.choice(("", "efectivo", "especie", "sin-dato")) if given else ""})


def projects(r, lists, people):
    rows, of_parts = [], random.Random(SEED + 2)
    for i in range(PROJECTS):
        lon, lat = place(r)
        where = r.choice(("point", "area", "areas", "ciudad", "desconocido"))
        ends = sorted((day(r), day(r)))
        if ends[1].startswith(ends[0]) or ends[0].startswith(ends[1]):
            ends[1] = ends[0]
        value = r.random() < 0.7
        rows.append({
            "codigo": f"p-{i:03}", "titulo": title(r), "objeto": some(r, 0.4, title(r)), "clase": r.choice(lists["activity_kind"]),
            "estado": some(r, 0.6, r.choice(lists["activity_status"])), "tipo_cooperacion": some(r, 0.5, r.choice(lists["cooperation_type"])),
            "modalidad": some(r, 0.3, r.choice(lists["modality"])), "tema": ";".join(sorted(set(r.choice(lists["theme"][:5]) for _ in range(r.randint(0, 3))))),
            "sin_erogacion": "si" if not value and r.random() < 0.3 else "",
            "valor_total": r.choice((0, 100, 1000, 1000.01, 2500.5, r.randint(0, 10**15))) if value else "", "moneda": r.choice(("COP", "USD")) if value else "",
            "personas": some(r, 0.5, r.choice((0, 1, 7, 100, 5000))), "vigencia": some(r, 0.3, "vigencia de " + r.choice(("un año", "dos años"))),
            "fecha_firma": some(r, 0.4, day(r)), "fecha_inicio": some(r, 0.6, ends[0]), "fecha_fin": some(r, 0.6, ends[1]),
            "lugar": {"area": f"area-{r.randint(0, AREAS - 1)}", "areas": f"area-{i % 30};area-{30 + i % 30}"}.get(where, ""),
            "ambito": where if where in ("ciudad", "desconocido") else "", "lon": lon if where == "point" else "", "lat": lat if where == "point" else "",
            "financiador": names(r, people, 2), "ejecutor": names(r, people, 1), "partes": names(r, people, 1), "macroproyecto": some(r, 0.2, f"p-{r.randint(0, i - 1):03}" if i else "")})
        parts(of_parts, rows[-1])
    return rows


def make_random_store(folder):
    r = random.Random(SEED)
    db = os.path.join(folder, "random.db")
    run("init", "--db", db)
    store = sqlite3.connect(db)
    lists = {}
    for name, code in store.execute("SELECT list, code FROM code ORDER BY list, sort, code"):
        lists.setdefault(name, []).append(code)
    store.close()
    people = actors(r)
    for kind, rows in (("areas", areas(r)), ("actors", people), ("projects", projects(r, lists, people))):
        more = ("--numbers", "plain") if kind == "projects" else ()
        run("ingest", kind, write(folder, kind + ".csv", rows), "--db", db, "--no-snapshot", "--title", f"Fuente de {kind}", *more)
    run("snapshot", "--db", db)
    return db


# ---- the judge: one table for each collection, made of the store's by SQL alone

def first_date(*types):
    return "COALESCE(" + ", ".join(f"(SELECT date FROM activity_date WHERE activity_id = a.id AND type = '{t}')" for t in types) + ", NULL)"


DATES = {"fecha_inicio": first_date("2", "1"), "fecha_fin": first_date("4", "3"), "fecha_firma": first_date("signed")}
PROJECT_SQL = f"""CREATE TEMP TABLE projects AS SELECT a.id, a.code AS codigo, title AS titulo, kind AS clase, activity_status AS estado,
  cooperation_type AS tipo_cooperacion, modality AS modalidad, no_disbursement AS sin_erogacion, 0 AS valor_es_suma, total_minor AS valor, currency AS moneda,
  people AS personas, vigencia_raw AS vigencia, {', '.join(f'{sql} AS {name}' for name, sql in DATES.items())},
  (SELECT text FROM narrative WHERE activity_id = a.id AND type = 'objeto') AS objeto,
  (SELECT COUNT(*) FROM activity_location WHERE activity_id = a.id) AS n_lugares,
  (SELECT p.code FROM related_activity JOIN activity p ON p.id = related_id WHERE activity_id = a.id AND type = '1') AS macroproyecto,
  (SELECT COALESCE(l.geom_point, MakePoint(r.lon, r.lat, 4326)) FROM activity_location l LEFT JOIN area r ON r.id = l.area_id
   WHERE activity_id = a.id AND (l.geom_point IS NOT NULL OR r.geom IS NOT NULL) ORDER BY l.geom_point IS NULL, rank LIMIT 1) AS geometry
  FROM activity a"""
LIST_SQL = {
    "tema": "SELECT activity_id AS id, code AS item FROM classification WHERE vocabulary = '99'",
    "areas": "SELECT activity_id AS id, code AS item FROM activity_location l JOIN area ON area.id = l.area_id",
    "areas_nombres": "SELECT activity_id AS id, name AS item FROM activity_location l JOIN area ON area.id = l.area_id",
    "fuentes": "SELECT activity_id AS id, name AS item FROM participating_org p JOIN organisation o ON o.id = organisation_id WHERE role = '1'",
    "ejecutores": "SELECT activity_id AS id, name AS item FROM participating_org p JOIN organisation o ON o.id = organisation_id WHERE role = '4'",
    "partes": "SELECT activity_id AS id, name AS item FROM participating_org p JOIN organisation o ON o.id = organisation_id",
    "alias": "SELECT area_id AS id, alias AS item FROM area_alias",
    "siglas": "SELECT organisation_id AS id, alias AS item FROM organisation_alias"}
AREA_SQL = """CREATE TEMP TABLE areas AS SELECT a.id, a.code AS codigo, a.name AS nombre, a.layer AS capa, p.code AS padre, a.geom_status AS geometria, a.hectares AS hectareas,
  a.population AS poblacion, a.population_year AS poblacion_anio, a.edition AS edicion, a.definition AS definicion, a.geom AS geometry FROM area a LEFT JOIN area p ON p.id = a.parent_id"""
ACTOR_SQL = "CREATE TEMP TABLE actors AS SELECT id, code AS codigo, name AS nombre, type AS tipo, country AS pais FROM organisation"


def casei(s):
    return None if s is None else s.casefold()


def accenti(s):
    return None if s is None else "".join(c for c in unicodedata.normalize("NFD", s) if unicodedata.category(c) != "Mn")


def judge(db):
    store = sqlite3.connect(db)
    store.enable_load_extension(True)
    store.load_extension("mod_spatialite")
    store.create_function("casei", 1, casei, deterministic=True)
    store.create_function("accenti", 1, accenti, deterministic=True)
    store.execute("PRAGMA case_sensitive_like = ON")
    store.execute(PROJECT_SQL)
    for name in DATES:
        for end in ("desde", "hasta"):
            store.execute(f"ALTER TABLE projects ADD COLUMN {name}_{end} TEXT")
        store.execute(f"UPDATE projects SET {name}_desde = substr({name} || '-01-01', 1, 10)")
        store.execute(f"""UPDATE projects SET {name}_hasta = CASE length({name}) WHEN 4 THEN {name} || '-12-31'
          WHEN 7 THEN date({name} || '-01', '+1 month', '-1 day') ELSE {name} END""")
    store.execute("ALTER TABLE projects ADD COLUMN anio INTEGER")
    store.execute("UPDATE projects SET anio = CAST(substr(COALESCE(fecha_inicio, fecha_firma, fecha_fin), 1, 4) AS INTEGER)")
    store.execute(AREA_SQL)
    store.execute(ACTOR_SQL)
    for name, sql in LIST_SQL.items():
        store.execute(f"CREATE TEMP TABLE list_{name} AS {sql}")
        store.execute(f"CREATE INDEX temp.list_{name}_id ON list_{name} (id)")
    return store


# ---- filters: (text, json, sql) of each

SUBJECTS = {
    "projects": {"text": ("titulo", "clase", "estado", "tipo_cooperacion", "modalidad", "moneda", "vigencia", "objeto", "macroproyecto", "codigo"),
                 "number": ("valor", "personas", "anio", "n_lugares"), "bool": ("sin_erogacion", "valor_es_suma"), "date": tuple(DATES),
                 "list": {"tema": "tema", "areas": "areas", "areas_nombres": "areas_nombres", "fuentes": "fuentes", "ejecutores": "ejecutores", "partes": "partes"}, "geometry": True},
    "areas": {"text": ("codigo", "nombre", "capa", "padre", "geometria", "definicion"), "number": ("hectareas", "poblacion", "poblacion_anio", "edicion"), "bool": (),
              "date": (), "list": {"alias": "alias"}, "geometry": True},
    "actors": {"text": ("codigo", "nombre", "tipo", "pais"), "number": (), "bool": (), "date": (), "list": {"alias": "siglas"}, "geometry": False}}
OPERATORS = ("=", "<>", "<", "<=", ">", ">=")
TURNED = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def quoted(s):
    return "'" + s.replace("'", "''") + "'"


class Maker:
    def __init__(self, r, store, subject):
        self.r, self.store, self.subject, self.has = r, store, subject, SUBJECTS[subject]
        self.seen = {}

    def values(self, column, table=None):
        """What the store has there, and what it has not."""
        key = (table or self.subject, column)
        if key not in self.seen:
            found = self.store.execute(f"SELECT DISTINCT {column} FROM {key[0]} WHERE {column} IS NOT NULL").fetchall()
            self.seen[key] = [v for v, in found] or ["nada"]
        return self.seen[key] + ["nada"] if isinstance(self.seen[key][0], str) else self.seen[key]

    # -- values
    def number_constant(self, column):
        value = Decimal(str(self.r.choice(self.values(column))))
        if column == "valor":
            value /= 100
        if value % 1 == 0:
            value = value.quantize(1)
        more = self.r.choice((0, 0, 0, 1, -1, Decimal("0.5"), Decimal("0.005"), Decimal("-0.01")))
        return value + (more if value < 10**11 else int(more))  # what a double has room for, since SQL's fractions are doubles

    def json_number(self, value):
        return float(value) if value % 1 else int(value)

    def property(self, name):
        return name if self.r.random() < 0.8 else f'"{name}"'

    def folded(self, text, js, sql):
        f = self.r.choice((None, None, "casei", "accenti", "both"))
        for one in () if not f else ("accenti", "casei") if f == "both" else (f,):
            text, js, sql = f"{one.upper()}({text})", {"op": one, "args": [js]}, f"{one}({sql})"
        return text, js, sql, f

    # -- tests
    def number(self):
        column, op = self.r.choice(self.has["number"]), self.r.choice(OPERATORS)
        value = self.number_constant(column)
        sql = f"{column} {op} {value * 100 if column == 'valor' else value}"
        js, text = {"property": column}, self.property(column)
        number = self.json_number(value)
        if self.r.random() < 0.3:
            return f"{value} {TURNED[op]} {text}", {"op": TURNED[op], "args": [number, js]}, sql
        return f"{text} {op} {value}", {"op": op, "args": [js, number]}, sql

    def arithmetic(self):
        one, other = self.r.choice(self.has["number"]), self.r.choice(self.has["number"])
        real = {c: f"({c} / 100.0)" if c == "valor" else f"({c} * 1.0)" for c in (one, other)}
        sign, compare = self.r.choice("+-*/%d"), self.r.choice(OPERATORS)
        bound = self.r.choice((0, 1, 2, 100, 2500.5))
        sql = {"/": f"{real[one]} / {real[other]}", "%": f"({real[one]} - {real[other]} * CAST({real[one]} / {real[other]} AS INTEGER))",
               "d": f"CAST({real[one]} / {real[other]} AS INTEGER)"}.get(sign, f"{real[one]} {sign} {real[other]}")
        if sign == "%":  # in whole numbers, which fmod and the quotient agree on
            one, other = "anio" if self.subject == "projects" else "edicion", self.r.choice(("n_lugares", "personas") if self.subject == "projects" else ("poblacion_anio",))
            sql = f"({one} % {other})"
        name = "div" if sign == "d" else sign
        return f"{one} {name} {other} {compare} {bound}", {"op": compare, "args": [{"op": name, "args": [{"property": one}, {"property": other}]}, bound]}, f"{sql} {compare} {bound}"

    def two_columns(self):
        kind = self.r.choice([k for k in ("number", "text") if len(self.has[k]) > 1])
        a, b = self.r.sample(self.has[kind], 2)
        op = self.r.choice(OPERATORS)
        sql = {c: f"({c} / 100.0)" if c == "valor" else c for c in (a, b)}
        return f"{a} {op} {b}", {"op": op, "args": [{"property": a}, {"property": b}]}, f"{sql[a]} {op} {sql[b]}"

    def text(self):
        column, op = self.r.choice(self.has["text"]), self.r.choice(OPERATORS)
        value = self.r.choice(self.values(column))
        text, js, sql, f = self.folded(self.property(column), {"property": column}, column)
        right, right_js, right_sql = quoted(value), value, quoted(value)
        if f:
            for one in ("accenti", "casei") if f == "both" else (f,):
                right, right_js, right_sql = f"{one.upper()}({right})", {"op": one, "args": [right_js]}, f"{one}({right_sql})"
        return f"{text} {op} {right}", {"op": op, "args": [js, right_js]}, f"{sql} {op} {right_sql}"

    def pattern(self, value):
        cut = self.r.randint(0, len(value))
        body = value[cut:cut + self.r.randint(0, 6)].replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        if len(body) > 2 and "\\" not in body and self.r.random() < 0.3:
            body = body[:1] + "_" + body[2:]
        return self.r.choice(("", "%")) + body + self.r.choice(("", "%", "%"))

    def like(self):
        column = self.r.choice(self.has["text"])
        pattern = self.pattern(self.r.choice(self.values(column)))
        text, js, sql, f = self.folded(column, {"property": column}, column)
        right, right_js, right_sql = quoted(pattern), pattern, quoted(pattern)
        for one in () if not f else ("accenti", "casei") if f == "both" else (f,):
            right, right_js, right_sql = f"{one.upper()}({right})", {"op": one, "args": [right_js]}, f"{one}({right_sql})"
        return f"{text} LIKE {right}", {"op": "like", "args": [js, right_js]}, f"{sql} LIKE {right_sql} ESCAPE '\\'"

    def between(self):
        column = self.r.choice(self.has["number"])
        low, high = sorted((self.number_constant(column), self.number_constant(column)))
        scale = 100 if column == "valor" else 1
        return (f"{column} BETWEEN {low} AND {high}", {"op": "between", "args": [{"property": column}, self.json_number(low), self.json_number(high)]},
                f"{column} BETWEEN {low * scale} AND {high * scale}")

    def is_in(self):
        if self.r.random() < 0.6 or not self.has["number"]:
            column = self.r.choice(self.has["text"])
            items = [self.r.choice(self.values(column)) for _ in range(self.r.randint(1, 5))]
            return (f"{column} IN ({', '.join(map(quoted, items))})", {"op": "in", "args": [{"property": column}, items]}, f"{column} IN ({', '.join(map(quoted, items))})")
        column = self.r.choice(self.has["number"])
        items = [self.number_constant(column) for _ in range(self.r.randint(1, 3))]
        scale = 100 if column == "valor" else 1
        return (f"{column} IN ({', '.join(map(str, items))})", {"op": "in", "args": [{"property": column}, [self.json_number(i) for i in items]]},
                f"{column} IN ({', '.join(str(i * scale) for i in items)})")

    def is_null(self):
        column = self.r.choice(self.has["text"] + self.has["number"] + self.has["date"] + (("geometry",) if self.has["geometry"] else ()))
        return f"{column} IS NULL", {"op": "isNull", "args": [{"property": column}]}, f"{column} IS NULL"

    def boolean(self):
        column, value = self.r.choice(self.has["bool"]), self.r.choice((True, False))
        return f"{column} = {str(value).upper()}", {"op": "=", "args": [{"property": column}, value]}, f"{column} = {int(value)}"

    def date(self):
        column, op = self.r.choice(self.has["date"]), self.r.choice(OPERATORS)
        value = f"{self.r.randint(2008, 2013)}-{self.r.randint(1, 12):02}-{self.r.choice((1, 15, 28)):02}"
        sql = {"=": f"({column}_desde = '{value}' AND {column}_hasta = '{value}')", "<>": f"NOT ({column}_desde = '{value}' AND {column}_hasta = '{value}')",
               "<": f"{column}_hasta < '{value}'", "<=": f"{column}_hasta <= '{value}'", ">": f"{column}_desde > '{value}'", ">=": f"{column}_desde >= '{value}'"}[op]
        return f"{column} {op} DATE('{value}')", {"op": op, "args": [{"property": column}, {"date": value}]}, sql

    def interval(self):
        """(text, json, first day, last day) of SQL expressions."""
        if self.r.random() < 0.5:
            a, b = self.r.sample(self.has["date"], 2)
            return f"INTERVAL({a}, {b})", {"interval": [{"property": a}, {"property": b}]}, f"{a}_desde", f"{b}_hasta"
        if self.r.random() < 0.4:
            column = self.r.choice(self.has["date"])
            return column, {"property": column}, f"{column}_desde", f"{column}_hasta"
        low, high = sorted(f"{self.r.randint(2008, 2013)}-{self.r.randint(1, 12):02}-{self.r.choice((1, 28)):02}" for _ in range(2))
        open_end = self.r.random()
        if open_end < 0.15:
            low, first = "..", "'0000'"
        else:
            first = quoted(low)
        if open_end > 0.85:
            high, last = "..", "'9999'"
        else:
            last = quoted(high)
        return f"INTERVAL({quoted(low)}, {quoted(high)})", {"interval": [low, high]}, first, last

    def temporal(self):
        (x, jx, a, b), (y, jy, c, d) = self.interval(), self.interval()
        if jx == jy:
            return self.date()
        name, sql = self.r.choice((
            ("after", f"{a} > {d}"), ("before", f"{b} < {c}"), ("contains", f"({a} < {c} AND {b} > {d})"), ("disjoint", f"({b} < {c} OR {a} > {d})"),
            ("during", f"({a} > {c} AND {b} < {d})"), ("equals", f"({a} = {c} AND {b} = {d})"), ("finishedBy", f"({a} < {c} AND {b} = {d})"),
            ("finishes", f"({a} > {c} AND {b} = {d})"), ("intersects", f"({a} <= {d} AND {b} >= {c})"), ("meets", f"{b} = {c}"), ("metBy", f"{a} = {d}"),
            ("overlappedBy", f"({a} > {c} AND {a} < {d} AND {b} > {d})"), ("overlaps", f"({a} < {c} AND {b} > {c} AND {b} < {d})"),
            ("startedBy", f"({a} = {c} AND {b} > {d})"), ("starts", f"({a} = {c} AND {b} < {d})")))
        known = " AND ".join(f"{s} IS NOT NULL" for s in (a, b, c, d))
        return f"T_{name.upper()}({x}, {y})", {"op": "t_" + name, "args": [jx, jy]}, f"CASE WHEN {known} THEN {sql} END"

    def array(self):
        name, table = self.r.choice(tuple(self.has["list"].items()))
        table = f"list_{table}"
        known = f"EXISTS (SELECT 1 FROM {table} l WHERE l.id = t.id)"
        item = self.r.choice(self.values("item", table))
        form = self.r.random()
        if form < 0.2:
            op = self.r.choice(("=", "<>"))
            return (f"{name} {op} {quoted(item)}", {"op": op, "args": [{"property": name}, item]},
                    f"CASE WHEN {known} THEN {'NOT' if op == '<>' else ''} EXISTS (SELECT 1 FROM {table} l WHERE l.id = t.id AND item = {quoted(item)}) END")
        if form < 0.35:
            pattern = self.pattern(item)
            return (f"CASEI({name}) LIKE CASEI({quoted(pattern)})", {"op": "like", "args": [{"op": "casei", "args": [{"property": name}]}, {"op": "casei", "args": [pattern]}]},
                    f"CASE WHEN {known} THEN EXISTS (SELECT 1 FROM {table} l WHERE l.id = t.id AND casei(item) LIKE casei({quoted(pattern)}) ESCAPE '\\') END")
        if form < 0.45:
            return f"{name} IS NULL", {"op": "isNull", "args": [{"property": name}]}, f"NOT {known}"
        items = [self.r.choice(self.values("item", table)) for _ in range(self.r.randint(1, 3))]
        wanted = ", ".join(map(quoted, items))
        if form < 0.55:
            return f"{name} IN ({wanted})", {"op": "in", "args": [{"property": name}, items]}, f"CASE WHEN {known} THEN EXISTS (SELECT 1 FROM {table} l WHERE l.id = t.id AND item IN ({wanted})) END"
        contains = f"(SELECT COUNT(DISTINCT item) FROM {table} l WHERE l.id = t.id AND item IN ({wanted})) = {len(set(items))}"
        within = f"NOT EXISTS (SELECT 1 FROM {table} l WHERE l.id = t.id AND item NOT IN ({wanted}))"
        op, sql = self.r.choice((("contains", contains), ("containedBy", within), ("equals", f"({contains} AND {within})"),
                                 ("overlaps", f"EXISTS (SELECT 1 FROM {table} l WHERE l.id = t.id AND item IN ({wanted}))")))
        return f"A_{op.upper()}({name}, ({wanted}))", {"op": "a_" + op, "args": [{"property": name}, items]}, f"CASE WHEN {known} THEN {sql} END"

    def geometry(self):
        """(text, json, WKT)"""
        lon, lat = place(self.r)
        w, h = 0.01 * self.r.randint(1, 10), 0.01 * self.r.randint(1, 10)
        east, north = round(lon + w, 4), round(lat + h, 4)
        box = [[lon, lat], [east, lat], [east, north], [lon, north], [lon, lat]]
        wkt = lambda points: ", ".join(f"{x} {y}" for x, y in points)
        kind = self.r.choice(("point", "line", "polygon", "polygon", "hole", "bbox", "multipoint", "multipolygon", "triangle"))
        if kind == "point":
            return f"POINT({lon} {lat})", {"type": "Point", "coordinates": [lon, lat]}, None
        if kind == "line":
            return f"LINESTRING({wkt(box[:3])})", {"type": "LineString", "coordinates": box[:3]}, None
        if kind == "polygon":
            return f"POLYGON(({wkt(box)}))", {"type": "Polygon", "coordinates": [box]}, None
        if kind == "triangle":
            ring = [box[0], box[1], box[2], box[0]]
            return f"POLYGON(({wkt(ring)}))", {"type": "Polygon", "coordinates": [ring]}, None
        if kind == "hole":
            hole = [[round(lon + a * w, 5), round(lat + b * h, 5)] for a, b in ((.25, .25), (.25, .75), (.75, .75), (.75, .25), (.25, .25))]
            return f"POLYGON(({wkt(box)}), ({wkt(hole)}))", {"type": "Polygon", "coordinates": [box, hole]}, None
        if kind == "bbox":
            return f"BBOX({lon}, {lat}, {east}, {north})", {"bbox": [lon, lat, east, north]}, f"POLYGON(({wkt(box)}))"
        if kind == "multipoint":
            return f"MULTIPOINT(({lon} {lat}), ({east} {north}))", {"type": "MultiPoint", "coordinates": [box[0], box[2]]}, None
        far = [[round(x + 0.2, 4), y] for x, y in box]
        return f"MULTIPOLYGON((({wkt(box)})), (({wkt(far)})))", {"type": "MultiPolygon", "coordinates": [[box], [far]]}, None

    def spatial(self):
        name = self.r.choice(("intersects", "intersects", "within", "contains", "disjoint", "touches", "equals", "overlaps", "crosses"))
        text, js, wkt = self.geometry()
        literal = f"ST_GeomFromText({quoted(wkt or text)}, 4326)"
        turned = self.r.random() < 0.3
        one, other = (literal, "geometry") if turned else ("geometry", literal)
        args = [js, {"property": "geometry"}] if turned else [{"property": "geometry"}, js]
        return (f"S_{name.upper()}({f'{text}, geometry' if turned else f'geometry, {text}'})", {"op": "s_" + name, "args": args},
                f"CASE WHEN geometry IS NOT NULL THEN ST_{name.capitalize()}({one}, {other}) = 1 END")

    def leaf(self):
        kinds = [self.text, self.text, self.like, self.like, self.is_in, self.is_null, self.array]
        if self.has["number"]:
            kinds += [self.number, self.number, self.arithmetic, self.between]
        kinds += [self.two_columns] if len(self.has["number"]) > 1 else []
        kinds += [self.boolean] if self.has["bool"] else []
        kinds += [self.date, self.temporal, self.temporal] if self.has["date"] else []
        kinds += [self.spatial, self.spatial] if self.has["geometry"] else []
        return self.r.choice(kinds)()

    def tree(self, depth):
        if depth == 0 or self.r.random() < 0.2:
            return self.leaf()
        if self.r.random() < 0.25:
            text, js, sql = self.tree(depth - 1)
            return f"NOT ({text})", {"op": "not", "args": [js]}, f"NOT ({sql})"
        op = self.r.choice(("and", "or"))
        parts = [self.tree(depth - 1) for _ in range(self.r.randint(2, 3))]
        return (f" {op.upper()} ".join(f"({t})" for t, _, _ in parts), {"op": op, "args": [j for _, j, _ in parts]}, f" {op.upper()} ".join(f"({s})" for _, _, s in parts))


COLLECTIONS = {"projects": ("proyectos", "proyectos_sin_lugar"), "areas": ("areas",), "actors": ("actores",)}


def ask(server, subject, question):
    """The codes that a question selects, or the refusal."""
    codes = []
    for collection in COLLECTIONS[subject]:
        answer = server.get(f"/collections/{collection}/items?f=csv&limit=1000&{question}")
        if answer.status != 200:
            return answer.status, answer.text[:600]
        codes += [row["codigo"] for row in csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff")))]
    return sorted(codes)


def test_random(server):
    r = random.Random(SEED + 1)
    store = judge(server.db)
    makers = {subject: Maker(r, store, subject) for subject in SUBJECTS}
    selected = empty = wrong = 0
    for i in range(FILTERS):
        subject = r.choice(("projects",) * 7 + ("areas", "areas", "actors"))
        text, js, sql = makers[subject].tree(r.choice((0, 0, 1, 2, 3)))
        want = sorted(code for code, in store.execute(f"SELECT codigo FROM {subject} t WHERE {sql}"))
        said = quote(text) if i % 2 else quote(json.dumps(js))
        if len(said) > 14000:
            continue
        got = ask(server, subject, "filter=" + said)
        if got != want:
            wrong += 1
            if wrong <= 8:
                odd = sorted(set(got) ^ set(want)) if isinstance(got, list) else got
                check(False, f"filter {i} of {subject}: {text}\n  SQL: {sql}", seen=odd)
        selected += bool(want)
        empty += not want
    equal(wrong, 0, f"{FILTERS} random filters select what the same SQL does")
    check(selected > FILTERS / 2 and empty > FILTERS / 50, "the filters are neither all empty nor all full", seen=(selected, empty))
    store.close()


# ---- short keys of what is no single column, beside SQL

FORMS = "SELECT form FROM contribution c WHERE c.activity_id = t.id"
SHORT = {
    "forma=efectivo": f"'efectivo' IN ({FORMS})", "forma=especie": f"'especie' IN ({FORMS})", "forma=sin-dato": f"'sin-dato' IN ({FORMS}) OR NOT EXISTS ({FORMS})",
    "forma=efectivo&forma=especie": f"EXISTS ({FORMS} AND form IN ('efectivo', 'especie'))", "forma=especie&forma=sin-dato&clase=convenio": f"clase = 'convenio' AND ('especie' IN ({FORMS}) OR 'sin-dato' IN ({FORMS}) OR NOT EXISTS ({FORMS}))",
    "anio=2010": "anio = 2010", "anio=2009&anio=2011&anio=2011": "anio IN (2009, 2011)", "anio=sin-dato": "anio IS NULL", "anio=2012&anio=sin-dato&forma=efectivo": f"(anio = 2012 OR anio IS NULL) AND 'efectivo' IN ({FORMS})",
    "anio=1492": "0"}


def test_short_keys(server):
    store = judge(server.db)
    for keys, sql in SHORT.items():
        want = sorted(code for code, in store.execute(f"SELECT codigo FROM projects t WHERE {sql}"))
        check(want or "1492" in keys, f"{keys} selects something")
        equal(ask(server, "projects", keys), want, f"{keys} as SQL says")
    store.close()
    for keys, words in (("anio=ayer", ("anio", "2011", "vigente")), ("anio=0", ("anio",)), ("anio=02011", ("anio",)), ("anio=%2B2011", ("anio",)), ("anio=20111", ("anio",)), ("anio=2011-07", ("anio",)), ("forma=trueque", ("forma", "efectivo, especie, sin-dato"))):
        answer = server.get("/facetas?lang=en&" + keys)
        check(answer.status == 400 and all(w in json.loads(answer.text)["detail"] for w in words), f"refused: {keys}", seen=(answer.status, answer.text[:300]))


# ---- the short keys are the same as CQL2

SAME = (
    ("area=localidad-3", "dentro_de('localidad-3')"), ("area=localidad-1&area=ucg-14", "dentro_de('localidad-1') OR dentro_de('ucg-14')"),
    ("q=agua+barr", "tiene_palabras('agua barr')"), ("clase=convenio", "clase = 'convenio'"), ("clase=convenio&clase=programa", "clase IN ('convenio', 'programa')"),
    ("estado=sin-dato", "estado IS NULL"), ("tema=sin-dato&tema=agua-saneamiento", "tema IS NULL OR tema = 'agua-saneamiento'"),
    ("monto_min=1000000000", "moneda = 'COP' AND valor >= 1000000000"), ("monto_max=1000000&moneda=USD", "moneda = 'USD' AND valor <= 1000000.00"),
    ("lugar=city", "lugar = 'city'"), ("codigo=convenio-3&codigo=nada", "codigo IN ('convenio-3', 'nada')"), ("cerca=-75.5,10.4,3000", "cerca(-75.5, 10.4, 3000)"),
    ("bbox=-75.55,10.3,-75.4,10.41", "S_INTERSECTS(geometry, BBOX(-75.55, 10.3, -75.4, 10.41))"), ("vigente=2011-07-06", "vigente('2011-07-06', '2011-07-06')"),
    ("vigente=../2010", "vigente('..', '2010')"), ("datetime=2011-07-06T12:00:00Z/..", "vigente('2011-07-06', '..')"), ("fuente=aecid", "financiado_por('aecid')"),
    ("forma=efectivo", "aportado_en('efectivo')"), ("forma=especie&forma=sin-dato", "aportado_en('especie') OR aportado_en('sin-dato')"), ("anio=2011&anio=sin-dato", "anio = 2011 OR anio IS NULL"))


def test_same_as_short_keys(server):
    actor = next(csv.DictReader(io.StringIO(server.get("/collections/actores/items?f=csv&limit=1").text.lstrip("\ufeff"))))["codigo"]
    for keys, where in SAME:
        keys, where = keys.replace("aecid", actor), where.replace("aecid", actor)
        want, got = ask(server, "projects", keys), ask(server, "projects", "filter=" + quote(where))
        check(isinstance(want, list) and got == want, f"{keys} is {where}", seen=(want, got))
        both = ask(server, "projects", keys + "&filter=" + quote(f"NOT ({where})"))
        equal(both, [], f"{keys} and NOT {where}")
    for keys, where in (("area=localidad-3", "dentro_de('localidad-3')"), ("capa=ucg", "capa = 'ucg'"), ("q=popa", "tiene_palabras('popa')"), ("cerca=-75.5,10.4,3000", "cerca(-75.5, 10.4, 3000)")):
        equal(ask(server, "areas", "filter=" + quote(where)), ask(server, "areas", keys), f"areas: {keys} is {where}")


def test_subjects(server):
    """A filter about one thing leaves the others alone; the same filter means the same in items, totals and exports."""
    where = quote("valor > 1000000000")
    codes = ask(server, "projects", "filter=" + where)
    summary = server.get("/resumen?por=tipo&filter=" + where).json()
    equal(summary["todo"]["proyectos"], len(codes), "/resumen counts the same projects")
    exported = [row["codigo"] for c in COLLECTIONS["projects"] for row in csv.DictReader(io.StringIO(server.get(f"/exportar/{c}.csv?filter=" + where).text.lstrip("\ufeff")))]
    equal(sorted(exported), codes, "/exportar writes the same projects")
    check("valor" in server.get("/collections/actores/items?filter=" + where).text, "of actors there is no valor")
    equal(len(ask(server, "actors", "filter=" + quote("nombre IS NULL"))), 0, "every actor has a name")
    of_areas = quote("capa = 'ucg' AND codigo <> 'ucg-1'")
    codes = ask(server, "areas", "filter=" + of_areas)
    check(len(codes) > 5 and all(code.startswith("ucg-") for code in codes), "a filter about areas", seen=codes)
    exported = [row["codigo"] for row in csv.DictReader(io.StringIO(server.get("/exportar/areas.csv?filter=" + of_areas).text.lstrip("\ufeff")))]
    equal(sorted(exported), codes, "/exportar/areas.csv writes the same areas")
    equal(server.get("/collections/areas/tiles/WebMercatorQuad/10/480/297?filter=" + of_areas).status, 200, "a tile of areas knows capa")
    equal(server.get("/collections/proyectos/tiles/WebMercatorQuad/10/480/297?filter=" + of_areas).status, 400, "a tile of projects does not")
    equal(server.get("/tiles/10/297/480.pbf?filter=" + where).status, 200, "a tile of everything is about projects")
    for system, box in (("http://www.opengis.net/def/crs/OGC/1.3/CRS84", "-75.55,10.3,-75.4,10.41"), ("http://www.opengis.net/def/crs/EPSG/0/4326", "10.3,-75.55,10.41,-75.4"),
                        ("http://www.opengis.net/def/crs/EPSG/0/3857", "-8410187.5,1152851.3,-8393489.6,1165295.1")):
        said = "&".join((f"bbox={box}", f"bbox-crs={quote(system)}"))
        equal(ask(server, "projects", said), ask(server, "projects", "bbox=-75.55,10.3,-75.4,10.41"), f"bbox in {system}")
        inside = quote(f"S_INTERSECTS(geometry, BBOX({box}))")
        equal(ask(server, "projects", f"filter={inside}&filter-crs={quote(system)}"), ask(server, "projects", "bbox=-75.55,10.3,-75.4,10.41"), f"filter-crs {system}")


# ---- bad input

REFUSED = (
    ("valr > 3", "valor"), ("valor = 'x'", "'x'"), ("estado = 2", "'"), ("geometry = 3", "S_INTERSECTS"), ("fecha_inicio = 'ayer'", "'ayer'"), ("valor >", "character 8"),
    ("titulo LIKE titulo", "pattern"), ("A_CONTAINS(clase, ('x'))", "list"), ("nada()", "dentro_de"), ("dentro_de('nelson')", "nelson"), ("aportado_en('oro')", "oro"), ("cerca(200, 0, 5)", "longitud"),
    ("S_INTERSECTS(geometry, POLYGON((0 0, 1 1, 1 0, 0 1, 0 0)))", "valid"), ("S_INTERSECTS(geometry, POINT(200 3))", "Earth"), ("S_INTERSECTS(titulo, POINT(1 3))", "geometry"),
    ("tema > 'a'", "list"), ("sin_erogacion > TRUE", "TRUE"), ("INTERVAL('2012-01-01', '2011-01-01') = DATE('2011-01-01')", ""), ("T_AFTER(fecha_inicio, INTERVAL('2012-01-01', '2011-01-01'))", "ends"),
    ("valor + titulo > 3", "titulo"), ("CASEI(valor) = 'x'", "valor"), ("NOT (" * 40 + "valor > 3" + ")" * 40, ""),
    (" OR ".join(["NOT ("] * 20), ""))


def test_refused(server):
    for where, word in REFUSED:
        answer = server.get("/collections/proyectos/items?lang=en&filter=" + quote(where))
        check(answer.status == 400 and "filter" in answer.text and word in json.loads(answer.text)["detail"], f"refused: {where[:60]}", seen=(answer.status, answer.text[:400]))
    for keys, word in (("filter=valor%20%3E%203&filter-lang=cql2-json", "filter"), ("filter-lang=sql&filter=x", "filter-lang"), ("filter-crs=EPSG:3116", "filter-crs"), ("datetime=ayer", "datetime"),
                       ("datetime=2012-01-01/2011-01-01", "datetime"), ("datetime=../..", "datetime"), ("datetime=2011-07-06&vigente=2011", "vigente"), ("datetime=2011-02-30", "datetime"),
                       ("bbox=100,10,110,20&bbox-crs=EPSG:4326", "bbox"), ("bbox=1,5,2,4", "bbox"), ("bbox=0,0,1e9,1e9&bbox-crs=EPSG:3857", "bbox"), ("bbox-crs=EPSG:1", "bbox-crs")):
        answer = server.get("/collections/proyectos/items?lang=en&" + keys)
        check(answer.status == 400 and word in json.loads(answer.text)["detail"], f"refused: {keys}", seen=(answer.status, answer.text[:300]))
    check("carácter 9" in json.loads(server.get("/collections/proyectos/items?lang=es&filter=" + quote("valor > 'ñ'")).text)["detail"], "in Spanish, counted in characters")


def test_bounds(server):
    deep = "valor > 3"
    for _ in range(15):
        deep = f"NOT ({deep})"
    points = "MULTIPOINT(" + ",".join(f"{i % 60} {i // 60}" for i in range(2500)) + ")"
    begun = time.monotonic()
    for where in (deep, " OR ".join(f"titulo LIKE '%{i}%a%b%c%'" for i in range(400)), " AND ".join(["valor > 3"] * 1200), "valor > " + "9" * 5000,
                  "titulo LIKE '" + "%a_" * 2000 + "'", f"S_INTERSECTS(geometry, {points})", f"S_DISJOINT(geometry, {points})", "(" * 5000, "NOT " * 3000 + "valor > 3",
                  "titulo IN (" + ",".join(f"'{i}'" for i in range(1500)) + ")"):
        answer = server.get("/collections/proyectos/items?limit=1&filter=" + quote(where, safe="(),'*"))
        check(answer.status in (200, 400, 413, 414), f"bounded: {where[:40]}…", seen=(answer.status, answer.text[:200]))
    check(time.monotonic() - begun < 20, "hostile filters are answered or refused quickly", seen=time.monotonic() - begun)
    equal(server.get("/listo").status, 200, "and the server goes on")


if __name__ == "__main__":
    with GeodataServer(make_random_store) as server:
        test_random(server)
        test_short_keys(server)
        test_bounds(server)
    with GeodataServer() as server:
        test_same_as_short_keys(server)
        test_subjects(server)
        test_refused(server)
    finish()
