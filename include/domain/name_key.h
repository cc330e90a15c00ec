#ifndef DOMAIN_NAME_KEY_H
#define DOMAIN_NAME_KEY_H
/* Keys by which names of places and of actors are compared, and how far apart two keys are. */
#include "core/buf.h"

enum name_key_articles {
  NAME_KEY_KEPT,   /* every word in its place */
  NAME_KEY_MOVED,  /* articles (el la los las lo de del y e) behind the other words, in a fixed order */
  NAME_KEY_DROPPED /* without articles; if nothing else is left, as KEPT */
};
/* Append the key: text_fold; a new word where letters turn into digits; number words as digits ("siete" -> "7"; "primero",
 * "1o", "1ro" -> "1"); "sector", "sec", "st" as "sector"; "urbanizacion", "urb" as "urb". */
void name_key(struct buf *out, struct str name, enum name_key_articles articles);
/* Edits (insert, delete, change, exchange of neighbours) between two keys; bound + 1 if more than `bound`. */
unsigned name_distance(struct str a, struct str b, unsigned bound);
/* True if every word of `words` is a word of `key`. */
bool name_has_words(struct str key, struct str words);
#endif
