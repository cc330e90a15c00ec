#!/usr/bin/python3
"""A made-up IATI 2.03 file as partners send them: iati_make.py ACTIVITIES FILE [SEED]

Each activity has 2 to 4 KB: narratives in Spanish and English, three organisations, two sectors, two locations in and around
Cartagena, three transactions, a budget, policy markers, documents, and for some results and related activities. Several
publishers, some of them one after the other in the same file. The same arguments give the same bytes.
"""
import datetime
import random
import sys
from xml.sax.saxutils import escape, quoteattr

PUBLISHERS = [("XM-DAC-50-1", "10", "Agencia Española de Cooperación <Internacional> & Desarrollo"), ("XM-DAC-302-1", "10", "Agency for Growth"),
              ("CO-CCB-900123456", "22", "Fundación Mar de Leva"), ("XM-DAC-41114-1", "40", "Programa de las Naciones Vecinas"),
              ("CO-RUE-800987654", "70", "Puertos y Muelles S.A.")]
VERBS = [("Mejoramiento", "Improvement"), ("Construcción", "Construction"), ("Dotación", "Equipment"), ("Acompañamiento", "Support"),
         ("Recuperación", "Recovery"), ("Formación", "Training")]
THINGS = [("del acueducto", "of the water main"), ("de la escuela", "of the school"), ("del puesto de salud", "of the health post"),
          ("de las rutas del manglar", "of the mangrove trails"), ("del taller de mujeres", "of the women's workshop"), ("del mercado", "of the market")]
PLACES = ["Isla de León", "La Esperanza Alta", "Caño Seco", "El Progreso", "Puerto Escondido", "San José de los Campos", "Loma del Peyé"]
WORDS = ("comunidad agua barrio jóvenes mujeres territorio escuela empleo salud convivencia memoria litoral ciénaga vivienda cultura derechos"
         " alimentos gestión riesgo clima redes oficios lectura deporte").split()
SECTORS = ["11220", "12220", "12230", "14022", "14032", "15160", "16010", "25040", "41010", "43030"]
THEMES = ["agua-saneamiento", "ambiente", "cultura", "educacion", "salud", "vivienda"]


def narrative(text, lang=None):
    return f"<narrative{f' xml:lang={quoteattr(lang)}' if lang else ''}>{escape(text)}</narrative>"


def prose(rng, n):
    return " ".join(rng.choices(WORDS, k=n)).capitalize() + "."


def day(rng, year):
    return (datetime.date(year, 1, 1) + datetime.timedelta(rng.randrange(365))).isoformat()


def location(rng, careful):
    lon, lat = round(rng.uniform(-75.55, -75.40), 6), round(rng.uniform(10.25, 10.45), 6)
    return (f"<location><location-reach code=\"1\"/><name>{narrative(rng.choice(PLACES))}</name>"
            + ("<administrative code=\"13001\" level=\"2\" vocabulary=\"A4\"/>" if careful else "") +
            f"<point srsName=\"http://www.opengis.net/def/crs/EPSG/0/4326\"><pos>{lat} {lon}</pos></point>"
            f"<exactness code=\"{rng.choice('12')}\"/><location-class code=\"2\"/></location>")


def transaction(rng, kind, currency, year, giver, taker, careful):
    when, ref = day(rng, year), f" ref=\"{rng.randrange(10**6)}\"" if careful else ""
    kinds = '<flow-type code="10"/><finance-type code="110"/>' if careful else ""
    return (f"<transaction{ref}><transaction-type code=\"{kind}\"/><transaction-date iso-date=\"{when}\"/>"
            f"<value currency=\"{currency}\" value-date=\"{when}\">{rng.randrange(10**5, 10**9)}.{rng.randrange(100):02}</value>"
            + (f"<description>{narrative(prose(rng, 4))}</description>" if careful else "") +
            f"<provider-org ref=\"{giver[0]}\">{narrative(giver[2])}</provider-org>"
            f"<receiver-org>{narrative(taker)}</receiver-org>{kinds}</transaction>")


def result(rng, year):
    return (f"<result type=\"1\" aggregation-status=\"1\"><title>{narrative(prose(rng, 3))}</title><indicator measure=\"1\" ascending=\"1\">"
            f"<title>{narrative(prose(rng, 4))}</title><baseline year=\"{year}\" value=\"{rng.randrange(100)}\"/><period>"
            f"<period-start iso-date=\"{year}-01-01\"/><period-end iso-date=\"{year}-12-31\"/><target value=\"{rng.randrange(1000)}\"/>"
            f"<actual value=\"{rng.randrange(1000)}\"/></period></indicator></result>")


