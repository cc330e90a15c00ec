#ifndef DOMAIN_GAZETTEER_H
#define DOMAIN_GAZETTEER_H
/* From a name as people write it to one area, or to the candidates. Compares keys (domain/name_key): folded, number words as
 * digits, "sector"/"sec."/"st." and "urbanizacion"/"urb." as one word. Articles (el, la, los, las, lo, de, del, y, e) stand
 * where they stand in the first pass, elsewhere in the second, nowhere in the third; then a leading "barrio", "corregimiento
 * de", … is read as the layer. The first pass that finds anything decides. Never edit distance: a near name is a hint in the
 * message, not a match. */
#include "core/mem.h"
#include "store/db.h"

struct gazetteer;
enum gazetteer_method { GAZETTEER_CODE, GAZETTEER_NAME, GAZETTEER_ALIAS };
struct gazetteer_match {
  int64_t area_id;
  struct str code, name, layer;
  enum gazetteer_method method;
};
/* Load every area's code, name and aliases. */
bool gazetteer_load(struct db *d, struct gazetteer **out, struct err *e);
void gazetteer_free(struct gazetteer *g);
/* n = 1: found. n > 1: ambiguous, the candidates. n = 0: unknown; then up to `max` near names are given as hints in
 * candidates and *hints is their number. Candidates point into the gazetteer. */
void gazetteer_find(const struct gazetteer *g, struct str name, struct gazetteer_match *candidates, size_t max,
                    size_t *n, size_t *hints);
#endif
