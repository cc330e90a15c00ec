/* The route table. The order is that of matching. */
#include "api/routes.h"

#include "crs_params.h"
#include "export_job.h"
#include "handlers.h"
#include "items.h"
#include "tiles.h"
#include "totals.h"

typedef const struct http_param_spec *const specs[];

static const struct http_param_spec param_lon = {.name = "lon",
                                                 .type = HTTP_REAL,
                                                 .min = -180,
                                                 .max = 180,
                                                 .es = "Longitud en grados.",
                                                 .en = "Longitude in degrees."};
static const struct http_param_spec param_lat = {
    .name = "lat", .type = HTTP_REAL, .min = -90, .max = 90, .es = "Latitud en grados.", .en = "Latitude in degrees."};
static const struct http_param_spec param_por = {
    .name = "por",
    .type = HTTP_STRING,
    .max_bytes = 64,
    .es =
        "Por qué se agrupa: area (si no se dice), tema, fuente, ejecutor, tipo, modalidad, forma, anio, estado, clase, "
        "lugar, o una capa de áreas (localidad, ucg, barrio…).",
    .en =
        "What the groups are: area (unless said), tema, fuente, ejecutor, tipo, modalidad, forma, anio, estado, clase, "
        "lugar, or a layer of areas (localidad, ucg, barrio…)."};
static const struct http_param_spec param_convertir = {
    .name = "convertir",
    .type = HTTP_STRING,
    .max_bytes = 3,
    .es = "Moneda (ISO 4217) a la que se convierte, con la tasa de cada proyecto; lo que no tiene tasa no se suma.",
    .en = "Currency (ISO 4217) to convert into, at each project's rate; what has no rate is not in the sum."};
static const struct http_param_spec param_periodo = {.name = "periodo",
                                                     .type = HTTP_STRING,
                                                     .repeats = true,
                                                     .max_bytes = 16,
                                                     .es = "Columnas por periodo de años: 2005-2007. Se puede repetir.",
                                                     .en = "Columns by period of years: 2005-2007. May be repeated."};
static const struct http_param_spec param_filas = {
    .name = "filas",
    .type = HTTP_STRING,
    .max_bytes = 64,
    .es = "Filas: una capa de áreas (barrio si no se dice, ucg, localidad…), o area para todas.",
    .en = "Rows: a layer of areas (barrio unless said, ucg, localidad…), or area for all."};
static const struct http_param_spec param_columnas = {
    .name = "columnas",
    .type = HTTP_STRING,
    .max_bytes = 64,
    .es = "Columnas: tema (si no se dice), tipo, modalidad, forma, anio, estado, clase o lugar.",
    .en = "Columns: tema (unless said), tipo, modalidad, forma, anio, estado, clase or lugar."};

static const struct http_param_spec param_values = {
    .name = "limit",
    .type = HTTP_INT,
    .min = 1,
    .max = 10000,
    .clamp = true,
    .es = "Cuántos valores por faceta: los de mayor cuenta primero, y siempre los elegidos; si no se dice, todos.",
    .en = "How many values of each facet: those of the largest count first, and always the selected ones; unless said, "
          "all."};

static const struct http_param_spec param_ends = {
    .name = "limit",
    .type = HTTP_INT,
    .min = 1,
    .max = FLOWS_MAX_LIMIT,
    .fallback = 12,
    .clamp = true,
    .es =
        "Cuántas fuentes y cuántas áreas se muestran por su nombre; las demás se suman como otras. Las áreas son de la "
        "capa de capa= (localidad si no se dice).",
    .en =
        "How many sources and how many areas are shown by name; the others are summed as others. The areas are of the "
        "layer of capa= (localidad unless said)."};

static specs p_lang = {&answer_param_lang, NULL};
static specs p_json = {&answer_param_f_json, &answer_param_lang, NULL};
static specs p_page = {&answer_param_f_page, &answer_param_lang, NULL};
static specs p_explorer = {FILTER_PARAMS, &answer_param_f_page, &answer_param_lang, NULL};
static specs p_item = {&crs_param_crs, &answer_param_f_item, &answer_param_lang, NULL};
static specs p_items = {FILTER_PARAMS,           &filter_param_punto,
                        &crs_param_crs,          &items_param_sortby,
                        &items_param_properties, &answer_param_limit,
                        &items_param_offset,     &answer_param_after,
                        &answer_param_excel,     &answer_param_hxl,
                        &answer_param_geometry,  &answer_param_f_items,
                        &answer_param_lang,      NULL};
