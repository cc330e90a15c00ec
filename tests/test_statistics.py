"""Statistics of the city's own data through the API: every table closes, the report's figures to the centavo, conversions at the
contracts' rates, the matrix with its empty cells, overlaps, facets, and what happens when two records are declared one."""
import csv
import io
import os
import subprocess
import time
from decimal import Decimal

from check import COOPMAP, check, equal, finish
from geodata_server import GeodataServer

TOTAL = Decimal("28961894490.69")
MERGED = Decimal("21033333463.37")
DIMENSIONS = ["tema", "fuente", "ejecutor", "tipo", "modalidad", "forma", "anio", "estado", "clase", "lugar", "barrio", "localidad", "ucg", "zona", "corregimiento"]
IN_FORCE = "clase=proyecto&clase=convenio&clase=convenio-marco"


def table(s, address):
    return list(csv.DictReader(io.StringIO(s.get(address + "&f=csv").text)))


def rows(answer):
    return {r["codigo"]: r for r in answer["filas"]}


def test_every_table_closes(s):
    for by in DIMENSIONS:
        for filtered, total in (("", TOTAL), ("&area=zona-suroriental", Decimal("15857122054.64")), ("&q=nadie", Decimal("0.00"))):
            answer = s.get(f"/resumen?por={by}{filtered}").json()
            sides = answer["cierre"]
            attributed = sum((r["valor_atribuido"] or 0 for r in answer["filas"]), Decimal(0))
            check(answer["cierra"] is True and sides["suma"] == sides["total"] == total and attributed == sides["atribuido"],
                  f"por={by}{filtered}: rows + not allocated + difference = total", sides)
            check(str(answer["todo"]["proyectos"]) in answer["poblacion"] or answer["todo"]["proyectos"] == 1, f"por={by}: the population in words", answer["poblacion"])
            covered = answer["cobertura"]
            equal(covered["en_la_suma"] + covered["sin_valor"] + covered["sin_erogacion"] + covered["otra_moneda"] + covered["contado_en_otro"],
                  covered["proyectos"], f"por={by}{filtered}: each project is covered, or it is said why not")
        lines = table(s, f"/resumen?por={by}")
        equal(lines[-1]["valor_atribuido"], str(TOTAL), f"por={by} as CSV: the last line is the total")
        equal(sum(Decimal(x["valor_atribuido"] or 0) for x in lines[:-1]), TOTAL, f"por={by} as CSV: the lines add up to it")
        check({"poblacion", "cobertura", "sin_asignar", "diferencia"} <= {x["grupo"] for x in lines}, f"por={by} as CSV: population and coverage are in it")
        excel = s.get(f"/resumen?por={by}&f=csv&excel=1").body
        check(excel.startswith(b"\xef\xbb\xbfgrupo;codigo;") and b"28961894490,69" in excel, f"por={by} for spreadsheets", excel[:200])


def test_sources(s):
    answer = s.get("/resumen?por=fuente").json()
    spain = rows(answer)["gobierno-espanol"]
    equal(spain["valor_atribuido"], Decimal("6205051179.25") + 2 * Decimal("3964280514.04"), "Spain's parts of 3, 4 and 5")
    equal(rows(answer)["fundacion-mamonal"]["valor_atribuido"], Decimal("366500000.00"), "Fundación Mamonal's part of 6")
    equal(answer["diferencia"], {"proyectos": 2, "valor": Decimal("-1.52")}, "D2 of both records is a line of its own")
    equal(s.get("/resumen?por=fuente&codigo=convenio-4").json()["diferencia"]["valor"], Decimal("-0.76"), "D2: the parts of 4 are 0,76 more than its total")
    check(rows(answer)[None]["valor"] is None and rows(answer)[None]["valor_atribuido"] is None, "where nothing is known the sum is no data, never zero")


