#ifndef DOMAIN_IATI_NAMES_H
#define DOMAIN_IATI_NAMES_H
/* What IATI 2.03 has no place for, and how it stands in a file: attributes and elements of one namespace of our own, on elements
 * where the standard's schema allows foreign ones. ingest (iati) reads them, format (iati) writes them; together they carry a
 * project without loss. Prefix in files: `cm`. A file without any of them is an ordinary IATI file. */

#define IATI_NAMESPACE "urn:coopmap:iati:1"
#define IATI_PREFIX "cm"

/* ---- on any element
 *
 * The schema wants elements and attributes that a project may not have ("sin dato"). A writer fills them with anything valid
 * and marks them; a reader leaves them out. "*": the whole element is filler; else the names of this element's attributes that
 * are, a space between them ("value-date", "role"). */
#define IATI_FILLER "supuesto"
/* The place of this date or text among all dates (activity-date, fecha) or all narratives (titles in other languages and
 * descriptions) of the project, from 0; on activity-date, fecha, narrative. Without it: the order of the file. */
#define IATI_ORDER "orden"

/* ---- attributes of iati-activity */
#define IATI_CODE "codigo" /* project.code; also on every element that names an organisation: the actor's code */
#define IATI_KIND "clase"  /* code list activity_kind */
#define IATI_COOPERATION_TYPE "tipo-cooperacion" /* code list cooperation_type */
#define IATI_MODALITY "modalidad"                /* code list modality */
#define IATI_NO_DISBURSEMENT "sin-erogacion"     /* "1" */
#define IATI_VIGENCIA "vigencia"                 /* vigencia_raw */
#define IATI_PLACE_NOTE "lugar-nota"             /* place_note */
#define IATI_DOCUMENT "documento"                /* title of the source document; none: the file itself */
#define IATI_LOCATOR "localizador"               /* where in that document */
/* iati-identifier with supuesto="*" is one made for the file from the code: the project has none. reporting-org with
 * supuesto="*": reporting_id 0. xml:lang is project.lang; none: none. fecha: project.updated as it reads, where it is no moment that
 * last-updated-datetime can hold. */

/* ---- elements in iati-activity, behind everything else, in this order */
/* A date of an own type: attributes tipo (code list date_type: signed, expires, monetised), precision; content ISO to its
 * precision. */
#define IATI_DATE "fecha"
/* A stated total: content a plain decimal or nothing; moneda (ISO 4217), texto (as printed), etiqueta (label_raw);
 * principal="1": total, total_raw, currency of the project itself; without it one of project.totals. */
#define IATI_TOTAL "total"
/* People: content a whole number or nothing; texto (raw), unidad, aproximado="1", and for one of project.groups excluyente="1"
 * (is_disjoint), area (code); principal="1": people… of the project itself. */
#define IATI_PEOPLE "personas"
/* project.rate: content rate_dec; de, a (ISO 4217), fecha, clase (code list rate_kind), texto. */
#define IATI_RATE "tasa"
/* A link of a type that IATI has not (possible-duplicate, same-as): attributes codigo (of the other project), tipo. */
#define IATI_RELATION "relacion"

/* ---- their attributes, and those below */
#define IATI_TYPE "tipo"
/* Of a date: day, month, year; on activity-date, fecha, transaction-date, value (of value-date), document-date, period-start,
 * period-end. The ISO date is then a first day, and only its part counts. None: day. On location: see there. */
#define IATI_PRECISION "precision"
#define IATI_CURRENCY "moneda"
#define IATI_RAW "texto"
#define IATI_LABEL "etiqueta"
#define IATI_PRINCIPAL "principal"
#define IATI_UNIT "unidad"
#define IATI_APPROXIMATE "aproximado"
#define IATI_DISJOINT "excluyente"
#define IATI_AREA "area" /* code of an area */
#define IATI_FROM "de"
#define IATI_TO "a"
#define IATI_ON "fecha"

