#!/usr/bin/python3
"""The totals of one filter are equal everywhere: items (paged), facets, /resumen, tiles, and every export, each read by a program
that is not ours. What adds to a sum is worked out here once more from the rows themselves: pesos with a value, but for a parent of
which a selected project below carries one."""
import csv
import io
import json
import math
import os
import random
import subprocess
from decimal import Decimal
from urllib.parse import quote

import openpyxl
from lxml import etree
from osgeo import gdal, ogr

from check import COOPMAP, check, equal, finish
from geodata_server import GeodataServer, make_store

gdal.UseExceptions()
CM = "{urn:coopmap:iati:1}"
KML = "{http://www.opengis.net/kml/2.2}"
MADE = 700
MERGED = ("gobierno-espanol", "aecid")
PLACES = ["Nelson Mandela", "Olaya Herrera", "Bocachica", "Zona Suroriental", "El Pozón=60%;Manga=40%"]


def store(folder):
    """What the repository has, and some hundred made-up projects: parents, dollars, no value, no place, no people."""
    db, rng, of_parts = make_store(folder), random.Random(4), random.Random(5)
    path = os.path.join(folder, "muchos.csv")
    with open(path, "w", encoding="utf-8", newline="") as f:
        table = csv.writer(f)
        table.writerow("codigo clase titulo estado tema valor_total moneda personas fecha_inicio lugar ambito lon lat macroproyecto"
                       " aporte_1_valor aporte_1_moneda aporte_1_forma aporte_2_valor aporte_2_moneda aporte_2_forma".split())
        for i in range(MADE):
            kind = rng.choice(["proyecto", "proyecto", "convenio", "programa"])
            value = "" if rng.random() < .2 else f"{rng.randint(1, 10**11)}.{rng.randint(0, 99):02d}"
            where = rng.random()
            place = [rng.choice(PLACES), "", "", ""] if where < .4 else ["", "", f"{rng.uniform(-75.56, -75.44):.6f}", f"{rng.uniform(10.33, 10.44):.6f}"] if where < .8 else ["", rng.choice(["ciudad", "fuera", "desconocido"]), "", ""]
            parent = f"m{rng.randrange(i):04d}" if i > 20 and rng.random() < .15 else ""
            currency = "" if not value else "USD" if rng.random() < .1 else "COP"
            table.writerow([f"m{i:04d}", kind, f"Proyecto {i} de {rng.choice(['agua', 'salud', 'niñez y «paz»'])}", rng.choice("12345"), rng.choice(["salud", "agua-saneamiento", "educacion", ""]),
                            value, currency, "" if rng.random() < .5 else rng.randint(0, 5000), f"{rng.randint(2008, 2016)}-0{rng.randint(1, 9)}-11", *place, parent, *parts(of_parts, value, currency)])
    made = subprocess.run([COOPMAP, "ingest", "projects", path, "--db", db, "--numbers", "plain", "--title", "Muchos", "--licence", "CC0"], capture_output=True, text=True)
    if made.returncode == 0:
        made = subprocess.run([COOPMAP, "actors", "merge", *MERGED, "--db", db, "--by", "Ana"], capture_output=True, text=True)
    if made.returncode:
        raise SystemExit(made.stdout + made.stderr)
    return db


FORMS = ["", "efectivo", "especie", "sin-dato"]


def parts(rng, value, currency):
    """What is given in two parts at most, of projects whose value is stated."""
    out = []
    for _ in range(2):
        given = value and rng.random() < .4
        out += [rng.randint(1, 10**6) if given else "", currency if given else "", rng.choice(FORMS) if given else ""]
    return out


FILTERS = ["", "clase=convenio", "tema=salud&estado=2&estado=3", "area=zona-suroriental", "q=agua", "monto_min=50000000000", "vigente=2012", "bbox=-75.52,10.36,-75.47,10.41",
           "lugar=located&clase=programa", "codigo=m0001", "codigo=no-hay", "forma=efectivo&anio=2010&anio=sin-dato", "forma=sin-dato&area=zona-suroriental", "filter=" + quote("tema = 'agua-saneamiento' AND anio > 2010"),
           "filter=" + quote("valor BETWEEN 1000000000 AND 50000000000 OR personas IS NULL") + "&clase=proyecto", "filter=" + quote("S_INTERSECTS(geometry, BBOX(-75.5, 10.35, -75.45, 10.42))")]

