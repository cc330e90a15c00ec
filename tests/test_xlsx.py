"""The workbooks, read back by openpyxl: real numbers and dates, texts that stay texts, totals as the API has them, links that lead
somewhere, and a template whose lists are the product's own."""
import csv
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from datetime import datetime
from decimal import Decimal

import openpyxl

from check import COOPMAP, ROOT, check, equal, finish
from geodata_server import GeodataServer

SHEETS = ["Proyectos", "Aportes", "Lugares", "Beneficiarios", "Totales", "Resultados", "Enlaces", "Actores"]
RECORDS = ["Redes", "Miembros", "Metas", "Series", "Valores", "Tasas"]
READ = ["Por área", "Por fuente", "Léame", "Listas"]
TOTAL = Decimal("28961894490.69")


def run(*arguments):
    return subprocess.run([COOPMAP, *arguments], capture_output=True, text=True)


def rows_of(sheet):
    """The rows under the heading as {heading: cell}."""
    names = [c.value for c in sheet[1]]
    return [{n: c for n, c in zip(names, row)} for row in sheet.iter_rows(min_row=2)]


def exact(cell):
    """A number of a sheet as the decimal that it shows."""
    return None if cell.value is None else Decimal(repr(cell.value)) if not isinstance(cell.value, str) else Decimal(cell.value)


def items(s, query=""):
    ending = "&" + query if query else ""
    return [f for c in ("proyectos", "proyectos_sin_lugar")
            for f in s.get(f"/collections/{c}/items?limit=10000{ending}").json()["features"]]


# ---- the export ----

def test_shape(book):
    equal(book.sheetnames, SHEETS + RECORDS + READ, "the sheets, in their order")
    check(book["Listas"].sheet_state == "hidden" and book.active.title == "Proyectos", "the lists are hidden, the projects open")
    for name in SHEETS + RECORDS:
        sheet = book[name]
        heads = [c for c in sheet[1]]
        check(all(isinstance(c.value, str) and c.comment and len(c.comment.text) > 2 for c in heads), f"{name}: every heading says what it means")
        equal(len({c.value for c in heads}), len(heads), f"{name}: no heading twice")
        check(sheet.freeze_panes == "B2" and sheet.auto_filter.ref and sheet.auto_filter.ref.startswith("A1:"), f"{name}: heading frozen, filter on", (sheet.freeze_panes, sheet.auto_filter.ref))
        check("errores" not in {c.value for c in heads}, f"{name}: no column of errors")


def test_projects(s, book, want):
    rows = rows_of(book["Proyectos"])
    equal([r["codigo"].value for r in rows], sorted(f["id"] for f in want), "every project once, in the order of the codes")
    by_code = {f["id"]: f["properties"] for f in want}
    for r in rows:
        p, code = by_code[r["codigo"].value], r["codigo"].value
        equal(r["titulo"].value, p["titulo"], f"{code}: title")
        equal(exact(r["(valor)"]), p["valor"], f"{code}: value to the centavo")
        stated = None if p["valor_es_suma"] else p["valor"]
        equal(exact(r["valor_total"]), stated, f"{code}: stated total")
        if stated is not None:
            check(r["valor_total"].data_type == "n" and "#,##0.00" in r["valor_total"].number_format, f"{code}: the total is a number that looks like money")
            equal(r["moneda"].value, p["moneda"], f"{code}: currency as its code")
        equal(r["personas"].value, p["personas"], f"{code}: people")
        for column, key in (("fecha_firma", "fecha_firma"), ("fecha_inicio", "fecha_inicio"), ("fecha_fin", "fecha_fin")):
            value = r[column].value
            if value is None:
                continue
            if isinstance(value, datetime):
                check(r[column].is_date and len(p[key]) == 10, f"{code}: a whole day is a date", (value, p[key]))
                value = value.date().isoformat()
            else:
                check(len(p[key]) < 10, f"{code}: a month or a year is text", (value, p[key]))
            equal(value, p[key], f"{code}: {column}")
        link = r["codigo"].hyperlink
        check(link and link.target == f"{s.base}/proyecto/{code}", f"{code}: leads to its page", link)
    check(any(r["(áreas)"].value == "Nelson Mandela" for r in rows), "the areas stand beside the project")


