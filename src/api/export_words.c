/* A filter as people say it, for the files that tell what they hold: "Área: Nelson Mandela; Estado: En ejecución". */
#include "api/filter_params.h"
#include "export_job.h"

struct word {
  const struct http_param_spec *spec;
  const char *es, *en;
  const char *list; /* code list of the values, NULL none */
};
static const struct word words[] = {
    {&filter_param_area, "Área", "Area", NULL},
    {&filter_param_clase, "Clase", "Kind", "activity_kind"},
    {&filter_param_estado, "Estado", "Status", "activity_status"},
    {&filter_param_tipo, "Tipo de cooperación", "Type of cooperation", "cooperation_type"},
    {&filter_param_modalidad, "Modalidad", "Modality", "modality"},
    {&filter_param_forma, "Forma del aporte", "Form of what is given", "form"},
    {&filter_param_anio, "Año", "Year", NULL},
    {&filter_param_tema, "Tema", "Theme", "theme"},
    {&filter_param_fuente, "Fuente", "Source", NULL},
    {&filter_param_ejecutor, "Ejecutor", "Implementer", NULL},
    {&filter_param_lugar, "Lugar", "Place", "place_state"},
    {&filter_param_codigo, "Código", "Code", NULL},
    {&filter_param_monto_min, "Valor mínimo", "Least value", NULL},
    {&filter_param_monto_max, "Valor máximo", "Greatest value", NULL},
    {&filter_param_moneda, "Moneda", "Currency", NULL},
    {&filter_param_vigente, "Vigente", "Active", NULL},
    {&filter_param_q, "Con las palabras", "With the words", NULL},
    {&filter_param_bbox, "En el rectángulo", "In the box", NULL},
    {&filter_param_celda, "En la celda", "In the cell", NULL},
    {&filter_param_dibujo, "En el polígono", "In the polygon", NULL},
    {&filter_param_cerca, "Cerca de", "Near", NULL},
    {&filter_param_punto, "En el punto", "At the point", NULL},
    {&filter_param_capa, "Capa", "Layer", "layer"},
    {&filter_param_datetime, "En el tiempo", "In time", NULL},
    {&filter_param_filter, "Que cumple", "Where", NULL},
};
enum { LONGEST = 400 }; /* of a polygon as text */

static struct str value_of(const struct snapshot *s, const struct word *w, const struct http_param *p,
                           enum snap_lang lang) {
  uint32_t row;
  if (str_is(p->text, "sin-dato")) return lang == SNAP_EN ? STR("No data") : STR("Sin dato");
  if (p->spec == &filter_param_area && snapshot_find_area(s, p->text, &row)) {
    struct snap_area area;
    snapshot_area(s, row, &area);
    return area.name;
  }
  if ((p->spec == &filter_param_fuente || p->spec == &filter_param_ejecutor) && snapshot_find_actor(s, p->text, &row)) {
    struct snap_actor actor;
    snapshot_actor(s, row, &actor);
    return actor.name;
  }
  return w->list ? snapshot_label(s, w->list, p->text, lang) : p->text;
}

const char *export_words(struct arena *a, const struct snapshot *s, const struct http_param *params, size_t n,
                         enum snap_lang lang) {
  struct buf b = {0};
  for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
    bool any = false;
    for (size_t i = 0; i < n; i++) {
      if (params[i].spec != words[w].spec) continue;
      struct str v = value_of(s, &words[w], &params[i], lang);
      if (any) buf_add_z(&b, lang == SNAP_EN ? " or " : " o ");
      else buf_printf(&b, "%s%s: ", b.len ? "; " : "", lang == SNAP_EN ? words[w].en : words[w].es);
      buf_add(&b, v.p, v.n > LONGEST ? LONGEST : v.n);
      if (v.n > LONGEST) buf_add_z(&b, "…");
      any = true;
    }
  }
  const char *out = b.len ? arena_strndup(a, b.data, b.len) : NULL;
  buf_free(&b);
  return out;
}
