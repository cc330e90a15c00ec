"""Workbooks in and out: cells of every kind, sheets that are wrong, marked errors, LibreOffice in between, and files made to harm."""
import datetime
import json
import os
import re
import resource
import shutil
import sqlite3
import subprocess
import tempfile
import time
import zipfile

import openpyxl

from check import COOPMAP, ROOT, check, equal, finish

WORK = tempfile.TemporaryDirectory(prefix="coopmap-workbook-")
RELEASE = os.environ.get("VARIANT", "release") == "release"


def path(name):
    return os.path.join(WORK.name, name)


def run(*words, lang="es"):
    env = {**os.environ, "NO_COLOR": "1"}
    return subprocess.run([COOPMAP, *words, "--lang", lang], capture_output=True, text=True, env=env, cwd=WORK.name, timeout=300)


def ingest(kind, name, db, *more):
    """The report of an ingest as an object, with the exit status in it."""
    result = run("ingest", kind, path(name), "--db", path(db), "--no-snapshot", "--json", *more)
    report = json.loads(result.stdout)["report"] if result.stdout else {"mensajes": []}
    report["status"] = result.returncode
    report["stderr"] = result.stderr
    return report


def messages(report):
    """Refusals and warnings as "hoja!fila letra codigo"."""
    return sorted(f"{m.get('hoja', '')}!{m['fila']}{m.get('letra', '')} {m['codigo']}" for m in report["mensajes"]
                  if m["nivel"] != "nota")


def copy_db(of, to):
    shutil.copy(path(of), path(to))


def rows_of(db, sql):
    connection = sqlite3.connect(f"file:{path(db)}?mode=ro", uri=True)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def book(name, sheets, change=None):
    """A workbook of {sheet: rows}."""
    wb = openpyxl.Workbook()
    wb.remove(wb.active)
    for title, rows in sheets.items():
        ws = wb.create_sheet(title)
        for row in rows:
            ws.append(row)
            for cell in ws[ws.max_row]:
                if isinstance(cell.value, str) and cell.data_type == "f":
                    cell.data_type = "s"  # a text that looks like a formula
    if change:
        change(wb)
    wb.save(path(name))


def office(name, to, folder):
    """The file opened and saved by LibreOffice, in `folder`."""
    os.makedirs(path(folder), exist_ok=True)
    profile = f"-env:UserInstallation=file://{path('profile')}"
    subprocess.run(["soffice", profile, "--headless", "--convert-to", to, "--outdir", path(folder), path(name)],
                   capture_output=True, timeout=300, check=True)
    return os.path.join(folder, os.path.splitext(name)[0] + "." + to)


# ---- what the store holds, told by codes: the order in which rows were loaded does not show

ACTIVITY = ("code,iati_identifier,kind,title,activity_status,cooperation_type,modality,no_disbursement,total_minor,total_dec,total_raw,"
            "currency,people,people_raw,people_unit,people_approx,vigencia_raw,place_note,activity_scope,collaboration_type,lang,"
            "flow_type,finance_type,aid_type,tied_status,updated")
STORE = {
    "activity": f"SELECT {ACTIVITY} FROM activity",
    "narrative": "SELECT a.code, type, n.lang, text FROM narrative n JOIN activity a ON a.id = activity_id",
    "activity_date": "SELECT a.code, type, date, precision FROM activity_date d JOIN activity a ON a.id = activity_id",
    "party": "SELECT a.code, o.code, role, role_text FROM participating_org p JOIN activity a ON a.id = activity_id "
             "JOIN organisation o ON o.id = organisation_id",
    "contribution": "SELECT a.code, p.code, r.code, amount_dec, amount_raw, c.currency, form, is_counterpart, value_date, label_raw, "
                    "transaction_type, c.date, c.flow_type, c.finance_type, c.aid_type, valuation, x.rate_dec, x.raw FROM "
                    "contribution c JOIN activity a ON a.id = activity_id LEFT JOIN organisation p ON p.id = provider_id "
                    "LEFT JOIN organisation r ON r.id = receiver_id LEFT JOIN exchange_rate x ON x.id = rate_id",
    "place": "SELECT a.code, rank, scope, area.code, name_raw, share_money_ppm, share_people_ppm, share_basis, method, exactness, "
             "reach, class, precision, hex(geom_point), hex(geom_outline) FROM activity_location l JOIN activity a ON a.id = activity_id "
             "LEFT JOIN area ON area.id = area_id",
    "classification": "SELECT a.code, vocabulary, c.code, percent_ppm, inferred FROM classification c JOIN activity a ON a.id = activity_id",
    "related": "SELECT a.code, b.code, type FROM related_activity r JOIN activity a ON a.id = activity_id JOIN activity b ON b.id = related_id",
    "total": "SELECT a.code, rank, amount_dec, amount_raw, t.currency, label_raw FROM stated_total t JOIN activity a ON a.id = activity_id",
    "group": "SELECT a.code, g.rank, number, is_approx, unit, raw, area.code, is_disjoint FROM beneficiary_group g "
             "JOIN activity a ON a.id = activity_id LEFT JOIN area ON area.id = area_id",
    "result": "SELECT a.code, r.rank, r.type, r.title, r.description, aggregates, i.rank, measure, ascending, i.title, i.description, "
              "baseline_year, baseline_value, p.rank, period_start, period_end, target_value, actual_value FROM result r "
              "JOIN activity a ON a.id = activity_id LEFT JOIN indicator i ON i.result_id = r.id "
              "LEFT JOIN indicator_period p ON p.indicator_id = i.id",
    "link": "SELECT a.code, l.rank, url, format, category, l.title, l.lang, l.date FROM document_link l JOIN activity a ON a.id = activity_id",
    "organisation": "SELECT code, ref, name, type, country, note FROM organisation",
    "alias": "SELECT code, alias FROM organisation_alias x JOIN organisation o ON o.id = organisation_id",
    "network": "SELECT code, name, kind, alias, since, members, members_raw, note FROM network",
    "member": "SELECT n.code, o.code, role_text FROM network_member m JOIN network n ON n.id = network_id "
              "JOIN organisation o ON o.id = organisation_id",
    "goal": "SELECT code, year, text, status, metric, target_dec, note FROM goal",
    "series": "SELECT s.code, s.title, measure, concept, s.currency, dimension, period_raw, population, a.code, note FROM statistic_series s "
              "LEFT JOIN activity a ON a.id = activity_id",
    "value": "SELECT v.code, s.code, label, form, v.period_raw, value_dec, value_raw, unit_raw, is_approx FROM statistic_value v "
             "JOIN statistic_series s ON s.id = series_id",
    "rate": "SELECT code, from_currency, to_currency, rate_dec, date, kind, raw, source FROM exchange_rate",
}


