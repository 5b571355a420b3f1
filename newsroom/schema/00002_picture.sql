-- +goose Up
-- newsroom_picture: a picture of a story, drawn anew, without what its camera wrote into it. What is said of it stands in the text.
CREATE TABLE newsroom_picture (
	place     TEXT   NOT NULL,
	id        BIGINT NOT NULL, -- anh:7 in the text
	story     BIGINT NOT NULL,
	hash      TEXT   NOT NULL, -- of what is kept, in the blobs
	small     TEXT   NOT NULL, -- of the small cut around its focus
	width     BIGINT NOT NULL,
	height    BIGINT NOT NULL,
	focus_x   BIGINT NOT NULL, -- the spot that matters most, in hundredths
	focus_y   BIGINT NOT NULL,
	credit    TEXT   NOT NULL, -- who took it
	rights    TEXT   NOT NULL, -- own, given, state, open
	print     TEXT   NOT NULL, -- what it looks like; '' when it shows next to nothing
	adder      BIGINT NOT NULL,
	adder_name TEXT   NOT NULL,
	added_at  BIGINT NOT NULL,
	PRIMARY KEY (place, id)
);

CREATE INDEX newsroom_picture_story ON newsroom_picture (place, story, id);

-- +goose Down
DROP TABLE newsroom_picture;
