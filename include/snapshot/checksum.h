#ifndef SNAPSHOT_CHECKSUM_H
#define SNAPSHOT_CHECKSUM_H
/* 128 bits over bytes, against damage and as the basis of ETags; not against forgery (the bounds checks are for that). Four
 * lanes of 64x64->128 bit multiply-and-fold, the mixing step of wyhash (public domain, Wang Yi); about 10 GB/s. The value
 * depends on the length and is the same on every little-endian machine. */
#include <stddef.h>
#include <stdint.h>
void checksum_bytes(const void *p, size_t n, uint64_t out[2]);
#endif
