"""The golden table of the city's report: every value to the centavo, through the API, the CSV and the workbook alike, and what is printed
against the text of the report itself. Where the report is silent, nothing is said.

The table is written down here once more, not read from geodata/. python3-openpyxl reads the workbook.
"""
import csv
import datetime
import io
import os
import re
import sqlite3
import subprocess
from decimal import Decimal

from check import COOPMAP, SHARED, check, equal, finish
from geodata_server import GeodataServer

try:
    import openpyxl
except ImportError:
    openpyxl = None

SPAIN, DISTRICT = "Gobierno español", "Distrito de Cartagena de Indias"
WATER = "Conexiones Hidráulico-Sanitarias en la Zona Suroriental de Cartagena-Fase I"
# no.: line of the report, title, kind, executor, total as printed, parts (who, as printed, what the report calls it, counterpart), rate as
# printed with its date, people as printed with their number, vigencia, kind of cooperation, area
AGREEMENTS = {
    1: (149, "Convenio marco entre el Distrito de Cartagena de Indias y AIESEC en Colombia", "convenio-marco", "AIESEC en Colombia", None, [], None,
        None, "31 de Diciembre de 2011", "tecnica", None),
    2: (163, "Convenio marco de cooperación celebrado entre el Distrito Turístico y Cultural de Cartagena de Indias y el Comitato Internazionale Per "
        "Lo Sviluppo Dei Popoli (Comité Internacional para el Desarrollo de los Pueblos) – CISP", "convenio-marco",
        "Comitato Internazionale Per Lo Sviluppo Dei Popoli", None, [], None, None, "31 de Diciembre de 2011", "tecnica", None),
    3: (177, "Alcantarillado Faltante Barrio Nelson Mandela", "proyecto", None, "$12.386.206.436,05",
        [(SPAIN, "$6.205.051.179,25", "Aportados por el gobierno español", False), (DISTRICT, "$6.181.155.256,80", "Contrapartida Distrito", True)],
        ("$1.766,5", "2011-07-06"), ("27.000 habitantes del barrio Nelson Mandela", 27000), None, None, "nelson-mandela"),
    4: (193, WATER, "proyecto", None, "$7.928.561.027,32",
        [(SPAIN, "$3.964.280.514,04", "Aportados por el gobierno español", False), (DISTRICT, "$3.964.280.514,04", "Contrapartida Distrito", True)],
        ("$1.818", "2011-09-19"), ("13.510 personas residentes esta zona", 13510), None, None, "zona-suroriental"),
    5: (209, WATER, "proyecto", None, "$7.928.561.027,32",
        [(SPAIN, "$3.964.280.514,04", "Aportados por el gobierno español", False), (DISTRICT, "$3.964.280.514,04", "por el Distrito", True)],
        ("$1.818", "2011-09-19"), ("13.510 personas residentes esta zona", 13510), None, None, "zona-suroriental"),
    6: (224, "Convenio de dotación del CAP Arroz Barato entre la ESE Cartagena de Indias y Fundación Mamonal", "convenio", None, "$ 718.566.000",
        [("Fundación Mamonal", "$366.500.000", "Aporte Fundación Mamonal", False),
         ("ESE Cartagena de Indias", "$352.066.000", "Aporte ESE Cartagena de Indias", False)],
        None, ("3.140 habitantes de Arroz Barato", 3140), None, None, "arroz-barato"),
    7: (238, "Convenio marco de asociación entre la Alcaldía Mayor de Cartagena de Indias, la Cámara de Comercio y la Universidad Tecnológica de "
        "Bolívar", "convenio-marco", None, None, [], None, ("ciudadanía en general", None), None, None, None),
}
PARTIES = {1: {DISTRICT, "AIESEC en Colombia"}, 2: {DISTRICT, "Comitato Internazionale Per Lo Sviluppo Dei Popoli"},
           6: {"ESE Cartagena de Indias", "Fundación Mamonal"},
           7: {DISTRICT, "Cámara de Comercio de Cartagena", "Universidad Tecnológica de Bolívar"}}
SECTORS = {3: "14022", 4: "14022", 5: "14022", 6: "12230", 7: "25040"}
# At the contract's rate: of the whole, and of each part.
DOLLARS = {3: ("7011721.73", {SPAIN: "3512624.50", DISTRICT: "3499097.23"}), 4: ("4361144.68", {SPAIN: "2180572.34", DISTRICT: "2180572.34"})}
MACROPROJECTS = {"Recuperación integral del cerro de La Popa": "la-popa", "Macroproyecto Ciudad del Bicentenario": "ciudad-bicentenario",
                 "La Escuela es el centro": None, "Revitalización del centro histórico": "centro-historico",
                 "Renovación urbana de Bazurto": "bazurto", "Plan de Emergencia Social Pedro Romero": None}
