/* Tiles of the fixture, read back with a small decoder of their own. (tests/test_tiles.py reads them with GDAL.) */
#include "snapshot_held.h"
#include "format/tile.h"
#include "format/tile_internal.h"
#include "geo/grid.h"
#include "snapshot/layout.h"

struct in {
  const unsigned char *p, *end;
};

static uint64_t varint(struct in *i) {
  uint64_t v = 0;
  for (unsigned shift = 0;; shift += 7) {
    assert_true(i->p < i->end && shift < 64);
    unsigned char b = *i->p++;
    v |= (uint64_t)(b & 0x7f) << shift;
    if (b < 0x80) return v;
  }
}

/* Next member of a message: its number; bytes in *body or the number in *value. 0 at the end. */
static unsigned member(struct in *i, struct in *body, uint64_t *value) {
  if (i->p == i->end) return 0;
  uint64_t key = varint(i);
  *value = varint(i);
  if ((key & 7) == 2) {
    assert_true(*value <= (uint64_t)(i->end - i->p));
    *body = (struct in){i->p, i->p + *value};
    i->p += *value;
  } else {
    assert_int_equal(key & 7, 0);
  }
  return (unsigned)(key >> 3);
}

struct feature {
  uint64_t id;
  int64_t area;
  int x, y, rings, turns[8];
};
struct layer {
  char name[32];
  struct feature f[64];
  size_t n;
  unsigned keys, values;
  uint64_t most_key, most_value;
};

static int unzig(uint64_t v) { return (int)(v >> 1) ^ -(int)(v & 1); }

/* The sum of the signed areas of its rings (by the surveyor's formula), and each ring's sign. */
static void decode_geometry(struct in g, struct feature *f) {
  int x = 0, y = 0, x0 = 0, y0 = 0;
  int64_t twice = 0;
  while (g.p < g.end) {
    uint64_t command = varint(&g);
    if ((command & 7) == 7) {
      twice += (int64_t)x * y0 - (int64_t)x0 * y;
      assert_true(twice != 0);
      f->turns[f->rings++ & 7] = twice > 0 ? 1 : -1;
      f->area += twice;
      continue;
    }
    for (uint64_t k = command >> 3; k > 0; k--) {
      int nx = x + unzig(varint(&g)), ny = y + unzig(varint(&g));
      if ((command & 7) == 1) {
        x0 = nx;
        y0 = ny;
        twice = 0;
      } else {
        assert_true(nx != x || ny != y);
        twice += (int64_t)x * ny - (int64_t)nx * y;
      }
      x = nx;
      y = ny;
    }
  }
  f->x = x;
  f->y = y;
}

static void decode_feature(struct in m, struct layer *l) {
  struct in body;
  uint64_t value;
  struct feature *f = &l->f[l->n++];
  assert_true(l->n <= 64);
  *f = (struct feature){0};
  for (unsigned k; (k = member(&m, &body, &value));) {
    if (k == 1) f->id = value;
    if (k == 4) decode_geometry(body, f);
    while (k == 2 && body.p < body.end) {
      uint64_t key = varint(&body), v = varint(&body);
      if (key > l->most_key) l->most_key = key;
      if (v > l->most_value) l->most_value = v;
    }
  }
}

static size_t decode(const struct buf *tile, struct layer layers[3]) {
  struct in t = {(const unsigned char *)tile->data, (const unsigned char *)tile->data + tile->len}, body, inner;
  uint64_t value;
  size_t n = 0;
  for (unsigned k; (k = member(&t, &body, &value)); n++) {
    assert_true(k == 3 && n < 3);
    struct layer *l = &layers[n];
    *l = (struct layer){.n = 0};
    while ((k = member(&body, &inner, &value))) {
      if (k == 1) memcpy(l->name, inner.p, (size_t)(inner.end - inner.p));
      if (k == 2) decode_feature(inner, l);
      l->keys += k == 3;
      l->values += k == 4;
      if (k == 15) assert_int_equal(value, 2);
      if (k == 5) assert_int_equal(value, 4096);
    }
    assert_true(l->most_key < l->keys && l->most_value < l->values);
  }
  return n;
}

