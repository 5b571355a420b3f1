-- +goose Up
-- org_day: a day on which the offices of the place go otherwise than those of the country.
CREATE TABLE org_day (
	place   TEXT    NOT NULL,
	on_day  TEXT    NOT NULL,
	is_work BOOLEAN NOT NULL, -- a day on which offices work; otherwise one off
	reason  TEXT    NOT NULL,
	basis   TEXT    NOT NULL, -- the paper that says so; '' for none
	set_by  BIGINT  NOT NULL,
	setter  TEXT    NOT NULL, -- the name at that time
	set_at  BIGINT  NOT NULL,
	PRIMARY KEY (place, on_day)
);

-- +goose Down
DROP TABLE org_day;
