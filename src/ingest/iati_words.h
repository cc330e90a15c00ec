#ifndef INGEST_IATI_WORDS_H
#define INGEST_IATI_WORDS_H
/* Names of IATI that the mapping reads, as numbers: a file has a hundred names for each activity, and most are met again and again.
 * Names of our own namespace (domain/iati_names.h) and of XML's have numbers of their own. */
#include "core/str.h"
#include "domain/iati_names.h"

#define IATI_WORDS(X)                                                                                                  \
  X(ACTIVITIES, "iati-activities")                                                                                     \
  X(ORGANISATIONS, "iati-organisations")                                                                               \
  X(ACTIVITY, "iati-activity")                                                                                         \
  X(ORGANISATION, "iati-organisation")                                                                                 \
  X(VERSION, "version")                                                                                                \
  X(IDENTIFIER, "iati-identifier")                                                                                     \
  X(ORGANISATION_IDENTIFIER, "organisation-identifier")                                                                \
  X(REPORTING_ORG, "reporting-org")                                                                                    \
  X(PARTICIPATING_ORG, "participating-org")                                                                            \
  X(PROVIDER_ORG, "provider-org")                                                                                      \
  X(RECEIVER_ORG, "receiver-org")                                                                                      \
  X(TITLE, "title")                                                                                                    \
  X(NARRATIVE, "narrative")                                                                                            \
  X(DESCRIPTION, "description")                                                                                        \
  X(NAME, "name")                                                                                                      \
  X(TYPE, "type")                                                                                                      \
  X(ROLE, "role")                                                                                                      \
  X(REF, "ref")                                                                                                        \
  X(CODE, "code")                                                                                                      \
  X(VOCABULARY, "vocabulary")                                                                                          \
  X(VOCABULARY_URI, "vocabulary-uri")                                                                                  \
  X(PERCENTAGE, "percentage")                                                                                          \
  X(ACTIVITY_STATUS, "activity-status")                                                                                \
  X(ACTIVITY_DATE, "activity-date")                                                                                    \
  X(ACTIVITY_SCOPE, "activity-scope")                                                                                  \
  X(ISO_DATE, "iso-date")                                                                                              \
  X(RECIPIENT_COUNTRY, "recipient-country")                                                                            \
  X(LOCATION, "location")                                                                                              \
  X(LOCATION_REACH, "location-reach")                                                                                  \
  X(LOCATION_CLASS, "location-class")                                                                                  \
  X(EXACTNESS, "exactness")                                                                                            \
  X(POINT, "point")                                                                                                    \
  X(POS, "pos")                                                                                                        \
  X(SRS_NAME, "srsName")                                                                                               \
  X(SECTOR, "sector")                                                                                                  \
  X(COLLABORATION_TYPE, "collaboration-type")                                                                          \
  X(DEFAULT_FLOW_TYPE, "default-flow-type")                                                                            \
  X(DEFAULT_FINANCE_TYPE, "default-finance-type")                                                                      \
  X(DEFAULT_AID_TYPE, "default-aid-type")                                                                              \
  X(DEFAULT_TIED_STATUS, "default-tied-status")                                                                        \
  X(DEFAULT_CURRENCY, "default-currency")                                                                              \
  X(LAST_UPDATED, "last-updated-datetime")                                                                             \
  X(TRANSACTION, "transaction")                                                                                        \
  X(TRANSACTION_TYPE, "transaction-type")                                                                              \
  X(TRANSACTION_DATE, "transaction-date")                                                                              \
  X(VALUE, "value")                                                                                                    \
  X(CURRENCY, "currency")                                                                                              \
  X(VALUE_DATE, "value-date")                                                                                          \
  X(FLOW_TYPE, "flow-type")                                                                                            \
  X(FINANCE_TYPE, "finance-type")                                                                                      \
  X(AID_TYPE, "aid-type")                                                                                              \
  X(DOCUMENT_LINK, "document-link")                                                                                    \
  X(URL, "url")                                                                                                        \
  X(FORMAT, "format")                                                                                                  \
  X(CATEGORY, "category")                                                                                              \
  X(LANGUAGE, "language")                                                                                              \
  X(DOCUMENT_DATE, "document-date")                                                                                    \
  X(RELATED_ACTIVITY, "related-activity")                                                                              \
  X(RESULT, "result")                                                                                                  \
  X(AGGREGATION_STATUS, "aggregation-status")                                                                          \
  X(INDICATOR, "indicator")                                                                                            \
  X(MEASURE, "measure")                                                                                                \
  X(ASCENDING, "ascending")                                                                                            \
  X(BASELINE, "baseline")                                                                                              \
  X(YEAR, "year")                                                                                                      \
  X(PERIOD, "period")                                                                                                  \
  X(PERIOD_START, "period-start")                                                                                      \
  X(PERIOD_END, "period-end")                                                                                          \
  X(TARGET, "target")                                                                                                  \
  X(ACTUAL, "actual")

