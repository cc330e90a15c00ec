/* Framing checks on the header as the library has split it. */
#include "http/guard.h"
#include <microhttpd.h>
#include <strings.h>

struct reading {
  struct guard_headers *h;
  const char *expected; /* where the next header line must begin in the buffer; NULL: not known */
  unsigned lengths, codings, hosts;
  bool broken, body;
};

static bool is_field_text(struct str s) {
  for (size_t i = 0; i < s.n; i++)
    if (((unsigned char)s.p[i] < 0x20 && s.p[i] != '\t') || s.p[i] == 0x7f) return false;
  return true;
}

/* RFC 9110 section 5.1: a token. A space before the colon would make "Content-Length " another name to us than to a proxy. */
static bool is_field_name(struct str s) {
  for (size_t i = 0; i < s.n; i++)
    if ((unsigned char)s.p[i] <= 0x20 || (unsigned char)s.p[i] >= 0x7f || strchr("\"(),/:;<=>?@[\\]{}", s.p[i]))
      return false;
  return s.n > 0;
}

bool guard_is_target(struct str uri) {
  for (size_t i = 0; i < uri.n; i++)
    if ((unsigned char)uri.p[i] <= 0x20 || uri.p[i] == 0x7f) return false;
  return true;
}

static struct str *slot_of(struct guard_headers *h, struct str name) {
  const struct {
    const char *name;
    struct str *slot;
  } wanted[] = {{"host", &h->host},
                {"accept", &h->accept},
                {"accept-language", &h->accept_language},
                {"accept-encoding", &h->accept_encoding},
                {"if-none-match", &h->if_none_match},
                {"range", &h->range},
                {"if-range", &h->if_range},
                {"x-forwarded-proto", &h->forwarded_proto},
                {"x-forwarded-host", &h->forwarded_host},
                {"x-forwarded-prefix", &h->forwarded_prefix}};
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
    if (strlen(wanted[i].name) == name.n && strncasecmp(wanted[i].name, name.p, name.n) == 0) return wanted[i].slot;
  return NULL;
}

static bool named(struct str name, struct str what) {
  return name.n == what.n && strncasecmp(name.p, what.p, name.n) == 0;
}

/* 0.9.75 joins folded lines, takes a bare LF for a line end and cuts a value at NUL, all without a trace in the values. But the
 * values still point into the one buffer the header was read into, so a clean line is followed at exactly two bytes by the
 * next one; anywhere else something was folded, cut or ended otherwise. Since 0.9.77 the library refuses these itself. */
static void check_position(struct reading *r, struct str name, struct str value) {
  if (!r->expected) return;
  if (name.p != r->expected) r->broken = true;
  r->expected = value.p + value.n + 2;
}

static enum MHD_Result on_header(void *cls, enum MHD_ValueKind kind, const char *key, size_t key_n, const char *value,
                                 size_t value_n) {
  struct reading *r = cls;
  struct str name = {key, key_n}, text = {value ? value : "", value ? value_n : 0};
  (void)kind;
  check_position(r, name, text);
  if (!is_field_name(name) || !is_field_text(text)) r->broken = true;
  if (named(name, STR("content-length"))) {
    r->lengths++;
    if (!str_is(text, "0")) r->body = true;
  } else if (named(name, STR("transfer-encoding"))) {
    r->codings++;
    r->body = true;
    if (!named(text, STR("chunked"))) r->broken = true;
  } else if (named(name, STR("host"))) {
    r->hosts++;
  }
  struct str *slot = slot_of(r->h, name);
  if (slot && !slot->p) *slot = text;
  return MHD_YES;
}

enum guard_verdict guard_read(struct MHD_Connection *c, const char *method, const char *version,
                              struct guard_headers *h) {
  *h = (struct guard_headers){0};
  struct reading r = {.h = h};
  const char *end = NULL;
#if MHD_VERSION < 0x00097700
  const union MHD_ConnectionInfo *size = MHD_get_connection_info(c, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
  r.expected = version + strlen(version) + 2;
  if (size) end = method + size->header_size;
#else
  (void)method, (void)version;
#endif
  MHD_get_connection_values_n(c, MHD_HEADER_KIND, on_header, &r);
  if (end && r.expected + 2 != end) r.broken = true;
  if (r.broken || r.lengths > 1 || r.codings > 1 || (r.lengths && r.codings) || r.hosts > 1) return GUARD_BROKEN;
  return r.body ? GUARD_BODY : GUARD_FINE;
}
