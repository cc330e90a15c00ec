#include "queryable_column.h"
#include <math.h>

enum { PLACES = SNAP_UNKNOWN + 1, SPOTS = SNAP_SPOT_AREA_APPROXIMATE + 1, GEOMS = SNAP_GEOM_AUTHORITATIVE + 1 };

/* A value of the file at its address, whatever its alignment in a record. */
#define READ(type, c, row)                                                                                             \
  __extension__({                                                                                                      \
    type value_ = 0;                                                                                                   \
    if ((c)->base) memcpy(&value_, (c)->base + (row) * (c)->stride, sizeof value_);                                    \
    value_;                                                                                                            \
  })

uint64_t column_entries(const struct column *c) {
  switch (c->form) {
  case COLUMN_CODE: return c->v->n_code;
  case COLUMN_DATE: return c->v->n_date;
  case COLUMN_DOCUMENT:
  case COLUMN_LICENCE: return c->v->n_document + 1;
  case COLUMN_PLACE: return PLACES;
  case COLUMN_SPOT: return SPOTS;
  default: return GEOMS;
  }
}

uint32_t column_entry(const struct column *c, uint64_t row) {
  switch (c->form) {
  case COLUMN_CODE: return READ(uint16_t, c, row);
  case COLUMN_DATE: return READ(uint32_t, c, row);
  case COLUMN_DOCUMENT:
  case COLUMN_LICENCE: return READ(uint32_t, c, row) + 1; /* SNAPSHOT_NONE: 0 */
  case COLUMN_PLACE: return READ(uint16_t, c, row) & SNAP_PLACE_MASK;
  case COLUMN_SPOT: return (READ(uint16_t, c, row) & (unsigned)SNAP_SPOT_MASK) >> SNAP_SPOT_SHIFT;
  default: return READ(uint8_t, c, row);
  }
}

struct str column_entry_text(const struct column *c, uint32_t entry) {
  const struct snap_view *v = c->v;
  switch (c->form) {
  case COLUMN_CODE: return snap_text(v, v->code[entry]);
  case COLUMN_DATE: return snap_text(v, v->date[entry]);
  case COLUMN_DOCUMENT: return entry ? snap_text(v, v->document[entry - 1].title) : STR("");
  case COLUMN_LICENCE: return entry ? snap_text(v, v->document[entry - 1].licence) : STR("");
  case COLUMN_PLACE: return str_from(snap_place_code((enum snap_place)entry));
  case COLUMN_SPOT: return str_from(snap_spot_code((enum snap_spot)entry));
  default: return str_from(snap_geom_code((enum snap_geom)entry));
  }
}

/* The source says "objeto" or "objetivo", rarely both: the first there is, in this order. */
static struct str aim(const struct snap_view *v, uint32_t row) {
  static const char *const types[] = {"objeto", "objetivo", "descripcion"};
  uint32_t begin, end;
  SNAP_SLICE(v, narrative, row, &begin, &end);
  for (size_t t = 0; t < sizeof types / sizeof *types; t++)
    for (uint32_t k = begin; k < end; k++)
      if (str_is(snap_code_text(v, v->narrative[k].type), types[t])) {
        struct str text = snap_text(v, v->narrative[k].text);
        if (text.n) return text;
      }
  return STR("");
}

/* "Title, locator". */
static struct str source(const struct snap_view *v, uint32_t row, struct buf *made) {
  uint32_t document = v->project_document[row];
  struct str locator = snap_text(v, SNAP_COLUMN(v, project_locator, row));
  buf_reset(made);
  if (document != SNAPSHOT_NONE) buf_add_str(made, snap_text(v, v->document[document].title));
  if (made->len && locator.n) buf_add_z(made, ", ");
  buf_add_str(made, locator);
  return buf_str(made);
}

struct str column_text(const struct column *c, uint32_t row, struct buf *made) {
  const struct snap_view *v = c->v;
  if (column_is_dictionary(c->form)) return column_entry_text(c, column_entry(c, row));
  switch (c->form) {
  case COLUMN_TEXT: return snap_text(v, READ(snap_ref, c, row));
  case COLUMN_PROJECT: {
    uint32_t parent = READ(uint32_t, c, row);
    return parent ? snap_text(v, v->project_code[parent - 1]) : STR("");
  }
  case COLUMN_AREA: {
    uint32_t area = READ(uint32_t, c, row);
    return area == SNAPSHOT_NONE ? STR("") : snap_text(v, v->area[area].code);
  }
  case COLUMN_AIM: return aim(v, row);
  default: return source(v, row, made);
  }
}

