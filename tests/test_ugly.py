"""Every file of the shared geodata, clean and ugly: what SOURCES.md expects of it, one row of a table each."""
import csv
import json
import math
import os
import shutil
import sqlite3
import subprocess
import tempfile

from check import COOPMAP, SHARED, check, equal, finish

GEODATA = os.path.join(SHARED, "geodata")
WORK = tempfile.mkdtemp(prefix="coopmap-ugly-")
EMPTY = os.path.join(WORK, "empty.db")


def run(*arguments):
    return subprocess.run([COOPMAP, *arguments], capture_output=True, text=True, timeout=120, env={**os.environ, "NO_COLOR": "1"})


def ingest(name, *options):
    """A fresh store with the file in it: exit status, report, rows of area, the store's path."""
    db = os.path.join(WORK, "one.db")
    for suffix in ("", "-wal", "-shm"):
        if os.path.exists(db + suffix):
            os.unlink(db + suffix)
    shutil.copy(EMPTY, db)
    done = run("ingest", "areas", os.path.join(GEODATA, name), "--db", db, "--no-snapshot", "--json", "--lang", "es", *options)
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        answer = {}
    answer["stderr"] = done.stderr
    with sqlite3.connect(db) as connection:
        connection.row_factory = sqlite3.Row
        areas = {row["code"]: dict(row) for row in connection.execute(
            "SELECT code, name, layer, geom_status, hectares, lon, lat, geom IS NOT NULL AS has_geom FROM area")}
        leftovers = connection.execute("SELECT count(*) FROM import_batch").fetchone()[0]
    connection.close()
    if done.returncode:
        check(not areas and not leftovers or "--partial" in options, f"{name}: a refused file leaves nothing", (len(areas), leftovers))
    return done.returncode, answer, areas


def messages(answer, code=None):
    found = answer.get("report", {}).get("mensajes", [])
    return [m for m in found if code is None or m["codigo"] == code]


def rows_with(answer, code):
    return sorted({m["fila"] for m in messages(answer, code)})


def metres(a, b):
    north = (a["lat"] - b["lat"]) * 110600
    east = (a["lon"] - b["lon"]) * 111320 * math.cos(math.radians(a["lat"]))
    return math.hypot(north, east)