def test_people(s):
    equal(s.get("/resumen?por=clase&" + IN_FORCE).json()["todo"]["personas_max"], 57160, "the agreements in force reach at most 57.160")
    equal(s.get("/resumen?por=clase&" + IN_FORCE).json()["todo"]["personas_min"], 27000, "and at least the largest group")
    silent = sum(not r["personas"] for c in ("proyectos", "proyectos_sin_lugar") for r in csv.DictReader(io.StringIO(s.get(f"/exportar/{c}.csv?{IN_FORCE}").text)))
    equal((s.get("/resumen?por=clase&" + IN_FORCE).json()["todo"]["personas_sin_dato"], silent > 0), (silent, True), "of whom nobody says how many, and that the bounds leave them out")
    for form in ("/resumen?por=area&f=csv", "/resumen?por=tema&f=csv"):
        check("personas_sin_dato" in table(s, form.replace("&f=csv", ""))[0], f"{form}: in the table too")
    everything = s.get("/resumen?por=clase").json()["todo"]
    equal((everything["personas_min"], everything["personas_max"]), (857000, 857000), "D9: 857 mil is of the whole programme and never summed with its parts")


def test_conversion(s):
    answer = s.get("/resumen?por=clase&convertir=USD").json()
    conversion = answer["conversion"]
    at = {r["proyecto"]: r for r in conversion["tasas"]}
    equal({k: v["convertido"] for k, v in at.items()}, {"convenio-3": Decimal("7011721.73"), "convenio-4": Decimal("4361144.68"), "convenio-5": Decimal("4361144.68")},
          "3, 4 and 5 at the rates of their contracts")
    equal([at["convenio-3"][k] for k in ("tasa", "tasa_de", "tasa_a", "tasa_fecha", "tasa_clase")], ["1766.5", "USD", "COP", "2011-07-06", "contract"], "the rate is named")
    check(at["convenio-3"]["tasa_fuente"] and at["convenio-3"]["valor"] == Decimal("12386206436.05"), "with its source, and the amount as it was")
    equal([p["proyecto"] for p in conversion["sin_tasa"]], ["convenio-6"], "what has no rate is listed")
    check(answer["moneda"] == "USD" and answer["cierra"] and answer["todo"]["valor"] == conversion["valor"] == sum(p["convertido"] for p in at.values()),
          "the converted table closes")
    equal(answer["todo"]["otra_moneda"], conversion["proyectos_sin_tasa"], "and counts what it leaves out")
    parts = rows(s.get("/resumen?por=fuente&codigo=convenio-3&convertir=USD").json())
    equal((parts["gobierno-espanol"]["valor_atribuido"], parts["distrito-de-cartagena"]["valor_atribuido"]), (Decimal("3512624.50"), Decimal("3499097.23")), "the parts of 3 in dollars")
    area = s.get("/resumen?por=area&convertir=USD").json()
    check(area["moneda"] == "COP" and area["todo"]["valor"] == TOTAL and area["conversion"]["valor"] == conversion["valor"], "por=area keeps its amounts and adds the converted total")
    refused = s.get("/resumen?por=clase&convertir=JPY")
    check(refused.status == 400 and "convertir=JPY" in refused.text and "tasa" in refused.text, "without any rate: refused, with the remedy", refused.text)


def test_periods(s):
    answer = s.get("/resumen?por=forma&periodo=2005-2007&periodo=2008-2010").json()
    equal([p["nombre"] for p in answer["periodos"]], ["2005-2007", "2008-2010", "otros años", "sin año"], "the periods of the question, and what lies outside")
    for row in answer["filas"]:
        equal(sum(c["valor_atribuido"] or 0 for c in row["periodos"]), row["valor_atribuido"], f"{row['nombre']}: its periods add up to it")
    equal(sum(p["valor_atribuido"] or 0 for p in answer["periodos"]), answer["cierre"]["atribuido"], "and all periods to what is attributed")
    unknown = answer["filas"][2]["periodos"][1]
    check(unknown["proyectos"] == unknown["no_cubiertos"] > 0 and unknown["valor_atribuido"] is None and answer["periodos"][1]["valor_atribuido"] is None,
          "what began in 2008 and has no known value is no data, and no zero", unknown)
    equal(answer["filas"][0]["periodos"][0], {"proyectos": 0, "valor_atribuido": Decimal("0.00"), "no_cubiertos": 0}, "where nothing is recorded it is zero")
    equal([r["codigo"] for r in answer["filas"]], ["efectivo", "especie", None], "cash and kind stand there also where no record says so, and sin dato")
    printed = {v["codigo"]: v["valor"] for x in answer["impreso"] for v in x["valores"]}
    equal([printed.get(k) for k in ("especie-2005-2007", "especie-2008-2010", "efectivo-2005-2007", "efectivo-2008-2010")],
          [159000000, 3701027200, 85000000, 43923300135], "the report's own table stands beside it, as printed")
    check(all(x["dimension"] == "forma" and x["fuente_del_dato"]["localizador"] for x in answer["impreso"]), "with its source")
    for bad in ("periodo=2008-2005", "periodo=8-10", "periodo=2005-2008&periodo=2008-2010", "periodo=x", "&".join(f"periodo={y}" for y in range(1990, 2016))):
        equal(s.get("/resumen?por=forma&" + bad).status, 400, f"{bad} is refused")


