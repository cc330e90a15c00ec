#include "domain/discrepancy.h"
#include <stdlib.h>
#include "discrepancy_internal.h"

static const struct discrepancy_rule rules[LEDGER_RULES] = {
    [LEDGER_SUM] = {"suma-distinta", "warning", DISCREPANCY_SUM, "El total no es la suma de sus partes",
                    "The total is not the sum of its parts", "Una de las cifras no es la que se firmó.",
                    "One of the figures is not what was signed."},
    [LEDGER_CURRENCY] = {"moneda-distinta", "warning", DISCREPANCY_SUM, "Partes y total en monedas distintas",
                         "Parts and total in different currencies",
                         "No se pueden sumar ni comparar sin una tasa de cambio.",
                         "They cannot be added or compared without an exchange rate."},
    [LEDGER_LABEL] = {"etiqueta-contra-cifra", "warning", DISCREPANCY_LABEL, "El texto impreso dice otra cifra",
                      "The printed text says another figure", "Lo guardado no es lo que se imprimió.",
                      "What is stored is not what was printed."},
    [LEDGER_UNIT] = {"unidad-contra-cifra", "warning", DISCREPANCY_LABEL, "Una unidad que no cabe junto a su cifra",
                     "A unit that does not fit its figure",
                     "Leída con la unidad, la cifra cambia por miles o millones de veces.",
                     "Read with the unit, the figure changes by thousands or millions of times."},
    [LEDGER_MAGNITUDE] = {"orden-de-magnitud", "warning", DISCREPANCY_MAGNITUDE,
                          "Dos cifras de lo mismo, de otro orden de magnitud",
                          "Two figures of one thing, orders of magnitude apart",
                          "Un separador de más o de menos hace mil veces más o menos.",
                          "A separator too many or too few makes a thousand times more or less."},
    [LEDGER_CLASS] = {"clasificacion-contradictoria", "warning", DISCREPANCY_LABEL,
                      "Un mismo monto con otra forma o periodo", "One amount under another form or period",
                      "Puede ser una fila cambiada por otra.", "A row may have been exchanged with another."},
    [LEDGER_DUPLICATE] = {"posible-duplicado", "warning", DISCREPANCY_DUPLICATE, "Dos registros que pueden ser uno",
                          "Two records that may be one", "Si son uno, su valor y sus personas se cuentan dos veces.",
                          "If they are one, its value and people are counted twice."},
    [LEDGER_IDENTITY] = {"identidad", "warning", DISCREPANCY_IDENTITY, "Dos códigos o documentos casi iguales",
                         "Two codes or documents that are almost equal", "Pueden ser el mismo, escrito de dos maneras.",
                         "They may be the same, written in two ways."},
    [LEDGER_HOMONYM] = {"homonimo", "note", DISCREPANCY_IDENTITY, "Un nombre que llevan varios",
                        "A name that several carry", "Un registro que solo dice el nombre puede ser de cualquiera.",
                        "A record that gives the name alone may mean any of them."},
    [LEDGER_ALIAS] = {"alias-parecido", "note", DISCREPANCY_IDENTITY, "Un nombre escrito de dos maneras",
                      "A name written in two ways", "Se guarda como otro nombre; no se corrige.",
                      "It is kept as another name; it is not corrected."},
    [LEDGER_TWO_NAMES] = {"dos-nombres-en-lista", "note", DISCREPANCY_IDENTITY,
                          "Un actor dos veces en una lista, con dos nombres",
                          "An actor twice in one list, under two names", "Contar la lista lo cuenta dos veces.",
                          "Counting the list counts it twice."},
    [LEDGER_ACTORS] = {"actores-parecidos", "note", DISCREPANCY_IDENTITY, "Dos actores de nombre parecido",
                       "Two actors with similar names", "Si son uno, sus proyectos están repartidos entre dos.",
                       "If they are one, its projects are divided between two."},
    [LEDGER_PERIOD] = {"periodo-imposible", "warning", DISCREPANCY_PERIOD, "Un periodo que no puede ser",
                       "A period that cannot be", "Un año de más cifras, o el fin antes del comienzo.",
                       "A year with too many digits, or an end before its beginning."},
    [LEDGER_PERIODS] = {"periodo-distinto", "note", DISCREPANCY_PERIOD, "Lo mismo, con otro periodo",
                        "The same thing for another period", "Cifras de épocas distintas no se comparan ni se suman.",
                        "Figures of different times are not compared or added."},
    [LEDGER_DATES] = {"fechas-en-desorden", "warning", DISCREPANCY_PERIOD, "Termina antes de empezar",
                      "It ends before it begins", "Una de las fechas no es la que se firmó.",
                      "One of the dates is not what was signed."},
    [LEDGER_RATE] = {"tasa-implicita", "note", DISCREPANCY_RATE, "Dos totales en dos monedas: una tasa implícita",
                     "Two totals in two currencies: an implied rate",
                     "Nadie declaró esa tasa; no se usa para convertir.",
                     "Nobody stated that rate; it is not used to convert."},
    [LEDGER_REST] = {"resto-sin-valor", "note", DISCREPANCY_RATE, "Un resto que nadie asignó",
                     "A rest that nobody allocated", "Es del proyecto sin valor propio o no: no se le asigna.",
                     "It may or may not belong to the part without a value: it is not given to it."},
    [LEDGER_LEVEL] = {"personas-de-otro-nivel", "note", DISCREPANCY_LEVEL, "Personas del conjunto y de sus partes",
                      "People of the whole and of its parts", "Nunca se suman entre sí.",
                      "They are never added to each other."},
    [LEDGER_PEOPLE] = {"personas-mayor-que-poblacion", "warning", DISCREPANCY_LEVEL, "Más personas que habitantes",
                       "More people than inhabitants", "O llega más lejos que su área, o la cifra no es de personas.",
                       "Either it reaches beyond its area, or the figure is not of people."},
    [LEDGER_POINT] = {"punto-fuera-del-area", "warning", DISCREPANCY_GEO, "El punto está fuera del área que nombra",
                      "The point is outside the area it names", "El mapa lo muestra donde no es.",
                      "The map shows it where it is not."},
    [LEDGER_AXES] = {"ejes-cambiados", "warning", DISCREPANCY_GEO, "Longitud y latitud cambiadas",
                     "Longitude and latitude exchanged", "El punto cae al otro lado del mundo.",
                     "The point falls on the other side of the world."},
    [LEDGER_MISSING] = {"sin-dato", "note", DISCREPANCY_MISSING, "Un dato que unos tienen y otros no",
                        "A field that some have and others do not", "Todo total debe decir cuántos no cubre.",
                        "Every total must say how many it does not cover."},
};

