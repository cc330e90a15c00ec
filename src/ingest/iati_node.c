/* Taking typed values out of an activity's tree, and saying what is wrong with them. */
#include <stdarg.h>
#include <stdio.h>
#include "iati_internal.h"

enum { MESSAGE = 1024, COLUMN = 400, PPM_DECIMALS = 4, PPM = 1000000 };

/* ---- messages ---- */

/* "location[2]/point/pos": the number only where there are several. */
static void write_path(struct buf *b, const struct iati_node *n) {
  if (!n || !n->parent) return;
  write_path(b, n->parent);
  if (b->len) buf_add_char(b, '/');
  buf_add_str(b, n->name);
  unsigned at = 0, all = 0;
  for (const struct iati_node *x = n->parent->first; x; x = x->next) {
    if (!str_eq(x->name, n->name) || !str_eq(x->uri, n->uri)) continue;
    all++;
    if (x == n) at = all;
  }
  if (all > 1) buf_printf(b, "[%u]", at);
}

static void say(struct iati_map *m, enum report_level level, const struct iati_node *n, const char *attribute,
                struct str value, const char *code, const char *es, const char *en, va_list args) {
  char spanish[MESSAGE], english[MESSAGE];
  va_list again;
  va_copy(again, args);
  vsnprintf(spanish, sizeof spanish, es, args);
  vsnprintf(english, sizeof english, en, again);
  va_end(again);
  struct buf path = {0};
  write_path(&path, n);
  if (attribute) buf_printf(&path, "%s@%s", path.len ? "/" : "", attribute);
  struct iati_message *x = arena_calloc(m->arena, 1, sizeof *x);
  unsigned line = n ? n->line : m->out->line;
  *x = (struct iati_message){.level = level,
                             .column = arena_str(m->arena, buf_str(&path)),
                             .value = value,
                             .code = code,
                             .es = arena_printf(m->arena, "%s (renglón %u)", spanish, line),
                             .en = arena_printf(m->arena, "%s (line %u)", english, line)};
  buf_free(&path);
  *m->out->last_message = x;
  m->out->last_message = &x->next;
  if (level == REPORT_REFUSED) m->out->refused = true;
}

void iati_refuse(struct iati_map *m, const struct iati_node *n, const char *attribute, struct str value,
                 const char *code, const char *es, const char *en, ...) {
  va_list args;
  va_start(args, en);
  say(m, REPORT_REFUSED, n, attribute, value, code, es, en, args);
  va_end(args);
}

void iati_remark(struct iati_map *m, enum report_level level, const struct iati_node *n, const char *attribute,
                 struct str value, const char *code, const char *es, const char *en, ...) {
  va_list args;
  va_start(args, en);
  say(m, level, n, attribute, value, code, es, en, args);
  va_end(args);
}

void iati_refuse_missing(struct iati_map *m, const struct iati_node *n, const char *attribute) {
  iati_refuse(m, n, attribute, (struct str){0}, "falta-dato", "Falta o está vacío. Complételo en el archivo.",
              "It is missing or empty. Fill it in.");
}

/* ---- elements and attributes ---- */

struct iati_node *iati_take(struct iati_node *parent, enum iati_word w) {
  for (struct iati_node *n = parent->first; n; n = n->next)
    if (n->word == w && !n->used && !n->filler) {
      n->used = true;
      return n;
    }
  return NULL;
}

size_t iati_count(const struct iati_node *parent, enum iati_word w) {
  size_t count = 0;
  for (const struct iati_node *n = parent->first; n; n = n->next) count += n->word == w && !n->filler;
  return count;
}

static struct iati_attribute *find_attribute(const struct iati_node *n, enum iati_word w) {
  for (uint32_t i = 0; i < n->n_attributes; i++)
    if (n->attributes[i].word == w) return &n->attributes[i];
  return NULL;
}

struct str iati_attribute(struct iati_node *n, enum iati_word w) {
  struct iati_attribute *a = find_attribute(n, w);
  if (a) a->used = true;
  return a ? a->value : (struct str){0};
}