def test_matrix(s):
    projects = sum(s.get(f"/collections/{c}/items?limit=1").json()["numberMatched"] for c in ("proyectos", "proyectos_sin_lugar"))
    for layer in ("barrio", "ucg", "localidad", "area"):
        for columns in ("tema", "tipo", "modalidad", "estado", "anio", "clase", "forma", "lugar"):
            m = s.get(f"/matriz?filas={layer}&columnas={columns}").json()
            want = s.get("/collections/areas/items?limit=1" + (f"&capa={layer}" if layer != "area" else "")).json()["numberMatched"]
            equal(len(m["filas"]), want, f"{layer} × {columns}: every area of the layer is a row")
            check(all(len(r["celdas"]) == len(m["columnas"]) for r in m["filas"] + [m["sin_area"]]), f"{layer} × {columns}: empty cells are cells")
            equal(sum(c["proyectos"] == 0 for r in m["filas"] for c in r["celdas"]), m["celdas_vacias"], f"{layer} × {columns}: they are counted")
            equal((m["total"]["proyectos"], m["total"]["valor"], m["columnas"][-1]["codigo"]), (projects, TOTAL, "sin-dato"), f"{layer} × {columns}: the total of distinct projects, and sin-dato")
    m = s.get("/matriz?filas=localidad&columnas=tema").json()
    themes = [c["codigo"] for c in m["columnas"]]
    check("turismo" in themes, "a theme that nobody works on is a column")
    cell = {r["codigo"]: dict(zip(themes, r["celdas"])) for r in m["filas"]}
    equal(cell["localidad-2"]["agua-saneamiento"], {"proyectos": 2, "valor": Decimal("15857122054.64"), "no_cubiertos": 0, "valor_atribuido": Decimal("15857122054.64"), "no_atribuidos": 0},
          "4 and 5 in their cell")
    equal(cell["localidad-2"]["vivienda"]["valor"], None, "a project without a value is no zero")
    for r in m["filas"]:
        for c, column in zip(r["celdas"], themes):
            filter_ = f"area={r['codigo']}&tema={column}&limit=1"
            got = sum(s.get(f"/collections/{k}/items?{filter_}").json()["numberMatched"] for k in ("proyectos", "proyectos_sin_lugar")) if c["proyectos"] or column == "salud" else 0
            equal(c["proyectos"], got, f"cell {r['codigo']} × {column} is what the filter selects") if c["proyectos"] or column == "salud" else None
    equal([r["codigo"] for r in s.get("/matriz?filas=barrio&columnas=tema&area=nelson-mandela").json()["filas"]], ["nelson-mandela"], "area= narrows the rows")
    lines = table(s, "/matriz?filas=localidad&columnas=tema")
    equal((lines[-1]["codigo"], lines[-1]["valor"], lines[-2]["codigo"]), ("total", str(TOTAL), "sin_area"), "the matrix as CSV")
    for bad in ("filas=color", "columnas=color", "columnas=fuente", "capa=ucg&filas=barrio"):
        equal(s.get("/matriz?" + bad).status, 400, f"{bad} is refused")


