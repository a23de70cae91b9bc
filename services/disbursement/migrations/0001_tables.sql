-- The read side of disbursement. Everything here is a function of the log: see projection/tables.cpp.

CREATE TABLE fund_line (
    federation smallint NOT NULL,
    fund_line_id uuid NOT NULL,
    code text,
    name text,
    source bigint,
    level text,
    year bigint,
    payer_account text,
    received_fen bigint,
    reserved_fen bigint,
    paid_fen bigint,
    balance_fen bigint,
    returned_fen bigint,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, fund_line_id)
);

CREATE TABLE fund_entry (
    federation smallint NOT NULL,
    fund_line_id uuid NOT NULL,
    entry_offset bigint NOT NULL,
    booked_on date,
    kind text,
    amount_fen bigint,
    reference text,
    received_fen bigint,
    reserved_fen bigint,
    paid_fen bigint,
    balance_fen bigint,
    returned_fen bigint,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, fund_line_id, entry_offset)
);

CREATE TABLE entitlement (
    federation smallint NOT NULL,
    entitlement_id uuid NOT NULL,
    household_id uuid,
    file_federation bigint,
    measure_id text,
    year bigint,
    item bigint,
    programme text,
    person_id uuid,
    fund_line_id uuid,
    annual_fen bigint,
    review_valid_until date,
    gate_closed text,
    unfunded text,
    payee_person_id uuid,
    payee_kind bigint,
    account_owner_id uuid,
    account_cipher bytea,
    last4 text,
    name_owner_id uuid,
    name_cipher bytea,
    bank text,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, entitlement_id)
);

CREATE TABLE instalment (
    federation smallint NOT NULL,
    entitlement_id uuid NOT NULL,
    number bigint NOT NULL,
    household_id uuid,
    person_id uuid,
    item bigint,
    programme text,
    amount_fen bigint,
    due_date date,
    release_on date,
    state bigint,
    reason text,
    attempt bigint,
    batch_id uuid,
    credited_on date,
    bank_serial text,
    fund_line_id uuid,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, entitlement_id, number)
);

CREATE TABLE credit (
    federation smallint NOT NULL,
    entitlement_id uuid NOT NULL,
    number bigint NOT NULL,
    bank_serial text NOT NULL,
    household_id uuid,
    programme text,
    item bigint,
    due_year bigint,
    file_tier bigint,
    file_round bigint,
    amount_fen bigint,
    credited_on date,
    returned_on date,
    fund_line_id uuid,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, entitlement_id, number, bank_serial)
);

CREATE TABLE batch (
    federation smallint NOT NULL,
    batch_id uuid NOT NULL,
    batch_no text,
    fund_line_id uuid,
    payer_account text,
    state bigint,
    line_count bigint,
    total_fen bigint,
    hash bytea,
    maker uuid,
    checker uuid,
    approver uuid,
    sealed_on date,
    sent_on date,
    file_digest bytea,
    file_expired_on date,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, batch_id)
);

CREATE TABLE batch_line (
    federation smallint NOT NULL,
    batch_id uuid NOT NULL,
    line_ref text NOT NULL,
    position bigint,
    entitlement_id uuid,
    instalment bigint,
    household_id uuid,
    item bigint,
    amount_fen bigint,
    state bigint,
    reason text,
    bank_serial text,
    credited_on date,
    account_owner_id uuid,
    account_cipher bytea,
    last4 text,
    name_owner_id uuid,
    name_cipher bytea,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, batch_id, line_ref)
);

CREATE TABLE bank_answer (
    federation smallint NOT NULL,
    batch_id uuid NOT NULL,
    line_ref text NOT NULL,
    kind text NOT NULL,
    code text,
    answered_on date,
    amount_fen bigint,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, batch_id, line_ref, kind)
);

CREATE INDEX ON instalment (household_id);
CREATE INDEX ON instalment (federation, state, release_on, entitlement_id, number);
CREATE INDEX ON batch_line (line_ref);
CREATE INDEX ON batch_line (federation, line_ref) WHERE state IN (3, 6);  -- SENT, UNKNOWN
CREATE INDEX ON batch (batch_no);
CREATE INDEX ON batch (state, sealed_on, batch_id);
CREATE INDEX ON fund_entry (reference);
CREATE INDEX ON fund_line (code);

SELECT haven_protect('fund_line'),
       haven_protect('fund_entry'),
       haven_protect('entitlement'),
       haven_protect('instalment'),
       haven_protect('credit'),
       haven_protect('batch'),
       haven_protect('batch_line'),
       haven_protect('bank_answer');
