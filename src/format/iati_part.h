#ifndef FORMAT_IATI_PART_H
#define FORMAT_IATI_PART_H
/* Private to format/iati: one activity while it is written, and its parts in the order of the schema. */
#include "format/iati.h"
#include "iati_out.h"

struct iati_part {
  struct iati_out x;
  const struct snapshot *s;
  struct snap_project p;
  struct snap_iati iati;
  char date
      [11]; /* what stands where the schema wants a date and there is none: one of the project's, else IATI_NO_DATE */
};

/* ---- iati_part.c: what the parts share */

/* "2011-07" as the day 2011-07-01 in out; false (and nothing there) for what is no date. */
bool iati_part_day(struct str date, char out[11]);
/* The attribute `name` with the first day of a date, and its precision where it is less than a day. */
void iati_part_date(struct iati_part *a, const char *name, struct str date);
/* <name iso-date="…"/>; where there is none, filler that is marked as such. */
void iati_part_required_date(struct iati_part *a, const char *name, struct str date, const char *filler);
/* Millionths as a percentage, 4 decimals at most, without zeros at the end: 333333 -> "33.3333". */
struct str iati_part_percent(int32_t ppm, char out[16]);
/* Append an address so that it is an xsd:anyURI: "%" that begins no escape, "[" and "]", a second "#" and a ":" where it cannot be are
 * escaped; everything else the type escapes itself. Source: XML Schema part 2, 3.2.17; RFC 2396. */
void iati_part_uri(struct buf *out, struct str url);
/* An element that names an actor: its attributes and its name. `required`: the schema insists on ref and type. */
void iati_part_actor(struct iati_part *a, uint32_t actor, bool required);
/* The identifier of a project; true if it was made for the file. */
bool iati_part_identifier(const struct snapshot *s, uint32_t project, struct buf *out);
/* xml:lang of a text in the activity, "" where it needs none. */
struct str iati_part_lang(const struct iati_part *a, struct str lang);
void iati_part_filler(struct iati_part *a, const char *what); /* cm:supuesto */

/* ---- the parts */
void iati_text_write(struct iati_part *a);          /* title, description */
void iati_place_write(struct iati_part *a);         /* location */
void iati_place_write_sectors(struct iati_part *a); /* sector */
void iati_money_write(struct iati_part *a);         /* transaction */
void iati_money_write_own(struct iati_part *a);     /* cm:total, cm:personas, cm:tasa */
void iati_result_write_links(struct iati_part *a);  /* document-link */
void iati_result_write(struct iati_part *a);        /* result */
#endif
