#include "iati_xml.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

enum { PIECE = 1 << 16, MET = 512 };

struct reader {
  const struct iati_handler *handler;
  struct err *e;
  xmlParserCtxtPtr xml;
  struct iati_words words;
  struct { /* names met before, by the addresses under which libxml2's dictionary keeps them once and for all */
    const xmlChar *name, *uri;
    enum iati_word word;
  } met[MET];
  struct arena *arena;                    /* of the item being read; NULL between items */
  struct iati_node *open;                 /* innermost element of the item */
  struct iati_node *last[IATI_MAX_DEPTH]; /* last child so far of each open element, from the item's root inwards */
  unsigned level;                         /* of the open element in `last` */
  struct iati_item item;
  struct buf text;   /* of the open element since its last tag */
  unsigned depth;    /* of elements in the file: root 1, item 2 */
  unsigned skipping; /* depth of the element that is left out; 0: none */
  enum iati_word item_word;
  bool stopped, failed;
};

/* ---- ending early */

static void stop(struct reader *r) {
  r->stopped = true;
  xmlStopParser(r->xml);
}

static void fail(struct reader *r) {
  r->failed = true;
  stop(r);
}

static uint32_t line_of(const struct reader *r) {
  int line = xmlSAX2GetLineNumber(r->xml);
  return line > 0 ? (uint32_t)line : 0;
}

static void on_doctype(void *user, const xmlChar *name, const xmlChar *public_id, const xmlChar *system_id) {
  struct reader *r = user;
  (void)name, (void)public_id, (void)system_id;
  err_set(
      r->e, ERR_INPUT,
      err_pick("renglón %u: el archivo declara un DOCTYPE, que no se lee (podría traer entidades). Un archivo IATI no "
               "lo lleva: quite esa declaración.",
               "line %u: the file declares a DOCTYPE, which is not read (it could bring entities). An IATI file has "
               "none: take that declaration out."),
      line_of(r));
  fail(r);
}

/* ---- elements */

static struct str text_of(const xmlChar *s) { return str_from((const char *)s); }

static enum iati_word word_of(struct reader *r, const xmlChar *name, const xmlChar *uri) {
  size_t at = ((uintptr_t)name >> 3 ^ (uintptr_t)uri >> 5) % MET;
  if (r->met[at].name == name && r->met[at].uri == uri) return r->met[at].word;
  r->met[at].name = name;
  r->met[at].uri = uri;
  return r->met[at].word = iati_words_find(&r->words, text_of(name), iati_space((const char *)uri));
}

/* Names belong to the parser's dictionary, and the tree is read in another thread: unknown ones are copied, known ones are ours. */
static struct str keep_name(struct reader *r, const xmlChar *name, enum iati_word word) {
  return word ? iati_word_name(word) : arena_str(r->arena, text_of(name));
}
/* Of a namespace libxml2 2.9 hands "&" on as "&#38;", for a reader that expands it later. */
static struct str keep_uri(struct reader *r, const xmlChar *uri) {
  if (!uri) return (struct str){0};
  if (iati_space((const char *)uri) == IATI_SPACE_OWN) return STR(IATI_NAMESPACE);
  struct str kept = arena_str(r->arena, text_of(uri));
  char *out = (char *)(uintptr_t)kept.p;
  size_t n = 0;
  for (size_t i = 0; i < kept.n; i++) {
    out[n++] = kept.p[i];
    if (kept.n - i >= 5 && memcmp(kept.p + i, "&#38;", 5) == 0) i += 4;
  }
  return (struct str){out, n};
}

static bool is_filler(struct iati_node *n, struct iati_attribute *mark) {
  mark->used = true;
  if (str_is(mark->value, "*")) return true;
  for (uint32_t i = 0; i < n->n_attributes; i++) {
    struct iati_attribute *a = &n->attributes[i];
    if (a->uri.n) continue;
    for (size_t start = 0, at = 0; at <= mark->value.n; at++) {
      if (at < mark->value.n && mark->value.p[at] != ' ') continue;
      if (str_eq(a->name, (struct str){mark->value.p + start, at - start})) a->used = true, a->word = WORD_NONE;
      start = at + 1;
    }
  }
  return false;
}

static void leave_out(struct reader *r, const char *too) {
  r->item.root = NULL;
  r->item.too = too;
  r->open = NULL;
  r->skipping = 2;
  buf_reset(&r->text);
}

/* A value as libxml2 hands it on where it expands no entities: every & of it is there as "&#38;". */
static struct str value_of(struct arena *a, const char *p, size_t n) {
  static const char ampersand[] = "&#38;";
  char *text = arena_alloc(a, n + 1);
  struct str value = {text, 0};
  for (size_t i = 0; i < n; i++) {
    text[value.n++] = p[i];
    if (n - i >= sizeof ampersand - 1 && memcmp(p + i, ampersand, sizeof ampersand - 1) == 0) i += sizeof ampersand - 2;
  }
  text[value.n] = 0;
  return value;
}

