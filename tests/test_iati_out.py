"""IATI out: valid against the standard's own schema, and lossless: a rich store goes out and comes back the same, table by table; a
foreign file goes in and comes out with every element it had. The schema is fetched once by scripts/iati-schema."""
import os
import re
import sqlite3
import subprocess
import sys
import tempfile

from lxml import etree

from check import COOPMAP, ROOT, check, equal, finish
from geodata_server import GeodataServer

WORK = tempfile.TemporaryDirectory()
SCHEMA = os.path.join(ROOT, "build", "iati-schema")
OWN = "urn:coopmap:iati:1"
CM = "{%s}" % OWN
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
TITLE = "Alcantarillado <sanitario> & \"pluvial\" de La Loma"

AREAS = """codigo,nombre,capa,lon,lat,hectareas,largo_m,ancho_m,rumbo_grados
la-loma,La Loma,barrio,-75.50,10.40,40,800,640,0
el-cano,El Caño,barrio,-75.47,10.38,30,700,550,0
la-isla,La Isla,poblado,,,,,,
"""
ACTORS = """codigo,nombre,tipo,pais,alias,referencia,nota
agencia,Agencia Ñandú de Cooperación,10,ES,ANC;Agencia Ñandú,ES-DIR3-E1,"De <prueba> & más"
distrito,Distrito,11,CO,,,
fundacion,Fundación Mar,,,,,
"""
COLUMNS = ("codigo titulo clase objeto objetivo nota estado tipo_cooperacion modalidad tema sin_erogacion valor_total valor_texto moneda personas "
           "personas_texto unidad_personas personas_aproximado vigencia fecha_firma fecha_inicio fecha_fin fecha_monetizacion lugar ambito lon lat "
           "contorno reparto lugar_nota ejecutor financiador partes macroproyecto identificador_iati tasa_cambio tasa_moneda tasa_fecha documento "
           "localizador aporte_1_entidad aporte_1_valor aporte_1_moneda aporte_1_forma aporte_1_contrapartida aporte_1_texto aporte_1_fecha "
           "aporte_2_entidad aporte_2_valor aporte_2_moneda aporte_2_forma aporte_2_contrapartida aporte_2_texto aporte_2_fecha").split()