def main():
    status, clean, municipios = ingest("dane_mgn2018_municipios_bolivar_y_vecinos.geojson", "--layer", "municipio")
    # file, options, exit status, number of areas, report codes that must be there
    table = [
        ("dane_mgn2018_municipios_bolivar_y_vecinos.geojson", ["--layer", "municipio"], 0, 63, []),
        ("dane_mgn2018_departamentos_caribe.geojson", ["--layer", "departamento"], 0, 5, []),
        ("dane_perimetro_urbano_cartagena_2024.geojson", ["--layer", "perimetro"], 0, 1, []),
        ("divipola_centros_poblados_13001.csv", ["--layer", "centro_poblado"], 0, 31, []),
        ("osm_barrio_manga.geojson", ["--layer", "barrio"], 0, 1, []),
        ("barrios_sinteticos_limpio.geojson", ["--layer", "barrio"], 0, 72, []),
        ("places.csv", ["--layer", "barrio"], 0, 211, []),
        ("ugly/shp_9377_latin1_nocpg", ["--layer", "municipio"], 0, 12, ["codificacion-detectada"]),
        ("ugly/shp_9377_latin1_nocpg/municipios.shp", ["--layer", "municipio"], 0, 12, ["codificacion-detectada"]),
        ("ugly/shp_3116_noprj", ["--layer", "municipio"], 3, 0, []),
        ("ugly/shp_3116_noprj", ["--layer", "municipio", "--crs", "EPSG:3116"], 0, 12, []),
        ("ugly/shp_bogota1975_21897", ["--layer", "municipio"], 0, 12, []),
        ("ugly/shp_6250_urbano_cartagena", ["--layer", "municipio"], 0, 12, []),
        ("ugly/municipios_9377_crs_member.geojson", ["--layer", "municipio"], 0, 12, []),
        ("ugly/municipios_9377_undeclared.geojson", ["--layer", "municipio"], 3, 0, []),
        ("ugly/municipios_9377_undeclared.geojson", ["--layer", "municipio", "--crs", "EPSG:9377"], 0, 12, []),
        ("ugly/municipios_9377_northing_easting.gml", ["--layer", "municipio"], 0, 12, []),
        ("ugly/municipios_lat_lon_swapped.geojson", ["--layer", "municipio"], 3, 0, []),
        ("ugly/municipios_lat_lon_swapped.geojson", ["--layer", "municipio", "--swap-axes"], 0, 12, []),
        ("ugly/municipios_mojibake_utf8.geojson", ["--layer", "municipio"], 0, 12, ["texto-mal-codificado"]),
        ("ugly/municipios_latin1_bytes.geojson", ["--layer", "municipio"], 0, 12, ["codificacion-detectada"]),
        ("ugly/municipios_utf8_bom_crlf.geojson", ["--layer", "municipio"], 0, 12, []),
        ("ugly/municipios_xyz.geojson", ["--layer", "municipio"], 0, 4, ["tercera-coordenada"]),
        ("ugly/municipios.kml", ["--layer", "municipio"], 0, 3, []),
        ("ugly/municipios_codigo_sin_cero.csv", ["--layer", "municipio"], 0, 63, ["codigo-sin-cero"]),
        ("ugly/centros_poblados_punto_y_coma_latin1.csv", ["--layer", "centro_poblado"], 0, 31, ["codificacion-cp1252"]),
        ("ugly/centros_poblados_coordenadas_danadas.csv", ["--layer", "centro_poblado"], 3, 0, ["punto-de-relleno"]),
        ("ugly/centros_poblados_coordenadas_danadas.csv", ["--layer", "centro_poblado", "--partial"], 3, 27, ["punto-de-relleno"]),
        ("ugly/dane_simplified_self_intersecting.geojson", ["--layer", "municipio"], 0, 4, ["geometria-reparada"]),
        ("ugly/barrios_sinteticos_sucio.geojson", ["--layer", "barrio"], 3, 0, ["codigo-repetido"]),
        ("ugly/barrios_sinteticos_sucio.geojson", ["--layer", "barrio", "--partial"], 3, 65, ["codigo-repetido"]),
        ("ugly/barrios_sinteticos_3857_shp", ["--layer", "barrio"], 0, 72, ["fila-repetida"]),
    ]
    results = {}
    for name, options, want_status, want_areas, want_codes in table:
        title = " ".join([name, *options])
        status, answer, areas = ingest(name, *options)
        equal(status, want_status, f"{title}: exit status")
        equal(len(areas), want_areas, f"{title}: areas")
        for code in want_codes:
            check(messages(answer, code), f"{title}: reports {code}", [m["codigo"] for m in messages(answer)][:20])
        results[title] = (answer, areas)
        if "municipio" in options and areas and "simplified" not in name and not name.endswith(".csv"):
            compare_with_clean(title, areas, municipios)
    check_refusals(results)
    check_names(results, municipios)
    check_figures(results, municipios)
    check_points(results)
    check_dirty(results)


def compare_with_clean(title, areas, clean):
    """Same places: names to the letter, label points within 10 m, hectares within 1 % (files of the simplified outline)."""
    for code, area in areas.items():
        twin = clean.get(code)
        if not check(twin, f"{title}: {code} is a municipality of the clean file"):
            continue
        equal(area["name"].lower(), twin["name"].lower(), f"{title}: name of {code}")
        check(abs(area["hectares"] - twin["hectares"]) < 0.01 * twin["hectares"], f"{title}: hectares of {code}",
              (area["hectares"], twin["hectares"]))
        check(metres(area, twin) < max(10, 0.02 * math.sqrt(twin["hectares"] * 1e4)), f"{title}: place of {code}", metres(area, twin))


def text_of(answer):
    return json.dumps(answer, ensure_ascii=False)


def check_refusals(results):
    for title, remedy in [
            ("ugly/shp_3116_noprj --layer municipio", "--crs"),
            ("ugly/municipios_9377_undeclared.geojson --layer municipio", "EPSG:9377"),
            ("ugly/municipios_lat_lon_swapped.geojson --layer municipio", "--swap-axes")]:
        check(remedy in text_of(results[title][0]), f"{title}: the refusal names the remedy {remedy}", results[title][0])