def test_parts(s, book, want):
    projects = book["Proyectos"]
    column = {c.value: c.column_letter for c in projects[1]}
    for name in SHEETS[1:7]:
        for r in rows_of(book[name]):
            code, link = r["proyecto"], r["proyecto"].hyperlink
            target = re.fullmatch(r"'?Proyectos'?!(\w+\d+)", link.location or "") if link else None
            check(target and projects[target.group(1)].value == code.value, f"{name}: {code.value} leads to its row", link)
    parts = rows_of(book["Aportes"])
    details = {f["id"]: s.get(f"/collections/proyectos/items/{f['id']}").json()["detalle"] for f in want if f["geometry"]}
    amounts = sorted((code, a["valor"]) for code, d in details.items() for a in d["aportes"])
    equal(sorted((r["proyecto"].value, exact(r["valor"])) for r in parts if r["proyecto"].value in details), amounts, "the contributions to the centavo")
    check(all(r["valor"].data_type == "n" for r in parts), "contributions are numbers")
    check(any(r["valor_texto"].value == "$6.205.051.179,25" for r in parts), "what was printed stands beside them")
    check(column["codigo"] == "A", "the code comes first")


def test_by_area(s, book, query=""):
    api = s.get("/resumen?por=area" + ("&" + query if query else "")).json()
    sheet = book["Por área"]
    rows = rows_of(sheet)
    areas = [r for r in rows if r["Código"].value]
    equal({r["Código"].value: (r["Proyectos"].value, exact(r["Valor completo"]), exact(r["Valor atribuido"]), exact(r["Valor directo"])) for r in areas},
          {a["codigo"]: (a["proyectos"], a["valor"], a["valor_atribuido"], a["valor_directo"]) for a in api["areas"]}, f"by area as /resumen has it {query}")
    rest = [r for r in rows[len(areas) + 1:-1]]
    direct = sum((exact(r["Valor directo"]) or 0 for r in areas + rest), Decimal(0))
    total = rows[-1]
    equal(total["Área"].value, "Total de proyectos distintos", "the last row is the total")
    equal((direct, exact(total["Valor directo"])), (api["cierre"]["suma"], api["cierre"]["total"]), f"the column closes to the centavo {query}")
    equal(total["Proyectos"].value, api["todo"]["proyectos"], "and counts distinct projects")
    equal(sheet.auto_filter.ref.split(":")[1][1:], str(len(areas) + 1), "the filter leaves the total alone")
    check(all(r["Área"].hyperlink and r["Área"].hyperlink.target == f"{s.base}/area/{r['Código'].value}" for r in areas), "areas lead to their pages")


def test_by_source(s, book, want_total):
    rows = rows_of(book["Por fuente"])
    column = sum((exact(r["Aportado"]) or 0 for r in rows[:-1] if r["Fuente"].value), Decimal(0))
    equal((column, exact(rows[-1]["Aportado"])), (want_total, want_total), "by source, with the difference, closes with the total")
    api = s.get("/resumen?por=fuente").json()
    have = {r["Código"].value: exact(r["Aportado"]) for r in rows if r["Código"].value}
    if "filas" in api:
        equal({k: v for k, v in have.items() if v is not None},
              {r["codigo"]: r["valor_atribuido"] for r in api["filas"] if r["codigo"] and r["codigo"] in have and have[r["codigo"]] is not None}, "and as /resumen has it")


def readme(book):
    return [tuple(c.value for c in row[:2]) for row in book["Léame"].iter_rows()]


def test_readme(s, book):
    lines = dict(r for r in readme(book) if r[0])
    version = s.get("/version").json()
    equal((Decimal(repr(lines["Suma"])), Decimal(repr(lines["Total de proyectos distintos"]))), (TOTAL, TOTAL), "Léame shows both sides of the sum")
    check(re.fullmatch(r"\d{4}-\d\d-\d\d", str(lines["Datos de"])), "and of when the data is", lines["Datos de"])
    check("ninguno" in lines["Filtro"], "and that there is no filter")
    texts = " ".join(str(v) for r in readme(book) for v in r if v)
    for words in ("Copernicus", "Informe del Programa", "coopmap ingest workbook", "no cubre"):
        check(words in texts, f"Léame says: {words}")
    check(version, "the server tells its version")


