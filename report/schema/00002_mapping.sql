-- +goose Up
-- report_mapping: which figure goes into which field of another system's file, as people wrote it. Each keeping is a new version; the last stands.
CREATE TABLE report_mapping (
	place     TEXT    NOT NULL,
	id        BIGINT  NOT NULL,
	version   BIGINT  NOT NULL,
	name      TEXT    NOT NULL,
	recipient TEXT    NOT NULL,
	format    TEXT    NOT NULL, -- csv, json, xml
	fields    TEXT    NOT NULL, -- a line for each: FIELD = source
	is_ended  BOOLEAN NOT NULL,
	keeper    BIGINT  NOT NULL,
	kept_name TEXT    NOT NULL,
	kept_at   BIGINT  NOT NULL,
	PRIMARY KEY (place, id, version)
);

-- +goose Down
DROP TABLE report_mapping;
