"""Networks, members, goals, printed statistics and rates through the command line, and actors that are one: what is taken in, what is
refused with which remedy, all or nothing, and that doing it again changes nothing.

The store is read with Python's sqlite3, which is no part of the program.
"""
import json
import os
import sqlite3
import subprocess
import tempfile

from check import COOPMAP, ROOT, check, equal, finish

WORK = tempfile.TemporaryDirectory()
GEODATA = os.path.join(ROOT, "geodata")
KINDS = {"networks": "redes", "members": "miembros", "goals": "metas", "series": "series", "values": "valores"}
TABLES = {"networks": "network", "members": "network_member", "goals": "goal", "series": "statistic_series", "values": "statistic_value",
          "rates": "exchange_rate"}


def run(*words, want=0, lang="es"):
    env = {k: v for k, v in os.environ.items() if k not in ("LC_ALL", "LC_MESSAGES", "LANG")}
    result = subprocess.run([COOPMAP, *words, "--lang", lang], capture_output=True, text=True, env=env, timeout=120, check=False)
    equal(result.returncode, want, f"exit status of {' '.join(words[:3])}" + ("" if result.returncode == want else f": {result.stderr} {result.stdout[-600:]}"))
    return result


def ingest(kind, file, *words, want=0, lang="es"):
    answer = run("ingest", kind, file, "--db", DB, "--no-snapshot", *words, "--json", want=want, lang=lang)
    return json.loads(answer.stdout)["report"]


def write(name, text):
    path = os.path.join(WORK.name, name)
    with open(path, "w", encoding="utf-8", newline="") as f:
        f.write(text)
    return path


def rows(sql, *values):
    store = sqlite3.connect(f"file:{DB}?mode=ro", uri=True)
    try:
        return store.execute(sql, values).fetchall()
    finally:
        store.close()


def one(sql, *values):
    return rows(sql, *values)[0][0]


def counts():
    return {kind: one(f"SELECT count(*) FROM {table}") for kind, table in TABLES.items()}


def codes(report):
    return sorted(p["codigo"] for p in report["mensajes"])


DB = os.path.join(WORK.name, "r.db")
made = subprocess.run([os.path.join(ROOT, "scripts", "load-geodata"), DB, COOPMAP], capture_output=True, text=True, check=False)
if made.returncode:
    raise SystemExit("load-geodata failed:\n" + made.stdout + made.stderr)


def test_again_changes_nothing():
    before = rows("SELECT count(*) FROM claim"), rows("SELECT count(*) FROM history"), counts()
    for kind, name in KINDS.items():
        report = ingest(kind, os.path.join(GEODATA, name + ".csv"), "--numbers", "es")
        equal((report["nuevas"], report["cambiadas"], report["iguales"]), (0, 0, counts()[kind]), f"{kind} again are the same")
    equal((rows("SELECT count(*) FROM claim"), rows("SELECT count(*) FROM history"), counts()), before, "nothing was written")


def test_figures_as_they_read():
    values = dict(rows("SELECT code, value_dec || ' ' || coalesce(unit_raw, '') || ' ' || value_raw FROM statistic_value"))
    equal(values["gestion-logros-2011"], "46001073309680 millones de pesos $46.001.073.309.680", "the unit is never multiplied in")
    equal(values["gestion-contexto-2010"], "46000897309680 pesos $46.000.897.309.680", "the figure to the letter")
    equal(rows("SELECT s.code FROM statistic_series AS s WHERE NOT EXISTS (SELECT 1 FROM statistic_value AS v WHERE v.series_id = s.id) ORDER BY 1"),
          [("aod-fuente",), ("aod-tema",), ("aod-tipo",)], "series without figures stay without figures")


def test_change_and_history():
    file = write("redes.csv", "codigo,nombre,clase,desde,miembros\nmesa-distrital,Mesa,Mesa,2009,51\n")
    report = ingest("networks", file)
    equal((report["cambiadas"], report["rechazos"]), (1, 0), "a network is changed")
    before, after = rows("SELECT before_json, after_json FROM history WHERE entity = 'network'")[0]
    equal((json.loads(before)["members"], json.loads(after)["members"]), ("50", "51"), "history has both")
    equal(one("SELECT kind FROM network WHERE code = 'mesa-distrital'"), "mesa", "a label is read as its code")
    equal(one("SELECT count(*) FROM claim WHERE status = 'superseded' AND locator LIKE 'renglones 31%'"), 1, "the old claim is superseded")
    ingest("networks", os.path.join(GEODATA, "redes.csv"), "--numbers", "es")


