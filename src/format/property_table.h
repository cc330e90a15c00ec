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
/* A list as one text, its entries joined by "; ". One entry is the snapshot's own text; more are put together in the arena. */
struct property_list {
  struct arena *arena;
  struct str text; /* so far */
  size_t room;     /* of the text, where it is ours */
};
/* Add s once; nothing for an empty text. */
void property_join(struct property_list *list, struct str s);
/* "Title, locator". */
struct str property_source(struct arena *a, struct str title, struct str locator);
/* The first two members of a property. */
#define NAME(z) z, JW_READY(z)
#endif