bool column_integer(const struct column *c, uint32_t row, i128 *out) {
  switch (c->form) {
  case COLUMN_YEAR: *out = READ(uint16_t, c, row); return *out != 0;
  case COLUMN_PEOPLE: *out = (i128)READ(int64_t, c, row) - 1; return *out >= 0;
  case COLUMN_POPULATION: *out = READ(int64_t, c, row); return *out >= 0;
  case COLUMN_SINCE: *out = READ(int32_t, c, row); return *out > 0;
  case COLUMN_EDITION: *out = READ(int32_t, c, row); return true;
  case COLUMN_COUNT: *out = READ(uint32_t, c, row); return true;
  case COLUMN_SLICE: *out = (i128)READ(uint32_t, c, row + (size_t)1) - READ(uint32_t, c, row); return true;
  default:
    *out = c->base ? snap_i128_get(c->v->project_value[row]) : 0;
    return c->v->project_flags[row] & SNAP_HAS_VALUE;
  }
}

bool column_real(const struct column *c, uint32_t row, double *out) {
  *out = READ(double, c, row);
  return !isnan(*out);
}

bool column_flag(const struct column *c, uint32_t row) {
  return c->form == COLUMN_FLAG ? (READ(uint16_t, c, row) & c->mask) != 0 : READ(uint8_t, c, row) != 0;
}

struct list {
  void (*add)(void *user, struct str element);
  void *user;
};
static void give(const struct list *l, struct str element) {
  if (element.n) l->add(l->user, element);
}

static void themes(const struct column *c, uint32_t row, const struct list *l) {
  const struct snap_view *v = c->v;
  if (!v->n_theme_first) {
    give(l, snap_code_text(v, READ(uint16_t, c, row)));
    return;
  }
  uint32_t begin, end;
  SNAP_SLICE(v, theme, row, &begin, &end);
  for (uint32_t k = begin; k < end; k++) give(l, snap_code_text(v, v->theme[k]));
}

static void places(const struct column *c, uint32_t row, const struct list *l) {
  const struct snap_view *v = c->v;
  uint32_t begin, end;
  SNAP_SLICE(v, place, row, &begin, &end);
  for (uint32_t k = begin; k < end; k++) {
    uint32_t area = v->place[k].area;
    if (c->form == COLUMN_PLACES) give(l, snap_text(v, v->place[k].name_raw));
    else if (area != SNAPSHOT_NONE)
      give(l, snap_text(v, c->form == COLUMN_AREAS ? v->area[area].code : v->area[area].name));
  }
  if (c->form == COLUMN_PLACES) give(l, snap_text(v, SNAP_COLUMN(v, project_note, row)));
}

static void give_actor(const struct snap_view *v, uint32_t actor, const struct list *l) {
  if (actor != SNAPSHOT_NONE) give(l, snap_text(v, v->actor[actor].name));
}

static void parties(const struct column *c, uint32_t row, const struct list *l) {
  const struct snap_view *v = c->v;
  const char *role = c->form == COLUMN_FUNDERS ? "1" : c->form == COLUMN_EXECUTORS ? "4" : NULL;
  uint32_t begin, end;
  SNAP_SLICE(v, party, row, &begin, &end);
  for (uint32_t k = begin; k < end; k++)
    if (!role || str_is(snap_code_text(v, v->party[k].role), role)) give_actor(v, v->party[k].actor, l);
  if (c->form != COLUMN_FUNDERS) return;
  SNAP_SLICE(v, contribution, row, &begin, &end);
  for (uint32_t k = begin; k < end; k++) give_actor(v, v->contribution[k].provider, l);
}

static void containing(const struct snap_view *v, uint32_t row, const struct list *l) {
  uint32_t begin, end;
  SNAP_SLICE(v, containing, row, &begin, &end);
  for (uint32_t k = begin; k < end; k++) give(l, snap_text(v, v->area[v->containing[k]].code));
}

static void aliases(const struct snap_view *v, const snap_ref *alias, uint32_t begin, uint32_t end,
                    const struct list *l) {
  for (uint32_t k = begin; k < end; k++) give(l, snap_text(v, alias[k]));
}

void column_list(const struct column *c, uint32_t row, void (*add)(void *user, struct str element), void *user) {
  const struct list l = {add, user};
  const struct snap_view *v = c->v;
  uint32_t begin, end;
  switch (c->form) {
  case COLUMN_THEMES: themes(c, row, &l); break;
  case COLUMN_AREAS:
  case COLUMN_AREA_NAMES:
  case COLUMN_PLACES: places(c, row, &l); break;
  case COLUMN_FUNDERS:
  case COLUMN_EXECUTORS:
  case COLUMN_PARTIES: parties(c, row, &l); break;
  case COLUMN_CONTAINING: containing(v, row, &l); break;
  case COLUMN_AREA_ALIAS:
    SNAP_SLICE(v, alias, row, &begin, &end);
    aliases(v, v->alias, begin, end, &l);
    break;
  default: SNAP_SLICE(v, actor_alias, row, &begin, &end); aliases(v, v->actor_alias, begin, end, &l);
  }
}

bool column_has_geometry(const struct snap_view *v, enum query_subject subject, uint32_t row) {
  if (subject == QUERY_AREAS) return v->area[row].shape != SNAPSHOT_NONE;
  return subject == QUERY_PROJECTS && (v->project_flags[row] & SNAP_PLACE_MASK) == SNAP_LOCATED &&
         !isnan(v->project_xy[row].lon);
}
