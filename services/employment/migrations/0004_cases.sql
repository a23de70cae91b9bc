-- One-stop cases and their journals. A function of the log: projection/tables.cpp.

CREATE TABLE service_case (
    federation smallint NOT NULL,
    case_id uuid NOT NULL,
    seeker_id uuid,
    person_id uuid,
    need bigint,
    counter text,
    opened_on date,
    follow_up_on date,
    state bigint,
    outcome bigint,
    rests_on uuid,
    closed_on date,
    reopened bigint,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, case_id)
);

CREATE TABLE case_entry (
    federation smallint NOT NULL,
    case_id uuid NOT NULL,
    number bigint NOT NULL,
    kind bigint,
    day date,
    policy text,
    target bigint,
    vacancy_id uuid,
    result bigint,
    channel bigint,
    finding bigint,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, case_id, number)
);

CREATE INDEX ON service_case (federation, opened_on, case_id);
CREATE INDEX ON service_case (federation, follow_up_on) WHERE state = 1;

SELECT haven_protect('service_case'),
       haven_protect('case_entry');
