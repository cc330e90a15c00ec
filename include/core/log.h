#ifndef CORE_LOG_H
#define CORE_LOG_H
/* One line per event to stderr, rate-limited, control bytes escaped. Levels: error, warn, info, debug. */
#include "core/err.h"
enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };
void log_set_level(enum log_level max);
void log_write(enum log_level level, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* The text and the internal detail of e. */
void log_err(const struct err *e);
#endif
