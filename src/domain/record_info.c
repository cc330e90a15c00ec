/* The registry of records: what a file of each kind holds and where it goes. The statements of record.c follow its order. */
#include "core/text.h"
#include "domain/record.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* One entry a line. */
// clang-format off
static const struct record_field network_fields[] = {
  {.name = "nombre", .column = "name", .type = RECORD_TEXT, .required = true, .es = "Nombre", .en = "Name"},
  {.name = "clase", .column = "kind", .type = RECORD_CODE, .list = "network_kind", .es = "Clase", .en = "Kind"},
  {.name = "alias", .column = "alias", .type = RECORD_TEXT, .es = "Otros nombres", .en = "Other names"},
  {.name = "desde", .column = "since", .type = RECORD_DATE, .es = "Desde", .en = "Since"},
  {.name = "miembros", .column = "members", .type = RECORD_INT, .es = "Miembros, según la fuente", .en = "Members, as stated"},
  {.name = "miembros_texto", .column = "members_raw", .type = RECORD_TEXT, .es = "Miembros, como está impreso", .en = "Members, as printed"},
  {.name = "nota", .column = "note", .type = RECORD_TEXT, .es = "Nota", .en = "Note"},
};
static const struct record_field member_fields[] = {
  {.name = "red", .column = "network_id", .type = RECORD_PARENT, .parent = RECORD_NETWORK, .required = true, .es = "Red", .en = "Network"},
  {.name = "actor", .column = "organisation_id", .type = RECORD_ACTOR, .required = true, .es = "Actor", .en = "Actor"},
  {.name = "papel", .column = "role_text", .type = RECORD_TEXT, .es = "Papel", .en = "Role"},
};
static const struct record_field goal_fields[] = {
  {.name = "anio", .column = "year", .type = RECORD_INT, .es = "Año", .en = "Year"},
  {.name = "texto", .column = "text", .type = RECORD_TEXT, .required = true, .es = "Meta", .en = "Goal"},
  {.name = "estado", .column = "status", .type = RECORD_CODE, .list = "goal_status", .es = "Estado", .en = "Status"},
  {.name = "indicador", .column = "metric", .type = RECORD_CODE, .list = "goal_metric", .es = "Indicador", .en = "Indicator"},
  {.name = "valor_meta", .column = "target_dec", .type = RECORD_DECIMAL, .es = "Valor que se busca", .en = "Target"},
  {.name = "nota", .column = "note", .type = RECORD_TEXT, .es = "Nota", .en = "Note"},
};
static const struct record_field series_fields[] = {
  {.name = "titulo", .column = "title", .type = RECORD_TEXT, .required = true, .es = "Título", .en = "Title"},
  {.name = "medida", .column = "measure", .type = RECORD_CODE, .list = "measure", .required = true, .es = "Medida", .en = "Measure"},
  {.name = "concepto", .column = "concept", .type = RECORD_TEXT, .es = "Concepto", .en = "Concept"},
  {.name = "moneda", .column = "currency", .type = RECORD_CODE, .list = "currency", .es = "Moneda", .en = "Currency"},
  {.name = "dimension", .column = "dimension", .type = RECORD_CODE, .list = "dimension", .es = "Dimensión", .en = "Dimension"},
  {.name = "periodo", .column = "period_raw", .type = RECORD_TEXT, .es = "Periodo, como está impreso", .en = "Period, as printed"},
  {.name = "poblacion", .column = "population", .type = RECORD_TEXT, .es = "Qué abarca", .en = "What it covers"},
  {.name = "proyecto", .column = "activity_id", .type = RECORD_PROJECT, .es = "Proyecto o programa", .en = "Project or programme"},
  {.name = "nota", .column = "note", .type = RECORD_TEXT, .es = "Nota", .en = "Note"},
};
static const struct record_field value_fields[] = {
  {.name = "serie", .column = "series_id", .type = RECORD_PARENT, .parent = RECORD_SERIES, .required = true, .es = "Serie", .en = "Series"},
  {.name = "etiqueta", .column = "label", .type = RECORD_TEXT, .es = "Etiqueta", .en = "Label"},
  {.name = "forma", .column = "form", .type = RECORD_CODE, .list = "form", .es = "Forma", .en = "Form"},
  {.name = "periodo", .column = "period_raw", .type = RECORD_TEXT, .es = "Periodo, como está impreso", .en = "Period, as printed"},
  {.name = "valor", .column = "value_dec", .type = RECORD_DECIMAL, .es = "Valor", .en = "Value"},
  {.name = "valor_texto", .column = "value_raw", .type = RECORD_TEXT, .es = "Valor, como está impreso", .en = "Value, as printed"},
  {.name = "unidad", .column = "unit_raw", .type = RECORD_TEXT, .es = "Unidad, como está impresa", .en = "Unit, as printed"},
  {.name = "aproximado", .column = "is_approx", .type = RECORD_YES, .es = "Aproximado", .en = "Approximate", .standard = "0"},
};
static const struct record_field rate_fields[] = {
  {.name = "de", .column = "from_currency", .type = RECORD_CODE, .list = "currency", .required = true, .es = "De", .en = "From"},
  {.name = "a", .column = "to_currency", .type = RECORD_CODE, .list = "currency", .required = true, .es = "A", .en = "To"},
  {.name = "tasa", .column = "rate_dec", .type = RECORD_DECIMAL, .required = true, .es = "Tasa", .en = "Rate"},
  {.name = "fecha", .column = "date", .type = RECORD_DATE, .required = true, .es = "Fecha", .en = "Date"},
  {.name = "clase", .column = "kind", .type = RECORD_CODE, .list = "rate_kind", .required = true, .es = "Clase", .en = "Kind", .standard = "official"},
  {.name = "texto", .column = "raw", .type = RECORD_TEXT, .es = "Tasa, como está impresa", .en = "Rate, as printed"},
  {.name = "fuente", .column = "source", .type = RECORD_TEXT, .es = "Quién la fijó", .en = "Who set it"},
};
static const struct record_info kinds[RECORD_KINDS] = {
  [RECORD_NETWORK] = {"redes", "network", "Redes", "Networks", network_fields, COUNT(network_fields)},
  [RECORD_MEMBER] = {"miembros", "network_member", "Miembros de las redes", "Members of the networks", member_fields, COUNT(member_fields)},
  [RECORD_GOAL] = {"metas", "goal", "Metas", "Goals", goal_fields, COUNT(goal_fields)},
  [RECORD_SERIES] = {"series", "statistic_series", "Series estadísticas", "Statistical series", series_fields, COUNT(series_fields)},
  [RECORD_VALUE] = {"valores", "statistic_value", "Valores de las series", "Values of the series", value_fields, COUNT(value_fields)},
  [RECORD_RATE] = {"tasas", "exchange_rate", "Tasas de cambio", "Exchange rates", rate_fields, COUNT(rate_fields)},
};
// clang-format on
_Static_assert(COUNT(series_fields) <= RECORD_MAX_FIELDS, "the longest list of fields");

const struct record_info *record_info(enum record_kind k) { return &kinds[k]; }

bool record_find_kind(struct str name, enum record_kind *k) {
  struct buf key = {0};
  bool found = false;
  text_fold(&key, name);
  for (size_t i = 0; i < RECORD_KINDS && !found; i++)
    if ((found = str_is(buf_str(&key), kinds[i].name))) *k = (enum record_kind)i;
  buf_free(&key);
  return found;
}
