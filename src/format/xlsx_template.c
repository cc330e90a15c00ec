/* The workbook to fill in: empty sheets with what each column means, what may stand in it, and a row that shows how. */
#include <stdlib.h>
#include "xlsx_names.h"

enum { ROWS_TO_FILL = 2000 };

/* The example of a sheet, column by column; a coded column has the code. Columns that are not here are folded away, where the
 * sheet has any here. */
struct example {
  enum sheet_id sheet;
  const char *column, *es, *en; /* "": shown, and empty */
};
static const struct example examples[] = {
    {SHEET_PROJECTS, "titulo", "Alcantarillado del barrio", "Sewers for the neighbourhood"},
    {SHEET_PROJECTS, "clase", "proyecto", "proyecto"},
    {SHEET_PROJECTS, "estado", "2", "2"},
    {SHEET_PROJECTS, "valor_total", "1250000000.50", "1250000000.50"},
    {SHEET_PROJECTS, "moneda", "COP", "COP"},
    {SHEET_PROJECTS, "personas", "1200", "1200"},
    {SHEET_PROJECTS, "unidad_personas", "personas", "people"},
    {SHEET_PROJECTS, "tema", "agua-saneamiento", "agua-saneamiento"},
    {SHEET_PROJECTS, "fecha_firma", "2011-07-06", "2011-07-06"},
    {SHEET_PROJECTS, "fecha_inicio", "2011-08", "2011-08"},
    {SHEET_PROJECTS, "fecha_fin", "2012", "2012"},
    {SHEET_PROJECTS, "ejecutor", "Aguas de la ciudad", "Water company"},
    {SHEET_PROJECTS, "financiador", "", ""},
    {SHEET_PROJECTS, "partes", "", ""},
    {SHEET_PROJECTS, "macroproyecto", "", ""},
    {SHEET_PROJECTS, "objeto", "Construir las redes que faltan.", "Build the pipes that are missing."},
    {SHEET_PROJECTS, "objetivo", "", ""},
    {SHEET_PROJECTS, "descripcion", "", ""},
    {SHEET_PROJECTS, "nota", "", ""},
    {SHEET_PROJECTS, "tipo_cooperacion", "", ""},
    {SHEET_PROJECTS, "modalidad", "", ""},
    {SHEET_PROJECTS, "sin_erogacion", "", ""},
    {SHEET_PROJECTS, "valor_texto", "$1.250.000.000,50", "$1.250.000.000,50"},
    {SHEET_PROJECTS, "vigencia", "", ""},
    {SHEET_PROJECTS, "lugar", "Un barrio=60%; otro barrio=40%", "One neighbourhood=60%; another=40%"},
    {SHEET_PROJECTS, "ambito", "", ""},
    {SHEET_PROJECTS, "lugar_nota", "", ""},
    {SHEET_PROJECTS, "documento", "Informe de gestión 2011", "Annual report 2011"},
    {SHEET_PROJECTS, "localizador", "página 12", "page 12"},
    {SHEET_CONTRIBUTIONS, "entidad", "Agencia de cooperación", "Cooperation agency"},
    {SHEET_CONTRIBUTIONS, "receptor", "", ""},
    {SHEET_CONTRIBUTIONS, "valor", "750000000", "750000000"},
    {SHEET_CONTRIBUTIONS, "valor_texto", "", ""},
    {SHEET_CONTRIBUTIONS, "moneda", "COP", "COP"},
    {SHEET_CONTRIBUTIONS, "forma", "efectivo", "efectivo"},
    {SHEET_CONTRIBUTIONS, "contrapartida", "no", "no"},
    {SHEET_CONTRIBUTIONS, "texto", "Aporte de la agencia", "Contribution of the agency"},
    {SHEET_CONTRIBUTIONS, "fecha", "2011-07-06", "2011-07-06"},
    {SHEET_CONTRIBUTIONS, "valoracion", "", ""},
    {SHEET_PLACES, "area", "Un barrio", "One neighbourhood"},
    {SHEET_PLACES, "lon", "-75.51", "-75.51"},
    {SHEET_PLACES, "lat", "10.4", "10.4"},
    {SHEET_PLACES, "parte", "60", "60"},
    {SHEET_PLACES, "ambito", "", ""},
    {SHEET_PLACES, "texto", "Calle 10, frente al parque", "10th Street, by the park"},
    {SHEET_PEOPLE, "personas", "300", "300"},
    {SHEET_PEOPLE, "texto", "300 niños de la escuela", "300 children of the school"},
    {SHEET_PEOPLE, "unidad", "niños", "children"},
    {SHEET_PEOPLE, "aproximado", "si", "si"},
    {SHEET_TOTALS, "valor", "1200000000", "1200000000"},
    {SHEET_TOTALS, "moneda", "COP", "COP"},
    {SHEET_TOTALS, "texto", "Total de la página 15", "Total on page 15"},
    {SHEET_RESULTS, "tipo", "1", "1"},
    {SHEET_RESULTS, "titulo", "Viviendas conectadas", "Houses connected"},
    {SHEET_RESULTS, "indicador", "Número de viviendas", "Number of houses"},
    {SHEET_RESULTS, "desde", "2011-08-01", "2011-08-01"},
    {SHEET_RESULTS, "hasta", "2011-12-31", "2011-12-31"},
    {SHEET_RESULTS, "meta", "400", "400"},
    {SHEET_RESULTS, "logro", "350", "350"},
    {SHEET_LINKS, "url", "https://www.example.org/informe.pdf", "https://www.example.org/report.pdf"},
    {SHEET_LINKS, "titulo", "Informe final", "Final report"},
    {SHEET_LINKS, "fecha", "2012-03-01", "2012-03-01"},
    {SHEET_ACTORS, "nombre", "Agencia de cooperación", "Cooperation agency"},
    {SHEET_ACTORS, "tipo", "10", "10"},
    {SHEET_ACTORS, "pais", "ES", "ES"},
    {SHEET_ACTORS, "alias", "La Agencia; AC", "The Agency; CA"},
    {SHEET_NETWORKS, "nombre", "Mesa de cooperación", "Round table on cooperation"},
    {SHEET_GOALS, "texto", "Publicar los proyectos cada año.", "Publish the projects every year."},
};
enum { EXAMPLES = sizeof examples / sizeof *examples };

