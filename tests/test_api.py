"""The API against the real program and the city's own data: filters, totals that close, paging, links, errors, pages."""
import html.parser
import json
import re
from decimal import Decimal
from urllib.parse import quote

from check import check, equal, finish
from geodata_server import GeodataServer

TOTAL = Decimal("28961894490.69")  # DOMAIN's golden table: convenios 3 to 6, items 4 and 5 both counted
COLLECTIONS = {"areas": "MultiPolygon", "proyectos": "Point", "proyectos_sin_lugar": None, "actores": None}


def codes(answer):
    return [f["id"] for f in answer.json()["features"]]


def test_filters(s):
    equal(codes(s.get("/collections/proyectos/items?area=nelson-mandela")), ["convenio-3"], "Nelson Mandela holds convenio 3 and nothing else")
    equal(codes(s.get("/collections/proyectos/items?area=zona-suroriental")), ["convenio-4", "convenio-5"], "the Zona Suroriental holds items 4 and 5")
    equal(codes(s.get("/collections/proyectos/items?area=nelson-mandela&area=arroz-barato")), ["convenio-3", "convenio-6"], "several values repeat the key")
    equal(codes(s.get("/collections/proyectos/items?codigo=convenio-6")), ["convenio-6"], "codigo=")
    equal(codes(s.get("/collections/proyectos/items?monto_min=12000000000")), ["convenio-3"], "monto_min=")
    equal(codes(s.get("/collections/proyectos/items?monto_max=718566000.00&monto_min=718566000")), ["convenio-6"], "monto_min= and monto_max= include their bounds")
    equal(codes(s.get("/collections/proyectos/items?q=" + quote("ALCANTARILLADO nelson"))), ["convenio-3"], "q= without case")
    equal(codes(s.get("/collections/proyectos/items?q=" + quote("hidraulico"))), ["convenio-4", "convenio-5"], "q= without accents")
    whole, bare = (s.get("/collections/areas/items?capa=barrio&limit=500" + more).json() for more in ("", "&geometria=no"))
    check(all(f["geometry"] is None for f in bare["features"]) and any(f["geometry"] for f in whole["features"]) and
          [f["properties"] for f in bare["features"]] == [f["properties"] for f in whole["features"]] and bare["numberMatched"] == whole["numberMatched"],
          "geometria=no: the same without the shapes")
    check("geometria=no" in next(link["href"] for link in s.get("/collections/areas/items?limit=2&geometria=no").json()["links"] if link["rel"] == "next"),
          "geometria=no stays on the next page")
    equal(s.get("/collections/areas/items?geometria=si&limit=1").json()["features"][0]["geometry"], s.get("/collections/areas/items?limit=1").json()["features"][0]["geometry"],
          "geometria=si is the standard")
    equal(s.get("/collections/areas/items?geometria=quizas").status, 400, "geometria=: another value is refused")
    equal(codes(s.get("/collections/proyectos/items?cerca=-75.4770,10.3659,500")), ["convenio-3"], "cerca=")
    equal(codes(s.get("/collections/proyectos/items?bbox=-75.48,10.36,-75.47,10.37")), ["convenio-3"], "bbox=")
    drawn = quote("POLYGON((-75.48 10.36,-75.47 10.36,-75.47 10.37,-75.48 10.37,-75.48 10.36))")
    equal(codes(s.get("/collections/proyectos/items?dibujo=" + drawn)), ["convenio-3"], "dibujo= as WKT")
    drawn = quote(json.dumps({"type": "Polygon", "coordinates": [[[-75.48, 10.36], [-75.47, 10.36], [-75.47, 10.37], [-75.48, 10.37], [-75.48, 10.36]]]}))
    equal(codes(s.get("/collections/proyectos/items?dibujo=" + drawn)), ["convenio-3"], "dibujo= as GeoJSON")
    frame = {"convenio-1", "convenio-2"}
    check(frame <= set(codes(s.get("/collections/proyectos_sin_lugar/items?lugar=city"))), "lugar=city holds the frame agreements")
    check(frame <= set(codes(s.get("/collections/proyectos_sin_lugar/items?tipo=tecnica"))), "tipo=")
    check(frame <= set(codes(s.get("/collections/proyectos_sin_lugar/items?vigente=2011"))) and
          not frame & set(codes(s.get("/collections/proyectos_sin_lugar/items?vigente=2012-01-01/.."))), "vigente=")


