/* The components of the API definition: the schemas of the answers, headers and responses. */
#include "openapi.h"
#include "openapi_json.h"

/* One member a line. */
// clang-format off
static const struct openapi_schema schemas[] = {
    {"link", OBJECT("\"href\",\"rel\"",
        "\"href\":" TEXT ","
        "\"rel\":" TEXT ","
        "\"type\":" TEXT ","
        "\"title\":" TEXT ","
        "\"templated\":{\"type\":\"boolean\"}")},
    {"landingPage", OBJECT("\"links\"", ABOUT "," LINKS)},
    {"confClasses", OBJECT("\"conformsTo\"", "\"conformsTo\":" TEXTS)},
    {"extent", OPEN(
        "\"spatial\":" OPEN("\"crs\":" TEXT ",\"bbox\":" LIST(NUMBERS("4", "6"))) ","
        "\"temporal\":" OPEN("\"trs\":" TEXT ",\"interval\":" LIST(MOMENTS)))},
    {"collection", OBJECT("\"id\",\"links\"",
        "\"id\":" TEXT "," ABOUT ","
        "\"itemType\":" ONE("feature") ","
        "\"extent\":" REF("extent") ","
        "\"crs\":" TEXTS ","
        "\"storageCrs\":" TEXT ","
        LINKS)},
    {"collections", OBJECT("\"links\",\"collections\"",
        LINKS ","
        "\"crs\":" TEXTS ","
        "\"collections\":" LIST(REF("collection")))},
    {"schema", OBJECT("\"$schema\",\"$id\",\"type\",\"properties\"",
        "\"$schema\":" TEXT ","
        "\"$id\":" TEXT ","
        "\"type\":" ONE("object") "," ABOUT ","
        "\"properties\":{\"type\":\"object\"}")},
    {"function", OBJECT("\"name\",\"returns\"",
        "\"name\":" TEXT ","
        "\"description\":" TEXT ","
        "\"returns\":" TEXTS ","
        "\"arguments\":" LIST(OBJECT("\"type\"", "\"title\":" TEXT ",\"type\":" TEXTS)))},
    {"functions", OBJECT("\"functions\"", "\"functions\":" LIST(REF("function")))},
    {"geometry",
        "{\"type\":\"object\",\"nullable\":true,\"required\":[\"type\",\"coordinates\"],\"properties\":{"
        "\"type\":{\"type\":\"string\",\"enum\":[\"Point\",\"MultiPolygon\"]},"
        "\"coordinates\":{\"type\":\"array\",\"items\":{}}}}"},
    {"feature", OBJECT("\"type\",\"id\",\"geometry\",\"properties\"",
        "\"type\":" ONE("Feature") ","
        "\"id\":" TEXT ","
        "\"geometry\":" REF("geometry") ","
        "\"properties\":{\"type\":\"object\"},"
        LINKS)},
    {"featureCollection", OBJECT("\"type\",\"features\",\"links\",\"numberMatched\",\"numberReturned\"",
        "\"type\":" ONE("FeatureCollection") ","
        "\"features\":" LIST(REF("feature")) ","
        "\"numberMatched\":" COUNT ","
        "\"numberReturned\":" COUNT ","
        LINKS)},
    {"tileSet", OBJECT("\"dataType\",\"crs\",\"links\"",
        "\"title\":" TEXT ","
        "\"dataType\":" ONE("vector") ","
        "\"crs\":" TEXT ","
        "\"tileMatrixSetURI\":" TEXT ","
        LINKS)},
    {"tileSets", OBJECT("\"tilesets\"", LINKS ",\"tilesets\":" LIST(REF("tileSet")))},
    {"tileMatrixSet", OBJECT("\"crs\",\"tileMatrices\"",
        "\"id\":" TEXT ","
        "\"uri\":" TEXT ","
        "\"crs\":" TEXT ","
        "\"tileMatrices\":" LIST("{\"type\":\"object\"}"))},
    {"tileJson", OBJECT("\"tilejson\",\"tiles\",\"vector_layers\"",
        "\"tilejson\":" ONE("3.0.0") ","
        "\"tiles\":" TEXTS ","
        "\"vector_layers\":" LIST("{\"type\":\"object\"}"))},
    {"problem", OBJECT("\"title\",\"status\"",
        "\"type\":" TEXT ","
        "\"title\":" TEXT ","
        "\"status\":{\"type\":\"integer\",\"minimum\":400,\"maximum\":599},"
        "\"detail\":" TEXT)},
    {NULL, NULL},
};
// clang-format on

static void write_problem(struct jw *w, const char *name, const char *about) {
  jw_key(w, name);
  jw_object(w);
  jw_kv_z(w, "description", about);
  jw_key(w, "content");
  /* A page, for who asks for pages. */
  jw_raw(w, STR("{\"application/problem+json\":{\"schema\":" REF("problem") "},\"text/html\":{\"schema\":" TEXT "}}"));
  jw_end(w);
}

static void write_header(struct jw *w, const char *name, const char *about) {
  jw_key(w, name);
  jw_object(w);
  jw_kv_z(w, "description", about);
  jw_key(w, "schema");
  jw_raw(w, STR(TEXT));
  jw_end(w);
}

static void write_schemas(struct jw *w, const struct openapi_schema *s) {
  for (; s->name; s++) {
    jw_key(w, s->name);
    jw_raw(w, str_from(s->json));
  }
}

void openapi_write_components(struct jw *w, const struct http_request *q) {
  jw_key(w, "components");
  jw_object(w);
  jw_key(w, "schemas");
  jw_object(w);
  write_schemas(w, schemas);
  write_schemas(w, openapi_figures);
  jw_end(w);
  jw_key(w, "headers");
  jw_object(w);
  write_header(
      w, "ETag",
      answer_pick(q, "Lo que la respuesta es: con If-None-Match se contesta 304 mientras no cambie.",
                  "What the answer is: with If-None-Match it is answered by 304 as long as it has not changed."));
  write_header(w, "Link", answer_pick(q, "La página siguiente (rel=next).", "The next page (rel=next)."));
  write_header(w, "Content-Crs",
               answer_pick(q, "Sistema de coordenadas de la respuesta.", "Coordinate system of the answer."));
  jw_end(w);
  jw_key(w, "responses");
  jw_object(w);
  jw_key(w, "NotModified");
  jw_object(w);
  jw_kv_z(w, "description", answer_pick(q, "No ha cambiado.", "It has not changed."));
  jw_end(w);
  write_problem(w, "Invalid",
                answer_pick(q, "La petición no se entiende: dice qué, por qué y qué hacer.",
                            "The request is not understood: it says what, why and what to do."));
  write_problem(w, "NotFound", answer_pick(q, "No hay tal cosa.", "There is no such thing."));
  write_problem(w, "NotAcceptable", answer_pick(q, "No hay una forma que usted acepte.", "No form that you accept."));
  write_problem(w, "TooLarge",
                answer_pick(q, "Pasa de una cota, que se nombra.", "It exceeds a bound, which is named."));
  write_problem(w, "Problem",
                answer_pick(q, "Un problema, con su razón y su remedio (RFC 9457).",
                            "A problem, with its reason and remedy (RFC 9457)."));
  jw_end(w);
  jw_end(w);
}