def store(db):
    return {name: sorted(rows_of(db, sql), key=repr) for name, sql in STORE.items()}


def differences(a, b):
    return {name: {"only left": [x for x in a[name] if x not in b[name]][:3], "only right": [x for x in b[name] if x not in a[name]][:3]}
            for name in a if a[name] != b[name]}


# ---- tests

WHOLE = {
    "Actores": [["codigo", "nombre", "tipo", "pais", "alias"], ["bid", "Banco Interamericano", "40", "US", "BID; IDB"]],
    "Proyectos": [
        ["codigo", "titulo", "titulo_en", "clase", "objeto", "estado", "tema", "sector_dac", "valor_total", "moneda", "personas",
         "fecha_inicio", "fecha_fin", "ejecutor", "responsable", "macroproyecto", "relacionados", "alcance", "colaboracion", "idioma",
         "publica", "flujo", "finanza", "ayuda", "ligada", "actualizado", "reparto"],
        ["w1", "Uno", "One", "convenio", "=1+1", "En ejecución", "salud;agua-saneamiento", "14022=60%;14032=40%", 1234567.89, "USD", 1818,
         datetime.date(2011, 7, 6), datetime.date(2012, 12, 31), "bid", "BID", "w2", None, "7", "1", "es", "bid", "10", "110", "C01", "5",
         "2012-01-01T00:00:00Z", "igual"],
        ["w2", "@Dos", None, "programa", "+57 5 660", "2", None, None, "100,50", None, None, "2011", None, None, None, None, "w1=3", None, None,
         None, None, None, None, None, None, None, None]],
    "Aportes": [["proyecto", "entidad", "receptor", "valor", "moneda", "forma", "contrapartida", "texto", "tipo_transaccion", "fecha_transaccion",
                 "valoracion"],
                ["w1", "BID", "Distrito Nuevo", 1000000.5, "USD", "efectivo", None, "primer pago", "Desembolso", datetime.date(2011, 8, 1), None],
                ["w1", "Empresa Nueva", None, "234.567,39", "USD", "especie", True, None, None, None, "precio de lista"]],
    "Lugares": [["proyecto", "area", "lon", "lat", "contorno", "parte", "parte_personas", "ambito", "texto", "alcance", "clase", "precision"],
                ["w1", "Manga", -75.5301, 10.4123, None, None, 25, None, "barrio Manga", "1", "2", "1"],
                ["w1", "Getsemaní", None, None, None, "60%", None, None, None, None, None, None],
                ["w2", None, None, None, None, None, None, "ciudad", "toda Cartagena", None, None, None]],
    "Beneficiarios": [["proyecto", "personas", "texto", "unidad", "area", "aproximado", "disjunto"],
                      ["w1", 818, "818 niños", "niños", "manga", None, "si"], ["w1", None, "ciudadanía en general", None, None, None, None]],
    "Totales": [["proyecto", "valor", "moneda", "texto"], ["w1", 33000000000, "COP", "$33.000 Millones COP"]],
    "Resultados": [["proyecto", "tipo", "titulo", "indicador", "medida", "ascendente", "linea_base_anio", "linea_base", "desde", "hasta", "meta",
                    "logro"],
                   ["w1", "Efecto", "Menos enfermedad", "casos", "1", "no", 2010, "350", datetime.date(2011, 1, 1), datetime.date(2011, 12, 31),
                    "300", "310"],
                   ["w1", None, "Menos enfermedad", "casos", None, None, None, None, "2012", "2012", "200", None],
                   ["w1", "Producto", "Redes", None, None, None, None, None, None, None, None, None]],
    "Enlaces": [["proyecto", "url", "titulo", "formato", "fecha"], ["w1", "https://example.org/a.pdf", "Convenio", "application/pdf", "2011-07"],
                ["w2", "acta 3.pdf", None, None, None]],
    "Redes": [["codigo", "nombre", "clase", "miembros"], ["red-x", "Red X", "red", 12]],
    "Miembros": [["codigo", "red", "actor", "papel"], [None, "red-x", "BID", "preside"]],
    "Metas": [["codigo", "anio", "texto"], ["meta-x", 2012, "@x"]],
    "Series": [["codigo", "titulo", "medida"], ["serie-x", "Serie X", "monto"]],
    "Valores": [["codigo", "serie", "valor", "valor_texto"], ["valor-x", "serie-x", 46001073309680, "$46.001.073.309.680 millones"]],
    "Tasas": [["codigo", "de", "a", "tasa", "fecha"], ["tasa-x", "USD", "COP", 1818.25, datetime.date(2011, 9, 19)]],
    "Léame": [["nada que leer"]],
}


