/* Opening: the file is mapped, believed only after header, table, checksums and every index were checked, and unmapped with
 * the last holder. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "snapshot/checksum.h"
#include "snapshot/file.h"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the snapshot file is little-endian");

struct snapshot {
  struct snap_view view;
  void *map;
  size_t size;
  int64_t data_version;
  char checksum[33];
  atomic_int holders;
};

const struct snap_view *snapshot_view(const struct snapshot *s) { return &s->view; }
const char *snapshot_checksum(const struct snapshot *s) { return s->checksum; }
int64_t snapshot_data_version(const struct snapshot *s) { return s->data_version; }

struct snapshot *snapshot_hold(struct snapshot *s) {
  atomic_fetch_add_explicit(&s->holders, 1, memory_order_relaxed);
  return s;
}

void snapshot_release(struct snapshot *s) {
  if (!s || atomic_fetch_sub_explicit(&s->holders, 1, memory_order_acq_rel) != 1) return;
  munmap(s->map, s->size);
  free(s);
}

static bool refuse(struct err *e, const char *path, const char *why) {
  return err_set(
      e, ERR_INPUT,
      err_pick("%s: %s; se puede hacer de nuevo a partir de la base", "%s: %s; it can be made again from the store"),
      path, why);
}

static bool map_file(const char *path, struct snapshot *s, struct err *e) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0 && errno == ENOENT)
    return err_set(e, ERR_NOT_FOUND, err_pick("%s: no hay una instantánea", "%s: there is no snapshot"), path);
  struct stat st;
  if (fd < 0 || fstat(fd, &st) != 0) {
    err_set(e, ERR_IO, err_pick("%s: la instantánea no se puede leer: %s", "%s: the snapshot cannot be read: %s"), path,
            err_reason(errno));
    if (fd >= 0) close(fd);
    return false;
  }
  bool ok = S_ISREG(st.st_mode) && (size_t)st.st_size >= sizeof(struct snap_header);
  if (ok) {
    s->size = (size_t)st.st_size;
    s->map = mmap(NULL, s->size, PROT_READ, MAP_SHARED | MAP_POPULATE, fd, 0);
    if (s->map == MAP_FAILED) {
      s->map = NULL;
      err_set(e, ERR_IO, "%s: the snapshot cannot be mapped: %s", path, err_reason(errno));
    }
  } else {
    refuse(e, path,
           err_pick("no es una instantánea, o es solo su comienzo", "this is not a snapshot, or only its beginning"));
  }
  close(fd);
  return s->map != NULL;
}

static bool header_fits(const struct snapshot *s, const char **why) {
  const struct snap_header *h = s->map;
  if (memcmp(h->magic, "coopmap\n", 8) != 0) *why = err_pick("esto no es una instantánea", "this is not a snapshot");
  else if (h->version != SNAP_VERSION)
    *why = err_pick("la instantánea es de otra versión del programa",
                    "this snapshot is of another version of the program");
  else if (h->file_size != s->size)
    *why = err_pick("la instantánea está cortada o tiene algo después de su final",
                    "the snapshot is truncated or has something behind its end");
  else if (h->sections != SNAP_SECTIONS || s->size < sizeof *h + sizeof(struct snap_entry) * SNAP_SECTIONS)
    *why = err_pick("la tabla de la instantánea está dañada", "the snapshot's table is damaged");
  else return true;
  return false;
}

/* Sections lie one behind the other with zeros between: nothing in the file is outside a checksum. */
static bool table_fits(const struct snapshot *s, const struct snap_entry *table) {
  const char *base = s->map;
  uint64_t end = sizeof(struct snap_header) + sizeof(struct snap_entry) * SNAP_SECTIONS;
  for (unsigned i = 0; i < SNAP_SECTIONS; i++) {
    const struct snap_entry *x = &table[i];
    uint64_t offset = (end + SNAP_ALIGN - 1) / SNAP_ALIGN * SNAP_ALIGN, bytes;
    if (x->size != snapshot_element_size(i) || x->offset != offset || offset > s->size) return false;
    if (__builtin_mul_overflow(x->count, (uint64_t)x->size, &bytes) || bytes > s->size - offset) return false;
    for (; end < offset; end++)
      if (base[end]) return false;
    end = offset + bytes;
  }
  return end == s->size;
}

