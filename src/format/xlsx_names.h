#ifndef FORMAT_XLSX_NAMES_H
#define FORMAT_XLSX_NAMES_H
/* Private to the workbooks: areas and actors under the name that people know, or under their code where that name could be read as
 * another one's (homonyms, aliases) or would break a list of names. What is written here is what ingest reads back. */
#include "xlsx_internal.h"

struct str xlsx_area_name(struct xlsx_book *b, uint32_t area);
struct str xlsx_actor_name(struct xlsx_book *b, uint32_t actor);
/* A cell with an actor's name that leads to its page; nothing for SNAPSHOT_NONE. */
void xlsx_actor(struct xlsx_sheet *sh, size_t column, uint32_t actor);
#endif
