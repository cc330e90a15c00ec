"""/flujos, from source to area: over made-up data each flow against the store's own numbers (Oracle: SQL and fractions), both margins
against /resumen under random filters; over the city's data the report's figures; and the answer in its forms and languages.

The seed is printed; COOPMAP_SEED sets it.
"""
import csv
import io
import random
import sqlite3
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

from check import check, equal, finish
from geodata_server import GeodataServer
from made_up import LAYERS, Oracle, SEED, THEMES, make_store, minor, run

STATES = ("named", "city", "beyond", "unknown")


def table(s, address):
    return list(csv.DictReader(io.StringIO(s.get(address).text)))


def end(node_or_flow, side=None):
    """(grupo, codigo) of a node, or of one end of a flow."""
    return (node_or_flow["grupo"], node_or_flow["codigo"]) if side is None else (node_or_flow[side + "_grupo"], node_or_flow[side])


def flows(answer):
    return {(end(f, "fuente"), end(f, "area")): f for f in answer["flujos"]}


# ---- the same from the store

class Parted:
    """What each project gives from each source (each value of a dimension) and to each area of a layer: {end: minor}; None where it
    only touches."""

    def __init__(self, s, oracle, layer, by="fuente"):
        d = oracle.d
        state = {r["codigo"]: r["lugar"] for c in ("proyectos", "proyectos_sin_lugar") for r in table(s, f"/exportar/{c}.csv?lang=en")}
        self.value = dict(d.execute("SELECT id, CASE WHEN adds THEN value END FROM w"))
        code = dict(d.execute("SELECT id, code FROM w"))
        words = {r["nombre"]: r["codigo"] for r in s.get("/resumen?por=lugar").json()["filas"]}
        place = {i: words.get(state[c], state[c]) for i, c in code.items()}
        self.source, self.area = defaultdict(dict), defaultdict(dict)
        for row, source in d.execute("SELECT DISTINCT id, code FROM touch WHERE dimension = ?", (by,)):
            self.source[row][(by, source) if source else ("sin_dato", None)] = None
        for row, source, part in d.execute("SELECT id, code, sum(minor) FROM falls WHERE dimension = ? GROUP BY id, code", (by,)):
            self.source[row][(by, source) if source else ("sin_dato", None)] = part
        for row, area in d.execute("SELECT DISTINCT id, code FROM touch WHERE dimension = ?", (layer,)):
            self.area[row][self.place(area, place[row])] = None
        for row, area, part in d.execute("SELECT id, code, sum(minor) FROM falls WHERE dimension = ? GROUP BY id, code", (layer,)):
            self.area[row][self.place(area, place[row])] = part
        counting = {row for row, in d.execute("SELECT activity_id FROM part WHERE counts")}
        for row, value in self.value.items():
            if value is None:
                continue
            rest = value - sum(x or 0 for x in self.source[row].values())
            if rest:
                self.source[row][("diferencia" if row in counting else "sin_asignar", None)] = rest
            rest = value - sum(x or 0 for x in self.area[row].values())
            if rest:
                self.area[row][("sin_asignar", None)] = rest

    @staticmethod
    def place(area, state):
        return ("area", area) if area else ("ninguna" if state == "located" else state, None)

    def flow(self, source, area):
        """Projects that touch both ends; of how many no amount is known there; the exact flow; how far the centavos of a split may be from it."""
        touching, silent, exact, slack = set(), 0, Fraction(0), 0
        for row, sources in self.source.items():
            areas = self.area[row]
            if source not in sources or area not in areas:
                continue
            touching.add(row)
            value = self.value[row]
            silent += value is None or (value != 0 and not (sources[source] and areas[area]))
            if not value:
                continue
            exact += Fraction((sources[source] or 0) * (areas[area] or 0), value)
            if len([x for x in sources.values() if x]) > 1 and len([x for x in areas.values() if x]) > 1:
                slack += len(sources)
        return touching, silent, exact, slack


