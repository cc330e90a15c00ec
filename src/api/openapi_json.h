#ifndef API_OPENAPI_JSON_H
#define API_OPENAPI_JSON_H
/* Private to the API definition: pieces of JSON Schema, as OpenAPI 3.0 writes it, put together by the preprocessor. */

#define TEXT "{\"type\":\"string\"}"
#define TEXTS "{\"type\":\"array\",\"items\":" TEXT "}"
#define ONE(value) "{\"type\":\"string\",\"enum\":[\"" value "\"]}"
#define REF(name) "{\"$ref\":\"#/components/schemas/" name "\"}"
#define LIST(of) "{\"type\":\"array\",\"items\":" of "}"
#define COUNT "{\"type\":\"integer\",\"minimum\":0}"
#define NUMBERS(least, most)                                                                                           \
  "{\"type\":\"array\",\"minItems\":" least ",\"maxItems\":" most ",\"items\":{\"type\":\"number\"}}"
#define MOMENTS                                                                                                        \
  "{\"type\":\"array\",\"minItems\":2,\"maxItems\":2,\"items\":{\"type\":\"string\",\"format\":\"date-time\"}}"
#define OPEN(members) "{\"type\":\"object\",\"properties\":{" members "}}"
#define OBJECT(required, members) "{\"type\":\"object\",\"required\":[" required "],\"properties\":{" members "}}"
#define LINKS "\"links\":" LIST(REF("link"))
#define ABOUT "\"title\":" TEXT ",\"description\":" TEXT
#define TRUTH "{\"type\":\"boolean\"}"
#define EITHER(one, other) "{\"anyOf\":[" REF(one) "," REF(other) "]}"
#define TEXT_OR_NULL "{\"type\":\"string\",\"nullable\":true}"
#define COUNT_OR_NULL "{\"type\":\"integer\",\"minimum\":0,\"nullable\":true}"
/* An amount: exact, two decimals (OpenAPI format registry: decimal). */
#define MONEY "{\"type\":\"number\",\"format\":\"decimal\"}"
#define MONEY_OR_NULL "{\"type\":\"number\",\"format\":\"decimal\",\"nullable\":true}"
#define OR_NULL(name) "{\"nullable\":true,\"allOf\":[" REF(name) "]}"

struct openapi_schema {
  const char *name, *json;
};
/* Of the answers with figures; ends with a NULL name. */
extern const struct openapi_schema openapi_figures[];
#endif