struct str iati_peek(const struct iati_node *n, enum iati_word w) {
  const struct iati_attribute *a = find_attribute(n, w);
  return a ? a->value : (struct str){0};
}

void iati_leave(struct iati_node *n, enum iati_word w) {
  struct iati_attribute *a = find_attribute(n, w);
  if (a) a->used = false;
}

bool iati_has_attribute(const struct iati_node *n, enum iati_word w) { return find_attribute(n, w) != NULL; }

struct str iati_text(struct iati_node *n) {
  struct iati_node *t = n->first;
  if (!t || t->name.n || t->next) return (struct str){0};
  t->used = true;
  return text_trim(t->text);
}

struct str iati_narrative(struct iati_map *m, struct iati_node *n, struct iati_node **node) {
  struct str text = {0};
  (void)m;
  for (struct iati_node *x = n->first; x && text.n == 0; x = x->next) {
    if (x->word != WORD_NARRATIVE || x->used || x->filler) continue;
    text = iati_text(x);
    x->used = true;
    if (text.n == 0 && !x->first) x->filler = true;
    else if (node) *node = x;
  }
  return text;
}

struct str iati_lang(struct iati_map *m, struct iati_node *narrative) {
  struct str lang = iati_attribute(narrative, WORD_XML_LANG);
  return lang.n ? lang : m->lang;
}

/* ---- codes ---- */

/* What codes of this program are made of, and those of every list of the standard. */
static bool is_word_char(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '_' || c == '-';
}

static void note_unchecked(struct iati_map *m, const struct iati_node *n, const char *list) {
  if (m->unchecked_said[n->word]) return;
  m->unchecked_said[n->word] = true;
  iati_remark(m, REPORT_NOTE, n, NULL, (struct str){0}, "lista-no-comprobada",
              "La lista de códigos «%s» no está en la base: estos códigos se guardan sin comprobar.",
              "The code list “%s” is not in the database: these codes are kept unchecked.", list);
}

/* The same few codes come again and again, and some lists have hundreds. */
static bool is_listed(struct iati_map *m, const char *list, struct str value) {
  char key[64];
  size_t n = strlen(list);
  struct str code;
  if (n + 1 + value.n > sizeof key) return false;
  memcpy(key, list, n + 1);
  memcpy(key + n + 1, value.p, value.n);
  struct str both = {key, n + 1 + value.n};
  bool added;
  if (table_find(m->codes_met, both)) return true;
  if (!codelist_find(m->codes, list, value, &code) || !str_eq(code, value)) return false;
  *table_at(m->codes_met, both, &added) = 1;
  return true;
}

struct str iati_code(struct iati_map *m, struct iati_node *n, enum iati_word attribute, const char *list) {
  struct str value = iati_attribute(n, attribute);
  if (value.n == 0 || is_listed(m, list, value)) return value;
  struct buf codes = {0};
  codelist_write_codes(m->codes, list, &codes);
  const char *name = iati_word_name(attribute).p;
  bool known = codes.len > 0;
  if (codes.len > 300) { /* hundreds of codes help nobody */
    codes.len = 0;
    buf_printf(&codes, "%s", list);
  }
  if (known)
    iati_refuse(m, n, name, value, "codigo-fuera-de-lista",
                "No es un código de la lista «%s» del estándar (%s). Use uno de ella, tal cual.",
                "It is not a code of the standard's list “%s” (%s). Use one of it, as it stands.", list, codes.data);
  else if (value.n <= 20 && iati_is_code(value)) note_unchecked(m, n, list);
  else
    iati_refuse(m, n, name, value, "codigo-ilegible", "No tiene la forma de un código de la lista «%s». Corríjalo.",
                "It has not the form of a code of the list “%s”. Correct it.", list);
  buf_free(&codes);
  if (known) value.n = 0;
  return value;
}

struct str iati_required_code(struct iati_map *m, struct iati_node *n, enum iati_word attribute, const char *list) {
  if (iati_attribute(n, attribute).n) return iati_code(m, n, attribute, list);
  iati_refuse_missing(m, n, iati_word_name(attribute).p);
  return (struct str){0};
}