def test_each_flow(s, oracle):
    for layer in LAYERS:
        parted, answer = Parted(s, oracle, layer), s.get(f"/flujos?capa={layer}&limit=500").json()
        got, seen = flows(answer), set()
        wrong, split = [], 0
        for source in {x for ends in parted.source.values() for x in ends}:
            for area in {x for ends in parted.area.values() for x in ends}:
                touching, silent, exact, slack = parted.flow(source, area)
                seen.add((source, area))
                f = got.get((source, area), {"proyectos": 0, "no_cubiertos": 0, "valor": None})
                split += slack > 0
                # What is left among several may be nothing by chance, and is counted all the same.
                count = (f["proyectos"], f["no_cubiertos"]) == (len(touching), silent) if "sin_asignar" not in (source[0], area[0]) else f["proyectos"] >= len(touching)
                if not count or abs((minor(f["valor"]) or 0) - exact) > slack:
                    wrong.append((source, area, f, len(touching), silent, exact, slack))
        equal(wrong[:3], [], f"{layer}: every flow is the share that its project's source has in its area, {split} of them split")
        check(split > 3 or layer == "municipio", f"{layer}: there was something to split", split)
        extra = {k: f for k, f in got.items() if k not in seen and (f["valor"] or "sin_asignar" not in (k[0][0], k[1][0]))}
        equal(extra, {}, f"{layer}: and none that the store has not")


def test_limit(s, oracle):
    for layer in ("barrio", "localidad"):
        every, parted = flows(s.get(f"/flujos?capa={layer}&limit=500").json()), Parted(s, oracle, layer)
        for limit in (1, 2, 3):
            answer = s.get(f"/flujos?capa={layer}&limit={limit}").json()
            few, kept = flows(answer), {end(n) for n in answer["fuentes"] + answer["areas"]}
            folded, projects = defaultdict(int), defaultdict(set)
            for (source, area), f in every.items():
                to = (source if source in kept else ("otras", None), area if area in kept else ("otras", None))
                folded[to] += minor(f["valor"]) or 0
                projects[to] |= parted.flow(source, area)[0]
            equal({k: minor(f["valor"]) or 0 for k, f in few.items()}, dict(folded), f"{layer}, {limit}: what is not shown by name is in otras; the rest is the same")
            for k, f in few.items():
                if "sin_asignar" not in (k[0][0], k[1][0]):
                    equal(f["proyectos"], len(projects[k]), f"{layer}, {limit}: {k}: distinct projects")
            for nodes, key in ((answer["fuentes"], "fuente"), (answer["areas"], "area")):
                own = [minor(n["valor"]) or 0 for n in nodes if n["grupo"] == key]
                others = [n for n in nodes if n["grupo"] == "otras"]
                check(own == sorted(own, reverse=True) and len(own) == limit, f"{layer}, {limit}: the largest first", own)
                beyond = len({k[key == "area"] for k in every if k[key == "area"][0] == key}) - limit
                equal([n["miembros"] for n in others], [beyond] if beyond else [], f"{layer}, {limit}: {key}: how many others")


