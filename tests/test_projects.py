"""Projects and actors through the command line: the report to the centavo, ugly files, errors that come back, and all or nothing.

The store is read with Python's sqlite3, which is no part of the program.
"""
import csv
import json
import os
import signal
import sqlite3
import subprocess
import tempfile
import time
from decimal import Decimal

from check import COOPMAP, ROOT, SHARED, check, equal, finish

WORK = tempfile.TemporaryDirectory()
GEODATA = os.path.join(ROOT, "geodata")


def run(*words, want=0, lang="es"):
    env = {k: v for k, v in os.environ.items() if k not in ("LC_ALL", "LC_MESSAGES", "LANG")}
    result = subprocess.run([COOPMAP, *words, "--lang", lang], capture_output=True, text=True, env=env, cwd=WORK.name, timeout=300,
                            check=False)
    equal(result.returncode, want, f"exit status of {' '.join(words[:3])}: {result.stderr} {result.stdout[-400:]}"
          if result.returncode != want else f"exit status of {' '.join(words[:3])}")
    return result


def report(*words, want=0, lang="es"):
    return json.loads(run(*words, "--json", want=want, lang=lang).stdout)["report"]


def write(name, text, encoding="utf-8"):
    path = os.path.join(WORK.name, name)
    with open(path, "w", encoding=encoding, newline="") as f:
        f.write(text)
    return path


def rows(db, sql, *values):
    store = sqlite3.connect(f"file:{db}?mode=ro", uri=True)
    try:
        return store.execute(sql, values).fetchall()
    finally:
        store.close()


def one(db, sql, *values):
    return rows(db, sql, *values)[0][0]


def city(name):
    """A store with the areas and actors that the product ships."""
    db = os.path.join(WORK.name, name)
    run("init", "--db", db)
    run("ingest", "areas", os.path.join(GEODATA, "areas.csv"), "--db", db, "--no-snapshot")
    run("ingest", "areas", os.path.join(GEODATA, "la-popa.geojson"), "--db", db, "--no-snapshot", "--layer", "zona", "--status", "digitised")
    run("ingest", "actors", os.path.join(GEODATA, "actores.csv"), "--db", db, "--no-snapshot")
    return db


def test_the_report(db):
    said = report("ingest", "projects", os.path.join(GEODATA, "proyectos.csv"), "--db", db, "--numbers", "es", "--no-snapshot")
    equal(said["rechazos"], 0, "nothing of the report is refused")
    golden = {  # the report's own figures: total, parts, people, area, rate
        "convenio-3": ("12386206436.05", ["6205051179.25", "6181155256.80"], 27000, "nelson-mandela", "1766.5"),
        "convenio-4": ("7928561027.32", ["3964280514.04", "3964280514.04"], 13510, "zona-suroriental", "1818"),
        "convenio-5": ("7928561027.32", ["3964280514.04", "3964280514.04"], 13510, "zona-suroriental", "1818"),
        "convenio-6": ("718566000.00", ["366500000.00", "352066000.00"], 3140, "arroz-barato", None),
    }
    for code, (total, parts, people, area, rate) in golden.items():
        activity = rows(db, "SELECT id, total_dec, people FROM activity WHERE code = ?", code)[0]
        equal(activity[1:], (total, people), f"{code}: total and people")
        got = rows(db, "SELECT amount_dec FROM contribution WHERE activity_id = ? ORDER BY id", activity[0])
        equal([r[0] for r in got], parts, f"{code}: parts")
        places = rows(db, "SELECT r.code, l.share_basis FROM activity_location l JOIN area r ON r.id = l.area_id WHERE l.activity_id = ?",
                      activity[0])
        equal(places, [(area, "only")], f"{code}: its one place carries all")
        rates = rows(db, "SELECT DISTINCT x.rate_dec FROM contribution c JOIN exchange_rate x ON x.id = c.rate_id WHERE c.activity_id = ?",
                     activity[0])
        equal(rates, [(rate,)] if rate else [], f"{code}: rate of the contract")
    equal(sum(Decimal(r[0]) for r in rows(db, "SELECT total_dec FROM activity WHERE total_dec IS NOT NULL AND currency = 'COP'")),
          Decimal("28961894490.69"), "the listed totals")
    for code in ("convenio-1", "convenio-2", "convenio-7"):
        equal(rows(db, "SELECT no_disbursement, total_dec FROM activity WHERE code = ?", code), [(1, None)],
              f"{code}: no disbursement is not an amount of zero")
    equal(rows(db, "SELECT code FROM organisation WHERE claim_id IS NULL OR type IS NULL ORDER BY code"), [("fmds",), ("iri",), ("redescolombia",), ("ucci",)],
          "no actor was made beside those of the report")
    equal(one(db, "SELECT count(*) FROM activity WHERE claim_id NOT IN (SELECT id FROM claim)"), 0, "every project has its claim")
    equal(one(db, "SELECT c.locator FROM claim c JOIN activity a ON a.claim_id = c.id WHERE a.code = 'convenio-3'"), "renglón 177",
          "the claim says where in the report")
    codes = sorted(m["codigo"] for m in said["mensajes"])
    equal(codes, ["suma-distinta", "suma-distinta"], "the difference of 0,76 is told and stays")
    check("El total es 0,76 menos que los aportes" in said["mensajes"][0]["mensaje"], "the difference is given", said["mensajes"][0])
    again = report("ingest", "projects", os.path.join(GEODATA, "proyectos.csv"), "--db", db, "--numbers", "es", "--no-snapshot")
    equal((again["iguales"], again["nuevas"], again["cambiadas"]), (34, 0, 0), "the same file again changes nothing")
    checked = run("check", "--db", db)
    check("posible-duplicado" in checked.stdout and "suma-distinta" in checked.stdout, "check lists what a person should see",
          checked.stdout)
    check("es 0,76 COP menos que la suma de sus aportes" in checked.stdout, "check says the difference as a person would", checked.stdout)


