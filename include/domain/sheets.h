#ifndef DOMAIN_SHEETS_H
#define DOMAIN_SHEETS_H
/* What a workbook (and a CSV) of this project holds: its sheets, their columns, and for each column its name, what may stand in
 * it, its HXL tag and one sentence for the person who fills it in. The one table: reading, exporting, the template and HXL all
 * follow it. Sheets of projects' parts (Aportes, Lugares, …) are in a CSV of projects the numbered columns `aporte_1_valor`. */
#include <stdbool.h>
#include <stddef.h>
#include "core/str.h"

/* The order is that of a workbook. From SHEET_NETWORKS on they are records, in the order of enum record_kind. */
enum sheet_id {
  SHEET_PROJECTS,
  SHEET_CONTRIBUTIONS, /* the parts of a project, each with a column `proyecto` first */
  SHEET_PLACES,
  SHEET_PEOPLE,
  SHEET_TOTALS,
  SHEET_RESULTS,
  SHEET_LINKS,
  SHEET_ACTORS,
  SHEET_NETWORKS,
  SHEET_MEMBERS,
  SHEET_GOALS,
  SHEET_SERIES,
  SHEET_VALUES,
  SHEET_RATES,
  SHEETS
};
enum sheet_type {
  SHEET_TEXT,
  SHEET_CODE,   /* letters without accents, digits, . _ - */
  SHEET_LISTED, /* a code of the code list `list`, or its label */
  SHEET_LIST,   /* several of them, ';' between */
  SHEET_MONEY,  /* at most two decimals */
  SHEET_NUMBER,
  SHEET_WHOLE,
  SHEET_PERCENT, /* 60, 60%, 12,5 %: always parts of a hundred */
  SHEET_DATE,    /* a day, a month or a year */
  SHEET_YES,     /* si, no */
  SHEET_DEGREES,
  SHEET_AREA, /* code, name or alias */
  SHEET_AREAS,
  SHEET_ACTOR,
  SHEET_ACTORS_LIST,
  SHEET_PROJECT, /* a project's code */
  SHEET_PROJECT_LIST,
  SHEET_PARENT, /* the code of a record of another sheet */
  SHEET_URL
};
struct sheet_column {
  const char *name; /* "valor_total", as the heading says it */
  enum sheet_type type;
  const char *list; /* of SHEET_LISTED and SHEET_LIST */
  bool required;
  const char *tag;     /* HXL 1.1: "#value+total" */
  const char *es, *en; /* what to write there */
};
struct sheet_info {
  const char *name;         /* "Proyectos" */
  const char *group;        /* of a project's part: "aporte" of aporte_1_valor in a CSV; NULL otherwise */
  const char *example_code; /* the code of the template's example row, which begins with SHEET_EXAMPLE */
  const char *es, *en;      /* what the sheet is for, one sentence */
};
/* A row whose first column begins with this is an example of the template: it is passed over when a workbook is read. */
#define SHEET_EXAMPLE "ejemplo-"
/* A text that no cell of Excel can hold whole goes out cut, with one of these at its end, and is refused where it comes in again. */
#define SHEET_CUT_ES " […: no cabe entero en Excel]"
#define SHEET_CUT_EN " […: Excel cannot hold it whole]"

const struct sheet_info *sheet_info(enum sheet_id s);
/* Columns of a sheet in order. Those of parts have `proyecto` as column 0. */
size_t sheet_columns(enum sheet_id s);
struct sheet_column sheet_column(enum sheet_id s, size_t i);
/* By the folded name of the sheet ("PROYECTOS", "Beneficiarios "). */
bool sheet_find(struct str name, enum sheet_id *s);
/* A sheet that a workbook may have and that holds no data to read: Por área, Por fuente, Léame, Listas, Errores. */
bool sheet_is_passed_over(struct str name);
/* True if two HXL tags say the same: letters' case, spaces and the order of the attributes do not matter. (In a CSV the tag of a
 * numbered column ends in its number: "#value+contribution+n2" of aporte_2_valor.) */
bool sheet_tag_equal(struct str a, struct str b);
/* True if a text looks like an HXL tag: '#', a letter, then letters, digits, '_', '+'. */
bool sheet_is_tag(struct str s);

