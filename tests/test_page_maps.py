"""The small maps inside the pages: whole XML, bounded, each shape a link that answers, and shapes and dots where the API says they
are: a frame is fitted from the boxes of areas, and all dots and outlines must lie in it within a pixel or two."""
import csv
import json
import os
import re
import subprocess
from urllib.parse import urlsplit

from lxml import etree, html

from check import COOPMAP, check, equal, finish
from geodata_server import GeodataServer

PAGES = ["/collections?f=html", "/collections/areas?f=html", "/collections/proyectos?f=html", "/collections/proyectos_sin_lugar?f=html",
         "/collections/actores?f=html", "/collections/areas/items?f=html&limit=30", "/collections/proyectos/items?f=html",
         "/collections/proyectos_sin_lugar/items?f=html", "/collections/actores/items?f=html", "/collections/areas/items/nelson-mandela?f=html",
         "/collections/proyectos/items/convenio-3?f=html", "/area/zona-suroriental", "/proyecto/convenio-4", "/actor/gobierno-espanol"]
MOST_BYTES = 60000


def figure_of(text):
    """The figure as it is written, or None."""
    found = re.search(r'<figure class="mapa">.*?</figure>', text, re.S)
    return found.group(0) if found else None


def rings(d):
    """Corners of the path's rings: "M x y l dx dy … z", the sign of a number is enough to part it from the one before."""
    out = []
    for part in filter(None, d.split("z")):
        start, _, steps = part.partition("l")
        x, y = (int(v) for v in re.findall(r"-?\d+", start))
        ring = [(x, y)]
        numbers = [int(v) for v in re.findall(r"-?\d+", steps)]
        for dx, dy in zip(numbers[::2], numbers[1::2]):
            x, y = x + dx, y + dy
            ring.append((x, y))
        out.append(ring)
    return out


def mercator(lon, lat):
    from math import log, pi, radians, tan
    return lon / 360, -log(tan(pi / 4 + radians(lat) / 2)) / (2 * pi)


def box(points):
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def frame(s, svg):
    """World to picture: scale and offset, from the largest area that is drawn whole; and all areas that are drawn."""
    areas = {f["id"]: f["geometry"] for f in s.get("/collections/areas/items?limit=10000&f=json").json()["features"] if f["geometry"]}
    drawn = {}
    for path in svg.iter("{*}path", "path"):
        code = urlsplit(path.getparent().get("href")).path.rsplit("/", 1)[1]
        drawn[code] = [p for ring in rings(path.get("d")) for p in ring]
    world = {code: [mercator(float(x), float(y)) for part in areas[code]["coordinates"] for ring in part for x, y in ring] for code in drawn}
    pairs = [(box(world[code]), box(drawn[code])) for code in drawn]
    w, p = max(pairs, key=lambda pair: pair[0][2] - pair[0][0])
    scale = (p[2] - p[0]) / (w[2] - w[0])
    return scale, p[0] - scale * w[0], p[1] - scale * w[1], pairs


def test_pages(s):
    for path in PAGES:
        for lang in ("es", "en"):
            answer = s.get(path + ("&" if "?" in path else "?") + f"lang={lang}")
            text = figure_of(answer.text)
            if not check(text, f"{path} {lang}: has a map"):
                continue
            check(len(text.encode()) <= MOST_BYTES, f"{path} {lang}: at most {MOST_BYTES} bytes", len(text))
            try:
                figure = etree.fromstring(text)
            except etree.XMLSyntaxError as e:
                check(False, f"{path} {lang}: well-formed", str(e))
                continue
            check(not figure.xpath("//*[@style or @onclick]") and not figure.xpath("//script"), f"{path} {lang}: no script and no inline style")
            svg = figure.find("svg")
            title = svg.find("title")
            check(title is not None and title.text and svg.get("aria-labelledby") == title.get("id"), f"{path} {lang}: has a name")
            check(figure.findtext("figcaption"), f"{path} {lang}: its signs are explained")
            links = {a.get("href") for a in figure.iter("a")}
            equal([link for link in sorted(links)[:12] if s.get(link).status != 200], [], f"{path} {lang}: shapes lead to pages")
            check(all(("lang=en" in link) == (lang == "en") for link in links if link != "/"), f"{path} {lang}: links keep the language")


