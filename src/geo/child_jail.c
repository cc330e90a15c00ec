#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "geo/child.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { LIMIT_ADDRESS_SPACE = 0 }; /* the sanitizers reserve terabytes */
#else
enum { LIMIT_ADDRESS_SPACE = 1 };
#endif

static void limit(int what, rlim_t most) { (void)setrlimit((__rlimit_resource_t)what, &(struct rlimit){most, most}); }

static void set_limits(unsigned cpu_seconds) {
  if (LIMIT_ADDRESS_SPACE) limit(RLIMIT_AS, (rlim_t)4 << 30);
  limit(RLIMIT_CPU, cpu_seconds);
  limit(RLIMIT_FSIZE, 0);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_NOFILE, 256);
}

/* --- Landlock: which folders exist at all. man 7 landlock ------------------------------------------------------------ */

static void allow_reading(int ruleset, const char *path) {
  if (!path || !*path) return;
  int fd = open(path, O_PATH | O_CLOEXEC);
  if (fd < 0) return;
  struct landlock_path_beneath_attr rule = {
      .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR, .parent_fd = fd};
  (void)syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
  close(fd);
}

static void shut_folders(const char *folder) {
  struct landlock_ruleset_attr attr = {.handled_access_fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1}; /* all of ABI 1 */
  int ruleset = (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof attr, 0);
  if (ruleset < 0) return;
  allow_reading(ruleset, folder);
  static const char *const SYSTEM[] = {"/usr", "/lib", "/lib64", "/dev/null", "/dev/urandom"};
  for (size_t i = 0; i < sizeof SYSTEM / sizeof *SYSTEM; i++) allow_reading(ruleset, SYSTEM[i]);
  static const char *const DATA[] = {"PROJ_DATA", "PROJ_LIB", "GDAL_DATA"};
  for (size_t i = 0; i < sizeof DATA / sizeof *DATA; i++) allow_reading(ruleset, getenv(DATA[i]));
  (void)syscall(SYS_landlock_restrict_self, ruleset, 0);
  close(ruleset);
}

/* --- seccomp: which calls fail. Works where Landlock does not, and for sockets -------------------------------------- */

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#ifdef ARCHITECTURE
static const int FORBIDDEN[] = {
    SYS_socket,   SYS_connect,  SYS_bind,      SYS_sendto,  SYS_execve,    SYS_execveat,
    SYS_ptrace,   SYS_unlinkat, SYS_renameat2, SYS_mkdirat, SYS_symlinkat, SYS_linkat,
    SYS_fchmodat, SYS_fchownat, SYS_truncate,  SYS_kill,    SYS_openat2,   SYS_process_vm_writev,
    SYS_mknodat,
#ifdef __x86_64__
    SYS_unlink,   SYS_rename,   SYS_renameat,  SYS_mkdir,   SYS_rmdir,     SYS_symlink,
    SYS_link,     SYS_chmod,    SYS_chown,     SYS_creat,   SYS_mknod,
#endif
};
enum { N_FORBIDDEN = sizeof FORBIDDEN / sizeof *FORBIDDEN };

struct program {
  struct sock_filter code[2 * N_FORBIDDEN + 32];
  unsigned short n;
};

static void emit(struct program *p, struct sock_filter instruction) { p->code[p->n++] = instruction; }

static void load(struct program *p, size_t offset) {
  emit(p, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset));
}

static void refuse(struct program *p, int error) {
  emit(p, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (uint32_t)error));
}

/* If the call is `number`, opening for anything but reading fails; `argument` holds the flags. */
static void forbid_writing(struct program *p, int number, unsigned argument) {
  emit(p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)number, 0, 4));
  load(p, offsetof(struct seccomp_data, args) + argument * sizeof(uint64_t));
  emit(p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, O_ACCMODE | O_CREAT | O_TRUNC, 0, 1));
  refuse(p, EACCES);
  load(p, offsetof(struct seccomp_data, nr));
}

static void shut_calls(void) {
  struct program p = {.n = 0};
  load(&p, offsetof(struct seccomp_data, arch));
  emit(&p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0));
  refuse(&p, EPERM);
  load(&p, offsetof(struct seccomp_data, nr));
  for (size_t i = 0; i < N_FORBIDDEN; i++) {
    emit(&p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)FORBIDDEN[i], 0, 1));
    refuse(&p, EACCES);
  }
#ifdef SYS_open
  forbid_writing(&p, SYS_open, 1);
#endif
  forbid_writing(&p, SYS_openat, 2);
  emit(&p, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  (void)prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &(struct sock_fprog){p.n, p.code});
}
#else
static void shut_calls(void) {}
#endif

void child_jail_enter(const char *folder, unsigned cpu_seconds) {
  (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
  signal(SIGXFSZ, SIG_IGN);
  set_limits(cpu_seconds);
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return;
  shut_folders(folder);
  shut_calls();
}
