/* The totals of a set of projects: what is in areas, what is not, what no figure covers, and that the parts add up to the whole. */
#include <stdio.h>

#include "page_parts.h"

static void total_line(struct html *h, struct str term, const struct summary_money *m, struct str currency) {
  html_element(h, "dt", NULL, term);
  html_open(h, "dd", NULL);
  page_count_projects(h, m->projects);
  html_z(h, ", ");
  page_sum_in(h, m->full_minor, currency, m->projects, summary_silent(m));
  html_close(h, "dd");
}

static void count_line(struct html *h, const char *es, const char *en, uint64_t n) {
  page_fact_begin(h, es, en);
  page_count_projects(h, n);
  page_fact_end(h);
}

static struct str say(const struct html *h, const char *es, const char *en) { return str_from(html_pick(h, es, en)); }

void page_totals(struct html *h, const struct snapshot *s, const struct summary *sum, struct str currency) {
  html_open(h, "dl", NULL);
  total_line(h, say(h, "Proyectos distintos", "Distinct projects"), &sum->total, currency);
  page_fact_begin(h, "En áreas", "In areas");
  html_money(h, sum->direct_sum, currency);
  page_fact_end(h);
  total_line(h, say(h, "En la ciudad, sin asignar a un área", "In the city, not allocated to an area"),
             &sum->unallocated, currency);
  for (unsigned k = SNAP_NAMED; k <= SNAP_UNKNOWN; k++)
    total_line(h, snapshot_label(s, "place_state", str_from(snap_place_code((enum snap_place)k)), h->lang),
               &sum->unplaced[k], currency);
  count_line(h, "Sin dato de valor", "No data on value", sum->total.without_value);
  count_line(h, "No implican erogación", "No disbursement", sum->total.no_disbursement);
  if (sum->total.other_currency) count_line(h, "En otra moneda", "In another currency", sum->total.other_currency);
  if (sum->total.counted_elsewhere)
    count_line(h, "Su valor ya está en otro (macroproyectos, repetidos)",
               "Value already in another (macro-projects, repeats)", sum->total.counted_elsewhere);
  page_fact_begin(h, "Personas", "People");
  page_people(h, sum->total.people_min, sum->total.people_max);
  page_fact_end(h);
  html_close(h, "dl");
  if (sum->closes)
    html_element(
        h, "p", "tenue",
        say(h, "Cierra: lo que está en áreas, lo que no se asigna y lo que no tiene lugar suman el total, al centavo.",
            "It closes: what is in areas, what is not allocated and what has no place add up to the total, to the "
            "cent."));
  else
    html_element(h, "p", "aviso", say(h, "Estas partes no suman el total.", "These parts do not add up to the total."));
}