def test_point(s):
    here = s.get("/lugar?lon=-75.5235&lat=10.4270").json()["areas"]
    names = [a["codigo"] for a in here]
    check("la-popa" in names and "pie-de-la-popa" not in names, "a point inside La Popa names La Popa and not Pie de la Popa", names)
    sizes = [a["hectareas"] for a in here if a["hectareas"] is not None]
    equal(sizes, sorted(sizes), "smallest first")
    check(all(isinstance(a["geometria_aproximada"], bool) for a in here), "approximate extents are flagged")
    equal(sorted(codes(s.get("/collections/areas/items?punto=-75.5235,10.4270"))), sorted(names), "punto= on areas says the same")
    equal(s.get("/lugar?lon=0&lat=0").json()["areas"], [], "nothing in the Gulf of Guinea")
    equal(codes(s.get("/collections/areas/items?punto=0,0")), [], "punto= where there is nothing selects nothing")


def money_rows(summary):
    direct = sum((a["valor_directo"] for a in summary["areas"]), Decimal(0))
    unplaced = sum((u["valor"] or 0 for u in summary["sin_lugar"]), Decimal(0))
    return direct, summary["sin_asignar"]["valor"], unplaced


def test_totals(s):
    summary = s.get("/resumen?por=area").json()
    equal(summary["todo"]["valor"], TOTAL, "the total of distinct projects, to the centavo")
    equal(sum(money_rows(summary)), TOTAL, "areas + not allocated + the four unplaced states = total")
    equal([u["estado"] for u in summary["sin_lugar"]], ["named", "city", "beyond", "unknown"], "the four unplaced states are listed")
    check(all(u["valor"] is None for u in summary["sin_lugar"]), "where no project has a value the sum is no data, never zero")
    equal(summary["sin_asignar"]["valor"], Decimal("0.00"), "where there is no project the sum is zero")
    check(summary["cierra"] is True and summary["cierre"]["suma"] == summary["cierre"]["total"] == TOTAL, "both sides are given, and close")
    values = Decimal(0)
    for collection in ("proyectos", "proyectos_sin_lugar"):
        for feature in s.get(f"/collections/{collection}/items?limit=10000").json()["features"]:
            p = feature["properties"]
            # Parents of projects with a value add nothing; the report's parents carry none in pesos.
            if p["valor"] is not None and p["moneda"] == "COP" and p["clase"] != "macroproyecto" and p["clase"] != "programa":
                values += p["valor"]
    equal(values, TOTAL, "the items' own values add up to the same")
    rows = {a["codigo"]: a for a in summary["areas"]}
    equal(rows["nelson-mandela"]["valor_atribuido"], Decimal("12386206436.05"), "Nelson Mandela's attributed value")
    equal(rows["zona-suroriental"]["valor"], Decimal("15857122054.64"), "the Zona Suroriental's full value")
    equal(rows["bazurto"]["valor"], None, "no known value is null, not zero")
    check('"valor":12386206436.05' in s.get("/resumen").text, "money is a JSON number with two decimals, exact")
    layer = s.get("/resumen?por=area&capa=barrio").json()
    equal({a["capa"] for a in layer["areas"]}, {"barrio"}, "capa= gives the rows of one layer")
    equal(sum(money_rows(layer)) + layer["cierre"]["en_otras_capas"], TOTAL, "and still closes with the other layers")
    part = s.get("/resumen?area=zona-suroriental").json()
    equal(part["todo"]["valor"], Decimal("15857122054.64"), "totals under a filter")
    csv = s.get("/resumen?f=csv").text.splitlines()
    check(csv[0].startswith("grupo,codigo,nombre") and f",{TOTAL}," in csv[-1], "the same as CSV")


