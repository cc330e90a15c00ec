/* Title and descriptions. */
#include <stdio.h>
#include "iati_part.h"

static bool is_title(const struct snap_narrative *n) { return str_is(n->type, "titulo"); }

/* What stands in a file one after the other: all titles, then all descriptions. True if the project has them otherwise. */
static bool need_order(const struct iati_part *a) {
  struct snap_narrative n;
  bool description = false;
  for (uint32_t k = 0; snapshot_narrative(a->s, a->p.index, k, &n); k++) {
    if (!is_title(&n)) description = true;
    else if (description) return true;
  }
  return false;
}

static void write_narrative(struct iati_part *a, const struct snap_narrative *n, uint32_t k, uint32_t rank,
                            bool ordered) {
  char number[16];
  iati_out_begin_ranked(&a->x, "narrative", rank);
  iati_out_attr(&a->x, "xml:lang", iati_part_lang(a, n->lang));
  snprintf(number, sizeof number, "%u", k);
  if (ordered) iati_out_own(&a->x, IATI_ORDER, str_from(number));
  iati_out_text(&a->x, n->text);
  iati_out_end(&a->x);
}

/* Where no title is in the project's language, the first in another stands for it: it is not written a second time. */
static bool title_is_a_narrative(const struct iati_part *a) {
  struct str own = a->iati.lang.n ? a->iati.lang : STR("es");
  struct snap_narrative n;
  bool any = false, same = false;
  for (uint32_t k = 0; snapshot_narrative(a->s, a->p.index, k, &n); k++) {
    if (!is_title(&n)) continue;
    if (str_eq(n.lang, own)) return false;
    if (!any) same = str_eq(n.text, a->p.title);
    any = true;
  }
  return same;
}

/* Extras of a title are ranked from 1; 0 is the project's title itself. */
static void write_title(struct iati_part *a, bool ordered) {
  struct snap_narrative n;
  iati_out_begin(&a->x, "title");
  if (!title_is_a_narrative(a)) iati_out_narrative(&a->x, a->p.title, (struct str){0});
  for (uint32_t k = 0; snapshot_narrative(a->s, a->p.index, k, &n); k++)
    if (is_title(&n)) write_narrative(a, &n, k, k + 1, ordered);
  iati_out_end(&a->x);
}

/* Our kinds of texts, and the type of description that the standard has for them. */
static const struct kind {
  const char *ours, *standard;
  bool said; /* the type says it all */
} kinds[] = {{"descripcion", "1", true}, {"objetivo", "2", true}, {"poblacion", "3", true},
             {"nota", "4", true},        {"objeto", "1", false},  {"valor", "4", false}};
static const struct kind other_kind = {"", "4", false};

static const struct kind *kind_of(struct str type) {
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if (str_is(type, kinds[i].ours)) return &kinds[i];
  return &other_kind;
}

/* Texts of one kind that follow each other in different languages are one description. */
static bool follows(const struct snap_narrative *first, const struct snap_narrative *n, const struct str *langs,
                    uint32_t count) {
  if (!str_eq(first->type, n->type)) return false;
  for (uint32_t i = 0; i < count; i++)
    if (str_eq(langs[i], n->lang)) return false;
  return true;
}

/* From narrative k on; returns the first that is not in it. */
static uint32_t write_description(struct iati_part *a, uint32_t k, const struct snap_narrative *first, bool ordered) {
  enum { MOST = 16 };
  struct str langs[MOST];
  uint32_t count = 0;
  struct snap_narrative n = *first;
  const struct kind *kind = kind_of(first->type);
  iati_out_begin_ranked(&a->x, "description", k);
  iati_out_attr(&a->x, "type", str_from(kind->standard));
  if (!kind->said) iati_out_own(&a->x, IATI_KIND, first->type);
  do {
    write_narrative(a, &n, k, k, ordered);
    langs[count++] = n.lang;
    k++;
  } while (count < MOST && snapshot_narrative(a->s, a->p.index, k, &n) && follows(first, &n, langs, count) &&
           !iati_out_owns(&a->x, STR("description"), k));
  iati_out_end(&a->x);
  return k;
}

void iati_text_write(struct iati_part *a) {
  struct snap_narrative n;
  bool any = false, ordered = need_order(a);
  write_title(a, ordered);
  for (uint32_t k = 0; snapshot_narrative(a->s, a->p.index, k, &n);) {
    if (is_title(&n)) {
      k++;
      continue;
    }
    k = write_description(a, k, &n, ordered);
    any = true;
  }
  if (any) return;
  iati_out_begin(&a->x, "description");
  iati_part_filler(a, "*");
  iati_out_narrative(&a->x, a->p.title, (struct str){0});
  iati_out_end(&a->x);
}