BAD = {
    "networks": ("codigo,nombre,clase,desde,miembros\n,X,,,\na,,,,\nb,B,banda,,\nc,C,,ayer,\nd,D,,,mucho\ne,E,,,2.5\nf g,F,,,\nh,H,,,\nh,H,,,\n",
                 ["codigo-invalido", "codigo-repetido", "falta-dato", "falta-dato", "fecha-ilegible", "no-es-entero", "numero-ilegible",
                  "valor-fuera-de-lista"]),
    "members": ("red,actor,papel\nmesa-distrital,Nadie SA,\nno-hay,AECID,\nmesa-regional,AECID,\nmesa-regional,aecid,\nmesa-distrital,,\n",
                ["actor-desconocido", "codigo-desconocido", "codigo-repetido", "falta-dato"]),
    "goals": ("codigo,anio,texto,estado,indicador,valor_meta\na,dos mil,T,,,\nb,2012,,,,\nc,2012,T,quizás,nada,poco\n",
              ["falta-dato", "numero-ilegible", "numero-ilegible", "valor-fuera-de-lista", "valor-fuera-de-lista"]),
    "series": ("codigo,titulo,medida,moneda,dimension,proyecto\na,T,,,,\nb,T,monto,ZZZ,,\nc,T,monto,,,nada\nd,T,monto,,lado,\n",
               ["falta-dato", "proyecto-desconocido", "valor-fuera-de-lista", "valor-fuera-de-lista"]),
    "values": ("codigo,serie,forma,valor,aproximado\na,nada,,1,\nb,aod-fuente,oro,1,\nc,aod-fuente,,1.818,\nd,aod-fuente,,mucho,\ne,aod-fuente,,5,tal vez\n",
               ["codigo-desconocido", "numero-ambiguo", "numero-ilegible", "si-o-no", "valor-fuera-de-lista"]),
    "rates": ("codigo,de,a,tasa,fecha,clase\na,USD,COP,0,2011-07-06,\nb,USD,,1818,2011-07-06,\nc,USD,COP,-5,2011-07-06,\nd,USD,COP,1818,,\n"
              "e,USD,COP,1818,31/02/2011,\nf,USD,COP,1818,2011,secreta\n",
              ["falta-dato", "falta-dato", "fecha-imposible", "tasa-no-positiva", "tasa-no-positiva", "valor-fuera-de-lista"]),
}


def test_refusals():
    for kind, (text, want) in BAD.items():
        before = counts(), one("SELECT count(*) FROM import_batch")
        errors = os.path.join(WORK.name, "errores.csv")
        report = ingest(kind, write(f"bad-{kind}.csv", text), "--errors", errors, want=3)
        equal(codes(report), want, f"{kind}: every error at once")
        equal((counts(), one("SELECT count(*) FROM import_batch")), before, f"{kind}: nothing is kept")
        for problem in report["mensajes"]:
            check(problem["fila"] >= 2 and problem["columna"] and problem["mensaje"], f"{kind}: row, column and message", problem)
        with open(errors, encoding="utf-8") as f:
            check(sum(line.rstrip().endswith(('"', ".")) for line in f) >= 2, f"{kind}: the file comes back with its errors")
        english = ingest(kind, os.path.join(WORK.name, f"bad-{kind}.csv"), want=3, lang="en")
        check(all(a["mensaje"] != b["mensaje"] for a, b in zip(report["mensajes"], english["mensajes"])), f"{kind}: in both languages")
    says = [p["mensaje"] for p in ingest("members", write("m.csv", "red,actor\nmesa,AECID\n"), want=3)["mensajes"]]
    check("mesa-distrital, mesa-regional" in says[0], "the networks there are, as candidates", says)
    report = ingest("values", write("v.csv", "codigo,valor\na,1\n"), want=3)
    equal(codes(report), ["falta-columna"], "a column that must be there")


