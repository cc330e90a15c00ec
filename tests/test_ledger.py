"""The ledger of discrepancies on the city's own data, D1 to D10 with their figures; decisions about it, with what they do to the totals
and back; and the same commands on other, made-up data. The oracle for the sums is Python's Decimal over the CSV files."""
import csv
import io
import json
import os
import sqlite3
import subprocess
import tempfile
import time
from decimal import Decimal

from check import COOPMAP, ROOT, check, equal, finish
from geodata_server import GeodataServer

IN_FORCE = "clase=proyecto&clase=convenio&clase=convenio-marco"


def run(*words, want=0, lang="es"):
    made = subprocess.run([COOPMAP, *words, "--lang", lang], capture_output=True, text=True, timeout=300, check=False)
    equal(made.returncode, want, f"exit status of {' '.join(words[:4])}" + ("" if made.returncode == want else f": {made.stderr}{made.stdout[-300:]}"))
    return made


def answer(*words, want=0):
    return json.loads(run(*words, "--json", want=want).stdout, parse_float=Decimal)


def by_key(findings):
    return {f["key"]: f for f in findings}


def of_rule(findings, rule):
    return [f for f in findings if f["rule"] == rule]


def figures(f):
    return f["stated"], f["computed"], f["difference"]


def report_rows():
    with open(os.path.join(ROOT, "geodata", "proyectos.csv"), encoding="utf-8", newline="") as file:
        return {r["codigo"]: r for r in csv.DictReader(file)}


def amount(text):
    """ "$7.928.561.027,32" as a Decimal."""
    return Decimal(text.replace("$", "").replace(" ", "").replace(".", "").replace(",", "."))