static specs p_tile = {FILTER_PARAMS, &tile_param_group, &tile_param_properties, &answer_param_f_tile, NULL};
static specs p_tiles = {FILTER_PARAMS,          &tile_param_collections, &tile_param_group,
                        &tile_param_properties, &answer_param_f_tile,    NULL};
static specs p_map = {FILTER_PARAMS, &answer_param_f_json, &answer_param_lang, NULL};
static specs p_facets = {FILTER_PARAMS, &param_values, &answer_param_f_json, &answer_param_lang, NULL};
static specs p_summary = {&param_por,
                          FILTER_PARAMS,
                          &param_convertir,
                          &param_periodo,
                          &totals_param_properties,
                          &answer_param_excel,
                          &answer_param_f_table,
                          &answer_param_lang,
                          NULL};
static specs p_matrix = {&param_filas,          &param_columnas,    FILTER_PARAMS, &answer_param_excel,
                         &answer_param_f_table, &answer_param_lang, NULL};
static specs p_flows = {FILTER_PARAMS,         &param_ends,        &answer_param_excel,
                        &answer_param_f_table, &answer_param_lang, NULL};
static specs p_overlaps = {FILTER_PARAMS,         &answer_param_limit, &answer_param_excel,
                           &answer_param_f_table, &answer_param_lang,  NULL};
static specs p_here = {&param_lon, &param_lat, &answer_param_f_json, &answer_param_lang, NULL};
static specs p_find = {&filter_param_q, &answer_param_f_json, &answer_param_lang, NULL};
static const char *const only_yes[] = {"1", NULL};
static const struct http_param_spec param_rule = {.name = "regla",
                                                  .type = HTTP_STRING,
                                                  .max_bytes = 64,
                                                  .es = "Solo lo que halla esta regla.",
                                                  .en = "Only what this rule finds."};
static const struct http_param_spec param_about = {.name = "proyecto",
                                                   .type = HTTP_STRING,
                                                   .max_bytes = 128,
                                                   .es = "Solo lo que toca a este proyecto (código).",
                                                   .en = "Only what concerns this project (code)."};
static const struct http_param_spec param_open = {.name = "abiertas",
                                                  .type = HTTP_ENUM,
                                                  .values = only_yes,
                                                  .es = "1: solo las que nadie ha decidido.",
                                                  .en = "1: only what nobody decided."};
static const struct http_param_spec param_since = {.name = "desde",
                                                   .type = HTTP_STRING,
                                                   .max_bytes = 40,
                                                   .es = "Desde esta fecha: 2011-07-06, 2011-07 o 2011.",
                                                   .en = "Since this date: 2011-07-06, 2011-07 or 2011."};
static specs p_findings = {&param_rule,           &param_about,       &param_open, &answer_param_excel,
                           &answer_param_f_sheet, &answer_param_lang, NULL};
static specs p_goals = {&answer_param_excel, &answer_param_f_sheet, &answer_param_lang, NULL};
static specs p_news = {&param_since, &answer_param_lang, NULL};
static specs p_statistics = {FILTER_PARAMS, &answer_param_lang, NULL};
static const struct http_param_spec param_part = {.name = "parte",
                                                  .type = HTTP_INT,
                                                  .min = 1,
                                                  .max = 1000000,
                                                  .es = "La parte, donde las direcciones no caben en un archivo.",
                                                  .en = "The part, where the addresses do not fit in one file."};
static specs p_sitemap = {&param_part, NULL};
static specs p_list = {FILTER_PARAMS, &answer_param_after, &answer_param_lang, NULL};

#define ROUTE(...) (&(const struct http_route){__VA_ARGS__})
#define SAYS(spanish, english) .summary_es = spanish, .summary_en = english

