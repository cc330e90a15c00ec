#include "cli/options.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "core/text.h"

static const char *pick(enum cli_lang lang, const char *es, const char *en) { return lang == CLI_ES ? es : en; }

static bool usage(const struct command *c, enum cli_lang lang, struct err *e, const char *what, const char *option) {
  return err_set(e, ERR_USAGE, "%s%s%s. %s: coopmap %s --help", what, *option ? " --" : "", option,
                 pick(lang, "Vea", "See"), c->name);
}

static bool one_of(const char *choices, const char *text) {
  size_t n = strlen(text);
  for (const char *p = choices; p; p = strchr(p, '|')) {
    if (*p == '|') p++;
    if (strcspn(p, "|") == n && memcmp(p, text, n) == 0) return true;
  }
  return false;
}

/* Put `text` where the option says. False: it is not a value of that option. */
static bool assign(const struct option_spec *s, const char *text, struct options *out) {
  char *field = (char *)out + s->at;
  switch (s->kind) {
  case OPTION_FLAG: memcpy(field, &(bool){true}, sizeof(bool)); return true;
  case OPTION_CHOICE:
    if (!one_of(s->choices, text)) return false;
    memcpy(field, &text, sizeof text);
    return true;
  case OPTION_QUERY:
  case OPTION_TEXT: memcpy(field, &text, sizeof text); return *text != '\0' || s->kind == OPTION_QUERY;
  case OPTION_EPSG:
    if (strncasecmp(text, "EPSG:", 5) == 0) text += 5;
    __attribute__((fallthrough));
  case OPTION_INT: {
    int64_t v;
    if (!text_parse_int(str_from(text), &v) || (double)v < s->min || (double)v > s->max) return false;
    memcpy(field, &v, sizeof v);
    return true;
  }
  case OPTION_REAL: {
    double v;
    if (!text_parse_real(str_from(text), &v) || v < s->min || v > s->max) return false;
    memcpy(field, &v, sizeof v);
    return true;
  }
  }
  return false;
}

static bool refuse_value(const struct command *c, enum cli_lang lang, const struct option_spec *s, const char *text,
                         struct err *e) {
  struct buf what = {0};
  buf_printf(&what, pick(lang, "«%s» no es un valor de --%s", "\"%s\" is not a value of --%s"), text, s->name);
  if (s->kind == OPTION_CHOICE) buf_printf(&what, " (%s)", s->choices);
  if (s->kind == OPTION_INT || s->kind == OPTION_REAL || s->kind == OPTION_EPSG)
    buf_printf(&what, pick(lang, " (un número de %.0f a %.0f)", " (a number from %.0f to %.0f)"), s->min, s->max);
  usage(c, lang, e, what.data, "");
  buf_free(&what);
  return false;
}

static const struct option_spec *find(const struct command *c, const char *name, size_t n, size_t *index) {
  for (size_t i = 0; c->options[i]; i++)
    if (strlen(c->options[i]->name) == n && memcmp(c->options[i]->name, name, n) == 0) {
      *index = i;
      return c->options[i];
    }
  return NULL;
}

/* One option at argv[*i]; *i is left at the last word it took. `seen` has a bit for each row of the table. */
static bool take_option(const struct command *c, enum cli_lang lang, int argc, char **argv, int *i, uint64_t *seen,
                        struct options *out, struct err *e) {
  const char *name = argv[*i] + 2, *text = strchr(name, '=');
  size_t n = text ? (size_t)(text - name) : strlen(name), index;
  const struct option_spec *s = find(c, name, n, &index);
  if (!s) return usage(c, lang, e, pick(lang, "No hay una opción", "There is no option"), name);
  if (*seen >> index & 1) return usage(c, lang, e, pick(lang, "Dada dos veces:", "Given twice:"), s->name);
  *seen |= (uint64_t)1 << index;
  if (s->kind == OPTION_FLAG) {
    if (text) return usage(c, lang, e, pick(lang, "No lleva valor:", "Takes no value:"), s->name);
    return assign(s, "", out);
  }
  if (text) text++;
  else if (*i + 1 < argc && strncmp(argv[*i + 1], "--", 2) != 0) text = argv[++*i]; /* "--db --json" forgot the file */
  else return usage(c, lang, e, pick(lang, "Falta el valor de", "No value for"), s->name);
  return assign(s, text, out) || refuse_value(c, lang, s, text, e);
}

static bool wants_help(int argc, char **argv) {
  for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++)
    if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) return true;
  return false;
}

