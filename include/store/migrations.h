#ifndef STORE_MIGRATIONS_H
#define STORE_MIGRATIONS_H
/* The numbered .sql files of src/store/migrations, embedded at build time by scripts/embed, in the order of their numbers.
 * Forward only: a number that was released is never edited. */
struct migration {
  int number;       /* of the file's name: 1 for 0001_initial.sql */
  const char *name; /* "0001_initial" */
  const char *sql;  /* the whole file; NULL ends the table */
};
extern const struct migration store_migrations[];
#endif
