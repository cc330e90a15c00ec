#include "qgis_zip.h"

#include <zip.h>

static bool fail(struct err *e, zip_error_t *why) {
  err_set(e, ERR_IO, "%s", err_pick("no se pudo hacer el archivo comprimido", "the archive could not be made"));
  err_detail(e, "libzip: %s", zip_error_strerror(why));
  return false;
}

/* The source `made` outlives the archive that writes into it. */
static bool write_into(zip_source_t *made, const char *name, struct str content, struct err *e) {
  zip_error_t why;
  zip_error_init(&why);
  zip_source_keep(made);
  zip_t *zip = zip_open_from_source(made, ZIP_CREATE | ZIP_TRUNCATE, &why);
  if (!zip) {
    zip_source_free(made);
    return fail(e, &why);
  }
  zip_source_t *from = zip_source_buffer(zip, content.p, content.n, 0);
  zip_int64_t i = from ? zip_file_add(zip, name, from, ZIP_FL_ENC_UTF_8) : -1;
  if (i < 0 && from) zip_source_free(from);
  bool ok =
      i >= 0 && zip_file_set_dostime(zip, (zip_uint64_t)i, 0, 0x21, 0) == 0 /* 1980-01-01 */ && zip_close(zip) == 0;
  if (ok) return true;
  fail(e, zip_get_error(zip));
  zip_discard(zip);
  return false;
}

static bool read_back(zip_source_t *made, struct buf *out, struct err *e) {
  zip_stat_t info;
  if (zip_source_stat(made, &info) < 0 || zip_source_open(made) < 0) return fail(e, zip_source_error(made));
  buf_reserve(out, info.size + 1);
  zip_int64_t n = zip_source_read(made, out->data + out->len, info.size);
  zip_source_close(made);
  if (n < 0 || (zip_uint64_t)n != info.size) return fail(e, zip_source_error(made));
  out->len += info.size;
  out->data[out->len] = 0;
  return true;
}

bool qgis_zip_write(struct buf *out, const char *name, struct str content, struct err *e) {
  zip_error_t why;
  zip_error_init(&why);
  zip_source_t *made = zip_source_buffer_create(NULL, 0, 1, &why);
  if (!made) return fail(e, &why);
  bool ok = write_into(made, name, content, e) && read_back(made, out, e);
  zip_source_free(made);
  return ok;
}