/* X(id, name, type, list, tag, es, en): projects. One entry a line. The first SHEET_PROJECT_REQUIRED must be filled in. */
// clang-format off
#define SHEET_PROJECT_COLUMNS(X) \
  X(CODIGO, "codigo", SHEET_CODE, NULL, "#activity+code", "Código estable del proyecto: letras sin tilde, cifras, punto, guion.", "Stable code of the project: plain letters, digits, dot, hyphen.") \
  X(TITULO, "titulo", SHEET_TEXT, NULL, "#activity+name", "Título, como lo escribe la fuente.", "Title, as the source has it.") \
  X(TITULO_EN, "titulo_en", SHEET_TEXT, NULL, "#activity+name+i_en", "Título en inglés.", "Title in English.") \
  X(CLASE, "clase", SHEET_LISTED, "activity_kind", "#activity+type", "Qué es: proyecto, convenio, programa… Vacío: proyecto.", "What it is: project, agreement, programme… Empty: project.") \
  X(OBJETO, "objeto", SHEET_TEXT, NULL, "#description+purpose", "Objeto del convenio.", "Purpose of the agreement.") \
  X(OBJETO_EN, "objeto_en", SHEET_TEXT, NULL, "#description+purpose+i_en", "Objeto, en inglés.", "Purpose, in English.") \
  X(OBJETIVO, "objetivo", SHEET_TEXT, NULL, "#description+objective", "Objetivo.", "Objective.") \
  X(OBJETIVO_EN, "objetivo_en", SHEET_TEXT, NULL, "#description+objective+i_en", "Objetivo, en inglés.", "Objective, in English.") \
  X(DESCRIPCION, "descripcion", SHEET_TEXT, NULL, "#description", "Descripción.", "Description.") \
  X(DESCRIPCION_EN, "descripcion_en", SHEET_TEXT, NULL, "#description+i_en", "Descripción, en inglés.", "Description, in English.") \
  X(POBLACION, "poblacion", SHEET_TEXT, NULL, "#description+population", "A quién beneficia, en palabras.", "Whom it benefits, in words.") \
  X(SOBRE_VALOR, "sobre_el_valor", SHEET_TEXT, NULL, "#description+value", "Lo que la fuente dice sobre el valor, en palabras.", "What the source says of the amount, in words.") \
  X(NOTA, "nota", SHEET_TEXT, NULL, "#description+note", "Nota.", "Note.") \
  X(ESTADO, "estado", SHEET_LISTED, "activity_status", "#status", "Estado. Vacío: sin dato.", "Status. Empty: no data.") \
  X(TIPO, "tipo_cooperacion", SHEET_LISTED, "cooperation_type", "#modality+cooperation", "Tipo de cooperación.", "Type of cooperation.") \
  X(MODALIDAD, "modalidad", SHEET_LISTED, "modality", "#modality", "Modalidad.", "Modality.") \
  X(TEMA, "tema", SHEET_LIST, "theme", "#sector+theme", "Temas, separados por «;».", "Themes, “;” between them.") \
  X(SECTOR_DAC, "sector_dac", SHEET_TEXT, NULL, "#sector+dac", "Sectores del CAD, cinco cifras, separados por «;»: 14022;14032. Con su parte: 14022=60%;14032=40%.", "DAC sectors, five digits, “;” between them: 14022;14032. With their share: 14022=60%;14032=40%.") \
  X(SECTOR_INFERIDO, "sector_inferido", SHEET_YES, NULL, "#sector+dac+inferred", "«si» cuando el sector lo puso quien llena la hoja y no la fuente.", "“si” where the sector was set by who fills in the sheet, not by the source.") \
  X(SIN_EROGACION, "sin_erogacion", SHEET_YES, NULL, "#value+none", "«si» cuando la fuente dice que no implica erogación: no es lo mismo que un valor de 0.", "“si” where the source says that no money is spent: not the same as an amount of 0.") \
  X(VALOR, "valor_total", SHEET_MONEY, NULL, "#value+total", "Valor total que declara la fuente, en su moneda. No se calcula.", "Total stated by the source, in its currency. It is not computed.") \
  X(VALOR_TEXTO, "valor_texto", SHEET_TEXT, NULL, "#value+total+text", "El valor como está impreso, si no es la misma celda.", "The amount as printed, where it is not the cell itself.") \
  X(MONEDA, "moneda", SHEET_LISTED, "currency", "#currency", "Moneda del valor total. Vacío: COP.", "Currency of the total. Empty: COP.") \
  X(PERSONAS, "personas", SHEET_WHOLE, NULL, "#beneficiary+num", "Personas beneficiadas que declara la fuente.", "People reached, as the source states.") \
  X(PERSONAS_TEXTO, "personas_texto", SHEET_TEXT, NULL, "#beneficiary+text", "Las personas como está impreso.", "The people as printed.") \
  X(UNIDAD, "unidad_personas", SHEET_TEXT, NULL, "#beneficiary+unit", "Unidad: personas, familias, niños…", "Unit: people, families, children…") \
  X(APROXIMADO, "personas_aproximado", SHEET_YES, NULL, "#beneficiary+approx", "«si» cuando la cifra es aproximada.", "“si” where the figure is approximate.") \
  X(VIGENCIA, "vigencia", SHEET_TEXT, NULL, "#date+expires+text", "Vigencia como está escrita; si es una fecha, la del vencimiento.", "Term as written; if it is a date, that of expiry.") \
  X(FIRMA, "fecha_firma", SHEET_DATE, NULL, "#date+signed", "Fecha de la firma: día, mes o año.", "Date of signature: day, month or year.") \
  X(INICIO, "fecha_inicio", SHEET_DATE, NULL, "#date+start", "Inicio: día, mes o año.", "Start: day, month or year.") \
  X(FIN, "fecha_fin", SHEET_DATE, NULL, "#date+end", "Fin: día, mes o año.", "End: day, month or year.") \
  X(INICIO_PREVISTO, "inicio_previsto", SHEET_DATE, NULL, "#date+start+planned", "Inicio previsto, cuando además hay uno real.", "Planned start, where there is an actual one too.") \
  X(INICIO_REAL, "inicio_real", SHEET_DATE, NULL, "#date+start+actual", "Inicio real, si «fecha_inicio» es el previsto.", "Actual start, where “fecha_inicio” is the planned one.") \
  X(FIN_PREVISTO, "fin_previsto", SHEET_DATE, NULL, "#date+end+planned", "Fin previsto, cuando además hay uno real.", "Planned end, where there is an actual one too.") \
  X(FIN_REAL, "fin_real", SHEET_DATE, NULL, "#date+end+actual", "Fin real, si «fecha_fin» es el previsto.", "Actual end, where “fecha_fin” is the planned one.") \
  X(MONETIZACION, "fecha_monetizacion", SHEET_DATE, NULL, "#date+monetised", "Fecha en que se monetizó.", "Date when it was monetised.") \
  X(ANIO, "anio", SHEET_DATE, NULL, "#date+start+year", "Año de inicio, si no hay fecha.", "Year of the start, where there is no date.") \
  X(LUGAR, "lugar", SHEET_AREAS, NULL, "#loc+name+list", "Áreas por código, nombre o alias, separadas por «;», cada una con su parte si la hay: Manga=60%. O use la hoja Lugares.", "Areas by code, name or alias, “;” between them, each with its share if there is one: Manga=60%. Or use the sheet Lugares.") \
  X(AMBITO, "ambito", SHEET_TEXT, NULL, "#loc+type", "Cuando no hay área: ciudad, fuera o desconocido; «sin dato» si la fuente no da lugar alguno.", "Where there is no area: ciudad (city), fuera (beyond) or desconocido (unknown); “sin dato” where the source gives no place at all.") \
  X(LON, "lon", SHEET_DEGREES, NULL, "#geo+lon", "Longitud en grados decimales, WGS 84: -75.5100.", "Longitude in decimal degrees, WGS 84: -75.5100.") \
  X(LAT, "lat", SHEET_DEGREES, NULL, "#geo+lat", "Latitud en grados decimales, WGS 84: 10.4000.", "Latitude in decimal degrees, WGS 84: 10.4000.") \
  X(CONTORNO, "contorno", SHEET_TEXT, NULL, "#geo+bounds", "Contorno: WKT o GeoJSON, primero la longitud.", "Outline: WKT or GeoJSON, longitude first.") \
  X(REPARTO, "reparto", SHEET_TEXT, NULL, "#loc+rule", "Regla para repartir el valor entre las áreas sin parte: igual, superficie o poblacion.", "Rule that shares the amount among the areas without a share: igual (equal), superficie (surface) or poblacion (population).") \
  X(LUGAR_NOTA, "lugar_nota", SHEET_TEXT, NULL, "#loc+text", "El lugar como está escrito, si no es un área.", "The place as written, where it is no area.") \
  X(EJECUTOR, "ejecutor", SHEET_ACTORS_LIST, NULL, "#org+impl", "Quién ejecuta: código o nombre, separados por «;».", "Who implements: code or name, “;” between them.") \
  X(FINANCIADOR, "financiador", SHEET_ACTORS_LIST, NULL, "#org+funder", "Quién financia. Los que aportan ya lo son.", "Who funds. Those who contribute are it already.") \
  X(RESPONSABLE, "responsable", SHEET_ACTORS_LIST, NULL, "#org+accountable", "Quién responde (rol 2 de IATI).", "Who is accountable (IATI role 2).") \
  X(CANALIZADOR, "canalizador", SHEET_ACTORS_LIST, NULL, "#org+extending", "Quién canaliza los recursos (rol 3 de IATI).", "Who extends the funds (IATI role 3).") \
  X(PARTES, "partes", SHEET_ACTORS_LIST, NULL, "#org+party", "Otras partes, sin papel declarado.", "Other parties, without a stated role.") \
  X(MACROPROYECTO, "macroproyecto", SHEET_PROJECT_LIST, NULL, "#activity+parent+code", "Código del proyecto del que hace parte.", "Code of the project that it is part of.") \
  X(RELACIONADOS, "relacionados", SHEET_TEXT, NULL, "#activity+related+code", "Otros proyectos, cada uno con su relación: codigo=3;codigo=2.", "Other projects, each with its relation: code=3;code=2.") \
  X(IATI, "identificador_iati", SHEET_TEXT, NULL, "#activity+id", "Identificador IATI.", "IATI identifier.") \
  X(ALCANCE, "alcance", SHEET_LISTED, "activity_scope", "#activity+scope", "Alcance (IATI ActivityScope).", "Scope (IATI ActivityScope).") \
  X(COLABORACION, "colaboracion", SHEET_LISTED, "collaboration_type", "#modality+collaboration", "Tipo de colaboración (IATI CollaborationType).", "Collaboration type (IATI CollaborationType).") \
  X(IDIOMA, "idioma", SHEET_CODE, NULL, "#meta+lang", "Idioma de los textos, dos letras: es, en.", "Language of the texts, two letters: es, en.") \
  X(PUBLICA, "publica", SHEET_ACTOR, NULL, "#org+reporting", "Quién publica el dato (IATI reporting-org).", "Who publishes the record (IATI reporting-org).") \
  X(FLUJO, "flujo", SHEET_LISTED, "flow_type", "#value+flow", "Código IATI FlowType: 10.", "IATI FlowType code: 10.") \
  X(FINANZA, "finanza", SHEET_LISTED, "finance_type", "#value+finance", "Código IATI FinanceType: 110.", "IATI FinanceType code: 110.") \
  X(AYUDA, "ayuda", SHEET_LISTED, "aid_type", "#value+aid", "Código IATI AidType: C01.", "IATI AidType code: C01.") \
  X(LIGADA, "ligada", SHEET_LISTED, "tied_status", "#value+tied", "Ayuda ligada o no (IATI TiedStatus).", "Aid tied or not (IATI TiedStatus).") \
  X(ACTUALIZADO, "actualizado", SHEET_TEXT, NULL, "#date+updated", "Fecha de actualización que da quien publica.", "Date of the last update, as the publisher gives it.") \
  X(TASA, "tasa_cambio", SHEET_NUMBER, NULL, "#value+rate", "Tasa de cambio del convenio: pesos por una unidad.", "Exchange rate of the agreement: pesos for one unit.") \
  X(TASA_TEXTO, "tasa_texto", SHEET_TEXT, NULL, "#value+rate+text", "La tasa como está impresa, si no es la misma celda.", "The rate as printed, where it is not the cell itself.") \
  X(TASA_MONEDA, "tasa_moneda", SHEET_TEXT, NULL, "#currency+rate", "Moneda de la tasa: USD, o COP/USD.", "Currency of the rate: USD, or COP/USD.") \
  X(TASA_FECHA, "tasa_fecha", SHEET_DATE, NULL, "#date+rate", "Fecha de la tasa.", "Date of the rate.") \
  X(DOCUMENTO, "documento", SHEET_TEXT, NULL, "#meta+source", "Título del documento del que sale la fila. Vacío: este archivo.", "Title of the document the row comes from. Empty: this file.") \
  X(LOCALIZADOR, "localizador", SHEET_TEXT, NULL, "#meta+source+locator", "Dónde está en el documento: página, fila.", "Where it stands in the document: page, row.") \
  X(ERRORES, "errores", SHEET_TEXT, NULL, "#meta+errors", "Lo escribe --errors; no se lee.", "Written by --errors; it is not read.")
