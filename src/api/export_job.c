#include "export_job.h"

#include <stdio.h>

#include "api/filter_params.h"
#include "format/geojson.h"
#include "format/iati.h"
#include "format/kml.h"
#include "answer.h"

enum { PIECE = 64 * 1024 };

const struct export_form export_forms[EXPORT_FORMATS] = {
    [EXPORT_GEOJSON] = {"geojson", MEDIA_GEOJSON, false, false, "GeoJSON", "GeoJSON"},
    [EXPORT_GEOJSONL] = {"geojsonl", "application/x-ndjson", false, false, "GeoJSON, uno por renglón",
                         "GeoJSON, one a line"},
    [EXPORT_CSV] = {"csv", CSV_CONTENT_TYPE, false, false, "CSV", "CSV"},
    [EXPORT_GPKG] = {"gpkg", "application/geopackage+sqlite3", true, false, "GeoPackage", "GeoPackage"},
    [EXPORT_FGB] = {"fgb", "application/vnd.flatgeobuf", true, true, "FlatGeobuf (lo que tiene geometría)",
                    "FlatGeobuf (what has a geometry)"},
    [EXPORT_KML] = {"kml", "application/vnd.google-earth.kml+xml", false, true, "KML", "KML"},
    [EXPORT_SHP] = {"shp.zip", "application/zip", true, true, "Shapefile", "Shapefile"},
    [EXPORT_XLSX] = {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", true, false, "Excel",
                     "Excel"},
    [EXPORT_IATI] = {"iati", "application/xml; charset=utf-8", false, false, "IATI 2.03", "IATI 2.03"},
};

const struct http_param_spec *const export_params[] = {FILTER_PARAMS,     &filter_param_punto, &answer_param_excel,
                                                       &answer_param_hxl, &answer_param_lang,  NULL};

bool export_form_find(struct str name, enum export_format *out) {
  for (unsigned i = 0; i < EXPORT_FORMATS; i++)
    if (str_is(name, export_forms[i].name)) {
      *out = (enum export_format)i;
      return true;
    }
  return false;
}

bool export_form_fits(enum export_format format, enum collection c, struct err *e) {
  if (format == EXPORT_IATI && c == COLLECTION_AREAS)
    return err_set(e, ERR_INPUT,
                   err_pick("un archivo IATI es de los proyectos o de los actores; las áreas no tienen uno",
                            "an IATI file is of the projects or of the actors; areas have none"));
  if (export_forms[format].needs_geometry && !collection_info(c)->geometry)
    return err_set(e, ERR_INPUT,
                   err_pick("%s no tiene geometría y no se exporta en %s: pida csv, geojson o gpkg",
                            "%s has no geometry and is not exported as %s: ask for csv, geojson or gpkg"),
                   collection_info(c)->id, export_forms[format].name);
  if (format != EXPORT_XLSX || c == COLLECTION_PROJECTS) return true;
  return err_set(e, ERR_INPUT,
                 err_pick("un libro de Excel es de los proyectos, con sus actores y áreas: pida proyectos.xlsx",
                          "a workbook is of the projects, with their actors and areas: ask for proyectos.xlsx"));
}

/* IATI speaks of activities and organisations, and programs look for the ending. */
static const struct {
  const char *name;
  enum collection c;
} iati_files[] = {{"actividades", COLLECTION_PROJECTS}, {"organizaciones", COLLECTION_ACTORS}};

const char *export_file_name(struct arena *a, enum export_format format, enum collection c) {
  for (size_t i = 0; i < sizeof iati_files / sizeof *iati_files; i++)
    if (format == EXPORT_IATI && c == iati_files[i].c) return arena_printf(a, "%s.xml", iati_files[i].name);
  return arena_printf(a, "%s.%s", collection_info(c)->id, format == EXPORT_IATI ? "xml" : export_forms[format].name);
}

const char *export_address(struct arena *a, enum export_format format, enum collection c) {
  /* The activities are all projects, with a place or without. */
  if (!export_form_fits(format, c, NULL) || (format == EXPORT_IATI && c == COLLECTION_UNPLACED)) return NULL;
  return arena_printf(a, "/exportar/%s", export_file_name(a, format, c));
}

bool export_find(struct str collection, struct str ending, enum collection *c, enum export_format *format,
                 struct err *e) {
  for (size_t i = 0; i < sizeof iati_files / sizeof *iati_files; i++)
    if (str_is(ending, "xml") && str_is(collection, iati_files[i].name)) {
      *c = iati_files[i].c;
      *format = EXPORT_IATI;
      return true;
    }
  if (!collection_find(collection, c))
    return err_set(
        e, ERR_NOT_FOUND,
        err_pick("no hay una colección «%.*s»; hay: areas, proyectos, proyectos_sin_lugar, actores",
                 "there is no collection \"%.*s\"; there are: areas, proyectos, proyectos_sin_lugar, actores"),
        STR_ARG(collection));
  if (export_form_find(ending, format)) return true;
  return err_set(e, ERR_NOT_FOUND,
                 err_pick("no se exporta en «%.*s»; se puede en: " EXPORT_NAMES "; en IATI son "
                          "actividades.xml y organizaciones.xml",
                          "there is no export as \"%.*s\"; there are: " EXPORT_NAMES "; in IATI "
                          "actividades.xml and organizaciones.xml"),
                 STR_ARG(ending));
}

static void read_style(struct export_job *job, const struct http_param *params, size_t n) {
  for (size_t i = 0; i < n; i++) {
    if (params[i].spec == &answer_param_excel) job->style.excel = params[i].i == 0;
    if (params[i].spec == &answer_param_hxl) job->style.hxl = params[i].i == 0;
    if (params[i].spec == &answer_param_lang) job->style.lang = params[i].i == 1 ? SNAP_EN : SNAP_ES;
  }
}

