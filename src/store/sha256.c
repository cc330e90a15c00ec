/* SHA-256 as FIPS 180-4 sections 4.1.2, 5 and 6.2 state it. */
#include "store/sha256.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const uint32_t round_constant[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static uint32_t rotate(uint32_t x, unsigned n) { return x >> n | x << (32 - n); }

static void add_block(uint32_t state[8], const uint8_t *p) {
  uint32_t w[64];
  for (int i = 0; i < 16; i++)
    w[i] = (uint32_t)p[4 * i] << 24 | (uint32_t)p[4 * i + 1] << 16 | (uint32_t)p[4 * i + 2] << 8 | p[4 * i + 3];
  for (int i = 16; i < 64; i++) {
    uint32_t s0 = rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ w[i - 15] >> 3;
    uint32_t s1 = rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ w[i - 2] >> 10;
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
  uint32_t a = state[0], b = state[1], c = state[2], d = state[3]; /* the letters of the standard, in registers */
  uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
  for (int i = 0; i < 64; i++) {
    uint32_t s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    uint32_t s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    uint32_t t1 = h + s1 + ((e & f) ^ (~e & g)) + round_constant[i] + w[i];
    uint32_t t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
    h = g, g = f, f = e, e = d + t1;
    d = c, c = b, b = a, a = t1 + t2;
  }
  state[0] += a, state[1] += b, state[2] += c, state[3] += d;
  state[4] += e, state[5] += f, state[6] += g, state[7] += h;
}

void sha256_begin(struct sha256 *s) {
  static const uint32_t start[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                    0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  memcpy(s->h, start, sizeof start);
  s->bytes = 0;
}

void sha256_add(struct sha256 *s, const void *bytes, size_t n) {
  const uint8_t *p = bytes;
  while (n > 0) {
    if (s->bytes % 64 == 0 && n >= 64) { /* a whole block, from where it lies */
      add_block(s->h, p);
      s->bytes += 64, p += 64, n -= 64;
      continue;
    }
    size_t used = s->bytes % 64, take = 64 - used < n ? 64 - used : n;
    memcpy(s->block + used, p, take);
    s->bytes += take, p += take, n -= take;
    if (used + take == 64) add_block(s->h, s->block);
  }
}

void sha256_end(struct sha256 *s, char hex[SHA256_HEX]) {
  uint64_t bits = s->bytes * 8;
  uint8_t length[8];
  for (int i = 0; i < 8; i++) length[i] = (uint8_t)(bits >> (56 - 8 * i));
  sha256_add(s, "\x80", 1);
  while (s->bytes % 64 != 56) sha256_add(s, "", 1);
  sha256_add(s, length, sizeof length);
  for (int i = 0; i < 8; i++) snprintf(hex + 8 * i, 9, "%08x", s->h[i]);
}

static bool io_error(const char *path, struct err *e) {
  int cause = errno;
  if (cause == ENOENT)
    return err_set(e, ERR_NOT_FOUND,
                   err_pick("no hay un archivo %s: revise el nombre y la carpeta",
                            "there is no file %s: check the name and the folder"),
                   path);
  return err_set(e, ERR_IO, err_pick("no se puede leer %s: %s", "cannot read %s: %s"), path, err_reason(cause));
}

static bool add_file(struct sha256 *s, const char *path, struct err *e) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return io_error(path, e);
  uint8_t chunk[65536];
  ssize_t n;
  while ((n = read(fd, chunk, sizeof chunk)) > 0) sha256_add(s, chunk, (size_t)n);
  bool ok = n == 0 || io_error(path, e);
  close(fd);
  return ok;
}

static int is_visible(const struct dirent *d) { return d->d_name[0] != '.'; }
static int by_bytes(const struct dirent **a, const struct dirent **b) { return strcmp((*a)->d_name, (*b)->d_name); }

static bool add_folder(struct sha256 *s, const char *path, struct err *e) {
  struct dirent **names = NULL;
  int n = scandir(path, &names, is_visible, by_bytes);
  bool ok = n >= 0 || io_error(path, e);
  for (int i = 0; i < n; i++) {
    char full[4096];
    struct stat st;
    int length = snprintf(full, sizeof full, "%s/%s", path, names[i]->d_name);
    if (ok && length < (int)sizeof full && stat(full, &st) == 0 && S_ISREG(st.st_mode)) {
      sha256_add(s, names[i]->d_name, strlen(names[i]->d_name) + 1);
      ok = add_file(s, full, e);
    }
    free(names[i]);
  }
  free(names);
  return ok;
}

bool sha256_file(const char *path, char hex[SHA256_HEX], struct err *e) {
  struct sha256 s;
  struct stat st;
  if (stat(path, &st) != 0) return io_error(path, e);
  sha256_begin(&s);
  if (!(S_ISDIR(st.st_mode) ? add_folder(&s, path, e) : add_file(&s, path, e))) return false;
  sha256_end(&s, hex);
  return true;
}