/* The code, or the first of its list where a store has lists of its own. */
static struct str known_code(const struct snapshot *s, const char *list, struct str code) {
  struct str one, first = code, es, en;
  for (uint32_t i = 0; snapshot_code(s, list, i, &one, &es, &en); i++) {
    if (str_eq(one, code)) return code;
    if (i == 0) first = one;
  }
  return first;
}

static void write_value(struct xlsx_sheet *sh, size_t i, const struct sheet_column *c, struct str v) {
  i128 minor;
  struct decimal d;
  struct text_date date;
  struct err e = {0};
  bool number = decimal_read(v, DECIMAL_PLAIN, &d) == DECIMAL_FINE;
  switch (c->type) {
  case SHEET_MONEY:
    if (number && decimal_to_minor(d, &minor, &e)) xlsx_money(sh, i, minor, XLSX_EXAMPLE_MONEY);
    return;
  case SHEET_WHOLE:
  case SHEET_PERCENT:
  case SHEET_DEGREES:
  case SHEET_NUMBER: xlsx_decimal_as(sh, i, v, XLSX_EXAMPLE_NUMBER); return;
  case SHEET_DATE:
    if (text_read_date(v, &date) == TEXT_DATE_FINE && date.precision == TEXT_DATE_DAY)
      xlsx_date_as(sh, i, v, XLSX_EXAMPLE_DATE);
    else xlsx_text_as(sh, i, v, XLSX_EXAMPLE);
    return;
  case SHEET_LISTED:
  case SHEET_LIST:
    xlsx_text_as(sh, i, xlsx_label(sh->book, c->list, known_code(sh->book->s, c->list, v)), XLSX_EXAMPLE);
    return;
  default: xlsx_text_as(sh, i, v, XLSX_EXAMPLE);
  }
}