def test_whole():
    """Every sheet in one load, and what each cell became."""
    book("whole.xlsx", WHOLE)
    copy_db("city.db", "w.db")
    report = ingest("workbook", "whole.xlsx", "w.db", "--numbers", "es")
    equal((report["status"], report["rechazos"]), (0, 0), f"a whole workbook is taken: {report['mensajes']}")
    has = store("w.db")
    activity = dict(zip(ACTIVITY.split(","), [x for x in has["activity"] if x[0] == "w1"][0]))
    equal({k: activity[k] for k in ("kind", "activity_status", "total_dec", "currency", "people", "activity_scope", "collaboration_type", "lang",
                                    "flow_type", "finance_type", "aid_type", "tied_status", "updated")},
          {"kind": "convenio", "activity_status": "2", "total_dec": "1234567.89", "currency": "USD", "people": 1818, "activity_scope": "7",
           "collaboration_type": "1", "lang": "es", "flow_type": "10", "finance_type": "110", "aid_type": "C01", "tied_status": "5",
           "updated": "2012-01-01T00:00:00Z"}, "the project's own words")
    equal([x for x in has["activity"] if x[0] == "w2"][0][3], "@Dos", "a text that looks like a formula stays text")
    equal(sorted(x[1:] for x in has["narrative"] if x[0] in ("w1", "w2")),
          [("objeto", "es", "+57 5 660"), ("objeto", "es", "=1+1"), ("titulo", "en", "One")], "texts and languages")
    equal([x[1:] for x in has["activity_date"] if x[0] == "w1"], [("2", "2011-07-06", "day"), ("3", "2012-12-31", "day")], "dates of cells")
    equal([x[1:10] + x[10:12] + x[15:16] for x in has["contribution"]],
          [("bid", "distrito-nuevo", "1000000.50", "1000000.5", "USD", "efectivo", 0, None, "primer pago", "3", "2011-08-01", None),
           ("empresa-nueva", None, "234567.39", "234.567,39", "USD", "especie", 1, None, None, None, None, "precio de lista")],
          "contributions: a number cell is plain, a text follows --numbers")
    equal([x[1:13] for x in has["place"]],
          [(0, "point", "manga", "barrio Manga", None, 250000, "equal", "name", "1", "1", "2", "1"),
           (1, "area", "getsemani", "Getsemaní", 600000, None, "stated", "name", "1", None, None, None),
           (0, "city", None, "toda Cartagena", None, None, "only", None, None, None, None, None)], "places one by one")
    equal([x[1:] for x in has["classification"]], [("1", "14022", 600000, 0), ("1", "14032", 400000, 0), ("99", "agua-saneamiento", None, 0),
                                                   ("99", "salud", None, 0)], "themes and sectors with shares")
    equal(sorted(has["related"]), [("w1", "w2", "1"), ("w2", "w1", "3")], "relations")
    equal([x[1:] for x in has["group"]], [(0, 818, 0, "niños", "818 niños", "manga", 1), (1, None, 0, None, "ciudadanía en general", None, 0)],
          "groups of people")
    equal([x[2:] for x in has["total"]], [("33000000000.00", "33000000000", "COP", "$33.000 Millones COP")], "other totals")
    equal([(x[2], x[3], x[7], x[8], x[9], x[11], x[12], x[14], x[15], x[16], x[17]) for x in has["result"]],
          [("2", "Menos enfermedad", "1", 0, "casos", "2010", "350", "2011-01-01", "2011-12-31", "300", "310"),
           ("2", "Menos enfermedad", "1", 0, "casos", "2010", "350", "2012", "2012", "200", None),
           ("1", "Redes", None, None, None, None, None, None, None, None, None)], "rows with one title are one result")
    equal([x[2:] for x in has["link"]], [("https://example.org/a.pdf", "application/pdf", None, "Convenio", None, "2011-07"),
                                         ("acta 3.pdf", None, None, None, None, None)], "links")
    equal(([x for x in has["network"] if x[0] == "red-x"], [x for x in has["member"] if x[0] == "red-x"]),
          ([("red-x", "Red X", "red", None, None, 12, None, None)], [("red-x", "bid", "preside")]), "networks and members")
    equal([x[5:7] for x in has["value"] if x[0] == "valor-x"], [("46001073309680", "$46.001.073.309.680 millones")], "14 digits stay")
    equal([x[3:5] for x in has["rate"] if x[0] == "tasa-x"], [("1818.25", "2011-09-19")], "a rate")
    report = ingest("workbook", "whole.xlsx", "w.db", "--numbers", "es")
    equal((report["nuevas"], report["cambiadas"]), (0, 0), "the same workbook again changes nothing")
    equal(differences(has, store("w.db")), {}, "and the store is the same")