static const struct http_route *const routes[] = {
    ROUTE(.pattern = "/", .params = p_explorer, .handle = handle_landing, .offers = answer_offers_page,
          .stamp = stamp_front, .cache = true, .slow = true, .lenient = true,
          SAYS("El mapa, o la portada de la API.", "The map, or the landing page of the API.")),
    ROUTE(.pattern = "/incrustar", .params = p_statistics, .handle = handle_embedded, .offers = answer_offers_html,
          .stamp = stamp_front, .cache = true, .slow = true, .lenient = true, .embed = true,
          SAYS("El mapa, para el marco de otra página.", "The map, for a frame in another page.")),
    ROUTE(.pattern = "/conformance", .params = p_page, .handle = handle_conformance, .offers = answer_offers_page,
          SAYS("Qué normas se cumplen.", "What standards are met.")),
    ROUTE(.pattern = "/api", .params = p_page, .handle = handle_openapi, .offers = answer_offers_openapi, .cache = true,
          SAYS("Esta descripción (OpenAPI 3.0).", "This description (OpenAPI 3.0).")),
    ROUTE(.pattern = "/api.html", .params = p_lang, .handle = handle_openapi_html, .offers = answer_offers_html,
          .cache = true, SAYS("Las direcciones, para leer.", "The addresses, to read.")),
    ROUTE(.pattern = "/collections", .params = p_page, .handle = handle_collections, .offers = answer_offers_page,
          .cache = true, SAYS("Las colecciones.", "The collections.")),
    ROUTE(.pattern = "/collections/{id}", .params = p_page, .handle = handle_collection, .offers = answer_offers_page,
          .cache = true, SAYS("Una colección.", "One collection.")),
    ROUTE(.pattern = "/collections/{id}/schema", .params = p_json, .handle = handle_schema,
          .offers = answer_offers_schema, .cache = true,
          SAYS("Las propiedades de una colección (JSON Schema).", "The properties of a collection (JSON Schema).")),
    ROUTE(.pattern = "/collections/{id}/queryables", .params = p_json, .handle = handle_queryables,
          .offers = answer_offers_schema, .cache = true,
          SAYS("Por qué puede preguntar filter (JSON Schema).", "What filter may ask (JSON Schema).")),
    ROUTE(.pattern = "/collections/{id}/sortables", .params = p_json, .handle = handle_sortables,
          .offers = answer_offers_schema, .cache = true,
          SAYS("Por qué puede ordenar sortby (JSON Schema).", "What sortby may order by (JSON Schema).")),
    ROUTE(.pattern = "/functions", .params = p_json, .handle = handle_functions, .offers = answer_offers_json,
          SAYS("Las funciones que filter puede usar.", "The functions that filter may use.")),
    ROUTE(.pattern = "/collections/{id}/items", .params = p_items, .handle = handle_items,
          .offers = answer_offers_items, .cache = true,
          SAYS("Los elementos que elige el filtro, por páginas.", "The items the filter selects, in pages.")),
    ROUTE(.pattern = "/collections/{id}/items/{codigo}", .params = p_item, .handle = handle_item,
          .offers = answer_offers_item, .cache = true,
          SAYS("Un elemento con todo su detalle.", "One item with all its detail.")),
    ROUTE(.pattern = "/collections/{id}/tiles", .params = p_json, .handle = handle_tilesets,
          .offers = answer_offers_json,
          SAYS("Los juegos de teselas de una colección.", "The tile sets of a collection.")),
    ROUTE(.pattern = "/collections/{id}/tiles/WebMercatorQuad", .params = p_json, .handle = handle_tileset,
          .offers = answer_offers_json, SAYS("El juego de teselas de una colección.", "The tile set of a collection.")),
    ROUTE(.pattern = "/collections/{id}/tiles/WebMercatorQuad/{tileMatrix}/{tileRow}/{tileCol}", .params = p_tile,
          .handle = handle_tile, .offers = answer_offers_tile, .stamp = stamp_tile, .cache = true, .neutral = true,
          SAYS("Una tesela de una colección.", "A tile of a collection.")),
    ROUTE(.pattern = "/tiles", .params = p_json, .handle = handle_tilesets, .offers = answer_offers_json,
          SAYS("Los juegos de teselas de todo.", "The tile sets of everything.")),
    ROUTE(.pattern = "/tiles/WebMercatorQuad", .params = p_json, .handle = handle_tileset, .offers = answer_offers_json,
          SAYS("El juego de teselas de todo.", "The tile set of everything.")),
    ROUTE(.pattern = "/tiles/WebMercatorQuad/{tileMatrix}/{tileRow}/{tileCol}", .params = p_tiles,
          .handle = handle_tile, .offers = answer_offers_tile, .stamp = stamp_tile, .cache = true, .neutral = true,
          SAYS("Una tesela con todas las capas.", "A tile of all layers.")),
    ROUTE(.pattern = "/tiles/{z}/{x}/{y}.pbf", .params = p_tiles, .handle = handle_tile_xyz,
          .offers = answer_offers_tile, .stamp = stamp_tile_xyz, .cache = true, .neutral = true,
          SAYS("Una tesela con todas las capas, columna antes que fila.", "A tile of all layers, column before row.")),
    ROUTE(.pattern = "/tileMatrixSets", .params = p_json, .handle = handle_matrix_sets, .offers = answer_offers_json,
          SAYS("Los esquemas de teselas.", "The tile matrix sets.")),
    ROUTE(.pattern = "/tileMatrixSets/WebMercatorQuad", .params = p_json, .handle = handle_matrix_set,
          .offers = answer_offers_json, SAYS("El esquema de teselas.", "The tile matrix set.")),
    ROUTE(.pattern = "/tilejson.json", .params = p_map, .handle = handle_tilejson, .offers = answer_offers_json,
          SAYS("TileJSON 3.0 de las teselas.", "TileJSON 3.0 of the tiles.")),
    ROUTE(.pattern = "/style.json", .params = p_map, .handle = handle_style, .offers = answer_offers_json,
          SAYS("Estilo para QGIS y bibliotecas de mapas.", "Style for QGIS and map libraries.")),
    ROUTE(.pattern = "/qgis/coopmap.qlr", .params = p_lang, .handle = handle_qgis_definition, .cache = true,
          SAYS("Las capas vivas con sus estilos, para agregarlas a un proyecto de QGIS.",
               "The live layers with their styles, to add to a QGIS project.")),
    ROUTE(.pattern = "/qgis/coopmap.qgz", .params = p_lang, .handle = handle_qgis_project, .cache = true,
          SAYS("Un proyecto de QGIS con las capas vivas.", "A QGIS project with the live layers.")),
    ROUTE(.pattern = "/facetas", .params = p_facets, .handle = handle_facets, .offers = answer_offers_json,
          .cache = true,
          SAYS("Cuántos proyectos hay por cada valor de una faceta; capa escoge de qué capas son las áreas que se "
               "listan.",
               "How many projects each value of a facet has; capa chooses the layers of the areas that are listed.")),
    ROUTE(.pattern = "/resumen", .params = p_summary, .handle = handle_summary, .offers = answer_offers_table,
          .cache = true, .slow = true,
          SAYS(
              "Totales por área, tema, fuente… que cierran con el total de proyectos distintos. Hay una fila por cada "
              "área con proyectos; capa deja las de una sola capa y no escoge proyectos.",
              "Totals per area, theme, source… that close with the total of distinct projects. There is a row for each "
              "area with projects; capa leaves those of one layer and chooses no projects.")),
    ROUTE(.pattern = "/matriz", .params = p_matrix, .handle = handle_matrix, .offers = answer_offers_table,
          .cache = true, .slow = true,
          SAYS("Áreas por tema, tipo, modalidad…, también las celdas donde no hay nada.",
               "Areas by theme, type, modality…, also the cells where there is nothing.")),
    ROUTE(.pattern = "/flujos", .params = p_flows, .handle = handle_flows, .offers = answer_offers_table, .cache = true,
          .slow = true,
          SAYS("Cuánto va de cada fuente a cada área de una capa; cierra con el total de proyectos distintos.",
               "How much goes from each source to each area of a layer; it closes with the total of distinct "
               "projects.")),
    ROUTE(.pattern = "/duplicidades", .params = p_overlaps, .handle = handle_overlaps, .offers = answer_offers_table,
          .cache = true, .slow = true,
          SAYS("Proyectos que se traslapan en área, tema y tiempo, y registros que pueden ser uno.",
               "Projects that overlap in area, theme and time, and records that may be one.")),
    ROUTE(.pattern = "/series", .params = p_json, .handle = handle_series, .offers = answer_offers_json, .cache = true,
          SAYS("Las estadísticas como las imprimen sus fuentes.", "The statistics as their sources print them.")),
    ROUTE(.pattern = "/lugar", .params = p_here, .handle = handle_here, .offers = answer_offers_json,
          SAYS("Qué áreas hay en un punto, la más pequeña primero.", "What areas are at a point, smallest first.")),
    ROUTE(.pattern = "/buscar", .params = p_find, .handle = handle_find, .offers = answer_offers_json, .cache = true,
          SAYS("Completar un nombre de área, proyecto o actor.", "Complete a name of an area, project or actor.")),
    ROUTE(.pattern = "/exportar/{id}.{formato}", .params = export_params, .handle = handle_export, .slow = true,
          SAYS("Exactamente lo que elige el filtro, en un archivo: geojson, geojsonl, csv, gpkg; lo que "
               "tiene geometría también en fgb, kml, shp.zip; proyectos.xlsx; en IATI actividades.xml y "
               "organizaciones.xml.",
               "Exactly what the filter selects, as a file: geojson, geojsonl, csv, gpkg; what has a geometry also as "
               "fgb, kml, shp.zip; proyectos.xlsx; in IATI actividades.xml and organizaciones.xml.")),
    ROUTE(.pattern = "/area/{codigo}", .params = p_lang, .handle = handle_area_page, .offers = answer_offers_html,
          .cache = true, SAYS("La página de un área.", "The page of an area.")),
    ROUTE(.pattern = "/proyecto/{codigo}", .params = p_lang, .handle = handle_project_page,
          .offers = answer_offers_html, .cache = true, SAYS("La página de un proyecto.", "The page of a project.")),
    ROUTE(.pattern = "/actor/{codigo}", .params = p_lang, .handle = handle_actor_page, .offers = answer_offers_html,
          .cache = true, SAYS("La página de un actor.", "The page of an actor.")),
    ROUTE(.pattern = "/areas", .params = p_list, .handle = handle_areas_page, .offers = answer_offers_html,
          .cache = true, SAYS("Las áreas, como lista.", "The areas, as a list.")),
    ROUTE(.pattern = "/proyectos", .params = p_list, .handle = handle_projects_page, .offers = answer_offers_html,
          .cache = true,
          SAYS("Los proyectos, como lista con sus totales.", "The projects, as a list with their totals.")),
    ROUTE(.pattern = "/actores", .params = p_list, .handle = handle_actors_page, .offers = answer_offers_html,
          .cache = true, SAYS("Los actores, como lista.", "The actors, as a list.")),
    ROUTE(.pattern = "/redes", .params = p_lang, .handle = handle_networks, .offers = answer_offers_html, .cache = true,
          SAYS("Las redes y mesas, con sus miembros.", "The networks, with their members.")),
    ROUTE(.pattern = "/estadisticas", .params = p_statistics, .handle = handle_statistics_page,
          .offers = answer_offers_html, .cache = true,
          SAYS("Las estadísticas del filtro, cada una cerrada con el total, y las impresas.",
               "The statistics of the filter, each closed with the total, and the printed ones.")),
    ROUTE(.pattern = "/inconsistencias", .params = p_findings, .handle = handle_findings, .offers = answer_offers_sheet,
          .cache = true,
          SAYS("Lo que no puede estar todo bien, con lo que se calculó y la diferencia.",
               "What cannot all be right, with what was computed and the difference.")),
    ROUTE(.pattern = "/metas", .params = p_goals, .handle = handle_goals, .offers = answer_offers_sheet, .cache = true,
          SAYS("Las metas y su avance.", "The goals and their progress.")),
    ROUTE(.pattern = "/novedades", .params = p_news, .handle = handle_news, .offers = answer_offers_html, .cache = true,
          SAYS("Lo que entró y cambió desde una fecha.", "What came in and changed since a date.")),
    ROUTE(.pattern = "/novedades.atom", .params = p_news, .handle = handle_news_feed, .cache = true,
          SAYS("Lo mismo, como Atom.", "The same, as Atom.")),
    ROUTE(.pattern = "/area/{codigo}/hoja", .params = p_statistics, .handle = handle_area_sheet,
          .offers = answer_offers_html, .cache = true, .slow = true,
          SAYS("Un área en una hoja de papel, con el filtro.", "An area on one sheet of paper, with the filter.")),
    ROUTE(.pattern = "/proyecto/{codigo}/hoja", .params = p_lang, .handle = handle_project_sheet,
          .offers = answer_offers_html, .cache = true,
          SAYS("Un proyecto en una hoja de papel.", "A project on one sheet of paper.")),
    ROUTE(.pattern = "/robots.txt", .handle = handle_robots,
          SAYS("Qué pueden leer los buscadores.", "What search engines may read.")),
    ROUTE(.pattern = "/sitemap.xml", .params = p_sitemap, .handle = handle_sitemap, .cache = true,
          SAYS("Las páginas, para los buscadores.", "The pages, for search engines.")),
    ROUTE(.pattern = "/configuracion.json", .params = p_lang, .handle = handle_config,
          SAYS("Cómo está puesta la página: mapa base, idiomas, extensión.",
               "How the page is set up: basemap, languages, extent.")),
    ROUTE(.pattern = "/salud", .handle = handle_health, .live = true,
          SAYS("¿Vive el proceso?", "Is the process alive?")),
    ROUTE(.pattern = "/listo", .handle = handle_ready, .live = true, SAYS("¿Puede responder?", "Can it answer?")),
    ROUTE(.pattern = "/version", .handle = handle_version,
          SAYS("Versión del programa y de los datos.", "Version of the program and of the data.")),
    NULL,
};

const struct http_route *const *api_routes(void) { return routes; }