PROJECTS = [
    dict(codigo="todo", titulo=TITLE, clase="convenio", objeto="Primera línea\nsegunda \"línea\"\tcon tabulador", objetivo="Llegar al 90 %",
         nota="á é í ó ú ñ — ∑ 𝔸", estado="2", tipo_cooperacion="tecnica", modalidad="bilateral", tema="agua-saneamiento",
         valor_total="12386206436.05", valor_texto="$12.386.206.436,05", moneda="COP", personas="27000", personas_texto="27.000 habitantes",
         unidad_personas="habitantes", personas_aproximado="si", vigencia="31 de Diciembre de 2011", fecha_firma="2009-03", fecha_inicio="2010",
         fecha_fin="31/12/2011", fecha_monetizacion="2011-07-06", lugar="La Loma=60%;El Caño=25.5%", lugar_nota="y otros", ejecutor="Distrito",
         financiador="Fundación Mar", partes="Cámara de Prueba", macroproyecto="programa", identificador_iati="ES-DIR3-E1-0001", tasa_cambio="1766.5",
         tasa_moneda="USD", tasa_fecha="2011-07-06", documento="Informe de prueba", localizador="renglón 7", aporte_1_entidad="Agencia Ñandú de Cooperación",
         aporte_1_valor="6205051179.25", aporte_1_forma="efectivo", aporte_1_texto="Aportados por el gobierno", aporte_1_fecha="2011-07",
         aporte_2_entidad="Distrito", aporte_2_valor="6181155256.80", aporte_2_forma="especie", aporte_2_contrapartida="si"),
    dict(codigo="programa", titulo="Programa", clase="programa", ambito="ciudad"),
    dict(codigo="punto", titulo="Con punto", clase="proyecto", lon="-75.500000001", lat="10.4", fecha_inicio="2012-05-01", valor_total="10.5", moneda="USD"),
    dict(codigo="contorno", titulo="Con contorno", clase="proyecto",
         contorno="POLYGON((-75.51 10.39,-75.49 10.39,-75.49 10.41,-75.51 10.41,-75.51 10.39),(-75.505 10.395,-75.505 10.4,-75.5 10.4,-75.505 10.395))"),
    dict(codigo="sin-erogar", titulo="Marco", clase="convenio-marco", sin_erogacion="si", ambito="fuera"),
    dict(codigo="nada", titulo="Sin nada", clase="proyecto", ambito="desconocido"),
    dict(codigo="isla", titulo="En la isla, sin geometría", clase="proyecto", lugar="La Isla", reparto="igual"),
    dict(codigo="iguales", titulo="Partes iguales", clase="proyecto", lugar="La Loma;El Caño", reparto="igual", valor_total="100.01"),
    dict(codigo="tasa-sola", titulo="Una tasa sin aportes", clase="proyecto", ambito="ciudad", valor_total="46001073309680000000", tasa_cambio="1818",
         tasa_moneda="COP/USD"),
    dict(codigo="aportes-solos", titulo="Suma de aportes", clase="proyecto", ambito="ciudad", aporte_1_valor="USD 4", aporte_2_valor="USD 6.50"),
    dict(codigo="gemelo", titulo=TITLE, clase="convenio", lugar="La Loma", documento="Informe de prueba", localizador="renglón 9"),
]
# What no CSV carries, straight into the store: :t is the id of "todo", :c its claim.
ENRICH = """
UPDATE activity SET activity_scope='8', collaboration_type='1', lang='es', reporting_id=(SELECT id FROM organisation WHERE code='agencia'),
  flow_type='10', finance_type='110', aid_type='C01', tied_status='5', updated='2012-01-02T03:04:05Z' WHERE id=:t;
UPDATE activity SET lang='en', reporting_id=(SELECT id FROM organisation WHERE code='distrito') WHERE code='punto';
UPDATE activity SET updated='2014-09-10' WHERE code='punto';
UPDATE activity SET updated='2014-09-10T01:02:03.5-05:00' WHERE code='isla';
UPDATE activity SET total_raw='por definir' WHERE code='nada';
INSERT INTO narrative (activity_id, type, lang, text) VALUES (:t,'titulo','en','Sewers <of> La Loma'), (:t,'valor','es','Sobre el valor'),
  (:t,'descripcion','es','Una'), (:t,'descripcion','en','One'), (:t,'descripcion','es','Otra'), (:t,'poblacion','es','Habitantes');
INSERT INTO narrative (activity_id, type, lang, text) SELECT id, 'titulo', 'fr', 'Avec un point' FROM activity WHERE code='punto';
INSERT INTO narrative (activity_id, type, lang, text) SELECT id, 'titulo', 'en', 'Nothing' FROM activity WHERE code='nada';
UPDATE activity SET title='Nothing' WHERE code='nada';
INSERT INTO activity_date (activity_id, type, date, precision) VALUES (:t,'expires','2012','year'), (:t,'1','2009-02','month');
UPDATE contribution SET valuation='Según avalúo', receiver_id=(SELECT id FROM organisation WHERE code='distrito') WHERE activity_id=:t AND is_counterpart;
INSERT INTO contribution (activity_id, provider_id, amount_minor, amount_dec, amount_raw, currency, form, value_date, transaction_type, date, flow_type,
  finance_type, aid_type, claim_id) VALUES (:t, NULL, 150000000, '1500000.00', '1500000', 'EUR', 'sin-dato', '2011-01-01', '3', '2011-02-03', '10', '110',
  'D02', :c), (:t, NULL, -200, '-2.00', NULL, 'USD', 'sin-dato', NULL, '7', '2012', NULL, NULL, NULL, :c);
UPDATE activity_location SET class='1', precision='3', reach='2', share_people_ppm=333333 WHERE activity_id=:t AND rank=0;
INSERT INTO classification (activity_id, vocabulary, code, percent_ppm, inferred) VALUES (:t,'1','14022',666667,1), (:t,'2','140',NULL,0);
INSERT INTO stated_total (activity_id, rank, amount_minor, amount_dec, amount_raw, currency, label_raw, claim_id) VALUES
  (:t, 0, 1160000000, '11600000.00', 'EUR 11,6 M', 'EUR', 'Fondo', :c), (:t, 1, 3300000000000, '33000000000.00', NULL, 'COP', NULL, :c);
INSERT INTO beneficiary_group (activity_id, rank, number, is_approx, unit, raw, area_id, is_disjoint, claim_id) VALUES
  (:t, 0, 500, 1, 'familias', 'unas 500', (SELECT id FROM area WHERE code='la-loma'), 1, :c), (:t, 1, NULL, 0, NULL, 'ciudadanía en general', NULL, 0, :c);
INSERT INTO result (id, activity_id, rank, type, title, description, aggregates, claim_id) VALUES
  (901, :t, 0, '1', 'Redes', 'Kilómetros', 1, :c), (902, :t, 1, '9', 'Sin indicador', NULL, NULL, :c);
INSERT INTO indicator (id, result_id, rank, measure, ascending, title, description, baseline_year, baseline_value) VALUES
  (911, 901, 0, '1', 1, 'Km', 'De tubo', '2009', '0'), (912, 901, 1, '2', NULL, 'Cobertura', NULL, NULL, 'baja'), (913, 901, 2, '5', 0, 'Año', NULL, 'antes de 2009', NULL);
INSERT INTO indicator_period (indicator_id, rank, period_start, period_end, target_value, actual_value) VALUES
  (911, 0, '2010-01-01', '2010-12-31', '10', '9'), (911, 1, '2011', NULL, NULL, 'sin medir'), (912, 2, NULL, NULL, '90', NULL);
INSERT INTO document_link (activity_id, rank, url, format, category, title, lang, date, claim_id) VALUES
  (:t, 0, 'https://example.org/a?b=1&c=2', 'application/pdf', 'A11', 'Contrato', 'es', '2010-05', :c), (:t, 1, 'foto: 1 ñ [100%].jpg', NULL, NULL, NULL, NULL, NULL, :c);
INSERT INTO related_activity (activity_id, related_id, type) SELECT id, :t, 'same-as' FROM activity WHERE code='gemelo';
INSERT INTO related_activity (activity_id, related_id, type) SELECT :t, id, '3' FROM activity WHERE code='punto';
INSERT INTO activity_extra (activity_id, owner, rank, name, xml) VALUES
  (:t, '', 0, '@hierarchy', '1'),
  (:t, '', 0, '@{urn:otro}nivel', 'a "b" <c>'),
  (:t, '', 0, 'budget', '<budget type="1"><period-start iso-date="2010-01-01"/><period-end iso-date="2010-12-31"/><value value-date="2010-01-01">5</value></budget>'),
  (:t, '', 0, 'contact-info', '<contact-info type="1"><email>a@example.org</email></contact-info>'),
  (:t, '', 0, 'recipient-country', '<recipient-country code="CO" percentage="100"/>'),
  (:t, '', 0, '{urn:otro}cosa', '<n1:cosa xmlns:n1="urn:otro">x</n1:cosa>'),
  (:t, 'location', 1, '@ref', 'L-2'),
  (:t, 'location', 1, 'administrative', '<administrative code="13001" level="2" vocabulary="A4"/>'),
  (:t, 'location', 1, 'description', '<description><narrative>Junto al caño</narrative></description>'),
  (:t, 'participating-org', 0, '@activity-id', 'X-9'),
  (:t, 'transaction', 2, '@ref', 'T-3'),
  (:t, 'transaction', 2, 'disbursement-channel', '<disbursement-channel code="2"/>'),
  (:t, 'transaction/value', 2, '@{urn:otro}x', '1');
"""
# Everything of a project, with codes for ids, in the order that counts; without batches and claims but for what the claim cites.
PART = "(SELECT code FROM activity WHERE id = x.activity_id), row_number() OVER (PARTITION BY x.activity_id ORDER BY {order}) AS n"
TABLES = {
    "activity": "SELECT x.code, iati_identifier, kind, x.title, activity_status, cooperation_type, modality, no_disbursement, total_minor, total_dec, total_raw,"
                " currency, people, people_raw, people_unit, people_approx, vigencia_raw, place_note, activity_scope, collaboration_type, x.lang, o.code,"
                " flow_type, finance_type, aid_type, tied_status, updated, d.title, c.locator FROM activity x LEFT JOIN organisation o ON o.id = reporting_id"
                " JOIN claim c ON c.id = x.claim_id JOIN source_document d ON d.id = c.document_id",
    "narrative": f"SELECT {PART.format(order='id')}, type, lang, text FROM narrative x",
    "activity_date": f"SELECT {PART.format(order='id')}, type, date, precision FROM activity_date x",
    "participating_org": f"SELECT {PART.format(order='x.id')}, o.code, role, role_text FROM participating_org x JOIN organisation o ON o.id = organisation_id",
    "exchange_rate": "SELECT a.code, from_currency, to_currency, rate_dec, date, x.kind, raw FROM exchange_rate x JOIN activity a ON a.claim_id = x.claim_id",
    "contribution": f"SELECT {PART.format(order='x.id')}, p.code, r.code, amount_minor, amount_dec, amount_raw, currency, form, is_counterpart, value_date,"
                    " label_raw, rate_id IS NOT NULL, transaction_type, date, flow_type, finance_type, aid_type, valuation FROM contribution x"
                    " LEFT JOIN organisation p ON p.id = provider_id LEFT JOIN organisation r ON r.id = receiver_id",
    "activity_location": f"SELECT {PART.format(order='rank, x.id')}, scope, a.code, name_raw, share_money_ppm, share_people_ppm, share_basis, method,"
                         " exactness, reach, class, precision, hex(geom_point), hex(geom_outline) FROM activity_location x LEFT JOIN area a ON a.id = area_id",
    "classification": f"SELECT {PART.format(order='id')}, vocabulary, code, percent_ppm, inferred FROM classification x",
    "related_activity": "SELECT (SELECT code FROM activity WHERE id = activity_id), (SELECT code FROM activity WHERE id = related_id), type FROM related_activity",
    "stated_total": f"SELECT {PART.format(order='rank')}, amount_minor, amount_dec, amount_raw, currency, label_raw FROM stated_total x",
    "beneficiary_group": f"SELECT {PART.format(order='rank')}, number, is_approx, unit, raw, a.code, is_disjoint FROM beneficiary_group x"
                         " LEFT JOIN area a ON a.id = area_id",
    "result": f"SELECT {PART.format(order='rank')}, type, title, description, aggregates FROM result x",
    "indicator": "SELECT r.title AS result, i.rank, i.measure, i.ascending, i.title AS t, i.description AS d, i.baseline_year, i.baseline_value FROM indicator i"
                 " JOIN result r ON r.id = result_id",
    "indicator_period": "SELECT i.title AS t, p.rank, period_start, period_end, target_value, actual_value FROM indicator_period p JOIN indicator i ON i.id = indicator_id",
    "document_link": f"SELECT {PART.format(order='rank')}, url, format, category, x.title, x.lang, date FROM document_link x",
    "activity_extra": f"SELECT {PART.format(order='id')}, owner, rank, name, xml FROM activity_extra x",
    "organisation": "SELECT code, ref, name, type, country, note FROM organisation",
    "organisation_alias": "SELECT o.code, alias FROM organisation_alias JOIN organisation o ON o.id = organisation_id",
}