def test_filter(s, folder):
    path = os.path.join(folder, "filtered.xlsx")
    query = "area=zona-suroriental"
    made = run("export", "--db", s.db, "--format", "xlsx", "--filter", query, "--out", path, "--public-url", s.base, "--lang", "es")
    equal(made.returncode, 0, "a filtered export")
    book = openpyxl.load_workbook(path)
    want = items(s, query)
    equal(book.sheetnames, SHEETS + READ, "with a filter the programme's records stay away")
    equal([r["codigo"].value for r in rows_of(book["Proyectos"])], sorted(f["id"] for f in want), "only what the filter selects")
    equal(dict(r for r in readme(book) if r[0])["Filtro"], "Área: Zona Suroriental", "the filter in words")
    test_by_area(s, book, query)
    named = {r["entidad"].value for r in rows_of(book["Aportes"])}
    check(named and named <= {r["nombre"].value for r in rows_of(book["Actores"])}, "the actors that these projects name are there", named)
    check(len(rows_of(book["Actores"])) < 20, "and no others")


def test_language(s, folder):
    path = os.path.join(folder, "english.xlsx")
    run("export", "--db", s.db, "--format", "xlsx", "--filter", "lang=en&estado=sin-dato", "--out", path)
    book = openpyxl.load_workbook(path)
    check(any(r[0] == "What it is" for r in readme(book)), "Léame in English")
    check({r["clase"].value for r in rows_of(book["Proyectos"])} & {"Project", "Agreement", "Programme"}, "labels in English")
    check(book["Proyectos"]["A1"].value == "codigo" and book["Proyectos"]["A2"].hyperlink is None, "the names of the columns stay, without an address no page links")


def test_refusals(s, folder):
    equal(s.get("/exportar/areas.xlsx").status, 400, "there is no workbook of the areas alone")
    equal(s.get("/exportar/proyectos.xlsx?area=nelson").status, 400, "a wrong filter is refused")
    equal(run("export", "--db", s.db, "--format", "xlsx").returncode, 2, "not to standard output")
    equal(run("export", "--db", s.db, "--format", "xlsx", "--out", os.path.join(folder, "no", "x.xlsx")).returncode, 1, "a folder that is not there")
    check(not [f for f in os.listdir(folder) if "parcial" in f], "nothing half-written is left")


# ---- texts that only look like something else ----

UGLY = {
    "f-igual": "=1+1", "f-mas": "+57 300", "f-menos": "-cmd|' /C calc'!A0", "f-arroba": "@SUM(A1)", "f-hiper": '=HYPERLINK("http://x","y")',
    "f-numero": "007", "f-fecha": "2011-07-06", "f-cierto": "TRUE", "f-marcas": "<b>&amp;\"'</b>", "f-emoji": "Niñez 🌊 ﷽",
}


def ugly_store(folder):
    db = os.path.join(folder, "ugly.db")
    run("init", "--db", db)
    with open(os.path.join(folder, "ugly.csv"), "w", encoding="utf-8", newline="") as f:
        w = csv.writer(f)
        w.writerow(["codigo", "titulo", "objeto", "valor_total", "moneda", "ambito", "fecha_firma", "fecha_fin"])
        for code, title in UGLY.items():
            w.writerow([code, title, title, "", "", "ciudad", "", ""])
        w.writerow(["g-grande", "Cifra grande", "ñ" * 40000, "46001073309680000000.07", "COP", "ciudad", "1810-11-11", "2011"])
        w.writerow(["g-justo", "Quince cifras", "", "9999999999999.99", "COP", "ciudad", "2011-07-06", "2011-07"])
        w.writerow(["g-centavo", "Un centavo", "", "0.01", "COP", "ciudad", "1950-01-01", ""])
    made = run("ingest", "projects", os.path.join(folder, "ugly.csv"), "--db", db, "--numbers", "plain")
    if made.returncode:
        raise SystemExit("the ugly projects were refused:\n" + made.stdout + made.stderr)
    return db


