#ifndef TESTS_UNIT_H
#define TESTS_UNIT_H
/* What every unit test includes first: cmocka and the headers it wants before itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#endif