def test_facets(s):
    everything = s.get("/facetas").json()["facetas"][0]
    equal(everything["nombre"], "area", "the facet of areas")
    for value in everything["valores"]:
        got = sum(s.get(f"/collections/{c}/items?area={value['valor']}&limit=1").json()["numberMatched"] for c in ("proyectos", "proyectos_sin_lugar"))
        equal(value["cuenta"], got, f"facet count of {value['valor']} equals the filtered items")
    chosen = s.get("/facetas?area=nelson-mandela&q=a").json()["facetas"][0]["valores"]
    selected = [v for v in chosen if v["seleccionado"]]
    equal([v["valor"] for v in selected], ["nelson-mandela"], "the selected value is marked")
    without = s.get("/facetas?q=a").json()["facetas"][0]["valores"]
    equal([(v["valor"], v["cuenta"]) for v in chosen], [(v["valor"], v["cuenta"]) for v in without], "a facet leaves its own filter out and keeps the others")
    check("area=nelson-mandela" not in selected[0]["enlace"] and "q=a" in selected[0]["enlace"], "its link takes it away and keeps the rest", selected[0]["enlace"])


def test_paging(s):
    for collection in COLLECTIONS:
        whole = codes(s.get(f"/collections/{collection}/items?limit=10000"))
        seen, address, pages = [], f"/collections/{collection}/items?limit=7&lang=en", 0
        while address and pages < 100:
            answer = s.get(address)
            page = answer.json()
            seen += [f["id"] for f in page["features"]]
            equal(page["numberReturned"], len(page["features"]), f"{collection}: numberReturned") if page["numberReturned"] != len(page["features"]) else None
            links = [link["href"] for link in page["links"] if link["rel"] == "next"]
            header = answer.header("Link")
            check((links[:1] or [None])[0] == (re.match(r"<([^>]*)>", header).group(1) if header else None), f"{collection}: next in body and header agree")
            address = links[0] if links else None
            check(address is None or (address.startswith(s.base) and "lang=en" in address and "limit=7" in address), f"{collection}: next is absolute and keeps the rest", address)
            pages += 1
        equal(seen, whole, f"{collection}: paging visits each code exactly once, in order")
        equal(page["numberMatched"], len(whole), f"{collection}: numberMatched is exact")
    equal(s.get("/collections/areas/items?limit=20000").status, 200, "a limit above the maximum is clamped")
    equal(s.get("/collections/areas/items").json()["numberReturned"], 100, "the default limit is 100")


def ring_area(ring):
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:]))


def test_geojson(s):
    for collection, geometry in COLLECTIONS.items():
        schema = s.get(f"/collections/{collection}/schema").json()["properties"]
        names = [n for n in schema if n != "geometry"]
        features = s.get(f"/collections/{collection}/items?limit=10000").json()["features"]
        check(len(features) > 0, f"{collection} has items")
        check(all(list(f["properties"]) == names for f in features), f"{collection}: every key of the schema on every item, in order")
        check(all(f["properties"]["codigo"] == f["id"] for f in features), f"{collection}: id is the code")
        kinds = {f["geometry"]["type"] for f in features if f["geometry"]}
        equal(kinds, {geometry} if geometry else set(), f"{collection}: one geometry type")
        types = {"string": str, "integer": int, "number": Decimal, "boolean": bool}
        wrong = [(f["id"], n) for f in features for n, v in f["properties"].items() if v is not None and type(v) is not types[schema[n]["type"]]]
        equal(wrong, [], f"{collection}: values have the type that the schema says")
    for feature in s.get("/collections/areas/items?limit=10000").json()["features"]:
        for polygon in (feature["geometry"] or {"coordinates": []})["coordinates"]:
            right = all(r[0] == r[-1] for r in polygon) and ring_area(polygon[0]) > 0 and all(ring_area(r) < 0 for r in polygon[1:])
            if not right:
                check(False, f"{feature['id']}: rings closed, shells counter-clockwise (RFC 7946)")
    decimals = re.findall(r"-75\.(\d+),", s.get("/collections/areas/items/nelson-mandela").text)
    equal({len(d) for d in decimals}, {7}, "coordinates have seven decimals")


def test_items(s):
    project = s.get("/collections/proyectos/items/convenio-3").json()
    parts = project["detalle"]["aportes"]
    equal([a["valor"] for a in parts], [Decimal("6205051179.25"), Decimal("6181155256.80")], "contributions to the centavo")
    equal(parts[0]["tasa"]["valor"], Decimal("1766.5"), "the contract rate")
    equal(sum(place["valor_atribuido"] for place in project["detalle"]["lugares"]), project["properties"]["valor"], "attributed parts make the value")
    check(project["detalle"]["afirmacion"]["localizador"], "the claim names its place in the source")
    area = s.get("/collections/areas/items/nelson-mandela").json()
    check(area["properties"]["geometria_aproximada"] is True and area["geometry"]["type"] == "MultiPolygon", "an area carries its polygon and says that it is approximate")
    equal(s.get("/collections/proyectos/items/convenio-1").status, 404, "a project without a place is not in proyectos")
    check("proyectos_sin_lugar" in s.get("/collections/proyectos/items/convenio-1").json()["detail"], "and the 404 says where it is")
    equal(s.get("/collections/proyectos_sin_lugar/items/convenio-1").json()["geometry"], None, "no default point")


