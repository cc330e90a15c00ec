/* Lines to stderr. What strangers send (paths, header values) ends here too, so control bytes are escaped and a flood is
 * cut to a token bucket; the first line after a cut says how many were left out. */
#include "core/log.h"
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>
#include "core/buf.h"

enum { BURST = 100, PER_SECOND = 20 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static enum log_level max_level = LOG_INFO; /* under lock, as are the next three */
static double tokens = BURST;
static struct timespec filled;
static uint64_t left_out;

void log_set_level(enum log_level max) {
  pthread_mutex_lock(&lock);
  max_level = max;
  pthread_mutex_unlock(&lock);
}

static bool take_token(struct timespec now) {
  double since = (double)(now.tv_sec - filled.tv_sec) + (double)(now.tv_nsec - filled.tv_nsec) / 1e9;
  filled = now;
  tokens += since * PER_SECOND;
  if (tokens > BURST) tokens = BURST;
  if (tokens < 1) return false;
  tokens -= 1;
  return true;
}

/* Also C1 controls in their UTF-8 form (C2 80 … C2 9F): some terminals obey them. */
static void add_escaped(struct buf *out, const char *text) {
  for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
    if (*p == 0xC2 && p[1] >= 0x80 && p[1] <= 0x9F) {
      buf_printf(out, "\\x%02X\\x%02X", p[0], p[1]);
      p++;
    } else if (*p < 0x20 || *p == 0x7F) {
      buf_printf(out, "\\x%02X", *p);
    } else {
      buf_add_char(out, (char)*p);
    }
  }
}

static void write_line(enum log_level level, const char *text, uint64_t skipped) {
  static const char *const names[] = {"error", "warn", "info", "debug"};
  struct timespec wall;
  struct tm tm;
  clock_gettime(CLOCK_REALTIME, &wall);
  gmtime_r(&wall.tv_sec, &tm);
  char stamp[32];
  strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%SZ", &tm);
  struct buf line = {0};
  if (skipped) buf_printf(&line, "%s warn %llu log lines left out\n", stamp, (unsigned long long)skipped);
  buf_printf(&line, "%s %s ", stamp, names[level]);
  add_escaped(&line, text);
  buf_add_char(&line, '\n');
  fwrite(line.data, 1, line.len, stderr); /* one write: lines of threads do not mix */
  buf_free(&line);
}

void log_write(enum log_level level, const char *fmt, ...) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  pthread_mutex_lock(&lock);
  bool wanted = level <= max_level, allowed = wanted && take_token(now);
  uint64_t skipped = 0;
  if (allowed) {
    skipped = left_out;
    left_out = 0;
  } else if (wanted) {
    left_out++;
  }
  pthread_mutex_unlock(&lock);
  if (!allowed) return;
  char text[2048];
  va_list ap;
  va_start(ap, fmt);
  vsnprintf(text, sizeof text, fmt, ap);
  va_end(ap);
  write_line(level, text, skipped);
}

void log_err(const struct err *e) {
  if (e->detail[0]) log_write(LOG_ERROR, "%s (%s)", e->text, e->detail);
  else log_write(LOG_ERROR, "%s", e->text);
}