def test_ugly(folder):
    db, path = ugly_store(folder), os.path.join(folder, "ugly.xlsx")
    equal(run("export", "--db", db, "--format", "xlsx", "--out", path).returncode, 0, "the ugly projects go out")
    with zipfile.ZipFile(path) as z:
        formulas = [n for n in z.namelist() if n.startswith("xl/worksheets/sheet") and b"<f>" in z.read(n)]
    equal(formulas, [], "no cell of any sheet is a formula")
    book = openpyxl.load_workbook(path)
    rows = {r["codigo"].value: r for r in rows_of(book["Proyectos"])}
    for code, title in UGLY.items():
        cell = rows[code]["titulo"]
        check(cell.value == title and cell.data_type in ("s", "inlineStr"), f"{code}: stays the text it is", (cell.value, cell.data_type))
    equal((rows["g-grande"]["valor_total"].value, rows["g-grande"]["valor_total"].data_type in ("s", "inlineStr")), ("46001073309680000000.07", True), "more digits than Excel has: exact text")
    equal((exact(rows["g-justo"]["valor_total"]), rows["g-justo"]["valor_total"].data_type), (Decimal("9999999999999.99"), "n"), "fifteen digits are a number")
    equal(exact(rows["g-centavo"]["valor_total"]), Decimal("0.01"), "and a centavo is one")
    equal(rows["g-grande"]["fecha_firma"].value, "1810-11-11", "a day before Excel's calendar is text")
    equal(rows["g-centavo"]["fecha_firma"].value, datetime(1950, 1, 1), "a later one is a date")
    equal((rows["g-grande"]["fecha_fin"].value, rows["g-justo"]["fecha_fin"].value), ("2011", "2011-07"), "years and months are text")
    long = rows["g-grande"]["objeto"].value
    check(len(long) <= 32767 and long.startswith("ñ" * 32000) and long.endswith("]"), "a text that no cell can hold is cut and says so", len(long))
    texts = " ".join(str(v) for r in readme(book) for v in r if v)
    check("32.767" in texts and "15 cifras" in texts, "and Léame says that too")
    status, said = loaded(path, db)
    equal((status, said.get("rechazos"), [m["codigo"] for m in said.get("mensajes", ()) if m["nivel"] == "rechazo"]), (3, 1, ["texto-cortado"]), "what was cut is refused, so that the whole text is never lost")
    sheet = book["Proyectos"]
    sheet.delete_rows(next(r["codigo"].row for r in rows_of(sheet) if r["codigo"].value == "g-grande"))
    book["Lugares"].delete_rows(next(r["proyecto"].row for r in rows_of(book["Lugares"]) if r["proyecto"].value == "g-grande"))
    book.save(path)
    again(db, path, "without that row it all comes in again the same, texts that look like formulas and figures too")


# ---- the template ----

def names_of(book):
    """{defined name: reference} in any version of openpyxl."""
    try:
        return {n: d.attr_text for n, d in book.defined_names.items()}
    except AttributeError:
        return {d.name: d.attr_text for d in book.defined_names.definedName}


def listed(book, name):
    sheet, cells = names_of(book)[name].split("!")
    return [c.value for row in book[sheet.strip("'")][cells.replace("$", "")] for c in row if c.value is not None]


def rules_of(sheet):
    """{heading: validation} of the second data row."""
    out = {}
    for rule in sheet.data_validations.dataValidation:
        for cell in sheet[1]:
            if f"{cell.column_letter}3" in rule.sqref:
                out[cell.value] = rule
    return out