def path(name):
    return os.path.join(WORK.name, name)


def write(name, text):
    with open(path(name), "w", encoding="utf-8", newline="") as f:
        f.write(text)
    return path(name)


def run(*words, want=0):
    result = subprocess.run([COOPMAP, *words, "--lang", "en"], capture_output=True, text=True, timeout=600, check=False)
    equal(result.returncode, want, f"exit status of {' '.join(words[:3])}" + ("" if result.returncode == want else f": {result.stderr}{result.stdout[-3000:]}"))
    return result


def rows(db, sql):
    store = sqlite3.connect(f"file:{db}?mode=ro", uri=True)
    try:
        return store.execute(sql).fetchall()
    finally:
        store.close()


def content(db):
    return {name: sorted(rows(db, sql), key=repr) for name, sql in TABLES.items()}


def export(db, name, collection="proyectos", filter_=""):
    run("export", "--db", db, "--format", "iati", "--collection", collection, "--out", path(name), *(["--filter", filter_] if filter_ else []))
    with open(path(name), "rb") as f:
        return f.read()


def quoted(value):
    return '"' + value.replace('"', '""') + '"' if re.search('[",\n]', value) else value


def store_with_areas(name):
    run("init", "--db", path(name))
    run("ingest", "areas", write("areas.csv", AREAS), "--db", path(name), "--no-snapshot")
    return path(name)


