#ifndef SNAPSHOT_FILE_H
#define SNAPSHOT_FILE_H
/* Writing a snapshot file from its sections, and the bounds checks of reading. */
#include "snapshot/layout.h"

struct snap_out {
  void *data;
  uint64_t count;
};
/* Size in bytes of one element of a section. */
uint32_t snapshot_element_size(enum snap_section s);
/* Beside `path`, fsync, rename, fsync of the folder. Nothing is left behind on failure. ERR_IO names the file and what to do. */
bool snapshot_write(const char *path, int64_t data_version, const struct snap_out out[SNAP_SECTIONS], struct err *e);
/* Every count, offset and index of the view is within bounds, so that no reader can leave the map. Otherwise false, and *what
 * names the section. */
bool snapshot_check(const struct snap_view *v, const char **what);
#endif
