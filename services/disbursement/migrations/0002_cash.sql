-- Cash that was taken along, and who was paid of it. A function of the log: projection/tables.cpp.

CREATE TABLE cash_advance (
    federation smallint NOT NULL,
    advance_id uuid NOT NULL,
    fund_line_id uuid,
    amount_fen bigint,
    spent_fen bigint,
    counted_fen bigint,
    item bigint,
    year bigint,
    state bigint,
    unfunded text,
    reason text,
    campaign_id uuid,
    group_id uuid,
    requester uuid,
    holder uuid,
    approver uuid,
    counter uuid,
    confirmer uuid,
    requested_on date,
    handed_over_on date,
    settled_on date,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, advance_id)
);

CREATE TABLE cash_relief (
    federation smallint NOT NULL,
    advance_id uuid NOT NULL,
    relief_id uuid NOT NULL,
    person_id uuid,
    amount_fen bigint,
    item bigint,
    year bigint,
    fund_line_id uuid,
    receipt_no text,
    witness uuid,
    reason text,
    paid_on date,
    taken_back_on date,
    taken_back_for text,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, advance_id, relief_id)
);

CREATE INDEX ON cash_advance (state, requested_on, advance_id);
CREATE INDEX ON cash_relief (fund_line_id, paid_on);

SELECT haven_protect('cash_advance'), haven_protect('cash_relief');