def rich_store(name):
    db = store_with_areas(name)
    run("ingest", "actors", write("actors.csv", ACTORS), "--db", db, "--no-snapshot")
    table = ",".join(COLUMNS) + "\n" + "".join(",".join(quoted(p.get(c, "")) for c in COLUMNS) + "\n" for p in PROJECTS)
    run("ingest", "projects", write("projects.csv", table), "--db", db, "--no-snapshot", "--numbers", "plain", "--title", "Informe de prueba")
    store = sqlite3.connect(db)
    todo, claim = store.execute("SELECT id, claim_id FROM activity WHERE code = 'todo'").fetchone()
    for statement in ENRICH.split(";\n"):
        store.execute(statement, {k: v for k, v in {"t": todo, "c": claim}.items() if f":{k}" in statement})
    store.execute("UPDATE meta SET value = value + 1 WHERE key = 'data_version'")
    store.commit()
    store.close()
    run("snapshot", "--db", db)
    return db


class Schema:
    def __init__(self):
        made = subprocess.run([os.path.join(ROOT, "scripts", "iati-schema"), SCHEMA], capture_output=True, text=True, check=False)
        self.of = {}
        if check(made.returncode == 0, "scripts/iati-schema fetched the schema of IATI 2.03; without it no file is held against it: " + made.stderr[-500:]):
            self.of = {kind: etree.XMLSchema(etree.parse(os.path.join(SCHEMA, f"iati-{kind}-schema.xsd"))) for kind in ("activities", "organisations")}

    def valid(self, data, kind, name):
        tree = etree.fromstring(data)
        if self.of:
            fine = self.of[kind].validate(tree)
            check(fine, f"{name} is valid against the XSD", seen=[f"{e.line}: {e.message}" for e in list(self.of[kind].error_log)[:5]])
        return tree


