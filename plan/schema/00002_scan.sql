-- +goose Up
-- The files of a paper that came as several, such as twelve photographs of twelve pages.
CREATE TABLE plan_file (
	place TEXT   NOT NULL,
	paper BIGINT NOT NULL,
	n     BIGINT NOT NULL, -- counted from 1, in the order of the pages
	name  TEXT   NOT NULL,
	hash  TEXT   NOT NULL, -- where the blobs keep it
	size  BIGINT NOT NULL, -- bytes
	PRIMARY KEY (place, paper, n)
);

-- A scan that waits to be read or is being read; the row goes when it has been.
CREATE TABLE plan_reading (
	place       TEXT   NOT NULL,
	id          BIGINT NOT NULL, -- a new one whenever it is asked for anew, so that who lags behind finds nothing to do
	paper       BIGINT NOT NULL,
	person      BIGINT NOT NULL, -- who asked
	person_name TEXT   NOT NULL,
	asked_at    BIGINT NOT NULL,
	tries       BIGINT NOT NULL, -- how often it was begun
	pages       BIGINT NOT NULL, -- of the paper; 0 = not yet known
	pages_read  BIGINT NOT NULL,
	PRIMARY KEY (place, id),
	UNIQUE (place, paper)
);

-- The pictures that the words of a review were read from.
CREATE TABLE plan_page (
	place  TEXT   NOT NULL,
	draft  BIGINT NOT NULL,
	page   BIGINT NOT NULL, -- counted from 1
	hash   TEXT   NOT NULL, -- of the picture, a JPEG
	width  BIGINT NOT NULL, -- pixels, in which the places of words are counted
	height BIGINT NOT NULL,
	PRIMARY KEY (place, draft, page)
);

-- +goose Down
DROP TABLE plan_page;
DROP TABLE plan_reading;
DROP TABLE plan_file;
