/* properties= of the totals per area: which figures a row says. A map of tens of thousands of areas needs three of them. */
#include "totals.h"
#include "totals_row.h"

const struct http_param_spec totals_param_properties = {
    .name = "properties",
    .type = HTTP_STRING,
    .list = true,
    .max_bytes = 1024,
    .pattern = "^[a-z_]+$",
    .example = "codigo,proyectos",
    .es = "Solo con por=area y JSON: qué dice cada fila, junto a codigo (proyectos, valor, valor_atribuido, "
          "personas_max…), separado por comas.",
    .en = "With por=area and JSON only: what each row says, beside codigo (proyectos, valor, valor_atribuido, "
          "personas_max…), with commas between."};

static const char *const names[] = {
#define NAME(id, name) [ROW_##id] = name,
    ROW_FIELDS(NAME)
#undef NAME
};

static bool refuse(const struct http_request *q, struct str name, uint32_t offered, struct err *e) {
  struct buf known = {0};
  for (unsigned i = 0; i < ROW_FIELD_COUNT; i++)
    if (offered >> i & 1) buf_printf(&known, "%s%s", known.len ? ", " : "", names[i]);
  err_set(e, ERR_INPUT,
          answer_pick(q, "properties=%.*s: las filas de esta tabla no dicen eso; dicen %s",
                      "properties=%.*s: the rows of this table do not say that; they say %s"),
          STR_ARG(name), known.data);
  buf_free(&known);
  return false;
}

bool totals_read_fields(const struct http_request *q, uint32_t offered, uint32_t *fields, struct err *e) {
  const struct http_param *p = http_param(q, totals_param_properties.name);
  struct str rest = p ? p->text : (struct str){NULL, 0}, name;
  *fields = p ? ROW_BIT(ROW_CODE) : offered; /* what a row is about is always said */
  if (p && (!(offered & ROW_BIT(ROW_DIRECT)) || answer_wants(q, MEDIA_CSV)))
    return err_set(e, ERR_INPUT, "%s",
                   answer_pick(q, "properties= solo vale con por=area y en JSON (f=json)",
                               "properties= is for por=area and JSON only (f=json)"));
  while (answer_next_name(&rest, &name)) {
    unsigned i = 0;
    while (i < ROW_FIELD_COUNT && !(offered >> i & 1 && str_is(name, names[i]))) i++;
    if (i == ROW_FIELD_COUNT) return refuse(q, name, offered, e);
    *fields |= ROW_BIT(i);
  }
  return true;
}
