"""The pages that people read without script, on the city's own data: every page in both languages is whole and leads only to
addresses that answer; figures are those of the API; the ledger, the statistics, the goals, the news and its feed."""
import csv
import html.parser
import io
import re
import subprocess
import xml.etree.ElementTree as ET
from collections import deque
from decimal import Decimal
from urllib.parse import urljoin, urlsplit

from check import COOPMAP, check, equal, finish
from geodata_server import GeodataServer

PAGES = ["/areas", "/proyectos", "/actores", "/redes", "/estadisticas", "/inconsistencias", "/metas", "/novedades",
         "/proyecto/convenio-3", "/proyecto/convenio-4", "/area/nelson-mandela", "/area/zona-suroriental", "/actor/gobierno-espanol"]
VOID = {"meta", "link", "br", "hr", "input", "img"}


class Page(html.parser.HTMLParser):
    """Balanced elements, links, ids, and the text."""

    def __init__(self, text):
        super().__init__()
        self.open, self.links, self.ids, self.words, self.fault, self.scripts = [], [], set(), [], None, 0
        self.feed(text)
        if self.open and not self.fault:
            self.fault = f"left open: {self.open}"

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "script" or any(k.startswith("on") or k == "style" for k in attrs):
            self.scripts += 1
        if "id" in attrs:
            if attrs["id"] in self.ids:
                self.fault = f"id twice: {attrs['id']}"
            self.ids.add(attrs["id"])
        if tag == "a":
            self.links.append(attrs.get("href"))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.fault = self.fault or f"</{tag}> closes nothing"

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return re.sub(r"\s+", " ", " ".join(self.words))


def read(s, path):
    answer = s.get(path, {"Accept": "text/html"})
    if not check(answer.status == 200, f"{path} answers", (answer.status, answer.text[:300])):
        return Page("")
    page = Page(answer.text)
    check(page.fault is None, f"{path} is balanced HTML", page.fault)
    check(page.scripts == 0, f"{path} has no script and no inline style", page.scripts)
    return page


def test_every_page(s):
    seen, queue = set(), deque()
    for path in PAGES:
        for lang in ("es", "en"):
            page = read(s, f"{path}?lang={lang}")
            check(f'lang="{lang}"' in s.get(f"{path}?lang={lang}").text[:200], f"{path} says its language {lang}")
            queue.extend(urljoin(s.base + path, link) for link in page.links if link)
    anchors = {}
    while queue and len(seen) < 1500:
        address = queue.popleft()
        parts = urlsplit(address)
        if parts.netloc != urlsplit(s.base).netloc:
            continue
        where = parts.path + ("?" + parts.query if parts.query else "")
        if parts.fragment and "=" not in parts.fragment:  # with it, the view of the explorer
            anchors.setdefault(where, set()).add(parts.fragment)
        if where in seen:
            continue
        seen.add(where)
        answer = s.get(where)
        if answer.status != 200:
            check(False, f"a link leads to {where}", (answer.status, answer.text[:200]))
        elif "text/html" in (answer.header("Content-Type") or "") and parts.path != "/" and len(seen) < 400:
            queue.extend(urljoin(address, link) for link in Page(answer.text).links if link)
    check(len(seen) > 200, "the pages lead far", len(seen))
    for where, names in sorted(anchors.items()):
        answer = s.get(where, {"Accept": "text/html"})
        if "text/html" not in (answer.header("Content-Type") or ""):
            continue
        from urllib.parse import unquote
        missing = {unquote(n) for n in names} - Page(answer.text).ids
        check(not missing, f"{where} has every part that a link points at", missing)


def spanish(amount):
    whole, cents = f"{abs(amount):.2f}".split(".")
    groups = []
    while whole:
        groups.insert(0, whole[-3:])
        whole = whole[:-3]
    return ("-" if amount < 0 else "") + ".".join(groups) + "," + cents


def test_project(s):
    page = read(s, "/proyecto/convenio-3").text
    for words in ("12.386.206.436,05", "6.205.051.179,25", "6.181.155.256,80", "1.766,5", "2011-07-06", "7.011.721,73", "27.000", "renglón 177",
                  "La fila, como llegó", "contrapartida"):
        check(words in page, f"the page of convenio 3 says {words}")
    four = read(s, "/proyecto/convenio-4")
    for words in ("4.361.144,68", "Lo que no concuerda"):
        check(words in four.text, f"the page of convenio 4 says {words}")
    check(any("/inconsistencias" in (link or "") for link in four.links), "and leads to the ledger")
    fund = read(s, "/proyecto/fondo-espanol-agua-saneamiento").text
    for words in ("11.600.000,00", "33.000.000.000,00", "$33.000 Millones COP"):
        check(words in fund, f"the page of the fund says {words}")


