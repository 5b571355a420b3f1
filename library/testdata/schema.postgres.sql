CREATE TABLE library_citation (
	place text NOT NULL,
	plan bigint NOT NULL,
	text bigint NOT NULL,
	nth bigint NOT NULL,
	version bigint NOT NULL,
	plan_code text NOT NULL,
	clause bigint NOT NULL,
	address text NOT NULL,
	role text NOT NULL,
	first_line bigint NOT NULL,
	last_line bigint NOT NULL,
	CONSTRAINT library_citation_pkey PRIMARY KEY (place, plan, text, nth)
);

CREATE INDEX library_citation_text ON public.library_citation USING btree (place, text);

CREATE TABLE library_text (
	place text NOT NULL,
	id bigint NOT NULL,
	slug text NOT NULL,
	kind text NOT NULL,
	number text NOT NULL,
	symbol text NOT NULL,
	code text NOT NULL,
	issuer text NOT NULL,
	issued_on text NOT NULL,
	title text NOT NULL,
	is_confirmed boolean NOT NULL,
	source text NOT NULL,
	force text NOT NULL,
	replaced_by text NOT NULL,
	ended_on text NOT NULL,
	note text NOT NULL,
	folded text NOT NULL,
	CONSTRAINT library_text_place_kind_code_issued_on_title_key UNIQUE (place, kind, code, issued_on, title),
	CONSTRAINT library_text_place_slug_key UNIQUE (place, slug),
	CONSTRAINT library_text_pkey PRIMARY KEY (place, id)
);

CREATE INDEX library_text_code ON public.library_text USING btree (place, code);

CREATE INDEX library_text_issued ON public.library_text USING btree (place, issued_on, id);

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
	words tsvector NOT NULL,
	CONSTRAINT store_doc_pkey PRIMARY KEY (place, kind, id)
);

CREATE INDEX store_doc_words ON public.store_doc USING gin (words);

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

