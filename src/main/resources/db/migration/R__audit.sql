-- The audit log: how it is guarded, and how it is written within the transaction of the change that it speaks of.

-- For everybody, its owner too. What an owner can still do is take the guard away: the service's role cannot (R__roles.sql).
CREATE OR REPLACE FUNCTION guard_audit_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE insufficient_privilege USING MESSAGE = 'the audit log is only added to', CONSTRAINT = 'append_only';
END $$;
CREATE OR REPLACE TRIGGER guard_audit_log BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION guard_audit_log();

-- Where a slot is named, its intake, office, track and label stand beside it: names outlive numbers.
CREATE OR REPLACE FUNCTION audit(p_actor text, p_action text, p_about jsonb, p_reason text) RETURNS bigint LANGUAGE sql AS $$
  INSERT INTO audit_log (at, actor, action, about, reason)
  VALUES (clock_timestamp(), p_actor, p_action,
    coalesce((SELECT jsonb_build_object('intake', i.code, 'office', o.code, 'track', d.track, 'label', d.label)
              FROM slot d JOIN office o ON o.id = d.office_id JOIN intake i ON i.id = d.intake_id
              WHERE d.id = (p_about ->> 'slot')::bigint), '{}'::jsonb) || jsonb_strip_nulls(p_about), p_reason)
  RETURNING id
$$;

-- Written around the call of a change, which answers why it was refused, or nothing: the change and its row are one statement,
-- and so both are there or neither. What was refused changed nothing.
CREATE OR REPLACE FUNCTION audited(p_actor text, p_action text, p_about jsonb, p_reason text, p_refusal text) RETURNS text
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  IF coalesce(p_refusal, '') = '' THEN PERFORM audit(p_actor, p_action, p_about, p_reason); END IF;
  RETURN p_refusal;
END $$;