def test_ledger(s):
    data = s.get("/inconsistencias?f=json").json()
    found = data["inconsistencias"]
    page = read(s, "/inconsistencias")
    check(len(found) >= 10, "there are findings", len(found))
    check(all(f["clave"] in page.ids for f in found), "the page has a part for every finding")
    rows = list(csv.DictReader(io.StringIO(s.get("/inconsistencias?f=csv").text)))
    equal([r["clave"] for r in rows], [f["clave"] for f in found], "the CSV has the same findings in the same order")
    equal([r["diferencia"] or None for r in rows], [str(f["diferencia"]) if f["diferencia"] is not None else None for f in found], "with the same differences")
    check(all(f["afirmaciones"] and f["sobre"] for f in found), "each names claims and records", [f["clave"] for f in found if not f["afirmaciones"] or not f["sobre"]])
    difference = next((f for f in found if f["regla"] == "suma-distinta" and f["sobre"][0]["codigo"] == "convenio-4"), None)
    if check(difference is not None, "D2 is in the ledger"):
        equal(difference["diferencia"], Decimal("-0.76"), "its difference")
    for f in found:
        if f["dice"] is not None and f["calculado"] is not None and f["diferencia"] is not None:
            equal(f["diferencia"], f["dice"] - f["calculado"], f"{f['clave']}: what is said minus what was computed")
    equal([f["clave"] for f in s.get("/inconsistencias?f=json&regla=suma-distinta").json()["inconsistencias"]], [f["clave"] for f in found if f["regla"] == "suma-distinta"], "regla=")
    about = s.get("/inconsistencias?f=json&proyecto=convenio-4").json()["inconsistencias"]
    check(about and all(any(x["codigo"] == "convenio-4" for x in f["sobre"]) for f in about), "proyecto=")
    equal(s.get("/inconsistencias?regla=nada").status, 400, "an unknown rule is refused")


def test_statistics(s):
    page = read(s, "/estadisticas").text
    for by in ("fuente", "tipo", "tema", "forma", "anio", "modalidad", "estado", "clase", "ejecutor", "localidad"):
        data = s.get(f"/resumen?por={by}&f=json").json()
        check(data["cierra"] is True, f"/resumen?por={by} closes")
        check(spanish(data["todo"]["valor"]) in page, f"the page has the total of por={by}")
    for words in ("14.133.612.207,33", "Sin dato" if "Sin dato" in page else "sin dato", "Fuente Vs Monto", "Efectivo", "46.001.073.309.680"):
        check(words in page, f"the statistics say {words}")
    narrow = read(s, "/estadisticas?area=nelson-mandela").text
    check("12.386.206.436,05" in narrow and "28.961.894.490,69" not in narrow, "the statistics take the filters")


def test_goals(s):
    page = read(s, "/metas")
    check(len([i for i in page.ids if i.startswith("meta-")]) >= 9, "the nine goals", page.ids)
    goals = s.get("/metas?f=json").json()["metas"]
    equal(len(goals), 9, "/metas as JSON")
    check(all(g["avance"] is None or g["avance"]["texto"] in page.text for g in goals), "the page says what the JSON says of the progress")


ATOM = "{http://www.w3.org/2005/Atom}"


def test_news(s):
    page = read(s, "/novedades")
    check("proyectos.csv" in page.text or "Informe" in page.text, "the news name the file")
    feed = ET.fromstring(s.get("/novedades.atom").text)
    equal(feed.tag, ATOM + "feed", "the feed is Atom")
    entries = feed.findall(ATOM + "entry")
    check(len(entries) >= 4, "an entry for each load", len(entries))
    for part in ("id", "title", "updated"):
        check(all(x.find(ATOM + part) is not None and x.find(ATOM + part).text for x in [feed] + entries), f"each has {part}")
    check(all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", x.find(ATOM + "updated").text) for x in entries), "times are RFC 3339")
    equal(len({x.find(ATOM + "id").text for x in entries}), len(entries), "identifiers are distinct")
    check("Nada desde esa fecha" in read(s, "/novedades?desde=2199-01-01").text, "desde= in the future has nothing")
    equal(s.get("/novedades?desde=ayer").status, 400, "desde= must be a date")


def total(s):
    data = s.get("/resumen?por=area&f=json&clase=proyecto&clase=convenio&clase=convenio-marco").json()["todo"]
    return data["valor"], data["personas_max"]


def test_actor(s):
    page = read(s, "/actor/gobierno-espanol").text
    check("14.133.612.207,33" in page, "what the Spanish government gave, items 4 and 5 both counted")


def main():
    with GeodataServer() as s:
        test_every_page(s)
        test_project(s)
        test_ledger(s)
        test_statistics(s)
        test_goals(s)
        test_news(s)
        test_actor(s)
    finish()


main()
