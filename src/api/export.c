/* /exportar/{collection}.{format}: a stream in constant memory, or a GeoPackage or workbook made by a child and sent as a file. */
#include "api/export.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "export_job.h"
#include "handlers.h"

extern char **environ;

enum { CHILD_SECONDS = 60 };

static bool stream_next(void *state, struct buf *out, bool *end) {
  export_job_next(state, out, end);
  return true;
}

static void stream_close(void *state) { export_job_close(state); }

static bool send_stream(struct snapshot *s, const struct http_request *q, enum collection c, enum export_format format,
                        struct http_response *p, struct err *e) {
  struct export_job *job = arena_calloc(q->arena, 1, sizeof *job);
  if (!export_job_open(job, s, c, format, q->arena, q->params, q->n_params, q->query, e)) {
    export_job_close(job);
    return false;
  }
  p->stream = arena_alloc(q->arena, sizeof *p->stream);
  *p->stream = (struct http_stream){job, stream_next, stream_close};
  return true;
}

/* The child's environment: ours and the checksum of the snapshot it must find. */
static char **child_environment(struct arena *a, const char *checksum) {
  size_t n = 0;
  while (environ[n]) n++;
  char **list = arena_alloc(a, (n + 2) * sizeof *list);
  memcpy(list, environ, n * sizeof *list);
  list[n] = arena_printf(a, "%s=%s", EXPORT_CHECKSUM_ENV, checksum);
  list[n + 1] = NULL;
  return list;
}

static bool start_child(const struct api_config *config, const struct http_request *q, struct snapshot *s,
                        enum collection c, enum export_format format, const char *path, pid_t *pid, struct err *e) {
  const char *program = config->program ? config->program : "/proc/self/exe";
  bool from_snapshot = config->snapshot_path != NULL;
  char *argv[] = {(char *)(uintptr_t)program,
                  "export",
                  from_snapshot ? "--snapshot" : "--db",
                  (char *)(uintptr_t)(from_snapshot ? config->snapshot_path : config->db_path),
                  "--collection",
                  (char *)(uintptr_t)collection_info(c)->id,
                  "--format",
                  (char *)(uintptr_t)export_forms[format].name,
                  "--public-url",
                  (char *)(uintptr_t)q->base_url,
                  "--filter",
                  arena_strndup(q->arena, q->query.n ? q->query.p : "", q->query.n),
                  "--out",
                  (char *)(uintptr_t)path,
                  NULL};
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
  int failed = posix_spawn(pid, program, &files, NULL, argv, child_environment(q->arena, snapshot_checksum(s)));
  posix_spawn_file_actions_destroy(&files);
  if (!failed) return true;
  err_set(e, ERR_IO, err_pick("no se pudo hacer el archivo", "the file could not be made"));
  return err_detail(e, "posix_spawn %s: %s", program, strerror(failed));
}

static bool child_failed(int status, struct err *e) {
  if (WIFEXITED(status) && WEXITSTATUS(status) == err_exit_status(ERR_BUSY))
    return err_set(e, ERR_BUSY,
                   err_pick("los datos cambiaron mientras se exportaba; pida la exportación otra vez",
                            "the data changed during the export; ask for it again"));
  err_set(e, ERR_IO, err_pick("no se pudo hacer el archivo", "the file could not be made"));
  return err_detail(e, "export child: wait status %d", status);
}

static void end_child(pid_t pid) {
  int status;
  kill(pid, SIGKILL);
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
}

/* Wait with a clock and an eye on the client: a child that does not end, or that nobody waits for any more, is ended. */
static bool wait_child(pid_t pid, const struct http_request *q, struct err *e) {
  int status = 0;
  struct timespec pause = {0, 10 * 1000 * 1000};
  for (int i = 0; i < CHILD_SECONDS * 100; i++) {
    pid_t done = waitpid(pid, &status, WNOHANG);
    if (done < 0 && errno != EINTR)
      return err_set(e, ERR_IO, err_pick("no se pudo hacer el archivo", "the file could not be made"));
    if (done == pid) return (WIFEXITED(status) && WEXITSTATUS(status) == 0) || child_failed(status, e);
    if (http_client_left(q)) {
      end_child(pid);
      return err_set(e, ERR_BUSY, err_pick("quien pedía el archivo se fue", "who asked for the file has left"));
    }
    nanosleep(&pause, NULL);
  }
  end_child(pid);
  return err_set(e, ERR_BUSY,
                 err_pick("el archivo tardó más de %d segundos; pida menos con un filtro, o el GeoJSON o CSV",
                          "the file took more than %d seconds; ask for less with a filter, or for GeoJSON or CSV"),
                 CHILD_SECONDS);
}

/* A child that was ended may have left a folder in it; no deeper. */
static void remove_folder(const char *folder) {
  DIR *d = opendir(folder);
  for (struct dirent *entry; d && (entry = readdir(d));) {
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
    if (unlinkat(dirfd(d), entry->d_name, 0) == 0 || errno != EISDIR) continue;
    struct buf inner = {0};
    buf_printf(&inner, "%s/%s", folder, entry->d_name);
    remove_folder(inner.data);
    buf_free(&inner);
  }
  if (d) closedir(d);
  rmdir(folder);
}

static bool open_result(const char *path, struct http_response *p, struct err *e) {
  struct stat st;
  p->fd = open(path, O_RDONLY | O_CLOEXEC);
  if (p->fd < 0 || fstat(p->fd, &st) != 0) {
    err_set(e, ERR_IO, err_pick("no se pudo hacer el archivo", "the file could not be made"));
    return err_detail(e, "%s: %s", path, strerror(errno));
  }
  p->fd_size = (uint64_t)st.st_size;
  return true;
}

static bool send_whole(const struct api_config *config, struct snapshot *s, const struct http_request *q,
                       enum collection c, enum export_format format, struct http_response *p, struct err *e) {
  if (!config->snapshot_path && !config->db_path)
    return err_set(e, ERR_NOT_FOUND,
                   err_pick("este servidor no hace archivos que no se escriben de corrido: pida geojson, csv o kml",
                            "this server makes no files that are not written from start to end: ask for geojson, csv "
                            "or kml"));
  /* Refuse a wrong filter here, with its reason, before a process is started for it. */
  struct export_job check;
  bool ok = export_job_open(&check, s, c, format, q->arena, q->params, q->n_params, q->query, e);
  export_job_close(&check);
  if (!ok) return false;
  const char *base = getenv("TMPDIR");
  char *folder = arena_printf(q->arena, "%s/coopmap-XXXXXX", base && *base ? base : "/tmp");
  if (!mkdtemp(folder)) {
    err_set(e, ERR_IO, err_pick("no hay dónde hacer el archivo", "there is no place to make the file in"));
    return err_detail(e, "mkdtemp %s: %s", folder, strerror(errno));
  }
  const char *path = arena_printf(q->arena, "%s/export.%s", folder, export_forms[format].name);
  pid_t pid;
  ok = start_child(config, q, s, c, format, path, &pid, e) && wait_child(pid, q, e) && open_result(path, p, e);
  remove_folder(folder);
  return ok;
}

bool handle_export(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  enum collection c;
  enum export_format format;
  if (!export_find(q->segment[0], q->segment[1], &c, &format, e)) return false;
  if (!export_form_fits(format, c, e)) return false;
  p->content_type = export_forms[format].media;
  http_header(p, "Content-Disposition",
              arena_printf(q->arena, "attachment; filename=\"%s\"", export_file_name(q->arena, format, c)));
  if (export_forms[format].whole) return send_whole(app, view, q, c, format, p, e);
  return send_stream(view, q, c, format, p, e);
}