def test_template(s, folder):
    path = os.path.join(folder, "plantilla.xlsx")
    made = run("template", path, "--lang", "es")
    check(made.returncode == 0 and "ingest workbook" in made.stdout, "a template without a database", made)
    book = openpyxl.load_workbook(path)
    equal(sorted(book.sheetnames), sorted(SHEETS + RECORDS + ["Léame", "Listas"]), "every sheet is there")
    equal(book.sheetnames[:5], ["Léame", "Proyectos", "Aportes", "Lugares", "Actores"], "the steps and what most people need come first")
    projects = book["Proyectos"]
    rules = rules_of(projects)
    kinds = {"clase": "list", "estado": "list", "valor_total": "decimal", "personas": "whole", "fecha_firma": "custom", "sin_erogacion": "list", "lon": "decimal", "codigo": "custom", "moneda": "list"}
    equal({k: rules[k].type if k in rules else None for k in kinds}, kinds, "the cells know what may stand in them")
    check(max(r.max_row for r in rules["valor_total"].sqref.ranges) > 1000, "for a thousand rows and more")
    for sheet in book.worksheets:
        for rule in sheet.data_validations.dataValidation:
            name = (rule.formula1 or "").lstrip("=")
            if name.startswith("lista_"):
                check(name in names_of(book) and (listed(book, name) or name in ("lista_areas", "lista_actores")), f"{sheet.title}: the list {name} is there and has values")
    check("En ejecución" in listed(book, "lista_activity_status") and "COP" in listed(book, "lista_currency"), "labels to choose from, currencies as codes")
    dark = projects["A1"].fill.fgColor.rgb
    check(dark == projects["B1"].fill.fgColor.rgb != projects["D1"].fill.fgColor.rgb, "required headings look different")
    for name in SHEETS + RECORDS:
        check(str(book[name]["A2"].value).startswith("ejemplo-") and book[name]["A2"].font.italic, f"{name}: the example is marked as one", book[name]["A2"].value)
        check(book[name].max_row == 2, f"{name}: and nothing else is there")
    example = rows_of(projects)[0]
    check(example["valor_total"].data_type == "n" and isinstance(example["fecha_firma"].value, datetime) and example["fecha_fin"].value == "2012", "its cells are what they should be")
    equal(run("template", path).returncode, 4, "a workbook that is there is not overwritten")
    english = os.path.join(folder, "template.xlsx")
    equal(run("template", english, "--db", s.db, "--lang", "en").returncode, 0, "a template of a database, in English")
    book = openpyxl.load_workbook(english)
    check("Implementation" in listed(book, "lista_activity_status"), "labels in English", listed(book, "lista_activity_status"))
    areas, actors = listed(book, "lista_areas"), listed(book, "lista_actores")
    equal(len(areas), len(s.get("/collections/areas/items?limit=10000&geometria=no").json()["features"]), "every area is a choice")
    check(len(set(areas)) == len(areas) and len(set(actors)) == len(actors) and "Nelson Mandela" in areas and "USAID" in actors, "under a name that is its own")
    equal(run("template", os.path.join(folder, "no.xlsx"), "--db", os.path.join(folder, "none.db")).returncode, 4, "a database that is not there")
    check(not os.path.exists(os.path.join(folder, "no.xlsx")), "and no file is left")


# ---- out, and in again ----

def loaded(path, db, *more):
    """What `ingest workbook` says it did: the answer as JSON, and the exit status."""
    made = run("ingest", "workbook", path, "--db", db, "--json", "--lang", "es", *more)
    try:
        return made.returncode, json.loads(made.stdout)["report"]
    except (json.JSONDecodeError, KeyError):
        return made.returncode, {"said": made.stdout[-800:] + made.stderr[-800:]}


def counts(answer):
    return {k: answer.get(k, answer.get("said")) for k in ("nuevas", "cambiadas", "rechazos")}


def again(db, path, name):
    status, said = loaded(path, db)
    equal((status, counts(said)), (0, {"nuevas": 0, "cambiadas": 0, "rechazos": 0}), name)


def projects_in(db):
    """Every project as the store has it, whatever the numbers of its rows."""
    path = os.path.join(os.path.dirname(db), "state.csv")
    run("export", "--db", db, "--format", "csv", "--collection", "proyectos", "--out", path)
    with open(path, encoding="utf-8") as f:
        placed = f.read()
    run("export", "--db", db, "--format", "csv", "--collection", "proyectos_sin_lugar", "--out", path)
    with open(path, encoding="utf-8") as f:
        return placed, f.read()