bool options_parse(const struct command *c, enum cli_lang lang, int argc, char **argv, struct options *out,
                   struct err *e) {
  *out = (struct options){0};
  for (size_t i = 0; c->options[i]; i++)
    if (c->options[i]->standard && !assign(c->options[i], c->options[i]->standard, out))
      abort(); /* the table is wrong */
  if (wants_help(argc, argv)) {
    out->help = true;
    return true;
  }
  uint64_t seen = 0;
  bool only_arguments = false;
  int n = 0; /* arguments are moved to the front of argv */
  for (int i = 0; i < argc; i++) {
    if (only_arguments || argv[i][0] != '-' || argv[i][1] == '\0') {
      argv[n++] = argv[i];
    } else if (strcmp(argv[i], "--") == 0) {
      only_arguments = true;
    } else if (argv[i][1] != '-') {
      return usage(c, lang, e,
                   pick(lang, "Las opciones se escriben con dos guiones", "Options are written with two dashes"), "");
    } else if (!take_option(c, lang, argc, argv, &i, &seen, out, e)) {
      return false;
    }
  }
  out->arguments = (const char *const *)argv;
  out->n_arguments = (size_t)n;
  if (c->n_arguments == SIZE_MAX || out->n_arguments == c->n_arguments) return true;
  if (out->n_arguments > c->n_arguments) {
    struct buf what = {0};
    buf_printf(&what, pick(lang, "Sobra «%s»", "\"%s\" is one too many"), argv[c->n_arguments]);
    usage(c, lang, e, what.data, "");
    buf_free(&what);
    return false;
  }
  return usage(c, lang, e, pick(lang, "Falta el archivo", "The file is missing"), "");
}

static void add_wrapped(struct buf *out, const char *text, size_t indent, size_t width) {
  size_t column = indent;
  for (const char *word = text; *word;) {
    size_t n = strcspn(word, " "), letters = 0;
    for (size_t i = 0; i < n; i++) letters += ((unsigned char)word[i] & 0xC0) != 0x80;
    if (column > indent && column + 1 + letters > width) {
      buf_printf(out, "\n%*s", (int)indent, "");
      column = indent;
    } else if (column > indent) {
      buf_add_char(out, ' ');
      column++;
    }
    buf_add(out, word, n);
    column += letters;
    word += n;
    while (*word == ' ') word++;
  }
  buf_add_char(out, '\n');
}

enum { TEXT_COLUMN = 30, TEXT_WIDTH = 100 };

static void help_option(const struct option_spec *s, enum cli_lang lang, struct buf *out) {
  size_t start = out->len;
  buf_printf(out, "  --%s", s->name);
  if (s->value) buf_printf(out, " %s", s->kind == OPTION_CHOICE ? s->choices : s->value);
  size_t n = out->len - start;
  if (n + 2 > TEXT_COLUMN) buf_printf(out, "\n%*s", TEXT_COLUMN, "");
  else buf_printf(out, "%*s", (int)(TEXT_COLUMN - n), "");
  struct buf text = {0};
  buf_add_z(&text, pick(lang, s->es, s->en));
  if (s->standard) buf_printf(&text, " (%s %s)", pick(lang, "si no se da:", "default"), s->standard);
  add_wrapped(out, text.data, TEXT_COLUMN, TEXT_WIDTH);
  buf_free(&text);
}

static void heading(struct buf *out, bool bold, const char *text) {
  buf_printf(out, "\n%s%s%s\n", bold ? "\033[1m" : "", text, bold ? "\033[0m" : "");
}

void options_help(const struct command *c, enum cli_lang lang, bool bold, struct buf *out) {
  buf_printf(out, "coopmap %s%s%s [%s]\n\n", c->name, *c->arguments ? " " : "", c->arguments,
             pick(lang, "opciones", "options"));
  add_wrapped(out, pick(lang, c->es, c->en), 0, TEXT_WIDTH);
  const char *more = pick(lang, c->more_es, c->more_en);
  if (more) {
    buf_add_char(out, '\n');
    add_wrapped(out, more, 0, TEXT_WIDTH);
  }
  heading(out, bold, pick(lang, "Opciones", "Options"));
  for (size_t i = 0; c->options[i]; i++) help_option(c->options[i], lang, out);
  heading(out, bold, pick(lang, "Ejemplos", "Examples"));
  for (const char *line = c->examples; *line;) {
    size_t n = strcspn(line, "\n");
    buf_printf(out, "  %.*s\n", (int)n, line);
    line += n + (line[n] == '\n');
  }
}

void options_json(const struct command *c, struct jw *w) {
  jw_object(w);
  jw_kv_z(w, "name", c->name);
  jw_kv_z(w, "arguments", c->arguments);
  jw_kv_z(w, "es", c->es);
  jw_kv_z(w, "en", c->en);
  jw_key(w, "options");
  jw_array(w);
  for (size_t i = 0; c->options[i]; i++) {
    const struct option_spec *s = c->options[i];
    jw_object(w);
    jw_kv_z(w, "name", s->name);
    jw_kv_z(w, "value", s->value);
    jw_kv_z(w, "default", s->standard);
    jw_kv_z(w, "choices", s->choices);
    jw_kv_z(w, "es", s->es);
    jw_kv_z(w, "en", s->en);
    jw_end(w);
  }
  jw_end(w);
  jw_end(w);
}
