/* The file is written beside the target and renamed, so that a reader finds the old one or the new one, whole. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "snapshot/checksum.h"
#include "snapshot/file.h"

static const uint32_t element_size[SNAP_SECTIONS] = {
#define SIZE(name, type) sizeof(type),
    SNAP_SECTION_LIST(SIZE)
#undef SIZE
};

uint32_t snapshot_element_size(enum snap_section s) { return element_size[s]; }

static bool write_all(int fd, const void *data, uint64_t n, uint64_t offset) {
  const char *p = data;
  while (n) {
    ssize_t k = pwrite(fd, p, n < (1u << 30) ? n : (1u << 30), (off_t)offset);
    if (k < 0 && errno == EINTR) continue;
    if (k <= 0) return false;
    p += k;
    n -= (uint64_t)k;
    offset += (uint64_t)k;
  }
  return true;
}

static uint64_t aligned(uint64_t n) { return (n + SNAP_ALIGN - 1) / SNAP_ALIGN * SNAP_ALIGN; }

struct head {
  struct snap_header header;
  struct snap_entry entries[SNAP_SECTIONS];
};

/* Where each section goes; the checksums come with the writing. */
static void head_fill(struct head *h, int64_t data_version, const struct snap_out *out) {
  memset(h, 0, sizeof *h);
  memcpy(h->header.magic, "coopmap\n", 8);
  h->header.version = SNAP_VERSION;
  h->header.sections = SNAP_SECTIONS;
  h->header.data_version = data_version;
  uint64_t end = sizeof *h;
  for (unsigned i = 0; i < SNAP_SECTIONS; i++) {
    struct snap_entry *x = &h->entries[i];
    x->offset = aligned(end);
    x->count = out[i].count;
    x->size = element_size[i];
    end = x->offset + x->count * x->size;
  }
  h->header.file_size = end;
}

/* Sections [from, to): one of two threads that share the work. */
struct part {
  int fd, why; /* errno of what failed, or 0 */
  struct head *head;
  const struct snap_out *out;
  unsigned from, to;
};

static void *part_write(void *user) {
  struct part *p = user;
  for (unsigned i = p->from; i < p->to && !p->why; i++) {
    struct snap_entry *x = &p->head->entries[i];
    uint64_t bytes = x->count * x->size;
    checksum_bytes(p->out[i].data, bytes, x->checksum);
    if (!write_all(p->fd, p->out[i].data, bytes, x->offset)) p->why = errno ? errno : ENOSPC;
  }
  return NULL;
}

/* The first section of the file's second half. */
static unsigned middle(const struct head *h) {
  unsigned i = 1;
  while (i < SNAP_SECTIONS && h->entries[i].offset < h->header.file_size / 2) i++;
  return i;
}

/* Between the sections the file has never been written: it reads as zeros there. */
static bool write_body(int fd, struct head *h, const struct snap_out *out) {
  unsigned half = middle(h);
  struct part first = {fd, 0, h, out, 0, half}, second = {fd, 0, h, out, half, SNAP_SECTIONS};
  pthread_t thread;
  bool beside = pthread_create(&thread, NULL, part_write, &second) == 0;
  part_write(&first);
  if (beside) pthread_join(thread, NULL);
  else part_write(&second);
  errno = first.why ? first.why : second.why;
  if (errno || ftruncate(fd, (off_t)h->header.file_size) != 0) return false;
  checksum_bytes(h, sizeof *h, h->header.checksum);
  return write_all(fd, h, sizeof *h, 0) && fsync(fd) == 0;
}

/* The name is durable only once the folder is. */
static bool sync_folder(const char *path) {
  char *folder = strdup(path);
  if (!folder) return false;
  char *slash = strrchr(folder, '/');
  if (slash) slash[slash == folder] = '\0';
  int fd = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  free(folder);
  if (fd < 0) return false;
  bool ok = fsync(fd) == 0 || errno == EINVAL; /* some file systems cannot sync a folder */
  close(fd);
  return ok;
}

static bool fail(struct err *e, const char *what, const char *path) {
  int why = errno;
  err_set(e, ERR_IO,
          err_pick("%s: la instantánea no se pudo %s: %s; haga espacio o dé otro lugar, y use `coopmap check`",
                   "%s: the snapshot could not be %s: %s; make room or give another place, then run `coopmap check`"),
          path, what, err_reason(why));
  return false;
}

bool snapshot_write(const char *path, int64_t data_version, const struct snap_out out[SNAP_SECTIONS], struct err *e) {
  struct head *h = malloc(sizeof *h);
  size_t room = strlen(path) + 32;
  char *beside = malloc(room);
  bool ok = false;
  if (!h || !beside) {
    err_set(e, ERR_IO, "out of memory while writing %s", path);
  } else {
    head_fill(h, data_version, out);
    snprintf(beside, room, "%s.%ld.new", path, (long)getpid());
    int fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (fd < 0) {
      fail(e, err_pick("crear", "created"), beside);
    } else {
      ok = write_body(fd, h, out) || fail(e, err_pick("escribir", "written"), beside);
      if (close(fd) != 0 && ok) ok = fail(e, err_pick("escribir", "written"), beside);
      if (ok) ok = rename(beside, path) == 0 || fail(e, err_pick("poner en su lugar", "put in place"), path);
      if (!ok) unlink(beside);
      else sync_folder(path); /* the file itself is safe; an old name after a power cut is an old, whole snapshot */
    }
  }
  free(beside);
  free(h);
  return ok;
}