# what the photo register and the list of events show: line, title
SHOWN = {250: "Guardianes de Parques", 254: "Intervención social y ambiental en el Cerro de La Popa con grupos de mujeres y jóvenes a través del "
         "fortalecimiento institucional y la generación de ingresos", 258: "Mujeres Emprendedoras", 262: "Aulas Digitales",
         270: "Encuentro Multidonante 2008", 274: "Mesa Districtal de Cooperación al Desarrollo",
         278: "Mapeo de la Cooperación Internacional en el Distrito 2008-2009", 282: "Fortalecimiento Institucional"}
SUPPORTERS = {"AECID", "CIDEAL", "Comunidad de Madrid", "OIM", "UNESCO", "PNUD", "Comisión Europea", "GTZ", "IRI", "ARGOS", "FMDS"}
OTHERS = {"formacion-municipal-ucci": {"CORVIVIENDA", "DATT", "Secretaría del Interior", "Unión de Ciudades Capitales Iberoamericanas"},
          "intercambios-interregionales": {"Medellín", "Bogotá", "Pasto", "Rio de Janeiro", "Mar del Plata"},
          "atencion-victimas": {"AECID", "USAID", "OIM"}, "apoyo-macroproyectos": SUPPORTERS}
# series, period, form: figure, as printed, unit, line
FIGURES = {("gestion-contexto", "2007", None): (159000000, "$159.000.000", "pesos", 44),
           ("gestion-contexto", "2010", None): (46000897309680, "$46.000.897.309.680", "pesos", 44),
           ("gestion-logros", "a 2011", None): (46001073309680, "$46.001.073.309.680", "millones de pesos", 95),
           ("efectivo-especie", "2005-2007", "especie"): (159000000, "159.000.000", None, 62),
           ("efectivo-especie", "2008-2010", "especie"): (3701027200, "3.701.027.200", None, 62),
           ("efectivo-especie", "2005-2007", "efectivo"): (85000000, "85.000.000", None, 63),
           ("efectivo-especie", "2008-2010", "efectivo"): (43923300135, "43.923.300.135", None, 63),
           ("personas-contexto", None, None): (857000, "un aproximado de 857 mil personas", "personas", 46),
           ("personas-logros", None, None): (857000, "Aproximadamente 857 mil personas", "personas", 96),
           ("entidades-mesa", None, None): (50, "50 entidades públicas y privadas", "entidades", 89),
           ("entidades-sigob", None, None): (200, "más de 200 entidades", "entidades", 100)}
EMPTY = {"aod-fuente": ("Fuente Vs Monto", "fuente"), "aod-tipo": ("Tipo de cooperación", "tipo"), "aod-tema": ("Tema Vs Monto", "tema")}
NAIVE, MERGED, PEOPLE = Decimal("28961894490.69"), Decimal("21033333463.37"), 57160

with open(os.path.join(SHARED, "seed", "informe-cooperacion-2008-2011.txt"), encoding="utf-8") as f:
    REPORT = [line.replace("\\$", "$").strip() for line in f]


def printed(line, text, several=1):
    """True if the report prints the text on that line or the `several` after it."""
    return any(text.upper() in at.upper() for at in REPORT[line - 1:line - 1 + several])


def number(text):
    """What a figure of the report says: dots group, the comma is the decimal mark."""
    return Decimal(re.sub(r"[^0-9,]", "", text).replace(",", "."))


def names(text):
    return {name for name in (text or "").split("; ") if name}


# ---- three ways to the same records: each gives {codigo: {field: value}} with one set of names

