/* Shapefile: made in a folder beside the file, then packed with what the format has no place for. ESRI's white paper of July 1998;
 * names of fields are dBASE's: ten letters. */
#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "format/csv.h"
#include "ogr_internal.h"

void RegisterOGRShape(void);

enum { NAME_MAX_BYTES = 10, PIECE = 1 << 20 };

static bool io_error(const struct ogr *o, struct err *e) {
  return err_set(e, ERR_IO, err_pick("no se pudo escribir %s: %s", "%s could not be written: %s"), o->path,
                 err_reason(errno));
}

static const char *begin(struct ogr *o, struct err *e) {
  char *folder = arena_printf(o->arena, "%s.XXXXXX", o->path);
  if (!mkdtemp(folder)) {
    io_error(o, e);
    return NULL;
  }
  o->folder = folder;
  return arena_printf(o->arena, "%s/%s.shp", folder, collection_info(o->about->c)->id);
}

static char **layer_options(const struct ogr *o) {
  char **options = CSLSetNameValue(NULL, "ENCODING", "UTF-8"); /* and a .cpg that says so */
  options = CSLSetNameValue(options, "2GB_LIMIT", "YES");      /* beyond it most programs cannot read it */
  if (o->about->date.n == 10)
    options = CSLSetNameValue(options, "DBF_DATE_LAST_UPDATE", arena_strndup(o->arena, o->about->date.p, 10));
  return options;
}

static bool taken(const struct ogr *o, uint32_t n, const char *name) {
  for (uint32_t i = 0; i < n; i++)
    if (strcmp(o->field[i], name) == 0) return true;
  return false;
}

/* The first ten letters, without a '_' at their end; a number in place of the last where that name is taken. */
static const char *field_name(struct ogr *o, uint32_t i) {
  char *name = arena_strdup(o->arena, o->property[i].name);
  size_t n = strlen(name) < NAME_MAX_BYTES ? strlen(name) : NAME_MAX_BYTES;
  while (n && name[n - 1] == '_') n--;
  name[n] = '\0';
  for (char digit = '1'; taken(o, i, name) && digit <= '9'; digit++) {
    size_t at = n < NAME_MAX_BYTES ? n : NAME_MAX_BYTES - 1;
    name[at] = digit;
    name[at + 1] = '\0';
  }
  return name;
}

/* ---- the texts beside it */

static void write_key(const struct ogr *o, struct buf *b) {
  static const char *const heads[] = {"campo",       "propiedad", "titulo",         "title",
                                      "descripcion", "unidad",    "textos_cortados"};
  const struct csv_style plain = {0};
  for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
    if (i) csv_next(b, &plain);
    buf_add_z(b, heads[i]);
  }
  csv_end(b);
  for (uint32_t i = 0; i < o->n_properties; i++) {
    const struct property *p = &o->property[i];
    const char *cells[] = {o->field[i], p->name, p->title_es, p->title_en, p->about_es, p->unit_es ? p->unit_es : ""};
    for (size_t k = 0; k < sizeof cells / sizeof *cells; k++) {
      csv_write_text(b, &plain, str_from(cells[k]));
      csv_next(b, &plain);
    }
    csv_write_int(b, (int64_t)o->survey->cut[i]);
    csv_end(b);
  }
}

static void write_readme(const struct ogr *o, struct buf *b) {
  bool en = o->about->lang == SNAP_EN;
  about_write_text(b, o->about);
  buf_printf(
      b,
      en ? "\nRows: %llu. A shapefile has names of fields of at most ten letters: campos.csv says which is which, and "
           "what each means. Yes and no are 1 and 0. Coordinates are longitude and latitude (EPSG:4326).\n"
         : "\nFilas: %llu. Los campos de un shapefile tienen nombres de a lo sumo diez letras: campos.csv dice cuál "
           "es cuál y qué significa. Sí y no son 1 y 0. Las coordenadas son longitud y latitud (EPSG:4326).\n",
      (unsigned long long)o->survey->rows);
  uint64_t cut = 0;
  for (uint32_t i = 0; i < o->n_properties; i++) cut += o->survey->cut[i];
  if (!cut) return;
  buf_printf(
      b,
      en ? "\n%llu texts are longer than the %d bytes of a field: they were cut and end with […]. GeoPackage, CSV and "
           "GeoJSON have them whole. Cut texts by field:\n"
         : "\n%llu textos pasan de los %d bytes de un campo: están cortados y terminan en […]. El GeoPackage, el CSV "
           "y el GeoJSON los tienen enteros. Textos cortados por campo:\n",
      (unsigned long long)cut, OGR_SHP_TEXT);
  for (uint32_t i = 0; i < o->n_properties; i++)
    if (o->survey->cut[i]) buf_printf(b, "%s: %llu\n", o->field[i], (unsigned long long)o->survey->cut[i]);
}

/* ---- packing */

static bool pack_bytes(void *zip, const char *name, struct str bytes) {
  return CPLCreateFileInZip(zip, name, NULL) == CE_None && CPLWriteFileInZip(zip, bytes.p, (int)bytes.n) == CE_None &&
         CPLCloseFileInZip(zip) == CE_None;
}

static bool pack_file(void *zip, const char *path, const char *name) {
  FILE *f = fopen(path, "rbe");
  if (!f) return false;
  char *piece = mem_alloc(PIECE);
  bool ok = CPLCreateFileInZip(zip, name, NULL) == CE_None;
  for (size_t n; ok && (n = fread(piece, 1, PIECE, f)) > 0;) ok = CPLWriteFileInZip(zip, piece, (int)n) == CE_None;
  ok = ok && !ferror(f) && CPLCloseFileInZip(zip) == CE_None;
  free(piece);
  fclose(f);
  return ok;
}

static bool pack(const struct ogr *o, void *zip) {
  static const char *const endings[] = {"shp", "shx", "dbf", "prj", "cpg"};
  const char *id = collection_info(o->about->c)->id;
  struct buf text = {0};
  write_readme(o, &text);
  bool ok = pack_bytes(zip, "LEEME.txt", buf_str(&text));
  buf_reset(&text);
  write_key(o, &text);
  ok = ok && pack_bytes(zip, "campos.csv", buf_str(&text));
  buf_free(&text);
  for (size_t i = 0; ok && i < sizeof endings / sizeof *endings; i++) {
    const char *name = arena_printf(o->arena, "%s.%s", id, endings[i]);
    ok = pack_file(zip, arena_printf(o->arena, "%s/%s", o->folder, name), name);
  }
  return ok;
}

static bool finish(struct ogr *o, struct err *e) {
  CPLErrorReset();
  errno = 0;
  void *zip = CPLCreateZip(o->path, NULL);
  bool ok = zip && pack(o, zip);
  if (zip && CPLCloseZip(zip) != CE_None) ok = false;
  if (ok) return true;
  return errno ? io_error(o, e) : ogr_fail(o, e);
}

static void clean(struct ogr *o) {
  DIR *d = o->folder ? opendir(o->folder) : NULL;
  for (struct dirent *entry; d && (entry = readdir(d));)
    if (entry->d_name[0] != '.') unlinkat(dirfd(d), entry->d_name, 0);
  if (d) closedir(d);
  if (o->folder) rmdir(o->folder);
}

const struct ogr_kind ogr_shp = {.name = "shapefile",
                                 .driver = "ESRI Shapefile",
                                 .enlist = RegisterOGRShape,
                                 .survey = true,
                                 .begin = begin,
                                 .layer_options = layer_options,
                                 .field_name = field_name,
                                 .finish = finish,
                                 .clean = clean};