def activity(tree, code):
    return tree.find(f"iati-activity[@{CM}codigo='{code}']")


def test_what_is_said(tree):
    todo, nothing = activity(tree, "todo"), activity(tree, "nada")
    equal(todo.findtext("title/narrative"), TITLE, "the title")
    equal(todo.findtext("iati-identifier"), "ES-DIR3-E1-0001", "the identifier")
    equal(nothing.find("iati-identifier").attrib, {CM + "supuesto": "*"}, "an identifier that was made is marked")
    equal(nothing.findtext("iati-identifier"), "coopmap-nada", "and not official")
    for element in ("reporting-org", "activity-status", "activity-date", "participating-org", "description"):
        equal(nothing.find(element).get(CM + "supuesto"), "*", f"{element}: nobody states it, so it is marked")
    equal(len(tree.findall("iati-activity/budget")), 1, "no total becomes a budget: the one there came as one")
    equal([t.find("transaction-type").get(CM + "supuesto") for t in todo.findall("transaction")], ["*", "*", None, None],
          "parts of a report are marked, transactions are not")
    equal([t.find("transaction-type").get("code") for t in todo.findall("transaction")], ["2", "2", "3", "7"], "and stand as commitments")
    equal([(t.find("value").text, t.find("value").get(CM + "texto")) for t in todo.findall("transaction")],
          [("6205051179.25", None), ("6181155256.80", None), ("1500000", None), ("-2.00", "")], "amounts as they read")
    equal([d.get("type") for d in todo.findall("description")], ["1", "2", "4", "4", "1", "1", "3"], "descriptions by type")
    equal(todo.find(CM + "total[@{%s}principal]" % OWN).attrib[CM + "texto"], "$12.386.206.436,05", "the total as printed")
    equal(todo.find("location/point").get(CM + "supuesto"), "*", "the point of an area is no place that was stated")
    equal(todo.find("location/point/pos").text, "10.4 -75.5", "latitude first")
    equal(todo.find("location").get(CM + "parte"), "60", "the share")
    equal(todo.find("sector[@vocabulary='1']").get("percentage"), "66.6667", "the percentage of a sector")
    equal([e.tag for e in todo.findall("location")[1]], ["name", "description", "administrative", "point", "exactness"], "extras in the schema's order")


def test_rich(schema):
    db = rich_store("rich.db")
    data = export(db, "rich.xml")
    organisations = export(db, "rich-actors.xml", "actores")
    tree = schema.valid(data, "activities", "the rich set")
    schema.valid(organisations, "organisations", "its actors")
    equal(len(tree.findall("iati-activity")), len(PROJECTS), "every project is there, placed or not")
    test_what_is_said(tree)
    some = etree.fromstring(export(db, "some.xml", filter_="clase=convenio"))
    equal([a.get(CM + "codigo") for a in some], [None, "gemelo", "todo"], "a filter chooses (and a comment heads the file)")
    equal(export(db, "again.xml"), data, "the same store gives the same bytes")
    refused = run("export", "--db", db, "--format", "iati", "--collection", "areas", "--out", path("no.xml"), want=3)
    check("areas have none" in refused.stderr, "areas are refused", seen=refused.stderr)
    return db, data


def take_in(back, name):
    """The two files of a name into a store that has the same areas."""
    run("ingest", "iati", path(name + "-actors.xml"), "--db", back, "--no-snapshot")
    run("ingest", "iati", path(name + ".xml"), "--db", back)
    return back


def geodata_areas(name):
    db, data = path(name), os.path.join(ROOT, "geodata")
    run("init", "--db", db)
    run("ingest", "areas", os.path.join(data, "areas.csv"), "--db", db, "--no-snapshot")
    run("ingest", "areas", os.path.join(data, "la-popa.geojson"), "--db", db, "--no-snapshot", "--layer", "zona", "--status", "digitised")
    return db


def compare(before, after, name):
    want, got = content(before), content(after)
    for table in TABLES:
        missing = [r for r in want[table] if r not in got[table]]
        added = [r for r in got[table] if r not in want[table]]
        check(not missing and not added and len(want[table]) == len(got[table]), f"{name}: {table} is the same ({len(want[table])} rows)",
              seen={"missing": missing[:3], "added": added[:3]})


def body(data):
    return data.split(b"\n", 2)[2]  # without the time of the newest change


