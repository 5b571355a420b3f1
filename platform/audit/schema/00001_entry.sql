-- +goose Up
CREATE TABLE audit_entry (
	place  TEXT   NOT NULL,
	id     BIGINT NOT NULL,
	person BIGINT NOT NULL,
	verb   TEXT   NOT NULL,
	thing  TEXT   NOT NULL,
	detail TEXT   NOT NULL,
	PRIMARY KEY (place, id)
);

-- +goose Down
DROP TABLE audit_entry;
