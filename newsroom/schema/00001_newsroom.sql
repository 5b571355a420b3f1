-- +goose Up
-- newsroom_story: one story, how far its text is, and what of it the public reads.
CREATE TABLE newsroom_story (
	place        TEXT    NOT NULL,
	id           BIGINT  NOT NULL,
	kind         TEXT    NOT NULL, -- brief, article, reportage, photos, video
	state        TEXT    NOT NULL, -- of the text being worked on: draft, review, approved, published, withdrawn, ended, dropped
	title        TEXT    NOT NULL, -- of the last version, for lists
	folded       TEXT    NOT NULL, -- the same without marks
	theme        BIGINT  NOT NULL, -- key of the plan's theme, of the last version; 0 = none yet
	last         BIGINT  NOT NULL, -- number of the last version
	live         BIGINT  NOT NULL, -- number of the version that the public reads; 0 = none
	was_live     BIGINT  NOT NULL, -- the version by which it is counted: the one last public; 0 = it never was, or was withdrawn
	author       BIGINT  NOT NULL,
	author_name  TEXT    NOT NULL,
	unit         BIGINT  NOT NULL, -- of the author, on the day it was begun; whose story it is
	opened_at    BIGINT  NOT NULL,
	changed_at   BIGINT  NOT NULL,
	assignee      BIGINT NOT NULL, -- who does the next step; 0 = whoever may
	assignee_name TEXT   NOT NULL,
	due_on       TEXT    NOT NULL, -- of the next step; '' = no day
	approver     BIGINT  NOT NULL, -- of the text as it stands; 0 = nobody yet
	approver_name TEXT   NOT NULL,
	published_at BIGINT  NOT NULL, -- when it first came out; 0 = never
	updated_at   BIGINT  NOT NULL, -- when its public text last changed
	publish_at   BIGINT  NOT NULL, -- when it is to come out; 0 = no such hour
	end_at       BIGINT  NOT NULL, -- when it is to be taken down; 0 = it stays
	set_by       BIGINT  NOT NULL, -- who set these hours
	set_by_name  TEXT    NOT NULL,
	correction   TEXT    NOT NULL, -- what the correction being worked on corrects, for the public
	pen          BIGINT  NOT NULL, -- who is writing in it now; 0 = nobody
	pen_name     TEXT    NOT NULL,
	pen_at       BIGINT  NOT NULL, -- when they last wrote
	PRIMARY KEY (place, id)
);

CREATE INDEX newsroom_story_state ON newsroom_story (place, state, changed_at);
CREATE INDEX newsroom_story_live ON newsroom_story (place, published_at, id);
CREATE INDEX newsroom_story_theme ON newsroom_story (place, theme, published_at);

-- newsroom_version: a text of a story. One that was submitted or came out is never changed again.
CREATE TABLE newsroom_version (
	place       TEXT    NOT NULL,
	story       BIGINT  NOT NULL,
	n           BIGINT  NOT NULL, -- 1, 2, 3 … in each story
	title       TEXT    NOT NULL,
	summary     TEXT    NOT NULL,
	body        TEXT    NOT NULL, -- with the light marks of kit/prose
	video       TEXT    NOT NULL, -- address of a film; '' = none
	theme       BIGINT  NOT NULL, -- plan_key; 0 = none yet
	theme_plan  BIGINT  NOT NULL,
	theme_name  TEXT    NOT NULL, -- as the plan called it then
	theme_slug  TEXT    NOT NULL, -- in the address of its page
	saver       BIGINT  NOT NULL,
	saver_name  TEXT    NOT NULL,
	began_at    BIGINT  NOT NULL,
	saved_at    BIGINT  NOT NULL,
	is_sealed   BOOLEAN NOT NULL, -- submitted, restored from or published: it stays as it is
	PRIMARY KEY (place, story, n)
);

-- newsroom_event: what happened to a story, in sentences. Nothing here is ever changed.
CREATE TABLE newsroom_event (
	place       TEXT   NOT NULL,
	story       BIGINT NOT NULL,
	n           BIGINT NOT NULL,
	at          BIGINT NOT NULL,
	person      BIGINT NOT NULL, -- 0 = the clock
	person_name TEXT   NOT NULL,
	say         TEXT   NOT NULL,
	PRIMARY KEY (place, story, n)
);

-- newsroom_note: what the public is told of a story: that it was corrected, or withdrawn.
CREATE TABLE newsroom_note (
	place TEXT   NOT NULL,
	story BIGINT NOT NULL,
	n     BIGINT NOT NULL,
	sort  TEXT   NOT NULL, -- correction, withdrawal
	at    BIGINT NOT NULL,
	say   TEXT   NOT NULL,
	PRIMARY KEY (place, story, n)
);

-- newsroom_serves: the targets of the plan that a published story counts for.
CREATE TABLE newsroom_serves (
	place  TEXT   NOT NULL,
	story  BIGINT NOT NULL,
	target BIGINT NOT NULL, -- plan_key
	item   TEXT   NOT NULL, -- by what: the channel it came out on, or an exemplar that it tells of
	PRIMARY KEY (place, story, target, item)
);

-- newsroom_law: the posts that may take a step, where the place has set its own. A step without a row follows rules.go.
CREATE TABLE newsroom_law (
	place TEXT NOT NULL,
	verb  TEXT NOT NULL,
	post  TEXT NOT NULL,
	PRIMARY KEY (place, verb, post)
);

-- +goose Down
DROP TABLE newsroom_law;
DROP TABLE newsroom_serves;
DROP TABLE newsroom_note;
DROP TABLE newsroom_event;
DROP TABLE newsroom_version;
DROP TABLE newsroom_story;
