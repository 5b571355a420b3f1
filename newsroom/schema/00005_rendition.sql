-- +goose Up
-- newsroom_rendition: a story as it is told in one other form.
CREATE TABLE newsroom_rendition (
	place         TEXT   NOT NULL,
	story         BIGINT NOT NULL,
	sort          TEXT   NOT NULL, -- script, post, mail
	last          BIGINT NOT NULL, -- number of its last text
	source        BIGINT NOT NULL, -- version of the story that it was drafted from, or was found to be right beside
	approved      BIGINT NOT NULL, -- number of the text that was approved last; 0 = none
	approver      BIGINT NOT NULL,
	approver_name TEXT   NOT NULL,
	approved_at   BIGINT NOT NULL,
	PRIMARY KEY (place, story, sort)
);

-- newsroom_rendition_text: a text of a rendition. One that was approved is never changed again.
CREATE TABLE newsroom_rendition_text (
	place      TEXT    NOT NULL,
	story      BIGINT  NOT NULL,
	sort       TEXT    NOT NULL,
	n          BIGINT  NOT NULL, -- 1, 2, 3 … in each rendition
	body       TEXT    NOT NULL,
	saver      BIGINT  NOT NULL, -- 0 = the program drafted it
	saver_name TEXT    NOT NULL,
	began_at   BIGINT  NOT NULL,
	saved_at   BIGINT  NOT NULL,
	is_sealed  BOOLEAN NOT NULL,
	PRIMARY KEY (place, story, sort, n)
);

-- +goose Down
DROP TABLE newsroom_rendition_text;
DROP TABLE newsroom_rendition;
