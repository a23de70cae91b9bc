-- Publicity and training (docs/rules.md R72, R73).

CREATE TABLE activity (
    federation smallint NOT NULL,
    activity_id uuid NOT NULL,
    code text,
    theme text,
    level bigint,
    first_day date,
    last_day date,
    items bigint,
    reached bigint,
    basis bigint,
    amendments bigint,
    cancelled boolean,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, activity_id)
);

CREATE TABLE training_class (
    federation smallint NOT NULL,
    class_id uuid NOT NULL,
    code text,
    kind bigint,
    level bigint,
    first_day date,
    last_day date,
    seats bigint,
    enrolled bigint,
    trained bigint,
    completed boolean,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, class_id)
);

CREATE TABLE trainee (
    federation smallint NOT NULL,
    class_id uuid NOT NULL,
    person_id uuid NOT NULL,
    days bigint,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, class_id, person_id)
);

CREATE INDEX ON activity (code);
CREATE INDEX ON training_class (code);

SELECT haven_protect('activity'),
       haven_protect('training_class'),
       haven_protect('trainee');
