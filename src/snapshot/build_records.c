/* Records of the programme: one table of texts, and from an actor's side the networks that it is a member of. */
#include "domain/record.h"
#include <stdlib.h>
#include "builder.h"
#include "core/mem.h"

struct records {
  struct builder *b;
  snap_ref *value;
  uint32_t *owner; /* of the values */
  size_t n, cap, cap_owner;
  uint32_t *member, *actor; /* records of kind member, and whose they are */
  size_t n_members, cap_member, cap_actor;
};

uint32_t builder_actor(const struct builder *b, struct str code) {
  const struct snap_out *actor = &b->out[SNAP_SEC_actor], *merged = &b->out[SNAP_SEC_merged];
  uint32_t row = builder_find(b, actor->data, sizeof(struct snap_rec_actor), actor->count, code);
  if (row != SNAPSHOT_NONE) return row;
  uint32_t at = builder_find(b, merged->data, sizeof(struct snap_merged), merged->count, code);
  return at == SNAPSHOT_NONE ? SNAPSHOT_NONE : ((const struct snap_merged *)merged->data)[at].actor;
}

uint32_t builder_record(const struct builder *b, unsigned kind, struct str code) {
  const struct snap_rec_record *r = b->out[SNAP_SEC_record].data;
  size_t begin = 0, end, n = b->out[SNAP_SEC_record].count;
  while (begin < n && r[begin].kind < kind) begin++;
  for (end = begin; end < n && r[end].kind == kind;) end++;
  uint32_t at = begin < end ? builder_find(b, r + begin, sizeof *r, end - begin, code) : SNAPSHOT_NONE;
  return at == SNAPSHOT_NONE ? SNAPSHOT_NONE : (uint32_t)begin + at;
}

static void add_member(struct records *r, uint32_t record, uint32_t actor) {
  mem_grow((void **)&r->member, &r->cap_member, r->n_members + 1, sizeof *r->member);
  mem_grow((void **)&r->actor, &r->cap_actor, r->n_members + 1, sizeof *r->actor);
  r->member[r->n_members] = record;
  r->actor[r->n_members++] = actor;
}

/* As it stands, but of a merged actor the code of whoever stands for it. */
static snap_ref value_of(struct records *r, uint32_t row, const struct record *x, const struct record_field *f,
                         struct str value) {
  struct builder *b = r->b;
  uint32_t actor = f->type == RECORD_ACTOR && value.n ? builder_actor(b, value) : SNAPSHOT_NONE;
  if (actor == SNAPSHOT_NONE) return builder_text(b, value);
  if (x->kind == RECORD_MEMBER) add_member(r, row, actor);
  return ((const struct snap_rec_actor *)b->out[SNAP_SEC_actor].data)[actor].code;
}

static bool read_record(void *user, const struct record *x, struct err *e) {
  (void)e;
  struct records *r = user;
  struct builder *b = r->b;
  const struct record_info *info = record_info(x->kind);
  uint32_t row = (uint32_t)b->out[SNAP_SEC_record].count;
  struct snap_rec_record *rec = builder_append(b, SNAP_SEC_record);
  *rec = (struct snap_rec_record){.code = builder_text(b, x->code),
                                  .locator = builder_text(b, x->locator),
                                  .raw = builder_text(b, x->raw),
                                  .document = lexicon_add(b, &b->terms, x->document),
                                  .kind = (uint8_t)x->kind};
  for (size_t i = 0; i < info->n_fields; i++) {
    mem_grow((void **)&r->value, &r->cap, r->n + 1, sizeof *r->value);
    mem_grow((void **)&r->owner, &r->cap_owner, r->n + 1, sizeof *r->owner);
    r->owner[r->n] = row;
    r->value[r->n++] = value_of(r, row, x, &info->fields[i], x->value[i]);
  }
  return true;
}

bool build_records(struct builder *b, struct err *e) {
  struct records r = {.b = b};
  bool ok = true;
  for (int k = 0; ok && k < RECORD_KINDS; k++) ok = record_each(b->db, (enum record_kind)k, read_record, &r, e);
  builder_slices(b, SNAP_SEC_record_value_first, SNAP_SEC_record_value, r.value, r.n, r.owner,
                 b->out[SNAP_SEC_record].count);
  builder_slices(b, SNAP_SEC_actor_network_first, SNAP_SEC_actor_network, r.member, r.n_members, r.actor, b->n_actors);
  free(r.owner);
  free(r.actor);
  return ok;
}
