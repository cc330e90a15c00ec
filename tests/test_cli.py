"""The command line as a stranger meets it: help, language, JSON, exit statuses, standard output that cannot be written."""
import json
import os
import re
import subprocess
import tempfile

from check import COOPMAP, ROOT, check, equal, finish

WORK = tempfile.TemporaryDirectory()
DB = os.path.join(WORK.name, "a.db")


def run(*words, lang="en_US.UTF-8", stdout=subprocess.PIPE, env=None):
    full = {k: v for k, v in os.environ.items() if k not in ("LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR")}
    full.update({"LANG": lang} if lang else {}, **(env or {}))
    return subprocess.run([COOPMAP, *words], stdout=stdout, stderr=subprocess.PIPE, text=True, env=full, cwd=WORK.name,
                          timeout=300, check=False)


def status(want, *words, **more):
    result = run(*words, **more)
    equal(result.returncode, want, f"exit status of coopmap {' '.join(words)}" + (f" ({result.stderr})" if result.returncode != want else ""))
    return result


def test_help():
    listing = json.loads(status(0, "help", "--json").stdout)
    commands = {c["name"]: c for c in listing["commands"]}
    records = {f"ingest {kind}" for kind in ("networks", "members", "goals", "series", "values", "rates")}
    check(records <= set(commands), "every kind of record", sorted(commands))
    check({"init", "ingest areas", "ingest projects", "ingest actors", "snapshot", "serve", "export", "check", "info", "help",
           "version", "actors merge", "actors unmerge", "discrepancies", "discrepancies resolve", "discrepancies undo", "duplicates", "duplicates accept",
           "duplicates reject", "duplicates undo", "ingest iati", "ingest workbook", "template"} | records == set(commands), "every command is listed", sorted(commands))
    overview = status(0, "help").stdout
    for name, command in commands.items():
        check(command["en"] in overview, f"help names {name}")
        words = name.split()
        english, spanish = status(0, *words, "--help").stdout, status(0, *words, "--help", "--lang", "es").stdout
        if name != "help":
            check("Examples" in english and f"\n  coopmap {name}" in english, f"{name} --help has examples", english)
            check("Ejemplos" in spanish and command["es"] in spanish, f"{name} --help --lang es is Spanish", spanish)
            equal(status(0, "help", *words).stdout, english, f"help {name} is the same")
            for option in command["options"]:
                check(f"--{option['name']}" in english, f"{name} --help explains --{option['name']}")
        for option in command["options"]:
            check(option["es"] and option["en"] and option["es"] != option["en"], f"{name} --{option['name']} in both languages")
    check("ingest areas" in status(0, "help", "ingest").stdout, "help ingest lists its three")
    equal(status(0, "--help").stdout, overview, "--help is help")
    equal(status(0, "-h").stdout, overview, "-h is help")
    result = status(2)
    check("Commands" in result.stdout, "without a word: the help, and a usage status")


def test_language():
    check("Órdenes" in status(0, "help", lang="es_CO.UTF-8").stdout, "Spanish by LANG")
    check("Commands" in status(0, "help", lang="de_DE.UTF-8").stdout, "English when not Spanish")
    check("Commands" in status(0, "help", lang=None).stdout, "English without any")
    check("Órdenes" in status(0, "help", lang="en_US", env={"LC_ALL": "es_ES"}).stdout, "LC_ALL wins over LANG")
    check("Commands" in status(0, "help", lang="es_CO", env={"LC_MESSAGES": "C"}).stdout, "LC_MESSAGES wins over LANG")
    check("Órdenes" in status(0, "help", "--lang=es").stdout, "--lang wins")
    check("Órdenes" in status(0, "--lang", "es", "help").stdout, "--lang before the command")
    check("No hay una orden" in status(2, "ingesta", lang="es").stderr, "errors in Spanish")


def test_man_page():
    with open(os.path.join(ROOT, "src/cli/coopmap.1"), encoding="utf-8") as f:
        text = f.read().replace("\\-", "-")
    sections = dict(re.findall(r"^\.SS coopmap (.*?)$(.*?)(?=^\.S[SH] )", text, re.M | re.S))
    sections = {re.sub(r" \\fI.*", "", name): body for name, body in sections.items()}
    for command in json.loads(status(0, "help", "--json").stdout)["commands"]:
        body = sections.pop(command["name"], None)
        if not check(body is not None, f"the man page has {command['name']}"):
            continue
        documented = set(re.findall(r"^\.BI? --([a-z-]+)", body, re.M))
        equal(documented, {o["name"] for o in command["options"]}, f"the man page has the options of {command['name']}")
        for option in command["options"]:
            if option["default"]:
                check(f"Default: {option['default']}." in body, f"the man page has the default of --{option['name']}")
    equal(sections, {}, "the man page has no command too many")


