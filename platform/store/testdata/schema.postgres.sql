CREATE TABLE store_counter (
	place text NOT NULL,
	name text NOT NULL,
	last bigint NOT NULL,
	CONSTRAINT store_counter_pkey PRIMARY KEY (place, name)
);

CREATE TABLE store_doc (
	place text NOT NULL,
	kind text NOT NULL,
	id text NOT NULL,
	title text NOT NULL,
	body text NOT NULL,
	href text NOT NULL,
	"row" bigint NOT NULL,
	CONSTRAINT store_doc_pkey PRIMARY KEY (place, kind, id)
);

CREATE UNIQUE INDEX store_doc_row ON public.store_doc USING btree (place, "row");

CREATE TABLE store_gap (
	place text NOT NULL,
	gap text NOT NULL,
	term text NOT NULL,
	CONSTRAINT store_gap_pkey PRIMARY KEY (place, gap, term)
);

CREATE TABLE store_place (
	place text NOT NULL,
	host text NOT NULL,
	CONSTRAINT store_place_pkey PRIMARY KEY (place)
);

CREATE UNIQUE INDEX store_place_host ON public.store_place USING btree (host) WHERE (host <> ''::text);

CREATE TABLE store_term (
	place text NOT NULL,
	term text NOT NULL,
	CONSTRAINT store_term_pkey PRIMARY KEY (place, term)
);

CREATE TABLE store_upgrade (
	step bigint NOT NULL,
	desk text NOT NULL,
	from_version bigint NOT NULL,
	to_version bigint NOT NULL,
	upgraded_at bigint NOT NULL,
	CONSTRAINT store_upgrade_pkey PRIMARY KEY (step, desk)
);

CREATE TABLE store_word (
	place text NOT NULL,
	"row" bigint NOT NULL,
	words tsvector NOT NULL,
	CONSTRAINT store_word_pkey PRIMARY KEY (place, "row")
);

CREATE INDEX store_word_words ON public.store_word USING gin (words);

