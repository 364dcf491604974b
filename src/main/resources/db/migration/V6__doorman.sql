-- What the instances must know of each other before one of them refuses by the doorman (docs/decisions/0007): until when somebody
-- acknowledges claims of which Redis is not told. One row.
CREATE TABLE doorman (
  one           boolean     PRIMARY KEY DEFAULT true CHECK (one),
  untold_until  timestamptz NOT NULL DEFAULT '-infinity'
);
INSERT INTO doorman DEFAULT VALUES;
