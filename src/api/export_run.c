/* An export into a file or standard output: what the command line and the child of a whole file call. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/export.h"
#include "export_job.h"
#include "format/ogr.h"
#include "format/xlsx.h"
#include "http/params.h"

static bool io_error(struct err *e, const char *path) {
  return err_set(e, ERR_IO, err_pick("no se pudo escribir %s: %s", "%s could not be written: %s"),
                 strcmp(path, "-") == 0 ? err_pick("la salida", "standard output") : path, err_reason(errno));
}

/* `path` "-": standard output; else `name` is what the user called it. */
static bool write_text(struct export_job *job, const char *path, const char *name, struct err *e) {
  FILE *file = strcmp(path, "-") == 0 ? stdout : fopen(path, "wbe");
  if (!file) return io_error(e, name);
  struct buf piece = {0};
  bool end = false, ok = true;
  while (ok && !end) {
    buf_reset(&piece);
    export_job_next(job, &piece, &end);
    ok = fwrite(piece.data, 1, piece.len, file) == piece.len;
  }
  buf_free(&piece);
  ok = fflush(file) == 0 && ok;
  if (ok && file != stdout) ok = fsync(fileno(file)) == 0;
  if (!ok) io_error(e, name);
  if (file != stdout) fclose(file);
  return ok;
}

static bool write_row(void *user, const struct property_row *row, struct err *e) { return ogr_write_row(user, row, e); }

static bool survey_row(void *user, const struct property_row *row, struct err *e) {
  (void)e;
  ogr_survey_row(user, row);
  return true;
}

static bool write_ogr(struct export_job *job, enum ogr_form form, const char *path, struct err *e) {
  struct ogr_survey survey = {0};
  if (ogr_needs_survey(form)) {
    export_job_each(job, survey_row, &survey, e);
    export_job_rewind(job);
  }
  struct ogr *o;
  if (!ogr_create(path, form, &job->about, &survey, &o, e)) return false;
  if (export_job_each(job, write_row, o, e)) return ogr_close(o, e);
  ogr_abandon(o);
  return false;
}

static bool write_xlsx(struct export_job *job, const char *path, struct err *e) {
  struct xlsx_about about = {.filter = job->about.words, .public_url = job->about.public_url, .lang = job->style.lang};
  return xlsx_write_export(path, job->f, &about, e);
}

static bool write_file(struct export_job *job, const char *path, const char *name, struct err *e) {
  switch (job->format) {
  case EXPORT_GPKG: return write_ogr(job, OGR_GPKG, path, e);
  case EXPORT_FGB: return write_ogr(job, OGR_FGB, path, e);
  case EXPORT_SHP: return write_ogr(job, OGR_SHP, path, e);
  case EXPORT_XLSX: return write_xlsx(job, path, e);
  default: return write_text(job, path, name, e);
  }
}

static bool write_whole(struct export_job *job, struct arena *a, const char *out_path, struct err *e) {
  if (strcmp(out_path, "-") == 0) {
    if (!export_forms[job->format].whole) return write_text(job, out_path, out_path, e);
    return err_set(e, ERR_USAGE,
                   err_pick("el formato %s no puede ir a la salida estándar: indique un archivo",
                            "the format %s cannot go to standard output: name a file"),
                   export_forms[job->format].name);
  }
  /* Beside the target, so that the rename is atomic, and with the ending that GDAL insists on. */
  const char *partial = arena_printf(a, "%s.%ld.parcial.%s", out_path, (long)getpid(), export_forms[job->format].name);
  unlink(partial);
  bool ok = write_file(job, partial, out_path, e);
  if (ok && rename(partial, out_path) != 0) ok = io_error(e, out_path);
  if (!ok) unlink(partial);
  return ok;
}

static bool same_snapshot(const struct snapshot *s, struct err *e) {
  const char *wanted = getenv(EXPORT_CHECKSUM_ENV);
  if (!wanted || strcmp(wanted, snapshot_checksum(s)) == 0) return true;
  return err_set(e, ERR_BUSY,
                 err_pick("los datos cambiaron mientras se exportaba; pida la exportación otra vez",
                          "the data changed during the export; ask for it again"));
}

bool export_streams(const char *format) {
  enum export_format form;
  return export_form_find(str_from(format), &form) && !export_forms[form].whole;
}

bool export_run(struct snapshot *s, const char *collection, const char *format, const char *query,
                const char *public_url, const char *out_path, struct err *e) {
  enum collection c;
  enum export_format form;
  if (!collection_find(str_from(collection), &c))
    return err_set(e, ERR_INPUT,
                   err_pick("no hay una colección «%s»; hay: areas, proyectos, proyectos_sin_lugar, actores",
                            "there is no collection \"%s\"; there are: areas, proyectos, proyectos_sin_lugar, actores"),
                   collection);
  if (!export_form_find(str_from(format), &form))
    return err_set(e, ERR_INPUT,
                   err_pick("no se exporta en el formato «%s»; se puede en: " EXPORT_NAMES ", iati",
                            "there is no export as \"%s\"; there are: " EXPORT_NAMES ", iati"),
                   format);
  if (!export_form_fits(form, c, e) || !same_snapshot(s, e)) return false;
  struct str raw = query ? str_from(query) : STR("");
  struct arena *a = arena_new(0);
  const struct http_param *params;
  size_t n;
  struct export_job job = {0};
  bool ok = params_parse(raw, export_params, err_spoken() == ERR_EN, a, &params, &n, e) &&
            export_job_open(&job, s, c, form, a, params, n, raw, e);
  job.about.public_url = public_url;
  ok = ok && write_whole(&job, a, out_path, e);
  export_job_close(&job);
  arena_free(a);
  return ok;
}
