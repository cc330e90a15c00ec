#include "ingest/cells.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <strings.h>

enum { MESSAGE = 1024, MAX_ITEMS = 1000 };

static void say(struct cells *c, enum report_level level, struct cell x, const char *code, const char *es,
                const char *en, va_list args) {
  char spanish[MESSAGE], english[MESSAGE];
  va_list again;
  va_copy(again, args);
  vsnprintf(spanish, sizeof spanish, es, args);
  vsnprintf(english, sizeof english, en, again);
  va_end(again);
  if (level == REPORT_REFUSED) c->refused = true;
  report_add(c->report, level, c->row, x.column, x.value, code, spanish, english);
}

void cell_refuse(struct cells *c, struct cell x, const char *code, const char *es, const char *en, ...) {
  va_list args;
  va_start(args, en);
  say(c, REPORT_REFUSED, x, code, es, en, args);
  va_end(args);
}

void cell_remark(struct cells *c, enum report_level level, struct cell x, const char *code, const char *es,
                 const char *en, ...) {
  va_list args;
  va_start(args, en);
  say(c, level, x, code, es, en, args);
  va_end(args);
}

static bool means(struct str s, const char *const *words) {
  struct buf b = {0};
  bool found = false;
  text_fold(&b, s);
  for (; *words && !found; words++) found = str_is(buf_str(&b), *words);
  buf_free(&b);
  return found;
}

/* Asked several times of every cell, so without folding. */
bool cell_is_empty(struct cell x) {
  static const char *const words[] = {"sin dato", "sin datos", "no data", "s/d", "n/d", "n/a", "-", "\xE2\x80\x94"};
  if (x.value.n == 0) return true;
  for (size_t i = 0; x.value.n <= 9 && i < sizeof words / sizeof *words; i++)
    if (strlen(words[i]) == x.value.n && strncasecmp(words[i], x.value.p, x.value.n) == 0) return true;
  return false;
}

bool cell_code(struct cells *c, struct cell x, struct str *out) {
  if (x.value.n == 0) return false;
  bool fine = x.value.n <= 100;
  for (size_t i = 0; i < x.value.n && fine; i++) {
    char k = x.value.p[i];
    fine =
        (k >= '0' && k <= '9') || (k >= 'a' && k <= 'z') || (k >= 'A' && k <= 'Z') || k == '.' || k == '_' || k == '-';
  }
  if (!fine)
    cell_refuse(
        c, x, "codigo-invalido",
        "El código solo puede llevar letras sin tilde, cifras, punto, guion y guion bajo, hasta 100. Escríbalo así.",
        "A code may hold only plain letters, digits, dot, hyphen and underscore, at most 100. Write it so.");
  *out = x.value;
  return fine;
}

bool cell_listed(struct cells *c, struct cell x, const char *list, struct str *out) {
  if (cell_is_empty(x)) return false;
  if (codelist_find(c->codes, list, x.value, out)) return true;
  struct buf b = {0};
  codelist_write_codes(c->codes, list, &b);
  cell_refuse(c, x, "valor-fuera-de-lista", "No está en la lista. Use uno de: %s.",
              "It is not in the list. Use one of: %s.", b.data ? b.data : "");
  buf_free(&b);
  return false;
}

/* ---- numbers ---- */

static void refuse_number(struct cells *c, struct cell x, enum decimal_fault fault) {
  if (fault == DECIMAL_TWO_READINGS)
    cell_refuse(
        c, x, "numero-ambiguo",
        "Se puede leer de dos maneras. Diga cómo están escritos los números del archivo: --numbers es (1.234,5) o "
        "--numbers plain (1234.5).",
        "It can be read in two ways. Say how the numbers of the file are written: --numbers es (1.234,5) or "
        "--numbers plain (1234.5).");
  else if (fault == DECIMAL_GROUPS)
    cell_refuse(
        c, x, "numero-mal-agrupado",
        "Los puntos o comas no separan grupos de tres cifras. Revise la cifra, o diga --numbers es o --numbers plain.",
        "The dots or commas do not part groups of three digits. Check the figure, or say --numbers es or --numbers "
        "plain.");
  else if (fault == DECIMAL_TOO_LONG)
    cell_refuse(c, x, "numero-demasiado-largo", "Tiene más de 34 cifras o 18 decimales. Revise la cifra.",
                "It has more than 34 digits or 18 decimals. Check the figure.");
  else
    cell_refuse(c, x, "numero-ilegible", "No es un número. Escriba solo la cifra; si no se sabe, deje la celda vacía.",
                "It is not a number. Write the figure only; leave the cell empty if it is not known.");
}

