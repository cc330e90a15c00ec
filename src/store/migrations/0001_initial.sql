-- The model of DOMAIN: names follow IATI 2.03. Geometry columns are added by SpatiaLite right after this text
-- (area.geom, area_edition.geom, activity_location.geom_outline MULTIPOLYGON; activity_location.geom_point POINT; 4326).
-- Money: *_minor INTEGER centavos when it fits 64 bits, *_dec TEXT always (exact, plain), *_raw TEXT as printed.

CREATE TABLE meta (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  value TEXT NOT NULL
);

CREATE TABLE schema_migration (
  id INTEGER PRIMARY KEY,           -- the migration's number
  name TEXT NOT NULL,
  applied_at TEXT NOT NULL
);

CREATE TABLE code (                 -- code lists as data: every coded column below holds a code of its list
  id INTEGER PRIMARY KEY,
  list TEXT NOT NULL,
  code TEXT NOT NULL,
  label_es TEXT NOT NULL,
  label_en TEXT NOT NULL,
  sort INTEGER NOT NULL DEFAULT 0,
  UNIQUE (list, code)
);

CREATE TABLE source_document (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  file_name TEXT,
  sha256 TEXT UNIQUE,
  lang TEXT,
  publisher TEXT,
  retrieved TEXT,
  licence TEXT,
  url TEXT
);

CREATE TABLE import_batch (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,               -- areas, projects, actors
  document_id INTEGER NOT NULL REFERENCES source_document (id),
  started_at TEXT NOT NULL,
  actor TEXT,
  rows INTEGER, added INTEGER, changed INTEGER, same INTEGER
);

CREATE TABLE history (
  id INTEGER PRIMARY KEY,
  batch_id INTEGER NOT NULL REFERENCES import_batch (id),
  entity TEXT NOT NULL,
  entity_id INTEGER NOT NULL,
  action TEXT NOT NULL,             -- insert, update, retire
  before_json TEXT,
  after_json TEXT,
  at TEXT NOT NULL,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL
);
CREATE INDEX history_entity ON history (entity, entity_id);

CREATE TABLE claim (                -- one statement of one source; a row of a file is one claim, with its raw text
  id INTEGER PRIMARY KEY,
  document_id INTEGER NOT NULL REFERENCES source_document (id),
  batch_id INTEGER NOT NULL REFERENCES import_batch (id),
  locator TEXT,                     -- "fila 12", "renglón 177"
  raw TEXT,                         -- as printed
  reading TEXT,                     -- how it was read, where that differs
  status TEXT NOT NULL DEFAULT 'literal' -- literal, interpreted, disputed, superseded
);

CREATE TABLE area (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,        -- stable, [A-Za-z0-9._-]+
  name TEXT NOT NULL,
  layer TEXT NOT NULL,              -- code list 'layer': barrio, poblado, ucg, localidad, corregimiento, zona, distrito, municipio, …
  parent_id INTEGER REFERENCES area (id),
  geom_status TEXT NOT NULL,        -- authoritative, digitised, approximate, composed, none
  edition INTEGER NOT NULL DEFAULT 1,
  valid_from TEXT,
  hectares REAL,                    -- in EPSG:9377
  lon REAL, lat REAL,               -- label point
  population INTEGER,
  population_year INTEGER,
  definition TEXT,                  -- what the area is taken to be, where opinions differ
  lon_given REAL, lat_given REAL, hectares_given REAL, length_m REAL, width_m REAL, bearing_deg REAL, -- figures of an approximate extent
  external_code TEXT,               -- the code in the source layer (CODIGO, DIVIPOLA)
  batch_id INTEGER NOT NULL REFERENCES import_batch (id),
  claim_id INTEGER REFERENCES claim (id)
);
CREATE INDEX area_parent ON area (parent_id);
CREATE INDEX area_layer ON area (layer);

