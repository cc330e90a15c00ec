"""What a link of the explorer says before its script runs: title, card and first view by the filter in the address, figures those of the
API, nothing refused and everything ignored shown, markup in data and in addresses never markup; the page for frames; what search
engines read."""
import csv
import os
import re
import struct
import subprocess
import urllib.robotparser
from urllib.parse import parse_qs, quote, urlsplit

from lxml import etree, html

from check import COOPMAP, check, equal, finish
from geodata_server import GeodataServer


def spanish(amount):
    """1234.5 as "1.234,50"."""
    whole, cents = f"{amount:.2f}".split(".")
    return f"{int(whole):,}".replace(",", ".") + "," + cents


BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
OG = ("og:title", "og:description", "og:url", "og:image", "og:type", "og:locale", "og:site_name", "og:image:alt")


def page(s, address, lang=None):
    answer = s.get(address, BROWSER | ({"Accept-Language": lang} if lang else {}))
    if not check(answer.status == 200, f"{address} answers", (answer.status, answer.text[:300])):
        return None
    check("text/html" in answer.header("Content-Type"), f"{address} is a page", answer.header("Content-Type"))
    return html.fromstring(answer.text)


def meta(p, name):
    found = p.xpath("//head/meta[@property=$n or @name=$n]/@content", n=name)
    return found[0] if len(found) == 1 else None


def canonical(p):
    return p.xpath("//head/link[@rel='canonical']/@href")[0]


def test_head(s, p, address, lang):
    """What every page must say of itself."""
    equal(p.get("lang"), lang, f"{address} says its language")
    equal(len(p.xpath("//head/title")), 1, f"{address} has one title")
    check(meta(p, "description") and 40 < len(meta(p, "description")) < 400, f"{address} describes itself", meta(p, "description"))
    for name in OG:
        check(meta(p, name), f"{address} has {name}")
    equal(meta(p, "og:title"), p.findtext(".//title"), f"{address}: the card's title is the page's")
    equal(meta(p, "og:url"), canonical(p), f"{address}: one address")
    check(canonical(p).startswith(s.base), f"{address}: it is absolute", canonical(p))
    equal(meta(p, "twitter:card"), "summary_large_image", f"{address}: a large card")
    others = {e.get("hreflang"): e.get("href") for e in p.xpath("//head/link[@rel='alternate'][@hreflang]")}
    equal(set(others), {"es", "en"}, f"{address}: both languages are told")
    equal(len(p.xpath("//h1")), 1, f"{address} has one main heading")
    levels = [int(h.tag[1]) for h in p.xpath("//h1|//h2|//h3|//h4")]
    check(levels[0] == 1 and all(b <= a + 1 for a, b in zip(levels, levels[1:])), f"{address}: headings in order", levels)
    names = [a.text_content().strip() or a.get("aria-label") for a in p.xpath("//a[@href][not(ancestor::svg)]")]
    check(all(names), f"{address}: every link has a text")


