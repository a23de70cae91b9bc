-- What a vacancy asks for, where it asks for anything: codes of skills, parted by blanks. A function of the log:
-- projection/tables.cpp.

CREATE TABLE vacancy_skills (
    federation smallint NOT NULL,
    vacancy_id uuid NOT NULL,
    skills text,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, vacancy_id)
);

SELECT haven_protect('vacancy_skills');
