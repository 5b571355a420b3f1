CREATE TABLE store_counter (
	place text NOT NULL,
	name text NOT NULL,
	last bigint NOT NULL,
	CONSTRAINT store_counter_pkey PRIMARY KEY (place, name)
);

CREATE TABLE store_place (
	place text NOT NULL,
	host text NOT NULL,
	CONSTRAINT store_place_pkey PRIMARY KEY (place)
);

CREATE UNIQUE INDEX store_place_host ON public.store_place USING btree (host) WHERE (host <> ''::text);

CREATE TABLE store_upgrade (
	step bigint NOT NULL,
	desk text NOT NULL,
	from_version bigint NOT NULL,
	to_version bigint NOT NULL,
	upgraded_at bigint NOT NULL,
	CONSTRAINT store_upgrade_pkey PRIMARY KEY (step, desk)
);

