-- +goose Up
-- watch_seal: every public page as the last verb left it.
CREATE TABLE watch_seal (
	place     TEXT   NOT NULL,
	thing     TEXT   NOT NULL, -- newsroom/7
	title     TEXT   NOT NULL,
	href      TEXT   NOT NULL,
	hash      TEXT   NOT NULL, -- SHA-256 of what the page is drawn from
	sealed_at BIGINT NOT NULL,
	PRIMARY KEY (place, thing)
);

-- watch_finding: pages that were not as a verb left them.
CREATE TABLE watch_finding (
	place     TEXT   NOT NULL,
	id        BIGINT NOT NULL,
	thing     TEXT   NOT NULL,
	title     TEXT   NOT NULL,
	href      TEXT   NOT NULL,
	what      TEXT   NOT NULL, -- changed, appeared, vanished, damaged
	found_at  BIGINT NOT NULL,
	over_at   BIGINT NOT NULL, -- 0 = it is still so
	over_by   BIGINT NOT NULL, -- 0 = it was over by itself
	over_name TEXT   NOT NULL,
	word      TEXT   NOT NULL,
	PRIMARY KEY (place, id)
);

CREATE INDEX watch_finding_over ON watch_finding (place, over_at);

-- watch_round: the last round of each place; without a row the watch has not begun there.
CREATE TABLE watch_round (
	place   TEXT   NOT NULL,
	made_at BIGINT NOT NULL,
	pages   BIGINT NOT NULL,
	PRIMARY KEY (place)
);

-- +goose Down
DROP TABLE watch_round;
DROP TABLE watch_finding;
DROP TABLE watch_seal;
