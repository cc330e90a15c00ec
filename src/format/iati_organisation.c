/* Actors as an organisation file. */
#include "iati_part.h"

void iati_write_organisation(struct buf *out, const struct snapshot *s, uint32_t actor) {
  struct iati_out x = {.out = out};
  struct snap_actor who;
  struct buf made = {0};
  snapshot_actor(s, actor, &who);
  buf_add_z(&made, IATI_MADE_PREFIX);
  buf_add_str(&made, who.code);
  iati_out_begin(&x, "iati-organisation");
  iati_out_own(&x, IATI_CODE, who.code);
  iati_out_own(&x, IATI_TYPE, who.type);
  iati_out_own(&x, IATI_COUNTRY, who.country);
  iati_out_own(&x, IATI_NOTE, who.note);
  iati_out_begin(&x, "organisation-identifier");
  if (who.ref.n == 0) iati_out_own(&x, IATI_FILLER, STR("*"));
  iati_out_text(&x, who.ref.n ? who.ref : buf_str(&made));
  iati_out_end(&x);
  iati_out_said(&x, "name", who.name);
  iati_out_begin(&x, "reporting-org");
  iati_out_attr(&x, "ref", STR("sin-dato"));
  iati_out_attr(&x, "type", STR("90"));
  iati_out_own(&x, IATI_FILLER, STR("*"));
  iati_out_narrative(&x, STR("Sin dato"), (struct str){0});
  iati_out_end(&x);
  struct str alias;
  for (uint32_t k = 0; (alias = snapshot_actor_alias(s, actor, k)).p; k++) {
    iati_out_begin(&x, IATI_PREFIX ":" IATI_ALIAS);
    iati_out_text(&x, alias);
    iati_out_end(&x);
  }
  iati_out_end(&x);
  iati_out_free(&x);
  buf_free(&made);
}
