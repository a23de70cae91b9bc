-- Who is on a household's file, and from when to when it is open (docs/rules.md R81).

CREATE TABLE family_person (
    federation smallint NOT NULL,
    household_id uuid NOT NULL,
    person_id uuid NOT NULL,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, household_id, person_id)
);

CREATE TABLE family_span (
    federation smallint NOT NULL,
    household_id uuid NOT NULL,
    opened_on date NOT NULL,
    closed_on date,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, household_id, opened_on)
);

CREATE INDEX ON family_person (person_id);

SELECT haven_protect('family_person'),
       haven_protect('family_span');