/* Takes the filter. */
static struct layer layer_of(struct filter *f, unsigned which, uint32_t z, uint32_t x, uint32_t y) {
  struct buf b = {0};
  struct err e = {0};
  struct layer l[3] = {{.n = 0}};
  struct tile_choice *c = f ? tile_choice_new(f) : NULL;
  fixture_must(tile_write(snap, &(struct tile_options){.layers = which, .choice = c}, z, x, y, &b, &e), &e);
  tile_choice_release(c);
  assert_true(decode(&b, l) <= 1);
  buf_free(&b);
  return l[0];
}

static const struct feature *feature_of(const struct layer *l, int64_t id) {
  for (size_t i = 0; i < l->n; i++)
    if (l->f[i].id == (uint64_t)id) return &l->f[i];
  return NULL;
}

static int64_t project_id(const char *code) { return snapshot_view(snap)->project_id[project_of(snap, code)]; }
static int64_t area_id(const char *code) { return snapshot_view(snap)->area_id[area_of(snap, code)]; }

/* At every zoom each located project is in exactly one tile, where its coordinates say. */
static void test_every_point_once(void **state) {
  (void)state;
  for (uint32_t z = 0; z <= TILE_MAX_ZOOM; z++) {
    unsigned found = 0;
    for (uint32_t i = 0; i < snapshot_projects(snap); i++) {
      struct snap_project p;
      snapshot_project(snap, i, &p);
      if (p.spot == SNAP_SPOT_NONE) continue;
      uint32_t x = z ? grid_x(p.lon) >> (32 - z) : 0, y = z ? grid_y(p.lat) >> (32 - z) : 0, one = 0;
      struct layer l = layer_of(NULL, TILE_PROJECTS, z, x, y);
      for (size_t k = 0; k < l.n; k++) one += l.f[k].id == (uint64_t)snapshot_view(snap)->project_id[i];
      assert_int_equal(one, 1);
      const struct feature *f = feature_of(&l, snapshot_view(snap)->project_id[i]);
      assert_int_equal(f->x, (grid_x(p.lon) >> (20 - z)) & 4095);
      assert_int_equal(f->y, (grid_y(p.lat) >> (20 - z)) & 4095);
      found++;
    }
    assert_int_equal(found, 10);
  }
}

static void test_all_layers(void **state) {
  (void)state;
  struct buf b = {0};
  struct err e = {0};
  struct layer l[3];
  fixture_must(tile_write(snap, NULL, 0, 0, 0, &b, &e), &e);
  assert_int_equal(decode(&b, l), 2); /* all areas are smaller than the grid of the whole world */
  assert_string_equal(l[0].name, "areas_etiqueta");
  assert_string_equal(l[1].name, "proyectos");
  assert_int_equal(l[1].n, 10);
  assert_int_equal(l[1].keys, 8);
  buf_reset(&b);
  uint32_t x = grid_x(-75.52) >> 22, y = grid_y(10.45) >> 22;
  fixture_must(tile_write(snap, NULL, 10, x, y, &b, &e), &e);
  assert_int_equal(decode(&b, l), 3);
  assert_string_equal(l[0].name, "areas");
  buf_free(&b);
}

static void test_hole(void **state) {
  (void)state;
  uint32_t z = 13, x = grid_x(-75.59) >> 19, y = grid_y(10.61) >> 19;
  struct layer l = layer_of(NULL, TILE_AREAS, z, x, y);
  const struct feature *f = feature_of(&l, area_id("hueco"));
  assert_non_null(f);
  assert_int_equal(f->rings, 2);
  assert_true(f->turns[0] == 1 && f->turns[1] == -1);
}

/* Deep inside an area the tile is full of it: the square with its buffer. In the hole there is nothing. */
static void test_inside(void **state) {
  (void)state;
  uint32_t z = 17, x = grid_x(-75.5975) >> 15, y = grid_y(10.61) >> 15;
  struct layer l = layer_of(NULL, TILE_AREAS, z, x, y);
  const struct feature *f = feature_of(&l, area_id("hueco"));
  assert_non_null(f);
  assert_int_equal(f->area, 2 * 4224 * 4224);
  l = layer_of(NULL, TILE_AREAS, z, grid_x(-75.59) >> 15, grid_y(10.61) >> 15);
  assert_true(feature_of(&l, area_id("hueco")) == NULL);
}