enum { SHEET_PROJECT_REQUIRED = 2 };

/* Parts of a project, without `proyecto`. */
#define SHEET_CONTRIBUTION_COLUMNS(X) \
  X(ENTIDAD, "entidad", SHEET_ACTOR, NULL, "#org+provider", "Quién aporta: código o nombre.", "Who contributes: code or name.") \
  X(RECEPTOR, "receptor", SHEET_ACTOR, NULL, "#org+receiver", "Quién recibe: código o nombre.", "Who receives: code or name.") \
  X(VALOR, "valor", SHEET_MONEY, NULL, "#value+contribution", "Valor del aporte.", "Amount of the contribution.") \
  X(VALOR_TEXTO, "valor_texto", SHEET_TEXT, NULL, "#value+contribution+text", "El valor como está impreso, si no es la misma celda.", "The amount as printed, where it is not the cell itself.") \
  X(MONEDA, "moneda", SHEET_LISTED, "currency", "#currency+contribution", "Moneda. Vacío: la del proyecto.", "Currency. Empty: that of the project.") \
  X(FORMA, "forma", SHEET_LISTED, "form", "#value+form", "En efectivo o en especie.", "In cash or in kind.") \
  X(CONTRAPARTIDA, "contrapartida", SHEET_YES, NULL, "#value+counterpart", "«si» cuando es contrapartida.", "“si” where it is counterpart.") \
  X(TEXTO, "texto", SHEET_TEXT, NULL, "#value+contribution+label", "Cómo llama la fuente al aporte.", "What the source calls the contribution.") \
  X(FECHA, "fecha", SHEET_DATE, NULL, "#date+value", "Fecha del valor.", "Date of the value.") \
  X(VALORACION, "valoracion", SHEET_TEXT, NULL, "#value+valuation", "Cómo se valoró, si es en especie.", "How it was valued, if in kind.") \
  X(TIPO_TRANSACCION, "tipo_transaccion", SHEET_LISTED, "transaction_type", "#value+transaction", "Tipo de transacción de IATI. Vacío: una parte del total.", "IATI transaction type. Empty: a part of the total.") \
  X(FECHA_TRANSACCION, "fecha_transaccion", SHEET_DATE, NULL, "#date+transaction", "Fecha de la transacción.", "Date of the transaction.") \
  X(FLUJO, "flujo", SHEET_LISTED, "flow_type", "#value+flow+contribution", "Código IATI FlowType, si no es el del proyecto.", "IATI FlowType code, where it is not the project's.") \
  X(FINANZA, "finanza", SHEET_LISTED, "finance_type", "#value+finance+contribution", "Código IATI FinanceType, si no es el del proyecto.", "IATI FinanceType code, where it is not the project's.") \
  X(AYUDA, "ayuda", SHEET_LISTED, "aid_type", "#value+aid+contribution", "Código IATI AidType, si no es el del proyecto.", "IATI AidType code, where it is not the project's.")
