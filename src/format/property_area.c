#include "property_table.h"

static void codigo(const struct property_row *r, struct property_value *v) { set_text(v, r->area.code); }
static void nombre(const struct property_row *r, struct property_value *v) { set_text(v, r->area.name); }
static void capa(const struct property_row *r, struct property_value *v) { set_text(v, r->area.layer); }
static void padre(const struct property_row *r, struct property_value *v) {
  v->null = r->area.parent == SNAPSHOT_NONE;
  if (v->null) return;
  set_text(v, snapshot_area_code(r->s, r->area.parent));
}
static void geometria(const struct property_row *r, struct property_value *v) {
  set_text(v, str_from(snap_geom_code(r->area.geom)));
}
static void geometria_aproximada(const struct property_row *r, struct property_value *v) {
  v->flag = r->area.rests_on_approximate;
}
static void hectareas(const struct property_row *r, struct property_value *v) { set_real(v, r->area.hectares); }
static void poblacion(const struct property_row *r, struct property_value *v) {
  set_int(v, r->area.population, r->area.population >= 0);
}
static void poblacion_anio(const struct property_row *r, struct property_value *v) {
  set_int(v, r->area.population_year, r->area.population_year > 0);
}
static void edicion(const struct property_row *r, struct property_value *v) { set_int(v, r->area.edition, true); }
static void vigente_desde(const struct property_row *r, struct property_value *v) { set_text(v, r->area.valid_from); }
static void definicion(const struct property_row *r, struct property_value *v) { set_text(v, r->area.definition); }
static void alias(const struct property_row *r, struct property_value *v) {
  struct property_list list = {.arena = r->arena};
  struct str s;
  for (uint32_t k = 0; (s = snapshot_area_alias(r->s, r->index, k)).p; k++) property_join(&list, s);
  set_text(v, list.text);
}
static void contenida_en(const struct property_row *r, struct property_value *v) {
  struct property_list list = {.arena = r->arena};
  uint32_t n;
  const uint32_t *wider = snapshot_area_containing(r->s, r->index, &n);
  for (uint32_t k = 0; k < n; k++) property_join(&list, snapshot_area_code(r->s, wider[k]));
  set_text(v, list.text);
}
static void proyectos(const struct property_row *r, struct property_value *v) {
  set_int(v, (int64_t)r->figures->areas[r->index].projects, true);
}
/* "Sin dato" is never zero: where no project inside has a known value there is no sum to give. */
static void set_sum(const struct property_row *r, struct property_value *v, i128 minor) {
  const struct figures_area *f = &r->figures->areas[r->index];
  set_minor(v, minor, !f->projects || f->unknown < f->projects);
}
static void valor(const struct property_row *r, struct property_value *v) {
  set_sum(r, v, r->figures->areas[r->index].full_minor);
}
static void valor_atribuido(const struct property_row *r, struct property_value *v) {
  set_sum(r, v, r->figures->areas[r->index].attributed_minor);
}
static void moneda(const struct property_row *r, struct property_value *v) {
  (void)r;
  set_text(v, STR(FIGURES_CURRENCY));
}
static void fuente(const struct property_row *r, struct property_value *v) { set_text(v, r->area.source_title); }
static void licencia(const struct property_row *r, struct property_value *v) { set_text(v, r->area.source_licence); }

