/* Coordinates as people type them into a table. Nothing is guessed: a damaged pair is read only if exactly one reading of it
 * lies where the file's other points are. */
#include "ingest/areas.h"

#include <math.h>

#include "core/text.h"
#include "geo/crs.h"

/* Plain decimal degrees, with a point or a comma. */
static bool read_plain(struct str s, double *out) {
  char text[40];
  if (s.n == 0 || s.n >= sizeof text) return false;
  for (size_t i = 0; i < s.n; i++) text[i] = s.p[i] == ',' ? '.' : s.p[i];
  return text_parse_real((struct str){text, s.n}, out);
}

/* Where a sign of degrees, minutes or seconds ends; 0 if none is there. */
static size_t skip_sign(struct str s) {
  static const char *const signs[] = {"°", "º", "'", "′", "’", "\"", "″", "”", " "};
  for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
    size_t n = strlen(signs[i]);
    if (s.n >= n && memcmp(s.p, signs[i], n) == 0) return n;
  }
  return 0;
}

/* 76°10'46.11"W; O is oeste. Two or three numbers and a letter. */
static bool read_sexagesimal(struct str s, double *out, bool *is_latitude) {
  double part[3] = {0, 0, 0};
  int parts = 0;
  char letter = 0;
  while (s.n) {
    size_t skip = skip_sign(s), n = 0;
    while (n < s.n && ((s.p[n] >= '0' && s.p[n] <= '9') || s.p[n] == '.' || s.p[n] == ',')) n++;
    if (skip) s = (struct str){s.p + skip, s.n - skip};
    else if (n && parts < 3 && !letter && read_plain((struct str){s.p, n}, &part[parts++]))
      s = (struct str){s.p + n, s.n - n};
    else if (s.n >= 1 && !letter && s.p[0] && strchr("NSEWOnsewo", s.p[0]))
      letter = s.p[0] & 0x5f, s = (struct str){s.p + 1, s.n - 1};
    else return false;
  }
  if (parts < 2 || !letter || part[1] >= 60 || part[2] >= 60) return false;
  *is_latitude = letter == 'N' || letter == 'S';
  *out = (part[0] + part[1] / 60 + part[2] / 3600) * (letter == 'S' || letter == 'W' || letter == 'O' ? -1 : 1);
  return true;
}

static bool read_one(struct str s, bool want_latitude, double *out) {
  bool is_latitude;
  return read_plain(s, out) || (read_sexagesimal(s, out, &is_latitude) && is_latitude == want_latitude);
}

bool areas_point_is_placeholder(struct str lon, struct str lat) {
  double x, y;
  return read_plain(text_trim(lon), &x) && read_plain(text_trim(lat), &y) && floor(x) == x && floor(y) == y &&
         fabs(x) <= 180 && fabs(y) <= 180;
}

enum areas_point areas_point_read(struct str lon, struct str lat, double *x, double *y) {
  lon = text_trim(lon), lat = text_trim(lat);
  if (lon.n == 0 && lat.n == 0) return AREAS_POINT_NONE;
  if (lon.n == 0 || lat.n == 0) return AREAS_POINT_BAD;
  if (!read_one(lon, false, x) || !read_one(lat, true, y)) return AREAS_POINT_BAD;
  return crs_in_colombia(*x, *y) && !areas_point_is_placeholder(lon, lat) ? AREAS_POINT_GOOD : AREAS_POINT_DOUBTFUL;
}

/* What a number could have been: as it stands, with its sign turned, with its decimal point put back. */
enum { READINGS = 24 };
static size_t readings_of(double v, double *out, bool *is_changed) {
  size_t n = 0;
  for (int sign = 0; sign < 2; sign++) {
    double w = sign ? -v : v;
    out[n] = w, is_changed[n++] = sign != 0;
    if (floor(v) == v && fabs(v) > 1000)
      for (int k = 0; k < 10 && n < READINGS; k++) {
        w /= 10;
        out[n] = w, is_changed[n++] = true;
      }
  }
  return n;
}

size_t areas_point_readings(struct str lon, struct str lat, const struct bbox *box, double (*xy)[2], const char **how,
                            size_t max) {
  double v[2], x[READINGS], y[READINGS];
  bool x_changed[READINGS], y_changed[READINGS];
  size_t found = 0;
  if (!read_one(text_trim(lon), false, &v[0]) || !read_one(text_trim(lat), true, &v[1])) return 0;
  for (int swap = 0; swap < 2; swap++) {
    size_t nx = readings_of(v[swap], x, x_changed), ny = readings_of(v[!swap], y, y_changed);
    for (size_t i = 0; i < nx; i++)
      for (size_t k = 0; k < ny; k++) {
        if (!bbox_contains_point(box, x[i], y[k])) continue;
        if (found < max) xy[found][0] = x[i], xy[found][1] = y[k];
        *how = swap ? "ejes-cambiados"
               : x_changed[i] || y_changed[k]
                   ? (fabs(v[0]) > 1000 || fabs(v[1]) > 1000 ? "punto-decimal-perdido" : "signo-perdido")
                   : "fuera-de-lugar";
        found++;
      }
  }
  return found;
}