def test_csv_says_the_same():
    """The parts of a project as numbered columns of a CSV: the same project."""
    import csv
    parts = {"Aportes": "aporte", "Lugares": "lugar", "Beneficiarios": "grupo", "Totales": "otro_total", "Resultados": "resultado",
             "Enlaces": "enlace"}
    head, rows = list(WHOLE["Proyectos"][0]), [list(x) for x in WHOLE["Proyectos"][1:]]
    for sheet, group in parts.items():
        most = max(sum(1 for x in WHOLE[sheet][1:] if x[0] == row[0]) for row in rows)
        head += [f"{group}_{k + 1}_{name}" for k in range(most) for name in WHOLE[sheet][0][1:]]
        for row in rows:
            mine = [x[1:] for x in WHOLE[sheet][1:] if x[0] == row[0]]
            for k in range(most):
                row += mine[k] if k < len(mine) else [None] * (len(WHOLE[sheet][0]) - 1)

    def text(v):
        return "" if v is None else "si" if v is True else str(v)

    for name, tags in (("same.csv", False), ("tags.csv", True)):
        with open(path(name), "w", encoding="utf-8", newline="") as f:
            w = csv.writer(f)
            w.writerow(head)
            w.writerows([text(v) for v in row] for row in rows)
    copy_db("city.db", "c.db")
    book("actors.xlsx", {"Hoja1": WHOLE["Actores"]})
    equal(ingest("actors", "actors.xlsx", "c.db")["status"], 0, "the only sheet of a workbook, whatever its name, is the actors'")
    with open(path("same.csv"), encoding="utf-8") as f:
        text_of = f.read().replace("234.567,39", "234567.39").replace('"100,50"', "100.50")
    with open(path("same.csv"), "w", encoding="utf-8") as f:
        f.write(text_of)
    report = ingest("projects", "same.csv", "c.db", "--numbers", "plain")
    equal((report["status"], report["rechazos"]), (0, 0), f"the same as a CSV: {report['mensajes']}")
    a, b = store("w.db"), store("c.db")
    for each in (a, b):
        each["activity"] = [[v for k, v in zip(ACTIVITY.split(","), x) if k != "total_raw"] for x in each["activity"]]
        each["contribution"] = [x[:4] + x[5:] for x in each["contribution"]]
        each["total"] = [x[:3] + x[4:] for x in each["total"]]
    for name in ("activity", "narrative", "activity_date", "party", "contribution", "place", "classification", "related", "total", "group",
                 "result", "link"):
        equal(differences({name: a[name]}, {name: b[name]}), {}, f"numbered columns and sheets give the same: {name}")
    with open(path("poor.csv"), "w", encoding="utf-8") as f:
        f.write("codigo,titulo,ambito\nw1,Uno nuevo,ciudad\n")
    equal(ingest("projects", "poor.csv", "c.db")["cambiadas"], 1, "a CSV without those columns")
    kept = store("c.db")
    for name in ("total", "group", "result", "link"):
        equal(kept[name], b[name] if name != "total" else sorted(rows_of("c.db", STORE["total"]), key=repr), f"… keeps what the store has: {name}")
        check(len(kept[name]) > 0, f"… which is something: {name}")
    equal(rows_of("c.db", "SELECT activity_scope, lang, flow_type FROM activity WHERE code = 'w1'"), [("7", "es", "10")], "… and the words of IATI")