def test_partial():
    text = "codigo,de,a,tasa,fecha,fuente,texto\nb1,USD,COP,1.818,2011-09-19,Banco,\"$1.818\"\nb2,EUR,COP,nada,2011-09-19,,\n"
    report = ingest("rates", write("t.csv", text), "--numbers", "es", "--partial", want=3)
    equal((report["nuevas"], report["rechazos"]), (1, 1), "the good row stays with --partial")
    equal(rows("SELECT from_currency, to_currency, rate_dec, date, kind, raw, source FROM exchange_rate WHERE code = 'b1'"),
          [("USD", "COP", "1818", "2011-09-19", "official", "$1.818", "Banco")], "a rate as data, official unless it says otherwise")
    before = counts()
    ingest("rates", write("t2.csv", "codigo,de,a,tasa,fecha\nb9,USD,COP,1900,2011\n"), "--dry-run")
    equal(counts(), before, "a dry run saves nothing")


def test_members():
    text = "red;actor;papel\nmesa-distrital;Agencia Española de Cooperación Internacional para el Desarrollo;miembro\nmesa-distrital;C.E.;\n"
    equal(ingest("members", write("m2.csv", text))["nuevas"], 2, "members by alias")
    equal(rows("SELECT m.code FROM network_member AS m JOIN network AS n ON n.id = m.network_id WHERE n.code = 'mesa-distrital' ORDER BY 1"),
          [("mesa-distrital/aecid",), ("mesa-distrital/comision-europea",)], "known by network and actor")
    text = "codigo,red,actor,papel\nmesa-distrital/aecid,mesa-distrital,AECID,miembro\n"
    equal(ingest("members", write("m4.csv", text))["iguales"], 1, "the code that was made comes back as it went out")
    equal(codes(ingest("members", write("m5.csv", "codigo,red,actor\na/b/c,mesa-distrital,OIM\na/,mesa-distrital,PNUD\n"), want=3)), ["codigo-invalido"] * 2, "one slash, between two")
    report = ingest("members", write("m3.csv", "codigo,red,actor\notro,mesa-distrital,AECID\n"), want=3)
    equal(codes(report), ["miembro-repetido"], "the same two under another code")


def test_what_stays_text():
    text = "codigo,texto,nota\nx-1,=HYPERLINK(1),\"'); DROP TABLE goal; --\"\n"
    ingest("goals", write("g.csv", text))
    equal(rows("SELECT text, note FROM goal WHERE code = 'x-1'"), [("=HYPERLINK(1)", "'); DROP TABLE goal; --")], "text stays text")


def test_actors_that_are_one():
    write("a.csv", "codigo,nombre,alias\nue,Unión Europea,Comisión de las Comunidades\n")
    ingest("actors", os.path.join(WORK.name, "a.csv"))
    merge = ("actors", "merge", "ue", "comision-europea", "--db", DB)
    run(*merge, want=2)  # who decides is part of it
    answer = json.loads(run(*merge, "--by", "Ana", "--note", "la misma", "--json").stdout)
    check(os.path.exists(answer["snapshot"]["file"]), "the snapshot is built again", answer)
    run(*merge, "--by", "Ana", want=4)
    run("actors", "merge", "comision-europea", "ue", "--db", DB, "--by", "Ana", want=3)
    run("actors", "merge", "nadie", "ue", "--db", DB, "--by", "Ana", want=4)
    equal(one("SELECT t.code FROM organisation AS o JOIN organisation AS t ON t.id = o.merged_into WHERE o.code = 'ue'"), "comision-europea", "merged")
    equal(rows("SELECT b.actor, json_extract(h.after_json, '$.note') FROM history AS h JOIN import_batch AS b ON b.id = h.batch_id "
               "WHERE h.entity = 'organisation' ORDER BY h.id DESC LIMIT 1"), [("Ana", "la misma")], "who and why are in the history")
    ingest("projects", write("p.csv", "codigo,titulo,ambito,ejecutor\nunido,T,ciudad,Comisión de las Comunidades\n"))
    equal(rows("SELECT o.code FROM participating_org AS p JOIN organisation AS o ON o.id = p.organisation_id JOIN activity AS a ON a.id = p.activity_id "
               "WHERE a.code = 'unido'"), [("comision-europea",)], "a merged actor's alias means the other")
    run("actors", "unmerge", "ue", "--db", DB, "--by", "Ana", "--no-snapshot")
    equal(one("SELECT count(*) FROM organisation WHERE merged_into IS NOT NULL"), 0, "undone")
    run("actors", "unmerge", "ue", "--db", DB, "--by", "Ana", want=4)
    run("check", "--db", DB)


try:
    for test in [f for name, f in list(globals().items()) if name.startswith("test_")]:
        test()
finally:
    WORK.cleanup()
finish()