def activity(rng, i, publisher):
    verb, thing, place, year = rng.choice(VERBS), rng.choice(THINGS), rng.choice(PLACES), rng.randrange(2008, 2022)
    currency, executor = rng.choice(["COP", "COP", "USD", "EUR"]), f"Corporación {rng.choice(PLACES)} {rng.randrange(40)}"
    ref, kind, name = publisher
    crisis = 'humanitarian="1" ' if rng.randrange(5) == 0 else ""
    careful = publisher in PUBLISHERS[:2]  # they fill in more of the standard than the others
    out = [f"<iati-activity xml:lang=\"es\" default-currency=\"{currency}\" last-updated-datetime=\"{day(rng, 2022)}T10:00:00Z\" "
           f"{crisis}hierarchy=\"1\"><iati-identifier>{ref}-{i:07}</iati-identifier>"
           f"<reporting-org ref=\"{ref}\" type=\"{kind}\">{narrative(name)}</reporting-org>"
           f"<title>{narrative(f'{verb[0]} {thing[0]} de {place}')}{narrative(f'{verb[1]} {thing[1]} of {place}', 'en')}</title>"
           f"<description type=\"1\">{narrative(prose(rng, 16))}{narrative(prose(rng, 12), 'en')}</description>"
           f"<description type=\"2\">{narrative(prose(rng, 8))}</description>"
           f"<participating-org ref=\"{ref}\" type=\"{kind}\" role=\"1\">{narrative(name)}</participating-org>"
           f"<participating-org type=\"22\" role=\"4\">{narrative(executor)}</participating-org>"
           f"<participating-org type=\"11\" role=\"2\">{narrative('Alcaldía Mayor de Cartagena de Indias')}</participating-org>"
           f"<activity-status code=\"{rng.choice('1234')}\"/><activity-date type=\"1\" iso-date=\"{day(rng, year)}\"/>"
           f"<activity-date type=\"3\" iso-date=\"{day(rng, year + 2)}\"/><activity-scope code=\"7\"/>"
           "<recipient-country code=\"CO\" percentage=\"100\"/>", location(rng, careful), location(rng, careful)]
    one, two = rng.sample(SECTORS, 2)
    out.append(f"<sector vocabulary=\"1\" code=\"{one}\" percentage=\"60\"/><sector vocabulary=\"1\" code=\"{two}\" percentage=\"40\"/>")
    out.append((f"<policy-marker vocabulary=\"1\" code=\"1\" significance=\"{rng.randrange(3)}\"/>" if careful else "") +
               "<collaboration-type code=\"1\"/><default-flow-type code=\"10\"/><default-finance-type code=\"110\"/><default-aid-type code=\"C01\"/><default-tied-status code=\"5\"/>")
    out.append(f"<budget type=\"1\" status=\"1\"><period-start iso-date=\"{year}-01-01\"/><period-end iso-date=\"{year}-12-31\"/>"
               f"<value currency=\"{currency}\" value-date=\"{year}-01-01\">{rng.randrange(10**9)}</value></budget>")
    out += [transaction(rng, code, currency, year + k, publisher, executor, careful) for k, code in enumerate("233")]
    if i % 3 == 0:
        out.append(f"<document-link format=\"application/pdf\" url=\"https://example.org/{i}.pdf\"><title>{narrative('Convenio')}</title>"
                   "<category code=\"A11\"/><language code=\"es\"/></document-link>")
    if i % 25 in (6, 8):  # the next one of the same publisher, and the one before
        out.append(f"<related-activity ref=\"{ref}-{i + 7 - i % 25:07}\" type=\"3\"/>")
    if i % 4 == 0:
        out.append(result(rng, year))
    out.append("</iati-activity>\n")
    return "".join(out)


def main():
    n, path, seed = int(sys.argv[1]), sys.argv[2], int((sys.argv[3:] + ["1"])[0])
    rng = random.Random(seed)
    with open(path, "w", encoding="utf-8") as f:
        f.write('<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities version="2.03" generated-datetime="2022-01-01T00:00:00Z">\n')
        for i in range(n):
            f.write(activity(rng, i, PUBLISHERS[i // 5 % len(PUBLISHERS)]))
        f.write("</iati-activities>\n")


if __name__ == "__main__":
    main()