def test_titles(s):
    p = page(s, "/?area=nelson-mandela")
    equal(p.findtext(".//title"), "Cooperación en Nelson Mandela: 1 proyecto, $ 12.386.206.436,05", "the title of an area")
    equal(canonical(p), f"{s.base}/?area=nelson-mandela", "its address")
    equal(page(s, "/?area=nelson-mandela&lang=en").findtext(".//title"), "Cooperation in Nelson Mandela: 1 project, COP 12,386,206,436.05", "in English")
    for query in ("", "tema=agua-saneamiento", "area=nelson-mandela&area=zona-suroriental", "anio=2011&estado=sin-dato", "q=agua", "monto_min=1000000000"):
        total = s.get(f"/resumen?{query}&f=json").json()["todo"]
        for lang in ("es", "en"):
            address = f"/?{query}&lang={lang}"
            p = page(s, address)
            test_head(s, p, address, lang)
            count = re.search(r": ([\d.,]+) (proyecto|project)", p.findtext(".//title"))
            equal(int(re.sub(r"\D", "", count.group(1))), total["proyectos"], f"{address}: the title counts the projects of the API")
            if total["valor"] is not None and lang == "es":
                check(spanish(total["valor"]) in p.findtext(".//title"), f"{address}: with their value", p.findtext(".//title"))
                check(spanish(total["valor"]) in p.find(".//main").text_content(), f"{address}: and so does the view")
            check(p.xpath("//coop-app//main"), f"{address}: the view stands where the script will draw")
            asked = parse_qs(urlsplit(canonical(p)).query)
            equal({k: v for k, v in asked.items() if k != "lang"}, parse_qs(query), f"{address}: its address asks the same")
    p = page(s, "/?fuente=gobierno-espanol&tema=agua-saneamiento")
    check("Gobierno español" in p.findtext(".//title") and "Agua y saneamiento" in p.findtext(".//title"), "the title says the rest of the filter", p.findtext(".//title"))
    for path in ("/area/nelson-mandela", "/proyecto/convenio-3", "/actor/gobierno-espanol", "/estadisticas?area=nelson-mandela", "/proyectos?tema=agua-saneamiento", "/areas", "/actores",
                 "/metas", "/novedades", "/inconsistencias", "/redes", "/area/nelson-mandela/hoja", "/proyecto/convenio-3/hoja"):
        for lang in ("es", "en"):
            at = f"{path}{'&' if '?' in path else '?'}lang={lang}"
            test_head(s, page(s, at), at, lang)
    check("12.386.206.436,05" in meta(page(s, "/area/nelson-mandela"), "og:title"), "an area's card has its value")
    check("12.386.206.436,05" in meta(page(s, "/proyecto/convenio-3"), "og:title"), "and a project's")
    check("12.386.206.436,05" in meta(page(s, "/estadisticas?area=nelson-mandela"), "og:title"), "and that of the statistics, by the filter")


def test_picture(s):
    p = page(s, "/")
    picture = s.get(meta(p, "og:image"))
    equal((picture.status, picture.header("Content-Type")), (200, "image/png"), "the card's picture")
    equal(struct.unpack(">II", picture.body[16:24]), (1200, 630), "its size")
    check(len(picture.body) < 60000, "its weight", len(picture.body))
    manifest = s.get(p.xpath("//link[@rel='manifest']/@href")[0])
    equal((manifest.status, manifest.header("Content-Type")), (200, "application/manifest+json"), "the manifest")
    for icon in manifest.json()["icons"]:
        got = s.get(icon["src"])
        equal((got.status, got.header("Content-Type")), (200, icon["type"]), icon["src"])
        if icon["type"] == "image/png":
            equal("{}x{}".format(*struct.unpack(">II", got.body[16:24])), icon["sizes"], f"{icon['src']}: its size")
    equal(s.get(p.xpath("//link[@rel='apple-touch-icon']/@href")[0]).status, 200, "the icon for phones")