def test_errors(s):
    for address, word in {
        "/collections/areas/items?nosuch=1": "nosuch",
        "/collections/areas/items?limit=0": "limit",
        "/collections/areas/items?limit=ten": "limit",
        "/collections/areas/items?bbox=1,2,3": "bbox",
        "/collections/areas/items?bbox=-190,0,0,1": "bbox",
        "/collections/areas/items?bbox=0,0,1,1&bbox-crs=http://www.opengis.net/def/crs/EPSG/0/3116": "bbox-crs",
        "/collections/areas/items?crs=http://www.opengis.net/def/crs/EPSG/0/4258": "crs",
        "/collections/areas/items/nelson-mandela?crs=EPSG:1": "crs",
        "/collections/areas/items?sortby=nosuch": "nosuch",
        "/collections/areas/items?sortby=alias": "alias",
        "/collections/areas/items?sortby=codigo,nombre,capa,edicion,proyectos": "proyectos",
        "/collections/areas/items?sortby=nombre&despues=la-popa": "despues",
        "/collections/areas/items?properties=nosuch": "nosuch",
        "/collections/areas/items?properties=codigo&f=csv": "properties",
        "/collections/proyectos/items?area=nelson": "nelson",
        "/collections/proyectos/items?monto_min=1,5": "monto_min",
        "/collections/proyectos/items?vigente=ayer": "vigente",
        "/collections/proyectos/items?vigente=2012/2011": "vigente",
        "/collections/proyectos/items?vigente=../..": "vigente",
        "/collections/proyectos/items?cerca=-75,10": "cerca",
        "/collections/proyectos/items?cerca=-75,10,0": "cerca",
        "/collections/proyectos/items?punto=-75,10": "punto",
        "/collections/proyectos/items?dibujo=POLYGON((0%200))": "dibujo",
        "/collections/proyectos/items?dibujo=POINT(0%200)": "dibujo",
        "/collections/proyectos/items?q=a%20b%20c%20d%20e%20f%20g%20h%20i": "q",
        "/collections/proyectos/items?q=" + "a" * 129: "q",
        "/collections/proyectos/items?" + "&".join(f"area=a{i}" for i in range(65)): "",
        "/lugar?lon=1": "lat",
        "/resumen?por=color": "por",
        "/resumen?capa=barrio&capa=ucg": "capa",
        "/buscar": "q",
        "/tilejson.json?x=1": "x",
        "/exportar/areas.csv?nosuch=1": "nosuch",
    }.items():
        answer = s.get(address)
        shown = address[:70]
        check(answer.status in (400, 413) and answer.header("Content-Type").startswith("application/problem+json"), f"{shown}: 400 as problem+json", (answer.status, answer.text[:200]))
        check(word in answer.json()["detail"], f"{shown}: names what is wrong", answer.text)
        in_english = s.get(address, {"Accept-Language": "en"}).json()["detail"]
        check(in_english != answer.json()["detail"] and not re.search(r"[áéíóúñ«]|\b(el|los|es|no hay|con|está)\b", in_english),
              f"{shown}: in English for who asks for it", in_english)
    for address in ("/collections/nosuch", "/collections/nosuch/items", "/collections/areas/items/nosuch", "/area/nosuch", "/proyecto/nosuch", "/actor/nosuch",
                    "/collections/actores/tiles", "/exportar/nosuch.csv", "/exportar/areas.shp", "/tiles/3/8/0.pbf", "/tiles/99/0/0.pbf", "/tiles/x/0/0.pbf",
                    "/tiles/WebMercatorQuad/1/2/0", "/collections/proyectos_sin_lugar/tiles/WebMercatorQuad/0/0/0"):
        equal(s.get(address).status, 404, f"{address}: 404")
        in_english = s.get(address + "?lang=en").json()["detail"]
        check(in_english != s.get(address).json()["detail"] and not re.search(r"[áéíóúñ«]|\b(el|los|es|no hay|con|está)\b", in_english),
              f"{address}: in English for who asks for it", in_english)
    check(s.get("/tiles/3/0/0.pbf").status == 200, "an empty tile inside the limits is 200")


