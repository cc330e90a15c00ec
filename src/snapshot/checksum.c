#include "snapshot/checksum.h"
#include <string.h>

__extension__ typedef unsigned __int128 u128;
enum { LANES = 4, STRIPE = LANES * 16 };

/* Odd constants with half their bits set, from the digits of pi, e and the golden ratio. */
static const uint64_t keys[LANES] = {UINT64_C(0x243F6A8885A308D3), UINT64_C(0xB7E151628AED2A6B),
                                     UINT64_C(0x9E3779B97F4A7C15), UINT64_C(0x13198A2E03707345)};

static uint64_t fold(uint64_t a, uint64_t b) {
  u128 m = (u128)a * b;
  return (uint64_t)m ^ (uint64_t)(m >> 64);
}

static uint64_t load(const unsigned char *p) {
  uint64_t v;
  memcpy(&v, p, sizeof v);
  return v;
}

/* The lane goes into both factors, so that no single word of input can hold a product at zero. */
static void stripe(uint64_t lane[LANES], const unsigned char *p) {
  for (int i = 0; i < LANES; i++) {
    uint64_t a = load(p + 16 * i), b = load(p + 16 * i + 8);
    lane[i] = fold(a ^ lane[i], b ^ keys[i]) + (a ^ (b << 32 | b >> 32)) + lane[i] * UINT64_C(0x9E3779B97F4A7C15);
  }
}

void checksum_bytes(const void *bytes, size_t n, uint64_t out[2]) {
  const unsigned char *p = bytes;
  uint64_t lane[LANES] = {keys[1], keys[2], keys[3], keys[0] ^ n};
  size_t left = n;
  for (; left >= STRIPE; left -= STRIPE, p += STRIPE) stripe(lane, p);
  unsigned char tail[STRIPE] = {0};
  if (left) memcpy(tail, p, left);
  tail[STRIPE - 1] = (unsigned char)(tail[STRIPE - 1] ^ left);
  stripe(lane, tail);
  out[0] = fold(lane[0] ^ keys[0], lane[1] ^ keys[2]) ^ fold(lane[2] ^ n, lane[3] ^ keys[3]);
  out[1] = fold(lane[0] ^ lane[3] ^ keys[1], lane[2] ^ keys[0]) + fold(lane[1] ^ out[0], lane[3] ^ keys[2]);
}