class Api:
    def __init__(self, server):
        self.server = server

    def get(self, path):
        return self.server.get(path).json()

    def projects(self):
        all_of = {}
        for collection in ("proyectos", "proyectos_sin_lugar"):
            for feature in self.get(f"/collections/{collection}/items?limit=1000")["features"]:
                item = self.get(f"/collections/{collection}/items/{feature['id']}")
                equal(item["properties"], feature["properties"], f"{feature['id']}: the item says what its row in the list says")
                p, d = item["properties"], item["detalle"]
                all_of[feature["id"]] = dict(
                    title=p["titulo"], kind=p["clase"], total=p["valor"], currency=p["moneda"], total_text=p["valor_texto"], none=p["sin_erogacion"],
                    people=p["personas"], people_text=p["personas_texto"], vigencia=p["vigencia"], cooperation=p["tipo_cooperacion"], area=p["areas"],
                    executors=names(p["ejecutores"]), parties=names(p["partes"]), source=p["fuente"], monetised=d["fecha_monetizacion"],
                    parts=[(a["aporta"]["nombre"], a["valor"], a["valor_texto"], a["texto"], a["contrapartida"]) for a in d["aportes"]],
                    rate={(str(a["tasa"]["valor"]), a["tasa"]["texto"], a["tasa"]["fecha"], a["tasa"]["de"], a["tasa"]["a"]) for a in d["aportes"] if a["tasa"]})
        return all_of


def exported(db, *words):
    made = subprocess.run([COOPMAP, "export", "--db", db, *words], capture_output=True, check=False)
    equal(made.returncode, 0, f"export {' '.join(words)}" + (f": {made.stderr.decode()}" if made.returncode else ""))
    return made.stdout.decode("utf-8-sig")


def csv_projects(db):
    all_of = {}
    for collection in ("proyectos", "proyectos_sin_lugar"):
        for row in csv.DictReader(io.StringIO(exported(db, "--collection", collection, "--format", "csv"))):
            p = {k: v or None for k, v in row.items()}
            all_of[p["codigo"]] = dict(
                title=p["titulo"], kind=p["clase"], total=Decimal(p["valor"]) if p["valor"] else None, currency=p["moneda"], total_text=p["valor_texto"],
                none=p["sin_erogacion"] == "true", people=int(p["personas"]) if p["personas"] else None, people_text=p["personas_texto"],
                vigencia=p["vigencia"], cooperation=p["tipo_cooperacion"], area=p["areas"], executors=names(p["ejecutores"]), parties=names(p["partes"]),
                source=p["fuente"])
    return all_of


KINDS = {"Proyecto": "proyecto", "Convenio": "convenio", "Convenio marco": "convenio-marco", "Macroproyecto": "macroproyecto", "Programa": "programa",
         "Gestión": "gestion", "Evento": "evento"}


def centavos(value):
    """A cell's number: doubles hold these amounts to the centavo."""
    return None if value is None else Decimal(repr(value) if isinstance(value, float) else value).quantize(Decimal("0.01"))


def day(value):
    return value.date().isoformat() if isinstance(value, datetime.datetime) else value


class Workbook:
    def __init__(self, path):
        book = openpyxl.load_workbook(path)
        self.sheets = {sheet.title: self.read(sheet) for sheet in book}

    @staticmethod
    def read(sheet):
        head, *rows = sheet.iter_rows(values_only=True)
        return [dict(zip(head, row)) for row in rows]

    def projects(self):
        all_of = {}
        actors = {a["codigo"]: a["nombre"] for a in self.sheets["Actores"]}  # a cell names an actor by either

        def who(text):
            return {actors.get(name, name) for name in names(text)}
        for p in self.sheets["Proyectos"]:
            parts = [a for a in self.sheets["Aportes"] if a["proyecto"] == p["codigo"]]
            places = {a["area"] for a in self.sheets["Lugares"] if a["proyecto"] == p["codigo"] and a["area"]}
            named = {"ejecutor": who(p["ejecutor"]), "partes": who(p["partes"]), "financiador": who(p["financiador"])}
            all_of[p["codigo"]] = dict(
                title=p["titulo"], kind=KINDS[p["clase"]], total=centavos(p["valor_total"]), currency=p["moneda"], total_text=p["valor_texto"],
                none=p["sin_erogacion"] == "si", people=p["personas"], people_text=p["personas_texto"], vigencia=p["vigencia"],
                cooperation="tecnica" if p["tipo_cooperacion"] == "Cooperación técnica" else p["tipo_cooperacion"], places=places,
                executors=named["ejecutor"], parties=named["ejecutor"] | named["partes"] | named["financiador"] | {actors.get(a["entidad"], a["entidad"]) for a in parts},
                source=f"{p['documento']}, {p['localizador']}", monetised=day(p["fecha_monetizacion"]), sector=p["sector_dac"],
                inferred=p["sector_inferido"],
                parts=[(actors.get(a["entidad"], a["entidad"]), centavos(a["valor"]), a["valor_texto"], a["texto"], a["contrapartida"] == "si") for a in parts],
                rate={(str(p["tasa_cambio"]), None, day(p["tasa_fecha"]), *reversed(p["tasa_moneda"].split("/")))} if p["tasa_cambio"] else set())
        return all_of