def test_usage():
    for words in (["nonsense"], ["ingest"], ["ingest", "houses", "x"], ["init", "--nonsense"], ["init", "extra"],
                  ["init", "--db"], ["init", "--db", "a", "--db", "b"], ["ingest", "areas"], ["serve", "--port", "70000"],
                  ["serve", "--port", "x"], ["export", "--format", "pdf"], ["export", "--format", "gpkg"],
                  ["ingest", "projects", "x.csv", "--numbers", "fr"], ["help", "nonsense"], ["info", "-x"],
                  ["ingest", "projects", "x.csv", "--layer", "barrio"]):
        result = status(2, *words)
        check(result.stderr.startswith("coopmap: ") and not result.stdout, f"{words} explains itself on stderr", result.stderr)
        result = status(2, *words, "--json")
        answer = json.loads(result.stdout)
        check(answer["ok"] is False and answer["error"]["kind"] == "usage", f"{words} --json", answer)
    equal(os.listdir(WORK.name), [], "wrong usage leaves nothing behind")


def test_not_found():
    missing = os.path.join(WORK.name, "missing.db")
    csv = os.path.join(WORK.name, "p.csv")
    with open(csv, "w", encoding="utf-8") as f:
        f.write("codigo,titulo\n")
    for words in (["info"], ["check"], ["snapshot"], ["export", "--out", "x.csv"], ["serve", "--port", "0"], ["ingest", "projects", csv],
                  ["ingest", "areas", csv], ["ingest", "actors", csv]):
        result = status(4, *words, "--db", missing)
        check("missing.db" in result.stderr, f"{words} names the file", result.stderr)
        answer = json.loads(status(4, *words, "--db", missing, "--json").stdout)
        check(answer["ok"] is False and answer["error"]["kind"] == "not-found", f"{words} --json", answer)
    check(not os.path.exists(missing), "asking for a missing database does not make it")
    os.remove(csv)


def test_database():
    answer = json.loads(status(0, "init", "--db", DB, "--json").stdout)
    check(answer["ok"] and answer["db"] == DB and answer["command"] == "init", "init --json", answer)
    check("already" in status(4, "init", "--db", DB).stderr, "init leaves a file alone")
    status(4, "ingest", "projects", "nowhere.csv", "--db", DB)
    status(4, "export", "--db", DB)  # no snapshot yet
    result = status(0, "snapshot", "--db", DB)
    check("a.db.snapshot" in result.stdout, "snapshot names its file", result.stdout)
    answer = json.loads(status(0, "snapshot", "--db", DB, "--json").stdout)
    check(answer["snapshot"]["bytes"] > 0, "snapshot --json", answer)
    answer = json.loads(status(0, "info", "--db", DB, "--json").stdout)
    check(answer["counts"]["activity"] == 0 and answer["snapshot"]["current"] is True, "info --json", answer)
    check("0 projects" in status(0, "info", "--db", DB).stdout, "info counts")
    check("0 proyectos" in status(0, "info", "--db", DB, lang="es").stdout, "info in Spanish")
    status(0, "check", "--db", DB)
    with open(DB + ".text", "w", encoding="utf-8") as f:
        f.write("not a database " * 1000)
    result = run("info", "--db", DB + ".text")
    check(result.returncode in (1, 3) and "a.db.text" in result.stderr, "a file that is no database is refused", result.stderr)