/* libxml2 gives five pointers for each: name, prefix, URI, begin and end of the value. */
static bool add_attributes(struct reader *r, struct iati_node *n, int count, const xmlChar **five) {
  n->attributes = arena_alloc(r->arena, (size_t)(count + 1) * sizeof *n->attributes);
  struct iati_attribute *filler = NULL;
  for (int i = 0; i < count; i++, five += 5) {
    struct iati_attribute *a = &n->attributes[n->n_attributes++];
    size_t length = (size_t)(five[4] - five[3]);
    if (length > IATI_MAX_ATTRIBUTE) return false;
    *a = (struct iati_attribute){.value = value_of(r->arena, (const char *)five[3], length),
                                 .word = word_of(r, five[0], five[2])};
    a->name = keep_name(r, five[0], a->word);
    a->uri = keep_uri(r, five[2]);
    if (a->word == WORD_OWN_FILLER) filler = a;
  }
  n->filler = filler && is_filler(n, filler);
  return true;
}

static void append(struct reader *r, struct iati_node *n) {
  n->parent = r->open;
  if (!r->open) return;
  if (r->last[r->level]) r->last[r->level]->next = n;
  else r->open->first = n;
  r->last[r->level] = n;
}

static bool is_blank(const struct buf *b) {
  for (size_t i = 0; i < b->len; i++)
    if (!strchr(" \t\r\n", b->data[i])) return false;
  return true;
}

/* What stood between two tags becomes a node, unless it only sets the file in lines. */
static void flush_text(struct reader *r) {
  if (r->text.len && r->open && !is_blank(&r->text)) {
    struct iati_node *n = arena_calloc(r->arena, 1, sizeof *n);
    n->text = arena_str(r->arena, buf_str(&r->text));
    n->line = line_of(r);
    append(r, n);
  }
  buf_reset(&r->text);
}

static void on_root(struct reader *r, const xmlChar *name, enum iati_word root, int count, const xmlChar **five) {
  struct iati_head head = {.root = root};
  for (int i = 0; i < count; i++, five += 5)
    if (!five[2] && strcmp((const char *)five[0], "version") == 0)
      head.version = (struct str){(const char *)five[3], (size_t)(five[4] - five[3])};
  if (head.root != WORD_ACTIVITIES && head.root != WORD_ORGANISATIONS) {
    err_set(
        r->e, ERR_INPUT,
        err_pick(
            "renglón %u: el elemento principal es «%.60s», no iati-activities ni iati-organisations. Revise que sea un "
            "archivo IATI.",
            "line %u: the root element is “%.60s”, neither iati-activities nor iati-organisations. Check that it is "
            "an IATI file."),
        line_of(r), (const char *)name);
    fail(r);
    return;
  }
  r->item_word = head.root == WORD_ACTIVITIES ? WORD_ACTIVITY : WORD_ORGANISATION;
  if (!r->handler->head(r->handler->user, &head, r->e)) fail(r);
}

static void begin_item(struct reader *r) {
  r->arena = r->handler->arena(r->handler->user);
  if (!r->arena) {
    stop(r);
    return;
  }
  r->item = (struct iati_item){.ordinal = r->item.ordinal + 1, .line = line_of(r)};
}

static void add_element(struct reader *r, const xmlChar *name, const xmlChar *uri, enum iati_word word, int count,
                        const xmlChar **five) {
  if (r->depth > IATI_MAX_DEPTH) {
    leave_out(r, "deep");
    return;
  }
  struct iati_node *n = arena_calloc(r->arena, 1, sizeof *n);
  n->word = word;
  n->name = keep_name(r, name, word);
  n->uri = keep_uri(r, uri);
  n->line = line_of(r);
  if (!add_attributes(r, n, count, five) || arena_used(r->arena) > IATI_MAX_ITEM) {
    leave_out(r, "large");
    return;
  }
  append(r, n);
  if (!r->open) r->item.root = n;
  r->open = n;
  r->level = r->depth - 2;
  r->last[r->level] = NULL;
}

static void on_start(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_spaces,
                     const xmlChar **spaces, int n_attributes, int n_defaulted, const xmlChar **attributes) {
  struct reader *r = user;
  (void)prefix, (void)n_spaces, (void)spaces, (void)n_defaulted;
  if (r->stopped) return;
  enum iati_word word = word_of(r, name, uri);
  if (++r->depth == 1) on_root(r, name, word, n_attributes, attributes);
  if (r->stopped || r->depth == 1 || r->skipping) return;
  if (r->depth == 2 && word != r->item_word) {
    r->skipping = 2;
    r->handler->stray(r->handler->user, text_of(name), line_of(r));
    return;
  }
  if (r->depth == 2) begin_item(r);
  if (r->stopped) return;
  flush_text(r);
  add_element(r, name, uri, word, n_attributes, attributes);
}

