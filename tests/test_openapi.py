"""The API definition against the service: what it says of every parameter is what the parser does, at the bounds and one beyond, and
every answer is of a form and a shape that it names. (Schemathesis says it at length: scripts/conformance.)"""
import json
import re
from urllib.parse import quote

from check import check, equal, finish
from geodata_server import GeodataServer

CODES = {"/proyecto/{codigo}": "convenio-3", "/actor/{codigo}": "aecid"}


def resolve(api, node):
    while isinstance(node, dict) and "$ref" in node:
        check(node["$ref"].startswith("#/components/"), "references stay in the document", node["$ref"])
        target = api
        for part in node["$ref"][2:].split("/"):
            target = target[part]
        node = target
    return node


def fill(api, path, parameters):
    """The path with what its parameters give as an example, else the first value of their lists."""
    for p in parameters:
        if p["in"] != "path":
            continue
        schema = p["schema"]
        value = CODES.get(path) or schema.get("example", (schema.get("enum") or ["?"])[0])
        path = path.replace("{" + p["name"] + "}", quote(str(value)))
    return path


def needed(parameters):
    """Parameters that must be there, with a value each."""
    out = []
    for p in parameters:
        if p["in"] == "query" and p["required"]:
            out.append(f"{p['name']}=" + quote(str(p["schema"].get("example", p["schema"].get("minimum", 0)))))
    return out


def fits(api, schema, value, where, strict=False):
    """As much of JSON Schema as the components use; the first thing wrong as a sentence, else None. `strict`: nothing is there that the
    schema does not name."""
    schema = resolve(api, schema)
    if value is None:
        return None if schema.get("nullable") else f"{where} is null"
    for part in schema.get("allOf", []):
        wrong = fits(api, part, value, where, strict)
        if wrong:
            return wrong
    if "anyOf" in schema:
        wrong = [fits(api, part, value, where, strict) for part in schema["anyOf"]]
        return None if None in wrong else "; ".join(wrong)
    kinds = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int}
    kind = schema.get("type")
    if kind in kinds and not isinstance(value, kinds[kind]):
        return f"{where} is no {kind}"
    if "enum" in schema and value not in schema["enum"]:
        return f"{where} is none of {schema['enum']}"
    if kind == "object":
        missing = [name for name in schema.get("required", []) if name not in value]
        if missing:
            return f"{where} lacks {missing}"
        more = [name for name in value if strict and "properties" in schema and name not in schema["properties"]]
        if more:
            return f"{where} also has {more}"
        return next((wrong for name, part in schema.get("properties", {}).items() if name in value for wrong in [fits(api, part, value[name], f"{where}.{name}", strict)] if wrong), None)
    if kind == "array":
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", 10**9):
            return f"{where} has {len(value)} items"
        return next((wrong for part in value for wrong in [fits(api, schema["items"], part, where + "[]", strict)] if wrong), None)
    return None


def test_document(api):
    check(api["openapi"].startswith("3.0."), "OpenAPI 3.0")
    names = [item["get"]["operationId"] for item in api["paths"].values()]
    equal(len(set(names)), len(names), "operationIds are different")
    check(all(re.fullmatch(r"get[A-Z][A-Za-z]+", n) for n in names), "operationIds speak", [n for n in names if not re.fullmatch(r"get[A-Z][A-Za-z]+", n)])
    tags = [t["name"] for t in api["tags"]]
    for path, item in api["paths"].items():
        get = item["get"]
        check(get["summary"] and set(get["tags"]) <= set(tags), f"{path}: summary and tag")
        for status, response in get["responses"].items():
            check(resolve(api, response)["description"], f"{path} {status}: description")
        keys = [(p["in"], p["name"]) for p in get["parameters"]]
        equal(len(set(keys)), len(keys), f"{path}: each parameter once")
        check(all(p["in"] == "path" or p["description"] for p in get["parameters"]), f"{path}: parameters are described")


def ask(s, address, extra):
    return s.get(address + ("&" if "?" in address else "?") + extra)


def good_values(schema):
    if "enum" in schema:
        return schema["enum"]
    if "example" in schema:
        return [",".join(map(str, schema["example"])) if isinstance(schema["example"], list) else schema["example"]]
    if schema["type"] == "array":
        return good_values(schema["items"])
    if schema["type"] in ("integer", "number") and "minimum" in schema:
        return [schema["minimum"], schema["maximum"]]
    return []


def bad_values(schema, name):
    if schema["type"] == "array":
        return ["1,2,3"] if name == "bbox" else bad_values(schema["items"], name)
    if "enum" in schema:
        return ["no-such-value"]
    bad = []
    if "maxLength" in schema:
        bad.append("a" * (schema["maxLength"] + 1))
    if "pattern" in schema:
        bad.append("%C3%B1%2C%3D")
    if schema["type"] in ("integer", "number"):
        bad.append("x")
        if "minimum" in schema:
            bad.append(schema["minimum"] - 1)
            if name != "limit":  # above the maximum is no error: the maximum counts (Features 1, /req/core/fc-limit-response-1)
                bad.append(schema["maximum"] + 1)
    return bad