/* An IATI file has the projects without a place too: they are as much a part of what is published. */
static enum page_collection page_of(const struct export_job *job) {
  if (job->format == EXPORT_IATI && job->c == COLLECTION_PROJECTS) return PAGE_PROJECTS_ALL;
  return collection_info(job->c)->page;
}

void export_job_rewind(struct export_job *job) {
  job->at = job->n = 0;
  job->more = !job->nothing;
  job->last = STR("");
}

/* A file that every validator refuses is worth less than a sentence. */
static bool has_activity(const struct export_job *job, struct err *e) {
  if (!job->nothing && page_count(job->f, page_of(job))) return true;
  return err_set(e, ERR_NOT_FOUND,
                 err_pick("el filtro no elige nada, y un archivo IATI debe tener al menos una actividad u organización",
                          "the filter selects nothing, and an IATI file must have at least one activity or "
                          "organisation"));
}

bool export_job_open(struct export_job *job, struct snapshot *s, enum collection c, enum export_format format,
                     struct arena *a, const struct http_param *params, size_t n, struct str query, struct err *e) {
  *job = (struct export_job){.s = s, .c = c, .format = format};
  for (size_t i = 0; i < n; i++)
    if (params[i].spec == &filter_param_punto && c != COLLECTION_AREAS)
      return err_set(e, ERR_INPUT,
                     err_pick("punto= solo vale para la colección areas; para proyectos use cerca=lon,lat,metros",
                              "punto= is for the collection areas only; for projects use cerca=lon,lat,metres"));
  read_style(job, params, n);
  job->arena = arena_new(0);
  if (!filter_params_compile(s, page_subject(collection_info(c)->page), a, params, n, &job->f, &job->nothing, e) ||
      !figures_hold(s, &job->figures, e))
    return false;
  about_read(&job->about, s, job->nothing ? NULL : job->f, c, page_of(job), a);
  job->about.lang = job->style.lang;
  job->about.query = query;
  job->about.words = export_words(a, s, params, n, job->style.lang);
  export_job_rewind(job);
  return format != EXPORT_IATI || has_activity(job, e);
}

void export_job_close(struct export_job *job) {
  if (job->f) filter_free(job->f);
  figures_release(job->figures);
  if (job->arena) arena_free(job->arena);
  *job = (struct export_job){0};
}

/* Load the next row; false after the last. */
static bool next_row(struct export_job *job, struct property_row *row) {
  if (job->at == job->n && job->more) {
    page_rows(job->f, page_of(job), job->last, EXPORT_ROWS_AT_ONCE, job->rows, &job->n, &job->more);
    job->at = 0;
  }
  if (job->at == job->n) return false;
  arena_reset(job->arena);
  property_row_load(row, job->s, job->figures, job->arena, job->c, job->rows[job->at++]);
  job->last = property_row_code(row);
  return true;
}

static void begin(struct export_job *job, struct buf *out) {
  job->begun = true;
  jw_init(&job->w, out);
  if (job->format == EXPORT_CSV) {
    csv_begin(out, &job->style);
    csv_write_header(out, &job->style, job->c);
  }
  if (job->format == EXPORT_KML) kml_write_begin(out, &job->about);
  if (job->format == EXPORT_IATI)
    (job->c == COLLECTION_ACTORS ? iati_write_organisations_begin : iati_write_begin)(out, job->s);
  if (job->format != EXPORT_GEOJSON) return;
  jw_object(&job->w);
  jw_kv_z(&job->w, "type", "FeatureCollection");
  jw_kv_z(&job->w, "name", collection_info(job->c)->id);
  about_write_json(&job->w, &job->about);
  jw_key(&job->w, "features");
  jw_array(&job->w);
}

static void write_row(struct export_job *job, struct buf *out, const struct property_row *row) {
  if (job->format == EXPORT_CSV) {
    csv_write_row(out, &job->style, row);
  } else if (job->format == EXPORT_KML) {
    kml_write_placemark(out, row);
  } else if (job->format == EXPORT_IATI) {
    (job->c == COLLECTION_ACTORS ? iati_write_organisation : iati_write_activity)(out, job->s, row->index);
  } else if (job->format == EXPORT_GEOJSON) {
    geojson_write_feature(&job->w, row, NULL, NULL);
    buf_add_char(out, '\n');
  } else {
    struct jw line;
    jw_init(&line, out);
    geojson_write_feature(&line, row, NULL, NULL);
    buf_add_char(out, '\n');
  }
}

static void finish(struct export_job *job, struct buf *out) {
  if (job->format == EXPORT_IATI) (job->c == COLLECTION_ACTORS ? iati_write_organisations_end : iati_write_end)(out);
  if (job->format == EXPORT_KML) kml_write_end(out);
  if (job->format != EXPORT_GEOJSON) return;
  jw_end(&job->w);
  jw_end(&job->w);
  buf_add_char(out, '\n');
}

void export_job_next(struct export_job *job, struct buf *out, bool *end) {
  size_t start = out->len;
  struct property_row row;
  bool any = true;
  if (!job->begun) begin(job, out);
  job->w.out = out; /* each piece may come with another buffer */
  while (out->len - start < PIECE && (any = next_row(job, &row))) write_row(job, out, &row);
  *end = !any;
  if (*end) finish(job, out);
}

bool export_job_each(struct export_job *job, bool (*row)(void *user, const struct property_row *row, struct err *e),
                     void *user, struct err *e) {
  struct property_row loaded;
  while (next_row(job, &loaded))
    if (!row(user, &loaded, e)) return false;
  return true;
}
