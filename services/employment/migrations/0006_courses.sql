-- Online courses: rules of their subsidies with their dates, courses, enrolments. A function of the
-- log: projection/tables.cpp.

CREATE TABLE subsidy_rules (
    federation smallint NOT NULL,
    rules_id uuid NOT NULL,
    code text,
    effective_from date,
    highest_fen bigint,
    yearly_fen bigint,
    request_days bigint,
    source text,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, rules_id)
);

CREATE TABLE course (
    federation smallint NOT NULL,
    course_id uuid NOT NULL,
    code text,
    skill text,
    units bigint,
    first_day date,
    last_day date,
    subsidy_fen bigint,
    fund_line_id uuid,
    source text,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, course_id)
);

CREATE TABLE enrolment (
    federation smallint NOT NULL,
    enrolment_id uuid NOT NULL,
    course_id uuid,
    code text,
    seeker_id uuid,
    person_id uuid,
    units bigint,
    units_done bigint,
    enrolled_on date,
    certificate_no text,
    certified_on date,
    subsidy_fen bigint,
    state bigint,
    note text,
    payee_last4 text,
    approved_on date,
    bank_serial text,
    credited_on date,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, enrolment_id)
);

CREATE INDEX ON enrolment (federation, enrolled_on, enrolment_id);
CREATE INDEX ON enrolment (course_id);

SELECT haven_protect('subsidy_rules'),
       haven_protect('course'),
       haven_protect('enrolment');