# ---- readers: {code: (value, currency, people)}, nothing where there is none


def number(text):
    return None if text in (None, "") else Decimal(str(text).replace(",", ".") if isinstance(text, str) else repr(text))


def row(value, currency, people):
    return number(value), currency or None, None if people in (None, "") else int(people)


def of_properties(features):
    return {p["codigo"]: row(str(p["valor"]) if p["valor"] is not None else None, p["moneda"], p["personas"]) for p in (f["properties"] for f in features)}


def get(s, address, query):
    answer = s.get(address + ("&" if "?" in address else "?") + query if query else address)
    equal(answer.status, 200, f"{address}?{query}")
    return answer


def saved(s, name, query):
    path = os.path.join(s.folder, "t-" + name)
    with open(path, "wb") as f:
        f.write(get(s, "/exportar/" + name, query).body)
    return path


def read_items(s, collection, query):
    """Page by page, and the number that each page says there is."""
    features, address, said = [], f"/collections/{collection}/items?limit=97" + ("&" + query if query else ""), set()
    while address:
        page = s.get(address).json()
        features += page["features"]
        said.add(page["numberMatched"])
        address = next((link["href"] for link in page["links"] if link["rel"] == "next"), None)
    equal(said, {len(features)}, f"{collection}?{query}: numberMatched is what the pages hold")
    equal(len({f["id"] for f in features}), len(features), f"{collection}?{query}: each once")
    return features


def read_csv(s, collection, query):
    table = csv.DictReader(io.StringIO(get(s, f"/exportar/{collection}.csv", query).text, newline=""))
    return {r["codigo"]: row(r["valor"], r["moneda"], r["personas"]) for r in table}


def read_excel_csv(s, collection, query):
    table = csv.DictReader(io.StringIO(get(s, f"/exportar/{collection}.csv?excel=1", query).body.decode("utf-8-sig"), newline=""), delimiter=";")
    return {r["Código"]: row(r["Valor"], r["Moneda"], r["Personas"]) for r in table}


def read_geojson(s, collection, query):
    return of_properties(get(s, f"/exportar/{collection}.geojson", query).json()["features"])


def read_geojsonl(s, collection, query):
    return of_properties(json.loads(line, parse_float=Decimal) for line in get(s, f"/exportar/{collection}.geojsonl", query).text.splitlines())


def read_ogr(form):
    def read(s, collection, query):
        path = saved(s, f"{collection}.{form}", query)
        source = ogr.Open(path)
        layer = source.GetLayerByName(collection)
        out = {f.GetField("codigo"): row(f.GetField("valor"), f.GetField("moneda"), f.GetField("personas")) for f in layer}
        del layer, source
        os.unlink(path)
        return out
    return read


def read_kml(s, collection, query):
    places = etree.parse(saved(s, f"{collection}.kml", query)).iter(KML + "Placemark")
    data = [{d.get("name"): d.text for d in place.iter(KML + "SimpleData")} for place in places]
    return {d["codigo"]: row(d.get("valor"), d.get("moneda"), d.get("personas")) for d in data}


def read_xlsx(s, query):
    book = openpyxl.load_workbook(saved(s, "proyectos.xlsx", query), read_only=True, data_only=True)
    rows = book["Proyectos"].iter_rows(values_only=True)
    heads = next(rows)
    at = {name: heads.index(name) for name in ("codigo", "(valor)", "(moneda)", "personas")}
    out = {r[at["codigo"]]: row(r[at["(valor)"]], r[at["(moneda)"]], r[at["personas"]]) for r in rows}
    readme = {}
    for r in book["Léame"].iter_rows(values_only=True):
        if len(r) > 1 and r[0]:
            readme.setdefault(r[0], r[1])  # the sheets have a line each further down
    return out, int(readme["Proyectos"]), number(readme["Total de proyectos distintos"])