CREATE TABLE area_alias (
  id INTEGER PRIMARY KEY,
  area_id INTEGER NOT NULL REFERENCES area (id) ON DELETE CASCADE,
  alias TEXT NOT NULL,
  note TEXT,
  UNIQUE (area_id, alias)
);

CREATE TABLE area_member (          -- areas made of areas: geometry is the union of what the members have now
  id INTEGER PRIMARY KEY,
  area_id INTEGER NOT NULL REFERENCES area (id) ON DELETE CASCADE,
  member_id INTEGER NOT NULL REFERENCES area (id),
  UNIQUE (area_id, member_id)
);
CREATE INDEX area_member_member ON area_member (member_id);

CREATE TABLE area_edition (         -- superseded editions, whole
  id INTEGER PRIMARY KEY,
  area_id INTEGER NOT NULL REFERENCES area (id),
  edition INTEGER NOT NULL,
  name TEXT NOT NULL,
  geom_status TEXT NOT NULL,
  hectares REAL,
  valid_from TEXT,
  valid_to TEXT NOT NULL,
  batch_id INTEGER NOT NULL REFERENCES import_batch (id), -- the batch that had brought it
  UNIQUE (area_id, edition)
);

CREATE TABLE organisation (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  ref TEXT,                         -- IATI organisation identifier
  name TEXT NOT NULL,
  type TEXT,                        -- IATI OrganisationType; NULL: sin dato
  country TEXT,                     -- ISO 3166-1 alpha-2; NULL: sin dato
  parent_id INTEGER REFERENCES organisation (id),
  note TEXT,
  batch_id INTEGER NOT NULL REFERENCES import_batch (id),
  claim_id INTEGER REFERENCES claim (id)
);

CREATE TABLE organisation_alias (
  id INTEGER PRIMARY KEY,
  organisation_id INTEGER NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
  alias TEXT NOT NULL,
  document_id INTEGER REFERENCES source_document (id),
  UNIQUE (organisation_id, alias)
);

CREATE TABLE activity (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  iati_identifier TEXT UNIQUE,
  kind TEXT NOT NULL,               -- proyecto, convenio, convenio-marco, macroproyecto, programa, gestion, evento
  title TEXT NOT NULL,
  activity_status TEXT,             -- IATI ActivityStatus 1-6; NULL: sin dato
  cooperation_type TEXT,            -- "Tipo de cooperación" as a code of list 'cooperation_type'; NULL: sin dato
  modality TEXT,                    -- code list 'modality'; NULL: sin dato
  no_disbursement INTEGER NOT NULL DEFAULT 0, -- "No implica erogación": not the same as an amount of 0
  total_minor INTEGER, total_dec TEXT, total_raw TEXT, currency TEXT, -- the stated total, beside the parts, never computed over them
  people INTEGER, people_raw TEXT, people_unit TEXT, people_approx INTEGER NOT NULL DEFAULT 0,
  vigencia_raw TEXT,
  place_note TEXT,                  -- the place as written, where it could not be tied to an area
  batch_id INTEGER NOT NULL REFERENCES import_batch (id),
  claim_id INTEGER NOT NULL REFERENCES claim (id)
);

CREATE TABLE narrative (
  id INTEGER PRIMARY KEY,
  activity_id INTEGER NOT NULL REFERENCES activity (id) ON DELETE CASCADE,
  type TEXT NOT NULL,               -- code list 'narrative': objeto, objetivo, descripcion, poblacion, valor, nota
  lang TEXT NOT NULL DEFAULT 'es',
  text TEXT NOT NULL
);
CREATE INDEX narrative_activity ON narrative (activity_id);

CREATE TABLE activity_date (
  id INTEGER PRIMARY KEY,
  activity_id INTEGER NOT NULL REFERENCES activity (id) ON DELETE CASCADE,
  type TEXT NOT NULL,               -- 1-4 of IATI ActivityDateType, signed, expires, monetised
  date TEXT NOT NULL,               -- ISO, to its precision
  precision TEXT NOT NULL           -- day, month, year
);
CREATE INDEX activity_date_activity ON activity_date (activity_id);