def test_nothing_is_refused(s):
    wrong = ["tema=nada", "area=nada", "vigente=ayer", "bbox=1,2", "bbox=a,b,c,d", "dibujo=POLYGON((1", "cerca=1", "monto_min=mucho", "mapa=-75,10,12", "proyecto=convenio-3", "fondo=1",
             "punto=1,2", "x=y", "%FF=%FF", "q=%00", "filter=valor%20%3E", "filter=nada%20%3D%201", "filter-lang=nada", "lang=xx", "f=nada", "vigente=2011&vigente=2012", "moneda=pesos",
             "q=" + "a" * 3000, "dibujo=" + quote("POLYGON((0 0,1 1,0 1))") + "x", "<script>=<b>", "area=%3Cscript%3Ealert(1)%3C/script%3E", "datetime=2011&vigente=2011"]
    for query in wrong:
        p = page(s, f"/?{query}&anio=2011")
        if p is None:
            continue
        said = p.xpath("//section[@class='aviso']")
        key = query.split("=")[0]
        check(said and key in said[0].text_content(), f"/?{query[:60]} shows what it ignored", said and said[0].text_content())
        check("2011" in p.findtext(".//title") or "2011" in query, f"/?{query[:60]}: the rest counts", p.findtext(".//title"))
        check(not p.xpath("//main//script") and not p.xpath("//main//b"), f"/?{query[:60]}: no markup of the address")
    raw = s.get("/?a" + "%C3%B1" * 99 + "=1&vigente=a" + "%C3%B1" * 28 + "&tema=a" + "%C3%B1" * 60, BROWSER)
    check(raw.status == 200 and raw.body.decode("utf-8", "strict"), "what is cut is cut between characters")
    many = "&".join(f"area=nada{i}" for i in range(100))
    check(len(page(s, f"/?{many}").xpath("//section[@class='aviso']//li")) >= 64, "a hundred wrong ones")
    for query in ("x=y", "tema=nada", "area=nada", "bbox=1,2", "lang=xx"):
        equal(s.get(f"/?{query}", {"Accept": "application/json"}).status, 400, f"/?{query} as JSON is refused")
        equal(s.get(f"/?{query}&f=json", BROWSER).status, 400, f"/?{query}&f=json too")
    equal(s.get("/?area=nelson-mandela&tema=vivienda&f=json").status, 200, "the filters are known to JSON too")
    check(not page(s, "/?area=nelson-mandela").xpath("//section[@class='aviso']"), "what is right is not told")


def test_caching(s):
    def tag(address, headers=None):
        return s.get(address, BROWSER | (headers or {})).header("ETag")
    one = tag("/?area=nelson-mandela")
    equal(s.get("/?area=nelson-mandela", BROWSER | {"If-None-Match": one}).status, 304, "the same again")
    equal(s.get("/?area=zona-suroriental", BROWSER | {"If-None-Match": one}).status, 200, "another filter")
    tags = [tag(a) for a in ("/", "/?lang=en", "/?area=nelson-mandela", "/?x=1", "/?x=2", "/?y=2", "/incrustar")]
    check(len(set(tags)) == len(tags), "one tag for each answer", tags)
    equal(tag("/?area=nelson-mandela&anio=2011"), tag("/?anio=2011&area=nelson-mandela"), "the order of the filter does not matter")
    packed = s.get("/", BROWSER | {"Accept-Encoding": "gzip"})
    check(packed.header("Content-Encoding") == "gzip" and len(packed.body) < 15000, "the first view weighs less than 15 kB", len(packed.body))
    for path, answer in ((a, s.get(a)) for a in set(re.findall(r'"(/assets/[^"]+)"', s.get("/", BROWSER).text))):
        equal(answer.header("Cache-Control"), "public, max-age=31536000, immutable", f"{path} is kept for ever")
        small = s.get(path, {"Accept-Encoding": "gzip"})
        check(len(small.body) < 0.6 * len(answer.body), f"{path} travels packed", (len(small.body), len(answer.body)))


def test_headers(s):
    for path in ("/", "/area/nelson-mandela", "/estadisticas", "/proyectos", "/area/nelson-mandela/hoja", "/nada"):
        answer = s.get(path, BROWSER)
        csp = answer.header("Content-Security-Policy")
        check(csp and "frame-ancestors 'none'" in csp and "unsafe" not in csp, f"{path} stands in no frame", csp)
        for rule in ("worker-src 'self'", "manifest-src 'self'", "img-src 'self' data: blob:", "default-src 'self'"):
            check(rule in csp, f"{path}: {rule}", csp)
        check("geolocation=(self)" in answer.header("Permissions-Policy"), f"{path} may ask where its reader is")
    frame = s.get("/incrustar?area=nelson-mandela", BROWSER)
    check(frame.status == 200 and "frame-ancestors *" in frame.header("Content-Security-Policy"), "the page for frames", frame.header("Content-Security-Policy"))
    p = html.fromstring(frame.text)
    equal(canonical(p), f"{s.base}/?area=nelson-mandela", "it leads to the whole page")
    equal(meta(p, "robots"), "noindex", "and is not for search engines")
    check(p.xpath("//coop-app"), "it is the explorer")
    for a in p.xpath("//main//a"):
        check(a.get("href").startswith("/incrustar") or a.get("target") == "_blank", "its links stay in the frame or leave it", a.get("href"))
    equal(s.get("/incrustar?x=y", BROWSER).status, 200, "it refuses nothing either")