def test_round_trip(schema):
    db, data = test_rich(schema)
    back = take_in(store_with_areas("rich-back.db"), "rich")
    compare(db, back, "rich")
    equal(body(export(back, "rich-again.xml")), body(data), "rich: it goes out again with the same bytes")
    before = content(back)
    said = run("ingest", "iati", path("rich.xml"), "--db", back).stdout
    check(f"0 added, 0 changed, {len(PROJECTS)} the same" in said, "rich: a second time nothing changes", seen=said)
    equal(content(back), before, "rich: and nothing did")


def test_geodata(schema):
    with GeodataServer() as server:
        data, organisations = export(server.db, "geodata.xml"), export(server.db, "geodata-actors.xml", "actores")
        tree = schema.valid(data, "activities", "geodata")
        schema.valid(organisations, "organisations", "the actors of geodata")
        equal(len(tree.findall("iati-activity")), rows(server.db, "SELECT count(*) FROM activity")[0][0], "geodata: every project")
        for url, want, name in (("/exportar/actividades.xml", data, "actividades.xml"), ("/exportar/organizaciones.xml", organisations, "organizaciones.xml")):
            answer = server.get(url)
            equal(answer.status, 200, f"{url} answers")
            equal(answer.header("Content-Type"), "application/xml; charset=utf-8", f"{url}: its type")
            equal(answer.header("Content-Disposition"), f'attachment; filename="{name}"', f"{url}: its name")
            check(answer.body == want, f"{url} gives the bytes of the command")
        few = etree.fromstring(server.get("/exportar/actividades.xml?area=arroz-barato").body)
        equal([a.get(CM + "codigo") for a in few.findall("iati-activity")], ["convenio-6"], "an address with a filter")
        for url in ("/exportar/areas.xml", "/exportar/actividades.csv", "/exportar/nada.xml"):
            equal(server.get(url).status, 404, f"{url} is not there")
        compare(server.db, take_in(geodata_areas("geodata-back.db"), "geodata"), "geodata")


# ---- a foreign file: what it said is what comes out

