#include "property_table.h"

#define P(r) (&(r)->project)

static void codigo(const struct property_row *r, struct property_value *v) { set_text(v, P(r)->code); }
static void titulo(const struct property_row *r, struct property_value *v) { set_text(v, P(r)->title); }
static void clase(const struct property_row *r, struct property_value *v) { set_text(v, P(r)->kind); }
static void estado(const struct property_row *r, struct property_value *v) { set_text(v, P(r)->status); }
static void tipo(const struct property_row *r, struct property_value *v) { set_text(v, P(r)->cooperation_type); }
static void modalidad(const struct property_row *r, struct property_value *v) { set_text(v, P(r)->modality); }
static void tema(const struct property_row *r, struct property_value *v) { set_text(v, P(r)->theme); }
static void anio(const struct property_row *r, struct property_value *v) { set_int(v, P(r)->year, P(r)->year != 0); }

static void join_areas(const struct property_row *r, struct property_value *v,
                       struct str (*text)(const struct snapshot *s, uint32_t area)) {
  struct property_list list = {.arena = r->arena};
  uint32_t n = snapshot_locations(r->s, r->index);
  for (uint32_t k = 0; k < n; k++) {
    uint32_t area = snapshot_location_area(r->s, r->index, k);
    if (area != SNAPSHOT_NONE) property_join(&list, text(r->s, area));
  }
  set_text(v, list.text);
}
static void areas(const struct property_row *r, struct property_value *v) { join_areas(r, v, snapshot_area_code); }
static void areas_nombres(const struct property_row *r, struct property_value *v) {
  join_areas(r, v, snapshot_area_name);
}
static void lugar(const struct property_row *r, struct property_value *v) {
  set_text(v, str_from(snap_place_code(P(r)->place)));
}
static void ubicacion(const struct property_row *r, struct property_value *v) {
  set_text(v, str_from(snap_spot_code(P(r)->spot)));
}
static void n_lugares(const struct property_row *r, struct property_value *v) {
  set_int(v, snapshot_locations(r->s, r->index), true);
}
static void valor(const struct property_row *r, struct property_value *v) {
  set_minor(v, P(r)->value_minor, P(r)->has_value);
}
static void moneda(const struct property_row *r, struct property_value *v) { set_text(v, P(r)->currency); }
static void valor_texto(const struct property_row *r, struct property_value *v) { set_text(v, P(r)->value_raw); }
static void valor_es_suma(const struct property_row *r, struct property_value *v) { v->flag = P(r)->value_is_sum; }
static void sin_erogacion(const struct property_row *r, struct property_value *v) { v->flag = P(r)->no_disbursement; }
static void personas(const struct property_row *r, struct property_value *v) {
  set_int(v, P(r)->people, P(r)->people >= 0);
}
static void personas_texto(const struct property_row *r, struct property_value *v) { set_text(v, P(r)->people_raw); }
static void fecha_firma(const struct property_row *r, struct property_value *v) { set_text(v, P(r)->date_signed); }
static void fecha_inicio(const struct property_row *r, struct property_value *v) { set_text(v, P(r)->date_start); }
static void fecha_fin(const struct property_row *r, struct property_value *v) { set_text(v, P(r)->date_end); }
static void vigencia(const struct property_row *r, struct property_value *v) { set_text(v, P(r)->vigencia_raw); }

static void join_actor(const struct property_row *r, struct property_list *list, uint32_t actor) {
  if (actor != SNAPSHOT_NONE) property_join(list, snapshot_actor_name(r->s, actor));
}
/* Parties of one role, or all of them. */
static void join_parties(const struct property_row *r, struct property_list *list, const char *role) {
  struct snap_party party;
  for (uint32_t k = 0; snapshot_party(r->s, r->index, k, &party); k++)
    if (!role || str_is(party.role, role)) join_actor(r, list, party.actor);
}
static void fuentes(const struct property_row *r, struct property_value *v) {
  struct property_list list = {.arena = r->arena};
  uint32_t provider;
  join_parties(r, &list, "1");
  for (uint32_t k = 0; snapshot_provider(r->s, r->index, k, &provider); k++) join_actor(r, &list, provider);
  set_text(v, list.text);
}
static void ejecutores(const struct property_row *r, struct property_value *v) {
  struct property_list list = {.arena = r->arena};
  join_parties(r, &list, "4");
  set_text(v, list.text);
}
static void partes(const struct property_row *r, struct property_value *v) {
  struct property_list list = {.arena = r->arena};
  join_parties(r, &list, NULL);
  set_text(v, list.text);
}
static void macroproyecto(const struct property_row *r, struct property_value *v) {
  v->null = P(r)->parent == SNAPSHOT_NONE;
  if (v->null) return;
  set_text(v, snapshot_project_code(r->s, P(r)->parent));
}
/* The source says "objeto" or "objetivo", rarely both: the first there is, in this order. */
static void objeto(const struct property_row *r, struct property_value *v) {
  static const char *const types[] = {"objeto", "objetivo", "descripcion"};
  struct snap_narrative text;
  v->null = true;
  for (size_t t = 0; v->null && t < sizeof types / sizeof *types; t++)
    for (uint32_t k = 0; v->null && snapshot_narrative(r->s, r->index, k, &text); k++)
      if (str_is(text.type, types[t])) set_text(v, text.text);
}
static void contorno(const struct property_row *r, struct property_value *v) {
  struct polygon p;
  uint32_t n = snapshot_locations(r->s, r->index);
  v->null = true;
  for (uint32_t k = 0; v->null && k < n; k++) {
    if (!snapshot_location_outline(r->s, r->index, k, r->arena, &p)) continue;
    struct buf b = {0};
    polygon_write_wkt(&b, &p, 7);
    set_text(v, arena_str(r->arena, buf_str(&b)));
    buf_free(&b);
  }
}
static void fuente(const struct property_row *r, struct property_value *v) {
  set_text(v, property_source(r->arena, P(r)->source_title, P(r)->source_locator));
}
/* The place as the source writes it: what its ties to areas rest on. */
static void fuente_lugar(const struct property_row *r, struct property_value *v) {
  struct property_list list = {.arena = r->arena};
  struct snap_location at;
  for (uint32_t k = 0; snapshot_location(r->s, r->index, k, &at); k++) property_join(&list, at.name_raw);
  property_join(&list, P(r)->place_note);
  set_text(v, list.text);
}

