/* Léame: what the workbook is, of when and from whom, and how its totals close. */
#include "domain/table.h"
#include "format/figures.h"
#include "query/bits.h"
#include "query/summary.h"
#include "xlsx_internal.h"

struct readme {
  struct xlsx_export *x;
  struct xlsx_sheet sh;
};

static const char *say(const struct readme *r, const char *es, const char *en) { return xlsx_pick(r->x->book, es, en); }

static void gap(struct readme *r) { xlsx_sheet_next(&r->sh); }

static void title(struct readme *r, const char *es, const char *en) {
  gap(r);
  xlsx_text_as(&r->sh, 0, str_from(say(r, es, en)), XLSX_TITLE);
  gap(r);
}

static void line(struct readme *r, const char *label, struct str text) { xlsx_prose(&r->sh, label, text); }

static void say_line(struct readme *r, const char *label_es, const char *label_en, const char *es, const char *en) {
  line(r, say(r, label_es, label_en), str_from(say(r, es, en)));
}

static void amount(struct readme *r, const char *es, const char *en, i128 minor) {
  xlsx_text(&r->sh, 0, str_from(say(r, es, en)));
  xlsx_money(&r->sh, 1, minor, XLSX_PROSE_MONEY);
  gap(r);
}

/* ---- what it is ---- */

static void write_what(struct readme *r) {
  struct xlsx_export *x = r->x;
  struct arena *a = x->book->arena;
  xlsx_text_as(&r->sh, 0, str_from(say(r, "Proyectos de cooperación", "Cooperation projects")), XLSX_TITLE);
  gap(r);
  line(r, say(r, "Qué es", "What it is"),
       str_from(
           say(r,
               "Los proyectos que elige el filtro, con sus aportes, lugares y actores, tal como están en la base de "
               "datos, y sus totales por área y por fuente.",
               "The projects that the filter selects, with their contributions, places and actors, as they are in "
               "the database, and their totals by area and by source.")));
  line(r, say(r, "Filtro", "Filter"),
       x->about->filter && *x->about->filter ? str_from(x->about->filter)
                                             : str_from(say(r, "ninguno: está todo", "none: everything is here")));
  line(r, say(r, "Proyectos", "Projects"), str_from(arena_printf(a, "%u", x->n)));
  line(r, say(r, "Datos de", "Data of"), x->at.n >= 10 ? (struct str){x->at.p, 10} : x->at);
  line(r, say(r, "Versión de los datos", "Version of the data"),
       str_from(arena_printf(a, "%lld (%s)", (long long)snapshot_data_version(x->s), snapshot_checksum(x->s))));
  if (x->about->public_url) line(r, say(r, "En la red", "On the web"), str_from(x->about->public_url));
}

static void sheet_line(struct readme *r, const char *name, const char *about) {
  xlsx_row_link(&r->sh, 0, name, 0, str_from(name));
  xlsx_text_as(&r->sh, 1, str_from(about), XLSX_PROSE);
  gap(r);
}

static void write_sheets(struct readme *r) {
  title(r, "Hojas", "Sheets");
  for (int i = 0; i < (r->x->all ? SHEETS : SHEET_NETWORKS); i++) {
    const struct sheet_info *s = sheet_info((enum sheet_id)i);
    sheet_line(r, s->name, say(r, s->es, s->en));
  }
  sheet_line(r, XLSX_BY_AREA, say(r, "Totales por área. Para leer.", "Totals by area. To read."));
  sheet_line(r, XLSX_BY_SOURCE, say(r, "Totales por fuente. Para leer.", "Totals by source. To read."));
  if (!r->x->all)
    say_line(
        r, "", "",
        "Con un filtro van solo los actores que esos proyectos nombran, y no las redes, metas, series ni tasas del "
        "programa.",
        "With a filter only the actors that these projects name are here, and not the networks, goals, series and "
        "rates of the programme.");
}

/* ---- totals ---- */

static void write_closing(struct readme *r, const struct summary *sum) {
  title(r, "Cómo cierran los totales", "How the totals close");
  i128 unplaced = 0;
  for (unsigned k = SNAP_NAMED; k <= SNAP_UNKNOWN; k++) unplaced += sum->unplaced[k].full_minor;
  amount(r, "Atado a áreas", "Tied to areas", sum->direct_sum);
  amount(r, "En la ciudad, sin asignar", "In the city, not allocated", sum->unallocated.full_minor);
  amount(r, "Sin lugar en el mapa", "Without a place on the map", unplaced);
  amount(r, "Suma", "Sum", sum->direct_sum + sum->unallocated.full_minor + unplaced);
  amount(r, "Total de proyectos distintos", "Total of distinct projects", sum->total.full_minor);
  say_line(r, "Cierra", "It closes", sum->closes ? "Sí, al centavo." : "No. Ejecute coopmap check.",
           sum->closes ? "Yes, to the centavo." : "No. Run coopmap check.");
  line(r, say(r, "Fuera de la suma", "Not in the sum"),
       str_from(arena_printf(
           r->x->book->arena,
           say(r, "%llu sin valor, %llu sin erogación, %llu en otra moneda, %llu cuyo valor ya está en otro proyecto.",
               "%llu without a value, %llu without disbursement, %llu in another currency, %llu whose value another "
               "project carries."),
           (unsigned long long)sum->total.without_value, (unsigned long long)sum->total.no_disbursement,
           (unsigned long long)sum->total.other_currency, (unsigned long long)sum->total.counted_elsewhere)));
}

