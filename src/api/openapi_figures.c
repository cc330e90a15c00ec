/* The schemas of the answers with figures: what the explorer's typed client is made from (web/src/api/schema.d.ts). */
#include "openapi_json.h"

#include <stddef.h>

/* What an amount does not cover, in projects. */
#define UNCOVERED                                                                                                      \
  "\"sin_valor\":" COUNT ",\"sin_erogacion\":" COUNT ",\"otra_moneda\":" COUNT ",\"contado_en_otro\":" COUNT
#define PEOPLE "\"personas_min\":" COUNT_OR_NULL ",\"personas_max\":" COUNT_OR_NULL ",\"personas_sin_dato\":" COUNT
#define FIGURES "\"proyectos\":" COUNT ",\"valor\":" MONEY_OR_NULL "," UNCOVERED "," PEOPLE
#define UNCOVERED_NAMES "\"sin_valor\",\"sin_erogacion\",\"otra_moneda\",\"contado_en_otro\""
#define FIGURES_NAMES                                                                                                  \
  "\"proyectos\",\"valor\"," UNCOVERED_NAMES ",\"personas_min\",\"personas_max\",\"personas_sin_dato\""
/* What every table of totals says first. */
#define TABLE "\"moneda\":" TEXT ",\"poblacion\":" TEXT ",\"cobertura\":" REF("cobertura")
#define TABLE_NAMES "\"moneda\",\"poblacion\",\"cobertura\""
#define SOURCES_OF_FLOWS                                                                                               \
  "{\"type\":\"string\",\"enum\":[\"fuente\",\"otras\",\"sin_dato\",\"sin_asignar\",\"diferencia\"]}"
#define AREAS_OF_FLOWS                                                                                                 \
  "{\"type\":\"string\",\"enum\":[\"area\",\"otras\",\"ninguna\",\"named\",\"city\",\"beyond\",\"unknown\",\"sin_"     \
  "asignar\"]}"