def test_parameters(s, api):
    tried = {}
    for path, item in api["paths"].items():
        parameters = item["get"]["parameters"]
        address = fill(api, path, parameters) + "?" * bool(needed(parameters)) + "&".join(needed(parameters))
        refusal = (400, 413) if "400" in item["get"]["responses"] else (200,)  # a page tells what it ignored
        check(ask(s, address, "x-nosuch=1").status in refusal, f"{path}: an unknown parameter")
        for p in parameters:
            # The same parameter is declared once and read by one parser: two of its routes are enough.
            key = (p["name"], json.dumps(p["schema"], default=str))
            if p["in"] != "query" or tried.get(key, 0) >= 2 or (p["required"] and needed(parameters)):
                continue
            tried[key] = tried.get(key, 0) + 1
            for value in good_values(p["schema"]):
                said = f"{p['name']}={quote(str(value), safe=',')}"
                if p["name"] == "punto" or (p["name"] == "properties" and "items" in path):
                    said += "&f=json" if "/items" in path else ""
                answer = ask(s, address, said)
                if p["name"] == "parte" and value != p["schema"]["minimum"]:
                    equal(answer.status, 404, f"{path}: {said} is not there")
                    continue
                check(answer.status == 200 or (p["name"] == "f" and value == "html" and path == "/"), f"{path}: {said} is taken", (answer.status, answer.body[:300]))
            for value in bad_values(p["schema"], p["name"]):
                answer = ask(s, address, f"{p['name']}={value}")
                check(answer.status in refusal, f"{path}: {p['name']}={str(value)[:40]} is refused", answer.status)
            equal(ask(s, address, p["name"] + "=").status, 200, f"{path}: {p['name']} empty is not given") if p["schema"]["type"] != "array" else None


def test_answers(s, api):
    for path, item in api["paths"].items():
        get = item["get"]
        address = fill(api, path, get["parameters"]) + "?" * bool(needed(get["parameters"])) + "&".join(needed(get["parameters"]))
        told = resolve(api, get["responses"]["200"])
        answer = s.get(address)
        kind = answer.header("Content-Type")
        media = next((m for m in told["content"] if m == kind or m == kind.split(";")[0]), None)
        if not check(answer.status == 200 and media, f"{path}: {kind} is named", (answer.status, list(told["content"]))):
            continue
        if media.endswith("json"):
            equal(fits(api, told["content"][media]["schema"], json.loads(answer.text), "it"), None, f"{path}: the shape")
        for header in told.get("headers", {}):
            check(answer.header(header) or header == "Link", f"{path}: header {header}")
        if "304" in get["responses"]:
            equal(s.get(address, {"If-None-Match": answer.header("ETag")}).status, 304, f"{path}: 304")
        if "406" in get["responses"]:
            equal(s.get(address, {"Accept": "image/png"}).status, 406, f"{path}: 406")
        equal(s.get(address, method="POST").status, 405, f"{path}: only GET")
    for path in ("/collections/nosuch/items", "/collections/areas/items/nosuch", "/tiles/WebMercatorQuad/19/0/0"):
        answer = s.get(path)
        equal(fits(api, {"$ref": "#/components/schemas/problem"}, answer.json(), "it"), None, f"{path}: a problem")
        equal(answer.status, 404, f"{path}: 404")


FIGURES = (
    "/facetas?limit=3&tema=vivienda",
    "/facetas?capa=barrio",
    *(f"/resumen?por={by}" for by in "area localidad tema fuente ejecutor tipo modalidad forma anio estado clase lugar".split()),
    "/resumen?por=forma&periodo=2005-2007&periodo=2008-2011",
    "/resumen?por=area&capa=barrio&area=nelson-mandela",
    "/matriz?filas=localidad&columnas=tipo",
    "/matriz?filas=area&columnas=anio&tema=vivienda",
    "/flujos",
    "/flujos?capa=barrio&limit=1&clase=proyecto",
    "/lugar?lon=-75.477&lat=10.3659",
    "/lugar?lon=0&lat=0",
    "/buscar?q=man",
    "/configuracion.json",
)


def test_words(s, api, english):
    """What may be repeated says so, and one word stands for one thing."""
    for document, words in ((api, "Se puede repetir."), (english, "May be repeated.")):
        repeated = {p["name"]: p["description"] for item in document["paths"].values() for p in item["get"]["parameters"]
                    if p["in"] == "query" and p.get("explode") and p["schema"]["type"] == "array"}
        check({"area", "tema", "fuente", "anio", "codigo", "celda"} <= set(repeated), "keys that repeat", sorted(repeated))
        equal([name for name, text in repeated.items() if words not in text], [], f"each says: {words}")
    titles = {f["nombre"]: f["titulo"] for f in s.get("/facetas?lang=en").json()["facetas"]}
    equal(titles["ejecutor"], "Implementer", "the facet is called what the forms call it")
    for path in ("/api?f=json", "/facetas?", "/resumen?por=ejecutor&f=json", "/estadisticas?"):
        check("xecutor" not in s.get(path + "&lang=en").text, f"{path}: the implementer has one name in English")


def test_figures(s, api):
    """The page's typed client is made from these schemas: they name all that comes, no more and no less, whatever was asked."""
    for address in FIGURES:
        schema = resolve(api, api["paths"][address.split("?")[0]]["get"]["responses"]["200"])["content"]["application/json"]["schema"]
        equal(fits(api, schema, s.get(address).json(), "it", strict=True), None, f"{address}: the shape, nothing else")


def main():
    with GeodataServer() as server:
        api = json.loads(server.get("/api?f=json").text)
        english = json.loads(server.get("/api?lang=en").text)
        equal([p for p in api["paths"]], [p for p in english["paths"]], "both languages have the same paths")
        test_document(api)
        test_parameters(server, api)
        test_answers(server, api)
        test_figures(server, api)
        test_words(server, api, english)
    finish()


if __name__ == "__main__":
    main()
