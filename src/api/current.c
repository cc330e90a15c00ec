/* Holding, watching and renewing the snapshot. */
#define _GNU_SOURCE /* memfd_create, environ */
#include "api/current.h"
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "core/buf.h"
#include "core/log.h"
#include "core/mem.h"
#include "format/tile.h"

enum { TICK_MS = 200, QUIET_MS = 1000, COPY_PIECE = 8 << 20 };

struct identity { /* which file lies there: changes whenever it is replaced or written */
  uint64_t inode, size;
  int64_t seconds;
  long nanoseconds;
};

struct current {
  const char *program, *snapshot_path, *db_path;
  char *wal_path;
  pthread_mutex_t lock;
  pthread_cond_t stopping;
  pthread_t thread;
  _Atomic bool stop;
  struct snapshot *snapshot; /* under lock */
  struct identity seen;      /* of the snapshot file that was last looked into */
  struct identity store[2];  /* of the store and its WAL */
  int64_t store_changed;     /* when */
  bool checked, repeated;    /* the child has looked since; the change came while it did */
  pid_t child;               /* 0: none */
};

static int64_t now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* A missing and an empty file are the same: an idle WAL comes and goes. */
static struct identity identify(const char *path) {
  struct stat st;
  if (stat(path, &st) != 0 || st.st_size == 0) return (struct identity){0};
  return (struct identity){st.st_ino, (uint64_t)st.st_size, st.st_mtim.tv_sec, st.st_mtim.tv_nsec};
}

static bool same(const struct identity *a, const struct identity *b) {
  return a->inode == b->inode && a->size == b->size && a->seconds == b->seconds && a->nanoseconds == b->nanoseconds;
}

/* ---- the child */

