-- Whole tables at once: each function puts all lines, or none and answers what is wrong: the line, the field as a JSON pointer,
-- and the rule (FieldRule). A line names its number in the file; codes are unique within one file (the reader's duty).

CREATE OR REPLACE FUNCTION import_agencies(p_lines jsonb) RETURNS TABLE (line bigint, field text, rule text)
LANGUAGE sql AS $$
  INSERT INTO agency (code, name_id, name_en)
  SELECT l.code, l.text_id, l.text_en FROM jsonb_to_recordset(p_lines) AS l(code text, text_id text, text_en text)
  ON CONFLICT (code) DO UPDATE SET name_id = excluded.name_id, name_en = excluded.name_en;
  SELECT NULL::bigint, NULL::text, NULL::text WHERE false;
$$;

CREATE OR REPLACE FUNCTION import_offices(p_lines jsonb) RETURNS TABLE (line bigint, field text, rule text)
LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY SELECT l.line, '/agency', 'UNKNOWN_CODE' FROM jsonb_to_recordset(p_lines) AS l(line bigint, agency text)
    WHERE NOT EXISTS (SELECT FROM agency a WHERE a.code = l.agency) ORDER BY l.line;
  IF FOUND THEN RETURN; END IF;
  INSERT INTO office (agency_id, code, name)
  SELECT a.id, l.code, l.name FROM jsonb_to_recordset(p_lines) AS l(code text, agency text, name text)
  JOIN agency a ON a.code = l.agency
  ON CONFLICT (code) DO UPDATE SET agency_id = excluded.agency_id, name = excluded.name;
END $$;

CREATE OR REPLACE FUNCTION import_services(p_lines jsonb) RETURNS TABLE (line bigint, field text, rule text)
LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY SELECT l.line, '/agency', 'UNKNOWN_CODE' FROM jsonb_to_recordset(p_lines) AS l(line bigint, agency text)
    WHERE NOT EXISTS (SELECT FROM agency a WHERE a.code = l.agency) ORDER BY l.line;
  IF FOUND THEN RETURN; END IF;
  INSERT INTO service (agency_id, code, title_id, title_en)
  SELECT a.id, l.code, l.text_id, l.text_en
  FROM jsonb_to_recordset(p_lines) AS l(code text, agency text, text_id text, text_en text)
  JOIN agency a ON a.code = l.agency
  ON CONFLICT (code) DO UPDATE SET agency_id = excluded.agency_id, title_id = excluded.title_id, title_en = excluded.title_en;
END $$;

-- What the ledger refuses is known only when it is tried: then the block is undone, and what was collected is told.
CREATE OR REPLACE FUNCTION import_intakes(p_lines jsonb) RETURNS TABLE (line bigint, field text, rule text)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE l record; v_id bigint; v_refusal text; v_lines bigint[] := '{}'; v_fields text[] := '{}';
BEGIN
  RETURN QUERY SELECT x.line, '/service', 'UNKNOWN_CODE' FROM jsonb_to_recordset(p_lines) AS x(line bigint, service text)
    WHERE NOT EXISTS (SELECT FROM service s WHERE s.code = x.service) ORDER BY x.line;
  IF FOUND THEN RETURN; END IF;
  BEGIN
    FOR l IN SELECT x.*, s.id AS service_id FROM jsonb_to_recordset(p_lines) AS x(line bigint, code text, service text,
               text_id text, text_en text, allocation text, opens_at timestamptz, closes_at timestamptz, hold_for interval,
               hold_deadline timestamptz, seats int, waits int, wait_limit int)
             JOIN service s ON s.code = x.service LEFT JOIN intake i ON i.code = x.code
             -- Gates are locked in the order of their ids, here as everywhere; those that are new come last.
             ORDER BY i.id NULLS LAST LOOP
      INSERT INTO intake AS i (service_id, code, title_id, title_en) VALUES (l.service_id, l.code, l.text_id, l.text_en)
        ON CONFLICT (code) DO UPDATE SET service_id = excluded.service_id, title_id = excluded.title_id,
          title_en = excluded.title_en RETURNING i.id INTO v_id;
      v_refusal := put_gate(v_id, l.allocation, l.opens_at, l.closes_at, l.hold_for, l.hold_deadline, l.seats, l.waits,
                            l.wait_limit);
      IF v_refusal IS NOT NULL THEN
        v_lines := v_lines || l.line;
        v_fields := v_fields || CASE v_refusal WHEN 'ALLOCATION_IN_USE' THEN '/allocation'
          WHEN 'DRAW_BEFORE_OPENING' THEN '/opensAt' ELSE '/waitListLength' END;
      END IF;
    END LOOP;
    IF cardinality(v_lines) > 0 THEN RAISE SQLSTATE 'KU001'; END IF;
  EXCEPTION WHEN SQLSTATE 'KU001' THEN
    RETURN QUERY SELECT u.line, u.field, 'IN_USE' FROM unnest(v_lines, v_fields) AS u(line, field) ORDER BY u.line;
  END;
END $$;

-- The intake's gate first, then its slots by id; a raise is offered to the reserve list first.
CREATE OR REPLACE FUNCTION import_slots(p_intake bigint, p_lines jsonb) RETURNS TABLE (line bigint, field text, rule text)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE l record; v_gate intake_gate; v_lines bigint[] := '{}';
BEGIN
  RETURN QUERY SELECT x.line, '/office', 'UNKNOWN_CODE' FROM jsonb_to_recordset(p_lines) AS x(line bigint, office text)
    WHERE NOT EXISTS (SELECT FROM office o WHERE o.code = x.office) ORDER BY x.line;
  IF FOUND THEN RETURN; END IF;
  SELECT * INTO STRICT v_gate FROM intake_gate g WHERE g.intake_id = p_intake FOR NO KEY UPDATE;
  BEGIN
    INSERT INTO slot (intake_id, office_id, track, label)
      SELECT p_intake, o.id, x.track, x.label
      FROM jsonb_to_recordset(p_lines) AS x(office text, track text, label text) JOIN office o ON o.code = x.office
      ON CONFLICT DO NOTHING;
    FOR l IN SELECT x.line, x.capacity, d.id AS slot_id, s.taken, s.gated
             FROM jsonb_to_recordset(p_lines) AS x(line bigint, office text, track text, label text, capacity int)
             JOIN office o ON o.code = x.office
             JOIN slot d ON (d.intake_id, d.office_id, d.track, d.label) = (p_intake, o.id, x.track, x.label)
             JOIN slot_ledger s ON s.slot_id = d.id
             WHERE s.capacity <> x.capacity ORDER BY d.id LOOP
      IF put_capacity(l.slot_id, p_intake, l.capacity) IS NOT NULL THEN v_lines := v_lines || l.line; END IF;
    END LOOP;
    INSERT INTO slot_ledger (slot_id, intake_id, gated, capacity, wait_limit)
      SELECT d.id, p_intake, v_gate.allocation = 'ARRIVAL', x.capacity, v_gate.wait_limit
      FROM jsonb_to_recordset(p_lines) AS x(office text, track text, label text, capacity int)
      JOIN office o ON o.code = x.office
      JOIN slot d ON (d.intake_id, d.office_id, d.track, d.label) = (p_intake, o.id, x.track, x.label)
      WHERE NOT EXISTS (SELECT FROM slot_ledger s WHERE s.slot_id = d.id);
    IF cardinality(v_lines) > 0 THEN RAISE SQLSTATE 'KU001'; END IF;
  EXCEPTION WHEN SQLSTATE 'KU001' THEN
    RETURN QUERY SELECT u, '/capacity', 'BELOW_TAKEN' FROM unnest(v_lines) AS u ORDER BY u;
  END;
END $$;

-- Verified children and their accounts; WITHDRAWN takes one off again. From the first line on the intake takes no other child.
-- The gate is locked last and so for a moment only, and nobody's claim is judged by half a table.
CREATE OR REPLACE FUNCTION import_roster(p_intake bigint, p_lines jsonb) RETURNS TABLE (line bigint, field text, rule text)
LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM roster r USING jsonb_to_recordset(p_lines) AS x(holder text, status text)
    WHERE x.status = 'WITHDRAWN' AND r.holder = decode(x.holder, 'hex') AND r.intake_id = p_intake;
  INSERT INTO roster (holder, intake_id, account)
    SELECT decode(x.holder, 'hex'), p_intake, x.account
    FROM jsonb_to_recordset(p_lines) AS x(holder text, account text, status text)
    WHERE x.status = 'VERIFIED' ORDER BY x.holder
    ON CONFLICT (holder, intake_id) DO UPDATE SET account = excluded.account;
  UPDATE intake_gate SET rostered = true WHERE intake_id = p_intake;
END $$;

-- The intake is open to every child again.
CREATE OR REPLACE FUNCTION drop_roster(p_intake bigint) RETURNS void LANGUAGE sql AS $$
  DELETE FROM roster WHERE intake_id = p_intake;
  UPDATE intake_gate SET rostered = false WHERE intake_id = p_intake;
$$;
