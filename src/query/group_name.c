/* What dimensions and their values are called, and the order they stand in. */
#define _GNU_SOURCE /* qsort_r */
#include <stdlib.h>
#include "group_work.h"

static const struct {
  const char *name, *list, *es, *en; /* list: the code list of its values */
} dimensions[GROUPS] = {
    [GROUP_AREA] = {"area", NULL, "Área", "Area"},
    [GROUP_THEME] = {"tema", "theme", "Tema", "Theme"},
    [GROUP_SOURCE] = {"fuente", NULL, "Fuente", "Source"},
    [GROUP_EXECUTOR] = {"ejecutor", NULL, "Ejecutor", "Implementer"},
    [GROUP_TYPE] = {"tipo", "cooperation_type", "Tipo de cooperación", "Type of cooperation"},
    [GROUP_MODALITY] = {"modalidad", "modality", "Modalidad", "Modality"},
    [GROUP_FORM] = {"forma", "form", "Efectivo o especie", "In cash or in kind"},
    [GROUP_YEAR] = {"anio", NULL, "Año", "Year"},
    [GROUP_STATUS] = {"estado", "activity_status", "Estado", "Status"},
    [GROUP_KIND] = {"clase", "activity_kind", "Clase", "Kind"},
    [GROUP_PLACE] = {"lugar", "place_state", "Lugar", "Place"},
};

const char *group_name(enum group_by g) { return dimensions[g].name; }
const char *group_list(enum group_by g) { return dimensions[g].list; }
const char *group_title(enum group_by g, enum snap_lang lang) {
  return lang == SNAP_EN ? dimensions[g].en : dimensions[g].es;
}
bool group_find(struct str name, enum group_by *g) {
  for (unsigned i = 0; i < GROUPS; i++)
    if (str_is(name, dimensions[i].name)) {
      *g = (enum group_by)i;
      return true;
    }
  return false;
}

static bool of_actors(enum group_by by) { return by == GROUP_SOURCE || by == GROUP_EXECUTOR; }

/* ---- what a slot is called ---- */

static void describe_code(const struct group_work *w, uint32_t slot, struct group_row *out) {
  const struct snapshot *s = w->snapshot;
  if (w->by == GROUP_PLACE) out->code = str_from(snap_place_code((enum snap_place)(slot - 1)));
  else out->code = snap_code_text(w->v, (uint16_t)slot);
  out->label_es = snapshot_label(s, group_list(w->by), out->code, SNAP_ES);
  out->label_en = snapshot_label(s, group_list(w->by), out->code, SNAP_EN);
}

void group_describe(const struct group_work *w, uint32_t slot, struct arena *a, struct group_row *out) {
  *out = (struct group_row){.code = STR(""), .row = SNAPSHOT_NONE};
  if (slot == 0) {
    out->label_es = w->by == GROUP_AREA ? STR("En ninguna de estas áreas") : STR("Sin dato");
    out->label_en = w->by == GROUP_AREA ? STR("In none of these areas") : STR("No data");
  } else if (w->by == GROUP_AREA || of_actors(w->by)) {
    out->row = slot - 1;
    out->code = snap_text(w->v, w->by == GROUP_AREA ? w->v->area[out->row].code : w->v->actor[out->row].code);
    out->label_es = snap_text(w->v, w->by == GROUP_AREA ? w->v->area[out->row].name : w->v->actor[out->row].name);
    out->label_en = out->label_es;
  } else if (w->by == GROUP_YEAR) {
    out->code = out->label_es = out->label_en = str_from(arena_printf(a, "%u", slot));
  } else {
    describe_code(w, slot, out);
  }
}

/* ---- the order of rows ---- */

static int by_code_text(const void *x, const void *y, void *user) {
  const struct snap_view *v = user;
  return str_cmp(snap_code_text(v, (uint16_t) * (const uint32_t *)x),
                 snap_code_text(v, (uint16_t) * (const uint32_t *)y));
}

size_t group_order(const struct group_work *w, const bool *used, uint32_t *out) {
  const char *list = group_list(w->by);
  size_t n = 0;
  struct str code, es, en;
  bool *taken = mem_calloc(w->slots, 1);
  for (uint32_t i = 0; list && w->by != GROUP_PLACE && snapshot_code(w->snapshot, list, i, &code, &es, &en); i++) {
    uint16_t slot = snapshot_find_code(w->snapshot, code);
    if (slot && used[slot] && !taken[slot]) out[n++] = slot;
    taken[slot] = true;
  }
  size_t listed = n;
  for (uint32_t slot = 1; slot < w->slots; slot++)
    if (used[slot] && !taken[slot]) out[n++] = slot;
  if (list && w->by != GROUP_PLACE)
    qsort_r(out + listed, n - listed, sizeof *out, by_code_text, (void *)(uintptr_t)w->v);
  free(taken);
  return n;
}
