-- The read side of employment. Everything here is a function of the log: see projection/tables.cpp.

CREATE TABLE fair (
    federation smallint NOT NULL,
    fair_id uuid NOT NULL,
    code text,
    venue text,
    first_day date,
    days bigint,
    stalls bigint,
    cancelled boolean,
    reported_firms bigint,
    reported_posts bigint,
    reported_intents bigint,
    reported_on date,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, fair_id)
);

CREATE TABLE employer (
    federation smallint NOT NULL,
    employer_id uuid NOT NULL,
    uscc text,
    kind bigint,
    licence_no text,
    licence_until date,
    is_agency boolean,
    permit_no text,
    permit_until date,
    barred_until date,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, employer_id)
);

CREATE TABLE participation (
    federation smallint NOT NULL,
    participation_id uuid NOT NULL,
    fair_id uuid,
    uscc text,
    branch text,
    state bigint,
    stall bigint,
    refusal bigint,
    applied_on date,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, participation_id)
);

CREATE TABLE vacancy (
    federation smallint NOT NULL,
    vacancy_id uuid NOT NULL,
    fair_id uuid,
    uscc text,
    occupation text,
    conditions text,
    posts bigint,
    wage_min_fen bigint,
    wage_max_fen bigint,
    min_schooling bigint,
    min_age bigint,
    max_age bigint,
    insurance bigint,
    division text,
    valid_until date,
    state bigint,
    rejection bigint,
    found text,
    content text,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, vacancy_id)
);

CREATE TABLE seeker (
    federation smallint NOT NULL,
    seeker_id uuid NOT NULL,
    person_id uuid,
    seeker_group bigint,
    schooling bigint,
    wage_wish_fen bigint,
    division text,
    household_id uuid,
    file_federation bigint,
    union_node text,
    state bigint,
    registered_on date,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, seeker_id)
);

CREATE TABLE intent (
    federation smallint NOT NULL,
    intent_id uuid NOT NULL,
    fair_id uuid,
    person_id uuid,
    seeker_id uuid,
    vacancy_id uuid,
    uscc text,
    reached_on date,
    state bigint,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, intent_id)
);

CREATE TABLE hire (
    federation smallint NOT NULL,
    hire_id uuid NOT NULL,
    seeker_id uuid,
    person_id uuid,
    seeker_group bigint,
    household_id uuid,
    file_federation bigint,
    uscc text,
    vacancy_id uuid,
    intent_id uuid,
    contract bigint,
    starts_on date,
    contract_until date,
    monthly_wage_fen bigint,
    ended_on date,
    end_reason bigint,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, hire_id)
);

CREATE TABLE retention (
    federation smallint NOT NULL,
    hire_id uuid NOT NULL,
    month bigint NOT NULL,
    monthly_wage_fen bigint,
    evidence bigint,
    income_evidenced boolean,
    confirmed_on date,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, hire_id, month)
);

CREATE TABLE family (
    federation smallint NOT NULL,
    household_id uuid NOT NULL,
    round bigint,
    open boolean,
    enrolled boolean,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, household_id)
);

CREATE TABLE family_person (
    federation smallint NOT NULL,
    household_id uuid NOT NULL,
    person_id uuid NOT NULL,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, household_id, person_id)
);

CREATE INDEX ON fair (code);
CREATE INDEX ON employer (uscc);
CREATE INDEX ON participation (federation, fair_id, state);
CREATE INDEX ON participation (federation, fair_id, uscc);
CREATE INDEX ON vacancy (federation, fair_id, state);
CREATE INDEX ON vacancy (federation, content);
CREATE INDEX ON vacancy (state, vacancy_id);
CREATE INDEX ON seeker (person_id);
CREATE INDEX ON seeker (federation, registered_on, seeker_id);
CREATE INDEX ON intent (federation, fair_id, state);
CREATE INDEX ON intent (person_id);
CREATE INDEX ON hire (person_id);
CREATE INDEX ON hire (federation, starts_on, hire_id);
CREATE INDEX ON family_person (person_id);

SELECT haven_protect('fair'),
       haven_protect('employer'),
       haven_protect('participation'),
       haven_protect('vacancy'),
       haven_protect('seeker'),
       haven_protect('intent'),
       haven_protect('hire'),
       haven_protect('retention'),
       haven_protect('family'),
       haven_protect('family_person');