def test_cells():
    """What a spreadsheet keeps: dates of both systems, precision, percent, booleans, errors, formulas, merged cells, a table at C4."""
    rows = [["codigo", "titulo", "valor_total", "fecha_inicio", "ambito", "sin_erogacion", "nota"],
            ["c1", 1818, 1818, datetime.date(2011, 7, 6), "ciudad", False, "1.818"],
            ["c2", "t", 28961894490.69, datetime.datetime(2011, 7, 6, 13, 45), "ciudad", None, True],
            ["c3", "t", 0.1 + 0.2, datetime.date(2011, 7, 1), "ciudad", None, None],
            ["c4", "t", None, 2011, "ciudad", None, "a\nb"],
            ["c5", "t", 1e15, "6 de julio de 2011", "ciudad", None, "  espacios  "]]

    def change(wb):
        wb["Proyectos"]["D4"].number_format = "mmm-yy"
        wb["Proyectos"]["C4"].number_format = "#,##0.00 \"COP del día\""

    want = [("c1", "1818", "1818.00", "2011-07-06", "day", "1.818"), ("c2", "t", "28961894490.69", "2011-07-06", "day", "verdadero"),
            ("c3", "t", "0.30", "2011-07", "month", None), ("c4", "t", None, "2011", "year", "a\nb"),
            ("c5", "t", "1000000000000000.00", "2011-07-06", "day", "espacios")]
    sql = ("SELECT a.code, title, total_dec, date, precision, text FROM activity a LEFT JOIN activity_date d ON d.activity_id = a.id "
           "LEFT JOIN narrative n ON n.activity_id = a.id WHERE a.code LIKE 'c_' ORDER BY a.code")

    def mac(wb):
        change(wb)
        wb.epoch = openpyxl.utils.datetime.MAC_EPOCH

    def moved(wb):
        change(wb)
        wb["Proyectos"].insert_cols(1, 2)
        wb["Proyectos"].insert_rows(1, 3)

    for name, how in (("cells.xlsx", change), ("mac.xlsx", mac), ("moved.xlsx", moved)):
        book(name, {"Proyectos": rows}, how)
        copy_db("city.db", "cells.db")
        report = ingest("projects", name, "cells.db")
        equal((report["status"], messages(report)), (0, []), f"{name} is taken")
        equal(rows_of("cells.db", sql), want, f"{name}: what the cells became")
    made = office("cells.xlsx", "ods", "ods")
    copy_db("city.db", "cells.db")
    equal(ingest("projects", made, "cells.db")["status"], 0, "as ODS it is taken")
    seen = rows_of("cells.db", sql)
    check(seen[1][5] in ("1", "verdadero"), "the boolean, which LibreOffice 7 itself makes a number", seen[1])
    want[1] = want[1][:5] + (seen[1][5],)
    want[2] = ("c3", "t", "0.30", "2011-07-01", "day", None)
    equal(seen, want, "as ODS the same, but that a date is always a day")

    book("bad.xlsx", {"Proyectos": [["codigo", "titulo", "valor_total", "ambito", "otra"], ["e1", "t", "=1/0", "ciudad", "=1/0"], ["e2", "t", 5, "ciudad"],
                                    ["e3", "t", 1, "ciudad", None, "lejos"]]},
         lambda wb: (setattr(wb["Proyectos"]["C2"], "data_type", "f"), setattr(wb["Proyectos"]["E2"], "data_type", "f"),
                     setattr(wb["Proyectos"]["C3"], "value", "#DIV/0!"), setattr(wb["Proyectos"]["C3"], "data_type", "e")))
    report = ingest("projects", "bad.xlsx", "cells.db")
    equal(messages(report), ["Proyectos!1E columna-desconocida", "Proyectos!2C formula-sin-valor", "Proyectos!3C celda-con-error",
                             "Proyectos!4 celda-sin-encabezado"], "errors of the spreadsheet are refused, where somebody reads them")
    made = office("bad.xlsx", "ods", "ods")
    report = ingest("projects", made, "cells.db")
    equal([x for x in messages(report) if "error" in x], ["Proyectos!2C celda-con-error", "Proyectos!3C celda-con-error"],
          "ODS knows its errors too")


def test_wrong():
    """Two sheets wrong: everything is said at once, nothing is kept, and the workbook comes back marked."""
    sheets = {
        "PROYECTOS": [["Código", "Título", "valor_total", "fecha_inicio", "lugar", "ambito", "estado"],
                      ["p1", "Uno", 1818, datetime.date(2011, 7, 6), "Manga", None, 2], ["p2", "Dos", "1.818", None, "Manga", None, None],
                      ["p3", "Tres", None, "ayer", "Mangaa", None, "xx"], ["p4", None, -5, None, None, "ciudad", None],
                      ["ejemplo-1", "Ejemplo", None, None, None, None, None]],
        "Aportes": [["proyecto", "entidad", "valor", "forma"], ["p1", "AECID", 1000.55, "efectivo"], ["p11", "AECID", 1, None],
                    ["p2", "AECID", 0.1234, "oro"], [None, "AECID", 3, None], ["ejemplo-1", None, None, None]],
        "Metas": [["codigo", "texto", "anio"], ["m1", "=1+1", 2012.5]],
        "Otra": [["x"]],
    }
    book("wrong.xlsx", sheets)
    copy_db("city.db", "wrong.db")
    before = store("wrong.db")
    report = ingest("workbook", "wrong.xlsx", "wrong.db", "--errors", path("marked.xlsx"))
    equal(report["status"], 3, "a wrong workbook is refused")
    equal(messages(report), ["Aportes!3A proyecto-desconocido", "Aportes!4C demasiados-decimales", "Aportes!4D valor-fuera-de-lista", "Aportes!5A falta-dato",
                             "Metas!2C no-es-entero", "Otra!0 hoja-desconocida", "PROYECTOS!2C suma-distinta", "PROYECTOS!3C numero-ambiguo",
                             "PROYECTOS!4D fecha-ilegible", "PROYECTOS!4E area-desconocida", "PROYECTOS!4G valor-fuera-de-lista",
                             "PROYECTOS!5B falta-dato", "PROYECTOS!5C monto-negativo"], "every fault with sheet, row and column")
    check(any("¿Quiso decir «p1»?" in m["mensaje"] for m in report["mensajes"]), "a near code is offered")
    check(any(m["codigo"] == "filas-de-ejemplo" and "2 filas" in m["mensaje"] for m in report["mensajes"]), "examples are passed over, and said")
    equal(differences(before, store("wrong.db")), {}, "nothing of it is kept")
    text = run("ingest", "workbook", path("wrong.xlsx"), "--db", path("wrong.db")).stdout
    check("rechazo, hoja PROYECTOS, fila 4, columna fecha_inicio (D), «ayer»:" in text, "as text: sheet, row, column, letter, value", text)

    wb = openpyxl.load_workbook(path("marked.xlsx"))
    equal(wb.sheetnames, ["Errores", "PROYECTOS", "Aportes", "Metas", "Otra"], "the same workbook, the list in front")
    for title, rows in sheets.items():
        got = [[c.value for c in row][:len(rows[0])] for row in wb[title].iter_rows(max_row=len(rows))]
        want = [[(datetime.datetime.combine(v, datetime.time()) if isinstance(v, datetime.date) else v) for v in row] for row in rows]
        equal(got, want, f"its cells are as they were: {title}")
    marked = sorted(f"{ws.title}!{c.coordinate}" for ws in wb for row in ws.iter_rows() for c in row if c.comment)
    equal(marked, ["Aportes!A3", "Aportes!A5", "Aportes!C4", "Aportes!D4", "Metas!C2", "PROYECTOS!B5", "PROYECTOS!C2", "PROYECTOS!C3", "PROYECTOS!C5",
                   "PROYECTOS!D4", "PROYECTOS!E4", "PROYECTOS!G4"], "refused cells have a comment")
    cell = wb["PROYECTOS"]["D4"]
    equal((cell.fill.fgColor.rgb, "No es una fecha" in cell.comment.text), ("FFFFC7CE", True), "in colour, with the reason")
    equal(wb["Metas"]["B2"].data_type, "s", "a text that looks like a formula comes back as text")
    links = {row[2].hyperlink.location for row in wb["Errores"].iter_rows(min_row=2) if row[2].hyperlink}
    check("'PROYECTOS'!D4" in links, "the list leads to the cell", links)
    report = ingest("workbook", "marked.xlsx", "wrong.db")
    equal(messages(report), messages(ingest("workbook", "wrong.xlsx", "wrong.db")), "the marked workbook, unchanged, says the same")
    equal(ingest("workbook", "wrong.xlsx", "wrong.db", "--partial")["status"], 3, "--partial keeps the good rows and says so")
    equal(rows_of("wrong.db", "SELECT code FROM activity WHERE code LIKE 'p_'"), [("p1",)], "… those without a fault in any sheet")

    book("parts.xlsx", {"Aportes": sheets["Aportes"][:2]})
    equal(messages(ingest("workbook", "parts.xlsx", "wrong.db")), ["Aportes!0 falta-hoja"], "parts without projects")
    book("stored.xlsx", {"Proyectos": [["codigo", "titulo", "ambito"], ["q1", "t", "ciudad"]], "Aportes": sheets["Aportes"][:2]})
    equal(messages(ingest("workbook", "stored.xlsx", "wrong.db")), ["Aportes!2A proyecto-fuera-del-libro"], "a part of a project that is only in the store")
    book("none.xlsx", {"Hoja1": [["a"]], "Hoja2": [["b"]]})
    check("!0 falta-hoja" in messages(ingest("workbook", "none.xlsx", "wrong.db")), "a workbook without a sheet of ours")
    equal(messages(ingest("projects", "none.xlsx", "wrong.db")), ["!0 falta-hoja"], "which sheet is meant is not guessed")
    book("twice.xlsx", {"Proyectos": [["codigo", "titulo", "Titulo", "ambito"], ["q1", "t", "u", "ciudad"]], "Metas": [["codigo", "texto"], ["m 1", "x"]]})
    equal(messages(ingest("workbook", "twice.xlsx", "wrong.db")), ["Metas!2A codigo-invalido", "Proyectos!1 columna-repetida"],
          "a sheet that cannot be read does not hide the others")


