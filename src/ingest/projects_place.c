/* The places of a project: areas by name with a spot beside them, or one by one. */
#include <math.h>
#include <stdio.h>
#include "domain/attribution.h"
#include "projects_internal.h"

enum { MAX_CANDIDATES = 8, PPM = 1000000 };

/* ---- areas by name ---- */

static void write_candidate(struct buf *b, const struct gazetteer_match *m) {
  buf_printf(b, "%s%.*s (%.*s, %.*s)", b->len ? "; " : "", STR_ARG(m->code), STR_ARG(m->name), STR_ARG(m->layer));
}

bool projects_find_area(struct projects *p, struct cell x, struct gazetteer_match *found) {
  struct gazetteer_match v[MAX_CANDIDATES];
  size_t n, hints;
  gazetteer_find(p->gazetteer, x.value, v, MAX_CANDIDATES, &n, &hints);
  *found = v[0];
  if (n == 1) return true;
  struct buf b = {0};
  size_t shown = n ? n : hints;
  for (size_t i = 0; i < shown && i < MAX_CANDIDATES; i++) write_candidate(&b, &v[i]);
  if (n > 1)
    cell_refuse(&p->cells, x, "area-ambigua", "Ese nombre es de %zu áreas: %s. Escriba el código de la que es.",
                "That name belongs to %zu areas: %s. Write the code of the right one.", n, b.data);
  else if (hints)
    cell_refuse(
        &p->cells, x, "area-desconocida",
        "Ningún área se llama así. Parecidas: %s. Use el código, agregue el nombre como alias del área, o póngalo en "
        "«lugar_nota» con «ambito» desconocido.",
        "No area has that name. Near: %s. Use the code, add the name as an alias of the area, or put it in "
        "“lugar_nota” "
        "with “ambito” desconocido.",
        b.data);
  else
    cell_refuse(
        &p->cells, x, "area-desconocida",
        "Ningún área se llama así. Agregue el nombre como alias de un área, use su código, o póngalo en «lugar_nota» "
        "con "
        "«ambito» desconocido.",
        "No area has that name. Add the name as an alias of an area, use its code, or put it in “lugar_nota” with "
        "“ambito” desconocido.");
  buf_free(&b);
  return false;
}

int32_t projects_share(struct projects *p, struct cell x, struct str share) {
  char digits[32];
  size_t n = 0;
  if (share.n && share.p[share.n - 1] == '%') share = text_trim((struct str){share.p, share.n - 1});
  for (size_t i = 0; i < share.n && n < sizeof digits; i++) digits[n++] = share.p[i] == ',' ? '.' : share.p[i];
  struct decimal d = {0};
  bool fine =
      n && n == share.n && decimal_read((struct str){digits, n}, DECIMAL_PLAIN, &d) == DECIMAL_FINE && d.unscaled >= 0;
  while (fine && d.scale < 4) {
    d.unscaled *= 10;
    d.scale++;
    fine = d.unscaled <= (i128)PPM * PPM;
  }
  while (fine && d.scale > 4 && d.unscaled % 10 == 0) {
    d.unscaled /= 10;
    d.scale--;
  }
  if (fine && d.scale == 4 && d.unscaled <= PPM) return (int32_t)d.unscaled;
  cell_refuse(&p->cells, x, "parte-ilegible",
              "La parte debe ser un porcentaje de 0 a 100 con hasta cuatro decimales, por ejemplo «Manga=60%%».",
              "The share must be a percentage from 0 to 100 with at most four decimals, such as “Manga=60%%”.");
  return -1;
}

struct str projects_split_share(struct projects *p, struct cell item, int32_t *share) {
  struct str s = item.value;
  *share = -1;
  for (size_t i = s.n; i > 0; i--)
    if (s.p[i - 1] == '=') {
      *share = projects_share(p, item, text_trim((struct str){s.p + i, s.n - i}));
      return text_trim((struct str){s.p, i - 1});
    }
  return s;
}

static struct str method_code(enum gazetteer_method m) {
  return m == GAZETTEER_CODE ? STR("code") : m == GAZETTEER_NAME ? STR("name") : STR("alias");
}