def test_overlaps(s):
    answer = s.get("/duplicidades").json()
    check(answer["completo"] and answer["total"] == answer["devueltos"] == len(answer["pares"]) == 1, "one pair of the report overlaps", answer)
    pair = answer["pares"][0]
    equal((pair["a"]["codigo"], pair["b"]["codigo"], pair["area"]["codigo"], pair["tema"]["codigo"], pair["mismo_tiempo"], pair["misma_fuente"]),
          ("convenio-4", "convenio-5", "zona-suroriental", "agua-saneamiento", True, True), "4 and 5, with where and why")
    check("misma área" in pair["razones"] and 0 < pair["puntaje"] <= 100, "in words, with a score")
    candidates = answer["duplicados"]
    check(any({"convenio-4", "convenio-5"} == {p["codigo"] for p in c["proyectos"]} and c["decision"] is None for c in candidates), "and the ledger's candidates, undecided", candidates)
    equal(s.get("/duplicidades?area=nelson-mandela").json()["total"], 0, "the filter holds")
    lines = table(s, "/duplicidades?limit=10")
    check({"traslape", "duplicado"} <= {x["tipo"] for x in lines} and lines[0]["a"] == "convenio-4", "the same as CSV", lines)


def test_facets(s):
    answer = s.get("/facetas?tema=agua-saneamiento&clase=proyecto").json()
    facets = {f["nombre"]: f for f in answer["facetas"]}
    equal(list(facets), ["area", "tema", "fuente", "ejecutor", "tipo", "modalidad", "forma", "anio", "estado", "clase", "lugar"], "a facet for each dimension")
    for name, facet in facets.items():
        others = [p for p in ("tema=agua-saneamiento", "clase=proyecto") if not p.startswith(name + "=")]
        for v in facet["valores"]:
            if not facet["filtra"]:
                check(v["enlace"] is None, f"{name}: no filter, no link")
                continue
            query = "&".join(others + [f"{name}={v['valor']}"])
            got = sum(s.get(f"/collections/{c}/items?{query}&limit=1").json()["numberMatched"] for c in ("proyectos", "proyectos_sin_lugar"))
            equal(v["cuenta"], got, f"facet {name}={v['valor']} counts what the filter selects, its own facet left out")
    chosen = {v["valor"] for v in facets["tema"]["valores"] if v["seleccionado"]}
    equal(chosen, {"agua-saneamiento"}, "the selected value is marked")
    everything = {f["nombre"]: {v["valor"]: v["cuenta"] for v in f["valores"]} for f in s.get("/facetas").json()["facetas"]}
    check(all("sin-dato" in everything[k] for k in ("tema", "fuente", "ejecutor", "tipo", "modalidad", "estado", "anio")), "sin dato is a value of each facet", everything)
    gone = s.get("/facetas?tema=turismo").json()["facetas"][1]["valores"]
    check(any(v["valor"] == "turismo" and v["cuenta"] == 0 and v["seleccionado"] for v in gone), "a selected value without projects can be taken away")


def test_series(s):
    answer = s.get("/series").json()
    by_code = {x["codigo"]: x for x in answer["series"]}
    equal([by_code[k]["valores"] for k in ("aod-fuente", "aod-tipo", "aod-tema")], [[], [], []], "three printed statistics whose figures are lost stay empty")
    for x in answer["series"]:
        check(all(v["valor"] is None or isinstance(v["valor"], (int, Decimal)) for v in x["valores"]), f"{x['codigo']}: numbers are numbers, and no data is null")


def run(*words):
    made = subprocess.run([COOPMAP, *words], capture_output=True, text=True, check=False)
    check(made.returncode == 0, " ".join(words[:2]), made.stdout + made.stderr)


def until(s, address, holds):
    """The server takes the new snapshot by itself, a moment after the command."""
    for _ in range(100):
        answer = s.get(address).json()
        if holds(answer):
            break
        time.sleep(0.1)
    return answer


