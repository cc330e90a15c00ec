#ifndef GEO_CRS_H
#define GEO_CRS_H
/* Coordinate systems by EPSG number from one short list (4326, 4686, 4218, 9377, 3114-3118, 6250, 21896, 21897, 32618,
 * 3857), always in x,y (east,north) order whatever EPSG's axis order. One crs_context per thread. */
#include <stdbool.h>
#include <stddef.h>
#include "core/err.h"

struct crs_context;
struct crs_transform;
/* Freed with crs_context_free, which frees its transformations. Never NULL. */
struct crs_context *crs_context_new(void);
void crs_context_free(struct crs_context *c);
bool crs_is_known(int epsg);
/* The i-th number of the list and its name in plain words; false past the end. For messages and for comparing. */
bool crs_list(size_t i, int *epsg, const char **name);
/* True for the systems whose coordinates are degrees. */
bool crs_is_geographic(int epsg);
/* "9377", "EPSG:9377", "CRS84", "urn:ogc:def:crs:EPSG::9377" -> number; ERR_INPUT lists what is accepted. */
bool crs_parse(const char *text, int *epsg, struct err *e);
/* A transformation between two numbers of the list; owned by the context, cached. */
bool crs_transform_get(struct crs_context *c, int from, int to, struct crs_transform **out, struct err *e);
/* In place, n points, x and y interleaved. ERR_INPUT if a point cannot be transformed. */
bool crs_transform_apply(struct crs_transform *t, double *xy, size_t n, struct err *e);
/* What the range of raw coordinates says: degrees, EPSG:9377 metres, a metre grid that cannot be named (3116, 6250 and
 * 21897 differ by metres only), UTM, 3857, degrees with axes exchanged (Colombia: lon -82..-66, lat -4.5..16). */
enum crs_guess {
  CRS_DEGREES,
  CRS_DEGREES_SWAPPED,
  CRS_METRES_9377,
  CRS_METRES_ZONE,
  CRS_METRES_UTM,
  CRS_METRES_3857,
  CRS_OUTSIDE,
  CRS_UNKNOWN
};
/* CRS_OUTSIDE: degrees, but elsewhere. A box that only touches Colombia counts as Colombia's. */
enum crs_guess crs_guess_range(double minx, double miny, double maxx, double maxy);
/* True if lon,lat lies in Colombia with its seas and islands (box). */
bool crs_in_colombia(double lon, double lat);
/* Web Mercator closed form; lat clamped to +-85.0511287798066. Metres. */
void crs_to_mercator(double lon, double lat, double *x, double *y);
void crs_from_mercator(double x, double y, double *lon, double *lat);
#endif