const struct property property_areas[] = {
    {NAME("codigo"), PROPERTY_TEXT, NULL, 0, "Código", "Code", "Código estable del área.", "Stable code of the area.",
     NULL, NULL, codigo, "#loc+code"},
    {NAME("nombre"), PROPERTY_TEXT, NULL, 0, "Nombre", "Name", "Nombre del área.", "Name of the area.", NULL, NULL,
     nombre, "#loc+name"},
    {NAME("capa"), PROPERTY_CODE, "layer", 0, "Capa", "Layer", "Clase de área: barrio, poblado, ucg, localidad, zona…",
     "Kind of area: barrio, poblado, ucg, localidad, zona…", NULL, NULL, capa, "#loc+type"},
    {NAME("padre"), PROPERTY_TEXT, NULL, 0, "Área superior", "Parent", "Código del área a la que pertenece.",
     "Code of the area it belongs to.", NULL, NULL, padre, "#loc+parent+code"},
    {NAME("geometria"), PROPERTY_CODE, "geom_status", 0, "Geometría", "Geometry",
     "Qué tan buena es la geometría: authoritative, digitised, composed, approximate o none.",
     "How good the geometry is: authoritative, digitised, composed, approximate or none.", NULL, NULL, geometria,
     "#geo+type+code"},
    {NAME("geometria_aproximada"), PROPERTY_BOOL, NULL, 0, "Extensión aproximada", "Approximate extent",
     "Verdadero si la extensión es aproximada o se compone de alguna aproximada: su borde no es un límite.",
     "True if the extent is approximate or made of an approximate one: its edge is not a boundary.", NULL, NULL,
     geometria_aproximada, "#geo+approximate"},
    {NAME("hectareas"), PROPERTY_REAL, NULL, 2, "Hectáreas", "Hectares", "Superficie medida en EPSG:9377.",
     "Surface measured in EPSG:9377.", "ha", "ha", hectareas, "#indicator+hectares+num"},
    {NAME("poblacion"), PROPERTY_INT, NULL, 0, "Población", "Population", "Habitantes del área.",
     "Inhabitants of the area.", "personas", "people", poblacion, "#population+num"},
    {NAME("poblacion_anio"), PROPERTY_INT, NULL, 0, "Año de la población", "Year of the population",
     "Año al que se refiere la población.", "Year the population refers to.", "año", "year", poblacion_anio,
     "#date+population+year"},
    {NAME("edicion"), PROPERTY_INT, NULL, 0, "Edición", "Edition", "Número de la edición de la geometría y las cifras.",
     "Number of the edition of geometry and figures.", NULL, NULL, edicion, "#meta+edition"},
    {NAME("vigente_desde"), PROPERTY_DATE, NULL, 0, "Vigente desde", "Valid from",
     "Fecha desde la que vale la edición.", "Date from which the edition holds.", NULL, NULL, vigente_desde,
     "#date+start"},
    {NAME("definicion"), PROPERTY_TEXT, NULL, 0, "Definición", "Definition",
     "Qué se entiende por el área, donde hay más de una "
     "opinión.",
     "What the area is taken to be, where opinions differ.", NULL, NULL, definicion, "#description"},
    {NAME("alias"), PROPERTY_TEXT, NULL, 0, "Otros nombres", "Other names", "Otros nombres con los que se conoce.",
     "Other names it is known by.", NULL, NULL, alias, "#loc+alias"},
    {NAME("contenida_en"), PROPERTY_TEXT, NULL, 0, "Contenida en", "Contained in",
     "Códigos de las áreas más amplias que la contienen.", "Codes of the wider areas that contain it.", NULL, NULL,
     contenida_en, "#loc+within+code+list"},
    {NAME("proyectos"), PROPERTY_INT, NULL, 0, "Proyectos", "Projects",
     "Proyectos distintos dentro del área, sin filtro.", "Distinct projects inside the area, under no filter.",
     "proyectos", "projects", proyectos, "#activity+num"},
    {NAME("valor"), PROPERTY_MONEY, NULL, 2, "Valor completo", "Full value",
     "Valor completo de los proyectos que tocan el área. No se suma entre áreas.",
     "Full value of the projects that touch the area. Not to be summed over areas.", "moneda", "currency", valor,
     "#value+full"},
    {NAME("valor_atribuido"), PROPERTY_MONEY, NULL, 2, "Valor atribuido", "Attributed value",
     "Parte del valor que corresponde al área y a lo que contiene.",
     "Part of the value that falls on the area and what it "
     "contains.",
     "moneda", "currency", valor_atribuido, "#value+attributed"},
    {NAME("moneda"), PROPERTY_TEXT, NULL, 0, "Moneda", "Currency", "Moneda de los valores (ISO 4217).",
     "Currency of the values (ISO 4217).", NULL, NULL, moneda, "#currency+code"},
    {NAME("fuente"), PROPERTY_TEXT, NULL, 0, "Fuente", "Source", "Documento del que viene.", "Document it comes from.",
     NULL, NULL, fuente, "#meta+source"},
    {NAME("licencia"), PROPERTY_TEXT, NULL, 0, "Licencia", "Licence", "Licencia de la fuente.",
     "Licence of the source.", NULL, NULL, licencia, "#meta+licence"},
};
const uint32_t property_areas_n = sizeof property_areas / sizeof *property_areas;