def test_documents(s):
    landing = s.get("/").json()
    links = {link["rel"]: link for link in landing["links"]}
    equal(links["service-desc"]["type"], "application/vnd.oai.openapi+json;version=3.0", "the service-desc type that QGIS wants")
    for link in landing["links"]:
        check(link["href"].startswith(s.base), "links are absolute", link["href"])
        if "f=html" not in link["href"]:  # the explorer is there only in a build with the page
            equal(s.get(link["href"]).status, 200, f"landing link {link['rel']} is there")
    api = s.get("/api")
    equal(api.header("Content-Type"), "application/vnd.oai.openapi+json;version=3.0", "the type of the API definition")
    api = api.json()
    refs = set(re.findall(r'"\$ref": "([^"]*)"', json.dumps(api, default=str)))
    check(refs and all(r.startswith("#/components/") and r.split("/")[3] in api["components"][r.split("/")[2]] for r in refs), "every reference is to something in the document", refs)
    values = {"id": "areas", "codigo": "nelson-mandela", "tileMatrix": "3", "tileRow": "3", "tileCol": "2", "z": "3", "x": "2", "y": "3", "formato": "csv"}
    for path, item in api["paths"].items():
        address = re.sub(r"\{(\w+)\}", lambda m: values[m.group(1)], path)
        address = {"/proyecto/nelson-mandela": "/proyecto/convenio-3", "/proyecto/nelson-mandela/hoja": "/proyecto/convenio-3/hoja", "/actor/nelson-mandela": "/actor/aecid", "/lugar": "/lugar?lon=-75&lat=10", "/buscar": "/buscar?q=a"}.get(address, address)
        equal(s.get(address).status, 200, f"{path} of the API definition answers")
        declared = {p["name"] for p in item["get"]["parameters"] if p["in"] == "path"}
        equal(declared, set(re.findall(r"\{(\w+)\}", path)), f"{path}: its path parameters are declared")
    items = {p["name"]: p for p in api["paths"]["/collections/{id}/items"]["get"]["parameters"]}
    equal([items["limit"]["schema"][k] for k in ("minimum", "maximum", "default")], [1, 10000, 100], "limit says its bounds")
    check(items["bbox"]["schema"]["type"] == "array" and items["bbox"]["style"] == "form" and items["bbox"]["explode"] is False, "bbox as the clients want it")
    for collection in s.get("/collections").json()["collections"]:
        for link in collection["links"]:
            equal(s.get(link["href"]).status, 200, f"{collection['id']}: link {link['rel']} {link['type']}")
    style = s.get("/style.json").json()
    check(all(layer["type"] == "background" or layer["source"] in style["sources"] for layer in style["layers"]), "style layers name their source")
    paints = json.dumps([layer.get("paint") for layer in style["layers"]], default=str)
    check(not re.search(r'"(step|case|interpolate|coalesce|concat|match)"', paints), "constant paint only")
    dashed = [layer for layer in style["layers"] if "approximate" in json.dumps(layer.get("filter")) and layer["type"] == "line"]
    check(dashed and all("line-dasharray" in layer["paint"] for layer in dashed), "approximate areas are dashed")
    equal(s.get("/tilejson.json").json()["tilejson"], "3.0.0", "TileJSON")
    check("area=nelson-mandela" in s.get("/tilejson.json?area=nelson-mandela").json()["tiles"][0], "TileJSON hands its filter on to the tiles")
    for path in ("/salud", "/listo", "/version", "/configuracion.json"):
        equal(s.get(path).status, 200, path)


def test_conditional(s):
    for address in ("/collections/areas/items?limit=5", "/resumen", "/tiles/10/297/482.pbf", "/area/nelson-mandela", "/api"):
        first = s.get(address)
        tag = first.header("ETag")
        check(tag and not tag.startswith("W/"), f"{address}: a strong ETag", tag)
        again = s.get(address, {"If-None-Match": tag or ""})
        check(again.status == 304 and again.body == b"", f"{address}: 304", again.status)
        head = s.get(address, method="HEAD")
        check(head.status == 200 and head.body == b"" and head.header("ETag") == tag, f"{address}: HEAD like GET")
    tags = {s.get(f"/area/nelson-mandela?lang={lang}").header("ETag") for lang in ("es", "en")}
    equal(len(tags), 2, "another language is another ETag")


