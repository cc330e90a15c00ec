#ifndef STORE_MIGRATIONS_H
#define STORE_MIGRATIONS_H
/* The schema's numbered migrations, src/store/migrations/NNNN_name.sql, embedded by the build in the order of their
 * numbers. Forward only: a number that was released is never edited. */
struct store_migration {
  int number;       /* 1, 2, … without gaps; 0 ends the list */
  const char *name; /* "0001_initial" */
  const char *sql;
};
extern const struct store_migration store_migrations[];
#endif