#define SHEET_PLACE_COLUMNS(X) \
  X(AREA, "area", SHEET_AREA, NULL, "#loc+code", "Área: código, nombre o alias.", "Area: code, name or alias.") \
  X(LON, "lon", SHEET_DEGREES, NULL, "#geo+lon", "Longitud en grados decimales, WGS 84.", "Longitude in decimal degrees, WGS 84.") \
  X(LAT, "lat", SHEET_DEGREES, NULL, "#geo+lat", "Latitud en grados decimales, WGS 84.", "Latitude in decimal degrees, WGS 84.") \
  X(CONTORNO, "contorno", SHEET_TEXT, NULL, "#geo+bounds", "Contorno: WKT o GeoJSON, primero la longitud.", "Outline: WKT or GeoJSON, longitude first.") \
  X(PARTE, "parte", SHEET_PERCENT, NULL, "#loc+share+value", "Parte del valor que declara la fuente, en porcentaje.", "Share of the amount that the source states, in per cent.") \
  X(PARTE_PERSONAS, "parte_personas", SHEET_PERCENT, NULL, "#loc+share+people", "Parte de las personas que declara la fuente, en porcentaje.", "Share of the people that the source states, in per cent.") \
  X(AMBITO, "ambito", SHEET_TEXT, NULL, "#loc+type", "Cuando no hay área: ciudad, fuera o desconocido.", "Where there is no area: ciudad (city), fuera (beyond) or desconocido (unknown).") \
  X(TEXTO, "texto", SHEET_TEXT, NULL, "#loc+text", "El lugar como lo escribe la fuente.", "The place as the source writes it.") \
  X(METODO, "metodo", SHEET_LISTED, "location_method", "#loc+method", "Cómo se supo el área. Vacío: se deduce.", "How the area is known. Empty: it is worked out.") \
  X(REPARTO, "reparto", SHEET_TEXT, NULL, "#loc+rule", "Regla de este lugar: igual, superficie, poblacion, ninguna. Vacío: la del proyecto.", "Rule of this place: igual (equal), superficie (surface), poblacion (population), ninguna (none). Empty: that of the project.") \
  X(ALCANCE, "alcance", SHEET_LISTED, "location_reach", "#loc+reach", "Lugar de la actividad o de los beneficiarios.", "Place of the activity or of the beneficiaries.") \
  X(CLASE, "clase", SHEET_LISTED, "location_class", "#loc+class", "Clase de lugar (IATI).", "Class of place (IATI).") \
  X(EXACTITUD, "exactitud", SHEET_LISTED, "exactness", "#geo+exactness", "Exacta o aproximada.", "Exact or approximate.") \
  X(PRECISION, "precision", SHEET_LISTED, "geographical_precision", "#geo+precision", "Precisión geográfica (IATI, 1 a 9).", "Geographical precision (IATI, 1 to 9).")
