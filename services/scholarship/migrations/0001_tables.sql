-- The read side of scholarship. Everything here is a function of the log: see projection/tables.cpp.

CREATE TABLE scheme (
    federation smallint NOT NULL,
    scheme_id uuid NOT NULL,
    code text,
    kind bigint,
    year bigint,
    sponsor text,
    counts_as_hardship_aid boolean,
    first_day date,
    last_day date,
    places bigint,
    per_family bigint,
    window_closed boolean,
    closed boolean,
    awards bigint,
    total_fen bigint,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, scheme_id)
);

CREATE TABLE scheme_tier (
    federation smallint NOT NULL,
    scheme_id uuid NOT NULL,
    code text NOT NULL,
    amount_fen bigint,
    for_whom bigint,
    entrants_only boolean,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, scheme_id, code)
);

CREATE TABLE pledge (
    federation smallint NOT NULL,
    pledge_id uuid NOT NULL,
    code text,
    sponsor text,
    scheme_id uuid,
    fund_line_id uuid,
    promised_fen bigint,
    received_fen bigint,
    allotted_fen bigint,
    paid_fen bigint,
    given_back_fen bigint,
    balance_fen bigint,
    defaulted boolean,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, pledge_id)
);

CREATE TABLE pledge_entry (
    federation smallint NOT NULL,
    pledge_id uuid NOT NULL,
    entry_offset bigint NOT NULL,
    booked_on date,
    kind text,
    amount_fen bigint,
    reference text,
    award_id uuid,
    year bigint,
    happened_on date,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, pledge_id, entry_offset)
);

CREATE TABLE application (
    federation smallint NOT NULL,
    application_id uuid NOT NULL,
    scheme_id uuid,
    kind bigint,
    year bigint,
    student_id uuid,
    parent_id uuid,
    household_id uuid,
    file_federation bigint,
    union_node text,
    stage bigint,
    state bigint,
    exclusion bigint,
    tier text,
    amount_fen bigint,
    notice_last_day date,
    open_objections bigint,
    roll_id uuid,
    award_id uuid,
    applied_on date,
    intake_federation bigint,
    sponsor_may_know boolean,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, application_id)
);

CREATE TABLE family (
    federation smallint NOT NULL,
    household_id uuid NOT NULL,
    head_id uuid,
    members bigint,
    open boolean,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, household_id)
);

CREATE TABLE roll (
    federation smallint NOT NULL,
    roll_id uuid NOT NULL,
    roll_no text,
    scheme_id uuid,
    kind bigint,
    year bigint,
    row_count bigint,
    total_fen bigint,
    hash bytea,
    maker_id uuid,
    approver_id uuid,
    ceremonies bigint,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, roll_id)
);

CREATE TABLE roll_row (
    federation smallint NOT NULL,
    roll_id uuid NOT NULL,
    application_id uuid NOT NULL,
    position bigint,
    award_id uuid,
    student_id uuid,
    tier text,
    amount_fen bigint,
    state bigint,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, roll_id, application_id)
);

CREATE TABLE award (
    federation smallint NOT NULL,
    award_id uuid NOT NULL,
    award_no text,
    scheme_id uuid,
    kind bigint,
    counts_as_hardship_aid boolean,
    student_id uuid,
    application_id uuid,
    stage bigint,
    graduates bigint,
    deferred_until bigint,
    revoked boolean,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, award_id)
);

CREATE TABLE award_year (
    federation smallint NOT NULL,
    award_id uuid NOT NULL,
    year bigint NOT NULL,
    state bigint,
    amount_fen bigint,
    fund_line_id uuid,
    pledge_id uuid,
    unfunded text,
    bank_serial text,
    credited_on date,
    return_serial text,
    returned_on date,
    to_recover boolean,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, award_id, year)
);

CREATE INDEX ON application (federation, scheme_id, state, applied_on, application_id);
CREATE INDEX ON application (federation, applied_on, application_id);
CREATE INDEX ON application (federation, student_id);
CREATE INDEX ON roll_row (federation, application_id);
CREATE INDEX ON award (federation, scheme_id, award_no);
CREATE INDEX ON award (award_no);
CREATE INDEX ON pledge (code);
CREATE INDEX ON scheme (code);
CREATE INDEX ON roll (roll_no);

SELECT haven_protect('scheme'),
       haven_protect('scheme_tier'),
       haven_protect('pledge'),
       haven_protect('pledge_entry'),
       haven_protect('application'),
       haven_protect('family'),
       haven_protect('roll'),
       haven_protect('roll_row'),
       haven_protect('award'),
       haven_protect('award_year');