def test_errors_come_back(db):
    path = write("bad.csv", "codigo;titulo;lugar;valor_total;fecha_inicio\r\n"
                 "x1;Bueno;Manga;1.000;2011\r\n"
                 "x2;\"Con; punto y coma\";La Popaa;mil;31/02/2011\r\n"
                 "x3;Sin lugar;;5;\r\n"
                 "x1;Repetido;Manga;;\r\n"
                 "x5;Corta;Manga\r\n")
    before = one(db, "SELECT count(*) FROM activity")
    back = os.path.join(WORK.name, "back.csv")
    said = report("ingest", "projects", path, "--db", db, "--numbers", "es", "--errors", back, want=3)
    equal({(m["fila"], m["codigo"]) for m in said["mensajes"]},
          {(3, "area-desconocida"), (3, "numero-ilegible"), (3, "fecha-imposible"), (4, "sin-lugar"), (5, "codigo-repetido"),
           (6, "numero-de-celdas")}, "every error of every row at once")
    equal(one(db, "SELECT count(*) FROM activity"), before, "all or nothing")
    with open(back, encoding="utf-8", newline="") as f:
        got = list(csv.reader(f, delimiter=";"))
    equal(got[0], ["codigo", "titulo", "lugar", "valor_total", "fecha_inicio", "errores"], "the same columns and errores")
    equal([r[1] for r in got[1:]], ["Bueno", "Con; punto y coma", "Sin lugar", "Repetido", "Corta"], "the same cells")
    equal([bool(r[5]) for r in got[1:]], [False, True, True, True, True], "errores is empty where there is none")
    check("la-popa" in got[2][5] and "alias" in got[2][5], "near names and the remedy are in the cell", got[2][5])
    english = report("ingest", "projects", path, "--db", db, want=3, lang="en")
    check(any("No area has that name" in m["mensaje"] for m in english["mensajes"]), "the same in English", english["mensajes"][:2])
    fixed = [r[:5] for r in got[:2]]
    write("fixed.csv", "".join(";".join(r) + "\r\n" for r in fixed))
    said = report("ingest", "projects", path, "--db", db, "--numbers", "es", "--partial", "--no-snapshot", want=3)
    equal((said["nuevas"], said["rechazos"]), (1, 6), "--partial keeps the good row")


def test_ugly_files(db):
    """Points of the DANE's populated places as projects: Latin-1, semicolons, decimal commas; and damaged coordinates."""
    ugly = os.path.join(SHARED, "geodata", "ugly")
    with open(os.path.join(ugly, "centros_poblados_punto_y_coma_latin1.csv"), encoding="latin-1", newline="") as f:
        places = list(csv.reader(f, delimiter=";"))
    text = "codigo;titulo;lon;lat\r\n" + "".join(";".join(["cp-" + r[0], r[1].replace(";", ","), *r[2:4]]) + "\r\n" for r in places[1:])
    said = report("ingest", "projects", write("latin.csv", text, "latin-1"), "--db", db, "--no-snapshot")
    equal((said["nuevas"], said["rechazos"]), (31, 0), "31 points from a Latin-1 file with decimal commas")
    check(any(m["codigo"] == "codificacion-cp1252" for m in said["mensajes"]), "the encoding is told")
    check(one(db, "SELECT count(*) FROM activity WHERE title LIKE '%TURÍSTICO%'") >= 1, "accents survive")
    with open(os.path.join(ugly, "centros_poblados_coordenadas_danadas.csv"), encoding="utf-8-sig", newline="") as f:
        damaged = list(csv.DictReader(f))
    want = {"": "accepted", "lon sin punto decimal": "punto-decimal-perdido", "lat sin punto decimal": "punto-decimal-perdido",
            "marcador de posicion": "coordenada-de-relleno", "ejes cambiados": "ejes-cambiados", "lon sin signo": "signo-perdido",
            "GMS": "coordenada-ilegible", "vacio": "sin-lugar", "texto danado o espacios": "accepted"}
    lines = ["codigo,titulo,lon,lat"] + [f'd-{r["codigo"]},"{r["nombre"]}","{r["lng"]}","{r["lat"]}"' for r in damaged]
    said = report("ingest", "projects", write("damaged.csv", "\n".join(lines) + "\n"), "--db", db, want=3)
    found = {m["fila"]: m["codigo"] for m in said["mensajes"] if m["nivel"] == "rechazo"}
    for i, r in enumerate(damaged):
        defect = (r["defecto"] or "").strip()
        got = found.get(i + 2, "accepted")
        equal(got, want.get(defect), f"row {i + 2} ({defect or 'sound'}: {r['lng']!r}, {r['lat']!r})")