static void test_filtered(void **state) {
  (void)state;
  struct err e = {0};
  struct filter *f;
  const struct str area = STR("ucg-14");
  fixture_must(filter_compile(snap, &(struct filter_spec){.area = &area, .n_area = 1}, &f, &e), &e);
  struct layer l = layer_of(f, TILE_PROJECTS, 5, grid_x(-75.5) >> 27, grid_y(10.3) >> 27);
  assert_int_equal(l.n, 4);
  assert_non_null(feature_of(&l, project_id("a-point")));
  fixture_must(filter_compile(snap, &(struct filter_spec){.area = &area, .n_area = 1}, &f, &e), &e);
  l = layer_of(f, TILE_LABELS, 5, grid_x(-75.5) >> 27, grid_y(10.3) >> 27);
  assert_int_equal(l.n, 2);
}

/* The stamp of a tile follows what it says: the layers, the filter and the place, and nothing of the order in which it is asked. */
static void test_stamps(void **state) {
  (void)state;
  struct err e = {0};
  struct filter *f;
  const struct str area = STR("ucg-14");
  fixture_must(filter_compile(snap, &(struct filter_spec){.area = &area, .n_area = 1}, &f, &e), &e);
  struct tile_choice *c = tile_choice_new(f);
  uint32_t x = grid_x(-75.5) >> 27, y = grid_y(10.3) >> 27;
  const struct tile_options ask[] = {{.layers = 0}, {.layers = TILE_AREAS}, {.layers = TILE_PROJECTS}, {.choice = c}};
  char stamp[5][TILE_STAMP_SIZE], again[TILE_STAMP_SIZE];
  for (int i = 0; i < 4; i++) assert_true(tile_stamp(snap, &ask[i], 5, x, y, stamp[i]));
  assert_true(tile_stamp(snap, NULL, 5, x + 1, y, stamp[4]));
  for (int i = 0; i < 5; i++)
    for (int k = 0; k < i; k++) assert_string_not_equal(stamp[i], stamp[k]);
  assert_string_equal(stamp[4], "0-0000000000000000-0-0000000000000000");
  assert_true(tile_stamp(snap, NULL, 5, x, y, again));
  assert_string_equal(again, stamp[0]);
  assert_false(tile_stamp(snap, NULL, 5, 32, 0, again));
  tile_choice_release(c);
}

/* A choice is found again under its question, until the sixteen after it push it out. */
static void test_choices_are_kept(void **state) {
  (void)state;
  struct err e = {0};
  struct filter *f;
  char question[20];
  for (int i = 0; i < 17; i++) {
    fixture_must(filter_compile(snap, &(struct filter_spec){.n_area = 0}, &f, &e), &e);
    struct tile_choice *c = tile_choice_new(f);
    snprintf(question, sizeof question, "q=%d", i);
    tile_choice_keep(snap, str_from(question), c);
    const struct tile_choice *found = tile_choice_find(snap, str_from(question));
    assert_ptr_equal(found, c);
    tile_choice_release(found);
    tile_choice_release(c);
  }
  assert_null(tile_choice_find(snap, STR("q=0")));
  const struct tile_choice *second = tile_choice_find(snap, STR("q=1"));
  assert_non_null(second);
  tile_choice_release(second);
  tile_choice_forget_others("another snapshot");
  assert_null(tile_choice_find(snap, STR("q=16")));
}

static void test_no_such_tile(void **state) {
  (void)state;
  struct buf b = {0};
  struct err e = {0};
  assert_false(tile_write(snap, NULL, 19, 0, 0, &b, &e));
  assert_int_equal(e.kind, ERR_NOT_FOUND);
  assert_false(tile_write(snap, NULL, 3, 8, 0, &b, &e));
  assert_true(tile_write(snap, NULL, 3, 7, 0, &b, &e)); /* empty, and fine */
  assert_int_equal(b.len, 0);
  buf_free(&b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_every_point_once),
      cmocka_unit_test(test_all_layers),
      cmocka_unit_test(test_hole),
      cmocka_unit_test(test_inside),
      cmocka_unit_test(test_filtered),
      cmocka_unit_test(test_no_such_tile),
      cmocka_unit_test(test_stamps),
      cmocka_unit_test(test_choices_are_kept),
  };
  return cmocka_run_group_tests(tests, open_all, close_all);
}