def test_hxl():
    """A row of tags is no data, and names the columns where the headings do not."""
    rows = [["Project ID", "Name", "Where", "Total", "Donor", "Gift"],
            ["#activity+code", "#activity +name", "#loc+type", "#value+total", "#org+provider+n1", "#value+contribution+n1"],
            ["h1", "Pozo", "ciudad", 12.5, "AECID", 12.5]]
    book("hxl.xlsx", {"Proyectos": rows})
    with open(path("hxl.csv"), "w", encoding="utf-8") as f:
        f.writelines(",".join(map(str, row)) + "\n" for row in rows)
    for name in ("hxl.xlsx", "hxl.csv"):
        copy_db("city.db", "hxl.db")
        report = ingest("projects", name, "hxl.db")
        equal((report["status"], messages(report), report["nuevas"]), (0, [], 1), f"{name} is read by its tags")
        equal(rows_of("hxl.db", "SELECT a.code, title, total_dec, amount_dec FROM activity a JOIN contribution ON activity_id = a.id WHERE a.code = 'h1'"),
              [("h1", "Pozo", "12.50", "12.50")], f"{name}: what it became")
    with open(path("hxl.csv"), "a", encoding="utf-8") as f:
        f.write("h2,Mal,nada,1,AECID,1\n")
    ingest("projects", "hxl.csv", "hxl.db", "--errors", path("hxl-errors.csv"))
    with open(path("hxl-errors.csv"), encoding="utf-8") as f:
        lines = f.read().splitlines()
    check(lines[1].startswith("#activity+code,") and lines[1].endswith("#meta+errors"), "the row of tags comes back with the errors", lines)