def test_report(db):
    """D1 to D10 of the report, each found by a rule that names none of it."""
    got = answer("check", "--db", db)
    equal(got["problems"], [], "nothing that must hold is broken")
    equal(got["totals"]["closes"], True, "the totals close")
    findings, keys = got["findings"], by_key(got["findings"])
    rows = report_rows()
    check(all(f["severity"] in ("warning", "note") and f["es"] and f["en"] and f["subjects"] and f["claims"] for f in findings), "every finding says what it is about")
    check(len(keys) == len(findings), "each key once")

    pair = keys.get("posible-duplicado:convenio-4+convenio-5", {})
    equal(pair.get("score"), 100, "D1: the pair")
    check("mismo título" in pair.get("es", "") and "same value" in pair.get("en", ""), "D1: its reasons", pair)
    equal(len(of_rule(findings, "posible-duplicado")), 1, "D1: no other pair")

    for code in ("convenio-4", "convenio-5"):
        r = rows[code]
        total = amount(r["valor_total"])
        parts = sum(amount(r[f"aporte_{i}_valor"]) for i in (1, 2))
        equal(figures(keys[f"suma-distinta:{code}"]), (total, parts, Decimal("-0.76")), f"D2: {code}")
    equal(len(of_rule(findings, "suma-distinta")), 2, "D2: the sums that are exact are not there")

    far = of_rule(findings, "orden-de-magnitud")
    equal(len(far), 1, "D3: one pair of figures")
    table = Decimal(3701027200) + Decimal(43923300135)
    equal(figures(far[0])[:2], (Decimal(46000897309680), table), "D3: the literal figure and the table's sum")
    for words in ("966 veces", "46.000.897.309,68 COP", "1.623.430.025,32 COP menor"):
        check(words in far[0]["es"], f"D3: {words}", far[0]["es"])

    unit = of_rule(findings, "unidad-contra-cifra")
    equal(len(unit), 1, "D4: one unit")
    equal(figures(unit[0]), (Decimal(46001073309680), Decimal(46000897309680), Decimal(176000000)), "D4: without the word it is 176.000.000 more")
    check("46.001.073.309.680.000.000 COP" in unit[0]["es"] and "millones" in unit[0]["es"], "D4: with the word, exactly", unit[0]["es"])

    check(any("2008-20011" in f["es"] for f in of_rule(findings, "periodo-imposible")), "D5: 2008-20011")
    check(any("2005-2007/ 2008-2011" in f["es"] and "2008-2010" in f["es"] for f in of_rule(findings, "periodo-distinto")), "D5: the title and the columns")

    cell = of_rule(findings, "clasificacion-contradictoria")
    equal([f["stated"] for f in cell], [Decimal(159000000)], "D6: one amount")
    check("especie" in cell[0]["es"] and "efectivo" in cell[0]["es"] and "2005-2007" in cell[0]["es"] and "2007" in cell[0]["es"], "D6: two forms, two periods", cell[0]["es"])

    rate = of_rule(findings, "tasa-implicita")
    equal([f["computed"] for f in rate], [Decimal("2844.83")], "D7: the implied rate")
    rest = of_rule(findings, "resto-sin-valor")
    known = sum(amount(rows[c]["valor_total"]) for c in ("convenio-3", "convenio-4"))
    equal([figures(f) for f in rest], [(Decimal(33000000000), known, Decimal(33000000000) - known)], "D7: the rest of the whole, 4 and 5 once")
    check("12.685.232.536,63" in rest[0]["es"] and "22.830.668.306,71" in rest[0]["es"] and "10.169.331.693,29" in rest[0]["es"], "D7: both readings", rest[0]["es"])

    alike = " ".join(f["es"] for f in of_rule(findings, "alias-parecido"))
    for word in ("FMSD", "Perirubana", "Fondo Español para Agua", "DISTRICTAL"):
        check(word in alike, f"D8: {word}", alike)
    check(any("C.E." in f["es"] for f in of_rule(findings, "dos-nombres-en-lista")), "D8: C.E. and Comisión Europea in one list")

    level = of_rule(findings, "personas-de-otro-nivel")
    check((Decimal(857000), Decimal(43650)) in [figures(f)[:2] for f in level], "D9: 857 mil and 43.650", level)

    for field, without, within in (("tipo-cooperacion", ["convenio-3", "convenio-7"], ["convenio-1", "convenio-2"]), ("ejecutor", ["convenio-3", "convenio-6"], ["convenio-1"]),
                                   ("vigencia", ["convenio-3", "convenio-7"], ["convenio-1", "convenio-2"]), ("tasa", ["convenio-1", "convenio-6"], ["convenio-3", "convenio-5"])):
        codes = {s["code"] for s in keys.get(f"sin-dato:{field}", {"subjects": []})["subjects"]}
        check(codes.issuperset(without) and not codes & set(within), f"D10: {field}", codes)

    store = sqlite3.connect(f"file:{db}?mode=ro", uri=True)
    claims = {c for (c,) in store.execute("SELECT id FROM claim")}
    store.close()
    check(all(c["claim"] in claims for f in findings for c in f["claims"] if c["claim"]), "every claim that is cited is there")
    text = run("check", "--db", db)
    check("[suma-distinta]" in text.stdout and "suma-distinta:convenio-4" in text.stdout and "las cuentas cierran" in text.stdout, "as text", text.stdout[:400])
    check("warning [suma-distinta]" in run("check", "--db", db, lang="en").stdout, "in English")
    equal(run("check", "--db", db).stdout, text.stdout, "twice the same")


def totals(server):
    t = server.get(f"/resumen?por=estado&{IN_FORCE}").json()["todo"]
    return t["valor"], t["personas_max"]


def wait_for(server, want):
    """A running server takes a new snapshot up within a second or so."""
    for _ in range(100):
        if totals(server) == want:
            break
        time.sleep(0.1)
    return totals(server)