ORG = '<narrative>{0}</narrative>'
FOREIGN = """<?xml version="1.0" encoding="UTF-8"?>
<iati-activities version="2.03" generated-datetime="2014-09-10T07:15:37Z" xmlns:o="urn:otro">
<iati-activity xml:lang="en" default-currency="EUR" last-updated-datetime="2014-09-10T07:15:37Z" humanitarian="1" hierarchy="1"
  linked-data-uri="http://example.org/1" budget-not-provided="2" o:note="a &amp; b">
 <iati-identifier>AA-AAA-123456789-ABC123</iati-identifier>
 <reporting-org ref="AA-AAA-123456789" type="40" secondary-reporter="0"><narrative>Organisation &lt;name&gt;</narrative><narrative xml:lang="fr">Nom</narrative></reporting-org>
 <title><narrative>Activity title</narrative><narrative xml:lang="fr" o:by="x">Titre</narrative><narrative xml:lang="es">Título</narrative></title>
 <description type="1"><narrative>General</narrative><narrative xml:lang="fr">Général</narrative></description>
 <description type="2"><narrative>Objectives</narrative></description>
 <description><narrative>No type</narrative></description>
 <participating-org ref="BB-BBB-123456789" role="1" type="40" activity-id="BB-BBB-123456789-1234" crs-channel-code="40000"><narrative>Agency B</narrative></participating-org>
 <participating-org role="2" type="10"><narrative>Agency A</narrative><o:more>1</o:more></participating-org>
 <participating-org ref="BB-BBB-123456789" role="4"/>
 <other-identifier ref="ABC123-XYZ" type="A1"><owner-org ref="AA-AAA-123456789"><narrative>Owner</narrative></owner-org></other-identifier>
 <activity-status code="2"/>
 <activity-date iso-date="2012-04-15" type="1"/>
 <activity-date iso-date="2012-04-28" type="2"><narrative>First day</narrative></activity-date>
 <contact-info type="1"><organisation><narrative>Agency A</narrative></organisation><email>a@example.org</email></contact-info>
 <activity-scope code="3"/>
 <recipient-country code="CO" percentage="60"/>
 <recipient-country code="PE" percentage="20"><narrative>Perú</narrative></recipient-country>
 <recipient-region code="489" vocabulary="1" percentage="20"/>
 <location ref="AF-KAN"><location-reach code="1"/><location-id vocabulary="G1" code="1453782"/><name><narrative>La Loma</narrative><narrative xml:lang="es">Lomita</narrative></name>
  <description><narrative>Description</narrative></description><activity-description><narrative>Doing</narrative></activity-description>
  <administrative vocabulary="G1" level="1" code="1453782"/><administrative vocabulary="G1" level="2" code="1453783"/>
  <point srsName="http://www.opengis.net/def/crs/EPSG/0/4326"><pos>10.401 -75.502</pos></point><exactness code="1"/><location-class code="2"/><feature-designation code="PPLQ"/></location>
 <location><name><narrative>Somewhere</narrative></name></location>
 <sector vocabulary="2" code="111" percentage="50"/><sector code="11220" percentage="33.33333"/><sector vocabulary="99" vocabulary-uri="http://example.org/v" code="X1"><narrative>Own</narrative></sector>
 <tag code="1" vocabulary="1"><narrative>A tag</narrative></tag>
 <country-budget-items vocabulary="4"><budget-item code="1.1.1" percentage="100"><description><narrative>Item</narrative></description></budget-item></country-budget-items>
 <humanitarian-scope type="1" vocabulary="1-2" code="EQ-2015-000048-NPL"><narrative>Scope</narrative></humanitarian-scope>
 <policy-marker vocabulary="1" code="2" significance="3"/>
 <collaboration-type code="1"/><default-flow-type code="10"/><default-finance-type code="110"/><default-aid-type code="A01"/><default-aid-type code="1" vocabulary="2"/>
 <default-tied-status code="3"/>
 <budget type="1" status="1"><period-start iso-date="2014-01-01"/><period-end iso-date="2014-12-31"/><value currency="EUR" value-date="2014-01-01">3000</value></budget>
 <planned-disbursement type="1"><period-start iso-date="2014-01-01"/><value value-date="2014-01-01">3000</value><provider-org ref="BB-BBB-123456789"/></planned-disbursement>
 <capital-spend percentage="88.8"/>
 <transaction ref="1234" humanitarian="1"><transaction-type code="1"/><transaction-date iso-date="2012-01-01"/><value value-date="2012-01-01">1000</value>
  <description><narrative>Transaction</narrative><narrative xml:lang="es">Transacción</narrative></description>
  <provider-org provider-activity-id="BB-BBB-123456789-1234AA" type="10" ref="BB-BBB-123456789"><narrative>Agency B again</narrative></provider-org>
  <receiver-org receiver-activity-id="AA-AAA-123456789-1234" type="23" ref="AA-AAA-123456789"/>
  <disbursement-channel code="1"/><sector vocabulary="2" code="111"/><recipient-country code="CO"/><flow-type code="10"/><finance-type code="110"/>
  <aid-type code="A01"/><aid-type code="3" vocabulary="4"/><tied-status code="3"/><o:extra o:a="1"/></transaction>
 <transaction><transaction-type code="3"/><transaction-date iso-date="2013-01-01"/><value currency="USD" value-date="2013-01-02">-5.50</value><provider-org><narrative>Agency A</narrative></provider-org></transaction>
 <document-link format="application/vnd.oasis.opendocument.text" url="http://example.org/report.odt?a=1&amp;b=2"><title><narrative>Report</narrative><narrative xml:lang="fr">Rapport</narrative></title>
  <description><narrative>About</narrative></description><category code="A01"/><category code="A02"/><language code="en"/><language code="fr"/><document-date iso-date="2014-02-05"/></document-link>
 <related-activity ref="AA-AAA-123456789-6789" type="1"/>
 <related-activity ref="AA-AAA-123456789-TWO" type="3"/>
 <legacy-data name="Project Status" value="7" iati-equivalent="activity-status"/>
 <conditions attached="1"><condition type="1"><narrative>Conditions</narrative></condition></conditions>
 <result type="1" aggregation-status="true"><title><narrative>Result</narrative><narrative xml:lang="es">Resultado</narrative></title><description><narrative>Described</narrative></description>
  <document-link format="text/html" url="http://example.org/"><title><narrative>T</narrative></title><category code="A08"/></document-link>
  <reference vocabulary="1" code="R1"/>
  <indicator measure="1" ascending="0" aggregation-status="1"><title><narrative>Indicator</narrative></title><reference vocabulary="1" code="I1"/>
   <baseline iso-date="2012-01-01" year="2012" value="10"><location ref="AF-KAN"/><dimension name="sex" value="female"/><comment><narrative>Base</narrative></comment></baseline>
   <baseline year="2013" value="11"/>
   <period><period-start iso-date="2013-01-01"/><period-end iso-date="2013-03-31"/><target value="11"><dimension name="sex" value="female"/><comment><narrative>C</narrative></comment></target>
    <target value="12"/><actual value="11"><location ref="AF-KAN"/></actual></period>
   <period><period-start iso-date="2014-01-01"/><period-end iso-date="2014-03-31"/></period></indicator></result>
 <crs-add><other-flags code="1" significance="1"/></crs-add>
 <fss extraction-date="2014-05-06" priority="1"><forecast year="2014" value-date="2013-07-03" currency="GBP">3000</forecast></fss>
 <o:own><o:inner a="1">text</o:inner></o:own>
</iati-activity>
<iati-activity>
 <iati-identifier>AA-AAA-123456789-TWO</iati-identifier>
 <reporting-org ref="CC-1" type="10"><narrative>Agency C</narrative></reporting-org>
 <title><narrative xml:lang="de">Titel</narrative></title>
 <description type="1"><narrative xml:lang="de">Beschreibung</narrative></description>
 <participating-org role="4"><narrative>Agency C</narrative></participating-org>
 <activity-status code="4"/><activity-date iso-date="2010-01-01" type="2"/>
</iati-activity>
</iati-activities>
"""