static void read_area(struct projects *p, struct cell x, struct project_location *list, struct project *out) {
  struct project_location l = {
      .scope = STR("area"), .share_people_ppm = -1, .exactness = STR("1"), .lon = NAN, .lat = NAN};
  struct cell name = cell_piece(x, projects_split_share(p, x, &l.share_ppm));
  struct gazetteer_match m;
  l.name_raw = name.value;
  if (!projects_find_area(p, name, &m)) return;
  for (size_t i = 0; i < out->n_locations; i++)
    if (list[i].area_id == m.area_id) {
      cell_refuse(&p->cells, x, "area-repetida", "El área %.*s está dos veces. Deje una, con la suma de sus partes.",
                  "The area %.*s is there twice. Keep one, with the sum of its shares.", STR_ARG(m.code));
      return;
    }
  l.area_id = m.area_id;
  l.method = method_code(m.method);
  list[out->n_locations++] = l;
}

/* ---- together ---- */

/* A point or an outline beside named areas belongs to the one it lies in, else to the first. */
static void place_spot(struct projects *p, struct project_location *list, struct project *out,
                       struct project_location spot) {
  if (out->n_locations == 0) {
    projects_tie(p, projects_cell(p, spot.outline ? COLUMN_CONTORNO : COLUMN_LON), &spot);
    list[out->n_locations++] = spot;
    return;
  }
  size_t at = out->n_locations;
  bool known = false;
  for (size_t i = 0; i < out->n_locations && at == out->n_locations; i++) {
    const struct locate_area *a = locate_area(p->locate, list[i].area_id);
    known = known || (a && !a->approximate);
    if (a && !spot.outline && polygon_contains(a->polygon, spot.lon, spot.lat)) at = i;
  }
  if (at == out->n_locations && known && !spot.outline)
    cell_remark(&p->cells, REPORT_WARNING, projects_cell(p, COLUMN_LON), "punto-fuera-del-area",
                "El punto no cae en el área que dice «lugar». Se guardan los dos; revise cuál está bien.",
                "The point does not lie in the area of “lugar”. Both are kept; check which one is right.");
  struct project_location *l = &list[at == out->n_locations ? 0 : at];
  l->scope = spot.scope;
  l->lon = spot.lon;
  l->lat = spot.lat;
  l->outline = spot.outline;
}

/* "igual", or a code of list share_basis: ATTRIBUTION_NONE and false for anything else. */
static bool read_rule(struct projects *p, struct cell x, enum attribution_basis *rule) {
  static const struct {
    const char *word;
    enum attribution_basis rule;
  } words[] = {{"igual", ATTRIBUTION_EQUAL},
               {"superficie", ATTRIBUTION_AREA},
               {"poblacion", ATTRIBUTION_POPULATION},
               {"ninguna", ATTRIBUTION_NONE},
               {"unico", ATTRIBUTION_ONLY}};
  *rule = ATTRIBUTION_NONE;
  if (cell_is_empty(x)) return false;
  struct buf b = {0};
  text_fold(&b, x.value);
  bool known = false;
  for (size_t i = 0; i < sizeof words / sizeof *words && !known; i++)
    if (str_is(buf_str(&b), words[i].word)) {
      *rule = words[i].rule;
      known = true;
    }
  buf_free(&b);
  if (!known)
    cell_refuse(&p->cells, x, "valor-fuera-de-lista", "No está en la lista. Use uno de: igual, superficie, poblacion.",
                "It is not in the list. Use one of: igual, superficie, poblacion.");
  return known;
}

/* DOMAIN's precedence: stated shares, else the explicit rule for the rest, else the only place, else nothing. A place that comes
 * with its basis has a rule of its own. */