def test_places(s):
    for path, what in (("/collections/proyectos?f=html", "city"), ("/area/zona-suroriental", "area"), ("/collections/areas/items?f=html&limit=10000", "list")):
        svg = etree.fromstring(figure_of(s.get(path).text)).find("svg")
        width, height = (float(v) for v in svg.get("viewBox").split()[2:])
        scale, x0, y0, pairs = frame(s, svg)
        worst = max(max(abs(scale * w[k] + (x0 if k % 2 == 0 else y0) - p[k]) for k in range(4)) for w, p in pairs)
        check(worst <= 30, f"{path}: {len(pairs)} areas are where they are, within 3 pixels", worst)
        if what == "list":
            continue
        projects = s.get("/collections/proyectos/items?limit=10000&f=json" + ("&area=zona-suroriental" if what == "area" else "")).json()["features"]
        want = [(scale * x + x0, scale * y + y0) for x, y in (mercator(*map(float, f["geometry"]["coordinates"])) for f in projects)]
        dots = [(float(c.get("cx")), float(c.get("cy"))) for c in svg.iter("circle")]
        counted = sum(int(t.text) for t in svg.iter("text") if t.get("class") == "cuenta") + len([c for c in svg.iter("circle") if c.get("class") != "varios"])
        inside = [p for p in want if 0 <= p[0] < width and 0 <= p[1] < height]
        equal(counted, len(inside), f"{path}: every project is in a dot, once")
        check(all(min(abs(x - a) + abs(y - b) for a, b in dots) < 200 for x, y in inside), f"{path}: and near its place")
    page = s.get("/area/nelson-mandela").text
    chosen = etree.fromstring(figure_of(page)).xpath("//path[contains(@class, 'elegida')]")
    equal([p.get("class") for p in chosen], ["elegida trazos"], "an approximate extent is pointed out with a dashed edge")
    zone = etree.fromstring(figure_of(s.get("/area/la-popa").text)).xpath("//path[contains(@class, 'elegida')]")
    equal([p.get("class") for p in zone], ["elegida"], "a digitised one with a solid edge")
    check(figure_of(s.get("/area/bolivar").text) is None, "an area without a shape has no map")


def make_large(folder):
    """More than a picture can hold: 2,500 areas in a grid, 20,000 projects with points, one of them far away."""
    db, areas, projects = (os.path.join(folder, name) for name in ("large.db", "areas.geojson", "projects.csv"))
    features = []
    for i in range(2500):
        x, y = -75.6 + i % 50 / 200, 10.2 + i // 50 / 200
        ring = [[round(a, 4), round(b, 4)] for a, b in ((x, y), (x + .005, y), (x + .005, y + .005), (x, y + .005), (x, y))]
        features.append({"type": "Feature", "properties": {"codigo": f"a{i:04}", "nombre": f"Área <{i}> & otra"}, "geometry": {"type": "Polygon", "coordinates": [ring]}})
    with open(areas, "w", encoding="utf-8") as f:
        json.dump({"type": "FeatureCollection", "features": features}, f)
    with open(projects, "w", newline="", encoding="utf-8") as f:
        out = csv.writer(f)
        out.writerow(["codigo", "titulo", "clase", "lon", "lat"])
        for i in range(20000):
            out.writerow([f"p{i:05}", f"Proyecto «{i}» <b>", "proyecto", -75.59 + i * 7919 % 20000 / 100000, 10.21 + i * 104729 % 20000 / 100000])
        out.writerow(["lejos", "En Bogotá", "proyecto", -74.08, 4.6])
    for command in (["init"], ["ingest", "areas", areas, "--layer", "barrio", "--no-snapshot", "--title", "t"], ["ingest", "projects", projects, "--title", "t"]):
        ran = subprocess.run([COOPMAP, *command, "--db", db], capture_output=True, text=True)
        if ran.returncode:
            raise SystemExit(f"{command}: {ran.stdout}{ran.stderr}")
    return db


def test_large(s):
    for path in ("/collections/areas?f=html", "/collections/proyectos?f=html", "/collections/areas/items?f=html&limit=2500",
                 "/collections/proyectos/items?f=html&limit=10000", "/area/a1225", "/proyecto/p00007"):
        text = figure_of(s.get(path).text)
        check(text and 3000 < len(text.encode()) <= MOST_BYTES, f"large, {path}: a map, at most {MOST_BYTES} bytes", len(text or ""))
        check(text and etree.fromstring(text) is not None, f"large, {path}: well-formed")
    everything = html.fromstring(s.get("/collections/proyectos?f=html&lang=en").text)
    counts = [int(t.text.replace(",", "")) for t in everything.iter("text") if t.get("class") == "cuenta"]
    outside = re.search(r"Outside the frame: ([\d,]+)", everything.findtext(".//figcaption") or "")
    single = len([c for c in everything.iter("circle") if c.get("class") != "varios"])
    equal(sum(counts) + single + int(outside.group(1).replace(",", "")) if outside else None, 20001, "large: every project is counted, or said to be outside")


with GeodataServer() as server:
    test_pages(server)
    test_places(server)
with GeodataServer(make_large) as server:
    test_large(server)
finish()
