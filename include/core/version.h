#ifndef CORE_VERSION_H
#define CORE_VERSION_H
/* The version of the program: `coopmap version`, /version, and a part of every ETag. */
#define COOPMAP_VERSION "0.1.0"
#endif