def test_matrix(s, oracle):
    """What is attributed to the cells of /matriz is parted the same way; its rows and columns are those of /resumen."""
    for layer in LAYERS:
        for by in ("tema", "forma", "tipo", "anio"):
            parted, m = Parted(s, oracle, layer, by), s.get(f"/matriz?filas={layer}&columnas={by}").json()
            columns, wrong, split = [c["codigo"] for c in m["columnas"]], [], 0
            for row in m["filas"]:
                for code, cell in zip(columns, row["celdas"]):
                    touching, silent, exact, slack = parted.flow(("sin_dato", None) if code == "sin-dato" else (by, code), ("area", row["codigo"]))
                    split += slack > 0
                    known = len(touching) - silent > 0 or not touching
                    if (cell["proyectos"], cell["no_atribuidos"], cell["valor_atribuido"] is not None) != (len(touching), silent, known) or abs(minor(cell["valor_atribuido"] or 0) - exact) > slack:
                        wrong.append((row["codigo"], code, cell, len(touching), silent, exact, slack))
            equal(wrong[:3], [], f"{layer} × {by}: what falls on each cell")
            check(split > 3 or by not in ("tema", "forma") or layer == "municipio", f"{layer} × {by}: there was something to split", split)
            margin = lambda table, key, it: {r["codigo"]: r["valor_atribuido"] or 0 for r in table[key] if it(r)}
            by_area, by_column = s.get(f"/resumen?por={layer}").json(), s.get(f"/resumen?por={by}").json()
            got = margin(m, "filas", lambda r: r["proyectos"])
            equal(got, margin(by_area, "filas", lambda r: r["codigo"]), f"{layer} × {by}: rows as por={layer}")
            got = {None if k == "sin-dato" else k: v for k, v in margin(m, "columnas", lambda c: c["proyectos"]).items()}
            equal(got, margin(by_column, "filas", lambda r: r["proyectos"]), f"{layer} × {by}: columns as por={by}")
            cells = sum((c["valor_atribuido"] or 0 for r in m["filas"] + [m["sin_area"]] for c in r["celdas"]), Decimal(0))
            equal((cells, cells + m["sin_celda"]), (m["total"]["valor_atribuido"], m["total"]["valor"]), f"{layer} × {by}: it closes")
    for area in ("z0", "z1", "z2", "z3", "z4", "u00", "l1"):
        for layer in ("zona", "barrio", "area"):
            query = f"area={area}&columnas=tema"
            some, summary = s.get(f"/matriz?filas={layer}&{query}").json(), s.get(f"/resumen?por={layer}&area={area}").json()
            if layer != "area":
                want = {r["codigo"]: r["valor_atribuido"] or 0 for r in summary["filas"]}
                equal({r["codigo"]: r["valor_atribuido"] or 0 for r in some["filas"] if r["proyectos"]}, {r["codigo"]: want[r["codigo"]] for r in some["filas"] if r["proyectos"]},
                      f"{layer}, {query}: rows that are left out take nothing with them")
            cells = sum((c["valor_atribuido"] or 0 for r in some["filas"] + [some["sin_area"]] for c in r["celdas"]), Decimal(0))
            equal(cells + some["sin_celda"], some["total"]["valor"] or 0, f"{layer}, {query}: it closes")


# ---- margins

def margins_hold(s, query, layer):
    """The identities that include/query/group.h states, under any filter."""
    answer = s.get(f"/flujos?capa={layer}&limit=500{query}").json()
    by_source, by_area = s.get("/resumen?por=fuente" + query).json(), s.get(f"/resumen?por={layer}{query}").json()
    what = f"{layer}{query}"
    total = by_source["cierre"]["total"]
    money = lambda k, side: sum((f["valor"] or 0 for f in answer["flujos"] if end(f, side) == k), Decimal(0))
    for nodes, side in ((answer["fuentes"], "fuente"), (answer["areas"], "area")):
        wrong = [n for n in nodes if (n["valor"] or 0) != money(end(n), side)]
        equal(wrong, [], f"{what}: each {side} carries what flows through it")
    equal({n["codigo"]: n["valor"] or 0 for n in answer["fuentes"] if n["grupo"] in ("fuente", "sin_dato")},
          {r["codigo"]: r["valor_atribuido"] or 0 for r in by_source["filas"]}, f"{what}: from each source as por=fuente says")
    equal({n["codigo"]: n["proyectos"] for n in answer["fuentes"] if n["grupo"] in ("fuente", "sin_dato")},
          {r["codigo"]: r["proyectos"] for r in by_source["filas"]}, f"{what}: and as many projects")
    equal((money(("sin_asignar", None), "fuente"), money(("diferencia", None), "fuente")), (by_source["sin_asignar"]["valor"], by_source["diferencia"]["valor"]),
          f"{what}: what no source carries")
    equal({n["codigo"]: (n["valor"] or 0, n["proyectos"]) for n in answer["areas"] if n["grupo"] == "area"},
          {r["codigo"]: (r["valor_atribuido"] or 0, r["proyectos"]) for r in by_area["filas"] if r["codigo"]}, f"{what}: to each area as por={layer} says")
    equal(sum((money((k, None), "area") for k in ("ninguna", *STATES)), Decimal(0)), sum((r["valor_atribuido"] or 0 for r in by_area["filas"] if r["sin_dato"]), Decimal(0)),
          f"{what}: what is in none of them")
    equal(money(("sin_asignar", None), "area"), by_area["sin_asignar"]["valor"], f"{what}: what is not shared out among areas")
    sides = answer["cierre"]
    check(answer["cierra"] and sides["por_fuente"]["suma"] == sides["por_area"]["suma"] == sides["total"] == total == sum((f["valor"] or 0 for f in answer["flujos"]), Decimal(0)),
          f"{what}: it closes to the centavo", sides)
    parts = [sum(v for k, v in sides[side].items() if k != "suma") for side in ("por_fuente", "por_area")]
    equal(parts, [total, total], f"{what}: so does each end")
    equal(answer["todo"], by_source["todo"], f"{what}: the total is that of /resumen")
    check(all(f["proyectos"] >= f["no_cubiertos"] >= 0 and (f["valor"] is None) == (f["no_cubiertos"] == f["proyectos"]) for f in answer["flujos"] + answer["fuentes"] + answer["areas"]),
          f"{what}: no data is no zero, and it is said of how many")
    check(all(end(f, "fuente") == end(answer["fuentes"][f["de"]]) and end(f, "area") == end(answer["areas"][f["a"]]) for f in answer["flujos"]), f"{what}: de and a are positions")
    return answer