/* ---- description: clase (code list narrative) where the standard's type does not say it: objeto (type 1), valor (type 4). Types
 * 1 descripcion, 2 objetivo, 3 poblacion, 4 nota need none. title: the narrative in project.lang is project.title, the others
 * are narratives of type titulo. Where none is in project.lang, the first of type titulo is the title, which is not written a second
 * time. */

/* ---- participating-org */
#define IATI_ROLE_TEXT "papel" /* role_text. No role: role with supuesto="role" */

/* ---- transaction: description is label_raw. A part of the total without a transaction type has supuesto="*" on its
 * transaction-type; date none: on its transaction-date. The value itself: */
#define IATI_FORM "forma"                /* on transaction: code list form; none: sin-dato */
#define IATI_COUNTERPART "contrapartida" /* on transaction: "1" */
#define IATI_VALUATION "valoracion"      /* on transaction */
#define IATI_AT_RATE "a-tasa"            /* on transaction: "1": has_rate */
/* on value: texto is amount_raw; none: as the value reads; "": none. supuesto="value-date": no value_date. */

/* ---- sector: vocabulary 99 with vocabulary-uri IATI_NAMESPACE: code list theme. No percentage: percent_ppm -1. */
#define IATI_INFERRED "inferido" /* on sector: "1" */

/* ---- location: name is name_raw, point the point, location-reach, exactness, location-class theirs. */
/* An ambito (code list scope) says that the location comes from this model: area, parte, base, metodo are read as they stand. */
#define IATI_SCOPE "ambito"
/*      IATI_AREA                            code of the area it is tied to */
#define IATI_SHARE "parte" /* share_ppm as a percentage: "33.3333" */
#define IATI_SHARE_PEOPLE "parte-personas"
#define IATI_SHARE_BASIS "base" /* code list share_basis */
#define IATI_METHOD "metodo"    /* code list location_method */
/*      IATI_PRECISION                       code list geographical_precision */
/* An element, last in location: the outline as a GeoJSON geometry (MultiPolygon, longitude first, 9 decimals). */
#define IATI_OUTLINE "contorno"

/* ---- related-activity (takes no attributes of ours): a child element;
 * its content: the code of the other project, where its iati-identifier is made for the file. */
#define IATI_PROJECT "proyecto"

/* ---- baseline: supuesto="year"; texto: the year as it reads, where it is none. document-link: supuesto="format", title and category
 * with supuesto="*"; texto: the address as it reads, where it had to be escaped to be one. */

/* ---- iati-organisation: attributes codigo, tipo (OrganisationType), pais, nota; elements alias behind everything else.
 * organisation-identifier is the ref; with supuesto="*" there is none. */
#define IATI_COUNTRY "pais"
#define IATI_NOTE "nota"
#define IATI_ALIAS "alias"

/* ---- what has no field (activity_extra)
 *
 * owner: the path below iati-activity of the element it stood in, "/" between the names: "" the activity itself, "location",
 * "location/name", "transaction/value", "transaction/provider-org", "participating-org/narrative", "title/narrative"; of results
 * "result", "indicator", "indicator/baseline", "period", "period/target", "result/title/narrative" ("result/indicator/period" is
 * "period").
 * rank: which of its kind: the index in project.locations, contributions, parties, classes, dates, links, results,
 * indicators, periods (of "period/target" too); of "description" the index in project.narratives of its first narrative, of
 * "description/narrative" of that narrative; of "title/narrative" 0 for project.title and k + 1 for narratives[k]; elsewhere 0.
 * name: of an attribute "@ref", of an element "budget"; of a foreign namespace "@{uri}name", "{uri}name"; and
 * "@xml:lang" (of a narrative that is not in the language of its activity).
 * xml: the attribute's value as it reads, or the element with the namespaces it needs.
 * Order: owner, rank, name, then as in the file.
 *
 * A writer puts attributes on the element it writes for owner and rank, in place of what it would write itself under that name
 * (@type of an organisation, say, that the publisher gives otherwise than the directory), elements where the schema wants them;
 * several "narrative" follow the one it writes. A percentage with more decimals than parts in a million hold stands so too. */
#endif
