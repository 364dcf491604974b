-- What the service's own role may do, where the database has one (deploy/roles.sql makes it): no more than it needs. Whoever
-- adds a table or a view says here what the service does with it; every test runs with this role. May be run again at any time.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'kursi_service') THEN RETURN; END IF;
  GRANT SELECT, INSERT, UPDATE ON agency, office, service, intake, slot, intake_gate, slot_ledger, reservation, waiting_room, waiting_entry
    TO kursi_service;
  GRANT SELECT, INSERT, UPDATE ON doorman TO kursi_service;
  GRANT SELECT, INSERT, UPDATE, DELETE ON roster TO kursi_service;
  -- Only added to; a step's moment moves on by as much as the intake was paused.
  GRANT SELECT, INSERT ON reservation_act, audit_log, waiting_step TO kursi_service;
  GRANT UPDATE (at) ON waiting_step TO kursi_service;
  GRANT SELECT ON slot_state, intake_state, slot_audit, room_state TO kursi_service;
  -- bin/backup notes the schema's version and the sequences.
  GRANT SELECT ON flyway_schema_history TO kursi_service;
  GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO kursi_service;
END $$;