def test_random_filters(s):
    rng = random.Random(SEED + 3)
    parts = [lambda: f"&tema={rng.choice(THEMES)}", lambda: f"&fuente={rng.choice(['f0', 'f1', 'e0', 'sin-dato'])}", lambda: f"&area={rng.choice(['z0', 'u00', 'l1', 'todo'])}",
             lambda: f"&ejecutor=e{rng.randrange(4)}", lambda: f"&monto_min={rng.randint(1, 10**6)}", lambda: "&moneda=USD", lambda: "&vigente=2008", lambda: f"&lugar={rng.choice(['located', *STATES])}",
             lambda: "&clase=proyecto&clase=convenio", lambda: f"&codigo=p-{rng.randrange(150):03d}", lambda: "&q=proyecto%20a"]
    for layer in LAYERS:
        margins_hold(s, "", layer)
    for _ in range(40):
        margins_hold(s, "".join(one() for one in rng.sample(parts, rng.choice([1, 1, 2, 3]))), rng.choice(LAYERS))


def make_extreme(folder):
    """One project of two places in equal parts, whose parts nearly cancel out before the last; another where they cancel out whole; and one
    in a barrio that two zones share."""
    db = make_store(folder, False)
    store = sqlite3.connect(db)
    alone = [r for r, in store.execute("SELECT a.id FROM activity a JOIN activity_location l ON l.activity_id = a.id WHERE l.share_basis = 'equal' AND a.id NOT IN"
                                       " (SELECT activity_id FROM related_activity UNION SELECT related_id FROM related_activity) GROUP BY a.id ORDER BY a.code")][:2]
    for row, code, total, parts in zip(alone, ("near", "none"), (100, 0), ((99, 100000, -99999), (500, -500, 0))):
        store.execute("DELETE FROM contribution WHERE activity_id = ?", (row,))
        store.execute("DELETE FROM participating_org WHERE activity_id = ?", (row,))
        store.execute("DELETE FROM activity_location WHERE activity_id = ? AND rank > 1", (row,))
        for rank, area in enumerate(("b000", "b100")):
            store.execute("UPDATE activity_location SET area_id = (SELECT id FROM area WHERE code = ?) WHERE activity_id = ? AND rank = ?", (area, row, rank))
        store.execute("UPDATE activity SET code = ?, no_disbursement = 0, total_minor = ?, total_dec = ?, currency = 'COP' WHERE id = ?", (code, total, f"{total / 100:.2f}", row))
        for k, minor_units in enumerate(parts):
            store.execute("INSERT INTO contribution (activity_id, provider_id, amount_minor, amount_dec, currency, form, is_counterpart, claim_id) SELECT a.id, o.id, ?, ?, 'COP', 'efectivo', 0, a.claim_id"
                          " FROM activity a, organisation o WHERE a.id = ? AND o.code = ?", (minor_units, f"{minor_units / 100:.2f}", row, f"f{k}"))
    for zone in ("z0", "z1"):
        store.execute("INSERT OR IGNORE INTO area_member (area_id, member_id) SELECT z.id, b.id FROM area z, area b WHERE z.code = ? AND b.code = 'b000'", (zone,))
    row, = store.execute("SELECT a.id FROM activity a JOIN activity_location l ON l.activity_id = a.id WHERE l.share_basis = 'only' AND a.total_minor > 0 AND a.currency = 'COP' AND a.id NOT IN"
                         " (SELECT activity_id FROM related_activity UNION SELECT related_id FROM related_activity) ORDER BY a.code LIMIT 1").fetchone()
    store.execute("UPDATE activity_location SET area_id = (SELECT id FROM area WHERE code = 'b000') WHERE activity_id = ?", (row,))
    store.execute("UPDATE activity SET code = 'shared' WHERE id = ?", (row,))
    store.execute("DELETE FROM classification WHERE activity_id = ?", (row,))  # falls whole on one column
    store.commit()
    store.close()
    run("snapshot", "--db", db)
    return db