#define SHEET_PEOPLE_COLUMNS(X) \
  X(PERSONAS, "personas", SHEET_WHOLE, NULL, "#beneficiary+num", "Cuántas personas. Vacío: no lo dice.", "How many people. Empty: it does not say.") \
  X(TEXTO, "texto", SHEET_TEXT, NULL, "#beneficiary+text", "El grupo como lo escribe la fuente.", "The group as the source writes it.") \
  X(UNIDAD, "unidad", SHEET_TEXT, NULL, "#beneficiary+unit", "Unidad: personas, familias, niños…", "Unit: people, families, children…") \
  X(AREA, "area", SHEET_AREA, NULL, "#loc+beneficiary+code", "Área del grupo, si se dice.", "Area of the group, if it is said.") \
  X(APROXIMADO, "aproximado", SHEET_YES, NULL, "#beneficiary+approx", "«si» cuando la cifra es aproximada.", "“si” where the figure is approximate.") \
  X(DISJUNTO, "disjunto", SHEET_YES, NULL, "#beneficiary+disjoint", "«si» cuando la fuente dice que nadie está también en otro grupo.", "“si” where the source says that nobody is in another group too.")
#define SHEET_TOTAL_COLUMNS(X) \
  X(VALOR, "valor", SHEET_MONEY, NULL, "#value+other", "Otro total que la fuente declara.", "Another total that the source states.") \
  X(VALOR_TEXTO, "valor_texto", SHEET_TEXT, NULL, "#value+other+text", "El valor como está impreso, si no es la misma celda.", "The amount as printed, where it is not the cell itself.") \
  X(MONEDA, "moneda", SHEET_LISTED, "currency", "#currency+other", "Moneda. Vacío: la del proyecto.", "Currency. Empty: that of the project.") \
  X(TEXTO, "texto", SHEET_TEXT, NULL, "#value+other+label", "Cómo llama la fuente a este total.", "What the source calls this total.")
