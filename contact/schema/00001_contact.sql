-- +goose Up
-- contact_contact: whom the public can turn to, as the public reads it.
CREATE TABLE contact_contact (
	place   TEXT    NOT NULL,
	id      BIGINT  NOT NULL,
	sort    TEXT    NOT NULL, -- service, team, press
	name    TEXT    NOT NULL,
	post    TEXT    NOT NULL, -- what the person is, or who is on duty
	at_site TEXT    NOT NULL, -- where to come
	hours   TEXT    NOT NULL,
	phone   TEXT    NOT NULL,
	email   TEXT    NOT NULL,
	consent BOOLEAN NOT NULL, -- it is an office's, or its owner agreed
	by_name TEXT    NOT NULL,
	said_at BIGINT  NOT NULL, -- when somebody last said that it is right
	PRIMARY KEY (place, id)
);

-- +goose Down
DROP TABLE contact_contact;
