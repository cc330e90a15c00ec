#ifndef FORMAT_PROPERTY_TABLE_H
#define FORMAT_PROPERTY_TABLE_H
/* Private to the registry: its three tables and the setters they share. */
#include <math.h>
#include "format/property.h"

extern const struct property property_areas[];
extern const uint32_t property_areas_n;
extern const struct property property_projects[];
extern const uint32_t property_projects_n;
extern const struct property property_actors[];
extern const uint32_t property_actors_n;

static inline void set_text(struct property_value *v, struct str s) {
  v->text = s;
  v->null = s.n == 0;
}
static inline void set_int(struct property_value *v, int64_t i, bool known) {
  v->i = i;
  v->null = !known;
}
static inline void set_real(struct property_value *v, double r) {
  v->real = r;
  v->null = isnan(r);
}
static inline void set_minor(struct property_value *v, i128 minor, bool known) {
  v->minor = minor;
  v->null = !known;
}
/* Append s to a list joined by "; ", once. */
void property_join(struct buf *b, struct str s);
/* The finished list as text of the arena; null if empty. Frees b. */
void property_set_list(struct property_value *v, struct arena *a, struct buf *b);
/* "Title, locator". */
struct str property_source(struct arena *a, struct str title, struct str locator);
#endif