static void write_example(struct xlsx_sheet *sh, enum sheet_id id) {
  bool any = false;
  for (size_t k = 0; k < EXAMPLES && !any; k++) any = examples[k].sheet == id;
  for (size_t i = 0; i < sh->columns; i++) {
    struct sheet_column c = sheet_column(id, i);
    if (!any) sh->filled[i] = 1; /* nothing is folded */
    if (i == 0) xlsx_text_as(sh, 0, str_from(sheet_info(id)->example_code), XLSX_EXAMPLE);
    for (size_t k = 0; k < EXAMPLES; k++) {
      if (examples[k].sheet != id || strcmp(examples[k].column, c.name) != 0) continue;
      const char *v = xlsx_pick(sh->book, examples[k].es, examples[k].en);
      sh->filled[i] = 1;
      if (*v) write_value(sh, i, &c, str_from(v));
    }
  }
  if (!sh->work) return;
  lxw_comment_options box = {.width = 260, .height = 56, .font_size = 9, .color = 0xFFFFF0};
  worksheet_write_comment_opt(
      sh->work, sh->row, 0,
      xlsx_pick(sh->book, "Fila de ejemplo: no se carga, porque su código empieza por «ejemplo-». Puede borrarla.",
                "Example row: it is not loaded, because its code begins with “ejemplo-”. You may delete it."),
      &box);
}

static void write_sheet(struct xlsx_book *b, enum sheet_id id) {
  struct xlsx_sheet sh;
  lxw_color_t colour = id == SHEET_PROJECTS ? 0x2F5D8A
                       : id < SHEET_ACTORS  ? 0x7F9DB9
                       : id == SHEET_ACTORS ? 0x5B8C6E
                                            : 0xB59F6B;
  xlsx_sheet_begin(b, sheet_info(id)->name, colour, &sh);
  xlsx_head(&sh, id);
  write_example(&sh, id);
  xlsx_sheet_next(&sh);
  xlsx_fold_empty(&sh, id);
  xlsx_validate(&sh, id, 1, ROWS_TO_FILL);
  xlsx_sheet_finish(&sh, 1);
  if (id == SHEET_PROJECTS && sh.work) worksheet_set_selection(sh.work, 2, 0, 2, 0);
}

/* ---- the steps ---- */