static void share_out(struct projects *p, struct project_location *list, struct project *out) {
  struct cell x = projects_cell(p, COLUMN_REPARTO);
  enum attribution_basis rule;
  read_rule(p, x, &rule);
  int64_t stated = 0;
  bool any = false;
  for (size_t i = 0; i < out->n_locations; i++) {
    bool has = list[i].share_ppm >= 0;
    any = any || has;
    stated += has ? list[i].share_ppm : 0;
    if (has) list[i].share_basis = str_from(attribution_basis_code(ATTRIBUTION_STATED));
    else if (list[i].share_basis.n == 0)
      list[i].share_basis = str_from(attribution_basis_code(rule != ATTRIBUTION_NONE ? rule
                                                            : out->n_locations == 1  ? ATTRIBUTION_ONLY
                                                                                     : ATTRIBUTION_NONE));
  }
  struct cell place = projects_cell(p, COLUMN_LUGAR);
  if (stated > PPM)
    cell_refuse(&p->cells, place, "partes-pasan-de-100", "Las partes suman %.4f %%, más de 100 %%. Corríjalas.",
                "The shares add up to %.4f %%, more than 100 %%. Correct them.", (double)stated / 10000);
  else if (any && stated < PPM && (rule == ATTRIBUTION_NONE || cell_is_empty(x)))
    cell_remark(&p->cells, REPORT_NOTE, place, "partes-no-llegan-a-100",
                "Las partes suman %.4f %%; el resto queda sin repartir.",
                "The shares add up to %.4f %%; the rest stays unallocated.", (double)stated / 10000);
}

struct ambit {
  struct str scope;
  bool known;
};

static struct ambit read_ambit(struct projects *p, struct cell x) {
  static const char *const words[][2] = {{"area", "area"},           {"ciudad", "city"},
                                         {"toda la ciudad", "city"}, {"distrito", "city"},
                                         {"fuera", "beyond"},        {"fuera de la ciudad", "beyond"},
                                         {"desconocido", "unknown"}, {"city", "city"},
                                         {"beyond", "beyond"},       {"unknown", "unknown"}};
  struct ambit a = {0};
  if (cell_is_empty(x)) return a;
  struct buf b = {0};
  text_fold(&b, x.value);
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (str_is(buf_str(&b), words[i][0])) a = (struct ambit){str_from(words[i][1]), true};
  buf_free(&b);
  if (!a.known)
    cell_refuse(&p->cells, x, "valor-fuera-de-lista",
                "No está en la lista. Use uno de: area, ciudad, fuera, desconocido.",
                "It is not in the list. Use one of: area, ciudad, fuera, desconocido.");
  return a;
}

static void check_ambit(struct projects *p, struct ambit a, struct project_location *list, struct project *out,
                        bool tried) {
  struct cell x = projects_cell(p, COLUMN_AMBITO);
  bool place = !a.known || str_is(a.scope, "area");
  if (!tried && !a.known && x.value.n && cell_is_empty(x))
    return; /* "sin dato": the source has no place, and that is known */
  if (tried && !place)
    cell_refuse(&p->cells, x, "ambito-contradictorio",
                "El ámbito dice que no hay un área y la fila da un lugar. Deje uno de los dos.",
                "The “ambito” says there is no area and the row gives a place. Keep one of them.");
  else if (!tried && place) {
    if (a.known || cell_is_empty(x))
      cell_refuse(
          &p->cells, a.known ? projects_cell(p, COLUMN_LUGAR) : x, "sin-lugar",
          "La fila no dice dónde. Escriba «lugar», o lon y lat, o «ambito»: ciudad, fuera o desconocido.",
          "The row does not say where. Fill in “lugar”, or lon and lat, or “ambito”: ciudad, fuera or desconocido.");
  } else if (!tried)
    list[out->n_locations++] = (struct project_location){.scope = a.scope,
                                                         .share_ppm = -1,
                                                         .share_people_ppm = -1,
                                                         .share_basis = STR("only"),
                                                         .method = STR("stated"),
                                                         .name_raw = out->place_note,
                                                         .lon = NAN,
                                                         .lat = NAN};
}

