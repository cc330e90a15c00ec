#include "iati_words.h"

static const struct {
  const char *name;
  enum iati_space space;
  enum iati_word word;
} words[] = {
#define X(id, name) {name, IATI_SPACE_NONE, WORD_##id},
    IATI_WORDS(X)
#undef X
#define X(id, name) {name, IATI_SPACE_OWN, WORD_##id},
        IATI_OWN_WORDS(X)
#undef X
            {"lang", IATI_SPACE_XML, WORD_XML_LANG}};
_Static_assert(2 * WORD_COUNT < IATI_WORD_SLOTS, "the hash stays half empty");

static size_t slot_of(struct str name, enum iati_space space) {
  uint32_t h = 2166136261u ^ (uint32_t)space; /* FNV-1a */
  for (size_t i = 0; i < name.n; i++) h = (h ^ (unsigned char)name.p[i]) * 16777619u;
  return (h ^ h >> 15) % IATI_WORD_SLOTS;
}

void iati_words_fill(struct iati_words *w) {
  *w = (struct iati_words){0};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    struct str name = str_from(words[i].name);
    size_t at = slot_of(name, words[i].space);
    while (w->slots[at].name.p) at = (at + 1) % IATI_WORD_SLOTS;
    w->slots[at].name = name;
    w->slots[at].space = words[i].space;
    w->slots[at].word = words[i].word;
  }
}

enum iati_word iati_words_find(const struct iati_words *w, struct str name, enum iati_space space) {
  if (space == IATI_SPACE_OTHER) return WORD_NONE;
  for (size_t at = slot_of(name, space); w->slots[at].name.p; at = (at + 1) % IATI_WORD_SLOTS)
    if (w->slots[at].space == space && str_eq(w->slots[at].name, name)) return w->slots[at].word;
  return WORD_NONE;
}

struct str iati_word_name(enum iati_word w) {
  static const char *const names[] = {"",
#define X(id, name) name,
                                      IATI_WORDS(X) IATI_OWN_WORDS(X)
#undef X
                                          "lang"};
  return str_from(names[w]);
}

enum iati_space iati_space(const char *uri) {
  if (!uri) return IATI_SPACE_NONE;
  if (strcmp(uri, IATI_NAMESPACE) == 0) return IATI_SPACE_OWN;
  if (strcmp(uri, "http://www.w3.org/XML/1998/namespace") == 0) return IATI_SPACE_XML;
  return IATI_SPACE_OTHER;
}