def test_view(s):
    for lang in ("es", "en"):
        p = page(s, f"/?lang={lang}")
        links = p.xpath("//main//a/@href")
        for key in ("area", "tema", "fuente"):
            found = [x for x in links if f"{key}=" in x]
            check(found, f"{lang}: the view narrows by {key}")
            for x in found[:3]:
                check(f"lang={lang}" in x or lang == "es", f"{x} keeps the language")
                total = s.get("/resumen" + x[1:] + "&f=json").json()["todo"]["proyectos"]
                said = p.xpath("//main//li[a[@href=$x]]", x=x)[0].text_content()
                equal(int(re.search(r": ([\d.,]+) (?:proyecto|project)", said).group(1)), total, f"{x}: it counts what it leads to")
        for path in ("/areas", "/proyectos", "/actores", "/estadisticas", "/inconsistencias", "/metas", "/novedades"):
            check(any(urlsplit(x).path == path for x in p.xpath("//header//a/@href")), f"{lang}: the view leads to {path}")
    p = page(s, "/?tema=agua-saneamiento&anio=2011")
    away = p.xpath("//ul[@class='filtro']//a/@href")
    equal(sorted(away), ["/?anio=2011", "/?tema=agua-saneamiento"], "each part of the filter can be taken away")


def test_forms(s):
    """Filling a form in and sending it is an address that answers, with the same totals as the API."""
    for path in ("/proyectos", "/estadisticas"):
        for lang in ("es", "en"):
            p = page(s, f"{path}?lang={lang}&bbox=-76,10,-75,11&area=nelson-mandela&area=zona-suroriental")
            form = p.forms[0]
            for control in form.xpath(".//select|.//input[not(@type='hidden')]"):
                check(p.xpath("//label[@for=$i]", i=control.get("id")), f"{path}: {control.get('name')} has a label")
            hidden = {(i.get("name"), i.get("value")) for i in form.xpath(".//input[@type='hidden']")}
            check({("bbox", "-76,10,-75,11"), ("area", "zona-suroriental")} <= hidden and (("lang", "en") in hidden) == (lang == "en"), f"{path}: what the form cannot show stays", hidden)
            equal(form.fields["area"], "nelson-mandela", f"{path}: and shows what is chosen")
        form = page(s, path).forms[0]
        for name in ("tema", "area", "fuente", "tipo", "estado", "anio", "ejecutor"):
            options = [(o.get("value"), o.text) for o in form.xpath(".//select[@name=$n]/option", n=name) if o.get("value")]
            check(options or name == "tipo", f"{path}: {name} has values", options)
            for value, label in options[:4]:
                total = s.get(f"/resumen?{name}={quote(value)}&f=json").json()["todo"]["proyectos"]
                equal(int(re.search(r"\((\d+)\)$", label).group(1)), total, f"{path}: {name}={value} counts")
                equal(s.get(f"{path}?q=&{name}={quote(value)}&lang=").status, 200, f"{path}: {name}={value} answers")


