#include "group_convert.h"
#include <stdlib.h>

static void list_add(struct conversion_use **list, size_t *n, size_t *cap, struct conversion_use one) {
  if (*n == GROUP_LISTED) return;
  mem_grow((void **)list, cap, *n + 1, sizeof **list);
  (*list)[(*n)++] = one;
}

void conversion_add(struct conversion_list *l, const struct adding_project *p) {
  struct conversion *o = l->out;
  if (p->kind == ADDING_VALUE && p->use.found) {
    o->converted++;
    o->minor += p->value;
    list_add(&l->uses, &o->n_uses, &l->cap_uses, (struct conversion_use){p->row, p->own, p->value, p->use.said});
  } else if (p->kind == ADDING_VALUE) {
    o->same_currency++;
    o->same_minor += p->value;
  } else if (p->kind == ADDING_OTHER_CURRENCY) {
    o->without_rate++;
    list_add(&l->unrated, &o->n_unrated, &l->cap_unrated,
             (struct conversion_use){.project = p->row,
                                     .from_minor = p->own,
                                     .rate = {.from = snap_code_text(l->v, p->currency), .to = l->to}});
  }
}

static const struct conversion_use *keep(struct arena *a, struct conversion_use *list, size_t n) {
  struct conversion_use *out = arena_alloc(a, (n + 1) * sizeof *out);
  if (n) memcpy(out, list, n * sizeof *out);
  free(list);
  return out;
}

bool conversion_end(struct conversion_list *l, struct err *e) {
  struct conversion *o = l->out;
  o->to = arena_str(l->a, l->to);
  o->uses = keep(l->a, l->uses, o->n_uses);
  o->unrated = keep(l->a, l->unrated, o->n_unrated);
  if (o->converted || o->same_currency || !o->without_rate) return true;
  return err_set(e, ERR_INPUT,
                 err_pick("convertir=%.*s: ninguno de los %llu proyectos con valor tiene una tasa de cambio hacia esa "
                          "moneda, y no se inventa ninguna; pida otra moneda, o agregue la tasa del convenio a sus "
                          "aportes o las tasas oficiales con su fecha y su fuente («ingest rates»)",
                          "convertir=%.*s: none of the %llu projects with a value has an exchange rate into that "
                          "currency, and none is made up; ask for another currency, or add the contract's rate to its "
                          "contributions, or official rates with their date and source (“ingest rates”)"),
                 (int)(o->to.n < 20 ? o->to.n : 20), o->to.p, (unsigned long long)o->without_rate);
}