#define SHEET_RESULT_COLUMNS(X) \
  X(TIPO, "tipo", SHEET_LISTED, "result_type", "#output+type", "Producto, efecto o impacto. Vacío: otro.", "Output, outcome or impact. Empty: other.") \
  X(TITULO, "titulo", SHEET_TEXT, NULL, "#output+name", "Qué se logra. Filas con el mismo título son un resultado.", "What is achieved. Rows with the same title are one result.") \
  X(DESCRIPCION, "descripcion", SHEET_TEXT, NULL, "#output+description", "Descripción del resultado.", "Description of the result.") \
  X(SUMABLE, "sumable", SHEET_YES, NULL, "#output+aggregates", "«si» cuando puede sumarse con otros.", "“si” where it may be added to others.") \
  X(INDICADOR, "indicador", SHEET_TEXT, NULL, "#indicator+name", "Nombre del indicador. Filas con el mismo son sus periodos.", "Name of the indicator. Rows with the same are its periods.") \
  X(DESCRIPCION_INDICADOR, "indicador_descripcion", SHEET_TEXT, NULL, "#indicator+description", "Descripción del indicador.", "Description of the indicator.") \
  X(MEDIDA, "medida", SHEET_LISTED, "indicator_measure", "#indicator+measure", "Unidad de medida. Vacío: unidad.", "Measure. Empty: unit.") \
  X(ASCENDENTE, "ascendente", SHEET_YES, NULL, "#indicator+ascending", "«si» cuando más es mejor.", "“si” where more is better.") \
  X(LINEA_BASE_ANIO, "linea_base_anio", SHEET_DATE, NULL, "#date+baseline+year", "Año de la línea de base.", "Year of the baseline.") \
  X(LINEA_BASE, "linea_base", SHEET_TEXT, NULL, "#indicator+baseline", "Valor de la línea de base, como está escrito.", "Value of the baseline, as written.") \
  X(DESDE, "desde", SHEET_DATE, NULL, "#date+period+start", "Inicio del periodo.", "Start of the period.") \
  X(HASTA, "hasta", SHEET_DATE, NULL, "#date+period+end", "Fin del periodo.", "End of the period.") \
  X(META, "meta", SHEET_TEXT, NULL, "#indicator+target", "Meta, como está escrita.", "Target, as written.") \
  X(LOGRO, "logro", SHEET_TEXT, NULL, "#indicator+actual", "Logro, como está escrito.", "Achievement, as written.")