const char *discrepancy_kind_code(enum discrepancy_kind k) {
  static const char *const codes[DISCREPANCY_KINDS] = {"suma",    "etiqueta", "magnitud", "duplicado", "identidad",
                                                       "periodo", "tasa",     "nivel",    "lugar",     "faltante"};
  return codes[k];
}

const struct discrepancy_rule *discrepancy_rules(size_t *n) {
  *n = LEDGER_RULES;
  return rules;
}

static _Thread_local uint64_t counts[LEDGER_RULES];

uint64_t discrepancy_count(const char *rule) {
  for (size_t i = 0; i < LEDGER_RULES; i++)
    if (strcmp(rules[i].code, rule) == 0) return counts[i];
  return 0;
}

/* ---- shelves ---- */

static int by_key(const void *a, const void *b) {
  return str_cmp((*(struct ledger_entry *const *)a)->x.key, (*(struct ledger_entry *const *)b)->x.key);
}

/* In order of the key, each key once, no more than are given. */
static void tidy(struct ledger_shelf *s) {
  size_t n = 0;
  if (s->n) qsort(s->entry, s->n, sizeof *s->entry, by_key);
  for (size_t i = 0; i < s->n; i++) {
    if (n && str_eq(s->entry[n - 1]->x.key, s->entry[i]->x.key)) s->all--;
    else s->entry[n++] = s->entry[i];
  }
  s->n = n < DISCREPANCY_MAX_PER_RULE ? n : DISCREPANCY_MAX_PER_RULE;
  if (s->n == DISCREPANCY_MAX_PER_RULE) s->last = s->entry[s->n - 1]->x.key;
}

static int by_text(const void *a, const void *b) { return str_cmp(*(const struct str *)a, *(const struct str *)b); }

static void write_key(struct buf *out, enum ledger_rule rule, const struct str *codes, size_t n) {
  struct str sorted[LEDGER_MAX_SUBJECTS];
  if (n > LEDGER_MAX_SUBJECTS) n = LEDGER_MAX_SUBJECTS;
  memcpy(sorted, codes, n * sizeof *codes);
  qsort(sorted, n, sizeof *sorted, by_text);
  buf_add_z(out, rules[rule].code);
  for (size_t i = 0; i < n; i++) {
    buf_add_char(out, i ? '+' : ':');
    buf_add_str(out, sorted[i]);
  }
}

struct ledger_entry *ledger_add(struct ledger *l, enum ledger_rule rule, const struct str *codes, size_t n) {
  struct ledger_shelf *s = &l->shelf[rule];
  struct buf key = {0};
  s->all++;
  write_key(&key, rule, codes, n);
  struct ledger_entry *x = NULL;
  if (!s->last.n || str_cmp(buf_str(&key), s->last) < 0) {
    if (s->n >= 2 * DISCREPANCY_MAX_PER_RULE) tidy(s);
    mem_grow((void **)&s->entry, &s->cap, s->n + 1, sizeof(struct ledger_entry *));
    x = s->entry[s->n++] = arena_calloc(l->arena, 1, sizeof *x);
    x->x = (struct discrepancy){.key = arena_str(l->arena, buf_str(&key)),
                                .rule = rules[rule].code,
                                .kind = rules[rule].kind,
                                .severity = rules[rule].severity,
                                .subjects = x->subjects,
                                .claims = x->claims};
  }
  buf_free(&key);
  return x;
}

static bool give(struct ledger *l, discrepancy_fn *fn, void *user, struct err *e) {
  for (size_t r = 0; r < LEDGER_RULES; r++) {
    struct ledger_shelf *s = &l->shelf[r];
    tidy(s);
    counts[r] = s->all;
    for (size_t i = 0; i < s->n; i++)
      if (!fn(user, &s->entry[i]->x, e)) return false;
  }
  return true;
}

bool discrepancy_find(struct db *d, discrepancy_fn *fn, void *user, struct err *e) {
  struct ledger l = {.db = d, .arena = arena_new(1 << 16)};
  memset(counts, 0, sizeof counts);
  bool ok = ledger_find_duplicates(&l, e) && ledger_find_money(&l, e) && ledger_find_statistics(&l, e) &&
            ledger_find_names(&l, e) && ledger_find_identity(&l, e) && ledger_find_periods(&l, e) &&
            ledger_find_dates(&l, e) && ledger_find_levels(&l, e) && ledger_find_places(&l, e) &&
            ledger_find_missing(&l, e) && give(&l, fn, user, e);
  for (size_t r = 0; r < LEDGER_RULES; r++) free(l.shelf[r].entry);
  free(l.pairs);
  free(l.paired);
  arena_free(l.arena);
  return ok;
}