def test_round_trip(s, path, folder):
    db = os.path.join(folder, "same.db")
    shutil.copy(s.db, db)
    again(db, path, "the workbook of a store changes nothing in it")
    fresh = os.path.join(folder, "fresh.db")
    run("init", "--db", fresh)
    for name, more in (("areas.csv", ()), ("la-popa.geojson", ("--layer", "zona", "--status", "digitised"))):
        run("ingest", "areas", os.path.join(ROOT, "geodata", name), "--db", fresh, "--no-snapshot", *more)
    status, said = loaded(path, fresh)
    equal((status, said.get("rechazos")), (0, 0), "it goes into a store that has only the areas")
    run("snapshot", "--db", s.db, "--if-stale")
    equal(projects_in(fresh), projects_in(db), "and makes the same projects of it")
    again(fresh, path, "and then changes nothing there either")


def test_iati(s, folder):
    """Projects with everything IATI says of them survive a workbook."""
    xml, db, path = (os.path.join(folder, n) for n in ("made.xml", "iati.db", "iati.xlsx"))
    subprocess.run([sys.executable, os.path.join(ROOT, "tests", "bench", "iati_make.py"), "150", xml], check=True)
    shutil.copy(s.db, db)
    equal(run("ingest", "iati", xml, "--db", db).returncode, 0, "150 activities come in")
    equal(run("export", "--db", db, "--format", "xlsx", "--out", path).returncode, 0, "and go out")
    again(db, path, "and come in again the same: texts, dates, sectors, transactions, places, results, documents")
    book = openpyxl.load_workbook(path)
    check(len(rows_of(book["Aportes"])) > 300 and len(rows_of(book["Resultados"])) > 10 and len(rows_of(book["Enlaces"])) > 30, "all of it was there")
    os.unlink(path)
    equal(run("export", "--db", db, "--format", "xlsx", "--out", path, "--filter", "lang=en").returncode, 0, "out in English")
    again(db, path, "and English labels are read as the same codes")


def test_edit(s, path, folder):
    db, edited = os.path.join(folder, "edit.db"), os.path.join(folder, "edited.xlsx")
    shutil.copy(s.db, db)
    book = openpyxl.load_workbook(path)
    row = next(r for r in rows_of(book["Proyectos"]) if r["codigo"].value == "convenio-6")
    row["valor_total"].value = 718566000.5
    row["valor_texto"].value = None
    row["fecha_fin"].value = datetime(2013, 4, 30)
    book.save(edited)  # openpyxl is another writer: shared strings, its own styles
    status, said = loaded(edited, db)
    equal((status, counts(said)), (0, {"nuevas": 0, "cambiadas": 1, "rechazos": 0}), "one edited project is one change")
    with open(os.path.join(folder, "after.geojson"), "w", encoding="utf-8"):
        pass
    run("export", "--db", db, "--format", "geojson", "--filter", "codigo=convenio-6", "--out", os.path.join(folder, "after.geojson"))
    with open(os.path.join(folder, "after.geojson"), encoding="utf-8") as f:
        p = json.load(f, parse_float=Decimal)["features"][0]["properties"]
    equal((p["valor"], p["fecha_fin"]), (Decimal("718566000.50"), "2013-04-30"), "and it is what was typed")


