-- People whom the hotline or a visit group has referred (docs/rules.md R76).

CREATE TABLE referral (
    federation smallint NOT NULL,
    referral_id uuid NOT NULL,
    source bigint,
    source_no text,
    person_id uuid,
    name bytea,
    phone bytea,
    union_node text,
    signs text,
    heard_on date,
    state bigint,
    household_id uuid,
    reason text,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, referral_id)
);

CREATE INDEX ON referral (federation, state, heard_on);

SELECT haven_protect('referral');