def test_engines(s):
    robots = s.get("/robots.txt")
    check(robots.header("Content-Type").startswith("text/plain"), "robots.txt is text")
    reader = urllib.robotparser.RobotFileParser()
    reader.parse(robots.text.splitlines())
    check(reader.can_fetch("any", s.base + "/area/nelson-mandela") and not reader.can_fetch("any", s.base + "/exportar/proyectos.csv"), "it can be read")
    equal(reader.site_maps(), [s.base + "/sitemap.xml"], "it names the map of the site")
    answer = s.get("/sitemap.xml")
    check("xml" in answer.header("Content-Type"), "the map of the site is XML")
    places = [e.text for e in etree.fromstring(answer.body).iter("{*}loc")]
    equal(len(places), len(set(places)), "each address once")
    projects = {f["properties"]["codigo"] for c in ("proyectos", "proyectos_sin_lugar") for f in s.get(f"/collections/{c}/items?limit=10000&f=json").json()["features"]}
    equal({x.split("/proyecto/")[1] for x in places if "/proyecto/" in x}, projects, "every project")
    areas = {f["properties"]["codigo"] for f in s.get("/collections/areas/items?limit=10000&f=json").json()["features"] if f["properties"]["proyectos"]}
    equal({x.split("/area/")[1] for x in places if "/area/" in x}, areas, "every area that has projects")
    for x in places[:12] + places[-3:]:
        check(x.startswith(s.base) and s.get(x, BROWSER).status == 200, f"{x} answers")
    equal(s.get("/sitemap.xml?parte=1").body, answer.body, "what fits in one file is its first part")
    for part in (2, 999):
        equal(s.get(f"/sitemap.xml?parte={part}").status, 404, f"there is no part {part}")


def make_many(folder):
    """More addresses than one file of them may hold, and names that are markup."""
    db, actors, projects = (os.path.join(folder, name) for name in ("many.db", "actors.csv", "projects.csv"))
    with open(projects, "w", newline="", encoding="utf-8") as f:
        out = csv.writer(f)
        out.writerow(["codigo", "titulo", "clase", "ambito", "valor_total", "moneda", "ejecutor"])
        for i in range(50100):
            out.writerow([f"p{i:05}", f"<script>alert({i})</script> & \"x\" 'y'", "proyecto", "ciudad", "1.00", "COP", "<b>Quien</b> & \"cía\"" if i < 3 else ""])
    areas = os.path.join(folder, "areas.csv")
    with open(areas, "w", newline="", encoding="utf-8") as f:
        out = csv.writer(f)
        out.writerow(["codigo", "nombre", "capa"])
        out.writerow(["raro", "</title><script>alert(1)</script>\"'&", "barrio"])
    for command in (["init"], ["ingest", "areas", areas, "--no-snapshot", "--title", "t"], ["ingest", "projects", projects, "--title", "<i>t</i>"]):
        ran = subprocess.run([COOPMAP, *command, "--db", db], capture_output=True, text=True)
        if ran.returncode:
            raise SystemExit(f"{command}: {ran.stdout[-2000:]}{ran.stderr[-2000:]}")
    return db


def test_many(s):
    index = etree.fromstring(s.get("/sitemap.xml").body)
    equal(etree.QName(index).localname, "sitemapindex", "more than 50,000 addresses: an index")
    parts = [[e.text for e in etree.fromstring(s.get(e.text).body).iter("{*}loc")] for e in index.iter("{*}loc")]
    equal(s.get(f"/sitemap.xml?parte={len(parts) + 1}").status, 404, "no part beyond the last")
    check(all(len(p) <= 50000 for p in parts), "no file has more than 50,000", [len(p) for p in parts])
    places = sum(parts, [])
    equal(len(set(places)), len(places), "each address once")
    equal(sum("/proyecto/" in x for x in places), 50100, "and all of them")
    for address in ("/?area=raro", "/?q=script", "/area/raro", "/proyecto/p00001", "/area/raro/hoja", "/proyecto/p00001/hoja", "/proyectos?area=raro", "/estadisticas?ejecutor=b-quien-b-cia"):
        answer = s.get(address, BROWSER)
        tree = html.fromstring(answer.text)
        inside = [e for e in tree.xpath("//script") if not e.get("src")] + tree.xpath("//main//i") + tree.xpath("//main//b")
        check(not inside and "<script>alert" not in answer.text, f"{address}: markup in data stays text", [etree.tostring(e) for e in inside][:3])


with GeodataServer() as server:
    test_titles(server)
    test_picture(server)
    test_nothing_is_refused(server)
    test_caching(server)
    test_headers(server)
    test_view(server)
    test_forms(server)
    test_engines(server)
with GeodataServer(make_many) as server:
    test_many(server)
finish()
