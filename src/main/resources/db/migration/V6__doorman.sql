-- What the instances must know of each other before one of them refuses by the doorman (docs/decisions/0018): until when somebody
-- acknowledges claims of which Redis is not told. One row, once that was the case.
CREATE TABLE doorman (
  one           boolean     PRIMARY KEY DEFAULT true CHECK (one),
  untold_until  timestamptz NOT NULL
);