def test_pair(server):
    """Accepting 4/5 counts them once, everywhere; undoing brings both back."""
    db = server.db
    both, once = (Decimal("28961894490.69"), 57160), (Decimal("21033333463.37"), 43650)
    equal(totals(server), both, "before: both count")
    run("duplicates", "accept", "convenio-5", "convenio-4", "--db", db, "--by", "Ana Ruiz", "--note", "el informe lo repite")
    equal(wait_for(server, once), once, "accepted: once")
    listed = answer("duplicates", "--db", db)["findings"]
    equal([(f["key"], f["decision"]["verdict"], f["decision"]["by"], f["decision"]["note"]) for f in listed],
          [("posible-duplicado:convenio-4+convenio-5", "aceptado", "Ana Ruiz", "el informe lo repite")], "the pair stays listed with its decision")
    equal(answer("duplicates", "--db", db, "--open")["findings"], [], "and is no longer open")
    checked = answer("check", "--db", db)
    equal((checked["problems"], checked["totals"]["total"], checked["totals"]["closes"]), ([], once[0], True), "check counts once, and closes")
    check("ya" in run("duplicates", "accept", "convenio-4", "convenio-5", "--db", db, "--by", "Ana Ruiz", want=4).stderr, "not twice")
    check(server.get("/proyecto/convenio-5").status == 200, "both records stay")
    run("duplicates", "undo", "convenio-4", "convenio-5", "--db", db, "--by", "Luis Paz", "--note", "se consultó")
    equal(wait_for(server, both), both, "undone: both count again")
    run("duplicates", "undo", "convenio-4", "convenio-5", "--db", db, "--by", "Luis Paz", want=4)
    run("duplicates", "reject", "convenio-4", "convenio-5", "--db", db, "--by", "Luis Paz")
    equal(wait_for(server, both), both, "rejected: two projects")
    rest = [f for f in answer("discrepancies", "--db", db, "--rule", "resto-sin-valor")["findings"]]
    equal([f["computed"] for f in rest], [Decimal("28243328.49069") * 1000], "rejected: their values count in the fund twice") if rest else check(False, "the rest is still told")
    run("duplicates", "undo", "convenio-4", "convenio-5", "--db", db, "--by", "Luis Paz")
    store = sqlite3.connect(f"file:{db}?mode=ro", uri=True)
    kept = store.execute("SELECT verdict, decided_by, undone_by, undone_note FROM decision ORDER BY id").fetchall()
    store.close()
    equal(kept, [("aceptado", "Ana Ruiz", "Luis Paz", "se consultó"), ("rechazado", "Luis Paz", "Luis Paz", None)], "nothing that was decided is lost")


def test_decisions(server):
    db = server.db
    run("discrepancies", "resolve", "suma-distinta:convenio-4", "--verdict", "explicado", "--by", "Ana Ruiz", "--note", "redondeo de cada parte", "--db", db)
    open_ones = answer("discrepancies", "--db", db, "--open", "--rule", "suma-distinta")["findings"]
    equal([f["key"] for f in open_ones], ["suma-distinta:convenio-5"], "--open leaves out what was decided")
    text = run("discrepancies", "--db", db, "--rule", "suma-distinta").stdout
    check("explicado (Ana Ruiz," in text and "redondeo de cada parte" in text, "the decision is shown", text)
    table = list(csv.DictReader(io.StringIO(run("discrepancies", "--db", db, "--csv").stdout)))
    equal([(r["dicho"], r["calculado"], r["diferencia"], r["moneda"], r["decision"]) for r in table if r["clave"] == "suma-distinta:convenio-4"],
          [("7928561027.32", "7928561028.08", "-0.76", "COP", "explicado")], "as CSV")
    equal({r["clave"] for r in table}, {f["key"] for f in answer("discrepancies", "--db", db)["findings"]}, "CSV and JSON list the same")
    for _ in range(50):
        page = server.get("/inconsistencias?f=json&regla=suma-distinta").json()
        found = next(f for f in page["inconsistencias"] if f["clave"] == "suma-distinta:convenio-4")
        if "explicado" in json.dumps(found, default=str):
            break
        time.sleep(0.1)
    check("explicado" in json.dumps(found, default=str), "the page shows it", found)
    run("discrepancies", "undo", "suma-distinta:convenio-4", "--by", "Ana Ruiz", "--db", db)
    equal(len(answer("discrepancies", "--db", db, "--open", "--rule", "suma-distinta")["findings"]), 2, "undone")
    run("discrepancies", "undo", "suma-distinta:convenio-4", "--by", "Ana Ruiz", "--db", db, want=4)