static void place_simply(struct projects *p, struct project *out) {
  struct cell x = projects_cell(p, COLUMN_LUGAR), lon = projects_cell(p, COLUMN_LON);
  struct cell lat = projects_cell(p, COLUMN_LAT), outline = projects_cell(p, COLUMN_CONTORNO);
  const struct str *items = NULL;
  size_t n = cell_is_empty(x) ? 0 : cell_items(&p->cells, x, &items);
  struct project_location *list = arena_calloc(p->cells.arena, n + 1, sizeof *list);
  for (size_t i = 0; i < n; i++) read_area(p, cell_piece(x, items[i]), list, out);
  struct project_location spot;
  bool has_outline = !cell_is_empty(outline), has_point = !cell_is_empty(lon) || !cell_is_empty(lat);
  if (has_outline && has_point)
    cell_refuse(&p->cells, outline, "punto-y-contorno", "La fila da un punto y un contorno. Deje uno.",
                "The row gives a point and an outline. Keep one.");
  else if (has_outline ? projects_outline(p, outline, &spot) : projects_point(p, lon, lat, &spot))
    place_spot(p, list, out, spot);
  if (out->n_locations) share_out(p, list, out);
  check_ambit(p, read_ambit(p, projects_cell(p, COLUMN_AMBITO)), list, out, n || has_outline || has_point);
  out->locations = list;
}

/* ---- places one by one: lugar_1_area …, or the sheet Lugares ---- */

static bool seen_area(struct projects *p, struct cell x, const struct project_location *list, const struct project *out,
                      const struct project_location *l) {
  for (size_t i = 0; i < out->n_locations; i++)
    if (l->area_id && list[i].area_id == l->area_id && str_is(l->scope, "area") && str_is(list[i].scope, "area")) {
      cell_refuse(&p->cells, x, "area-repetida", "El área está dos veces. Deje una, con la suma de sus partes.",
                  "The area is there twice. Keep one, with the sum of its shares.");
      return true;
    }
  return false;
}

/* How a stated area is known: by what the source wrote, where that leads to the same area, else by what the cell says. */
static struct str stated_method(struct projects *p, struct str words, const struct gazetteer_match *m) {
  struct gazetteer_match v[MAX_CANDIDATES];
  size_t n, hints;
  if (words.n) {
    gazetteer_find(p->gazetteer, words, v, MAX_CANDIDATES, &n, &hints);
    if (n == 1 && v[0].area_id == m->area_id) return method_code(v[0].method);
  }
  return method_code(m->method);
}

static void warn_outside(struct projects *p, struct cell x, const struct project_location *l) {
  const struct locate_area *a = locate_area(p->locate, l->area_id);
  if (a && !a->approximate && !l->outline && !polygon_contains(a->polygon, l->lon, l->lat))
    cell_remark(&p->cells, REPORT_WARNING, x, "punto-fuera-del-area",
                "El punto no cae en el área que se dice. Se guardan los dos; revise cuál está bien.",
                "The point does not lie in the area that is stated. Both are kept; check which one is right.");
}

/* Where it is: an area, a spot, both, or neither and a word for that. */
static bool read_where(struct projects *p, const struct part *x, struct project_location *l) {
  struct cell area = x->cell[LUGAR_AREA], lon = x->cell[LUGAR_LON], lat = x->cell[LUGAR_LAT];
  struct cell outline = x->cell[LUGAR_CONTORNO], words = x->cell[LUGAR_TEXTO], ambit = x->cell[LUGAR_AMBITO];
  struct ambit a = read_ambit(p, ambit);
  bool has_area = !cell_is_empty(area), has_outline = !cell_is_empty(outline);
  bool has_point = !cell_is_empty(lon) || !cell_is_empty(lat), any = has_area || has_outline || has_point;
  struct gazetteer_match m = {0};
  struct project_location spot = {.lon = NAN, .lat = NAN};
  if (a.known && !str_is(a.scope, "area")) {
    l->scope = a.scope;
    if (any)
      cell_refuse(&p->cells, ambit, "ambito-contradictorio",
                  "El ámbito dice que no hay un área y la fila da un lugar. Deje uno de los dos.",
                  "The “ambito” says there is no area and the row gives a place. Keep one of them.");
    return !any;
  }
  if (!any && !a.known && !cell_is_empty(ambit)) return false; /* said already */
  if (!any)
    cell_refuse(&p->cells, area, "sin-lugar",
                "El lugar no dice dónde. Escriba el área, o lon y lat, o «ambito»: ciudad, fuera o desconocido.",
                "The place does not say where. Fill in the area, or lon and lat, or “ambito”: ciudad, fuera or "
                "desconocido.");
  if (has_outline && has_point)
    cell_refuse(&p->cells, outline, "punto-y-contorno", "La fila da un punto y un contorno. Deje uno.",
                "The row gives a point and an outline. Keep one.");
  bool spotted = has_outline ? projects_outline(p, outline, &spot) : projects_point(p, lon, lat, &spot);
  if (has_area && !projects_find_area(p, area, &m)) return false;
  if (!any || spotted != (has_outline || has_point) || (has_outline && has_point)) return false;
  l->scope = spotted ? spot.scope : STR("area");
  l->lon = spot.lon, l->lat = spot.lat, l->outline = spot.outline;
  bool exact = !cell_is_empty(x->cell[LUGAR_METODO]); /* then nothing is worked out */
  if (!exact) l->exactness = STR("1");
  l->area_id = m.area_id;
  if (has_area) l->method = stated_method(p, words.value, &m);
  else l->method = STR("stated");
  if (has_area && spotted) warn_outside(p, lon, l);
  else if (!has_area && !exact) projects_tie(p, has_outline ? outline : lon, l);
  return true;
}