# ---- the table

def test_agreements(way, projects, seed):
    for no, (line, title, kind, executor, total, parts, rate, people, vigencia, cooperation, area) in AGREEMENTS.items():
        p, name = projects[f"convenio-{no}"], f"{way}: convenio {no}"
        equal((p["title"], p["kind"]), (title, kind), f"{name}, title and kind")
        equal((p["total"], p["total_text"]), (number(total), total) if total else (None, None), f"{name}, total to the centavo and as printed")
        equal(p["currency"], "COP" if total else None, f"{name}, currency")
        equal(p["none"], no in (1, 2, 7), f"{name}: no money spent is not an amount of 0")
        equal((p["people_text"], p["people"]), people or (None, None), f"{name}, people")
        equal((p["vigencia"], p["cooperation"]), (vigencia, cooperation), f"{name}, vigencia and kind of cooperation")
        if "places" in p:
            check(p["places"] <= {area, None} or len(p["places"]) == (1 if area else 0), f"{name}, area", p["places"])
        else:
            equal(p["area"], area, f"{name}, area")
        equal(p["executors"], {executor} if executor else set(), f"{name}, executor")
        want = PARTIES.get(no, {who for who, *_ in parts})
        equal(p["parties"], want, f"{name}, parties")
        check(p["source"].endswith(f"renglón {line}"), f"{name}, source", p["source"])
        if "parts" in p:
            equal(p["parts"], [(who, number(text), text, words, counterpart) for who, text, words, counterpart in parts], f"{name}, parts")
            equal({r[:1] + r[2:] for r in p["rate"]}, {(str(number(rate[0])), rate[1], "USD", "COP")} if rate else set(), f"{name}, rate and date")
            equal(p["monetised"], rate[1] if rate else None, f"{name}, day of the rate")
            if no in (3, 6):
                equal(sum(part[1] for part in p["parts"]), p["total"], f"{name}: the parts add up exactly")
            if no in (4, 5):
                equal(p["total"] - sum(part[1] for part in p["parts"]), Decimal("-0.76"), f"{name}: the difference stays as it is printed")
        if "sector" in p:
            equal((p["sector"], p["inferred"]), (SECTORS.get(no), "si" if no in SECTORS else None), f"{name}, sector as inferred")
        if seed:
            check(printed(line, title) or printed(line, title, 3), f"the report prints the title of {no} on line {line}")
            for text in [total, *(t for _, t, _, _ in parts), *(w for *_, w, _ in parts), people and people[0], vigencia, rate and rate[0]]:
                check(text is None or printed(line, text, 14), f"the report prints “{text}” below line {line}")
    four, five = ({k: v for k, v in projects[c].items() if k not in ("source", "parts")} for c in ("convenio-4", "convenio-5"))
    equal(four, five, f"{way}: items 4 and 5 are alike but for a wording, and both are kept")


def test_others(way, projects, seed):
    fund = projects["fondo-espanol-agua-saneamiento"]
    equal((fund["total"], fund["currency"], fund["total_text"]), (Decimal("11600000.00"), "EUR", "11.6 millones de Euros"), f"{way}: the fund's euros")
    third = projects["alcantarillado-zonas-rurales-y-periurbanas"]
    equal(third["title"], "Alcantarillado Faltante Zonas Rurales y Perirubana", f"{way}: the third project's title as printed")
    equal((third["total"], third["people"], third["vigencia"], third["parties"]), (None, None, None, set()), f"{way}: it has no figures of its own")
    by_title = {p["title"]: p for p in projects.values()}
    for title, area in MACROPROJECTS.items():
        p = by_title.get(title)
        if check(p is not None, f"{way}: macro-project {title}"):
            equal((p["kind"], p["total"], p["people"], p["parties"]), ("macroproyecto", None, None, set()), f"{way}: {title} has what the report says")
            check(p.get("area", area) == area, f"{way}: area of {title}", p.get("area"))
    for line, title in SHOWN.items():
        p = by_title.get(title)
        if check(p is not None, f"{way}: {title}"):
            equal((p["kind"], p["total"], p["people"]), ("proyecto" if line < 265 else "evento", None, None), f"{way}: of {title} only the name is known")
            check(p["source"].endswith(str(line)), f"{way}: line of {title}", p["source"])
        check(not seed or printed(line, title), f"the report prints “{title}” on line {line}")
    for code, want in OTHERS.items():
        equal(projects[code]["parties"], want, f"{way}: who is named in {code}")
    equal((projects["formacion-municipal-ucci"]["people"], projects["programa-cooperacion-internacional"]["people"]), (3, 857000), f"{way}: people")
    equal(projects["programa-cooperacion-internacional"]["people_text"], "un aproximado de 857 mil personas", f"{way}: people of the whole programme")


