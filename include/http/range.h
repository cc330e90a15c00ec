#ifndef HTTP_RANGE_H
#define HTTP_RANGE_H
/* "Range: bytes=…" (RFC 9110 section 14). Only one range is served; a list, another unit or broken text means the whole body. */
#include <stdint.h>
#include "core/str.h"

enum range_kind { RANGE_WHOLE, RANGE_PART, RANGE_OUTSIDE /* 416 */ };
/* First byte and count for a body of `size` bytes; set for RANGE_PART only. */
enum range_kind range_read(struct str header, uint64_t size, uint64_t *first, uint64_t *count);
#endif