bool iati_is_code(struct str s) {
  if (s.n == 0 || s.n > 100) return false;
  for (size_t i = 0; i < s.n; i++)
    if (!is_word_char(s.p[i])) return false;
  return true;
}

void iati_refuse_code(struct iati_map *m, const struct iati_node *n, struct str code) {
  iati_refuse(m, n, IATI_CODE, code, "codigo-invalido",
              "El código solo puede llevar letras sin tilde, cifras, punto, guion y guion bajo, hasta 100.",
              "A code may hold only plain letters, digits, dot, hyphen and underscore, at most 100.");
}

struct str iati_child_code(struct iati_map *m, struct iati_node *parent, enum iati_word child, const char *list) {
  struct iati_node *n = iati_take(parent, child);
  return n ? iati_code(m, n, WORD_CODE, list) : (struct str){0};
}

int iati_bool(struct iati_map *m, struct iati_node *n, enum iati_word attribute, int fallback) {
  struct str v = iati_attribute(n, attribute);
  if (v.n == 0) return fallback;
  if (str_is(v, "1") || str_is(v, "true")) return 1;
  if (!str_is(v, "0") && !str_is(v, "false"))
    iati_refuse(m, n, iati_word_name(attribute).p, v, "si-o-no", "Debe ser 1, 0, true o false.",
                "It must be 1, 0, true or false.");
  return 0;
}

int64_t iati_area(struct iati_map *m, struct iati_node *n, enum iati_word attribute) {
  struct gazetteer_match v[1];
  size_t count, hints;
  struct str code = iati_attribute(n, attribute);
  if (code.n == 0) return 0;
  gazetteer_find(m->gazetteer, code, v, 1, &count, &hints);
  if (count == 1 && str_eq(v[0].code, code)) return v[0].area_id;
  iati_refuse(m, n, iati_word_name(attribute).p, code, "area-desconocida",
              "Ningún área tiene ese código. Cargue antes las áreas (coopmap ingest areas) o corríjalo.",
              "No area has that code. Load the areas first (coopmap ingest areas) or correct it.");
  return 0;
}

/* ---- dates and numbers ---- */

/* xsd:date: YYYY-MM-DD, and perhaps the zone: "Z", "-05:00". */
static bool has_date_form(struct str s) {
  static const char form[] = "dddd-dd-dd", zone[] = "dd:dd";
  if (s.n != 10 && s.n != 11 && s.n != 16) return false;
  for (size_t i = 0; i < 10; i++)
    if (form[i] == 'd' ? s.p[i] < '0' || s.p[i] > '9' : s.p[i] != '-') return false;
  if (s.n == 10) return true;
  if (s.n == 11) return s.p[10] == 'Z';
  for (size_t i = 0; i < 5; i++)
    if (zone[i] == 'd' ? s.p[11 + i] < '0' || s.p[11 + i] > '9' : s.p[11 + i] != ':') return false;
  return s.p[10] == '+' || s.p[10] == '-';
}

struct str iati_date(struct iati_map *m, struct iati_node *n, const char *of, struct str value, struct str precision) {
  struct text_date d;
  struct str day = text_trim(value);
  size_t keep = str_is(precision, "year") ? 4 : str_is(precision, "month") ? 7 : 10;
  bool known = precision.n == 0 || keep < 10 || str_is(precision, "day");
  if (!known)
    iati_refuse(m, n, IATI_PRECISION, precision, "codigo-fuera-de-lista", "Debe ser day, month o year.",
                "It must be day, month or year.");
  if (known && has_date_form(day) && text_read_date((struct str){day.p, 10}, &d) == TEXT_DATE_FINE)
    return (struct str){day.p, keep};
  if (known)
    iati_refuse(m, n, of, value, "fecha-invalida",
                "No es una fecha del calendario con la forma AAAA-MM-DD. Escríbala así: 2011-07-06.",
                "It is not a date of the calendar in the form YYYY-MM-DD. Write it so: 2011-07-06.");
  return (struct str){0};
}

