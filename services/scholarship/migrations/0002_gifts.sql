-- A sponsor's goods: what came in and which award got a piece of it.

CREATE TABLE pledge_goods (
    federation smallint NOT NULL,
    pledge_id uuid NOT NULL,
    goods text NOT NULL,
    received bigint,
    handed_out bigint,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, pledge_id, goods)
);

CREATE TABLE pledge_goods_entry (
    federation smallint NOT NULL,
    pledge_id uuid NOT NULL,
    entry_offset bigint NOT NULL,
    booked_on date,
    kind text,
    goods text,
    pieces bigint,
    reference text,
    award_id uuid,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, pledge_id, entry_offset)
);

SELECT haven_protect('pledge_goods'),
       haven_protect('pledge_goods_entry');
