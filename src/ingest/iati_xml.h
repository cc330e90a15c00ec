#ifndef INGEST_IATI_XML_H
#define INGEST_IATI_XML_H
/* An IATI file read in one pass: each activity (or organisation) as a small tree in an arena, one after the other, whatever the
 * size of the file. By libxml2's push parser with our own SAX2 handlers: a DOCTYPE ends the reading where it begins, before
 * anything of it is read, so there are no entities but XML's own five; nothing is fetched, no encoding is guessed. */
#include "core/buf.h"
#include "core/err.h"
#include "core/mem.h"
#include "iati_words.h"

enum {
  IATI_MAX_DEPTH = 40,          /* of an activity; the standard has eight levels */
  IATI_MAX_ITEM = 16 << 20,     /* bytes in memory of one activity */
  IATI_MAX_ATTRIBUTE = 1 << 20, /* of one value */
};

struct iati_attribute {
  struct str name, uri, value; /* uri .n 0: none */
  enum iati_word word;
  bool used; /* the mapping has it, or it is filler */
};
/* An element, or (name.n == 0) a piece of text between elements. */
struct iati_node {
  struct str name, uri, text; /* text: of a piece of text, as it stands */
  enum iati_word word;
  bool used;                         /* the mapping has it; its attributes and children may still be left over */
  bool filler;                       /* or empty: nothing of it counts */
  bool ranked;                       /* rank is set */
  uint32_t line, n_attributes, rank; /* rank: the mapping's index of what it became */
  struct iati_attribute *attributes;
  struct iati_node *parent, *first, *next;
};
struct iati_item {
  struct iati_node *root; /* NULL if it was left out */
  uint64_t ordinal;       /* 1, 2, … in the file */
  uint32_t line;
  const char *too; /* left out: "large", "deep"; NULL: whole */
};
struct iati_head {
  enum iati_word root; /* WORD_ACTIVITIES or WORD_ORGANISATIONS */
  struct str version;
};

struct iati_handler {
  void *user;
  /* The root's start tag. False with e set ends the reading. */
  bool (*head)(void *user, const struct iati_head *head, struct err *e);
  /* Where the next item is to live (empty). NULL ends the reading without an error. */
  struct arena *(*arena)(void *user);
  bool (*item)(void *user, const struct iati_item *item, struct err *e);
  /* An element beside the items, left out with all it holds. */
  void (*stray)(void *user, struct str name, uint32_t line);
  /* Each piece of the file as it is read. */
  void (*piece)(void *user, const void *bytes, size_t n);
};
/* ERR_NOT_FOUND, ERR_IO; ERR_INPUT with the line for what is not well-formed XML, a DOCTYPE, another root, truncated, wrongly
 * encoded. */
bool iati_read(const char *path, const struct iati_handler *h, struct err *e);
#endif
