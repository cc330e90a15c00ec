-- The rest of the model of DOMAIN: what IATI 2.03 says of an activity, totals and groups of people beside the principal ones,
-- results, links, statistics, goals, networks, and the decisions of people about what the rules find.

ALTER TABLE activity ADD COLUMN activity_scope TEXT;     -- IATI ActivityScope; NULL: sin dato
ALTER TABLE activity ADD COLUMN collaboration_type TEXT; -- IATI CollaborationType
ALTER TABLE activity ADD COLUMN lang TEXT;               -- of its texts, where the source says it; NULL: es
ALTER TABLE activity ADD COLUMN reporting_id INTEGER REFERENCES organisation (id); -- who publishes it (IATI reporting-org)
ALTER TABLE activity ADD COLUMN flow_type TEXT;          -- IATI defaults for its transactions
ALTER TABLE activity ADD COLUMN finance_type TEXT;
ALTER TABLE activity ADD COLUMN aid_type TEXT;
ALTER TABLE activity ADD COLUMN tied_status TEXT;
ALTER TABLE activity ADD COLUMN updated TEXT;            -- last-updated-datetime, as the publisher gives it

ALTER TABLE contribution ADD COLUMN transaction_type TEXT; -- IATI TransactionType; NULL: a part of the total, as the report prints it
ALTER TABLE contribution ADD COLUMN date TEXT;             -- of the transaction; value_date is that of the value
ALTER TABLE contribution ADD COLUMN flow_type TEXT;
ALTER TABLE contribution ADD COLUMN finance_type TEXT;
ALTER TABLE contribution ADD COLUMN aid_type TEXT;
ALTER TABLE contribution ADD COLUMN valuation TEXT;        -- how a contribution in kind was valued
-- A project's rate is found by its claim, and before it is deleted by the contributions that used it.
CREATE INDEX exchange_rate_claim ON exchange_rate (claim_id);
CREATE INDEX contribution_rate ON contribution (rate_id) WHERE rate_id IS NOT NULL;

ALTER TABLE activity_location ADD COLUMN class TEXT;       -- IATI GeographicLocationClass
ALTER TABLE activity_location ADD COLUMN precision TEXT;   -- IATI GeographicalPrecision 1-9: exactness alone loses the level
ALTER TABLE activity_location ADD COLUMN share_people_ppm INTEGER;

ALTER TABLE organisation ADD COLUMN merged_into INTEGER REFERENCES organisation (id); -- the same actor, by a person's decision
ALTER TABLE organisation ADD COLUMN last_batch_id INTEGER REFERENCES import_batch (id);

CREATE TABLE stated_total (         -- totals of an activity beside activity.total_*, never computed over its parts
  id INTEGER PRIMARY KEY,
  activity_id INTEGER NOT NULL REFERENCES activity (id) ON DELETE CASCADE,
  rank INTEGER NOT NULL,
  amount_minor INTEGER, amount_dec TEXT NOT NULL, amount_raw TEXT,
  currency TEXT NOT NULL,
  label_raw TEXT,
  claim_id INTEGER NOT NULL REFERENCES claim (id)
);
CREATE INDEX stated_total_activity ON stated_total (activity_id);

CREATE TABLE beneficiary_group (    -- groups of people, where there is more than activity.people says
  id INTEGER PRIMARY KEY,
  activity_id INTEGER NOT NULL REFERENCES activity (id) ON DELETE CASCADE,
  rank INTEGER NOT NULL,
  number INTEGER,                   -- NULL: "ciudadanía en general"
  is_approx INTEGER NOT NULL DEFAULT 0,
  unit TEXT,
  raw TEXT,
  area_id INTEGER REFERENCES area (id),
  is_disjoint INTEGER NOT NULL DEFAULT 0, -- declared to share nobody with the other disjoint groups of the activity
  claim_id INTEGER NOT NULL REFERENCES claim (id)
);
CREATE INDEX beneficiary_group_activity ON beneficiary_group (activity_id);

CREATE TABLE result (
  id INTEGER PRIMARY KEY,
  activity_id INTEGER NOT NULL REFERENCES activity (id) ON DELETE CASCADE,
  rank INTEGER NOT NULL,
  type TEXT NOT NULL,               -- IATI ResultType
  title TEXT NOT NULL,
  description TEXT,
  aggregates INTEGER,               -- may be summed with others; NULL: sin dato
  claim_id INTEGER NOT NULL REFERENCES claim (id)
);
CREATE INDEX result_activity ON result (activity_id);
CREATE TABLE indicator (
  id INTEGER PRIMARY KEY,
  result_id INTEGER NOT NULL REFERENCES result (id) ON DELETE CASCADE,
  rank INTEGER NOT NULL,            -- among the indicators of the activity
  measure TEXT NOT NULL,            -- IATI IndicatorMeasure
  ascending INTEGER,                -- 1 more is better, 0 less is better; NULL: sin dato
  title TEXT NOT NULL,
  description TEXT,
  baseline_year TEXT,
  baseline_value TEXT               -- as printed: a decimal, or words
);
CREATE INDEX indicator_result ON indicator (result_id);
CREATE TABLE indicator_period (
  id INTEGER PRIMARY KEY,
  indicator_id INTEGER NOT NULL REFERENCES indicator (id) ON DELETE CASCADE,
  rank INTEGER NOT NULL,            -- among the periods of the activity
  period_start TEXT, period_end TEXT,
  target_value TEXT, actual_value TEXT
);
CREATE INDEX indicator_period_indicator ON indicator_period (indicator_id);

