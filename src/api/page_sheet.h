#ifndef API_PAGE_SHEET_H
#define API_PAGE_SHEET_H
/* Private to the sheets: one A4 page each, which is what the class `pliego` of web/public/pagina.css prints. Nothing is cut off: what
 * goes on the sheet is measured first, and what does not fit is told with the address where it stands. */
#include "export_job.h"
#include "format/about.h"
#include "page_filter.h"

/* Millimetres inside the margins, and what the fixed parts of every sheet take. */
enum { SHEET_HEIGHT = 270, SHEET_WIDTH = 186, SHEET_FIXED = 22 };

struct sheet {
  struct html h;
  const struct http_request *q;
  const struct snapshot *s;
  struct html_share share;
  const char *whole; /* the page with everything, from the root of the site */
  double left;       /* millimetres of height that nothing has taken yet */
};

/* Lines that s takes in a column of `mm` at `points`: an upper bound for the fonts of the style sheet. */
unsigned sheet_lines(struct str s, double points, double mm);
/* Take `mm` of height if they are there. */
bool sheet_take(struct sheet *t, double mm);
/* The document up to the open <main>, with the heading and a line under it; both as long as they fit in three lines. `what`: for
 * the title of the window. `path` as for page_share(), `whole_path` for the page with everything. */
void sheet_begin(struct sheet *t, const struct http_request *q, struct http_response *p, const struct snapshot *s,
                 struct str title, const char *under, const char *description, const char *path,
                 const char *whole_path);
/* Sources, licence, date and address, and the end. Its height was taken by sheet_foot_height(); `first` stands before the sources
 * of the projects, "" nothing. */
double sheet_foot_height(const struct sheet *t, const struct about *about, const char *first, const char **sources);
void sheet_end(struct sheet *t, const struct about *about, const char *sources);
/* A row of the list of facts beside the map; at most three lines. */
void sheet_fact(struct sheet *t, const char *es, const char *en, const char *value);
/* Who contributes to a project: its sources of money, else those that fund it; "" nobody is named. In the arena. */
const char *sheet_funders(const struct http_request *q, const struct snapshot *s, uint32_t project);
/* "$ 1.000,00 COP", in the arena. */
const char *sheet_money(const struct http_request *q, i128 minor, struct str currency);
#endif