def test_extreme(s):
    near = margins_hold(s, "&codigo=near", "barrio")
    got = {k: f["valor"] for k, f in flows(near).items()}
    for source, amount in (("f0", Decimal("0.99")), ("f1", Decimal("1000.00")), ("f2", Decimal("-999.99"))):
        both = [got[("fuente", source), ("area", area)] for area in ("b000", "b100")]
        check(all(abs(x - amount / 2) <= Decimal("0.02") for x in both), f"{source}: half of it in each area, whatever the others leave", both)
    none = flows(margins_hold(s, "&codigo=none", "barrio"))
    equal({k[0][1]: f["valor"] for k, f in none.items() if k[1] == ("sin_asignar", None)}, {"f0": Decimal("5.00"), "f1": Decimal("-5.00"), "f2": Decimal("0.00")},
          "of parts that cancel out nobody knows where they go")
    margins_hold(s, "&codigo=shared", "zona")
    for query in ("", "&area=z0"):
        zone = next(r for r in s.get("/matriz?filas=zona&columnas=tema&codigo=shared" + query).json()["filas"] if r["codigo"] == "z0")
        equal((zone["proyectos"], zone["valor_atribuido"], zone["no_atribuidos"]), (1, None, 1), f"what two zones share falls on neither{query}, also where only one is shown")


# ---- the city's data

def test_report(s):
    for layer in ("localidad", "barrio", "ucg", "zona", "corregimiento"):
        for query in ("", "&area=zona-suroriental", "&q=nadie", "&clase=proyecto", "&fuente=gobierno-espanol"):
            margins_hold(s, query, layer)
    for layer in ("localidad", "barrio"):  # whose areas are apart
        want = {r["codigo"]: r["valor_atribuido"] or 0 for r in s.get(f"/resumen?por=area&capa={layer}").json()["areas"]}
        got = {n["codigo"]: n["valor"] or 0 for n in s.get(f"/flujos?capa={layer}&limit=500").json()["areas"] if n["grupo"] == "area"}
        equal(got, want, f"{layer}: what each area of the map is given")
    answer = s.get("/flujos").json()
    got = {k: f["valor"] for k, f in flows(answer).items()}
    spain, city = ("fuente", "gobierno-espanol"), ("fuente", "distrito-de-cartagena")
    two, three = ("area", "localidad-2"), ("area", "localidad-3")
    equal((answer["capa"], answer["limite"], answer["moneda"]), ("localidad", 12, "COP"), "what is answered unless said otherwise")
    equal((got[spain, three], got[city, three]), (Decimal("6205051179.25"), Decimal("6181155256.80")), "Nelson Mandela: Spain's part and the city's")
    equal((got[spain, two], got[city, two]), (2 * Decimal("3964280514.04"),) * 2, "the Zona Suroriental, 4 and 5")
    equal(got[("diferencia", None), two], Decimal("-1.52"), "D2 of both is told, and no source is given it")
    equal(got[("fuente", "fundacion-mamonal"), three], Decimal("366500000.00"), "Arroz Barato: Fundación Mamonal")
    equal(got[("fuente", "fondo-espanol-agua"), ("city", None)], None, "a fund of which nobody says how much: no data, no zero")
    for f in answer["flujos"]:
        if f["fuente"] and f["area"]:
            query = f"fuente={f['fuente']}&area={f['area']}&limit=1"
            found = sum(s.get(f"/collections/{c}/items?{query}").json()["numberMatched"] for c in ("proyectos", "proyectos_sin_lugar"))
            equal(f["proyectos"], found, f"{query} selects the projects of that flow")


