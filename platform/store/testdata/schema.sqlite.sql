CREATE TABLE store_counter (
	place TEXT   NOT NULL,
	name  TEXT   NOT NULL,
	last  BIGINT NOT NULL,
	PRIMARY KEY (place, name)
);

CREATE TABLE store_place (
	place TEXT NOT NULL PRIMARY KEY,
	host  TEXT NOT NULL -- the name its portal answers to; empty: any name
);

CREATE UNIQUE INDEX store_place_host ON store_place (host) WHERE host <> '';

CREATE TABLE store_upgrade (
	step         BIGINT NOT NULL,
	desk         TEXT   NOT NULL,
	from_version BIGINT NOT NULL,
	to_version   BIGINT NOT NULL,
	upgraded_at  BIGINT NOT NULL,
	PRIMARY KEY (step, desk)
);

