-- The hotline 12351 (docs/rules.md R74 to R76).

CREATE TABLE ticket_limits (
    federation smallint NOT NULL,
    code text NOT NULL,
    first_day date,
    general_days bigint,
    difficult_days bigint,
    extra_complex_days bigint,
    source text,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, code)
);

CREATE TABLE ticket (
    federation smallint NOT NULL,
    ticket_id uuid NOT NULL,
    ticket_no text,
    type bigint,
    class bigint,
    subject text,
    person_id uuid,
    union_node text,
    level bigint,
    state bigint,
    logged_on date,
    due_on date,
    escalated boolean,
    round bigint,
    transfers bigint,
    escalations bigint,
    satisfaction bigint,
    referral_id uuid,
    referral_outcome bigint,
    ended bigint,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, ticket_id)
);

CREATE INDEX ON ticket (ticket_no);
CREATE INDEX ON ticket (federation, union_node, state);

SELECT haven_protect('ticket_limits', reference := true),
       haven_protect('ticket');