CREATE TABLE participating_org (
  id INTEGER PRIMARY KEY,
  activity_id INTEGER NOT NULL REFERENCES activity (id) ON DELETE CASCADE,
  organisation_id INTEGER NOT NULL REFERENCES organisation (id),
  role TEXT,                        -- IATI OrganisationRole 1-4; NULL: a party without a stated role
  role_text TEXT,
  UNIQUE (activity_id, organisation_id, role)
);
CREATE INDEX participating_org_organisation ON participating_org (organisation_id);

CREATE TABLE exchange_rate (
  id INTEGER PRIMARY KEY,
  from_currency TEXT NOT NULL,
  to_currency TEXT NOT NULL,
  rate_dec TEXT NOT NULL,
  date TEXT,
  kind TEXT NOT NULL,               -- contract, official, implied
  raw TEXT,
  claim_id INTEGER REFERENCES claim (id)
);

CREATE TABLE contribution (
  id INTEGER PRIMARY KEY,
  activity_id INTEGER NOT NULL REFERENCES activity (id) ON DELETE CASCADE,
  provider_id INTEGER REFERENCES organisation (id),
  receiver_id INTEGER REFERENCES organisation (id),
  amount_minor INTEGER, amount_dec TEXT NOT NULL, amount_raw TEXT,
  currency TEXT NOT NULL,
  form TEXT NOT NULL,               -- efectivo, especie, sin-dato
  is_counterpart INTEGER NOT NULL DEFAULT 0,
  value_date TEXT,
  label_raw TEXT,                   -- "Aportados por el gobierno español"
  rate_id INTEGER REFERENCES exchange_rate (id),
  claim_id INTEGER NOT NULL REFERENCES claim (id)
);
CREATE INDEX contribution_activity ON contribution (activity_id);
CREATE INDEX contribution_provider ON contribution (provider_id);

CREATE TABLE activity_location (
  id INTEGER PRIMARY KEY,
  activity_id INTEGER NOT NULL REFERENCES activity (id) ON DELETE CASCADE,
  rank INTEGER NOT NULL DEFAULT 0,  -- order in the source; 0 is the principal place
  scope TEXT NOT NULL,              -- area, point, outline, city, beyond, unknown
  area_id INTEGER REFERENCES area (id), -- for scope point/outline: the area it was tied to, if any
  name_raw TEXT,                    -- the place as written
  share_money_ppm INTEGER,          -- stated share of the money in millionths (25 % = 250000), NULL: none stated
  share_basis TEXT NOT NULL DEFAULT 'none', -- stated, equal, area, population, only (one place), none
  method TEXT,                      -- code, name, alias, point-in-polygon, point-in-approximate, outline, stated
  exactness TEXT,                   -- IATI GeographicExactness 1 exact, 2 approximate
  reach TEXT,                       -- IATI GeographicLocationReach
  claim_id INTEGER NOT NULL REFERENCES claim (id)
);
CREATE INDEX activity_location_activity ON activity_location (activity_id);
CREATE INDEX activity_location_area ON activity_location (area_id);

CREATE TABLE classification (
  id INTEGER PRIMARY KEY,
  activity_id INTEGER NOT NULL REFERENCES activity (id) ON DELETE CASCADE,
  vocabulary TEXT NOT NULL,         -- SectorVocabulary 1, 2, 99 (own themes: code list 'theme')
  code TEXT NOT NULL,
  percent_ppm INTEGER,
  inferred INTEGER NOT NULL DEFAULT 0,
  UNIQUE (activity_id, vocabulary, code)
);

CREATE TABLE related_activity (
  id INTEGER PRIMARY KEY,
  activity_id INTEGER NOT NULL REFERENCES activity (id) ON DELETE CASCADE,
  related_id INTEGER NOT NULL REFERENCES activity (id),
  type TEXT NOT NULL,               -- 1 parent, 2 child, 3 sibling, possible-duplicate, same-as
  UNIQUE (activity_id, related_id, type)
);
