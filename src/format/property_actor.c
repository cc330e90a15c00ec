#include "property_table.h"

static void codigo(const struct property_row *r, struct property_value *v) { set_text(v, r->actor.code); }
static void nombre(const struct property_row *r, struct property_value *v) { set_text(v, r->actor.name); }
static void tipo(const struct property_row *r, struct property_value *v) { set_text(v, r->actor.type); }
static void pais(const struct property_row *r, struct property_value *v) { set_text(v, r->actor.country); }
static void alias(const struct property_row *r, struct property_value *v) {
  struct property_list list = {.arena = r->arena};
  struct str s;
  for (uint32_t k = 0; (s = snapshot_actor_alias(r->s, r->index, k)).p; k++) property_join(&list, s);
  set_text(v, list.text);
}
static void proyectos(const struct property_row *r, struct property_value *v) {
  set_int(v, r->figures->actor_projects[r->index], true);
}
static void fuente(const struct property_row *r, struct property_value *v) { set_text(v, r->actor.source_title); }

const struct property property_actors[] = {
    {NAME("codigo"), PROPERTY_TEXT, NULL, 0, "Código", "Code", "Código estable del actor.", "Stable code of the actor.",
     NULL, NULL, codigo, "#org+code"},
    {NAME("nombre"), PROPERTY_TEXT, NULL, 0, "Nombre", "Name", "Nombre del actor.", "Name of the actor.", NULL, NULL,
     nombre, "#org+name"},
    {NAME("tipo"), PROPERTY_CODE, "organisation_type", 0, "Tipo", "Type",
     "Tipo de organización (IATI OrganisationType).", "Type of organisation (IATI OrganisationType).", NULL, NULL, tipo,
     "#org+type"},
    {NAME("pais"), PROPERTY_TEXT, NULL, 0, "País", "Country", "País (ISO 3166-1 alfa-2).",
     "Country (ISO 3166-1 alpha-2).", NULL, NULL, pais, "#country+code"},
    {NAME("alias"), PROPERTY_TEXT, NULL, 0, "Otros nombres", "Other names", "Otros nombres con los que aparece.",
     "Other names it appears under.", NULL, NULL, alias, "#org+alias"},
    {NAME("proyectos"), PROPERTY_INT, NULL, 0, "Proyectos", "Projects", "Proyectos distintos que lo nombran.",
     "Distinct projects that name it.", "proyectos", "projects", proyectos, "#activity+num"},
    {NAME("fuente"), PROPERTY_TEXT, NULL, 0, "Fuente", "Source", "Documento del que viene.", "Document it comes from.",
     NULL, NULL, fuente, "#meta+source"},
};
const uint32_t property_actors_n = sizeof property_actors / sizeof *property_actors;
