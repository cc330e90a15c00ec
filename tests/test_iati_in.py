"""IATI in: what each element becomes in the store, what is kept to the letter, and everything that is refused, with line and remedy.

Files are written here by hand; the store is read with Python's sqlite3, which is no part of the program. That what goes out comes
back the same is shown by test_iati_out.py.
"""
import json
import os
import sqlite3
import subprocess
import sys
import tempfile

from check import COOPMAP, ROOT, check, equal, finish

sys.path.insert(0, os.path.join(ROOT, "tests", "bench"))
import iati_make  # noqa: E402  (the generator that the bench measures with)

WORK = tempfile.TemporaryDirectory()
OWN = "urn:coopmap:iati:1"
AREAS = """codigo,nombre,capa,lon,lat,hectareas,largo_m,ancho_m,rumbo_grados,alias
la-loma,La Loma,barrio,-75.50,10.40,40,800,640,0,Loma Alta
el-cano,El Caño,barrio,-75.47,10.38,30,700,550,0,
otra-loma,Dos Nombres,barrio,-75.44,10.30,30,700,550,0,
otro-nombre,Dos Nombres,poblado,,,,,,,
"""
ACTORS = """codigo,nombre,tipo,pais,alias,referencia,nota
agencia,Agencia Ñandú de Cooperación,10,ES,ANC,ES-DIR3-E1,
distrito,Alcaldía Mayor,11,CO,,,
gemela-1,Fundación Gemela,22,CO,,CO-1,
gemela-2,Fundación Gemela,22,CO,,CO-2,
"""


def run(*words, want=0, lang="es"):
    env = {k: v for k, v in os.environ.items() if k not in ("LC_ALL", "LC_MESSAGES", "LANG")}
    result = subprocess.run([COOPMAP, *words, "--lang", lang], capture_output=True, text=True, env=env, cwd=WORK.name, timeout=300,
                            check=False)
    equal(result.returncode, want, f"exit status of {' '.join(words[:3])}"
          + (f": {result.stderr} {result.stdout[-400:]}" if result.returncode != want else ""))
    return result


