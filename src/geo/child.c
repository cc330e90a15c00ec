#define _GNU_SOURCE
#include "geo/child.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { CHILD_FD = 3 };

bool child_place_find(const char *path, struct child_place *p, struct err *e) {
  struct stat st;
  if (!realpath(path, p->path) || stat(p->path, &st) != 0)
    return err_set(e, errno == ENOENT || errno == ENOTDIR ? ERR_NOT_FOUND : ERR_IO, "%s: %s", path, err_reason(errno));
  p->is_file = S_ISREG(st.st_mode);
  p->is_folder = S_ISDIR(st.st_mode);
  snprintf(p->folder, sizeof p->folder, "%s", p->path);
  if (!p->is_folder) *strrchr(p->folder, '/') = '\0';
  if (!*p->folder) snprintf(p->folder, sizeof p->folder, "/");
  return true;
}

bool child_start(struct child_process *c, const char *folder, uint32_t timeout_s, void (*work)(int fd, void *user),
                 void *user, struct err *e) {
  int ends[2];
  *c = (struct child_process){.fd = -1, .patience_ms = (int64_t)timeout_s * 1000};
  if (pipe2(ends, O_CLOEXEC) != 0) return err_set(e, ERR_IO, "no pipe: %s", strerror(errno));
  pid_t pid = fork();
  if (pid == 0) {
    if (ends[1] != CHILD_FD) dup2(ends[1], CHILD_FD);
    close_range(CHILD_FD + 1, ~0U, 0);
    child_jail_enter(folder, timeout_s);
    work(CHILD_FD, user);
    _exit(0);
  }
  int failed = errno;
  close(ends[1]);
  c->fd = ends[0];
  if (pid < 0) return err_set(e, ERR_IO, "no child process: %s", strerror(failed));
  c->pid = pid;
  return true;
}

static int64_t now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

ssize_t child_read(struct child_process *c, void *to, size_t n) {
  while (c->patience_ms > 0) {
    struct pollfd p = {c->fd, POLLIN, 0};
    int64_t before = now_ms();
    int ready = poll(&p, 1, c->patience_ms > INT_MAX ? INT_MAX : (int)c->patience_ms);
    c->patience_ms -= now_ms() - before;
    if (ready == 0 || c->patience_ms <= 0) continue;
    ssize_t got = ready < 0 ? -1 : read(c->fd, to, n);
    if (got >= 0 || errno != EINTR) return got;
  }
  errno = ETIMEDOUT;
  return -1;
}

int child_reap(struct child_process *c) {
  int status = 0;
  if (c->pid > 0)
    while (waitpid(c->pid, &status, 0) < 0 && errno == EINTR) continue;
  c->pid = 0;
  return status;
}

void child_stop(struct child_process *c) {
  if (c->fd >= 0) close(c->fd);
  c->fd = -1;
  if (c->pid > 0) kill(c->pid, SIGKILL);
  (void)child_reap(c);
}

void child_send(int fd, struct str bytes) {
  while (bytes.n) {
    ssize_t n = write(fd, bytes.p, bytes.n);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) _exit(1);
    bytes.p += n;
    bytes.n -= (size_t)n;
  }
}