def test_ingest():
    good, bad = os.path.join(WORK.name, "good.csv"), os.path.join(WORK.name, "bad.csv")
    with open(good, "w", encoding="utf-8") as f:
        f.write("codigo,nombre,capa,lon,lat,hectareas\nuno,Barrio Uno,barrio,-75.5,10.4,20\n")
    before = json.loads(status(0, "info", "--db", DB, "--json").stdout)
    answer = json.loads(status(0, "ingest", "areas", good, "--db", DB, "--dry-run", "--json").stdout)
    check(answer["ok"] and answer["dry_run"] and "snapshot" not in answer, "dry run --json", answer)
    check("nothing was saved" in status(0, "ingest", "areas", good, "--db", DB, "--dry-run").stdout, "a dry run says so")
    equal(json.loads(status(0, "info", "--db", DB, "--json").stdout), before, "a dry run changes nothing")
    answer = json.loads(status(0, "ingest", "areas", good, "--db", DB, "--json").stdout)
    check(answer["ok"] and answer["snapshot"]["file"] == DB + ".snapshot" and answer["report"], "ingest --json", answer)
    result = status(0, "ingest", "areas", good, "--db", DB, "--no-snapshot")
    check("coopmap snapshot" in result.stdout and "\033" not in result.stdout, "--no-snapshot says what is missing", result.stdout)

    with open(bad, "w", encoding="utf-8") as f:
        f.write("codigo,titulo,lugar,valor_total\np1,Uno,uno,1.818\np2,Dos,en ninguna parte,x\n")
    errors = os.path.join(WORK.name, "errors.csv")
    result = status(3, "ingest", "projects", bad, "--db", DB, "--errors", errors)
    check("en ninguna parte" in result.stdout + result.stderr, "the report names the place", result.stdout)
    with open(errors, encoding="utf-8-sig") as f:
        check("errores" in f.readline(), "--errors writes the file with its column")
    answer = json.loads(status(3, "ingest", "projects", bad, "--db", DB, "--json").stdout)
    check(answer["ok"] is False and answer["error"]["kind"] == "input" and answer["report"], "refused --json", answer)
    check("0 projects" in status(0, "info", "--db", DB).stdout, "nothing of a refused file is in")

    with open(os.path.join(WORK.name, "p.csv"), "w", encoding="utf-8") as f:
        f.write("codigo,clase,titulo,lugar,valor_total,moneda\np1,proyecto,Agua,uno,5.000.000,COP\n")
    status(0, "ingest", "projects", os.path.join(WORK.name, "p.csv"), "--db", DB, "--numbers", "es")
    result = status(0, "export", "--db", DB, "--collection", "proyectos")
    features = json.loads(result.stdout)["features"]
    check(len(features) == 1 and features[0]["properties"]["valor"] == 5000000, "export to standard output", result.stdout)
    out = os.path.join(WORK.name, "out.csv")
    answer = json.loads(status(0, "export", "--db", DB, "--collection", "areas", "--format", "csv", "--out", out, "--json").stdout)
    check(answer["bytes"] == os.path.getsize(out) > 0, "export --json says the size", answer)
    status(2, "export", "--db", DB, "--json")
    result = run("export", "--db", DB, "--filter", "nonsense=1")
    check(result.returncode in (2, 3) and "nonsense" in result.stderr, "a filter that is wrong is refused", result.stderr)
    status(0, "check", "--db", DB)
    answer = json.loads(status(0, "check", "--db", DB, "--json").stdout)
    check(answer["problems"] == [] and answer["totals"]["closes"] is True, "check --json", answer)