def check_names(results, municipios):
    for title in ("ugly/shp_9377_latin1_nocpg --layer municipio", "ugly/municipios_mojibake_utf8.geojson --layer municipio",
                  "ugly/municipios_latin1_bytes.geojson --layer municipio"):
        names = {a["name"] for a in results[title][1].values()}
        check({"turbaná", "el carmen de bolívar", "maría la baja"} <= {n.lower() for n in names}, f"{title}: names intact", names)
    names = {a["name"] for a in results["ugly/barrios_sinteticos_3857_shp --layer barrio"][1].values()}
    check("OLAYA ST. RAFAEL NUÑEZ" in names, "3857 shapefile: OLAYA ST. RAFAEL NUÑEZ intact")
    codes = results["ugly/municipios_codigo_sin_cero.csv --layer municipio"][1]
    equal({c for c in codes if len(c) != 5}, set(), "codigo_sin_cero: all codes have five digits")
    equal(set(codes), set(municipios), "codigo_sin_cero: the codes of the clean file")


def check_figures(results, municipios):
    hectares = municipios["13001"]["hectares"]
    check(abs(hectares - 59768) < 0.02 * 59768, "13001 has its official hectares within 2 %", hectares)
    title = "dane_perimetro_urbano_cartagena_2024.geojson --layer perimetro"
    hectares = next(iter(results[title][1].values()))["hectares"]
    check(abs(hectares - 8365) < 5, "urban perimeter: 8,365 ha", hectares)
    answer, areas = results["ugly/dane_simplified_self_intersecting.geojson --layer municipio"]
    equal(rows_with(answer, "geometria-reparada"), [1, 2, 3], "Turbo, Tumaco and La Guajira are reported invalid")
    check(abs(areas["13001"]["hectares"] - 57600) < 300, "simplified Cartagena is accepted with its 576 km2", areas["13001"]["hectares"])
    a, b = (results[t][1] for t in ("barrios_sinteticos_limpio.geojson --layer barrio", "ugly/barrios_sinteticos_3857_shp --layer barrio"))
    equal(set(a), set(b), "3857 shapefile: the codes of the clean layer")
    worst = max(abs(a[c]["hectares"] - b[c]["hectares"]) / a[c]["hectares"] for c in set(a) & set(b))
    check(worst < 0.001, "3857 shapefile: hectares in EPSG:9377, not in Web Mercator", worst)
    places = results["places.csv --layer barrio"][1]
    with open(os.path.join(GEODATA, "places.csv"), encoding="utf-8") as f:
        given = {r["name"]: float(r["hectares"]) for r in csv.DictReader(f)}
    worst = max(abs(a["hectares"] - given[a["name"]]) / given[a["name"]] for a in places.values())
    check(worst < 0.001, "places.csv: an extent has the hectares that were given", worst)
    equal({a["geom_status"] for a in places.values()}, {"approximate"}, "places.csv: extents are approximate")


def check_points(results):
    clean = results["divipola_centros_poblados_13001.csv --layer centro_poblado"][1]
    other = results["ugly/centros_poblados_punto_y_coma_latin1.csv --layer centro_poblado"][1]
    check(all(metres(clean[c], other[c]) < 1 and clean[c]["name"] == other[c]["name"] for c in clean),
          "semicolons, decimal commas and Latin-1: the same points and names")
    answer, damaged = results["ugly/centros_poblados_coordenadas_danadas.csv --layer centro_poblado --partial"]
    with open(os.path.join(GEODATA, "ugly/centros_poblados_coordenadas_danadas.csv"), encoding="utf-8") as f:
        rows = list(csv.DictReader(f))
    want = {"lon sin punto decimal": "punto-decimal-perdido", "marcador de posicion": "punto-de-relleno", "ejes cambiados": "ejes-cambiados",
            "lon sin signo": "signo-perdido", "vacio": "sin-punto", "GMS": "punto-en-grados-minutos-segundos"}
    for number, row in enumerate(rows, start=2):
        code, defect = row["codigo"], row["defecto"]
        if defect in want:
            check(number in rows_with(answer, want[defect]), f"damaged points: row {number} ({defect}) is reported as {want[defect]}")
        if defect == "marcador de posicion":
            check(code not in damaged, f"damaged points: row {number} is refused")
        elif defect == "vacio":
            check(damaged[code]["lon"] is None, f"damaged points: row {number} has a name and no point")
        else:
            check(metres(damaged[code], clean[code]) < 1, f"damaged points: row {number} ({defect}) is where it should be")
            equal(damaged[code]["name"], clean[code]["name"], f"damaged points: name of row {number}")