#define SHEET_LINK_COLUMNS(X) \
  X(URL, "url", SHEET_URL, NULL, "#meta+url", "Dirección https://…, o el nombre del archivo si no está en la red.", "Address https://…, or the name of the file where it is not on the net.") \
  X(TITULO, "titulo", SHEET_TEXT, NULL, "#meta+title", "Título del documento.", "Title of the document.") \
  X(CATEGORIA, "categoria", SHEET_LISTED, "document_category", "#meta+category", "Código IATI DocumentCategory: A01.", "IATI DocumentCategory code: A01.") \
  X(FORMATO, "formato", SHEET_TEXT, NULL, "#meta+format", "Tipo de archivo: application/pdf.", "Media type: application/pdf.") \
  X(IDIOMA, "idioma", SHEET_CODE, NULL, "#meta+lang", "Idioma, dos letras: es, en.", "Language, two letters: es, en.") \
  X(FECHA, "fecha", SHEET_DATE, NULL, "#date+document", "Fecha del documento.", "Date of the document.")

#define SHEET_ACTOR_COLUMNS(X) \
  X(CODIGO, "codigo", SHEET_CODE, NULL, "#org+code", "Código estable del actor.", "Stable code of the actor.") \
  X(NOMBRE, "nombre", SHEET_TEXT, NULL, "#org+name", "Nombre.", "Name.") \
  X(TIPO, "tipo", SHEET_LISTED, "organisation_type", "#org+type", "Tipo (IATI OrganisationType). Vacío: sin dato.", "Type (IATI OrganisationType). Empty: no data.") \
  X(PAIS, "pais", SHEET_CODE, NULL, "#country+code", "País, dos letras: CO, ES, US.", "Country, two letters: CO, ES, US.") \
  X(ALIAS, "alias", SHEET_TEXT, NULL, "#org+alias", "Otros nombres, separados por «;».", "Other names, “;” between them.") \
  X(REFERENCIA, "referencia", SHEET_TEXT, NULL, "#org+id", "Identificador de organización de IATI.", "IATI organisation identifier.") \
  X(NOTA, "nota", SHEET_TEXT, NULL, "#description+note", "Nota.", "Note.") \
  X(DOCUMENTO, "documento", SHEET_TEXT, NULL, "#meta+source", "Título del documento del que sale la fila. Vacío: este archivo.", "Title of the document the row comes from. Empty: this file.") \
  X(LOCALIZADOR, "localizador", SHEET_TEXT, NULL, "#meta+source+locator", "Dónde está en el documento: página, fila.", "Where it stands in the document: page, row.") \
  X(ERRORES, "errores", SHEET_TEXT, NULL, "#meta+errors", "Lo escribe --errors; no se lee.", "Written by --errors; it is not read.")
enum { SHEET_ACTOR_REQUIRED = 2 };
// clang-format on
#endif