def test_errors_speak():
    """What a person causes is said in the language asked for, wherever in the program it is found out."""
    def file(name, text):
        path = os.path.join(WORK.name, name)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        return path
    foreign, empty, plain = file("foreign.db", "hola " * 400), file("empty.db", ""), file("plain.csv", "codigo;nombre\nx;y\n")
    quote, line = file("quote.csv", 'codigo,nombre\nx,"y\n'), file("line.json", '{"type":"FeatureCollection","features":[]}')
    far = file("far.geojson", '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"nombre":"x"},"geometry":'
               '{"type":"Polygon","coordinates":[[[2,48],[3,48],[3,49],[2,48]]]}}]}')
    missing, areas, export = os.path.join(WORK.name, "no.db"), ["ingest", "areas"], ["export", "--db", DB]
    for words, spanish, english in (
            (["info", "--db", missing], "no hay una base de datos", "there is no store"),
            (["info", "--db", foreign], "no es una base de coopmap", "not a coopmap store"),
            (["check", "--db", empty], "está vacío", "is empty"),
            (["init", "--db", DB], "ya existe", "exists already"),
            (["serve", "--db", foreign, "--port", "0"], "no es una base de coopmap", "not a coopmap store"),
            (["serve", "--db", DB, "--port", "0", "--basemap-url", "x"], "no es una dirección", "is not an address"),
            (["serve", "--db", DB, "--port", "0", "--host", "x"], "no es una dirección IP", "is not an IP address"),
            (["snapshot", "--db", DB, "--out", "/nowhere/x"], "no se pudo crear: no existe", "could not be created: it does not exist"),
            ([*areas, "nope.json", "--db", DB], "no se puede leer (no existe)", "cannot be read (it does not exist)"),
            ([*areas, plain, "--db", DB], "diga qué clase de áreas son", "say what kind of areas"),
            ([*areas, plain, "--db", DB, "--layer", "x"], "no es una clase de área", "is not a kind of area"),
            ([*areas, plain, "--db", DB, "--layer", "barrio", "--name-field", "x"], "no tiene la columna x", "has no column x"),
            ([*areas, plain, "--db", DB, "--layer", "barrio", "--edition", "31/02/2011"], "no está en el calendario", "not in the calendar"),
            ([*areas, far, "--db", DB, "--layer", "barrio"], "fuera de Colombia", "outside Colombia"),
            ([*areas, line, "--db", DB, "--layer", "barrio"], "no tiene filas", "has no rows"),
            (["ingest", "projects", plain, "--db", DB], "faltan columnas", "columns are missing"),
            (["ingest", "actors", quote, "--db", DB], "comilla", "quote"),
            (["ingest", "actors", WORK.name, "--db", DB], "no es un archivo", "not a regular file"),
            ([*export, "--filter", "clase=x"], "no es un valor de esta lista", "not a value of this list"),
            ([*export, "--filter", "area=x"], "no hay un área", "there is no area"),
            ([*export, "--filter", "vigente=ayer"], "no es una fecha", "not a date"),
            ([*export, "--filter", "monto_min=x"], "no es un número", "is not a number"),
            ([*export, "--filter", "dibujo=POLYGON"], "se espera «(»", "expected '('"),
            ([*export, "--format", "csv", "--out", "/nowhere/x.csv"], "no se pudo escribir /nowhere/x.csv: no existe", "/nowhere/x.csv could not be written"),
            (["export", "--snapshot", foreign], "no es una instantánea", "not a snapshot")):
        for lang, says in (("es", spanish), ("en", english)):
            result = run(*words, "--lang", lang)
            check(result.returncode in (1, 2, 3, 4) and says in result.stderr, f"{words} --lang {lang}: {says}", result.stderr)


def test_check_where_nothing_may_be_written():
    """The trial snapshot goes to TMPDIR, and is gone afterwards."""
    folder, temporary = os.path.join(WORK.name, "kept"), os.path.join(WORK.name, "tmp")
    os.mkdir(folder)
    os.mkdir(temporary)
    db = os.path.join(folder, "a.db")
    status(0, "init", "--db", db)
    os.chmod(WORK.name, 0o755)
    os.chmod(db, 0o644)
    os.chmod(temporary, 0o777)
    os.chmod(folder, 0o555)
    user = {"user": 65534, "group": 65534} if os.getuid() == 0 else {}
    for where, want in ((temporary, 0), ("/nowhere", 1)):
        result = subprocess.run([COOPMAP, "check", "--db", db], capture_output=True, text=True, timeout=60, check=False, cwd="/",
                                env={"TMPDIR": where, "LANG": "C", "PATH": os.environ["PATH"]}, **user)
        equal(result.returncode, want, f"check in a read-only folder, TMPDIR={where} ({result.stdout}{result.stderr})")
    check("the totals close" in run("check", "--db", db).stdout, "the totals are told")
    equal((os.listdir(folder), os.listdir(temporary)), (["a.db"], []), "nothing is left behind")
    os.chmod(folder, 0o755)


def test_output_that_fails():
    with open("/dev/full", "w", encoding="ascii") as full:
        for words in (["help"], ["version"], ["help", "--json"], ["info", "--db", DB], ["export", "--db", DB]):
            result = status(1, *words, stdout=full)
            check("cannot" in result.stderr or "no space" in result.stderr, f"{words}: says that it could not write", result.stderr)
    read, write = os.pipe()
    os.close(read)
    result = status(1, "help", stdout=write)
    os.close(write)
    check("pipe" in result.stderr, "a closed pipe is an error, not a signal", result.stderr)


def test_colour():
    import pty
    for no_color in (False, True):
        leader, follower = pty.openpty()
        status(0, "help", stdout=follower, env={"TERM": "xterm", **({"NO_COLOR": "1"} if no_color else {})})
        os.close(follower)
        text = os.read(leader, 100000)
        os.close(leader)
        equal(b"\033[" in text, not no_color, f"colour on a terminal, NO_COLOR={no_color}")
    check("\033" not in status(0, "help").stdout, "no colour into a pipe")


test_help()
test_language()
test_man_page()
test_usage()
test_not_found()
test_database()
test_ingest()
test_errors_speak()
test_check_where_nothing_may_be_written()
test_output_that_fails()
test_colour()
finish()
