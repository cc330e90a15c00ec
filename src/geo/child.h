#ifndef GEO_CHILD_H
#define GEO_CHILD_H
/* A locked child process that reads a file nobody vouches for and sends what it finds over a pipe. Internal to vector_file and
 * workbook_file; what is sent is theirs (the texts and numbers in it: wire.h). */
#include <limits.h>
#include <stdint.h>
#include <sys/types.h>
#include "core/err.h"
#include "core/str.h"

/* --- what to read ----------------------------------------------------------------------------------------------------- */
struct child_place {
  char path[PATH_MAX];   /* absolute, without links */
  char folder[PATH_MAX]; /* what the child may read: the file's folder, or the folder itself */
  bool is_file, is_folder;
};
/* ERR_NOT_FOUND, ERR_IO. What is neither a plain file nor a folder, and which names are refused, is the caller's to say. */
bool child_place_find(const char *path, struct child_place *p, struct err *e);

/* --- the parent's side ------------------------------------------------------------------------------------------------ */
struct child_process {
  pid_t pid;           /* 0 when there is none (any more) */
  int fd;              /* where it is heard, -1 if nowhere; both are the module's to change */
  int64_t patience_ms; /* how long may still be waited for it, over all reads */
};
/* Start a child that enters the jail of `folder` with timeout_s of processor time and then runs work(fd, user), which writes
 * to fd with child_send and need not return. The child holds a copy of all memory and, beyond 0, 1 and 2, no other
 * descriptor. Whatever comes of it (ERR_IO), child_stop must follow. */
bool child_start(struct child_process *c, const char *folder, uint32_t timeout_s, void (*work)(int fd, void *user),
                 void *user, struct err *e);
/* Up to n > 0 bytes: how many came, 0 if the child closed its end, -1 with errno, ETIMEDOUT if the patience is used up. */
ssize_t child_read(struct child_process *c, void *to, size_t n);
/* Wait until it has ended. Its status as waitpid has it; 0 if there is none any more. */
int child_reap(struct child_process *c);
/* Kill it if it runs, wait for it, close the pipe. Fine more than once. */
void child_stop(struct child_process *c);

/* --- the child's side ------------------------------------------------------------------------------------------------- */
/* From here on this process reads `folder` and the system's own data, nothing else; writes no file, opens no socket, starts
 * no program, and ends after `cpu_seconds` of work or with its parent. What a kernel does not offer is left out. */
void child_jail_enter(const char *folder, unsigned cpu_seconds);
/* Write all of it; ends the process if nobody listens any more. */
void child_send(int fd, struct str bytes);
#endif
