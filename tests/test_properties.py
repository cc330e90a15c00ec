"""Properties of the statistics over made-up data: random projects with random shares, themes, currencies, transactions, doubles and
parents over random overlapping areas.

Totals close exactly in every dimension; nothing depends on the order in which rows came in; and each statistic equals the same
question asked in SQL of the store, by Python's sqlite3, which is no part of the program. The seed is printed; COOPMAP_SEED sets it.
"""
import os
import re
import shutil
from decimal import Decimal

from check import check, equal, finish
from geodata_server import GeodataServer
from made_up import LAYERS, Oracle, SEED, make_store, minor

DIMENSIONS = ["tema", "fuente", "ejecutor", "tipo", "modalidad", "forma", "anio", "estado", "clase", *LAYERS]


def test_totals_close(s, oracle):
    projects, total = oracle.total()
    for by in [*DIMENSIONS, "lugar", "area"]:
        for filtered in ("", "&area=z0", "&tema=salud&tema=sin-dato", "&moneda=USD", "&vigente=2008", "&ejecutor=e1", "&monto_min=1000"):
            answer = s.get(f"/resumen?por={by}{filtered}").json()
            sides = answer["cierre"]
            check(answer["cierra"] is True and sides["suma"] == sides["total"] == (answer["todo"]["valor"] or 0), f"por={by}{filtered} closes", sides)
            if by != "area":
                equal(sum((r["valor_atribuido"] or 0 for r in answer["filas"]), Decimal(0)), sides["atribuido"], f"por={by}{filtered}: its rows add up to what is attributed")
            if not filtered:
                equal((answer["todo"]["proyectos"], minor(answer["todo"]["valor"])), (projects, total), f"por={by}: the total is the store's")
    parts = [int(r["valor_atribuido"] * 100) for r in s.get("/resumen?por=zona").json()["filas"] if r["valor_atribuido"]]
    check(len(parts) > 2, "areas that overlap have something to share out", parts)


def test_equals_sql(s, oracle):
    for by in DIMENSIONS:
        answer = s.get(f"/resumen?por={by}").json()
        got = {r["codigo"] or "": (r["proyectos"], minor(r["valor"]), minor(r["valor_atribuido"]), r["personas_min"], r["personas_max"]) for r in answer["filas"] if r["proyectos"]}
        want = oracle.table(by)
        equal({r["codigo"] or "": r["personas_sin_dato"] for r in answer["filas"] if r["proyectos"]}, oracle.without_people(by), f"por={by}: of whom nobody says how many people")
        equal(sorted(got), sorted(want), f"por={by}: the rows that SQL finds")
        for code in sorted(set(got) & set(want)):
            equal(got[code], want[code], f"por={by}, {code or 'sin dato'}: projects, full, attributed, people as SQL says")


def test_matrix_equals_sql(s, oracle):
    for layer in LAYERS:
        for columns in ("tema", "tipo", "anio", "estado"):
            m = s.get(f"/matriz?filas={layer}&columnas={columns}").json()
            wrong = [(r.get("codigo"), c["codigo"], cell["proyectos"]) for r in m["filas"] + [m["sin_area"]] for c, cell in zip(m["columnas"], r["celdas"])
                     if cell["proyectos"] != oracle.cell(columns, "" if c["codigo"] == "sin-dato" else c["codigo"], layer, r.get("codigo", ""))]
            equal(wrong, [], f"{layer} × {columns}: every cell as SQL counts it")


def test_facets_equal_items(s):
    for facet in s.get("/facetas").json()["facetas"]:
        for v in facet["valores"] if facet["filtra"] else []:
            got = sum(s.get(f"/collections/{c}/items?{facet['nombre']}={v['valor']}&limit=1").json()["numberMatched"] for c in ("proyectos", "proyectos_sin_lugar"))
            equal(v["cuenta"], got, f"facet {facet['nombre']}={v['valor']}")


def test_overlaps_by_brute_force(s, oracle):
    """Every pair: a theme, an area of one that is or holds one of the other's, times that may meet, no family, not the same."""
    places, themes, dates = {}, {}, {}
    for row, area in oracle.rows("SELECT activity_id, area_id FROM s.activity_location WHERE area_id IS NOT NULL"):
        places.setdefault(row, set()).add(area)
    for row, code in oracle.rows("SELECT activity_id, code FROM s.classification WHERE vocabulary = '99'"):
        themes.setdefault(row, set()).add(code)
    up = set(oracle.rows("SELECT i, o FROM up"))
    family = set(oracle.rows("SELECT c, p FROM above"))
    same = set(oracle.rows("SELECT x, y FROM same"))
    code = dict(oracle.rows("SELECT id, code FROM w"))
    rows = sorted(code, key=code.get)
    want = set()
    for i, a in enumerate(rows):
        for b in rows[i + 1:]:
            if (a, b) in family or (b, a) in family or (a, b) in same or not themes.get(a, set()) & themes.get(b, set()):
                continue
            if any((x, y) in up or (y, x) in up for x in places.get(a, ()) for y in places.get(b, ())):  # starts alone never exclude each other
                want.add((code[a], code[b]))
    answer = s.get("/duplicidades?limit=10000").json()
    equal({(p["a"]["codigo"], p["b"]["codigo"]) for p in answer["pares"]}, want, "the pairs that every-with-every finds")
    check(answer["completo"] and answer["total"] == len(answer["pares"]) == len(want) and len(want) > 10, "each once", (answer["total"], len(want)))
    scores = [(-p["puntaje"], p["a"]["codigo"], p["b"]["codigo"]) for p in answer["pares"]]
    equal(scores, sorted(scores), "best score first, then by codes")


ASKED = [f"/resumen?por={by}" for by in [*DIMENSIONS, "lugar", "area"]] + [
    "/resumen?por=forma&periodo=2005-2007&periodo=2008-2010", "/matriz?filas=zona&columnas=tema", "/matriz?filas=barrio&columnas=anio", "/facetas", "/duplicidades?limit=1000",
    "/collections/proyectos/items?limit=1000", "/collections/proyectos_sin_lugar/items?limit=1000", "/collections/areas/items?limit=1000", "/resumen?por=tema&f=csv",
    "/flujos?capa=zona", "/flujos?capa=barrio&limit=2"]


def answers(s):
    return {a: re.sub(r"http://127\.0\.0\.1:\d+", "", s.get(a).text) for a in ASKED}


def main():
    print(f"seed {SEED}")
    with GeodataServer(lambda folder: make_store(folder, False)) as s:
        oracle = Oracle(s.db)
        test_totals_close(s, oracle)
        test_equals_sql(s, oracle)
        test_matrix_equals_sql(s, oracle)
        test_facets_equal_items(s)
        test_overlaps_by_brute_force(s, oracle)
        first = answers(s)
        if os.environ.get("COOPMAP_KEEP"):
            shutil.copytree(s.folder, os.environ["COOPMAP_KEEP"], dirs_exist_ok=True)
    with GeodataServer(lambda folder: make_store(folder, True)) as s:
        second = answers(s)
    for address in ASKED:
        check(first[address] == second[address], f"{address}: the order of the rows changes nothing",
              next(((x, y) for x, y in zip(first[address].split("},{"), second[address].split("},{")) if x != y), (len(first[address]), len(second[address]))))


main()
finish()
