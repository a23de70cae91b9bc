-- The subjects of the accounts with their first day, and the cash that leaves the bank and comes back
-- to it, which fund lines do not book. A function of the log: projection/tables.cpp.

CREATE TABLE account_subject (
    federation smallint NOT NULL,
    subjects_id uuid NOT NULL,
    account bigint NOT NULL,
    subject_code text,
    subject_name text,
    code text,
    effective_from date,
    source text,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, subjects_id, account)
);

CREATE TABLE cash_entry (
    federation smallint NOT NULL,
    advance_id uuid NOT NULL,
    entry_offset bigint NOT NULL,
    fund_line_id uuid,
    booked_on date,
    kind text,
    amount_fen bigint,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, advance_id, entry_offset)
);

CREATE INDEX ON fund_entry (booked_on, federation, entry_offset);
CREATE INDEX ON cash_entry (booked_on, federation, entry_offset);
CREATE INDEX ON cash_relief (federation, relief_id);

SELECT haven_protect('account_subject'), haven_protect('cash_entry');
