#ifndef FORMAT_IATI_OUT_H
#define FORMAT_IATI_OUT_H
/* Private to format/iati: XML of one activity (or organisation) that cannot nest wrongly, and puts what an IATI file said beyond
 * the model (snapshot_extra) back at its place while the rest is written: attributes on the element they stood on, elements in the
 * order of the schema. Names are written as given; texts are escaped, what XML cannot hold becomes U+FFFD. */
#include "core/buf.h"
#include "snapshot/snapshot.h"

enum { IATI_OUT_DEPTH = 12 };

struct iati_out_extra {
  struct snap_extra e;
  size_t at; /* place in the file */
  unsigned position;
};
struct iati_out_level {
  const char *name;
  size_t path;      /* length of the owner's path at this element */
  uint32_t rank;    /* which of its kind */
  size_t next, end; /* of the extras that belong here: those not written yet */
  size_t names;     /* of them, the attributes: [names, next) once the tag is open */
  bool tag_open, has_children, has_text;
};
struct iati_out {
  struct buf *out;
  struct iati_out_extra *extras; /* by owner, rank and place in the schema */
  size_t n_extras, cap_extras;
  struct buf path;
  struct iati_out_level level[IATI_OUT_DEPTH];
  unsigned depth;
};

/* Zero-initialised is ready for elements without extras; `out` must be set. */
/* Take the extras of one activity in, in any order; they replace those of the last one. */
void iati_out_take_extras(struct iati_out *x, const struct snapshot *s, uint32_t project);
void iati_out_free(struct iati_out *x);

/* Open <name>. The first one is the activity itself, the owner "". Extras belong to the rank of the parent unless said. */
void iati_out_begin(struct iati_out *x, const char *name);
void iati_out_begin_ranked(struct iati_out *x, const char *name, uint32_t rank);
/* An attribute of the element just opened; nothing is written for an empty value. `name` of an attribute that an extra gives is
 * left to the extra. */
void iati_out_attr(struct iati_out *x, const char *name, struct str value);
/* The same with a value that may be empty. */
void iati_out_attr_always(struct iati_out *x, const char *name, struct str value);
/* An attribute of our own namespace; nothing for an empty value. The other one writes it even then. */
void iati_out_own(struct iati_out *x, const char *name, struct str value);
void iati_out_own_always(struct iati_out *x, const char *name, struct str value);
/* True if an extra gives this attribute of the element just opened. */
bool iati_out_has(const struct iati_out *x, const char *name);
/* True if an extra is a child of that name of the innermost element that is open. */
bool iati_out_brings(const struct iati_out *x, const char *name);
/* True if there is any extra of this owner and rank. */
bool iati_out_owns(const struct iati_out *x, struct str owner, uint32_t rank);
void iati_out_text(struct iati_out *x, struct str text);
void iati_out_end(struct iati_out *x);

/* <name code="…"/>, nothing for an empty code. */
void iati_out_code(struct iati_out *x, const char *name, struct str code);
/* <narrative xml:lang="…">text</narrative>; an empty lang is left out. */
void iati_out_narrative(struct iati_out *x, struct str text, struct str lang);
/* <name><narrative>…</narrative></name>, nothing for an empty text. */
void iati_out_said(struct iati_out *x, const char *name, struct str text);
/* Text as it must stand between tags, or (quoted) in an attribute. */
void iati_out_escape(struct buf *out, struct str text, bool quoted);
#endif