#define IATI_OWN_WORDS(X)                                                                                              \
  X(OWN_FILLER, IATI_FILLER)                                                                                           \
  X(OWN_ORDER, IATI_ORDER)                                                                                             \
  X(OWN_CODE, IATI_CODE)                                                                                               \
  X(OWN_KIND, IATI_KIND)                                                                                               \
  X(OWN_COOPERATION_TYPE, IATI_COOPERATION_TYPE)                                                                       \
  X(OWN_MODALITY, IATI_MODALITY)                                                                                       \
  X(OWN_NO_DISBURSEMENT, IATI_NO_DISBURSEMENT)                                                                         \
  X(OWN_VIGENCIA, IATI_VIGENCIA)                                                                                       \
  X(OWN_PLACE_NOTE, IATI_PLACE_NOTE)                                                                                   \
  X(OWN_DOCUMENT, IATI_DOCUMENT)                                                                                       \
  X(OWN_LOCATOR, IATI_LOCATOR)                                                                                         \
  X(OWN_DATE, IATI_DATE)                                                                                               \
  X(OWN_TOTAL, IATI_TOTAL)                                                                                             \
  X(OWN_PEOPLE, IATI_PEOPLE)                                                                                           \
  X(OWN_RATE, IATI_RATE)                                                                                               \
  X(OWN_RELATION, IATI_RELATION)                                                                                       \
  X(OWN_TYPE, IATI_TYPE)                                                                                               \
  X(OWN_PRECISION, IATI_PRECISION)                                                                                     \
  X(OWN_CURRENCY, IATI_CURRENCY)                                                                                       \
  X(OWN_RAW, IATI_RAW)                                                                                                 \
  X(OWN_LABEL, IATI_LABEL)                                                                                             \
  X(OWN_PRINCIPAL, IATI_PRINCIPAL)                                                                                     \
  X(OWN_UNIT, IATI_UNIT)                                                                                               \
  X(OWN_APPROXIMATE, IATI_APPROXIMATE)                                                                                 \
  X(OWN_DISJOINT, IATI_DISJOINT)                                                                                       \
  X(OWN_AREA, IATI_AREA)                                                                                               \
  X(OWN_FROM, IATI_FROM)                                                                                               \
  X(OWN_TO, IATI_TO)                                                                                                   \
  X(OWN_ROLE_TEXT, IATI_ROLE_TEXT)                                                                                     \
  X(OWN_FORM, IATI_FORM)                                                                                               \
  X(OWN_COUNTERPART, IATI_COUNTERPART)                                                                                 \
  X(OWN_VALUATION, IATI_VALUATION)                                                                                     \
  X(OWN_AT_RATE, IATI_AT_RATE)                                                                                         \
  X(OWN_INFERRED, IATI_INFERRED)                                                                                       \
  X(OWN_SCOPE, IATI_SCOPE)                                                                                             \
  X(OWN_SHARE, IATI_SHARE)                                                                                             \
  X(OWN_SHARE_PEOPLE, IATI_SHARE_PEOPLE)                                                                               \
  X(OWN_SHARE_BASIS, IATI_SHARE_BASIS)                                                                                 \
  X(OWN_METHOD, IATI_METHOD)                                                                                           \
  X(OWN_OUTLINE, IATI_OUTLINE)                                                                                         \
  X(OWN_PROJECT, IATI_PROJECT)                                                                                         \
  X(OWN_COUNTRY, IATI_COUNTRY)                                                                                         \
  X(OWN_NOTE, IATI_NOTE)                                                                                               \
  X(OWN_ALIAS, IATI_ALIAS)

enum iati_word {
  WORD_NONE, /* a name that the mapping does not know */
#define X(id, name) WORD_##id,
  IATI_WORDS(X) IATI_OWN_WORDS(X)
#undef X
      WORD_XML_LANG,
  WORD_COUNT
};
enum iati_space { IATI_SPACE_NONE, IATI_SPACE_OWN, IATI_SPACE_XML, IATI_SPACE_OTHER };

enum { IATI_WORD_SLOTS = 512 };
struct iati_words { /* a hash of all names, filled once for each file */
  struct {
    struct str name; /* .p NULL: free */
    enum iati_space space;
    enum iati_word word;
  } slots[IATI_WORD_SLOTS];
};
void iati_words_fill(struct iati_words *w);
enum iati_word iati_words_find(const struct iati_words *w, struct str name, enum iati_space space);
struct str iati_word_name(enum iati_word w);
enum iati_space iati_space(const char *uri); /* NULL: none */
#endif