bool cell_decimal(struct cells *c, struct cell x, struct decimal *out) {
  if (cell_is_empty(x)) return false;
  enum decimal_style style = x.kind == WORKBOOK_NUMBER ? DECIMAL_PLAIN : c->numbers;
  enum decimal_fault fault = decimal_read(x.value, style, out);
  if (fault == DECIMAL_FINE) return true;
  refuse_number(c, x, fault);
  return false;
}

/* The currency that a mark in the cell names. A bare "$" says nothing: it is pesos here and dollars elsewhere. */
static struct str mark_of(struct str s) {
  static const struct {
    const char *mark, *code;
  } marks[] = {{"US$", "USD"}, {"USD", "USD"}, {"EUR", "EUR"}, {"\xE2\x82\xAC", "EUR"}, {"COP", "COP"}};
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
    size_t n = strlen(marks[i].mark);
    if (s.n >= n && memcmp(s.p, marks[i].mark, n) == 0) return str_from(marks[i].code);
  }
  return (struct str){0};
}

static bool read_money(struct cells *c, struct cell x, bool may_be_negative, i128 *minor, struct str *currency) {
  struct decimal d;
  struct err e = {0};
  *currency = mark_of(x.value);
  struct cell figure = x;
  if (x.value.n > 3 && memcmp(x.value.p, "US$", 3) == 0)
    figure = cell_piece(x, (struct str){x.value.p + 3, x.value.n - 3});
  if (!cell_decimal(c, figure, &d)) return false;
  if (d.unscaled < 0 && !may_be_negative) {
    cell_refuse(c, x, "monto-negativo", "Un monto no puede ser negativo. Escriba la cifra sin signo.",
                "An amount cannot be negative. Write the figure without a sign.");
    return false;
  }
  if (decimal_to_minor(d, minor, &e)) return true;
  if (e.kind == ERR_LIMIT)
    cell_refuse(c, x, "monto-demasiado-grande", "La cifra es demasiado grande. Revísela.",
                "The figure is too large. Check it.");
  else
    cell_refuse(c, x, "demasiados-decimales", "Los montos tienen a lo sumo dos decimales. Redondee en la fuente.",
                "Amounts have at most two decimals. Round it in the source.");
  return false;
}

bool cell_money(struct cells *c, struct cell x, i128 *minor, struct str *currency) {
  return read_money(c, x, false, minor, currency);
}

bool cell_balance(struct cells *c, struct cell x, i128 *minor, struct str *currency) {
  return read_money(c, x, true, minor, currency);
}

bool cell_whole(struct cells *c, struct cell x, int64_t *out) {
  struct decimal d;
  if (!cell_decimal(c, x, &d)) return false;
  i128 one = 1;
  for (int i = 0; i < d.scale; i++) one *= 10;
  if (d.unscaled < 0 || d.unscaled % one != 0 || d.unscaled / one > INT64_MAX / 2) {
    cell_refuse(c, x, "no-es-entero", "Debe ser un número entero, cero o más.",
                "It must be a whole number, zero or more.");
    return false;
  }
  *out = (int64_t)(d.unscaled / one);
  return true;
}