def test_round_trip():
    """Out, through LibreOffice, in again: the same store; and into an empty one: the same projects."""
    copy_db("w.db", "g.db")
    result = subprocess.run([COOPMAP, "snapshot", "--db", path("g.db"), "--quiet"], capture_output=True, text=True, timeout=300)
    equal(result.returncode, 0, "a snapshot of the whole workbook's store")
    result = run("export", "--db", path("g.db"), "--format", "xlsx", "--out", path("out.xlsx"))
    equal(result.returncode, 0, f"it goes out as a workbook: {result.stderr}")
    before = store("g.db")
    made = [("out.xlsx", "as written"), (office("out.xlsx", "xlsx", "lo"), "saved by LibreOffice as XLSX"),
            (office("out.xlsx", "ods", "lo"), "saved by LibreOffice as ODS")]
    for name, how in made:
        copy_db("g.db", "back.db")
        report = ingest("workbook", name, "back.db")
        equal((report["status"], report["nuevas"], report["cambiadas"]), (0, 0, 0), f"{how}: nothing new, nothing changed: {report['mensajes'][:5]}")
        equal(differences(before, store("back.db")), {}, f"{how}: the same store")
        copy_db("areas.db", "fresh.db")
        report = ingest("workbook", name, "fresh.db")
        equal(report["status"], 0, f"{how}: into a store that has only areas: {report['mensajes'][:5]}")
        equal(differences(before, store("fresh.db")), {}, f"{how}: the same projects, actors and records")
    wb = openpyxl.load_workbook(path("lo/out.xlsx"))
    ws = wb["Proyectos"]
    title = [c.column for c in ws[1] if c.value == "titulo"][0]
    row = [c.row for c in ws["A"] if c.value == "w2"][0]
    ws.cell(row, title).value = "Dos, corregido"
    wb.save(path("edited.xlsx"))
    copy_db("g.db", "back.db")
    report = ingest("workbook", "edited.xlsx", "back.db")
    equal((report["status"], report["nuevas"], report["cambiadas"]), (0, 0, 1), "one cell edited: one project changed")
    after = store("back.db")
    equal(list(differences(before, after)), ["activity"], "and nothing else")


IATI = """<iati-activities version="2.03"><iati-activity xml:lang="fr" default-currency="EUR"><iati-identifier>FR-1-A</iati-identifier>
<reporting-org ref="FR-1" type="10"><narrative>Agence</narrative></reporting-org><title><narrative>Titre</narrative>
<narrative xml:lang="de">Titel</narrative><narrative xml:lang="en">Title</narrative></title><description type="1"><narrative>Un</narrative></description>
<description type="1"><narrative>Deux</narrative></description><participating-org ref="FR-1" role="2" type="10"><narrative>Agence</narrative></participating-org>
<activity-status code="2"/><activity-date type="1" iso-date="2012-01-01"/><activity-date type="2" iso-date="2012-02-01"/>
<sector vocabulary="1" code="14022" percentage="50"/><sector vocabulary="2" code="140" percentage="50"/>
<transaction><transaction-type code="3"/><transaction-date iso-date="2012-03-01"/><value value-date="2012-03-01">-5.5</value>
<provider-org><narrative>Payeur</narrative></provider-org></transaction></iati-activity></iati-activities>"""


def test_iati_round_trip():
    """What an IATI file brought and no column can say survives a workbook that goes out and comes in."""
    with open(path("a.xml"), "w", encoding="utf-8") as f:
        f.write(IATI)
    copy_db("w.db", "i.db")
    result = run("ingest", "iati", path("a.xml"), "--db", path("i.db"))
    equal(result.returncode, 0, f"an IATI file: {result.stdout[-300:]}")
    before = store("i.db")
    equal(run("export", "--db", path("i.db"), "--format", "xlsx", "--out", path("i.xlsx")).returncode, 0, "out as a workbook")
    report = ingest("workbook", "i.xlsx", "i.db")
    equal((report["status"], report["cambiadas"]), (0, 0), f"and in again: nothing changed {report['mensajes'][:3]}")
    wb = openpyxl.load_workbook(path("i.xlsx"))
    ws = wb["Proyectos"]
    code = [c.column for c in ws[1] if c.value == "codigo"][0]
    at = [c.row for c in ws["A"] if "FR-1-A" in str(c.value)][0]
    ws.cell(at, [c.column for c in ws[1] if c.value == "titulo_en"][0]).value = "Better title"
    check(code == 1, "the code is the first column")
    wb.save(path("i2.xlsx"))
    equal(ingest("workbook", "i2.xlsx", "i.db")["cambiadas"], 1, "one text edited")
    after = store("i.db")
    equal(differences(before, after), {"narrative": {"only left": [x for x in before["narrative"] if x[3] == "Title"],
                                                     "only right": [x for x in after["narrative"] if x[3] == "Better title"]}},
          "the other languages, the second description, the correction of -5.5 are still there")


# ---- made to harm

RELS = ('<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://x/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>')
BOOK = ('<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/'
        '2006/relationships"><sheets><sheet name="Proyectos" sheetId="1" r:id="s1"/></sheets></workbook>')
BOOK_RELS = '<Relationships><Relationship Id="s1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="t1" Type="http://x/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
PLAIN = '<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>codigo</t></is></c></row></sheetData></worksheet>'


def crafted(name, sheet=PLAIN, strings="<sst/>", book_xml=BOOK):
    """An XLSX of parts; a part may be a function that writes it to an open member."""
    with zipfile.ZipFile(path(name), "w", zipfile.ZIP_DEFLATED, compresslevel=6) as z:
        for part, content in (("[Content_Types].xml", "<Types/>"), ("_rels/.rels", RELS), ("xl/workbook.xml", book_xml),
                              ("xl/_rels/workbook.xml.rels", BOOK_RELS), ("xl/sharedStrings.xml", strings), ("xl/worksheets/sheet1.xml", sheet)):
            if callable(content):
                with z.open(part, "w", force_zip64=True) as member:
                    content(member)
            else:
                z.writestr(part, content)