def read_iati(s, query):
    """The stated total; without one what the transactions add up to."""
    out = {}
    for activity in etree.fromstring(get(s, "/exportar/actividades.xml", query).body).iter("iati-activity"):
        totals = [t for t in activity.findall(CM + "total") if t.get(CM + "principal") and t.text]
        parts = [t.find("value") for t in activity.findall("transaction") if t.find("value") is not None]
        people = [p.text for p in activity.findall(CM + "personas") if p.get(CM + "principal") and p.text]
        currencies = {p.get("currency") or activity.get("default-currency") for p in parts}
        if totals:
            value, currency = totals[0].text, totals[0].get(CM + "moneda")
        elif len(currencies) == 1:
            value, currency = str(sum(Decimal(p.text) for p in parts)), currencies.pop()
        else:
            value, currency = None, None
        out[activity.get(CM + "codigo")] = row(value, currency, people[0] if people else None)
    return out


# ---- what adds


def carried_below(rows, parent_of, what):
    """Codes of which somebody below that was selected has a value (or people)."""
    above = set()
    for code, r in rows.items():
        if r[what] is None:
            continue
        code = parent_of.get(code)
        while code and code not in above:
            above.add(code)
            code = parent_of.get(code)
    return above


def totals(rows, parent_of, among=None):
    """Number, sum of pesos, sum of people of those that add, of `among` these rows."""
    money, people = carried_below(rows, parent_of, 0), carried_below(rows, parent_of, 2)
    chosen = {code: r for code, r in rows.items() if among is None or code in among}
    return (len(chosen), sum(r[0] for code, r in chosen.items() if r[0] is not None and r[1] == "COP" and code not in money),
            sum(r[2] for code, r in chosen.items() if r[2] is not None and code not in people))


def tile_totals(s, query, features, zoom):
    tiles = set()
    for f in features:
        lon, lat = (float(v) for v in f["geometry"]["coordinates"])
        y = math.asinh(math.tan(math.radians(lat)))
        tiles.add((int((lon + 180) / 360 * 2**zoom), int((1 - y / math.pi) / 2 * 2**zoom)))
    n, value, path = 0, 0, os.path.join(s.folder, "t.pbf")
    for x, y in tiles:
        with open(path, "wb") as f:
            f.write(get(s, f"/collections/proyectos/tiles/WebMercatorQuad/{zoom}/{y}/{x}?f=mvt", query).body)
        source = gdal.OpenEx("MVT:" + path, gdal.OF_VECTOR, allowed_drivers=["MVT"], open_options=[f"X={x}", f"Y={y}", f"Z={zoom}", "METADATA_FILE="])
        layer = source.GetLayerByName("proyectos")
        for f in layer:
            said = f.items()
            n += said.get("n") or 1
            value += said.get("valor_centavos") or 0
        del layer, source
    return n, Decimal(value) / 100


def test_filter(s, parent_of, query):
    located, unplaced = read_items(s, "proyectos", query), read_items(s, "proyectos_sin_lugar", query)
    rows = of_properties(located + unplaced)
    on_map = {f["id"] for f in located}
    want, here = totals(rows, parent_of), totals(rows, parent_of, on_map)

    said = get(s, "/resumen?por=area", query).json()["todo"]
    people = want[2] if any(r[2] is not None for r in rows.values()) else None
    equal((said["proyectos"], Decimal(said["valor"] or 0), said["personas_max"]), (want[0], want[1], people), f"{query}: /resumen")
    equal(get(s, "/facetas?f=json", query).json()["proyectos"], want[0], f"{query}: facets")
    for read in (read_csv, read_excel_csv, read_geojson, read_geojsonl, read_ogr("gpkg")):
        got = {**read(s, "proyectos", query), **read(s, "proyectos_sin_lugar", query)}
        equal(totals(got, parent_of), want, f"{query}: {getattr(read, '__name__', '')} of both collections")
    for name, read in (("FlatGeobuf", read_ogr("fgb")), ("shapefile", read_ogr("shp.zip")), ("KML", read_kml)):
        got = read(s, "proyectos", query)
        equal((set(got), totals({**rows, **got}, parent_of, set(got))), (on_map, here), f"{query}: {name}")
    for zoom in (9, 13):
        equal(tile_totals(s, query, located, zoom), here[:2], f"{query}: tiles of zoom {zoom}")
    book, n, total = read_xlsx(s, query)
    equal((totals(book, parent_of), n, total), (want, want[0], want[1]), f"{query}: workbook, rows and its Léame")
    if rows:
        equal(totals(read_iati(s, query), parent_of), want, f"{query}: IATI")
    return want