def test_totals(api):
    whole = api.get("/resumen?por=area")
    equal(whole["todo"]["valor"], NAIVE, "the total of the records as they stand")
    equal(sum(number(a[4]) for a in AGREEMENTS.values() if a[4]), NAIVE, "which is the sum of the table")
    equal(NAIVE - number(AGREEMENTS[5][4]), MERGED, "and with 5 as 4 the other one")
    check(whole["cobertura"]["en_la_suma"] == 4, "four projects are in the sum", whole["cobertura"])
    listed = [a[7][1] for a in AGREEMENTS.values() if a[7] and a[7][1]]
    equal(sum(listed), PEOPLE, "people of the table")
    city = next(a for a in whole["areas"] if a["codigo"] == "cartagena")
    equal((city["personas_min"], city["personas_max"], city["valor_atribuido"]), (max(listed), PEOPLE, NAIVE), "bounds of people, and the city's money")
    for no, (dollars, parts) in DOLLARS.items():
        summary = api.get(f"/resumen?por=fuente&convertir=USD&area={AGREEMENTS[no][10]}")
        at = {r["proyecto"]: r for r in summary["conversion"]["tasas"]}[f"convenio-{no}"]
        equal((at["convertido"], at["tasa"], at["tasa_fecha"]), (Decimal(dollars), str(number(AGREEMENTS[no][6][0])), AGREEMENTS[no][6][1]),
              f"convenio {no} in dollars at its own rate, which is named")
        times = summary["todo"]["proyectos"]  # 4 and 5 stand in the same area
        equal({r["nombre"]: r["valor_atribuido"] for r in summary["filas"]}, {who: times * Decimal(v) for who, v in parts.items()},
              f"convenio {no}: each part in dollars")
    by_source = {r["nombre"]: r["valor_atribuido"] for r in api.get("/resumen?por=fuente")["filas"] if r["nombre"]}
    want = {}
    for a in AGREEMENTS.values():
        for who, text, _, _ in a[5]:
            want[who] = want.get(who, 0) + number(text)
    equal({who: by_source.get(who) for who in want}, want, "Fuente vs Monto out of the records")
    # an area's part of the money, wherever it stands whole in one place
    for no in (3, 6):
        area = next(x for x in whole["areas"] if x["codigo"] == AGREEMENTS[no][10])
        equal((area["valor"], area["valor_atribuido"], area["personas_max"]), (number(AGREEMENTS[no][4]), number(AGREEMENTS[no][4]), AGREEMENTS[no][7][1]),
              f"the area of convenio {no}")


def test_figures(way, series, values, seed):
    found = {(v["serie"], v["periodo"], v["forma"]): (v["valor"], v["valor_texto"], v["unidad"], v["line"]) for v in values}
    equal(found, FIGURES, f"{way}: every printed figure, and no other")
    for (_, _, _), (figure, text, unit, line) in FIGURES.items():
        check(not seed or printed(line, text), f"the report prints “{text}” on line {line}")
        check(not seed or unit in (None, "personas", "entidades") or printed(line, unit), f"and “{unit}” beside it")
    for code, (title, dimension) in EMPTY.items():
        equal((series[code]["titulo"], series[code]["dimension"], series[code]["periodo"], series[code]["moneda"]), (title, dimension, "2000-2010", "USD"),
              f"{way}: {title} stays, without figures")
    equal(series["efectivo-especie"]["periodo"], "2005-2007/ 2008-2011", f"{way}: the period that the title names")
    check(not seed or printed(57, series["efectivo-especie"]["periodo"]), "as the report prints it")


def api_figures(api):
    series = {s["codigo"]: s for s in api.get("/series")["series"]}
    values = [dict(v, serie=code, valor=int(v["valor"]), line=int(re.findall(r"\d+", v["fuente_del_dato"]["localizador"])[0])) for code, s in series.items()
              for v in s["valores"]]
    return series, values


