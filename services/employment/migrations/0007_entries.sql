-- Since when a family is known to be in hardship: the first day on which its file was open, where the registry's event said
-- the day. A function of the log: projection/tables.cpp.

CREATE TABLE family_entry (
    federation smallint NOT NULL,
    household_id uuid NOT NULL,
    entered_on date,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, household_id)
);

SELECT haven_protect('family_entry');