def matched(s, query):
    return sum(s.get(f"/collections/{c}/items?limit=1&{query}").json()["numberMatched"] for c in ("proyectos", "proyectos_sin_lugar"))


FACETED = ["", "clase=convenio&anio=2010&anio=2012", "tema=salud&estado=2&estado=3&forma=especie", "area=zona-suroriental&forma=efectivo&forma=sin-dato", "q=agua&lugar=located&lugar=named",
           "fuente=gobierno-espanol&lugar=named&lugar=located", "filter=" + quote("aportado_en('efectivo') AND NOT (anio = 2011 OR tema = 'salud')")]


def test_facets(s, query):
    """A value counts what a client would get who asked for it, all other keys as they are."""
    keys = [k for k in query.split("&") if k]
    for facet in get(s, "/facetas", query).json()["facetas"]:
        name = facet["nombre"]
        check(facet["filtra"], f"{name} filters")
        others = [k for k in keys if not k.startswith(name + "=")]
        wrong = [(v["valor"], v["cuenta"], n) for v in facet["valores"] for n in [matched(s, "&".join(others + [f"{name}={quote(v['valor'])}"]))] if n != v["cuenta"]]
        equal(wrong, [], f"{query}: every value of the facet {name} counts what it selects")
        equal({v["valor"] for v in facet["valores"] if v["seleccionado"]}, {k.split("=")[1].replace(*MERGED) for k in keys if k not in others}, f"{query}: the values of {name} that are selected")


def test_facets_limited(s, query):
    """The largest first, ties by code, whatever is selected in any case, and how many there are in all."""
    whole = {f["nombre"]: f for f in get(s, "/facetas", query).json()["facetas"]}
    for limit in (1, 3, 50, 10000):
        for facet in get(s, f"/facetas?limit={limit}", query).json()["facetas"]:
            every = whole[facet["nombre"]]
            order = sorted(every["valores"], key=lambda v: (-v["cuenta"], v["valor"].encode()))
            want = [(v["valor"], v["cuenta"], v["seleccionado"]) for i, v in enumerate(order) if i < limit or v["seleccionado"]]
            equal([(v["valor"], v["cuenta"], v["seleccionado"]) for v in facet["valores"]], want, f"{query}: {facet['nombre']}, at most {limit}")
            equal((facet["n_valores"], every["n_valores"]), (len(every["valores"]),) * 2, f"{query}: {facet['nombre']} says how many there are")
            check(all("limit=" in v["enlace"] for v in facet["valores"]), f"{query}: the links keep the limit")


def test_facet_of_layers(s):
    layer_of = {v["valor"]: v["capa"] for v in get(s, "/facetas", "").json()["facetas"][0]["valores"]}
    for query, layers, more in (("capa=barrio", {"barrio"}, set()), ("capa=localidad&capa=zona&limit=2", {"localidad", "zona"}, set()), ("capa=ucg&area=zona-suroriental&clase=convenio", {"ucg"}, {"zona-suroriental"})):
        answer = get(s, "/facetas", query).json()
        plain = get(s, "/facetas", "&".join(k for k in query.split("&") if not k.startswith(("capa=", "limit=")))).json()
        equal(answer["proyectos"], plain["proyectos"], f"{query}: capa chooses no projects")
        want = {v["valor"]: v["cuenta"] for v in plain["facetas"][0]["valores"] if v["capa"] in layers or v["valor"] in more}
        facet = answer["facetas"][0]
        got = {v["valor"]: v["cuenta"] for v in facet["valores"]}
        equal(facet["n_valores"], len(want), f"{query}: n_valores")
        check(got.items() <= want.items() and len(got) == min(len(want), 2 if "limit" in query else len(want)) and len(want) > 1, f"{query}: areas of these layers, and what is selected", (got, want))
    check({"barrio", "localidad", "zona"} <= set(layer_of.values()), "there are several layers", set(layer_of.values()))