def write(name, text, encoding="utf-8"):
    path = os.path.join(WORK.name, name)
    with open(path, "wb") as f:
        f.write(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def ingest(db, name, text, *more, want=0, lang="es", encoding="utf-8"):
    """The report of an ingest of that text."""
    path = write(name, text, encoding)
    out = run("ingest", "iati", path, "--db", db, "--no-snapshot", "--json", *more, want=want, lang=lang).stdout
    return json.loads(out)["report"]


def rows(db, sql, *values):
    store = sqlite3.connect(f"file:{db}?mode=ro", uri=True)
    try:
        return store.execute(sql, values).fetchall()
    finally:
        store.close()


def one(db, sql, *values):
    found = rows(db, sql, *values)
    return found[0][0] if found else None


def city(name):
    db = os.path.join(WORK.name, name)
    run("init", "--db", db)
    run("ingest", "areas", write("areas.csv", AREAS), "--db", db, "--no-snapshot")
    run("ingest", "actors", write("actores.csv", ACTORS), "--db", db, "--no-snapshot")
    return db


def file_of(*activities, version="2.03", attributes=""):
    """Each activity begins on a line of its own: the first on line 2."""
    return (f'<?xml version="1.0" encoding="UTF-8"?><iati-activities version="{version}" xmlns:cm="{OWN}"{attributes}>\n'
            + "\n".join(activities) + "\n</iati-activities>\n")


def activity(inside="", ident="AA-1", title="Un proyecto", attributes='xml:lang="es" default-currency="COP"'):
    return (f'<iati-activity {attributes}><iati-identifier>{ident}</iati-identifier><reporting-org ref="ES-DIR3-E1" type="10"><narrative>Agencia '
            f'Ñandú de Cooperación</narrative></reporting-org><title><narrative>{title}</narrative></title>{inside}</iati-activity>')


def codes(report, level="rechazo"):
    return sorted(m["codigo"] for m in report["mensajes"] if m["nivel"] == level)


def message(report, code):
    return next((m for m in report["mensajes"] if m["codigo"] == code), {"mensaje": "", "columna": None, "fila": None, "valor": None})


# ---- what becomes of a whole activity of somebody else

FOREIGN = """<iati-activity xml:lang="en" default-currency="USD" last-updated-datetime="2012-01-01T00:00:00Z" humanitarian="1" hierarchy="2">
<iati-identifier> XM-DAC-7/Ñ 01 </iati-identifier>
<reporting-org ref="ES-DIR3-E1" type="21" secondary-reporter="1"><narrative>Agency Nandu</narrative></reporting-org>
<title><narrative xml:lang="es">Agua para todos</narrative><narrative>Water for all</narrative><narrative xml:lang="fr"/></title>
<description><narrative>General &amp; first</narrative><narrative xml:lang="es">General</narrative></description>
<description type="2"><narrative>Aims</narrative></description>
<description type="3"><narrative>People</narrative></description>
<description type="4"><narrative><![CDATA[Other <b>text</b>]]></narrative></description>
<participating-org ref="ES-DIR3-E1" type="10" role="1" activity-id="X-9"><narrative>Agencia Ñandú de Cooperación</narrative></participating-org>
<participating-org role="4"><narrative>ALCALDIA MAYOR</narrative></participating-org>
<participating-org ref="CO-NEW" type="22" role="4"><narrative>Nueva Entidad</narrative><narrative xml:lang="en">New Entity</narrative></participating-org>
<participating-org ref="CO-2" role="2"><narrative>Fundación Gemela</narrative></participating-org>
<participating-org ref="CO-NEW" role="4" activity-id="second"/>
<participating-org role="3" type="40"/>
<other-identifier ref="B-1" type="A1"><owner-org ref="Z"><narrative>Z</narrative></owner-org></other-identifier>
<activity-status code="2"/>
<activity-date type="1" iso-date="2011-02-03"><narrative>Planned</narrative></activity-date><activity-date type="2" iso-date="2011-03-01Z"/>
<contact-info type="1"><email>a@example.org</email></contact-info>
<activity-scope code="7"/>
<recipient-country code="CO" percentage="100"/>
<location ref="L1"><location-reach code="1"/><location-id vocabulary="G1" code="123"/><name><narrative>Loma</narrative><narrative xml:lang="es">La loma</narrative></name>
 <description><narrative>near</narrative></description><administrative vocabulary="A4" level="2" code="13001"/>
 <point srsName="http://www.opengis.net/def/crs/EPSG/0/4326"><pos>10.40 -75.50</pos></point><exactness code="2"/><location-class code="3"/><feature-designation code="PPL"/></location>
<location><name><narrative>loma alta</narrative></name></location>
<location><name><narrative>Ningún lugar</narrative></name></location>
<location><name><narrative>Dos Nombres</narrative></name></location>
<location><point><pos>-0.18 -78.47</pos></point></location>
<location><point><pos>40.41 -3.70</pos></point></location>
<sector code="14030" percentage="33.33333333"/><sector vocabulary="2" code="140" percentage="50"><narrative>Water</narrative></sector>
<sector vocabulary="99" vocabulary-uri="https://example.org/v" code="Z9"/><sector vocabulary="10" code="CL-9"/><sector vocabulary="1" code="14030" percentage="1"/>
<sector vocabulary="99" vocabulary-uri="urn:coopmap:iati:1" code="salud"/>
<tag vocabulary="2" code="6"/>
<policy-marker vocabulary="1" code="2" significance="1"/>
<collaboration-type code="1"/><default-flow-type code="10"/><default-finance-type code="110"/>
<default-aid-type vocabulary="2" code="1"/><default-aid-type code="C01"/><default-tied-status code="5"/>
<budget type="1"><period-start iso-date="2011-01-01"/><period-end iso-date="2011-12-31"/><value currency="USD" value-date="2011-01-01">5</value></budget>
<transaction ref="T1" humanitarian="1"><transaction-type code="2"/><transaction-date iso-date="2011-05-01"/><value value-date="2011-05-02">1000</value>
 <description><narrative>First share</narrative></description><provider-org ref="ES-DIR3-E1" provider-activity-id="P-1"/><receiver-org><narrative>Alcaldía Mayor</narrative></receiver-org>
 <disbursement-channel code="1"/><flow-type code="10"/><finance-type code="110"/><aid-type vocabulary="1" code="C01"/><tied-status code="5"/></transaction>
<transaction><transaction-type code="3"/><transaction-date iso-date="2011-06-01"/><value currency="EUR" value-date="2011-06-01"> -12.345 </value></transaction>
<transaction><transaction-type code="3"/><transaction-date iso-date="2011-06-02"/><value currency="COP" value-date="2011-06-02">46001073309680000000.5</value></transaction>
<document-link url="https://example.org/a.pdf" format="application/pdf"><title><narrative>Agreement</narrative></title><category code="A09"/><category code="A11"/>
 <language code="es"/><document-date iso-date="2011-01-09"/></document-link>
<related-activity ref="XM-DAC-7-02" type="1"/><related-activity ref="NOWHERE-1" type="3"/>
<conditions attached="1"><condition type="1"><narrative>None</narrative></condition></conditions>
<result type="1" aggregation-status="true"><title><narrative>Pipes</narrative></title><description><narrative>Long</narrative></description>
 <indicator measure="1" ascending="0"><title><narrative>Metres</narrative></title><reference vocabulary="9" code="r"/><baseline year="2010" value="5"><comment><narrative>guess</narrative></comment></baseline>
  <period><period-start iso-date="2011-01-01"/><period-end iso-date="2011-12-31"/><target value="10"><comment><narrative>c</narrative></comment></target><target value="11"/><actual value="9"/></period></indicator></result>
<crs-add><channel-code>21039</channel-code></crs-add>
<x:own xmlns:x="urn:x" a="1" x:b="2">text<x:c/></x:own>
</iati-activity>"""


def test_foreign(db):
    parent = activity(ident="XM-DAC-7-02", title="Parent")
    r = ingest(db, "foreign.xml", file_of(FOREIGN, parent), "--title", "Archivo ajeno")
    equal((r["filas"], r["nuevas"], r["rechazos"]), (2, 2, 0), "a foreign file comes in")
    i, code = rows(db, "SELECT id, code FROM activity WHERE iati_identifier = 'XM-DAC-7/Ñ 01'")[0]
    equal(code, "xm-dac-7-n-01", "an identifier that is no code gives one")
    equal(one(db, "SELECT code FROM activity WHERE iati_identifier = 'XM-DAC-7-02'"), "XM-DAC-7-02", "an identifier that is a code is the code")
    equal(rows(db, "SELECT title, kind, activity_status, activity_scope, collaboration_type, lang, flow_type, finance_type, aid_type, tied_status, updated "
                   "FROM activity WHERE id = ?", i)[0],
          ("Water for all", "proyecto", "2", "7", "1", "en", "10", "110", "C01", "5", "2012-01-01T00:00:00Z"), "the head of the activity")
    equal(rows(db, "SELECT type, lang, text FROM narrative WHERE activity_id = ? ORDER BY id", i),
          [("titulo", "es", "Agua para todos"), ("descripcion", "en", "General & first"), ("descripcion", "es", "General"), ("objetivo", "en", "Aims"),
           ("poblacion", "en", "People"), ("nota", "en", "Other <b>text</b>")], "texts by kind and language")
    equal(rows(db, "SELECT type, date, precision FROM activity_date WHERE activity_id = ? ORDER BY id", i),
          [("1", "2011-02-03", "day"), ("2", "2011-03-01", "day")], "dates")
    equal(rows(db, "SELECT o.code, p.role FROM participating_org p JOIN organisation o ON o.id = p.organisation_id WHERE p.activity_id = ? ORDER BY p.id", i),
          [("agencia", "1"), ("distrito", "4"), ("nueva-entidad", "4"), ("gemela-2", "2")], "actors by reference, else by name, else made")
    equal(rows(db, "SELECT ref, name, type FROM organisation WHERE code = 'nueva-entidad'"), [("CO-NEW", "Nueva Entidad", "22")], "a new actor with what is said of it")
    equal(one(db, "SELECT o.code FROM activity a JOIN organisation o ON o.id = a.reporting_id WHERE a.id = ?", i), "agencia", "who reports")
    equal(codes(r, "aviso").count("actor-nuevo"), 1, "a new actor is announced once")
    places = rows(db, "SELECT l.scope, a.code, l.name_raw, l.method, l.exactness, l.reach, l.class, l.share_basis FROM activity_location l "
                      "LEFT JOIN area a ON a.id = l.area_id WHERE l.activity_id = ? ORDER BY l.rank", i)
    equal(places, [("point", "la-loma", "Loma", "point-in-approximate", "2", "1", "3", "none"), ("area", "la-loma", "loma alta", "alias", None, None, None, "none"),
                   ("unknown", None, "Ningún lugar", None, None, None, None, "none"), ("unknown", None, "Dos Nombres", None, None, None, None, "none"),
                   ("point", None, None, "stated", None, None, None, "none"), ("beyond", None, None, None, None, None, None, "none")],
          "places by their point, their name, or as they stand")
    check("fuera-de-colombia" in codes(r, "aviso") and "area-ambigua" in codes(r, "nota"), "places abroad and names of several areas are remarked on", r["mensajes"])
    equal(rows(db, "SELECT vocabulary, code, percent_ppm FROM classification WHERE activity_id = ? ORDER BY id", i),
          [("1", "14030", 333333), ("2", "140", 500000), ("10", "CL-9", None), ("99", "salud", None)], "sectors by vocabulary; a foreign 99 is not ours")
    equal(rows(db, "SELECT p.code, r.code, c.amount_dec, c.amount_raw, c.currency, c.transaction_type, c.date, c.value_date, c.label_raw, c.form, c.flow_type, c.finance_type, "
                   "c.aid_type FROM contribution c LEFT JOIN organisation p ON p.id = c.provider_id LEFT JOIN organisation r ON r.id = c.receiver_id WHERE c.activity_id = ? ORDER BY c.id", i),
          [("agencia", "distrito", "1000.00", "1000", "USD", "2", "2011-05-01", "2011-05-02", "First share", "sin-dato", "10", "110", "C01"),
           (None, None, "-12.35", "-12.345", "EUR", "3", "2011-06-01", "2011-06-01", None, "sin-dato", None, None, None),
           (None, None, "46001073309680000000.50", "46001073309680000000.5", "COP", "3", "2011-06-02", "2011-06-02", None, "sin-dato", None, None, None)], "transactions exactly")
    check("valor-redondeado" in codes(r, "aviso"), "more than two decimals are remarked on")
    equal(rows(db, "SELECT url, format, category, title, lang, date FROM document_link WHERE activity_id = ?", i),
          [("https://example.org/a.pdf", "application/pdf", "A09", "Agreement", "es", "2011-01-09")], "links")
    equal(rows(db, "SELECT r.type, r.title, r.description, r.aggregates, i.measure, i.ascending, i.title, i.baseline_year, i.baseline_value, p.period_start, p.period_end, "
                   "p.target_value, p.actual_value FROM result r JOIN indicator i ON i.result_id = r.id JOIN indicator_period p ON p.indicator_id = i.id WHERE r.activity_id = ?", i),
          [("1", "Pipes", "Long", 1, "1", 0, "Metres", "2010", "5", "2011-01-01", "2011-12-31", "10", "9")], "results")
    equal(rows(db, "SELECT a.code, r.type FROM related_activity r JOIN activity a ON a.id = r.related_id WHERE r.activity_id = ?", i),
          [("XM-DAC-7-02", "1")], "a related activity further down in the file")
    equal(message(r, "actividad-desconocida")["valor"], "NOWHERE-1", "one that is nowhere is remarked on")
    extras = {(o, n, k): x for o, n, k, x in rows(db, "SELECT owner, rank, name, xml FROM activity_extra WHERE activity_id = ? ORDER BY id", i)}
    order = rows(db, "SELECT owner, rank, name FROM activity_extra WHERE activity_id = ? ORDER BY id", i)
    equal(order, sorted(order), "extras in the order of owner, rank, name")
    want = {("", 0, "@default-currency"): "USD", ("", 0, "@hierarchy"): "2", ("", 0, "@humanitarian"): "1",
            ("", 0, "budget"): '<budget type="1"><period-start iso-date="2011-01-01"/><period-end iso-date="2011-12-31"/><value currency="USD" value-date="2011-01-01">5</value></budget>',
            ("", 0, "conditions"): '<conditions attached="1"><condition type="1"><narrative>None</narrative></condition></conditions>',
            ("", 0, "contact-info"): '<contact-info type="1"><email>a@example.org</email></contact-info>',
            ("", 0, "crs-add"): "<crs-add><channel-code>21039</channel-code></crs-add>", ("", 0, "default-aid-type"): '<default-aid-type vocabulary="2" code="1"/>',
            ("", 0, "other-identifier"): '<other-identifier ref="B-1" type="A1"><owner-org ref="Z"><narrative>Z</narrative></owner-org></other-identifier>',
            ("", 0, "policy-marker"): '<policy-marker vocabulary="1" code="2" significance="1"/>', ("", 0, "recipient-country"): '<recipient-country code="CO" percentage="100"/>',
            ("", 0, "related-activity"): '<related-activity ref="NOWHERE-1" type="3"/>', ("", 0, "tag"): '<tag vocabulary="2" code="6"/>',
            ("", 0, "{urn:x}own"): '<n1:own xmlns:n1="urn:x" a="1" n1:b="2">text<n1:c/></n1:own>', ("activity-date", 0, "narrative"): "<narrative>Planned</narrative>",
            ("reporting-org", 0, "@secondary-reporter"): "1", ("reporting-org", 0, "@type"): "21", ("reporting-org", 0, "narrative"): "<narrative>Agency Nandu</narrative>",
            ("document-link", 0, "category"): '<category code="A11"/>', ("indicator", 0, "reference"): '<reference vocabulary="9" code="r"/>',
            ("indicator/baseline", 0, "comment"): "<comment><narrative>guess</narrative></comment>", ("period", 0, "target"): '<target value="11"/>',
            ("period/target", 0, "comment"): "<comment><narrative>c</narrative></comment>", ("location", 0, "@ref"): "L1",
            ("location", 0, "administrative"): '<administrative vocabulary="A4" level="2" code="13001"/>', ("location", 0, "description"): "<description><narrative>near</narrative></description>",
            ("location", 0, "feature-designation"): '<feature-designation code="PPL"/>', ("location", 0, "location-id"): '<location-id vocabulary="G1" code="123"/>',
            ("location/name", 0, "narrative"): '<narrative xml:lang="es">La loma</narrative>', ("location", 5, "point"): "<point><pos>40.41 -3.70</pos></point>",
            ("participating-org", 0, "@activity-id"): "X-9", ("participating-org", 1, "narrative"): "<narrative>ALCALDIA MAYOR</narrative>",
            ("participating-org", 2, "narrative"): '<narrative xml:lang="en">New Entity</narrative>',
            ("sector", 0, "@percentage"): "33.33333333", ("sector", 1, "narrative"): "<narrative>Water</narrative>", ("transaction", 0, "@humanitarian"): "1", ("transaction", 0, "@ref"): "T1",
            ("transaction", 0, "disbursement-channel"): '<disbursement-channel code="1"/>', ("transaction", 0, "tied-status"): '<tied-status code="5"/>',
            ("transaction/provider-org", 0, "@provider-activity-id"): "P-1"}
    twice = [("", 0, "participating-org"), ("", 0, "sector")]
    got = {k: v for k, v in extras.items() if k not in twice}
    equal(sorted(set(got.items()) ^ set(want.items())), [], "what has no field is kept to the letter, with its owner and rank")
    equal(rows(db, "SELECT xml FROM activity_extra WHERE activity_id = ? AND owner = '' AND name IN ('participating-org', 'sector') ORDER BY id", i),
          [('<participating-org ref="CO-NEW" role="4" activity-id="second"/>',), ('<participating-org role="3" type="40"/>',),
           ('<sector vocabulary="99" vocabulary-uri="https://example.org/v" code="Z9"/>',), ('<sector vocabulary="1" code="14030" percentage="1"/>',)],
          "so are a party of no name, a second time in the same role, foreign and repeated sectors")
    source = rows(db, "SELECT s.title, c.locator, c.raw, s.sha256 IS NOT NULL FROM claim c JOIN source_document s ON s.id = c.document_id JOIN activity a ON a.claim_id = c.id WHERE a.id = ?", i)
    equal(source, [("Archivo ajeno", "actividad 1, renglón 2", "XM-DAC-7/Ñ 01", 1)], "the claim names file, activity and line")
    # the same file again, and in another dress
    again = ingest(db, "foreign.xml", file_of(FOREIGN, parent))
    equal((again["iguales"], again["nuevas"], again["cambiadas"]), (2, 0, 0), "the same file again changes nothing")
    equal(one(db, "SELECT count(*) FROM source_document WHERE sha256 IS NOT NULL AND title LIKE '%jeno%'"), 1, "and is no second document")
    equal(one(db, "SELECT count(*) FROM source_document WHERE sha256 IS NULL AND file_name = 'foreign.xml'"), 0, "nor leaves one without a hash")
    dressed = file_of(FOREIGN.replace("<x:own xmlns:x=", "<y:own xmlns:y=").replace("x:b", "y:b").replace("x:c", "y:c").replace("</x:own>", "</y:own>"), parent)
    equal(ingest(db, "dressed.xml", dressed.replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16"))["iguales"], 2, "UTF-16 and other prefixes are the same")
    latin = dressed.replace('encoding="UTF-8"', 'encoding="ISO-8859-1"').replace(" to-", " ")
    equal(ingest(db, "latin.xml", latin.encode("latin-1"))["iguales"], 2, "so is ISO-8859-1 where it is declared")
    # a person's words stay where the file cannot say them
    store = sqlite3.connect(db)
    store.execute("UPDATE activity SET kind = 'convenio', modality = 'bilateral', total_dec = '5.00', total_minor = 500, currency = 'COP', people = 7 WHERE id = ?", (i,))
    store.commit()
    store.close()
    changed = ingest(db, "changed.xml", file_of(FOREIGN.replace("Water for all", "Water for more"), parent))
    equal((changed["cambiadas"], changed["iguales"]), (1, 1), "a changed activity is met by its identifier")
    equal(rows(db, "SELECT id, code, title, kind, modality, total_dec, people FROM activity WHERE id = ?", i)[0],
          (i, "xm-dac-7-n-01", "Water for more", "convenio", "bilateral", "5.00", 7), "and keeps what an ordinary file cannot say")
    equal(one(db, "SELECT count(*) FROM history WHERE entity = 'activity' AND entity_id = ?", i), 1, "the change is in the history")


# ---- our own namespace

MINE = f"""<iati-activity cm:codigo="p-1" cm:clase="convenio" cm:tipo-cooperacion="tecnica" cm:modalidad="bilateral" cm:sin-erogacion="1" cm:vigencia="hasta 2011" cm:lugar-nota="y otros"
 cm:documento="Informe" cm:localizador="renglón 9"><iati-identifier cm:supuesto="*">CO-X-p-1</iati-identifier><reporting-org cm:supuesto="*" ref="X" type="10"><narrative>X</narrative></reporting-org>
<title><narrative>Título</narrative></title><description type="1" cm:clase="objeto"><narrative cm:orden="1">Objeto</narrative></description><description type="4" cm:clase="valor"><narrative cm:orden="0">Valor</narrative></description>
<participating-org cm:codigo="distrito" role="2" cm:supuesto="role" cm:papel="aliado"><narrative>Alcaldía Mayor</narrative></participating-org>
<activity-status cm:supuesto="*" code="2"/><activity-date type="2" iso-date="2011-01-01" cm:precision="year" cm:orden="1"/>
<location cm:ambito="area" cm:area="el-cano" cm:parte="33.3333" cm:parte-personas="10" cm:base="stated" cm:metodo="code" cm:precision="3"><name><narrative>el caño</narrative></name></location>
<location cm:ambito="outline" cm:area="la-loma" cm:base="none" cm:metodo="outline"><cm:contorno>{{"type":"MultiPolygon","coordinates":[[[[-75.51,10.39],[-75.49,10.39],[-75.49,10.41],[-75.51,10.39]]]]}}</cm:contorno></location>
<location cm:ambito="city" cm:base="none"/>
<sector vocabulary="99" vocabulary-uri="{OWN}" code="agua-saneamiento" cm:inferido="1"/>
<transaction cm:forma="especie" cm:contrapartida="1" cm:valoracion="por avalúo" cm:a-tasa="1"><transaction-type cm:supuesto="*" code="2"/><transaction-date cm:supuesto="*" iso-date="2011-01-01"/>
<value currency="COP" value-date="2011-07-01" cm:precision="month" cm:texto="$ 3.533,00">3533.00</value></transaction>
<transaction><transaction-type code="2"/><transaction-date iso-date="2011-01-01"/><value currency="USD" value-date="2011-01-01" cm:supuesto="value-date" cm:texto="">1</value></transaction>
<cm:fecha cm:tipo="signed" cm:precision="month" cm:orden="0">2010-05</cm:fecha>
<cm:total cm:moneda="COP" cm:texto="$ 7.066" cm:principal="1">7066.00</cm:total><cm:total cm:moneda="USD" cm:texto="US$ 4" cm:etiqueta="en dólares">4</cm:total>
<cm:personas cm:principal="1" cm:texto="27.000 habitantes" cm:unidad="habitantes" cm:aproximado="1">27000</cm:personas><cm:personas cm:texto="ciudadanía" cm:excluyente="1" cm:area="la-loma"/>
<cm:tasa cm:de="USD" cm:a="COP" cm:fecha="2011-07-06" cm:clase="contract" cm:texto="1.766,5">1766.5</cm:tasa><cm:relacion cm:codigo="p-2" cm:tipo="possible-duplicate"/>
</iati-activity>"""
OTHER = """<iati-activity cm:codigo="p-2"><iati-identifier cm:supuesto="*">CO-X-p-2</iati-identifier><title><narrative>Otro</narrative></title>
<related-activity ref="CO-X-p-1" type="1"><cm:proyecto>p-1</cm:proyecto></related-activity></iati-activity>"""


def test_own(db):
    r = ingest(db, "mine.xml", file_of(MINE, OTHER))
    equal((r["nuevas"], r["rechazos"], codes(r, "aviso")), (2, 0, []), "a file of our own comes in without a word")
    i = one(db, "SELECT id FROM activity WHERE code = 'p-1'")
    equal(rows(db, "SELECT iati_identifier, kind, activity_status, cooperation_type, modality, no_disbursement, total_dec, total_raw, currency, people, people_raw, people_unit, "
                   "people_approx, vigencia_raw, place_note, lang, reporting_id FROM activity WHERE id = ?", i)[0],
          (None, "convenio", None, "tecnica", "bilateral", 1, "7066.00", "$ 7.066", "COP", 27000, "27.000 habitantes", "habitantes", 1, "hasta 2011", "y otros", None, None),
          "words of ours; what is only there for the schema is left out")
    equal(rows(db, "SELECT type, text FROM narrative WHERE activity_id = ? ORDER BY id", i), [("valor", "Valor"), ("objeto", "Objeto")], "texts in the order they ask for")
    equal(rows(db, "SELECT type, date, precision FROM activity_date WHERE activity_id = ? ORDER BY id", i), [("signed", "2010-05", "month"), ("2", "2011", "year")], "dates too")
    equal(rows(db, "SELECT role, role_text FROM participating_org WHERE activity_id = ?", i), [(None, "aliado")], "a party without a role")
    equal(rows(db, "SELECT scope, a.code, share_money_ppm, share_people_ppm, share_basis, method, precision, geom_outline IS NOT NULL FROM activity_location l LEFT JOIN area a ON a.id = l.area_id "
                   "WHERE activity_id = ? ORDER BY rank", i),
          [("area", "el-cano", 333333, 100000, "stated", "code", "3", 0), ("outline", "la-loma", None, None, "none", "outline", None, 1), ("city", None, None, None, "none", None, None, 0)], "places as they stand")
    equal(rows(db, "SELECT vocabulary, code, inferred FROM classification WHERE activity_id = ?", i), [("99", "agua-saneamiento", 1)], "our themes")
    equal(rows(db, "SELECT amount_dec, amount_raw, form, is_counterpart, valuation, value_date, transaction_type, c.date, r.rate_dec FROM contribution c LEFT JOIN exchange_rate r ON r.id = c.rate_id "
                   "WHERE activity_id = ? ORDER BY c.id", i),
          [("3533.00", "$ 3.533,00", "especie", 1, "por avalúo", "2011-07", None, None, "1766.5"), ("1.00", None, "sin-dato", 0, None, None, "2", "2011-01-01", None)], "parts with form, counterpart and rate")
    equal(rows(db, "SELECT from_currency, to_currency, rate_dec, date, kind, raw FROM exchange_rate"), [("USD", "COP", "1766.5", "2011-07-06", "contract", "1.766,5")], "the rate")
    equal(rows(db, "SELECT amount_dec, amount_raw, currency, label_raw FROM stated_total WHERE activity_id = ?", i), [("4.00", "US$ 4", "USD", "en dólares")], "totals beside the principal one")
    equal(rows(db, "SELECT number, raw, is_disjoint, a.code FROM beneficiary_group g LEFT JOIN area a ON a.id = g.area_id WHERE activity_id = ?", i), [(None, "ciudadanía", 1, "la-loma")], "groups of people")
    equal(sorted(rows(db, "SELECT a.code, b.code, r.type FROM related_activity r JOIN activity a ON a.id = r.activity_id JOIN activity b ON b.id = r.related_id WHERE a.code LIKE 'p-%'")),
          [("p-1", "p-2", "possible-duplicate"), ("p-2", "p-1", "1")], "links by code")
    equal(one(db, "SELECT count(*) FROM activity_extra WHERE activity_id = ?", i), 0, "nothing is left over, and no mention that was answered later")
    equal(rows(db, "SELECT s.title, c.locator FROM claim c JOIN source_document s ON s.id = c.document_id JOIN activity a ON a.claim_id = c.id WHERE a.id = ?", i), [("Informe", "renglón 9")], "the source it names")
    equal(ingest(db, "mine.xml", file_of(MINE, OTHER))["iguales"], 2, "again: the same")
    taken = ingest(db, "taken.xml", file_of(activity(ident="ZZ-1", attributes='cm:codigo="XM-DAC-7-02"')), want=3)
    equal(message(taken, "codigo-de-otra-actividad")["valor"], "ZZ-1", "a code that belongs to another activity is refused")


# ---- what is refused

VALUE = '<transaction><transaction-type code="2"/><transaction-date iso-date="2011-01-01"/><value currency="USD" value-date="2011-01-01">{}</value></transaction>'
REFUSED = [  # what is wrong, inside the activity, column, value, code
    ("a transaction type", '<transaction><transaction-type code="77"/><value currency="COP">1</value></transaction>', "transaction/transaction-type/@code", "77", "codigo-fuera-de-lista"),
    ("a sector", '<sector vocabulary="1" code="99999"/>', "sector/@code", "99999", "codigo-fuera-de-lista"),
    ("a currency", VALUE.format(1).replace("USD", "USX"), "transaction/value/@currency", "USX", "codigo-fuera-de-lista"),
    ("a date type of ours in the standard's place", '<activity-date type="signed" iso-date="2011-01-01"/>', "activity-date/@type", "signed", "codigo-fuera-de-lista"),
    ("an organisation type", '<participating-org type="12" role="1"><narrative>X</narrative></participating-org>', "participating-org/@type", "12", "codigo-fuera-de-lista"),
    ("a date that is none", '<activity-date type="1" iso-date="2011-02-30"/>', "activity-date/@iso-date", "2011-02-30", "fecha-invalida"),
    ("a date in another form", '<activity-date type="1" iso-date="03/02/2011"/>', "activity-date/@iso-date", "03/02/2011", "fecha-invalida"),
    ("a time behind the date", '<activity-date type="1" iso-date="2011-02-03T00:00:00"/>', "activity-date/@iso-date", "2011-02-03T00:00:00", "fecha-invalida"),
    ("a comma in a number", VALUE.format("1,5"), "transaction/value", "1,5", "numero-ilegible"),
    ("groups in a number", VALUE.format("1.500.000"), "transaction/value", "1.500.000", "numero-ilegible"),
    ("a number with its currency", VALUE.format("USD 5"), "transaction/value", "USD 5", "numero-ilegible"),
    ("an exponent", VALUE.format("1e5"), "transaction/value", "1e5", "numero-ilegible"),
    ("no number", VALUE.format(""), "transaction/value", "", "falta-dato"),
    ("a percentage above 100", '<sector code="14030" percentage="101"/>', "sector/@percentage", "101", "porcentaje-invalido"),
    ("no sector code", "<sector/>", "sector/@code", "", "falta-dato"),
    ("a transaction without type", '<transaction><value currency="COP">1</value></transaction>', "transaction/@transaction-type", "", "falta-dato"),
    ("a transaction without value", '<transaction><transaction-type code="2"/></transaction>', "transaction/@value", "", "falta-dato"),
    ("axes exchanged", "<location><point><pos>-75.5 10.4</pos></point></location>", "location/point/pos", "-75.5 10.4", "ejes-cambiados"),
    ("a lost sign", "<location><point><pos>10.4 75.5</pos></point></location>", "location/point/pos", "10.4 75.5", "signo-perdido"),
    ("a lost point", "<location><point><pos>104236 -755253</pos></point></location>", "location/point/pos", "104236 -755253", "punto-decimal-perdido"),
    ("zero zero", "<location><point><pos>0 0</pos></point></location>", "location/point/pos", "0 0", "coordenada-de-relleno"),
    ("a point of one number", "<location><point><pos>10.4</pos></point></location>", "location/point/pos", "10.4", "punto-ilegible"),
    ("another coordinate system", '<location><point srsName="EPSG:3857"><pos>1 2</pos></point></location>', "location/point/@srsName", "EPSG:3857", "sistema-de-coordenadas"),
    ("text outside narrative", "<description>Old text</description>", "description", "Old text", "texto-suelto"),
    ("an actor of two", '<participating-org role="1"><narrative>fundacion gemela</narrative></participating-org>', "participating-org", "fundacion gemela", "actor-ambiguo"),
    ("a related activity without type", '<related-activity ref="A"/>', "related-activity/@type", "", "falta-dato"),
    ("a result without title", '<result type="1"><indicator measure="1"><title><narrative>x</narrative></title></indicator></result>', "result/@title", "", "falta-dato"),
    ("a link without address", "<document-link/>", "document-link/@url", "", "falta-dato"),
    ("neither yes nor no", '<result type="1" aggregation-status="yes"><title><narrative>x</narrative></title></result>', "result/@aggregation-status", "yes", "si-o-no"),
    ("an area that is not there", '<location cm:ambito="area" cm:area="atlantis"/>', "location/@area", "atlantis", "area-desconocida"),
    ("an outline that is none", '<location cm:ambito="outline"><cm:contorno>{"type":"Point","coordinates":[1,2]}</cm:contorno></location>', "location/contorno",
     '{"type":"Point","coordinates":[1,2]}', "contorno-invalido"),
    ("a second of several", f"{VALUE.format(1)}{VALUE.format('x')}", "transaction[2]/value", "x", "numero-ilegible"),
]


def test_refusals(db):
    before = one(db, "SELECT count(*) FROM activity")
    for what, inside, column, value, code in REFUSED:
        r = ingest(db, "bad.xml", file_of(activity(ident="OK-1"), activity(inside, ident="BAD-1")), want=3)
        m = message(r, code)
        equal((codes(r), m["fila"], m["columna"], m["valor"]), ([code], 2, column, value), what)
        check("(renglón 3)" in m["mensaje"], f"{what}: the line", m["mensaje"])
    equal(one(db, "SELECT count(*) FROM activity"), before, "nothing of refused files is kept")
    many = "".join(inside for _, inside, *_ in REFUSED[:12])
    r = ingest(db, "many.xml", file_of(activity(many)), want=3, lang="en")
    equal(len(codes(r)), 12, "all that is wrong with an activity comes at once") or print(codes(r))
    check(all("line 2" in m["mensaje"] for m in r["mensajes"] if m["nivel"] == "rechazo"), "in English too")
    # who it is
    r = ingest(db, "no-id.xml", file_of(activity(ident=" ")), want=3)
    equal((message(r, "falta-dato")["columna"], message(r, "falta-dato")["fila"]), ("iati-identifier", 1), "an empty identifier")
    r = ingest(db, "no-id.xml", file_of("<iati-activity><title><narrative>x</narrative></title></iati-activity>"), want=3)
    equal(message(r, "falta-dato")["columna"], "@iati-identifier", "no identifier")
    r = ingest(db, "no-title.xml", file_of(activity(title="")), want=3)
    equal(message(r, "falta-dato")["columna"], "title", "no title")
    r = ingest(db, "twice.xml", file_of(activity(), activity()), want=3)
    equal((message(r, "identificador-repetido")["fila"], "elemento 1" in message(r, "identificador-repetido")["mensaje"]), (2, True), "the same identifier twice")
    r = ingest(db, "circle.xml", file_of(activity('<related-activity ref="C-2" type="1"/>', ident="C-1"), activity('<related-activity ref="C-1" type="1"/>', ident="C-2")), want=3)
    equal(codes(r), ["macroproyecto-en-circulo"], "parents in a circle")
    # money
    r = ingest(db, "no-currency.xml", file_of(activity(VALUE.format(1).replace(' currency="USD"', ""), attributes="")), want=3)
    equal(codes(r), ["falta-moneda"], "an amount of no currency")
    two = VALUE.format("10") + VALUE.format("20.5").replace(' currency="USD"', "")
    ingest(db, "two.xml", file_of(activity(two, ident="TWO-1", attributes='default-currency="EUR"')))
    equal(rows(db, "SELECT c.currency, amount_dec FROM contribution c JOIN activity a ON a.id = c.activity_id WHERE a.code = 'TWO-1' ORDER BY c.id"), [("USD", "10.00"), ("EUR", "20.50")],
          "an amount's own currency, else the activity's")
    # who
    ingest(db, "third.xml", file_of(activity('<participating-org ref="CO-3" role="1"><narrative>Fundación Gemela</narrative></participating-org>', ident="THIRD-1")))
    equal(rows(db, "SELECT code, ref FROM organisation WHERE name = 'Fundación Gemela' ORDER BY code"), [("fundacion-gemela", "CO-3"), ("gemela-1", "CO-1"), ("gemela-2", "CO-2")],
          "the same name with another reference is another actor")
    # good ones beside
    r = ingest(db, "partial.xml", file_of(activity(ident="GOOD-1"), activity("<sector/>", ident="BAD-1"), activity(ident="GOOD-2")), "--partial", want=3)
    equal((r["nuevas"], len(codes(r)), one(db, "SELECT count(*) FROM activity WHERE code LIKE 'GOOD-%'")), (2, 1, 2), "--partial keeps the good ones")
    r = ingest(db, "dry.xml", file_of(activity(ident="DRY-1")), "--dry-run")
    equal((r["nuevas"], one(db, "SELECT count(*) FROM activity WHERE code = 'DRY-1'")), (1, 0), "--dry-run keeps nothing")


BOMB = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">' + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(8)) + "]>"


def refused_file(db, name, text, word, **more):
    r = ingest(db, name, text, want=3, **more)
    found = message(r, "archivo-no-iati")["mensaje"]
    check(codes(r) == ["archivo-no-iati"] and word in found, f"{name} is refused as a whole", r["mensajes"])
    return found


def test_files(db):
    before = one(db, "SELECT count(*) FROM activity")
    secret = write("secret.txt", "SECRET")
    good = file_of(activity(ident="FILE-1"))
    head, rest = good.split("?>", 1)
    refused_file(db, "bomb.xml", head + "?>" + BOMB + rest.replace("Un proyecto", "&i;"), "DOCTYPE")
    refused_file(db, "external.xml", head + f'?><!DOCTYPE a [<!ENTITY x SYSTEM "file://{secret}">]>' + rest.replace("Un proyecto", "&x;"), "DOCTYPE")
    refused_file(db, "dtd.xml", head + f'?><!DOCTYPE a SYSTEM "file://{secret}">' + rest, "DOCTYPE")
    refused_file(db, "long-dtd.xml", head + "?><!DOCTYPE a [" + "<!-- x -->" * 1000000 + rest, "DOCTYPE")
    refused_file(db, "entity.xml", good.replace("Un proyecto", "&x;"), "no es XML bien formado")
    refused_file(db, "truncated.xml", good[:-40], "incompleto")
    refused_file(db, "truncated-2.xml", good[:len(good) // 2], "incompleto")
    check("renglón 2" in refused_file(db, "crossed.xml", good.replace("</title>", "</titel>"), "no es XML bien formado"), "the line of what is not well-formed")
    refused_file(db, "encoding.xml", good.replace("Un proyecto", "Ñandú").encode("latin-1"), "codificación")
    refused_file(db, "encoding-2.xml", good.replace("UTF-8", "KLINGON"), "codificación")
    refused_file(db, "encoding-3.xml", good.replace("Un proyecto", "a\x01b"), "renglón 2")
    broken = good.replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16") + b"\xd8"
    refused_file(db, "encoding-4.xml", broken[:400] + b"\x00\xd8\x00\xd8" * 4000, "codificación")
    equal(run("ingest", "iati", os.path.join(WORK.name, "encoding-4.xml"), "--db", db, want=3).stderr.count("\n"), 1, "and the library itself says nothing")
    refused_file(db, "empty.xml", "", "incompleto")
    refused_file(db, "html.xml", "<html><body/></html>", "html")
    refused_file(db, "no-version.xml", good.replace(' version="2.03"', ""), "versión")
    refused_file(db, "1.05.xml", file_of(activity(ident="V-1"), version="1.05"), "1.05")
    refused_file(db, "3.0.xml", file_of(activity(ident="V-1"), version="3.00"), "3.00")
    equal(one(db, "SELECT count(*) FROM activity"), before, "nothing of them is kept")
    for version in ("2.01", "2.02"):
        r = ingest(db, f"{version}.xml", file_of(activity(ident=f"V-{version}"), version=version))
        equal((r["nuevas"], codes(r, "nota")), (1, ["version-anterior"]), f"{version} is read as 2.03, and said")
    check("DOCTYPE" in run("ingest", "iati", write("bomb.xml", head + "?>" + BOMB + rest), "--db", db, want=3, lang="en").stderr, "the error says it too")
    run("ingest", "iati", os.path.join(WORK.name, "nowhere.xml"), "--db", db, want=4)
    # large and deep
    huge = activity(f"<description><narrative>{'x' * (17 << 20)}</narrative></description>", ident="HUGE-1")
    r = ingest(db, "huge.xml", file_of(huge, activity(ident="AFTER-1")), "--partial", want=3)
    equal((codes(r), r["nuevas"], message(r, "actividad-demasiado-grande")["fila"]), (["actividad-demasiado-grande"], 1, 1), "a text without end is refused, the next activity is read")
    r = ingest(db, "wide.xml", file_of(activity(f'<tag vocabulary="1" code="{"x" * (2 << 20)}"/>', ident="WIDE-1")), want=3)
    equal(codes(r), ["actividad-demasiado-grande"], "an attribute without end")
    r = ingest(db, "deep.xml", file_of(activity("<a>" * 300 + "</a>" * 300, ident="DEEP-1"), activity(ident="AFTER-2")), "--partial", want=3)
    equal((codes(r), r["nuevas"]), (["anidamiento-excesivo"], 1), "elements without end inside each other")
    refused_file(db, "deeper.xml", file_of(activity("<a>" * 200000, ident="DEEP-1")), "no es XML bien formado")
    large = activity(f"<description><narrative>{'ñ ' * (2 << 20)}</narrative></description>", ident="LARGE-1")
    equal(ingest(db, "large.xml", file_of(large))["nuevas"], 1, "a text of 6 MB comes in")
    equal(one(db, "SELECT length(text) FROM narrative n JOIN activity a ON a.id = n.activity_id WHERE a.code = 'LARGE-1'"), (4 << 20) - 1, "whole")
    r = ingest(db, "stray.xml", file_of("<x:odd xmlns:x='urn:x'><y/></x:odd>", activity(ident="STRAY-1")))
    equal((r["nuevas"], codes(r, "aviso")), (1, ["elemento-no-guardado"]), "what stands between activities is remarked on")
    r = ingest(db, "none.xml", '<iati-activities version="2.03"/>')
    equal(codes(r, "aviso"), ["archivo-vacio"], "a file of nothing")


ORGANISATIONS = f"""<?xml version="1.0"?><iati-organisations version="2.03" xmlns:cm="{OWN}">
<iati-organisation><organisation-identifier>ES-DIR3-E1</organisation-identifier><name><narrative>Agencia Ñandú</narrative><narrative xml:lang="en">Nandu Agency</narrative></name>
<reporting-org ref="ES-DIR3-E1" type="15"><narrative>x</narrative></reporting-org><total-budget/></iati-organisation>
<iati-organisation cm:codigo="nuevo" cm:tipo="22" cm:pais="CO" cm:nota="Nota"><organisation-identifier cm:supuesto="*">CO-X-nuevo</organisation-identifier><name><narrative>Corporación Nueva</narrative></name>
<reporting-org ref="ES-DIR3-E1" type="15"><narrative>x</narrative></reporting-org><cm:alias>La Nueva</cm:alias></iati-organisation>
<iati-organisation><organisation-identifier>CO-9</organisation-identifier><name><narrative>Alcaldía Mayor</narrative></name></iati-organisation>
</iati-organisations>"""


def test_organisations(db):
    r = ingest(db, "org.xml", ORGANISATIONS)
    equal((r["nuevas"], r["cambiadas"], r["rechazos"], codes(r, "aviso")), (1, 2, 0, ["elemento-no-guardado"]), "an organisation file; budgets have no place here, and that is said")
    equal(rows(db, "SELECT ref, name, type, country FROM organisation WHERE code = 'agencia'"), [("ES-DIR3-E1", "Agencia Ñandú", "15", "ES")], "an actor known by its reference")
    equal(sorted(a for a, in rows(db, "SELECT alias FROM organisation_alias a JOIN organisation o ON o.id = a.organisation_id WHERE o.code = 'agencia'")),
          ["ANC", "Agencia Ñandú de Cooperación", "Nandu Agency"], "its former name and names in other languages stay")
    equal(rows(db, "SELECT ref, name, type, country, note FROM organisation WHERE code = 'nuevo'"), [(None, "Corporación Nueva", "22", "CO", "Nota")], "a new one with words of ours")
    equal(rows(db, "SELECT ref, type, country FROM organisation WHERE code = 'distrito'"), [("CO-9", "11", "CO")], "one known by its name gets its reference")
    equal(ingest(db, "org.xml", ORGANISATIONS)["iguales"], 3, "again: the same")
    r = ingest(db, "org-bad.xml", ORGANISATIONS.replace('cm:pais="CO"', 'cm:pais="Colombia"').replace("CO-9", "ES-DIR3-E1").replace('cm:tipo="22"', 'cm:tipo="x"'), want=3)
    equal(codes(r), ["codigo-fuera-de-lista", "identificador-repetido", "pais-invalido"], "everything wrong at once")


def test_bulk(db):
    """Enough for the way of large loads, and for the threads to wait for each other; the same as one by one."""
    path = os.path.join(WORK.name, "bulk.xml")
    sys.argv = ["iati_make.py", "1600", path]
    iati_make.main()
    with open(path, "rb") as f:
        text = f.read()
    fresh, other = city("bulk.db"), city("bulk-2.db")
    r = ingest(fresh, "bulk.xml", text)
    equal((r["nuevas"], r["rechazos"]), (1600, 0), "1,600 activities come in")
    ingest(other, "one.xml", file_of(activity(ident="FIRST-1")))
    for start in range(0, 1600, 400):
        lines = text.decode().split("\n")[2:-2][start:start + 400]
        ingest(other, f"bulk-{start}.xml", file_of(*lines))
    sums = ["SELECT count(*), sum(length(title)) FROM activity WHERE iati_identifier <> 'FIRST-1'", "SELECT count(*), sum(amount_minor) FROM contribution",
            "SELECT count(*), sum(length(xml)), min(xml), max(xml) FROM activity_extra WHERE activity_id <> (SELECT id FROM activity WHERE code = 'LARGE-1') OR 1",
            "SELECT count(*), count(area_id), count(geom_point) FROM activity_location", "SELECT count(*) FROM result", "SELECT count(*), sum(length(text)) FROM narrative"]
    equal([rows(fresh, s)[0] for s in sums if "extra" not in s], [rows(other, s)[0] for s in sums if "extra" not in s], "by pieces or as a whole: the same sums")
    found = rows(fresh, "SELECT a.iati_identifier, b.iati_identifier FROM related_activity r JOIN activity a ON a.id = r.activity_id JOIN activity b ON b.id = r.related_id")
    equal(len(found), 128, "every related activity is tied, forward and back")
    equal(one(fresh, "SELECT count(*) FROM activity_extra WHERE name = 'related-activity'"), 0, "and no mention is left")
    equal(ingest(fresh, "bulk.xml", text)["iguales"], 1600, "again: the same")
    indexes = "SELECT count(*) FROM sqlite_master WHERE type = 'index'"
    equal(one(fresh, indexes), one(other, indexes), "every index is back")
    check("broken" not in run("check", "--db", fresh, lang="en").stdout, "the store is whole")


def main():
    db = city("iati.db")
    test_foreign(db)
    test_own(db)
    test_refusals(db)
    test_files(db)
    test_organisations(city("org.db"))
    test_bulk(db)
    finish()


main()