const struct property property_projects[] = {
    {NAME("codigo"), PROPERTY_TEXT, NULL, 0, "Código", "Code", "Código estable del proyecto.",
     "Stable code of the project.", NULL, NULL, codigo, "#activity+code"},
    {NAME("titulo"), PROPERTY_TEXT, NULL, 0, "Título", "Title", "Título como lo da la fuente.",
     "Title as the source gives it.", NULL, NULL, titulo, "#activity+name"},
    {NAME("clase"), PROPERTY_CODE, "activity_kind", 0, "Clase", "Kind",
     "proyecto, convenio, convenio-marco, macroproyecto, programa, gestion o evento.",
     "proyecto, convenio, convenio-marco, macroproyecto, programa, gestion or evento.", NULL, NULL, clase,
     "#activity+type"},
    {NAME("estado"), PROPERTY_CODE, "activity_status", 0, "Estado", "Status", "Estado (IATI ActivityStatus).",
     "Status (IATI ActivityStatus).", NULL, NULL, estado, "#status"},
    {NAME("tipo_cooperacion"), PROPERTY_CODE, "cooperation_type", 0, "Tipo de cooperación", "Type of cooperation",
     "Tipo de cooperación.", "Type of cooperation.", NULL, NULL, tipo, "#modality+cooperation"},
    {NAME("modalidad"), PROPERTY_CODE, "modality", 0, "Modalidad", "Modality", "Modalidad de cooperación.",
     "Modality of cooperation.", NULL, NULL, modalidad, "#modality"},
    {NAME("tema"), PROPERTY_CODE, "theme", 0, "Tema", "Theme", "Tema principal.", "Main theme.", NULL, NULL, tema,
     "#sector+theme"},
    {NAME("anio"), PROPERTY_INT, NULL, 0, "Año", "Year", "Año de inicio; si falta, el de firma, monetización o fin.",
     "Year of start; without it that of signature, conversion or end.", "año", "year", anio, "#date+year"},
    {NAME("areas"), PROPERTY_TEXT, NULL, 0, "Áreas", "Areas", "Códigos de las áreas a las que está atado.",
     "Codes of the areas it is tied to.", NULL, NULL, areas, "#loc+code+list"},
    {NAME("areas_nombres"), PROPERTY_TEXT, NULL, 0, "Nombres de las áreas", "Names of the areas",
     "Nombres de las áreas a las que está atado.", "Names of the areas it is tied to.", NULL, NULL, areas_nombres,
     "#loc+name+list"},
    {NAME("lugar"), PROPERTY_CODE, "place_state", 0, "Lugar", "Place",
     "located (en el mapa), named (solo nombre), city (toda la ciudad), beyond (fuera) o unknown (desconocido).",
     "located (on the map), named (name only), city (the whole city), beyond (outside) or unknown.", NULL, NULL, lugar,
     "#loc+state+code"},
    {NAME("ubicacion"), PROPERTY_CODE, "spot", 0, "Ubicación", "Location",
     "Cómo se obtuvo el punto: point, outline, area, area_approximate o none.",
     "How the point was got: point, outline, area, area_approximate or none.", NULL, NULL, ubicacion, "#geo+type+code"},
    {NAME("n_lugares"), PROPERTY_INT, NULL, 0, "Número de lugares", "Number of places",
     "Cuántos lugares tiene el proyecto.", "How many places the project has.", "lugares", "places", n_lugares,
     "#loc+num"},
    {NAME("valor"), PROPERTY_MONEY, NULL, 2, "Valor", "Value",
     "Valor total declarado; si falta, la suma de los aportes en una sola "
     "moneda.",
     "Stated total value; without it the sum of contributions of one currency.", "moneda", "currency", valor, "#value"},
    {NAME("moneda"), PROPERTY_TEXT, NULL, 0, "Moneda", "Currency", "Moneda del valor (ISO 4217).",
     "Currency of the value (ISO 4217).", NULL, NULL, moneda, "#currency+code"},
    {NAME("valor_texto"), PROPERTY_TEXT, NULL, 0, "Valor como está escrito", "Value as printed",
     "El valor como lo escribe la "
     "fuente.",
     "The value as the source prints it.", NULL, NULL, valor_texto, "#value+total+text"},
    {NAME("valor_es_suma"), PROPERTY_BOOL, NULL, 0, "Valor es suma", "Value is a sum",
     "Verdadero si el valor es la suma de los aportes y no un total declarado.",
     "True if the value is the sum of contributions, not a stated total.", NULL, NULL, valor_es_suma, "#value+sum"},
    {NAME("sin_erogacion"), PROPERTY_BOOL, NULL, 0, "Sin erogación", "No disbursement",
     "La fuente dice que no implica erogación: no es lo mismo que un valor de cero.",
     "The source says that it implies no disbursement: not the same as a value of zero.", NULL, NULL, sin_erogacion,
     "#value+none"},
    {NAME("personas"), PROPERTY_INT, NULL, 0, "Personas", "People", "Personas beneficiadas.", "People reached.",
     "personas", "people", personas, "#beneficiary+num"},
    {NAME("personas_texto"), PROPERTY_TEXT, NULL, 0, "Personas como está escrito", "People as printed",
     "Las personas como las escribe la fuente.", "The people as the source prints them.", NULL, NULL, personas_texto,
     "#beneficiary+text"},
    {NAME("fecha_firma"), PROPERTY_DATE, NULL, 0, "Fecha de firma", "Date signed",
     "Fecha de firma, hasta donde se conoce.", "Date of signature, as precise as known.", NULL, NULL, fecha_firma,
     "#date+signed"},
    {NAME("fecha_inicio"), PROPERTY_DATE, NULL, 0, "Fecha de inicio", "Start date",
     "Fecha de inicio, hasta donde se conoce.", "Start date, as precise as known.", NULL, NULL, fecha_inicio,
     "#date+start"},
    {NAME("fecha_fin"), PROPERTY_DATE, NULL, 0, "Fecha de fin", "End date", "Fecha de fin o de vencimiento.",
     "Date of end or expiry.", NULL, NULL, fecha_fin, "#date+end"},
    {NAME("vigencia"), PROPERTY_TEXT, NULL, 0, "Vigencia", "Validity as printed",
     "La vigencia como la escribe la fuente.", "The validity as the source prints it.", NULL, NULL, vigencia,
     "#date+expires+text"},
    {NAME("fuentes"), PROPERTY_TEXT, NULL, 0, "Fuentes de recursos", "Funders", "Quienes aportan recursos.",
     "Those who contribute resources.", NULL, NULL, fuentes, "#org+funder"},
    {NAME("ejecutores"), PROPERTY_TEXT, NULL, 0, "Ejecutores", "Implementers", "Quienes ejecutan.",
     "Those who implement.", NULL, NULL, ejecutores, "#org+impl"},
    {NAME("partes"), PROPERTY_TEXT, NULL, 0, "Partes", "Parties",
     "Todas las entidades que la fuente nombra como partes.", "All organisations the source names as parties.", NULL,
     NULL, partes, "#org+party"},
    {NAME("macroproyecto"), PROPERTY_TEXT, NULL, 0, "Macroproyecto", "Macro-project",
     "Código del macroproyecto o programa del que "
     "hace parte.",
     "Code of the macro-project or programme it is part of.", NULL, NULL, macroproyecto, "#activity+parent+code"},
    {NAME("objeto"), PROPERTY_TEXT, NULL, 0, "Objeto u objetivo", "Object or aim", "Objeto, objetivo o descripción.",
     "Object, aim or description.", NULL, NULL, objeto, "#description+aim"},
    {NAME("contorno"), PROPERTY_TEXT, NULL, 0, "Contorno", "Outline",
     "Contorno dibujado del proyecto, WKT en EPSG:4326 "
     "(longitud, latitud).",
     "Drawn outline of the project, WKT in EPSG:4326 (longitude, latitude).", NULL, NULL, contorno, "#geo+bounds"},
    {NAME("fuente"), PROPERTY_TEXT, NULL, 0, "Fuente", "Source", "Documento y lugar del documento del que viene.",
     "Document and place in the document it comes from.", NULL, NULL, fuente, "#meta+source+text"},
    {NAME("fuente_lugar"), PROPERTY_TEXT, NULL, 0, "Lugar como está escrito", "Place as printed",
     "El lugar como lo escribe la fuente.", "The place as the source writes it.", NULL, NULL, fuente_lugar,
     "#loc+text"},
};
const uint32_t property_projects_n = sizeof property_projects / sizeof *property_projects;
