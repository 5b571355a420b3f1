CREATE TABLE org_delegation (
	place text NOT NULL,
	id bigint NOT NULL,
	holding bigint NOT NULL,
	lender bigint NOT NULL,
	borrower bigint NOT NULL,
	post text NOT NULL,
	from_on text NOT NULL,
	through_on text NOT NULL,
	why text NOT NULL,
	made_by bigint NOT NULL,
	ended_at bigint NOT NULL,
	CONSTRAINT org_delegation_pkey PRIMARY KEY (place, id)
);

CREATE INDEX org_delegation_borrower ON public.org_delegation USING btree (place, borrower);

CREATE TABLE org_holding (
	place text NOT NULL,
	id bigint NOT NULL,
	person bigint NOT NULL,
	post text NOT NULL,
	unit bigint NOT NULL,
	from_on text NOT NULL,
	through_on text NOT NULL,
	basis text NOT NULL,
	CONSTRAINT org_holding_pkey PRIMARY KEY (place, id)
);

CREATE INDEX org_holding_person ON public.org_holding USING btree (place, person);

CREATE TABLE org_person (
	place text NOT NULL,
	id bigint NOT NULL,
	name text NOT NULL,
	sort_key text NOT NULL,
	match_key text NOT NULL,
	unit bigint NOT NULL,
	phone text NOT NULL,
	email text NOT NULL,
	purpose text NOT NULL,
	is_active boolean NOT NULL,
	CONSTRAINT org_person_pkey PRIMARY KEY (place, id)
);

CREATE INDEX org_person_sort ON public.org_person USING btree (place, sort_key);

CREATE TABLE org_place (
	place text NOT NULL,
	code text NOT NULL,
	kind text NOT NULL,
	name text NOT NULL,
	short_name text NOT NULL,
	parent text NOT NULL,
	seat text NOT NULL,
	population bigint NOT NULL,
	area_ha bigint NOT NULL,
	CONSTRAINT org_place_pkey PRIMARY KEY (place, code)
);

CREATE TABLE org_place_change (
	place text NOT NULL,
	id bigint NOT NULL,
	what text NOT NULL,
	changed_on text NOT NULL,
	from_code text NOT NULL,
	from_name text NOT NULL,
	to_code text NOT NULL,
	to_name text NOT NULL,
	basis text NOT NULL,
	CONSTRAINT org_place_change_pkey PRIMARY KEY (place, id)
);

CREATE TABLE org_unit (
	place text NOT NULL,
	id bigint NOT NULL,
	kind text NOT NULL,
	is_asked boolean NOT NULL,
	opened_on text NOT NULL,
	closed_on text NOT NULL,
	successor bigint NOT NULL,
	CONSTRAINT org_unit_pkey PRIMARY KEY (place, id)
);

CREATE TABLE org_unit_change (
	place text NOT NULL,
	id bigint NOT NULL,
	unit bigint NOT NULL,
	what text NOT NULL,
	changed_on text NOT NULL,
	other bigint NOT NULL,
	note text NOT NULL,
	CONSTRAINT org_unit_change_pkey PRIMARY KEY (place, id)
);

CREATE INDEX org_unit_change_unit ON public.org_unit_change USING btree (place, unit);

CREATE TABLE org_unit_name (
	place text NOT NULL,
	id bigint NOT NULL,
	unit bigint NOT NULL,
	sort text NOT NULL,
	name text NOT NULL,
	match_key text NOT NULL,
	from_on text NOT NULL,
	through_on text NOT NULL,
	CONSTRAINT org_unit_name_pkey PRIMARY KEY (place, id)
);

CREATE INDEX org_unit_name_key ON public.org_unit_name USING btree (place, match_key);

CREATE INDEX org_unit_name_unit ON public.org_unit_name USING btree (place, unit);

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

