#ifndef FORMAT_KML_H
#define FORMAT_KML_H
/* Collections with a geometry as KML 2.2 (OGC 07-147r2), for Google Earth and the telephones: one Placemark for each item, a style
 * for each class of place, every property with its title as data of a schema. What is not known is left out. A stream: the
 * writers append to `out` and keep nothing. A whole number beyond 32 bits is more than the type of the format promises. */
#include "format/about.h"

/* Everything up to the first placemark: what the file holds, styles, schema. */
void kml_write_begin(struct buf *out, const struct about *about);
void kml_write_placemark(struct buf *out, const struct property_row *row);
void kml_write_end(struct buf *out);
#endif
