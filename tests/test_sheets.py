"""The print sheets of areas and projects: one A4 page each whatever the data holds, nothing cut off, map, figures, sources, filter and
address on it. Judges: Chromium prints, poppler counts the pages and reads the text; figures are those of the API."""
import csv
import html as htmllib
import json
import os
import re
import subprocess
import tempfile

from lxml import html

from check import COOPMAP, check, equal, finish
from geodata_server import GeodataServer

WORK = tempfile.mkdtemp(prefix="coopmap-sheets-")
LONG = "Construcción, Dotación y Puesta en Funcionamiento de la Institución Educativa Técnica Agropecuaria de los Corregimientos de la Zona Norte y de la Zona Insular "


def words(text):
    return re.sub(r"[\s\u00a0\u00ad]+", "", text)


def printed(s, path):
    """(pages, their text without spaces) of a page as Chromium prints it."""
    pdf = os.path.join(WORK, "sheet.pdf")
    if os.path.exists(pdf):
        os.remove(pdf)
    subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", f"--user-data-dir={WORK}/profile",
                    "--no-pdf-header-footer", f"--print-to-pdf={pdf}", s.base + path], capture_output=True, timeout=120)
    if not check(os.path.exists(pdf), f"{path} is printed"):
        return 0, ""
    info = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True).stdout
    text = subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, text=True).stdout
    check(re.search(r"Page size:\s+59[45]\.\d+ x 84[12]\.\d+", info) is not None, f"{path}: the paper is A4", info)
    return int(re.search(r"Pages:\s+(\d+)", info).group(1)), words(text)


def sheet(s, path, lang="es", map_too=True):
    """Checks that hold for every sheet; its document."""
    at = f"{path}{'&' if '?' in path else '?'}lang={lang}"
    answer = s.get(at)
    if not check(answer.status == 200, f"{at} answers", (answer.status, answer.text[:300])):
        return None
    page = html.fromstring(answer.text)
    equal(page.get("lang"), lang, f"{at} says its language")
    pages, text = printed(s, at)
    equal(pages, 1, f"{at} is one page")
    body = page.find(".//main")
    missing = [t.strip() for t in body.xpath(".//text()[not(ancestor::svg) and not(ancestor::p[@class='aviso-impresion'])]") if words(t) not in text]
    check(not missing, f"{at}: every word of it is on the paper", missing)
    check(bool(body.findall(".//svg")) == map_too, f"{at} has its map")
    check(words(page.find(".//footer//a").text) in text and page.find(".//footer//a").get("href") == page.xpath("//link[@rel='canonical']/@href")[0],
          f"{at} says its address")
    check("Fuentes" in page.find(".//footer").text_content() or lang == "en", f"{at} names its sources")
    return page


def facts(page):
    return {dt.text: dt.getnext().text_content() for dt in page.iter("dt")}


def digits(text):
    return int(re.sub(r"\D", "", text))


def test_city(s):
    for lang in ("es", "en"):
        sheet(s, "/area/nelson-mandela/hoja", lang)
        sheet(s, "/area/zona-suroriental/hoja", lang)
        sheet(s, "/proyecto/convenio-3/hoja", lang)
    for path in ("/area/la-popa/hoja", "/area/localidad-3/hoja", "/proyecto/convenio-4/hoja"):
        sheet(s, path)
    sheet(s, "/area/bolivar/hoja", map_too=False)
    sheet(s, "/proyecto/programa-cooperacion-internacional/hoja", map_too=False)
    for area in ("nelson-mandela", "zona-suroriental", "cartagena"):
        page = html.fromstring(s.get(f"/area/{area}/hoja").text)
        row = next(r for r in s.get("/resumen?por=area&f=json").json()["areas"] if r["codigo"] == area)
        said = facts(page)
        equal(digits(said["Proyectos"]), row["proyectos"], f"{area}: its projects are those of the API")
        if row["valor"] is not None:
            equal(digits(said["Valor completo"]), int(row["valor"] * 100), f"{area}: its full value")
            equal(digits(said["Valor atribuido al área"]), int(row["valor_atribuido"] * 100), f"{area}: its attributed value")
    narrow = sheet(s, "/area/zona-suroriental/hoja?tema=vivienda&anio=2011")
    check("Filtro: " in narrow.text_content() and "Vivienda" in narrow.text_content() and "2011" in narrow.text_content(), "a sheet says its filter")
    equal(facts(narrow)["Proyectos"], "0", "and counts by it")
    check("/area/zona-suroriental/hoja?tema=vivienda&anio=2011" in htmllib.unescape(narrow.xpath("//link[@rel='canonical']/@href")[0]), "and so does its address")
    equal(s.get("/area/nada/hoja").status, 404, "a sheet of nothing")
    equal(s.get("/proyecto/nada/hoja").status, 404, "a sheet of no project")
    equal(s.get("/area/nelson-mandela/hoja?nada=1").status, 400, "a sheet takes the filters only")
    for path in ("/area/nelson-mandela", "/proyecto/convenio-3"):
        check(f'{path}/hoja"' in s.get(path, {"Accept": "text/html"}).text, f"{path} leads to its sheet")