def test_ties(db):
    text = ("codigo,titulo,lugar,ambito\n"
            "t1,T,7 de Agosto,\nt2,T,Olaya sector Central,\nt3,T,El Líbano,\nt4,T,La Candelaria,\nt5,T,Villas de la Candelaria,\n"
            "t6,T,La Popa,\nt7,T,Pie de la Popa,\nt8,T,Caño de Loro,\nt9,T,nelson mandela,\nt10,T,,Desconocido\n")
    report("ingest", "projects", write("ties.csv", text), "--db", db, "--no-snapshot")
    got = dict(rows(db, "SELECT a.code, r.name FROM activity a JOIN activity_location l ON l.activity_id = a.id "
                        "JOIN area r ON r.id = l.area_id WHERE a.code GLOB 't[0-9]*'"))
    want = {"t1": "Siete de Agosto", "t4": "La Candelaria", "t5": "Villas de La Candelaria", "t7": "Pie de La Popa",
            "t8": "Caño del Oro", "t9": "Nelson Mandela"}
    for code, name in want.items():
        equal(got.get(code, "").lower(), name.lower(), f"{code} is tied to {name}")
    check("central" in got["t2"].lower(), "a sector of Olaya", got["t2"])
    check("líbano" in got["t3"].lower(), "El Líbano", got["t3"])
    check("popa" in got["t6"].lower() and "pie" not in got["t6"].lower(), "La Popa is not Pie de la Popa", got["t6"])
    equal(len(got), 9, "nothing else is tied")


def test_actors(db):
    before = one(db, "SELECT count(*) FROM organisation")
    path = write("new.csv", "codigo,titulo,ambito,ejecutor,partes\nn1,T,ciudad,Fundación Nueva,C.E.;Fundacion nueva\nn2,T,ciudad,FUNDACIÓN NUEVA,\n")
    said = report("ingest", "projects", path, "--db", db, "--no-snapshot")
    equal([m["valor"] for m in said["mensajes"] if m["codigo"] == "actor-nuevo"], ["Fundación Nueva"], "a new actor is told once")
    equal(one(db, "SELECT count(*) FROM organisation"), before + 1, "and made once")
    equal(rows(db, "SELECT o.code, p.role FROM participating_org p JOIN organisation o ON o.id = p.organisation_id "
                   "JOIN activity a ON a.id = p.activity_id WHERE a.code = 'n1' ORDER BY p.id"),
          [("fundacion-nueva", "4"), ("comision-europea", None)], "one role each, aliases found")


def test_killed_loads_leave_nothing(db):
    lines = ["codigo,titulo,lugar,valor_total"] + [f"k{i},Proyecto {i},Manga,{i}.25" for i in range(60000)]
    path = write("many.csv", "\n".join(lines) + "\n")
    before = one(db, "SELECT count(*) FROM activity")
    for wait in (0.05, 0.3, 0.7):
        child = subprocess.Popen([COOPMAP, "ingest", "projects", path, "--db", db, "--numbers", "plain", "--no-snapshot"],
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(wait)
        child.send_signal(signal.SIGKILL)
        child.wait()
        check(one(db, "SELECT count(*) FROM activity") in (before, before + 60000), f"killed after {wait} s: none or all")
    equal(one(db, "PRAGMA integrity_check"), "ok", "the store is whole")


def main():
    db = city("city.db")
    test_the_report(db)
    test_errors_come_back(db)
    test_ugly_files(db)
    test_ties(db)
    test_actors(db)
    test_killed_loads_leave_nothing(db)
    run("check", "--db", db)
    WORK.cleanup()
    finish()


main()