bool cell_degrees(struct cells *c, struct cell x, double *out) {
  if (cell_is_empty(x)) return false;
  char text[48];
  size_t n = x.value.n < sizeof text ? x.value.n : 0;
  for (size_t i = 0; i < n; i++) text[i] = x.value.p[i] == ',' ? '.' : x.value.p[i];
  if (n && text_parse_real((struct str){text, n}, out) && isfinite(*out)) return true;
  cell_refuse(
      c, x, "coordenada-ilegible",
      "La coordenada no es un número. Use grados decimales, por ejemplo -75.4770, no grados, minutos y segundos.",
      "The coordinate is not a number. Use decimal degrees, such as -75.4770, not degrees, minutes and seconds.");
  return false;
}

/* ---- words, dates, lists ---- */

bool cell_yes(struct cells *c, struct cell x, bool *out) {
  static const char *const yes[] = {"si", "s", "x", "1", "verdadero", "yes", "y", "true", NULL};
  static const char *const no[] = {"no", "n", "0", "falso", "false", NULL};
  *out = false;
  if (cell_is_empty(x)) return false;
  if (means(x.value, yes)) *out = true;
  else if (!means(x.value, no)) {
    cell_refuse(c, x, "si-o-no", "Escriba «si» o «no».", "Write “si” (yes) or “no”.");
    return false;
  }
  return true;
}

bool cell_date(struct cells *c, struct cell x, struct str *date, struct str *precision) {
  struct text_date d;
  if (cell_is_empty(x)) return false;
  struct str day = x.value;
  if (x.kind == WORKBOOK_DATE && day.n > 10) day.n = 10; /* the time of day says nothing here */
  enum text_date_fault fault = text_read_date(day, &d);
  if (fault == TEXT_DATE_FINE) {
    struct buf b = {0};
    text_write_date(&b, d);
    *date = arena_str(c->arena, buf_str(&b));
    *precision = d.precision == TEXT_DATE_DAY     ? STR("day")
                 : d.precision == TEXT_DATE_MONTH ? STR("month")
                                                  : STR("year");
    buf_free(&b);
    return true;
  }
  if (fault == TEXT_DATE_NO_CENTURY)
    cell_refuse(c, x, "fecha-sin-siglo", "El año va con cuatro cifras: 06/07/2011.",
                "Write the year with four digits: 06/07/2011.");
  else if (fault == TEXT_DATE_IMPOSSIBLE)
    cell_refuse(c, x, "fecha-imposible", "Ese día no existe. El orden es día/mes/año (06/07/2011) o 2011-07-06.",
                "There is no such day. The order is day/month/year (06/07/2011) or 2011-07-06.");
  else if (fault == TEXT_DATE_FAR)
    cell_refuse(c, x, "fecha-lejana", "El año está fuera de 1500 a 2200: revíselo.",
                "The year is outside 1500 to 2200: check it.");
  else
    cell_refuse(c, x, "fecha-ilegible",
                "No es una fecha. Escriba 06/07/2011, 2011-07-06, «6 de julio de 2011» o solo 2011.",
                "It is not a date. Write 06/07/2011, 2011-07-06, “6 de julio de 2011” or just 2011.");
  return false;
}

size_t cell_items(struct cells *c, struct cell x, const struct str **items) {
  size_t n = 0, count = x.value.n ? 1 : 0;
  for (size_t i = 0; i < x.value.n; i++) count += x.value.p[i] == ';';
  struct str *list = arena_alloc(c->arena, (count + 1) * sizeof *list);
  for (size_t start = 0, i = 0; count && i <= x.value.n; i++) {
    if (i < x.value.n && x.value.p[i] != ';') continue;
    struct str item = text_trim((struct str){x.value.p + start, i - start});
    start = i + 1;
    if (item.n) list[n++] = item;
  }
  *items = list;
  if (n <= MAX_ITEMS) return n;
  cell_refuse(c, x, "lista-demasiado-larga", "La celda tiene más de %d elementos. Repártalos en varias filas.",
              "The cell has more than %d items. Spread them over several rows.", MAX_ITEMS);
  return 0;
}