def test_forms(s):
    for query in ("capa=localidad", "capa=barrio&limit=1", "capa=ucg&moneda=USD"):
        answer, lines = s.get("/flujos?" + query).json(), table(s, f"/flujos?{query}&f=csv")
        rows = [{"fuente_grupo": f["fuente_grupo"], "fuente": f["fuente"] or "", "area_grupo": f["area_grupo"], "area": f["area"] or "", "moneda": answer["moneda"],
                 "proyectos": str(f["proyectos"]), "valor": "" if f["valor"] is None else str(f["valor"]), "no_cubiertos": str(f["no_cubiertos"]),
                 "fuente_nombre": answer["fuentes"][f["de"]]["nombre"], "area_nombre": answer["areas"][f["a"]]["nombre"]} for f in answer["flujos"]]
        equal(lines[:-3], rows, f"{query}: the CSV has the same rows")
        equal([x["fuente_grupo"] for x in lines[-3:]], ["poblacion", "cobertura", "total"], f"{query}: and says what it is of")
        equal((lines[-1]["proyectos"], lines[-1]["valor"] or None), (str(answer["todo"]["proyectos"]), None if answer["todo"]["valor"] is None else str(answer["todo"]["valor"])), f"{query}: with the total")
    check(s.get("/flujos?f=csv&excel=1").body.startswith(b"\xef\xbb\xbffuente_grupo;"), "CSV for spreadsheets")
    spanish, english = ({n["nombre"] for n in s.get("/flujos?limit=1&lang=" + lang).json()[side]} for lang in ("es", "en") for side in ("areas",))
    check("Otras áreas" in spanish and "Other areas" in english and "Toda la ciudad" in spanish and "Toda la ciudad" not in english, "names in both languages", (spanish, english))
    equal(s.get("/flujos", {"Accept": "text/csv"}).header("content-type").split(";")[0], "text/csv", "negotiated")
    first = s.get("/flujos")
    equal(s.get("/flujos", {"If-None-Match": first.header("etag")}).status, 304, "and not sent twice")
    for bad, word in (("capa=color", "capa=color"), ("capa=barrio&capa=ucg", "capa"), ("limit=x", "limit"), ("limit=0", "limit"), ("fuente=nadie", "fuente=nadie"), ("por=tema", "por")):
        refused = s.get("/flujos?" + bad)
        check(refused.status == 400 and word in refused.text, f"{bad} is refused by name", (refused.status, refused.text))


def main():
    print(f"seed {SEED}")
    with GeodataServer(lambda folder: make_store(folder, False)) as s:
        oracle = Oracle(s.db)
        test_each_flow(s, oracle)
        test_limit(s, oracle)
        test_matrix(s, oracle)
        test_random_filters(s)
    with GeodataServer(make_extreme) as s:
        test_extreme(s)
    with GeodataServer() as s:
        test_report(s)
        test_forms(s)


main()
finish()