/* One member a line. */
// clang-format off
const struct openapi_schema openapi_figures[] = {
    {"facetas", OBJECT("\"proyectos\",\"facetas\"",
        "\"proyectos\":" COUNT ","
        "\"facetas\":" LIST(REF("faceta")))},
    {"faceta", OBJECT("\"nombre\",\"titulo\",\"filtra\",\"valores\"",
        "\"nombre\":" TEXT ","
        "\"titulo\":" TEXT ","
        "\"filtra\":" TRUTH ","
        "\"n_valores\":" COUNT ","
        "\"valores\":" LIST(REF("valorDeFaceta")))},
    {"valorDeFaceta", OBJECT("\"valor\",\"etiqueta\",\"cuenta\",\"seleccionado\"",
        "\"valor\":" TEXT ","
        "\"etiqueta\":" TEXT ","
        "\"capa\":" TEXT ","
        "\"cuenta\":" COUNT ","
        "\"seleccionado\":" TRUTH ","
        "\"enlace\":" TEXT_OR_NULL)},
    {"cobertura", OBJECT("\"proyectos\",\"en_la_suma\"," UNCOVERED_NAMES ",\"texto\"",
        "\"proyectos\":" COUNT ","
        "\"en_la_suma\":" COUNT ","
        UNCOVERED ","
        "\"texto\":" TEXT)},
    {"cifras", OBJECT(FIGURES_NAMES, FIGURES)},
    {"resumenDeAlgo", EITHER("resumenPorArea", "resumen")},
    {"resumenPorArea", OBJECT("\"por\"," TABLE_NAMES ",\"todo\",\"areas\",\"atribuido\",\"sin_asignar\",\"sin_lugar\",\"cierre\",\"cierra\"",
        "\"por\":" ONE("area") ","
        "\"capa\":" TEXT_OR_NULL ","
        TABLE ","
        "\"todo\":" REF("cifras") ","
        "\"areas\":" LIST(REF("filaDeArea")) ","
        "\"atribuido\":" OBJECT("\"valor\"", "\"valor\":" MONEY) ","
        "\"sin_asignar\":" REF("cifras") ","
        "\"sin_lugar\":" LIST(REF("sinLugar")) ","
        "\"cierre\":" OBJECT("\"suma\",\"total\"",
            "\"directo_en_areas\":" MONEY ","
            "\"en_otras_capas\":" MONEY ","
            "\"sin_asignar\":" MONEY ","
            "\"sin_lugar\":" MONEY ","
            "\"suma\":" MONEY ","
            "\"total\":" MONEY) ","
        "\"cierra\":" TRUTH ","
        "\"conversion\":{\"type\":\"object\",\"nullable\":true},"
        "\"notas\":" TEXTS)},
    /* All but the code may be left out by properties=. */
    {"filaDeArea", OBJECT("\"codigo\"",
        "\"codigo\":" TEXT ","
        "\"nombre\":" TEXT ","
        "\"capa\":" TEXT ","
        "\"geometria_aproximada\":" TRUTH ","
        FIGURES ","
        "\"valor_atribuido\":" MONEY_OR_NULL ","
        "\"valor_directo\":" MONEY_OR_NULL ","
        "\"proyectos_directos\":" COUNT)},
    {"sinLugar", OBJECT("\"estado\",\"etiqueta\"," FIGURES_NAMES,
        "\"estado\":{\"type\":\"string\",\"enum\":[\"named\",\"city\",\"beyond\",\"unknown\"]},"
        "\"etiqueta\":" TEXT ","
        FIGURES)},
    {"resumen", OBJECT("\"por\",\"titulo\"," TABLE_NAMES ",\"todo\",\"periodos\",\"filas\",\"sin_asignar\",\"diferencia\",\"cierre\",\"cierra\",\"impreso\"",
        "\"por\":" TEXT ","
        "\"titulo\":" TEXT ","
        "\"capa\":" TEXT_OR_NULL ","
        TABLE ","
        "\"todo\":" REF("cifras") ","
        "\"periodos\":{\"type\":\"array\",\"nullable\":true,\"items\":" REF("periodo") "},"
        "\"filas\":" LIST(REF("filaDeResumen")) ","
        "\"sin_asignar\":" REF("parte") ","
        "\"diferencia\":" REF("parte") ","
        "\"cierre\":" OBJECT("\"atribuido\",\"sin_asignar\",\"diferencia\",\"suma\",\"total\"",
            "\"atribuido\":" MONEY ","
            "\"sin_asignar\":" MONEY ","
            "\"diferencia\":" MONEY ","
            "\"suma\":" MONEY ","
            "\"total\":" MONEY) ","
        "\"cierra\":" TRUTH ","
        "\"conversion\":{\"type\":\"object\",\"nullable\":true},"
        "\"impreso\":" LIST(REF("serieImpresa")) ","
        "\"notas\":" TEXTS)},
    {"filaDeResumen", OBJECT("\"codigo\",\"nombre\",\"sin_dato\"," FIGURES_NAMES ",\"valor_atribuido\"",
        "\"codigo\":" TEXT_OR_NULL ","
        "\"nombre\":" TEXT ","
        "\"sin_dato\":" TRUTH ","
        "\"capa\":" TEXT ","
        "\"geometria_aproximada\":" TRUTH ","
        FIGURES ","
        "\"valor_atribuido\":" MONEY_OR_NULL ","
        "\"periodos\":" LIST(REF("parteDePeriodo")))},
    {"parte", OBJECT("\"proyectos\",\"valor\"", "\"proyectos\":" COUNT ",\"valor\":" MONEY)},
    {"parteDePeriodo", OBJECT("\"proyectos\",\"valor_atribuido\",\"no_cubiertos\"",
        "\"proyectos\":" COUNT ","
        "\"valor_atribuido\":" MONEY_OR_NULL ","
        "\"no_cubiertos\":" COUNT)},
    {"periodo", OBJECT("\"nombre\",\"desde\",\"hasta\",\"valor_atribuido\"",
        "\"nombre\":" TEXT ","
        "\"desde\":" COUNT_OR_NULL ","
        "\"hasta\":" COUNT_OR_NULL ","
        "\"valor_atribuido\":" MONEY_OR_NULL)},
    {"fuenteDelDato", OBJECT("\"titulo\",\"localizador\"", "\"titulo\":" TEXT_OR_NULL ",\"localizador\":" TEXT_OR_NULL)},
    {"serieImpresa", OBJECT("\"codigo\",\"titulo\",\"valores\"",
        "\"codigo\":" TEXT ","
        "\"titulo\":" TEXT ","
        "\"medida\":" TEXT_OR_NULL ","
        "\"concepto\":" TEXT_OR_NULL ","
        "\"moneda\":" TEXT_OR_NULL ","
        "\"dimension\":" TEXT_OR_NULL ","
        "\"periodo\":" TEXT_OR_NULL ","
        "\"poblacion\":" TEXT_OR_NULL ","
        "\"proyecto\":" TEXT_OR_NULL ","
        "\"nota\":" TEXT_OR_NULL ","
        "\"fuente_del_dato\":" OR_NULL("fuenteDelDato") ","
        "\"valores\":" LIST(REF("valorImpreso")))},
    {"valorImpreso", OBJECT("\"codigo\",\"etiqueta\",\"valor\",\"valor_texto\",\"aproximado\"",
        "\"codigo\":" TEXT ","
        "\"etiqueta\":" TEXT ","
        "\"forma\":" TEXT_OR_NULL ","
        "\"periodo\":" TEXT_OR_NULL ","
        "\"valor\":" MONEY_OR_NULL ","
        "\"valor_texto\":" TEXT_OR_NULL ","
        "\"unidad\":" TEXT_OR_NULL ","
        "\"aproximado\":" TRUTH ","
        "\"fuente_del_dato\":" OR_NULL("fuenteDelDato"))},
    {"matriz", OBJECT("\"por\"," TABLE_NAMES ",\"columnas\",\"filas\",\"sin_area\",\"total\",\"sin_celda\",\"celdas\",\"celdas_vacias\"",
        "\"por\":" OBJECT("\"filas\",\"columnas\"", "\"filas\":" TEXT ",\"columnas\":" TEXT) ","
        TABLE ","
        "\"columnas\":" LIST(REF("columnaDeMatriz")) ","
        "\"filas\":" LIST(REF("filaDeMatriz")) ","
        "\"sin_area\":" REF("filaSinArea") ","
        "\"total\":" REF("celda") ","
        "\"sin_celda\":" MONEY ","
        "\"celdas\":" COUNT ","
        "\"celdas_vacias\":" COUNT ","
        "\"notas\":" TEXTS)},
    {"celda", OBJECT("\"proyectos\",\"valor\",\"no_cubiertos\",\"valor_atribuido\",\"no_atribuidos\"",
        "\"proyectos\":" COUNT ","
        "\"valor\":" MONEY_OR_NULL ","
        "\"no_cubiertos\":" COUNT ","
        "\"valor_atribuido\":" MONEY_OR_NULL ","
        "\"no_atribuidos\":" COUNT)},
    {"columnaDeMatriz", OBJECT("\"codigo\",\"nombre\",\"proyectos\",\"valor\",\"no_cubiertos\",\"valor_atribuido\",\"no_atribuidos\"",
        "\"codigo\":" TEXT_OR_NULL ","
        "\"nombre\":" TEXT ","
        "\"proyectos\":" COUNT ","
        "\"valor\":" MONEY_OR_NULL ","
        "\"no_cubiertos\":" COUNT ","
        "\"valor_atribuido\":" MONEY_OR_NULL ","
        "\"no_atribuidos\":" COUNT)},
    {"filaDeMatriz", OBJECT("\"codigo\",\"nombre\",\"capa\",\"geometria_aproximada\",\"proyectos\",\"valor\",\"no_cubiertos\",\"valor_atribuido\",\"no_atribuidos\",\"celdas\"",
        "\"codigo\":" TEXT ","
        "\"nombre\":" TEXT ","
        "\"capa\":" TEXT ","
        "\"geometria_aproximada\":" TRUTH ","
        "\"proyectos\":" COUNT ","
        "\"valor\":" MONEY_OR_NULL ","
        "\"no_cubiertos\":" COUNT ","
        "\"valor_atribuido\":" MONEY_OR_NULL ","
        "\"no_atribuidos\":" COUNT ","
        "\"celdas\":" LIST(REF("celda")))},
    {"filaSinArea", OBJECT("\"proyectos\",\"valor\",\"no_cubiertos\",\"valor_atribuido\",\"no_atribuidos\",\"celdas\"",
        "\"proyectos\":" COUNT ","
        "\"valor\":" MONEY_OR_NULL ","
        "\"no_cubiertos\":" COUNT ","
        "\"valor_atribuido\":" MONEY_OR_NULL ","
        "\"no_atribuidos\":" COUNT ","
        "\"celdas\":" LIST(REF("celda")))},
    {"flujos", OBJECT("\"capa\",\"capa_nombre\",\"limite\"," TABLE_NAMES ",\"todo\",\"fuentes\",\"areas\",\"flujos\",\"cierre\",\"cierra\",\"notas\"",
        "\"capa\":" TEXT ","
        "\"capa_nombre\":" TEXT ","
        "\"limite\":" COUNT ","
        TABLE ","
        "\"todo\":" REF("cifras") ","
        "\"fuentes\":" LIST(REF("fuenteDeFlujo")) ","
        "\"areas\":" LIST(REF("areaDeFlujo")) ","
        "\"flujos\":" LIST(REF("flujo")) ","
        "\"cierre\":" OBJECT("\"por_fuente\",\"por_area\",\"total\"",
            "\"por_fuente\":" OBJECT("\"suma\"",
                "\"de_fuentes\":" MONEY ","
                "\"sin_dato\":" MONEY ","
                "\"sin_asignar\":" MONEY ","
                "\"diferencia\":" MONEY ","
                "\"suma\":" MONEY) ","
            "\"por_area\":" OBJECT("\"suma\"",
                "\"en_areas\":" MONEY ","
                "\"en_ninguna\":" MONEY ","
                "\"sin_lugar\":" MONEY ","
                "\"sin_asignar\":" MONEY ","
                "\"suma\":" MONEY) ","
            "\"total\":" MONEY) ","
        "\"cierra\":" TRUTH ","
        "\"notas\":" TEXTS)},
    {"fuenteDeFlujo", OBJECT("\"grupo\",\"codigo\",\"nombre\",\"miembros\",\"proyectos\",\"valor\",\"no_cubiertos\"",
        "\"grupo\":" SOURCES_OF_FLOWS ","
        "\"codigo\":" TEXT_OR_NULL ","
        "\"nombre\":" TEXT ","
        "\"miembros\":" COUNT ","
        "\"proyectos\":" COUNT ","
        "\"valor\":" MONEY_OR_NULL ","
        "\"no_cubiertos\":" COUNT)},
    {"areaDeFlujo", OBJECT("\"grupo\",\"codigo\",\"nombre\",\"miembros\",\"geometria_aproximada\",\"proyectos\",\"valor\",\"no_cubiertos\"",
        "\"grupo\":" AREAS_OF_FLOWS ","
        "\"codigo\":" TEXT_OR_NULL ","
        "\"nombre\":" TEXT ","
        "\"miembros\":" COUNT ","
        "\"geometria_aproximada\":" TRUTH ","
        "\"proyectos\":" COUNT ","
        "\"valor\":" MONEY_OR_NULL ","
        "\"no_cubiertos\":" COUNT)},
    /* de, a: positions in fuentes and areas. */
    {"flujo", OBJECT("\"de\",\"a\",\"fuente_grupo\",\"fuente\",\"area_grupo\",\"area\",\"proyectos\",\"valor\",\"no_cubiertos\"",
        "\"de\":" COUNT ","
        "\"a\":" COUNT ","
        "\"fuente_grupo\":" SOURCES_OF_FLOWS ","
        "\"fuente\":" TEXT_OR_NULL ","
        "\"area_grupo\":" AREAS_OF_FLOWS ","
        "\"area\":" TEXT_OR_NULL ","
        "\"proyectos\":" COUNT ","
        "\"valor\":" MONEY_OR_NULL ","
        "\"no_cubiertos\":" COUNT)},
    {"areasEnUnPunto", OBJECT("\"areas\"",
        "\"areas\":" LIST(OBJECT("\"codigo\",\"nombre\",\"capa\",\"geometria\",\"geometria_aproximada\"",
            "\"codigo\":" TEXT ","
            "\"nombre\":" TEXT ","
            "\"capa\":" TEXT ","
            "\"capa_nombre\":" TEXT ","
            "\"geometria\":" TEXT ","
            "\"geometria_aproximada\":" TRUTH ","
            "\"hectareas\":{\"type\":\"number\",\"nullable\":true}")) ","
        "\"aviso\":" TEXT_OR_NULL)},
    {"hallados", OBJECT("\"resultados\"",
        "\"resultados\":" LIST(OBJECT("\"tipo\",\"codigo\",\"nombre\",\"detalle\"",
            "\"tipo\":{\"type\":\"string\",\"enum\":[\"area\",\"proyecto\",\"actor\"]},"
            "\"codigo\":" TEXT ","
            "\"nombre\":" TEXT ","
            "\"detalle\":" TEXT_OR_NULL ","
            "\"enlace\":" TEXT)))},
    {"configuracion", OBJECT("\"basemap\",\"idiomas\"",
        "\"basemap\":" OR_NULL("mapaBase") ","
        "\"idiomas\":" TEXTS ","
        "\"extension\":{\"type\":\"array\",\"nullable\":true,\"items\":{\"type\":\"number\"}}")},
    {"mapaBase", OBJECT("\"tipo\",\"url\",\"nombre\",\"atribucion\"",
        "\"tipo\":{\"type\":\"string\",\"enum\":[\"xyz\",\"pmtiles\"]},"
        "\"url\":" TEXT ","
        "\"nombre\":" TEXT ","
        "\"atribucion\":" TEXT)},
    {NULL, NULL},
};
// clang-format on