static void write_method(struct readme *r) {
  title(r, "Método", "Method");
  say_line(
      r, "Valor", "Value",
      "El total que declara la fuente; si no hay, la suma de los aportes de una sola moneda. Nunca se calcula sobre "
      "lo declarado. Las monedas no se mezclan: los totales son en pesos (COP).",
      "The total the source states; without it the sum of contributions of one currency. Never computed over what is "
      "stated. Currencies are not mixed: totals are in pesos (COP).");
  say_line(
      r, "Áreas", "Areas",
      "El valor se reparte entre áreas por las partes que declara la fuente o por una regla explícita; si no hay ni lo "
      "uno ni lo otro, queda sin asignar. Un macroproyecto no suma otra vez lo que suman sus proyectos.",
      "The value is shared among areas by the shares the source states or by an explicit rule; without either it "
      "stays unallocated. A macro-project does not add again what its projects add.");
  say_line(
      r, "Personas", "People",
      "Se dan dos límites, porque una persona puede estar en varios proyectos: el mayor grupo, y la suma de todos.",
      "Two bounds are given, because one person may be in several projects: the largest group, and the sum of all.");
  say_line(r, "Celda vacía", "Empty cell", "Sin dato. No es lo mismo que cero, ni que «sin erogación».",
           "No data. Not the same as zero, nor as “no disbursement”.");
  say_line(r, "Fechas", "Dates",
           "Un día es una fecha de Excel; cuando la fuente solo da el mes o el año, es texto (2011-07, 2011).",
           "A day is a date of Excel; where the source gives a month or a year only, it is text (2011-07, 2011).");
  if (r->x->book->parked)
    say_line(
        r, "Cifras largas", "Long figures",
        "Excel guarda 15 cifras de un número: los valores con más van como texto, exactos, y no entran en sus sumas.",
        "Excel keeps 15 digits of a number: longer amounts are text, exact, and are not in its sums.");
  if (r->x->book->cut)
    say_line(
        r, "Textos cortados", "Cut texts",
        "Una celda de Excel no pasa de 32.767 letras. Los textos más largos terminan con «[…]» y su celda no debe "
        "volver a cargarse: use el CSV o el IATI.",
        "A cell of Excel has at most 32,767 letters. Longer texts end with “[…]” and must not be loaded again: use "
        "CSV or IATI.");
}

static void write_limits(struct readme *r) {
  title(r, "Qué no cubre", "What is not covered");
  say_line(r, "", "",
           "Solo lo que dicen las fuentes cargadas: lo que no se reporta no está. Las extensiones de área aproximadas "
           "no son "
           "límites oficiales. Las diferencias entre fuentes no se reparan: están en la página de inconsistencias.",
           "Only what the loaded sources say: what is not reported is not here. Approximate extents of areas are no "
           "official boundaries. Differences between sources are not repaired: the page of discrepancies has them.");
  title(r, "Editar y volver a cargar", "Edit and load again");
  say_line(
      r, "", "",
      "Cambie o agregue filas y cárguelo con: coopmap ingest workbook ARCHIVO.xlsx. Los códigos dicen qué fila es "
      "cuál: "
      "no los cambie. Las columnas vacías están plegadas: ábralas con el signo + sobre los encabezados. Las hojas Por "
      "área, Por fuente y Léame no se leen.",
      "Change or add rows and load it with: coopmap ingest workbook FILE.xlsx. The codes say which row is which: leave "
      "them. Empty columns are folded away: open them with the + above the headings. The sheets Por área, Por fuente "
      "and Léame are not read.");
}

/* ---- sources ---- */

static void source(struct readme *r, struct table *seen, struct str name, struct str licence) {
  bool added;
  if (!name.n) return;
  table_at(seen, name, &added);
  if (!added) return;
  line(r, "",
       licence.n ? str_from(arena_printf(r->x->book->arena, "%.*s. %s: %.*s.", STR_ARG(name),
                                         say(r, "Licencia", "Licence"), STR_ARG(licence)))
                 : name);
}

static void write_sources(struct readme *r, const struct summary *sum) {
  struct table *seen = table_new();
  title(r, "Fuentes y licencias", "Sources and licences");
  for (BITS_EACH(filter_project_bits(r->x->f), snapshot_projects(r->x->s), i)) {
    struct snap_project p;
    snapshot_project(r->x->s, (uint32_t)i, &p);
    source(r, seen, p.source_title, p.source_licence);
  }
  for (uint32_t i = 0; i < sum->n; i++) {
    struct snap_area area;
    snapshot_area(r->x->s, sum->areas[i].area, &area);
    source(r, seen, area.source_title, area.source_licence);
  }
  table_free(seen);
}

void xlsx_write_readme(struct xlsx_export *x, const struct summary *sum) {
  struct readme r = {.x = x};
  xlsx_sheet_begin(x->book, XLSX_README, 0x6B7280, &r.sh);
  if (r.sh.work) {
    worksheet_set_column(r.sh.work, 0, 0, 30, NULL);
    worksheet_set_column(r.sh.work, 1, 1, XLSX_PROSE_WIDTH, NULL);
    worksheet_fit_to_pages(r.sh.work, 1, 0);
    worksheet_gridlines(r.sh.work, LXW_HIDE_ALL_GRIDLINES);
    worksheet_set_portrait(r.sh.work);
  }
  write_what(&r);
  write_sheets(&r);
  write_closing(&r, sum);
  write_method(&r);
  write_limits(&r);
  write_sources(&r, sum);
}