CREATE TABLE document_link (        -- papers, photographs and pages about an activity
  id INTEGER PRIMARY KEY,
  activity_id INTEGER NOT NULL REFERENCES activity (id) ON DELETE CASCADE,
  rank INTEGER NOT NULL,
  url TEXT NOT NULL,                -- https://…, or the name of a file that is not on the net
  format TEXT,                      -- media type
  category TEXT,                    -- IATI DocumentCategory
  title TEXT,
  lang TEXT,
  date TEXT,
  claim_id INTEGER NOT NULL REFERENCES claim (id)
);
CREATE INDEX document_link_activity ON document_link (activity_id);

CREATE TABLE activity_extra (       -- what an IATI file says and this model does not: kept to the letter, written out again
  id INTEGER PRIMARY KEY,
  activity_id INTEGER NOT NULL REFERENCES activity (id) ON DELETE CASCADE,
  owner TEXT NOT NULL,              -- "" the activity itself; else transaction, location, participating-org, sector, result, …
  rank INTEGER NOT NULL,            -- which of its kind, as this store ranks them
  name TEXT NOT NULL,               -- of the child element, or @ and the name of the attribute
  xml TEXT NOT NULL                 -- the element with its namespaces, or the attribute's value
);
CREATE INDEX activity_extra_activity ON activity_extra (activity_id);

-- Records of the programme as a whole.

CREATE TABLE network (              -- mesas, redes, hermanamientos
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  kind TEXT,                        -- code list 'network_kind'
  alias TEXT,                       -- other names, "; " between them
  since TEXT,
  members INTEGER, members_raw TEXT, -- as stated: not the count of network_member
  note TEXT,
  batch_id INTEGER NOT NULL REFERENCES import_batch (id),
  claim_id INTEGER NOT NULL REFERENCES claim (id)
);
CREATE TABLE network_member (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,        -- "red/actor" unless given
  network_id INTEGER NOT NULL REFERENCES network (id),
  organisation_id INTEGER NOT NULL REFERENCES organisation (id),
  role_text TEXT,
  batch_id INTEGER NOT NULL REFERENCES import_batch (id),
  claim_id INTEGER NOT NULL REFERENCES claim (id),
  UNIQUE (network_id, organisation_id)
);
CREATE TABLE goal (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  year INTEGER,
  text TEXT NOT NULL,
  status TEXT,                      -- code list 'goal_status'; NULL: sin dato
  metric TEXT,                      -- code list 'goal_metric': what the records say of its progress; NULL: nothing does
  target_dec TEXT,
  note TEXT,
  batch_id INTEGER NOT NULL REFERENCES import_batch (id),
  claim_id INTEGER NOT NULL REFERENCES claim (id)
);
CREATE TABLE statistic_series (     -- figures as a source prints them, beside what is computed from the records
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  measure TEXT NOT NULL,            -- code list 'measure': monto, personas, entidades, proyectos
  concept TEXT,                     -- series of one concept say the same thing and can be compared
  currency TEXT,
  dimension TEXT,                   -- code list 'dimension': fuente, tipo, tema, forma, periodo; NULL: one figure
  period_raw TEXT,                  -- the period its title names
  population TEXT,                  -- what it covers, in words
  activity_id INTEGER REFERENCES activity (id), -- the programme whose figure it is
  note TEXT,
  batch_id INTEGER NOT NULL REFERENCES import_batch (id),
  claim_id INTEGER NOT NULL REFERENCES claim (id)
);
CREATE TABLE statistic_value (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  series_id INTEGER NOT NULL REFERENCES statistic_series (id),
  label TEXT,                       -- the value of the dimension, as printed
  form TEXT,                        -- code list 'form'
  period_raw TEXT,
  value_dec TEXT,                   -- exact, as the figure reads literally; NULL: sin dato
  value_raw TEXT,                   -- as printed
  unit_raw TEXT,                    -- "millones de pesos": printed beside it, never multiplied in
  is_approx INTEGER NOT NULL DEFAULT 0,
  batch_id INTEGER NOT NULL REFERENCES import_batch (id),
  claim_id INTEGER NOT NULL REFERENCES claim (id)
);
CREATE INDEX statistic_value_series ON statistic_value (series_id);

ALTER TABLE exchange_rate ADD COLUMN code TEXT;            -- of a rate that came by itself, not with an activity
ALTER TABLE exchange_rate ADD COLUMN source TEXT;          -- who set it
ALTER TABLE exchange_rate ADD COLUMN batch_id INTEGER REFERENCES import_batch (id);
CREATE UNIQUE INDEX exchange_rate_code ON exchange_rate (code) WHERE code IS NOT NULL;

CREATE TABLE decision (             -- what a person decided about a finding of the rules; undone, never deleted
  id INTEGER PRIMARY KEY,
  subject TEXT NOT NULL,            -- the finding's key, see domain/discrepancy.h
  verdict TEXT NOT NULL,            -- code list 'verdict': aceptado, rechazado, explicado, corregido
  note TEXT,
  decided_by TEXT NOT NULL,
  decided_at TEXT NOT NULL,
  undone_by TEXT, undone_at TEXT, undone_note TEXT,
  batch_id INTEGER NOT NULL REFERENCES import_batch (id)
);
CREATE INDEX decision_subject ON decision (subject);