def workbook_figures(book):
    codes = {"Fuente": "fuente", "Tipo de cooperación": "tipo", "Tema": "tema", "Especie": "especie", "En especie": "especie", "Efectivo": "efectivo", "En efectivo": "efectivo",
             "Dólar estadounidense": "USD", "USD": "USD"}
    series = {s["codigo"]: dict(s, dimension=codes.get(s["dimension"], s["dimension"]), moneda=codes.get(s["moneda"], s["moneda"])) for s in book.sheets["Series"]}
    values = [dict(v, forma=codes.get(v["forma"]), valor=int(v["valor"]), periodo=None if v["periodo"] is None else str(v["periodo"]),
                   line=int(re.findall(r"\d+", v["localizador"])[0])) for v in book.sheets["Valores"]]
    return series, values


def test_records(db):
    """Networks and goals, by plain SQL of the store."""
    store = sqlite3.connect(f"file:{db}?mode=ro", uri=True)
    networks = {r[0]: r[1:] for r in store.execute("SELECT code, kind, since, members, coalesce(alias, '') FROM network")}
    equal(networks["mesa-distrital"][:3], ("mesa", "2009", 50), "the Mesa Distrital of 2009 with its 50")
    for alias, line in (("MESA DISTRICTAL DE COOPERACIÓN AL DESARROLLO", 274),):
        check(alias in networks["mesa-distrital"][3] and printed(line, alias), f"“{alias}” is another name of it")
    equal(networks["mesa-regional"][:3], ("mesa", "2009", None), "the Mesa Regional of 2009")
    equal(networks["hermanamientos"], ("hermanamiento", None, None, ""), "twinnings without a partner")
    equal({r[0] for r in store.execute("SELECT o.code FROM network_member AS m JOIN network AS n ON n.id = m.network_id JOIN organisation AS o ON "
                                       "o.id = m.organisation_id WHERE n.code IN ('mesa-distrital', 'hermanamientos')")}, set(), "nobody is named in those")
    check({"amigos-por-una-sola-cartagena", "redescolombia", "directorio-sigob"} <= set(networks), "the other networks", sorted(networks))
    goals = store.execute("SELECT g.year, g.metric, g.target_dec, c.locator FROM goal AS g JOIN claim AS c ON c.id = g.claim_id ORDER BY c.locator").fetchall()
    equal([g[0] for g in goals], [2012] * 9, "nine goals for 2012")
    equal([int(g[3].split()[1]) for g in goals], list(range(110, 119)), "one for each line of the report")
    equal((goals[4][1], {g[2] for g in goals}), ("proyectos-con-lugar", {None}), "the fifth is this very system; no target is stated")
    equal(store.execute("SELECT count(*) FROM stated_total AS t JOIN activity AS a ON a.id = t.activity_id WHERE a.code = 'fondo-espanol-agua-saneamiento' "
                        "AND t.amount_dec = '33000000000.00' AND t.currency = 'COP' AND t.amount_raw = '$33.000 Millones COP'").fetchone()[0], 1,
          "the fund's second total beside the first")
    check(printed(79, "($33.000 Millones COP)") and printed(79, "11.6 millones de Euros"), "both as the report prints them")
    equal([r[0] for r in store.execute("SELECT date FROM activity_date AS d JOIN activity AS a ON a.id = d.activity_id WHERE d.type = 'expires' ORDER BY a.code")],
          ["2011-12-31", "2011-12-31"], "the day that the first two expire, and of no other")
    store.close()


def main():
    check(openpyxl is not None, "python3-openpyxl reads the workbook")
    with GeodataServer() as server:
        api = Api(server)
        by_api, by_csv = api.projects(), csv_projects(server.db)
        ways = {"API": by_api, "CSV": by_csv}
        if openpyxl:
            path = os.path.join(server.folder, "golden.xlsx")
            exported(server.db, "--format", "xlsx", "--out", path)
            book = Workbook(path)
            ways["XLSX"] = book.projects()
        for way, projects in ways.items():
            equal(set(projects), set(by_api), f"{way}: the same projects")
            test_agreements(way, projects, way == "API")
            test_others(way, projects, way == "API")
        test_totals(api)
        test_figures("API", *api_figures(api), True)
        if openpyxl:
            test_figures("XLSX", *workbook_figures(book), False)
        test_records(server.db)
    finish()


main()
