-- Months of a hire that are over and that nobody has answered for.

CREATE TABLE retention_due (
    federation smallint NOT NULL,
    hire_id uuid NOT NULL,
    month bigint NOT NULL,
    due_on date,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, hire_id, month)
);

SELECT haven_protect('retention_due');