static void read_place(struct projects *p, const struct part *x, struct project_location *list, struct project *out) {
  struct cells *c = &p->cells;
  struct project_location l = {.share_ppm = -1, .share_people_ppm = -1, .lon = NAN, .lat = NAN};
  enum attribution_basis rule;
  bool placed = read_where(p, x, &l);
  bool exact = cell_listed(c, x->cell[LUGAR_METODO], "location_method", &l.method);
  l.name_raw = x->cell[LUGAR_TEXTO].value.n || exact ? x->cell[LUGAR_TEXTO].value : x->cell[LUGAR_AREA].value;
  if (!cell_is_empty(x->cell[LUGAR_PARTE]))
    l.share_ppm = projects_share(p, x->cell[LUGAR_PARTE], x->cell[LUGAR_PARTE].value);
  if (!cell_is_empty(x->cell[LUGAR_PARTE_PERSONAS]))
    l.share_people_ppm = projects_share(p, x->cell[LUGAR_PARTE_PERSONAS], x->cell[LUGAR_PARTE_PERSONAS].value);
  if (read_rule(p, x->cell[LUGAR_REPARTO], &rule)) l.share_basis = str_from(attribution_basis_code(rule));
  cell_listed(c, x->cell[LUGAR_ALCANCE], "location_reach", &l.reach);
  cell_listed(c, x->cell[LUGAR_CLASE], "location_class", &l.class);
  cell_listed(c, x->cell[LUGAR_EXACTITUD], "exactness", &l.exactness);
  cell_listed(c, x->cell[LUGAR_PRECISION], "geographical_precision", &l.precision);
  if (placed && !seen_area(p, x->cell[LUGAR_AREA], list, out, &l)) list[out->n_locations++] = l;
}

static void place_one_by_one(struct projects *p, struct project *out, const struct part **parts, size_t n) {
  static const enum project_column simple[] = {COLUMN_LUGAR, COLUMN_LON, COLUMN_LAT, COLUMN_CONTORNO, COLUMN_AMBITO};
  struct project_location *list = arena_calloc(p->cells.arena, n, sizeof *list);
  for (size_t i = 0; i < n; i++) {
    projects_enter(p, SHEET_PLACES, parts[i]);
    read_place(p, parts[i], list, out);
  }
  projects_leave(p);
  for (size_t i = 0; i < sizeof simple / sizeof *simple; i++)
    if (!cell_is_empty(projects_cell(p, simple[i]))) {
      cell_refuse(
          &p->cells, projects_cell(p, simple[i]), "lugar-dos-veces",
          "La fila da aquí un lugar y también los da uno por uno (lugar_1_area…, hoja Lugares). Deje lo uno o "
          "lo otro.",
          "The row gives a place here and also gives places one by one (lugar_1_area…, sheet Lugares). Keep one "
          "or the other.");
      break;
    }
  if (out->n_locations) share_out(p, list, out);
  out->locations = list;
}

void projects_place(struct projects *p, struct project *out) {
  const struct part **parts;
  size_t n = projects_parts(p, SHEET_PLACES, &parts);
  out->place_note = projects_cell(p, COLUMN_LUGAR_NOTA).value;
  if (n) place_one_by_one(p, out, parts, n);
  else place_simply(p, out);
}