static bool head_fits(struct snapshot *s) {
  size_t n = sizeof(struct snap_header) + sizeof(struct snap_entry) * SNAP_SECTIONS;
  char head[sizeof(struct snap_header) + sizeof(struct snap_entry) * SNAP_SECTIONS];
  memcpy(head, s->map, n);
  struct snap_header h;
  memcpy(&h, head, sizeof h);
  memset(head + offsetof(struct snap_header, checksum), 0, sizeof h.checksum);
  uint64_t sum[2];
  checksum_bytes(head, n, sum);
  if (memcmp(sum, h.checksum, sizeof sum) != 0) return false;
  s->data_version = h.data_version;
  snprintf(s->checksum, sizeof s->checksum, "%016llx%016llx", (unsigned long long)h.checksum[0],
           (unsigned long long)h.checksum[1]);
  return true;
}

struct sums {
  const struct snapshot *s;
  const struct snap_entry *table;
  bool fit;
};

static void *sums_compare(void *user) {
  struct sums *c = user;
  c->fit = true;
  for (unsigned i = 0; i < SNAP_SECTIONS && c->fit; i++) {
    uint64_t sum[2];
    checksum_bytes((const char *)c->s->map + c->table[i].offset, c->table[i].count * c->table[i].size, sum);
    c->fit = memcmp(sum, c->table[i].checksum, sizeof sum) == 0;
  }
  return NULL;
}

static void view_fill(struct snapshot *s, const struct snap_entry *table) {
  const char *base = s->map;
#define POINT_AT(name, type)                                                                                           \
  s->view.name = (const type *)(const void *)(base + table[SNAP_SEC_##name].offset);                                   \
  s->view.n_##name = table[SNAP_SEC_##name].count;
  SNAP_SECTION_LIST(POINT_AT)
#undef POINT_AT
}

static bool verify(struct snapshot *s, const char *path, struct err *e) {
  const char *why = NULL;
  if (!header_fits(s, &why)) return refuse(e, path, why);
  const struct snap_entry *table = (const void *)((const char *)s->map + sizeof(struct snap_header));
  if (!table_fits(s, table))
    return refuse(e, path, err_pick("la tabla de la instantánea está dañada", "the snapshot's table is damaged"));
  view_fill(s, table);
  /* Either of the two reads the whole file and believes nothing: side by side they take half the time. */
  struct sums sums = {s, table, false};
  pthread_t thread;
  bool beside = pthread_create(&thread, NULL, sums_compare, &sums) == 0;
  bool inside = snapshot_check(&s->view, &why);
  if (beside) pthread_join(thread, NULL);
  else sums_compare(&sums);
  if (!sums.fit || !head_fits(s))
    return refuse(e, path,
                  err_pick("la instantánea está dañada (su suma de comprobación no coincide)",
                           "the snapshot is damaged (its checksum does not match)"));
  if (!inside) {
    refuse(e, path,
           err_pick("la instantánea está dañada (un índice lleva afuera)",
                    "the snapshot is damaged (an index leads outside)"));
    return err_detail(e, "section %s", why);
  }
  return true;
}

bool snapshot_open(const char *path, struct snapshot **out, struct err *e) {
  struct snapshot *s = mem_calloc(1, sizeof *s);
  atomic_init(&s->holders, 1);
  if (map_file(path, s, e) && verify(s, path, e)) {
    *out = s;
    return true;
  }
  if (s->map) munmap(s->map, s->size);
  free(s);
  return false;
}