static const char *const steps[][2] = {
    {"1. Escriba un proyecto por fila en la hoja Proyectos. Los encabezados más oscuros son obligatorios; cada "
     "encabezado "
     "explica su columna al pasar el puntero.",
     "1. Write one project in each row of the sheet Proyectos. The darker headings are required; every heading "
     "explains its "
     "column under the pointer."},
    {"2. Los aportes, lugares, beneficiarios, otros totales, resultados y enlaces van en su hoja, con el código del "
     "proyecto "
     "en la primera columna. Llene solo las hojas que necesite.",
     "2. Contributions, places, people, other totals, results and links go into their own sheets, with the project's "
     "code "
     "in the first column. Fill in only the sheets you need."},
    {"3. El lugar: el área en la columna «lugar», o uno por uno en la hoja Lugares, no en las dos. Si no hay área, "
     "escriba en "
     "«ambito» ciudad, fuera o desconocido.",
     "3. The place: the area in the column “lugar”, or one by one in the sheet Lugares, not in both. Where there is no "
     "area, "
     "write ciudad (city), fuera (beyond) or desconocido (unknown) in “ambito”."},
    {"4. Las celdas con lista traen una flecha: elija de ella. Se puede escribir el nombre o el código. Un actor que "
     "no está en "
     "la lista se crea; con la hoja Actores puede decir quién es.",
     "4. Cells with a list have an arrow: choose from it. Names and codes may be written. An actor that is not in the "
     "list is "
     "made; the sheet Actores can say who it is."},
    {"5. Los valores son números, sin el signo de la moneda. «valor_texto» guarda la cifra como está impresa. Las "
     "fechas pueden ser "
     "un día, un mes (2011-07) o un año (2011).",
     "5. Amounts are numbers, without a currency sign. “valor_texto” keeps the figure as printed. Dates may be a day, "
     "a month "
     "(2011-07) or a year (2011)."},
    {"6. Lo que no se sabe se deja vacío. Vacío es «sin dato», no cero.",
     "6. Leave empty what is not known. Empty is “no data”, not zero."},
    {"7. Las columnas que casi nunca se usan (IATI, inglés, contornos) están plegadas: ábralas con el signo + sobre "
     "los "
     "encabezados.",
     "7. Columns that are rarely used (IATI, English, outlines) are folded away: open them with the + above the "
     "headings."},
    {"8. Cárguelo con: coopmap ingest workbook ARCHIVO.xlsx --db BASE.db --dry-run --errors errores.xlsx. Nada se "
     "guarda; los "
     "errores vuelven en errores.xlsx, que es este mismo libro con cada celda equivocada marcada y comentada.",
     "8. Load it with: coopmap ingest workbook FILE.xlsx --db BASE.db --dry-run --errors errors.xlsx. Nothing is "
     "saved; the "
     "errors come back in errors.xlsx, which is this same workbook with every wrong cell marked and commented."},
    {"9. Corrija y repita. Sin --dry-run se guarda todo, o nada si queda un error. Volver a cargar el mismo libro no "
     "cambia nada; los "
     "códigos dicen qué fila es cuál.",
     "9. Correct and repeat. Without --dry-run everything is saved, or nothing if an error is left. Loading the same "
     "workbook "
     "again changes nothing; the codes say which row is which."},
    {"La fila en cursiva de cada hoja es un ejemplo y no se carga: su código empieza por «ejemplo-».",
     "The row in italics of each sheet is an example and is not loaded: its code begins with “ejemplo-”."},
};

static void write_readme(struct xlsx_book *b) {
  struct xlsx_sheet sh;
  xlsx_sheet_begin(b, XLSX_README, 0x6B7280, &sh);
  if (sh.work) {
    worksheet_set_column(sh.work, 0, 0, 22, NULL);
    worksheet_set_column(sh.work, 1, 1, XLSX_PROSE_WIDTH, NULL);
    worksheet_gridlines(sh.work, LXW_HIDE_ALL_GRIDLINES);
    worksheet_fit_to_pages(sh.work, 1, 0);
  }
  xlsx_text_as(&sh, 0, str_from(xlsx_pick(b, "Proyectos de cooperación: plantilla", "Cooperation projects: template")),
               XLSX_TITLE);
  xlsx_sheet_next(&sh);
  xlsx_sheet_next(&sh);
  for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
    xlsx_prose(&sh, "", str_from(xlsx_pick(b, steps[i][0], steps[i][1])));
  xlsx_sheet_next(&sh);
  for (int i = 0; i < SHEETS; i++) {
    const struct sheet_info *s = sheet_info((enum sheet_id)i);
    xlsx_row_link(&sh, 0, s->name, 0, str_from(s->name));
    xlsx_text_as(&sh, 1, str_from(xlsx_pick(b, s->es, s->en)), XLSX_PROSE);
    xlsx_sheet_next(&sh);
  }
}

bool xlsx_write_template(const char *path, const struct snapshot *s, enum snap_lang lang, struct err *e) {
  static const enum sheet_id order[] = {SHEET_PROJECTS, SHEET_CONTRIBUTIONS, SHEET_PLACES, SHEET_ACTORS};
  struct xlsx_book b;
  bool done[SHEETS] = {0};
  if (!xlsx_book_open(&b, path, s, lang, STR(""), lang == SNAP_EN ? "Template" : "Plantilla", e)) return false;
  write_readme(&b);
  for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
    write_sheet(&b, order[i]);
    done[order[i]] = true;
  }
  for (int i = 0; i < SHEETS; i++)
    if (!done[i]) write_sheet(&b, (enum sheet_id)i);
  xlsx_lists(&b);
  return xlsx_book_close(&b, e);
}