/* Digits with at most one point: what xsd:decimal allows and decimal_read does not is made plain. False if it is no decimal. */
static bool make_plain(struct str s, char *out, size_t size, size_t *n) {
  size_t digits = 0, dots = 0, at = 0;
  *n = 0;
  if (s.n + 2 > size) return false;
  if (s.n && (s.p[0] == '+' || s.p[0] == '-')) {
    if (s.p[0] == '-') out[(*n)++] = '-';
    at = 1;
  }
  for (; at < s.n; at++) {
    char c = s.p[at];
    if (c == '.' && digits == 0) out[(*n)++] = '0';
    if (c == '.') dots++;
    else if (c >= '0' && c <= '9') digits++;
    else return false;
    out[(*n)++] = c;
  }
  if (*n && out[*n - 1] == '.') --*n;
  return digits && dots <= 1;
}

bool iati_decimal(struct iati_map *m, struct iati_node *n, const char *of, struct str value, struct decimal *out) {
  char plain[64];
  size_t length;
  if (make_plain(text_trim(value), plain, sizeof plain, &length) &&
      decimal_read((struct str){plain, length}, DECIMAL_PLAIN, out) == DECIMAL_FINE)
    return true;
  iati_refuse(m, n, of, value, "numero-ilegible",
              "No es un número decimal como los escribe IATI: solo cifras y un punto («1234.50»), hasta 34 cifras y 18 "
              "decimales. "
              "Corríjalo.",
              "It is not a decimal as IATI writes it: digits and one point only (“1234.50”), at most 34 digits and 18 "
              "decimals. "
              "Correct it.");
  return false;
}

/* The value times 10^scale as a whole number, half away from zero; false if it does not fit. */
static bool scale_to(struct decimal d, uint8_t scale, i128 *out, bool *exact) {
  i128 v = d.unscaled;
  *exact = true;
  for (uint8_t s = d.scale; s < scale; s++)
    if (__builtin_mul_overflow(v, 10, &v)) return false;
  if (d.scale > scale) {
    i128 unit = 1;
    for (uint8_t s = scale; s < d.scale; s++) unit *= 10;
    i128 rest = v % unit;
    *exact = rest == 0;
    v /= unit;
    if (2 * (rest < 0 ? -rest : rest) >= unit) v += rest < 0 ? -1 : 1;
  }
  *out = v;
  return true;
}

bool iati_money(struct iati_map *m, struct iati_node *n, const char *of, struct str value, i128 *out) {
  struct decimal d;
  bool exact;
  if (!iati_decimal(m, n, of, value, &d)) return false;
  if (!scale_to(d, 2, out, &exact)) {
    iati_refuse(m, n, of, value, "numero-demasiado-largo", "La cifra es demasiado grande. Revísela.",
                "The figure is too large. Check it.");
    return false;
  }
  if (!exact)
    iati_remark(
        m, REPORT_WARNING, n, of, value, "valor-redondeado",
        "Tiene más de dos decimales: se cuenta redondeado al centavo; la cifra del archivo se conserva como texto.",
        "It has more than two decimals: it counts rounded to the cent; the file's figure is kept as text.");
  return true;
}

int32_t iati_percent(struct iati_map *m, struct iati_node *n, enum iati_word attribute, bool *exact) {
  struct str v = iati_attribute(n, attribute);
  const char *name = iati_word_name(attribute).p;
  struct decimal d;
  i128 ppm;
  bool whole = true;
  if (exact) *exact = true;
  if (v.n == 0 || !iati_decimal(m, n, name, v, &d)) return -1;
  if (!scale_to(d, PPM_DECIMALS, &ppm, &whole) || ppm < 0 || ppm > PPM) {
    iati_refuse(m, n, name, v, "porcentaje-invalido", "Debe ser un porcentaje de 0 a 100.",
                "It must be a percentage from 0 to 100.");
    return -1;
  }
  if (exact) *exact = whole;
  return (int32_t)ppm;
}
