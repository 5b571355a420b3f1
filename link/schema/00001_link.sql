-- +goose Up
-- link_host: the hosts that stories of the place may lead to, beside those that every place may.
CREATE TABLE link_host (
	place      TEXT   NOT NULL,
	name       TEXT   NOT NULL, -- vnexpress.net: with all hosts below it
	state      TEXT   NOT NULL, -- asked, allowed, barred
	why        TEXT   NOT NULL,
	asker      BIGINT NOT NULL,
	asker_name TEXT   NOT NULL,
	asked_at   BIGINT NOT NULL,
	decider      BIGINT NOT NULL, -- 0 = nobody yet
	decider_name TEXT   NOT NULL,
	decided_at BIGINT NOT NULL,
	word       TEXT   NOT NULL, -- of the decider
	PRIMARY KEY (place, name)
);

-- link_use: where each public page leads out of the site; kept by the verb that makes the page public.
CREATE TABLE link_use (
	place TEXT   NOT NULL,
	thing TEXT   NOT NULL, -- newsroom/7
	n     BIGINT NOT NULL,
	url   TEXT   NOT NULL,
	host  TEXT   NOT NULL,
	title TEXT   NOT NULL, -- of the page
	href  TEXT   NOT NULL,
	PRIMARY KEY (place, thing, n)
);

CREATE INDEX link_use_host ON link_use (place, host);
CREATE INDEX link_use_url ON link_use (place, url);

-- link_health: what was found when a link was opened last.
CREATE TABLE link_health (
	place      TEXT   NOT NULL,
	url        TEXT   NOT NULL,
	finding    TEXT   NOT NULL, -- well, moved, dead, inside, unsure
	status     BIGINT NOT NULL, -- of HTTP; 0 = no answer
	leads_to   TEXT   NOT NULL, -- where it moved
	misses     BIGINT NOT NULL, -- how many times in a row there was no good answer
	checked_at BIGINT NOT NULL,
	PRIMARY KEY (place, url)
);

CREATE INDEX link_health_checked ON link_health (place, checked_at);

-- +goose Down
DROP TABLE link_health;
DROP TABLE link_use;
DROP TABLE link_host;