def test_merging(s):
    run("duplicates", "accept", "convenio-4", "convenio-5", "--db", s.db, "--by", "Ana Ruiz")
    until(s, "/resumen?por=clase", lambda a: a["todo"]["valor"] != TOTAL)
    for by in ["area"] + DIMENSIONS:
        answer = s.get(f"/resumen?por={by}").json()
        check(answer["cierra"] and answer["todo"]["valor"] == MERGED, f"por={by}: two that are the same count once", answer["todo"])
    force = s.get("/resumen?por=clase&" + IN_FORCE).json()["todo"]
    equal((force["personas_max"], force["contado_en_otro"]), (43650, 1), "their people too: 43.650")
    equal(s.get("/resumen?por=clase&codigo=convenio-5").json()["todo"]["valor"], Decimal("7928561027.32"), "the later one alone has its own value")
    equal(s.get("/resumen?por=fuente").json()["diferencia"], {"proyectos": 1, "valor": Decimal("-0.76")}, "the difference is there once")
    equal(s.get("/resumen?por=clase&convertir=USD").json()["todo"]["valor"], Decimal("7011721.73") + Decimal("4361144.68"), "in dollars too")
    pairs = s.get("/duplicidades").json()
    equal(pairs["total"], 0, "one project is no overlapping pair")
    equal([d["decision"]["por"] for d in pairs["duplicados"] if d["decision"]], ["Ana Ruiz"], "the decision stands beside the candidate")
    equal(s.get("/matriz?filas=localidad&columnas=tema").json()["total"]["valor"], MERGED, "the matrix's total")
    run("duplicates", "undo", "convenio-4", "convenio-5", "--db", s.db, "--by", "Ana Ruiz")
    until(s, "/resumen?por=clase", lambda a: a["todo"]["valor"] != MERGED)
    equal(s.get("/resumen?por=fuente").json()["todo"]["valor"], TOTAL, "undone, the total is back")
    equal(s.get("/resumen?por=clase&" + IN_FORCE).json()["todo"]["personas_max"], 57160, "and the people")
    equal(s.get("/duplicidades").json()["total"], 1, "and the pair")


def test_official_rates(s):
    """6 has no contract rate and no date of its own; giving it one leaves the official rate of the date before."""
    path = os.path.join(s.folder, "tasas.csv")
    with open(path, "w", encoding="utf-8") as f:
        f.write("codigo,de,a,tasa,fecha,clase,fuente\ntrm-1,USD,COP,1900.00,2011-07-01,official,Banco de la República\n"
                "trm-2,EUR,COP,2500,2011-01-01,official,Banco de la República\ntrm-3,EUR,COP,2600,2011-09-19,official,Banco de la República\n"
                "trm-4,EUR,COP,9999,2011-09-20,official,Banco de la República\n")
    run("ingest", "rates", path, "--db", s.db, "--numbers", "plain", "--title", "Tasas")
    answer = until(s, "/resumen?por=clase&convertir=EUR&area=nelson-mandela", lambda a: "conversion" in a)
    at = {r["proyecto"]: r for r in answer["conversion"]["tasas"]}
    equal((at["convenio-3"]["tasa"], at["convenio-3"]["tasa_clase"], at["convenio-3"]["tasa_fuente"]), ("2500", "official", "Banco de la República"), "the official rate nearest before")
    equal(at["convenio-3"]["convertido"], Decimal("4954482.57"), "12.386.206.436,05 at 2.500")
    later = s.get("/resumen?por=clase&convertir=EUR&codigo=convenio-4").json()["conversion"]["tasas"][0]
    equal((later["tasa"], later["convertido"]), ("2600", Decimal("3049446.55")), "on its very day counts; the day after does not")
    dollars = {r["proyecto"]: r["tasa"] for r in s.get("/resumen?por=clase&convertir=USD").json()["conversion"]["tasas"]}
    equal((dollars["convenio-3"], dollars["convenio-4"]), ("1766.5", "1818"), "a contract's own rate comes before the official one")
    check("convenio-6" not in dollars, "without a date there is no rate of a date: not converted", dollars)


def main():
    with GeodataServer() as s:
        for test in (test_every_table_closes, test_sources, test_people, test_conversion, test_periods, test_matrix, test_overlaps, test_facets, test_series):
            test(s)
        test_merging(s)
        test_official_rates(s)


main()
finish()
