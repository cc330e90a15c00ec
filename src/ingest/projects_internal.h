#ifndef INGEST_PROJECTS_INTERNAL_H
#define INGEST_PROJECTS_INTERNAL_H
/* What the three files of the projects' ingest share: projects.c (the run), projects_read.c (a row's figures, parties and
 * money), projects_place.c (its places). */
#include "domain/actor.h"
#include "domain/gazetteer.h"
#include "domain/locate.h"
#include "domain/project.h"
#include "geo/shape.h"
#include "ingest/cells.h"
#include "ingest/ingest.h"
#include "ingest/rows.h"

/* The columns (geodata/README.md); the first PROJECT_REQUIRED must be there. */
#define PROJECT_COLUMNS(X) \
  X(CODIGO, "codigo") X(TITULO, "titulo") X(CLASE, "clase") X(OBJETO, "objeto") X(OBJETIVO, "objetivo") \
  X(DESCRIPCION, "descripcion") X(NOTA, "nota") X(ESTADO, "estado") X(TIPO, "tipo_cooperacion") \
  X(MODALIDAD, "modalidad") X(TEMA, "tema") X(SIN_EROGACION, "sin_erogacion") X(VALOR, "valor_total") \
  X(VALOR_TEXTO, "valor_texto") X(MONEDA, "moneda") X(PERSONAS, "personas") X(PERSONAS_TEXTO, "personas_texto") \
  X(UNIDAD, "unidad_personas") X(APROXIMADO, "personas_aproximado") X(VIGENCIA, "vigencia") X(FIRMA, "fecha_firma") \
  X(INICIO, "fecha_inicio") X(FIN, "fecha_fin") X(MONETIZACION, "fecha_monetizacion") X(ANIO, "anio") \
  X(LUGAR, "lugar") X(AMBITO, "ambito") X(LON, "lon") X(LAT, "lat") X(CONTORNO, "contorno") X(REPARTO, "reparto") \
  X(LUGAR_NOTA, "lugar_nota") X(EJECUTOR, "ejecutor") X(FINANCIADOR, "financiador") X(PARTES, "partes") \
  X(MACROPROYECTO, "macroproyecto") X(IATI, "identificador_iati") X(TASA, "tasa_cambio") X(TASA_MONEDA, "tasa_moneda") \
  X(TASA_FECHA, "tasa_fecha") X(DOCUMENTO, "documento") X(LOCALIZADOR, "localizador") X(ERRORES, "errores")
enum project_column {
#define X(id, name) COLUMN_##id,
  PROJECT_COLUMNS(X)
#undef X
      PROJECT_COLUMN_COUNT
};
#define APORTE_COLUMNS(X) \
  X(ENTIDAD, "entidad") X(VALOR, "valor") X(MONEDA, "moneda") X(FORMA, "forma") X(CONTRAPARTIDA, "contrapartida") \
  X(TEXTO, "texto") X(FECHA, "fecha")
enum aporte_column {
#define X(id, name) APORTE_##id,
  APORTE_COLUMNS(X)
#undef X
      APORTE_COLUMN_COUNT
};
enum { PROJECT_REQUIRED = 2, MAX_APORTES = 50 };

/* An actor named in a row: known, or to be made when the row is saved. */
struct named_actor { struct str name, key; int64_t id; }; /* key: folded, as the directory compares */

struct projects {
  struct db *db;
  struct report *report;
  struct cells cells;
  const struct rows_row *row;
  const struct str *headers;
  size_t n_headers;
  int column[PROJECT_COLUMN_COUNT];              /* index in the file, -1 absent */
  int aporte[MAX_APORTES][APORTE_COLUMN_COUNT];
  size_t n_aportes;
  struct codelist *codes;
  struct gazetteer *gazetteer;
  struct locate *locate;
  struct actor_directory *actors;
  struct shape_context *shapes;
  uint64_t points_in_no_area;
  struct named_actor *fresh; /* of the row: actors to be made */
  size_t n_fresh, fresh_cap;
};

struct cell projects_cell(const struct projects *p, enum project_column c);
struct cell projects_aporte(const struct projects *p, size_t i, enum aporte_column c);

/* A row's figures, texts, dates, themes, parties, contributions into `out`; pieces live in the row's arena. Actors that are not
 * known get negative ids: -1 is the first of p->fresh, and so on. Refusals go to the report (p->cells.refused). */
void projects_read(struct projects *p, struct project *out);
/* Its places, shares and place note. */
void projects_place(struct projects *p, struct project *out);
#endif
