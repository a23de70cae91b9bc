-- Basic posts: rules with their dates, allotments, posts. A function of the log: projection/tables.cpp.

CREATE TABLE post_rules (
    federation smallint NOT NULL,
    rules_id uuid NOT NULL,
    code text,
    effective_from date,
    min_age_men bigint,
    min_age_women bigint,
    months_jobless bigint,
    max_months bigint,
    source text,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, rules_id)
);

CREATE TABLE post_allotment (
    federation smallint NOT NULL,
    allotment_id uuid NOT NULL,
    code text,
    funder text,
    first_day date,
    last_day date,
    posts bigint,
    source text,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, allotment_id)
);

CREATE TABLE basic_post (
    federation smallint NOT NULL,
    post_id uuid NOT NULL,
    seeker_id uuid,
    person_id uuid,
    allotment_id uuid,
    uscc text,
    work text,
    rules text,
    age bigint,
    months_jobless bigint,
    offered_on date,
    state bigint,
    starts_on date,
    last_day date,
    ended_on date,
    end_reason bigint,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, post_id)
);

CREATE INDEX ON basic_post (federation, offered_on, post_id);
CREATE INDEX ON basic_post (allotment_id) WHERE state IN (1, 2);

SELECT haven_protect('post_rules'),
       haven_protect('post_allotment'),
       haven_protect('basic_post');