static void on_end(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
  struct reader *r = user;
  (void)name, (void)prefix, (void)uri;
  if (r->stopped) return;
  if (!r->skipping && r->open) {
    flush_text(r);
    r->open = r->open->parent;
    r->level--;
  }
  if (r->skipping == r->depth) r->skipping = 0;
  if (--r->depth != 1 || !r->arena) return;
  r->arena = NULL;
  r->open = NULL;
  if (!r->handler->item(r->handler->user, &r->item, r->e)) fail(r);
}

static void on_text(void *user, const xmlChar *s, int n) {
  struct reader *r = user;
  if (r->stopped || r->skipping || !r->open) return;
  buf_add(&r->text, s, (size_t)n);
  if (r->text.len + arena_used(r->arena) > IATI_MAX_ITEM) leave_out(r, "large");
}

/* ---- the file */

static xmlSAXHandler handlers(void) {
  xmlSAXHandler h = {.initialized = XML_SAX2_MAGIC,
                     .internalSubset = on_doctype,
                     .startElementNs = on_start,
                     .endElementNs = on_end,
                     .characters = on_text,
                     .cdataBlock = on_text,
                     .ignorableWhitespace = on_text};
  return h;
}

/* Some faults (of character sets) go to the thread's handler, which would write them to the terminal. */
static void say_nothing(void *user, const char *format, ...) { (void)user, (void)format; }

static bool refuse_xml(struct reader *r) {
  const xmlError *x = xmlCtxtGetLastError(r->xml);
  const char *what = x && x->message ? x->message : "";
  size_t n = strcspn(what, "\n");
  int line = x && x->line > 0 ? x->line : xmlSAX2GetLineNumber(r->xml);
  if (n == 0) { /* the converter of characters failed, which leaves no error behind */
    what = err_pick("bytes que no se pueden convertir", "bytes that cannot be converted");
    n = strlen(what);
    x = NULL;
  }
  bool encoding = !x || (x->code == XML_ERR_INVALID_CHAR || x->code == XML_ERR_INVALID_ENCODING ||
                         x->code == XML_ERR_UNKNOWN_ENCODING || x->code == XML_ERR_UNSUPPORTED_ENCODING ||
                         x->code == XML_I18N_CONV_FAILED);
  if (encoding)
    return err_set(
        r->e, ERR_INPUT,
        err_pick("renglón %d: los caracteres no son de la codificación que el archivo declara, UTF-8 si no declara "
                 "ninguna (%.*s). Guárdelo en UTF-8.",
                 "line %d: the characters are not of the encoding that the file declares, UTF-8 if it declares none "
                 "(%.*s). Save it as UTF-8."),
        line, (int)(n > 200 ? 200 : n), what);
  return err_set(
      r->e, ERR_INPUT,
      err_pick("renglón %d: el archivo no es XML bien formado o está incompleto (%.*s). Pida otra copia o corríjalo "
               "ahí.",
               "line %d: the file is not well-formed XML or is incomplete (%.*s). Ask for another copy or correct it "
               "there."),
      line, (int)(n > 200 ? 200 : n), what);
}

static bool feed(struct reader *r, const char *bytes, size_t n, bool end) {
  int fault = xmlParseChunk(r->xml, bytes, (int)n, end);
  if (r->failed) return false;
  bool fine = fault == XML_ERR_OK && r->xml->nsWellFormed; /* a prefix of no namespace is no fault by itself */
  return r->stopped || fine || refuse_xml(r);
}

static bool read_file(struct reader *r, int fd) {
  char *piece = mem_alloc(PIECE);
  ssize_t n = 1;
  bool ok = true;
  while (ok && !r->stopped && n > 0) {
    do n = read(fd, piece, PIECE);
    while (n < 0 && errno == EINTR);
    if (n < 0) ok = err_set(r->e, ERR_IO, err_pick("no se puede leer (%s)", "cannot be read (%s)"), err_reason(errno));
    else ok = feed(r, piece, (size_t)n, n == 0);
    if (n > 0) r->handler->piece(r->handler->user, piece, (size_t)n);
  }
  free(piece);
  return ok;
}

bool iati_read(const char *path, const struct iati_handler *h, struct err *e) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return err_set(e, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO,
                   err_pick("%s: no se puede leer (%s)", "%s: cannot be read (%s)"), path, err_reason(errno));
  struct reader *r = mem_calloc(1, sizeof *r);
  xmlSAXHandler sax = handlers();
  r->handler = h;
  r->e = e;
  iati_words_fill(&r->words);
  xmlSetGenericErrorFunc(NULL, say_nothing);
  r->xml = xmlCreatePushParserCtxt(&sax, r, NULL, 0, NULL);
  bool ok = r->xml && xmlCtxtUseOptions(r->xml, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING) == 0;
  if (!ok) err_set(e, ERR_IO, err_pick("no hay memoria para leer el archivo", "there is no memory to read the file"));
  ok = ok && read_file(r, fd);
  if (r->xml) xmlFreeParserCtxt(r->xml);
  xmlSetGenericErrorFunc(NULL, NULL);
  buf_free(&r->text);
  free(r);
  close(fd);
  return ok;
}
