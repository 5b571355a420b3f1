-- +goose Up
-- newsroom_proposal: a change of many public stories, that somebody else than its proposer decides on.
CREATE TABLE newsroom_proposal (
	place         TEXT   NOT NULL,
	id            BIGINT NOT NULL,
	what          TEXT   NOT NULL, -- theme, withdraw, link
	theme         BIGINT NOT NULL, -- 0 unless what is theme
	theme_plan    BIGINT NOT NULL,
	theme_name    TEXT   NOT NULL,
	theme_slug    TEXT   NOT NULL,
	from_link     TEXT   NOT NULL,
	to_link       TEXT   NOT NULL,
	why           TEXT   NOT NULL, -- what the public reads where a story is withdrawn
	proposer      BIGINT NOT NULL,
	proposer_name TEXT   NOT NULL,
	proposed_at   BIGINT NOT NULL,
	decider_name  TEXT   NOT NULL,
	decided_at    BIGINT NOT NULL, -- 0 = nobody has
	is_done       BOOLEAN NOT NULL,
	PRIMARY KEY (place, id)
);

-- newsroom_step: one story of a proposal, as it was when it was proposed.
CREATE TABLE newsroom_step (
	place    TEXT   NOT NULL,
	proposal BIGINT NOT NULL,
	story    BIGINT NOT NULL,
	live     BIGINT NOT NULL, -- the version that was public
	was      TEXT   NOT NULL, -- what it had: its theme, its title
	PRIMARY KEY (place, proposal, story)
);

-- +goose Down
DROP TABLE newsroom_step;
DROP TABLE newsroom_proposal;