def make_long(folder):
    """Whatever makes a sheet longer: 3,000 projects in one area, long names in capitals, without spaces, many parts, many places."""
    db, areas, projects = (os.path.join(folder, name) for name in ("long.db", "areas.csv", "projects.csv"))
    with open(areas, "w", newline="", encoding="utf-8") as f:
        out = csv.writer(f)
        out.writerow(["codigo", "nombre", "capa", "padre", "lon", "lat", "hectareas", "poblacion", "poblacion_anio"])
        out.writerow(["ciudad", "CIUDAD " + LONG.upper(), "distrito", "", -75.5, 10.4, 9000, 987654321, 2018])
        for i in range(30):
            out.writerow([f"a{i:02}", f"ÁREA {i} {LONG.upper()}", "barrio", "ciudad", -75.5 + i % 6 / 100, 10.4 + i // 6 / 100, 90, 1000 + i, 2018])
        out.writerow(["junto", "W" * 180, "barrio", "ciudad", -75.6, 10.3, 50, 5, 2018])
    parts = 40
    columns = ["codigo", "titulo", "clase", "objeto", "objetivo", "descripcion", "valor_total", "moneda", "personas", "lugar", "ejecutor", "partes", "documento", "localizador"]
    for n in range(1, parts + 1):
        columns += [f"aporte_{n}_entidad", f"aporte_{n}_valor", f"aporte_{n}_moneda", f"aporte_{n}_forma"]
    with open(projects, "w", newline="", encoding="utf-8") as f:
        out = csv.DictWriter(f, columns)
        out.writeheader()
        for i in range(3000):
            row = {"codigo": f"p{i:04}", "titulo": f"PROYECTO {i} {LONG.upper() * 2}<b>&", "clase": "proyecto", "lugar": "a00", "personas": 1000000 + i,
                   "documento": f"Informe {i % 400} de {LONG}", "localizador": f"renglón {i}"}
            if i % 3:
                row |= {"valor_total": f"{999999999999 - i}.99", "moneda": "COP"}
            if i < 40:
                row |= {"aporte_1_entidad": f"AGENCIA {i} {LONG.upper()}", "aporte_1_valor": "5.50", "aporte_1_moneda": "COP"}
            out.writerow(row)
        whole = {"codigo": "largo", "titulo": LONG.upper() * 3, "clase": "proyecto", "objeto": LONG * 30, "objetivo": LONG * 30, "descripcion": "SINESPACIOS" * 200,
                 "valor_total": "999999999999.99", "moneda": "COP", "personas": 9999999, "lugar": ";".join(f"a{i:02}" for i in range(30)),
                 "ejecutor": ";".join(f"EJECUTOR {i} {LONG.upper()}".strip() for i in range(20)), "documento": "W" * 300, "localizador": "M" * 200}
        for n in range(1, parts + 1):
            whole |= {f"aporte_{n}_entidad": f"FUENTE {n} {LONG.upper()}", f"aporte_{n}_valor": "24999999999.99", f"aporte_{n}_moneda": "COP", f"aporte_{n}_forma": "especie"}
        out.writerow(whole)
        out.writerow({"codigo": "solo", "titulo": "X" * 250, "clase": "proyecto", "lugar": "junto"})
    for command in (["init"], ["ingest", "areas", areas, "--no-snapshot", "--title", LONG * 2, "--licence", "Licencia " + LONG],
                    ["ingest", "projects", projects, "--title", "t", "--licence", "Licencia " + LONG]):
        ran = subprocess.run([COOPMAP, *command, "--db", db], capture_output=True, text=True)
        if ran.returncode:
            raise SystemExit(f"{command}: {ran.stdout[-2000:]}{ran.stderr[-2000:]}")
    return db


def test_long(s):
    for path in ("/area/a00/hoja", "/area/a07/hoja", "/area/ciudad/hoja", "/area/junto/hoja", "/proyecto/largo/hoja", "/proyecto/solo/hoja", "/proyecto/p0000/hoja"):
        for lang in ("es", "en"):
            sheet(s, path, lang)
    sheet(s, "/area/a00/hoja?q=proyecto&monto_min=1&clase=proyecto&clase=convenio&clase=programa&anio=sin-dato&lugar=located&lugar=named&vigente=../2030&estado=sin-dato&tipo=sin-dato&modalidad=sin-dato&forma=sin-dato&fuente=sin-dato")
    page = html.fromstring(s.get("/area/a00/hoja").text)
    rows = page.findall(".//tbody/tr")
    rest = page.xpath("//p[@class='resto']")[0].text_content()
    check(len(rows) >= 3, "long: projects are there though their names are long", len(rows))
    equal(digits(re.search(r"Y ([\d.]+) más", rest).group(1)) + len(rows), 3001, "long: those shown and those told of are all")
    values = [digits(r.find("td[@class='valor']").text) for r in rows]
    equal(values, sorted(values, reverse=True), "long: by value, the largest first")
    check(values[0] >= 99999999999700, "long: the largest of all is the first", values)


with GeodataServer() as server:
    test_city(server)
with GeodataServer(make_long) as server:
    test_long(server)
finish()