static bool start_child(struct current *c, bool if_stale) {
  char *argv[8] = {
      (char *)"coopmap", (char *)"snapshot", (char *)"--db", (char *)(uintptr_t)c->db_path, (char *)"--quiet", NULL};
  if (if_stale) argv[5] = (char *)"--if-stale";
  posix_spawnattr_t a;
  posix_spawn_file_actions_t files;
  sigset_t none, standard;
  sigemptyset(&none);
  sigemptyset(&standard);
  sigaddset(&standard, SIGPIPE);
  posix_spawnattr_init(&a);
  posix_spawnattr_setflags(&a, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  posix_spawnattr_setsigmask(&a, &none);
  posix_spawnattr_setsigdefault(&a, &standard);
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
  int failed = posix_spawn(&c->child, c->program, &files, &a, argv, environ);
  posix_spawn_file_actions_destroy(&files);
  posix_spawnattr_destroy(&a);
  if (!failed) return true;
  c->child = 0;
  log_write(LOG_WARN, "the snapshot cannot be renewed: %s: %s", c->program, strerror(failed));
  return false;
}

/* True once there is no child (any more). */
static bool reap_child(struct current *c, bool wait) {
  int status;
  if (!c->child) return true;
  pid_t pid;
  do pid = waitpid(c->child, &status, wait ? 0 : WNOHANG);
  while (pid < 0 && errno == EINTR);
  if (pid == 0) return false;
  c->child = 0;
  if (pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0) return true;
  if (!c->stop)
    log_write(LOG_WARN, "the snapshot was not renewed (coopmap snapshot ended with %d)",
              pid > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : -1);
  return true;
}

/* ---- the file */

/* A sealed copy in memory: a file cut short under a mapping ends the process with SIGBUS, and nothing keeps people from writing
 * into a file in place. -1: not possible. */
static int copy_privately(const char *path, const _Atomic bool *stop) {
  int from = open(path, O_RDONLY | O_CLOEXEC), to = memfd_create("snapshot", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  struct stat st;
  bool ok = from >= 0 && to >= 0 && fstat(from, &st) == 0 && S_ISREG(st.st_mode);
  for (off_t left = ok ? st.st_size : 0; ok && left > 0;) {
    ssize_t n = sendfile(to, from, NULL, left < COPY_PIECE ? (size_t)left : COPY_PIECE);
    ok = n > 0 && !*stop; /* whoever ends the server does not wait for gigabytes */
    left -= n;
  }
  ok = ok && fcntl(to, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) == 0;
  if (from >= 0) close(from);
  if (!ok && to >= 0) close(to);
  return ok ? to : -1;
}

static bool open_copy(struct current *c, struct snapshot **out, struct err *e) {
  const char *path = c->snapshot_path;
  int fd = copy_privately(path, &c->stop);
  if (fd < 0)
    return err_set(e, ERR_IO,
                   err_pick("%s: la instantánea no se puede copiar en la memoria",
                            "%s: the snapshot cannot be copied into memory"),
                   path);
  char name[32];
  snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
  bool ok = snapshot_open(name, out, e);
  close(fd);
  if (ok) return true;
  size_t n = strlen(name); /* the copy's name means nothing to anybody */
  bool named = strncmp(e->text, name, n) == 0;
  return err_set(e, e->kind, "%s%s%s", path, named ? "" : ": ", e->text + (named ? n : 0));
}

static void take_over(struct current *c, struct snapshot *s) {
  pthread_mutex_lock(&c->lock);
  struct snapshot *old = c->snapshot;
  c->snapshot = s;
  pthread_mutex_unlock(&c->lock);
  if (strcmp(snapshot_checksum(old), snapshot_checksum(s)) != 0)
    log_write(LOG_INFO, "new snapshot %s: %u areas, %u projects", snapshot_checksum(s), snapshot_areas(s),
              snapshot_projects(s));
  snapshot_release(old);
}

static void look_at_file(struct current *c) {
  struct identity there = identify(c->snapshot_path);
  if (same(&there, &c->seen)) return;
  c->seen = there;
  struct snapshot *s = NULL;
  struct err e = {0};
  if (open_copy(c, &s, &e)) {
    tile_prepare(s);
    take_over(c, s);
    return;
  }
  if (c->stop) return;
  err_context(&e, "the new snapshot is not usable, the previous one stays");
  log_err(&e);
}

/* ---- the store */

static void look_at_store(struct current *c) {
  bool was_running = c->child != 0;
  if (!reap_child(c, false)) return;
  struct identity now[2] = {identify(c->db_path), identify(c->wal_path)};
  if (!same(&now[0], &c->store[0]) || !same(&now[1], &c->store[1])) {
    c->store[0] = now[0], c->store[1] = now[1];
    c->store_changed = now_ms();
    /* Closing the store may itself have written (a checkpoint): look once more, but not for ever. */
    c->checked = was_running && c->repeated;
    c->repeated = was_running;
  }
  if (c->checked || !now[0].inode || now_ms() - c->store_changed < QUIET_MS) return;
  c->checked = true;
  start_child(c, true);
}

static void *run(void *arg) {
  struct current *c = arg;
  pthread_mutex_lock(&c->lock);
  while (!c->stop) {
    pthread_mutex_unlock(&c->lock);
    look_at_file(c);
    if (c->db_path) look_at_store(c);
    pthread_mutex_lock(&c->lock);
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += TICK_MS * 1000000L;
    if (until.tv_nsec >= 1000000000L) until.tv_sec++, until.tv_nsec -= 1000000000L;
    if (!c->stop) pthread_cond_timedwait(&c->stopping, &c->lock, &until);
  }
  pthread_mutex_unlock(&c->lock);
  return NULL;
}

struct snapshot *current_hold(struct current *c) {
  pthread_mutex_lock(&c->lock);
  struct snapshot *s = snapshot_hold(c->snapshot);
  pthread_mutex_unlock(&c->lock);
  return s;
}

/* ---- start and end */

/* SIGTERM and SIGINT are blocked for sigwait() by now: one that comes while the first snapshot is built ends the child. False then. */
static bool wait_for_child(struct current *c) {
  while (!reap_child(c, false)) {
    sigset_t pending;
    if (sigpending(&pending) == 0 && (sigismember(&pending, SIGTERM) == 1 || sigismember(&pending, SIGINT) == 1)) {
      kill(c->child, SIGTERM);
      c->stop = true;
      reap_child(c, true);
      return false;
    }
    nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
  }
  return true;
}

/* The first one is mapped as it lies, for a quick start; the thread's first look makes the private copy. */
static bool open_first(struct current *c, struct err *e) {
  if (snapshot_open(c->snapshot_path, &c->snapshot, e)) return true;
  if (!c->db_path || !identify(c->db_path).inode) return false;
  log_write(LOG_INFO, "%s; building it", e->text);
  if (start_child(c, false) && !wait_for_child(c))
    return err_set(
        e, ERR_BUSY,
        err_pick("se pidió terminar mientras se construía la instantánea", "ended while the snapshot was built"));
  err_clear(e);
  return snapshot_open(c->snapshot_path, &c->snapshot, e);
}

static void free_current(struct current *c) {
  if (c->snapshot) snapshot_release(c->snapshot);
  pthread_cond_destroy(&c->stopping);
  pthread_mutex_destroy(&c->lock);
  free(c->wal_path);
  free(c);
}

bool current_start(const char *program, const char *snapshot_path, const char *db_path, struct current **out,
                   struct err *e) {
  struct current *c = mem_calloc(1, sizeof *c);
  c->program = program ? program : "/proc/self/exe";
  c->snapshot_path = snapshot_path;
  c->db_path = db_path;
  struct buf wal = {0};
  if (db_path) buf_printf(&wal, "%s-wal", db_path);
  c->wal_path = wal.data;
  pthread_mutex_init(&c->lock, NULL);
  pthread_condattr_t clock;
  pthread_condattr_init(&clock);
  pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
  pthread_cond_init(&c->stopping, &clock);
  pthread_condattr_destroy(&clock);
  if (!open_first(c, e)) return free_current(c), false;
  if (pthread_create(&c->thread, NULL, run, c) != 0) {
    free_current(c);
    return err_set(e, ERR_IO, "the thread that watches the snapshot could not be started");
  }
  *out = c;
  return true;
}

void current_stop(struct current *c) {
  if (!c) return;
  pthread_mutex_lock(&c->lock);
  c->stop = true;
  pthread_cond_signal(&c->stopping);
  pthread_mutex_unlock(&c->lock);
  pthread_join(c->thread, NULL);
  if (c->child) kill(c->child, SIGTERM);
  reap_child(c, true);
  free_current(c);
}
