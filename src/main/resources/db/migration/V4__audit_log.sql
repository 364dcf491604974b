-- Who did or saw what, when and why: each change by an administrator, each look of staff at a child. Only added to: how it is
-- guarded and written stands in R__audit.sql, and which role may do what in R__roles.sql. Never a NIK, never a name.
CREATE TABLE audit_log (
  id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at     timestamptz NOT NULL,
  actor  text NOT NULL CHECK (actor <> ''),
  action text NOT NULL CHECK (action ~ '^[A-Z_]+$'),
  about  jsonb NOT NULL CHECK (jsonb_typeof(about) = 'object'),
  reason text
);
CREATE INDEX audit_by_time ON audit_log (at);
-- about @> '{"reservations": ["..."]}': who looked at this child?
CREATE INDEX audit_by_subject ON audit_log USING gin (about jsonb_path_ops);
