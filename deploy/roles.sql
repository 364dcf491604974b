-- Two roles, so that the service cannot change what it has written into the audit log: kursi_owner owns the schema and migrates,
-- kursi_service reads and writes rows as far as R__roles.sql lets it. Run in Kursi's database, before the first start, by
-- whoever may create roles; may be run again. Give both a password afterwards (\password kursi_owner).
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'kursi_owner') THEN CREATE ROLE kursi_owner LOGIN; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'kursi_service') THEN CREATE ROLE kursi_service LOGIN; END IF;
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO kursi_owner, kursi_service', current_database());
END $$;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO kursi_owner;
GRANT USAGE ON SCHEMA public TO kursi_service;