def plain_number(text):
    return re.sub(r"\.?0+$", "", text) if "." in text else text


def meaning(element, lang, currency):
    """What an element says: without what is marked as ours, with the standard's defaults filled in."""
    local = etree.QName(element).localname
    lang = element.get(XML_LANG, lang)
    said = {k: v for k, v in element.attrib.items() if not k.startswith(CM) and k != XML_LANG}
    for name in element.get(CM + "supuesto", "").split():
        said.pop(name, None)
    said = {k: {"true": "1", "false": "0"}.get(v, plain_number(v) if k == "percentage" else v) for k, v in said.items()}
    if local == "narrative":
        said[XML_LANG] = lang
    defaults = {"sector": ("vocabulary", "1"), "description": ("type", "1"), "value": ("currency", currency)}
    if local in defaults and (local != "description" or element.getparent().tag == "iati-activity"):
        said.setdefault(*defaults[local])
    children = [meaning(c, lang, currency) for c in element if isinstance(c.tag, str) and not c.tag.startswith(CM) and c.get(CM + "supuesto") != "*"]
    links = sorted(c for c in children if c[0] == "related-activity")  # those that lead nowhere here come last
    children = [c if c[0] != "related-activity" else links.pop(0) for c in children]
    return element.tag, tuple(sorted(said.items())), (element.text or "").strip(), tuple(children)


ORGANISATIONS = ("reporting-org", "participating-org", "provider-org", "receiver-org")


def holds(got, want, where=""):
    """What `want` says and `got` does not. An organisation may come out with its name, reference and type as the directory has them."""
    if got[0] in ORGANISATIONS:
        lacking = [a for a in want[1] if a not in got[1]] + [c for c in want[3] if c not in got[3]]
        return [(where, got[0], lacking)] if lacking else []
    if got[:3] != want[:3] or len(got[3]) != len(want[3]) or [c[0] for c in got[3]] != [c[0] for c in want[3]]:
        return [(where, got[:3], [c[0] for c in got[3]], "instead of", want[:3], [c[0] for c in want[3]])]
    return [lack for g, w in zip(got[3], want[3]) for lack in holds(g, w, where + "/" + got[0])]


def test_foreign(schema):
    want = schema.valid(FOREIGN.encode(), "activities", "the foreign file")
    db = store_with_areas("foreign.db")
    run("ingest", "iati", write("foreign.xml", FOREIGN), "--db", db)
    data = export(db, "foreign-out.xml")
    got = schema.valid(data, "activities", "the foreign file, once it was here")
    for activity_ in want.findall("iati-activity"):
        identifier = activity_.findtext("iati-identifier")
        out = [a for a in got.findall("iati-activity") if a.findtext("iati-identifier") == identifier][0]
        lang = activity_.get(XML_LANG, "es")
        equal(holds(meaning(out, lang, "EUR"), meaning(activity_, lang, "EUR")), [], f"{identifier}: every element is there again")
        equal(out.get(XML_LANG), activity_.get(XML_LANG), f"{identifier}: its language")
    before = content(db)
    run("ingest", "iati", path("foreign-out.xml"), "--db", db)
    equal(content(db), before, "what came out says the same as what came in")
    back = store_with_areas("foreign-back.db")
    export(db, "foreign-actors.xml", "actores")
    os.replace(path("foreign-out.xml"), path("foreign.xml"))
    compare(db, take_in(back, "foreign"), "foreign")


def test_many(schema):
    make = os.path.join(ROOT, "tests", "bench", "iati_make.py")
    many = 10000 if os.environ.get("VARIANT", "release") == "release" else 1000
    subprocess.run([sys.executable, make, str(many), path("many.xml")], check=True)
    db = store_with_areas("many.db")
    run("ingest", "iati", path("many.xml"), "--db", db)
    tree = schema.valid(export(db, "many-out.xml"), "activities", f"{many} made-up activities")
    equal(len(tree.findall("iati-activity")), many, f"all {many} come out")


def main():
    schema = Schema()
    test_round_trip(schema)
    test_geodata(schema)
    test_foreign(schema)
    test_many(schema)


if __name__ == "__main__":
    main()
    finish()