def test_fill_in(s, folder):
    """Every area and actor that the template offers is understood as exactly that one."""
    path, db = os.path.join(folder, "fill.xlsx"), os.path.join(folder, "fill.db")
    shutil.copy(s.db, db)
    run("snapshot", "--db", db)
    run("template", path, "--db", db, "--lang", "es")
    book = openpyxl.load_workbook(path)
    areas, actors = listed(book, "lista_areas"), listed(book, "lista_actores")
    sheet = book["Proyectos"]
    column = {c.value: c.column for c in sheet[1]}
    lists = {n: listed(book, f"lista_{n}") for n in ("activity_kind", "activity_status", "cooperation_type", "modality", "theme", "currency")}
    for i, area in enumerate(areas):
        values = {"codigo": f"p-{i}", "titulo": f"Proyecto en {area}", "lugar": area, "ejecutor": actors[i % len(actors)]}
        for heading, name in (("clase", "activity_kind"), ("estado", "activity_status"), ("tipo_cooperacion", "cooperation_type"), ("modalidad", "modality"), ("tema", "theme"), ("moneda", "currency")):
            values[heading] = lists[name][i % len(lists[name])]
        for heading, value in values.items():
            sheet.cell(row=3 + i, column=column[heading]).value = value
    book.save(path)
    status, said = loaded(path, db)
    equal((status, counts(said)), (0, {"nuevas": len(areas), "cambiadas": 0, "rechazos": 0}), "every choice of every list is accepted, and the examples are passed over")
    out = os.path.join(folder, "filled.csv")
    run("export", "--db", db, "--format", "csv", "--collection", "areas", "--out", out)
    with open(out, encoding="utf-8") as f:
        codes = {r["codigo"]: r["nombre"] for r in csv.DictReader(f)}
    store = sqlite3.connect(db)
    tied = dict(store.execute("SELECT p.code, a.code FROM activity p JOIN activity_location l ON l.activity_id = p.id JOIN area a ON a.id = l.area_id WHERE p.code LIKE 'p-%'"))
    store.close()
    wrong = [(area, tied.get(f"p-{i}")) for i, area in enumerate(areas) if area not in (tied.get(f"p-{i}"), codes.get(tied.get(f"p-{i}")))]
    equal((wrong, len(set(tied.values()))), ([], len(areas)), "and tied to the area that was chosen")


def test_libreoffice(path, folder):
    """Another program opens it and reads the same figures."""
    if not shutil.which("soffice"):
        return
    home = os.path.join(folder, "home")
    subprocess.run(["soffice", f"-env:UserInstallation=file://{home}", "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1", "--outdir", folder, path],
                   capture_output=True, timeout=180)
    made = [f for f in os.listdir(folder) if f.startswith("whole") and f.endswith(".csv")]
    if check(made, "LibreOffice opens the workbook"):
        with open(os.path.join(folder, made[0]), encoding="utf-8") as f:
            rows = list(csv.DictReader(io.StringIO(f.read())))
        values = {r["codigo"]: r["valor_total"].replace(",", "") for r in rows}
        equal(values["convenio-3"], "12386206436.05", "and shows the same figure")


def test_saved_elsewhere(s, path, folder):
    """What LibreOffice makes of the workbook when it saves it, as XLSX and as ODS, is still the same database."""
    if not shutil.which("soffice"):
        return
    home = os.path.join(folder, "home")
    for form in ("xlsx", "ods"):
        target, db = os.path.join(folder, f"saved-{form}"), os.path.join(folder, f"saved-{form}.db")
        subprocess.run(["soffice", f"-env:UserInstallation=file://{home}", "--headless", "--convert-to", form, "--outdir", target, path], capture_output=True, timeout=180)
        shutil.copy(s.db, db)
        again(db, os.path.join(target, f"whole.{form}"), f"saved by LibreOffice as {form}, nothing has changed")


with GeodataServer() as server:
    place = tempfile.mkdtemp(prefix="coopmap-xlsx-")
    answer = server.get("/exportar/proyectos.xlsx")
    equal((answer.status, answer.header("Content-Type")), (200, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), "a workbook by URL")
    equal(answer.header("Content-Disposition"), 'attachment; filename="proyectos.xlsx"', "with its name")
    whole = os.path.join(place, "whole.xlsx")
    equal(run("export", "--db", server.db, "--format", "xlsx", "--out", whole, "--public-url", server.base).returncode, 0, "and by command")
    with open(whole, "rb") as got:
        equal(got.read(), answer.body, "the same bytes both ways")
    opened = openpyxl.load_workbook(whole)
    projects = items(server)
    test_shape(opened)
    test_projects(server, opened, projects)
    test_parts(server, opened, projects)
    test_by_area(server, opened)
    test_by_source(server, opened, TOTAL)
    test_readme(server, opened)
    test_filter(server, place)
    test_language(server, place)
    test_refusals(server, place)
    test_ugly(place)
    test_template(server, place)
    test_round_trip(server, whole, place)
    test_iati(server, place)
    test_edit(server, whole, place)
    test_fill_in(server, place)
    test_libreoffice(whole, place)
    test_saved_elsewhere(server, whole, place)
    shutil.rmtree(place, ignore_errors=True)
finish()