class Outline(html.parser.HTMLParser):
    """Checks nesting and collects text, links and table headings."""
    def __init__(self):
        super().__init__()
        self.open, self.links, self.words, self.scripts, self.broken = [], [], [], 0, False

    def handle_starttag(self, tag, attrs):
        if tag not in ("meta", "link", "br", "hr", "input"):
            self.open.append(tag)
        self.links += [v for k, v in attrs if k == "href"]
        self.scripts += tag == "script" or any(k.startswith("on") or k == "style" for k, _ in attrs)

    def handle_endtag(self, tag):
        self.broken = self.broken or not self.open or self.open.pop() != tag

    def handle_data(self, data):
        self.words.append(data)


def test_pages(s):
    for address in ("/area/nelson-mandela", "/area/zona-suroriental", "/area/cartagena", "/proyecto/convenio-3", "/proyecto/convenio-1", "/actor/aecid", "/areas", "/proyectos", "/api.html",
                    "/collections?f=html", "/collections/areas?f=html", "/collections/areas/items?f=html", "/collections/proyectos/items/convenio-3?f=html"):
        for lang in ("es", "en"):
            answer = s.get(address + ("&" if "?" in address else "?") + "lang=" + lang)
            page = Outline()
            page.feed(answer.text)
            check(answer.status == 200 and not page.open and not page.broken, f"{address} {lang}: well nested", page.open)
            check(f'<html lang="{lang}">' in answer.text and page.scripts == 0, f"{address} {lang}: its language, no script, no inline style")
            check("default-src" in (answer.header("Content-Security-Policy") or ""), f"{address}: the strict policy applies")
            if lang == "es" and not address.startswith("/api"):
                for link in {x for x in page.links if x.startswith("/") and x not in ("/", "/pagina.css", "/favicon.svg", "/?lang=en") and not x.startswith("/exportar")}:
                    equal(s.get(link).status, 200, f"{address}: link {link}")
    area = s.get("/area/nelson-mandela").text
    check("$\u00a012.386.206.436,05\u00a0COP" in area, "money in es-CO format", area[:1500])
    check("xtensión aproximada" in area, "an approximate extent is said")
    heads = re.findall(r"<h2>(.*?)</h2>", area)
    equal(heads, ["Proyectos dentro del área", "Proyectos de áreas más amplias que la contienen", "Proyectos sin lugar"], "the three parts of an area's answer")
    inside, wider = area.split("<h2>")[1:3]
    check("convenio-3" in inside and "convenio-4" not in inside, "inside: convenio 3 only")
    pozon = s.get("/area/el-pozon").text.split("<h2>")
    check("convenio-4" not in pozon[1] and "convenio-4" in pozon[2], "El Pozón: the Zona Suroriental's projects are of a wider area")
    project = s.get("/proyecto/convenio-3").text
    check("renglón 177" in project and "1.766,5" in project and "6.181.155.256,80" in project, "a project's page has its source, rate and parts")
    check("no implica erogación" in s.get("/proyecto/convenio-1").text, "no disbursement is said, and is not zero")
    check("convenio-3" in s.get("/actor/gobierno-espanol").text, "an actor's page names its projects")


def test_search(s):
    def found(q):
        return [(r["tipo"], r["codigo"]) for r in s.get("/buscar?q=" + quote(q)).json()["resultados"]]
    equal(found("Nelson")[0], ("area", "nelson-mandela"), "completion by the beginning of a word")
    check(("area", "cano-del-oro") in found("cano") and ("area", "cano-del-oro") in found("CAÑO D"), "accent-blind")
    check(("proyecto", "convenio-3") in found("alcantarillado falt"), "projects by title")
    check(("actor", "aecid") in found("aecid"), "actors")
    equal(found("zzzz"), [], "nothing for nothing")
    equal(found("la popa")[0], ("area", "la-popa"), "La Popa before Pie de la Popa")


with GeodataServer() as server:
    for test in (test_filters, test_point, test_totals, test_facets, test_paging, test_geojson, test_items, test_errors, test_documents, test_conditional, test_pages, test_search):
        test(server)
finish()
