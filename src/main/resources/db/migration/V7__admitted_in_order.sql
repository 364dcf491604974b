-- Nobody comes in before the pointer has reached them: the second guard, whatever the functions do.
ALTER TABLE waiting_entry ADD CONSTRAINT admitted_in_order CHECK (admitted_by >= position);
ALTER TABLE reservation ADD CONSTRAINT admitted_in_order CHECK (admitted_pointer >= admitted_position);

-- It now knows who acts, and needs no position.
DROP FUNCTION IF EXISTS leave_room(bigint, text, uuid, bigint);
