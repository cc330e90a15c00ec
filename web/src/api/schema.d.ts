/* Made by `npm run api` from the API (build/api-types.mjs): what it answers, as it says itself. Not written by hand. */
import type { Decimal } from '../lib/money.ts';

export interface paths {
  '/facetas': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: {
      parameters: {
        query?: {
          area?: string[];
          clase?: string[];
          tema?: string[];
          fuente?: string[];
          ejecutor?: string[];
          tipo?: string[];
          modalidad?: string[];
          forma?: string[];
          anio?: string[];
          estado?: string[];
          lugar?: string[];
          capa?: string[];
          codigo?: string[];
          celda?: string[];
          vigente?: string;
          monto_min?: string;
          monto_max?: string;
          moneda?: string;
          q?: string;
          bbox?: number[];
          'bbox-crs'?: string;
          dibujo?: string;
          cerca?: string;
          datetime?: string;
          filter?: string;
          'filter-lang'?: string;
          'filter-crs'?: string;
          limit?: number;
          f?: string;
          lang?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['facetas'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/resumen': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: {
      parameters: {
        query?: {
          por?: string;
          area?: string[];
          clase?: string[];
          tema?: string[];
          fuente?: string[];
          ejecutor?: string[];
          tipo?: string[];
          modalidad?: string[];
          forma?: string[];
          anio?: string[];
          estado?: string[];
          lugar?: string[];
          capa?: string[];
          codigo?: string[];
          celda?: string[];
          vigente?: string;
          monto_min?: string;
          monto_max?: string;
          moneda?: string;
          q?: string;
          bbox?: number[];
          'bbox-crs'?: string;
          dibujo?: string;
          cerca?: string;
          datetime?: string;
          filter?: string;
          'filter-lang'?: string;
          'filter-crs'?: string;
          convertir?: string;
          periodo?: string[];
          properties?: string[];
          excel?: string;
          f?: string;
          lang?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['resumenDeAlgo'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/matriz': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: {
      parameters: {
        query?: {
          filas?: string;
          columnas?: string;
          area?: string[];
          clase?: string[];
          tema?: string[];
          fuente?: string[];
          ejecutor?: string[];
          tipo?: string[];
          modalidad?: string[];
          forma?: string[];
          anio?: string[];
          estado?: string[];
          lugar?: string[];
          capa?: string[];
          codigo?: string[];
          celda?: string[];
          vigente?: string;
          monto_min?: string;
          monto_max?: string;
          moneda?: string;
          q?: string;
          bbox?: number[];
          'bbox-crs'?: string;
          dibujo?: string;
          cerca?: string;
          datetime?: string;
          filter?: string;
          'filter-lang'?: string;
          'filter-crs'?: string;
          excel?: string;
          f?: string;
          lang?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['matriz'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/flujos': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: {
      parameters: {
        query?: {
          area?: string[];
          clase?: string[];
          tema?: string[];
          fuente?: string[];
          ejecutor?: string[];
          tipo?: string[];
          modalidad?: string[];
          forma?: string[];
          anio?: string[];
          estado?: string[];
          lugar?: string[];
          capa?: string[];
          codigo?: string[];
          celda?: string[];
          vigente?: string;
          monto_min?: string;
          monto_max?: string;
          moneda?: string;
          q?: string;
          bbox?: number[];
          'bbox-crs'?: string;
          dibujo?: string;
          cerca?: string;
          datetime?: string;
          filter?: string;
          'filter-lang'?: string;
          'filter-crs'?: string;
          limit?: number;
          excel?: string;
          f?: string;
          lang?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['flujos'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/lugar': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: {
      parameters: {
        query: {
          lon: number;
          lat: number;
          f?: string;
          lang?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['areasEnUnPunto'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/buscar': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: {
      parameters: {
        query: {
          q: string;
          f?: string;
          lang?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['hallados'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/configuracion.json': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: {
      parameters: {
        query?: {
          lang?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['configuracion'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/collections/{id}/items': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: {
      parameters: {
        query?: {
          area?: string[];
          clase?: string[];
          tema?: string[];
          fuente?: string[];
          ejecutor?: string[];
          tipo?: string[];
          modalidad?: string[];
          forma?: string[];
          anio?: string[];
          estado?: string[];
          lugar?: string[];
          capa?: string[];
          codigo?: string[];
          celda?: string[];
          vigente?: string;
          monto_min?: string;
          monto_max?: string;
          moneda?: string;
          q?: string;
          bbox?: number[];
          'bbox-crs'?: string;
          dibujo?: string;
          cerca?: string;
          datetime?: string;
          filter?: string;
          'filter-lang'?: string;
          'filter-crs'?: string;
          punto?: string;
          crs?: string;
          sortby?: string[];
          properties?: string[];
          limit?: number;
          offset?: number;
          despues?: string;
          excel?: string;
          hxl?: string;
          geometria?: string;
          f?: string;
          lang?: string;
        };
        header?: never;
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['featureCollection'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/collections/{id}/items/{codigo}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: {
      parameters: {
        query?: {
          crs?: string;
          f?: string;
          lang?: string;
        };
        header?: never;
        path: {
          id: string;
          codigo: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['feature'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    facetas: {
      proyectos: number;
      facetas: components['schemas']['faceta'][];
    };
    faceta: {
      nombre: string;
      titulo: string;
      filtra: boolean;
      n_valores?: number;
      valores: components['schemas']['valorDeFaceta'][];
    };
    valorDeFaceta: {
      valor: string;
      etiqueta: string;
      capa?: string;
      cuenta: number;
      seleccionado: boolean;
      enlace?: string | null;
    };
    resumenDeAlgo: components['schemas']['resumenPorArea'] | components['schemas']['resumen'];
    resumenPorArea: {
      /** @enum {string} */
      por: 'area';
      capa?: string | null;
      moneda: string;
      poblacion: string;
      cobertura: components['schemas']['cobertura'];
      todo: components['schemas']['cifras'];
      areas: components['schemas']['filaDeArea'][];
      atribuido: {
        /** Format: decimal */
        valor: Decimal;
      };
      sin_asignar: components['schemas']['cifras'];
      sin_lugar: components['schemas']['sinLugar'][];
      cierre: {
        /** Format: decimal */
        directo_en_areas?: Decimal;
        /** Format: decimal */
        en_otras_capas?: Decimal;
        /** Format: decimal */
        sin_asignar?: Decimal;
        /** Format: decimal */
        sin_lugar?: Decimal;
        /** Format: decimal */
        suma: Decimal;
        /** Format: decimal */
        total: Decimal;
      };
      cierra: boolean;
      conversion?: Record<string, never> | null;
      notas?: string[];
    };
    cobertura: {
      proyectos: number;
      en_la_suma: number;
      sin_valor: number;
      sin_erogacion: number;
      otra_moneda: number;
      contado_en_otro: number;
      texto: string;
    };
    cifras: {
      proyectos: number;
      /** Format: decimal */
      valor: Decimal | null;
      sin_valor: number;
      sin_erogacion: number;
      otra_moneda: number;
      contado_en_otro: number;
      personas_min: number | null;
      personas_max: number | null;
      personas_sin_dato: number;
    };
    filaDeArea: {
      codigo: string;
      nombre?: string;
      capa?: string;
      geometria_aproximada?: boolean;
      proyectos?: number;
      /** Format: decimal */
      valor?: Decimal | null;
      sin_valor?: number;
      sin_erogacion?: number;
      otra_moneda?: number;
      contado_en_otro?: number;
      personas_min?: number | null;
      personas_max?: number | null;
      personas_sin_dato?: number;
      /** Format: decimal */
      valor_atribuido?: Decimal | null;
      /** Format: decimal */
      valor_directo?: Decimal | null;
      proyectos_directos?: number;
    };
    sinLugar: {
      /** @enum {string} */
      estado: 'named' | 'city' | 'beyond' | 'unknown';
      etiqueta: string;
      proyectos: number;
      /** Format: decimal */
      valor: Decimal | null;
      sin_valor: number;
      sin_erogacion: number;
      otra_moneda: number;
      contado_en_otro: number;
      personas_min: number | null;
      personas_max: number | null;
      personas_sin_dato: number;
    };
    resumen: {
      por: string;
      titulo: string;
      capa?: string | null;
      moneda: string;
      poblacion: string;
      cobertura: components['schemas']['cobertura'];
      todo: components['schemas']['cifras'];
      periodos: components['schemas']['periodo'][] | null;
      filas: components['schemas']['filaDeResumen'][];
      sin_asignar: components['schemas']['parte'];
      diferencia: components['schemas']['parte'];
      cierre: {
        /** Format: decimal */
        atribuido: Decimal;
        /** Format: decimal */
        sin_asignar: Decimal;
        /** Format: decimal */
        diferencia: Decimal;
        /** Format: decimal */
        suma: Decimal;
        /** Format: decimal */
        total: Decimal;
      };
      cierra: boolean;
      conversion?: Record<string, never> | null;
      impreso: components['schemas']['serieImpresa'][];
      notas?: string[];
    };
    periodo: {
      nombre: string;
      desde: number | null;
      hasta: number | null;
      /** Format: decimal */
      valor_atribuido: Decimal | null;
    };
    filaDeResumen: {
      codigo: string | null;
      nombre: string;
      sin_dato: boolean;
      capa?: string;
      geometria_aproximada?: boolean;
      proyectos: number;
      /** Format: decimal */
      valor: Decimal | null;
      sin_valor: number;
      sin_erogacion: number;
      otra_moneda: number;
      contado_en_otro: number;
      personas_min: number | null;
      personas_max: number | null;
      personas_sin_dato: number;
      /** Format: decimal */
      valor_atribuido: Decimal | null;
      periodos?: components['schemas']['parteDePeriodo'][];
    };
    parteDePeriodo: {
      proyectos: number;
      /** Format: decimal */
      valor_atribuido: Decimal | null;
      no_cubiertos: number;
    };
    parte: {
      proyectos: number;
      /** Format: decimal */
      valor: Decimal;
    };
    serieImpresa: {
      codigo: string;
      titulo: string;
      medida?: string | null;
      concepto?: string | null;
      moneda?: string | null;
      dimension?: string | null;
      periodo?: string | null;
      poblacion?: string | null;
      proyecto?: string | null;
      nota?: string | null;
      fuente_del_dato?: components['schemas']['fuenteDelDato'] | null;
      valores: components['schemas']['valorImpreso'][];
    };
    fuenteDelDato: {
      titulo: string | null;
      localizador: string | null;
    };
    valorImpreso: {
      codigo: string;
      etiqueta: string;
      forma?: string | null;
      periodo?: string | null;
      /** Format: decimal */
      valor: Decimal | null;
      valor_texto: string | null;
      unidad?: string | null;
      aproximado: boolean;
      fuente_del_dato?: components['schemas']['fuenteDelDato'] | null;
    };
    matriz: {
      por: {
        filas: string;
        columnas: string;
      };
      moneda: string;
      poblacion: string;
      cobertura: components['schemas']['cobertura'];
      columnas: components['schemas']['columnaDeMatriz'][];
      filas: components['schemas']['filaDeMatriz'][];
      sin_area: components['schemas']['filaSinArea'];
      total: components['schemas']['celda'];
      /** Format: decimal */
      sin_celda: Decimal;
      celdas: number;
      celdas_vacias: number;
      notas?: string[];
    };
    columnaDeMatriz: {
      codigo: string | null;
      nombre: string;
      proyectos: number;
      /** Format: decimal */
      valor: Decimal | null;
      no_cubiertos: number;
      /** Format: decimal */
      valor_atribuido: Decimal | null;
      no_atribuidos: number;
    };
    filaDeMatriz: {
      codigo: string;
      nombre: string;
      capa: string;
      geometria_aproximada: boolean;
      proyectos: number;
      /** Format: decimal */
      valor: Decimal | null;
      no_cubiertos: number;
      /** Format: decimal */
      valor_atribuido: Decimal | null;
      no_atribuidos: number;
      celdas: components['schemas']['celda'][];
    };
    celda: {
      proyectos: number;
      /** Format: decimal */
      valor: Decimal | null;
      no_cubiertos: number;
      /** Format: decimal */
      valor_atribuido: Decimal | null;
      no_atribuidos: number;
    };
    filaSinArea: {
      proyectos: number;
      /** Format: decimal */
      valor: Decimal | null;
      no_cubiertos: number;
      /** Format: decimal */
      valor_atribuido: Decimal | null;
      no_atribuidos: number;
      celdas: components['schemas']['celda'][];
    };
    flujos: {
      capa: string;
      capa_nombre: string;
      limite: number;
      moneda: string;
      poblacion: string;
      cobertura: components['schemas']['cobertura'];
      todo: components['schemas']['cifras'];
      fuentes: components['schemas']['fuenteDeFlujo'][];
      areas: components['schemas']['areaDeFlujo'][];
      flujos: components['schemas']['flujo'][];
      cierre: {
        por_fuente: {
          /** Format: decimal */
          de_fuentes?: Decimal;
          /** Format: decimal */
          sin_dato?: Decimal;
          /** Format: decimal */
          sin_asignar?: Decimal;
          /** Format: decimal */
          diferencia?: Decimal;
          /** Format: decimal */
          suma: Decimal;
        };
        por_area: {
          /** Format: decimal */
          en_areas?: Decimal;
          /** Format: decimal */
          en_ninguna?: Decimal;
          /** Format: decimal */
          sin_lugar?: Decimal;
          /** Format: decimal */
          sin_asignar?: Decimal;
          /** Format: decimal */
          suma: Decimal;
        };
        /** Format: decimal */
        total: Decimal;
      };
      cierra: boolean;
      notas: string[];
    };
    fuenteDeFlujo: {
      /** @enum {string} */
      grupo: 'fuente' | 'otras' | 'sin_dato' | 'sin_asignar' | 'diferencia';
      codigo: string | null;
      nombre: string;
      miembros: number;
      proyectos: number;
      /** Format: decimal */
      valor: Decimal | null;
      no_cubiertos: number;
    };
    areaDeFlujo: {
      /** @enum {string} */
      grupo: 'area' | 'otras' | 'ninguna' | 'named' | 'city' | 'beyond' | 'unknown' | 'sin_asignar';
      codigo: string | null;
      nombre: string;
      miembros: number;
      geometria_aproximada: boolean;
      proyectos: number;
      /** Format: decimal */
      valor: Decimal | null;
      no_cubiertos: number;
    };
    flujo: {
      de: number;
      a: number;
      /** @enum {string} */
      fuente_grupo: 'fuente' | 'otras' | 'sin_dato' | 'sin_asignar' | 'diferencia';
      fuente: string | null;
      /** @enum {string} */
      area_grupo: 'area' | 'otras' | 'ninguna' | 'named' | 'city' | 'beyond' | 'unknown' | 'sin_asignar';
      area: string | null;
      proyectos: number;
      /** Format: decimal */
      valor: Decimal | null;
      no_cubiertos: number;
    };
    areasEnUnPunto: {
      areas: {
        codigo: string;
        nombre: string;
        capa: string;
        capa_nombre?: string;
        geometria: string;
        geometria_aproximada: boolean;
        hectareas?: number | null;
      }[];
      aviso?: string | null;
    };
    hallados: {
      resultados: {
        /** @enum {string} */
        tipo: 'area' | 'proyecto' | 'actor';
        codigo: string;
        nombre: string;
        detalle: string | null;
        enlace?: string;
      }[];
    };
    configuracion: {
      basemap: components['schemas']['mapaBase'] | null;
      idiomas: string[];
      extension?: number[] | null;
    };
    mapaBase: {
      /** @enum {string} */
      tipo: 'xyz' | 'pmtiles';
      url: string;
      nombre: string;
      atribucion: string;
    };
    featureCollection: {
      /** @enum {string} */
      type: 'FeatureCollection';
      features: components['schemas']['feature'][];
      numberMatched: number;
      numberReturned: number;
      links: components['schemas']['link'][];
    };
    feature: {
      /** @enum {string} */
      type: 'Feature';
      id: string;
      geometry: components['schemas']['geometry'];
      properties: Record<string, never>;
      links?: components['schemas']['link'][];
    };
    geometry: {
      /** @enum {string} */
      type: 'Point' | 'MultiPolygon';
      coordinates: unknown[];
    } | null;
    link: {
      href: string;
      rel: string;
      type?: string;
      title?: string;
      templated?: boolean;
    };
    area: {
      codigo: string;
      nombre: string;
      capa: string;
      padre: string | null;
      geometria: string;
      geometria_aproximada: boolean;
      hectareas: number | null;
      poblacion: number | null;
      poblacion_anio: number | null;
      edicion: number | null;
      vigente_desde: string | null;
      definicion: string | null;
      alias: string | null;
      contenida_en: string | null;
      proyectos: number;
      /** Format: decimal */
      valor: Decimal | null;
      /** Format: decimal */
      valor_atribuido: Decimal | null;
      moneda: string | null;
      fuente: string | null;
      licencia: string | null;
    };
    proyecto: {
      codigo: string;
      titulo: string;
      clase: string | null;
      estado: string | null;
      tipo_cooperacion: string | null;
      modalidad: string | null;
      tema: string | null;
      anio: number | null;
      areas: string | null;
      areas_nombres: string | null;
      lugar: string | null;
      ubicacion: string;
      n_lugares: number | null;
      /** Format: decimal */
      valor: Decimal | null;
      moneda: string | null;
      valor_texto: string | null;
      valor_es_suma: boolean | null;
      sin_erogacion: boolean | null;
      personas: number | null;
      personas_texto: string | null;
      fecha_firma: string | null;
      fecha_inicio: string | null;
      fecha_fin: string | null;
      vigencia: string | null;
      fuentes: string | null;
      ejecutores: string | null;
      partes: string | null;
      macroproyecto: string | null;
      objeto: string | null;
      contorno: string | null;
      fuente: string | null;
      fuente_lugar: string | null;
    };
    actor: {
      codigo: string;
      nombre: string;
      tipo: string | null;
      pais: string | null;
      alias: string | null;
      proyectos: number;
      fuente: string | null;
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
