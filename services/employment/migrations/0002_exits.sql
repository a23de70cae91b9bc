-- Files that were closed because of work that somebody had kept. A function of the log: projection/tables.cpp.

CREATE TABLE family_exit (
    federation smallint NOT NULL,
    household_id uuid NOT NULL,
    hire_id uuid,
    person_id uuid,
    monthly_wage_fen bigint,
    resolved_on date,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, household_id)
);

CREATE INDEX ON hire (household_id) WHERE household_id IS NOT NULL;

SELECT haven_protect('family_exit');
