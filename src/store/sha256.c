/* SHA-256 of pieces, files and folders. */
#include "store/sha256.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* None of the calls can fail but for want of memory; a hash that is not one must never be stored. */
static void must(int done) {
  if (done == 1) return;
  fputs("coopmap: out of memory\n", stderr);
  _exit(1);
}

void sha256_begin(struct sha256 *s) {
  s->context = EVP_MD_CTX_new();
  must(s->context != NULL);
  must(EVP_DigestInit_ex(s->context, EVP_sha256(), NULL));
}

void sha256_add(struct sha256 *s, const void *p, size_t n) { must(EVP_DigestUpdate(s->context, p, n)); }

void sha256_end(struct sha256 *s, char hex[SHA256_HEX]) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  must(EVP_DigestFinal_ex(s->context, digest, NULL));
  EVP_MD_CTX_free(s->context);
  s->context = NULL;
  for (int i = 0; i < (SHA256_HEX - 1) / 2; i++) snprintf(hex + 2 * i, 3, "%02x", digest[i]);
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
  bool ok = S_ISDIR(st.st_mode) ? add_folder(&s, path, e) : add_file(&s, path, e);
  sha256_end(&s, hex);
  return ok;
}