def test_lean_totals(s, query):
    """properties= leaves the same rows with fewer keys; a row for each area that has projects, and capa leaves those of one layer."""
    whole = get(s, "/resumen?por=area", query).json()
    count = {v["valor"]: v["cuenta"] for v in get(s, "/facetas", "&".join(k for k in query.split("&") if not k.startswith("area="))).json()["facetas"][0]["valores"]}
    if "area=" not in query:
        equal({r["codigo"]: r["proyectos"] for r in whole["areas"]}, {k: n for k, n in count.items() if n}, f"{query}: a row for each area of the facet")
    for layer in ("barrio", "localidad", "corregimiento"):
        rows = get(s, f"/resumen?por=area&capa={layer}", query).json()
        equal(rows["areas"], [r for r in whole["areas"] if r["capa"] == layer], f"{query}: the rows of {layer}")
        equal(rows["todo"], whole["todo"], f"{query}: {layer} chooses no projects")
    for by, rows in (("area", "areas"), ("area&capa=barrio", "areas")):
        full = get(s, "/resumen?por=" + by, query).json()
        for names in (["codigo", "proyectos", "valor", "valor_atribuido", "personas_min", "personas_max"], ["personas_max", "codigo"], ["valor_atribuido"], sorted({k for r in full[rows] for k in r}) or ["codigo"]):
            lean = get(s, f"/resumen?por={by}&properties={','.join(names)}", query).json()
            equal(lean[rows], [{k: v for k, v in r.items() if k in names or k == "codigo"} for r in full[rows]], f"{query}: por={by}, {','.join(names)} of each row")
            equal({k: v for k, v in lean.items() if k != rows}, {k: v for k, v in full.items() if k != rows}, f"{query}: por={by}, the rest as it is")


def test_filter_in_words(s):
    query = "forma=efectivo&forma=sin-dato&anio=2011&anio=sin-dato&celda=9/148/240&estado=sin-dato"
    for lang, want in (("es", {"Forma del aporte: Efectivo o Sin dato", "Año: 2011 o Sin dato", "En la celda: 9/148/240", "Estado: Sin dato"}),
                       ("en", {"Form of what is given: In cash or No data", "Year: 2011 or No data", "In the cell: 9/148/240", "Status: No data"})):
        book = openpyxl.load_workbook(saved(s, "proyectos.xlsx", query + "&lang=" + lang), read_only=True)
        said = [str(r[1]) for sheet in book for r in sheet.iter_rows(max_col=2, values_only=True) if r[0] in ("Filtro", "Filter")]
        equal(set("; ".join(said).split("; ")), want, f"the workbook says in words what was filtered, {lang}")


with GeodataServer(store) as server:
    # of all projects: one that the filter leaves out may stand between two that it selects
    parents = {f["id"]: f["properties"]["macroproyecto"] for c in ("proyectos", "proyectos_sin_lugar") for f in read_items(server, c, "")}
    seen = [test_filter(server, parents, one) for one in FILTERS]
    for one in FACETED:
        test_facets(server, one)
        test_facets_limited(server, one)
        test_lean_totals(server, one)
    test_facets_limited(server, "area=nelson-mandela&tema=turismo&anio=1999")
    test_facet_of_layers(server)
    test_filter_in_words(server)
    for wrong in ("limit=0", "limit=x", "capa=nada"):
        equal(server.get("/facetas?" + wrong).status, 400, f"/facetas?{wrong} is refused")
    for wrong, word in (("por=area&properties=codigo,nada", "nada"), ("por=area&properties=sin_dato", "valor_directo"), ("por=tema&properties=codigo", "por=area"), ("por=localidad&properties=codigo", "por=area"),
                        ("por=area&properties=codigo&f=csv", "JSON"), ("por=area&properties=codigo,", "properties"), ("por=area&capa=barrio&capa=ucg", "capa")):
        answer = server.get("/resumen?" + wrong)
        check(answer.status == 400 and word in answer.json()["detail"], f"/resumen?{wrong} is refused", (answer.status, answer.text[:300]))
    check(len({one[0] for one in seen}) > 8 and sum(one[1] > 0 for one in seen) > 8, "the filters select different things", seen)
finish()