def check_dirty(results):
    answer, areas = results["ugly/barrios_sinteticos_sucio.geojson --layer barrio --partial"]
    want = {4: "codigo-repetido", 5: "codigo-repetido", 7: "texto-con-espacios", 9: "texto-con-espacios", 10: "texto-con-espacios", 11: "texto-entre-numeros",
            12: "valor-ausente", 13: "anidamiento-distinto", 14: "anidamiento-distinto", 18: "geometria-reparada", 19: "anillo-abierto",
            20: "puntos-repetidos", 21: "pico", 23: "geometria-reparada", 27: "superposicion", 29: "hueco-alrededor", 31: "sin-geometria",
            32: ("sin-geometria", "geometria-vacia"),  # empty coordinates are null to GDAL 3.6 and empty to 3.10
            33: "anillo-al-reves", 34: "coleccion-de-geometrias", 35: "ejes-cambiados", 36: "sin-superficie",
            37: "sin-nombre", 39: "texto-mal-codificado", 41: "texto-descompuesto", 73: "fila-repetida"}
    with open(os.path.join(GEODATA, "ugly/barrios_sinteticos_sucio.defects.csv"), encoding="utf-8") as f:
        defects = {int(r["id"]): r["defect"] for r in csv.DictReader(f)}
    # 25: a hole that is right; it is simply taken.
    equal(set(defects) - set(want), {25}, "dirty layer: every defect has its expectation")
    for row, code in want.items():
        codes = code if isinstance(code, tuple) else (code,)
        check(any(row in rows_with(answer, c) for c in codes), f"dirty layer: {row} ({defects[row]}) is reported as {code}",
              [m["codigo"] for m in messages(answer) if m["fila"] == row])
    odd = [(m["fila"], m["columna"], m["valor"]) for m in messages(answer, "texto-entre-numeros")]
    equal(odd, [(11, "UCG", "3")], "dirty layer: the one text among numbers, and no other")
    for title, (clean_answer, _) in results.items():
        if "barrios_sinteticos_sucio" not in title:
            equal(messages(clean_answer, "texto-entre-numeros"), [], f"{title}: no text among numbers")
    refused = {4, 5, 31, 32, 35, 36, 37}
    equal({m["fila"] for m in messages(answer) if m["nivel"] == "rechazo"}, refused, "dirty layer: these rows are refused and no other")
    names = {a["name"] for a in areas.values()}
    check({"torices", "PARAISO II", "VILLA ROSITA Ñ", "PEÑÓN ALCIBIA"} <= names, "dirty layer: names repaired", names)
    overlaps = [m["mensaje"] for m in messages(answer, "superposicion") if m["fila"] == 27]
    check(overlaps and all(" ha" in m for m in overlaps), "dirty layer: overlaps say their hectares", overlaps)
    clean = results["barrios_sinteticos_limpio.geojson --layer barrio"][1]
    equal(messages(results["barrios_sinteticos_limpio.geojson --layer barrio"][0], "superposicion"), [], "clean layer: no overlap")
    for code in ("9500", "10700"):
        if code in areas and code in clean:
            check(abs(areas[code]["hectares"] - clean[code]["hectares"]) < 0.01 * clean[code]["hectares"], f"dirty layer: hectares of {code}")


try:
    equal(run("init", "--db", EMPTY).returncode, 0, "a new store")
    main()
finally:
    shutil.rmtree(WORK, ignore_errors=True)
finish()