def repeat(before, unit, times, after):
    def write(member):
        member.write(before)
        piece = unit * 4096
        for _ in range(times // 4096):
            member.write(piece)
        member.write(after)
    return write


def refused(name, code, what, seconds=60, megabytes=900):
    start = time.monotonic()
    result = subprocess.run(["/usr/bin/env", "python3", "-c",
                             "import resource,subprocess,sys\np=subprocess.run(sys.argv[1:],capture_output=True,text=True)\n"
                             "print(p.returncode,resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\nprint(p.stderr)",
                             COOPMAP, "ingest", "workbook", path(name), "--db", path("city.db"), "--no-snapshot", "--lang", "es"],
                            capture_output=True, text=True, timeout=400)
    status, kilobytes = map(int, result.stdout.split("\n")[0].split())
    took = time.monotonic() - start
    check(status == 3 and re.search(code, result.stdout), f"{what}: refused in words", result.stdout)
    if os.environ.get("SHOW_TIMES"):
        print(f"{what}: {took:.1f} s, {kilobytes >> 10} MB")
    if RELEASE:
        check(took < seconds, f"{what}: in {seconds} s", took)
        check(kilobytes < megabytes * 1024, f"{what}: in {megabytes} MB", kilobytes)


def test_harm():
    crafted("rows.xlsx", repeat(b"<worksheet><sheetData><row r='1'><c r='A1' t='str'><v>codigo</v></c></row>", b"<row></row>        ", 32 << 20,
                                b"</sheetData></worksheet>"))
    refused("rows.xlsx", "demasiado grande", "six hundred megabytes of empty rows")
    crafted("text.xlsx", strings=repeat(b"<sst>", b"<si><t>" + b"x" * 200 + b"</t></si>", 2 << 20, b"</sst>"))
    refused("text.xlsx", "textos distintos|demasiado grande", "four hundred megabytes of texts")
    crafted("one.xlsx", strings=repeat(b"<sst><si><t>", b"x" * 256, 3 << 20, b"</t></si></sst>"))
    refused("one.xlsx", "dañado|demasiado grande|más memoria", "one text of 800 megabytes")
    long = "<si><t>" + "y" * 32000 + "</t></si>"
    crafted("same.xlsx", repeat(b"<worksheet><sheetData>", b"<row><c t='s'><v>0</v></c></row>", 1 << 20, b"</sheetData></worksheet>"), "<sst>" + long + "</sst>")
    refused("same.xlsx", "demasiado grande", "a million cells of one long text", megabytes=1400)
    crafted("laugh.xlsx", '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet><sheetData><row r="1"><c r="A1" t="str"><v>&b;</v></c></row>'
            "</sheetData></worksheet>")
    refused("laugh.xlsx", "DOCTYPE", "entities")
    crafted("file.xlsx", '<!DOCTYPE x SYSTEM "file:///etc/passwd"><worksheet/>')
    refused("file.xlsx", "DOCTYPE", "an external subset")
    crafted("columns.xlsx", '<worksheet><sheetData><row r="1"><c r="XFE1" t="str"><v>x</v></c></row></sheetData></worksheet>')
    refused("columns.xlsx", "dañado", "a column beyond the last")
    crafted("order.xlsx", '<worksheet><sheetData><row r="1"><c r="B1" t="str"><v>x</v></c><c r="A1" t="str"><v>y</v></c></row></sheetData></worksheet>')
    refused("order.xlsx", "dañado", "cells out of order")
    crafted("missing.xlsx", book_xml=BOOK.replace("s1", "s9"))
    refused("missing.xlsx", "rechazaron|ninguna", "a sheet that is not there")
    with open(path("whole.xlsx"), "rb") as f:
        whole = f.read()
    with open(path("half.xlsx"), "wb") as f:
        f.write(whole[:len(whole) // 2])
    refused("half.xlsx", "XLSX|dañado", "half a file")
    with open(path("ole.xlsx"), "wb") as f:
        f.write(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + bytes(4096))
    refused("ole.xlsx", "contraseña", "an encrypted or old workbook")
    with zipfile.ZipFile(path("photos.xlsx"), "w") as z:
        z.writestr("a.txt", "x")
    refused("photos.xlsx", "no es un libro", "a zip of something else")
    with zipfile.ZipFile(path("wide.ods"), "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("content.xml", '<o xmlns:table="urn:x:table:1.0" xmlns:office="urn:x:office:1.0" xmlns:text="t"><table:table table:name="Proyectos">'
                   '<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" office:value-type="string">'
                   "<text:p>x</text:p></table:table-cell></table:table-row></table:table></o>")
    refused("wide.ods", "demasiado grande", "an ODS that repeats a cell 17 thousand million times", megabytes=1400)


def main():
    equal(run("init", "--db", path("areas.db")).returncode, 0, "a store")
    for kind, name in (("areas", "areas.csv"),):
        equal(run("ingest", kind, os.path.join(ROOT, "geodata", name), "--db", path("areas.db"), "--no-snapshot").returncode, 0, name)
    copy_db("areas.db", "city.db")
    equal(run("ingest", "actors", os.path.join(ROOT, "geodata", "actores.csv"), "--db", path("city.db"), "--no-snapshot").returncode, 0, "actores.csv")
    test_whole()
    test_csv_says_the_same()
    test_cells()
    test_wrong()
    test_hxl()
    test_round_trip()
    test_iati_round_trip()
    test_harm()
    finish()


main()