def test_refusals(db):
    before = answer("info", "--db", db)
    for words, want, es, en in (
            (["discrepancies", "--rule", "nada"], 2, "no es una regla", "is not a rule"),
            (["discrepancies", "--csv", "--json"], 2, "no los dos", "not both"),
            (["discrepancies", "resolve", "suma-distinta:nadie", "--verdict", "aceptado", "--by", "A"], 4, "no hay una inconsistencia", "there is no discrepancy"),
            (["discrepancies", "resolve", "suma-distinta:convenio-4", "--by", "A"], 2, "--verdict", "--verdict"),
            (["discrepancies", "resolve", "suma-distinta:convenio-4", "--verdict", "quizás", "--by", "A"], 2, "--verdict", "--verdict"),
            (["discrepancies", "resolve", "suma-distinta:convenio-4", "--verdict", "aceptado"], 2, "--by", "--by"),
            (["duplicates", "accept", "convenio-4", "convenio-4", "--by", "A"], 3, "el mismo código", "the same code"),
            (["duplicates", "accept", "convenio-4", "nadie", "--by", "A"], 4, "no hay un proyecto", "there is no project"),
            (["duplicates", "accept", "convenio-4", "--by", "A"], 2, "", "")):
        check(es in run(*words, "--db", db, want=want).stderr, f"{' '.join(words[:3])}: in Spanish")
        check(en in run(*words, "--db", db, want=want, lang="en").stderr, f"{' '.join(words[:3])}: in English")
    equal(answer("info", "--db", db), before, "nothing was written")


FINE = """codigo,clase,titulo,valor_total,moneda,personas,personas_texto,vigencia,fecha_inicio,fecha_fin,tipo_cooperacion,ambito,ejecutor,aporte_1_entidad,aporte_1_valor,aporte_2_entidad,aporte_2_valor
m-1,proyecto,Muelle de pescadores,1500.25,COP,80,80 pescadores,2015-2017,2015-03-01,2017,tecnica,ciudad,Cofradía del Muelle,Caja Rural,1000.25,Cofradía del Muelle,500.00
m-2,convenio,Escuela de música,9000.00,COP,200,200 niños,2016-2018,2016-01,2018-12,financiera,ciudad,Orquesta Norte,Caja Rural,9000.00,,
"""


def ingest(folder, name, text, *more):
    db, path = os.path.join(folder, name + ".db"), os.path.join(folder, name + ".csv")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    run("init", "--db", db)
    run("ingest", "projects", path, "--db", db, "--numbers", "plain", *more)
    return db


def test_other_data(folder):
    """The same rules where nothing is the report's."""
    fine = ingest(folder, "fine", FINE)
    got = answer("check", "--db", fine)
    equal((got["problems"], got["findings"]), ([], []), "clean data: nothing to say")
    check("ningún problema" in run("check", "--db", fine).stdout, "and it says so")
    equal(run("discrepancies", "--db", fine).stdout, "ninguna\n", "no discrepancies")
    wrong = FINE.replace("500.00", "499.00").replace("200 niños", "20 mil niños").replace("2016-2018", "2016-20188").replace("2018-12", "2015-12").replace("financiera", "")
    wrong += "m-3,proyecto,MUELLE DE PESCADORES,1500.25,COP,80,80 pescadores,2015-2017,2015-03-01,2017,tecnica,ciudad,Cofradía del Muele,Caja Rural,1500.25,,\n"
    found = answer("check", "--db", ingest(folder, "wrong", wrong))["findings"]
    equal([f["key"] for f in found if f["rule"] != "actores-parecidos"],
          ["suma-distinta:m-1", "etiqueta-contra-cifra:m-2+personas", "posible-duplicado:m-1+m-3", "periodo-imposible:m-2+vigencia", "fechas-en-desorden:m-2",
           "sin-dato:tipo-cooperacion"], "each slip by its rule")
    equal(len(of_rule(found, "actores-parecidos")), 1, "two actors with near names")
    equal(figures(by_key(found)["suma-distinta:m-1"]), (Decimal("1500.25"), Decimal("1499.25"), Decimal("1.00")), "with its figures")


with GeodataServer() as served:
    test_report(served.db)
    test_pair(served)
    test_decisions(served)
    test_refusals(served.db)
with tempfile.TemporaryDirectory() as work:
    test_other_data(work)
finish()
