CREATE TABLE alert_alert (
	place text NOT NULL,
	id bigint NOT NULL,
	severity text NOT NULL,
	body text NOT NULL,
	from_at bigint NOT NULL,
	until_at bigint NOT NULL,
	drafter bigint NOT NULL,
	drafter_name text NOT NULL,
	raised_at bigint NOT NULL,
	raiser bigint NOT NULL,
	raiser_name text NOT NULL,
	down_at bigint NOT NULL,
	down_by_name text NOT NULL,
	CONSTRAINT alert_alert_pkey PRIMARY KEY (place, id)
);

CREATE INDEX alert_alert_until ON public.alert_alert USING btree (place, until_at);

CREATE TABLE audit_entry (
	place text NOT NULL,
	id bigint NOT NULL,
	at bigint NOT NULL,
	person bigint NOT NULL,
	verb text NOT NULL,
	thing text NOT NULL,
	detail text NOT NULL,
	prev text NOT NULL,
	hash text NOT NULL,
	CONSTRAINT audit_entry_pkey PRIMARY KEY (place, id)
);

CREATE TABLE audit_head (
	place text NOT NULL,
	last bigint NOT NULL,
	hash text NOT NULL,
	CONSTRAINT audit_head_pkey PRIMARY KEY (place)
);

CREATE TABLE auth_account (
	place text NOT NULL,
	person bigint NOT NULL,
	login text NOT NULL,
	hash text NOT NULL,
	is_temporary boolean NOT NULL,
	is_disabled boolean NOT NULL,
	epoch bigint NOT NULL,
	totp_secret text NOT NULL,
	totp_pending text NOT NULL,
	totp_step bigint NOT NULL,
	created_at bigint NOT NULL,
	signed_in_at bigint NOT NULL,
	CONSTRAINT auth_account_place_login_key UNIQUE (place, login),
	CONSTRAINT auth_account_pkey PRIMARY KEY (place, person)
);

CREATE TABLE auth_attempt (
	place text NOT NULL,
	id bigint NOT NULL,
	subject text NOT NULL,
	address text NOT NULL,
	at bigint NOT NULL,
	CONSTRAINT auth_attempt_pkey PRIMARY KEY (place, id)
);

CREATE INDEX auth_attempt_address ON public.auth_attempt USING btree (place, address, at);

CREATE INDEX auth_attempt_subject ON public.auth_attempt USING btree (place, subject, at);

CREATE TABLE auth_pin (
	place text NOT NULL,
	person bigint NOT NULL,
	hash text NOT NULL,
	set_at bigint NOT NULL,
	CONSTRAINT auth_pin_pkey PRIMARY KEY (place, person)
);

CREATE TABLE auth_recovery (
	place text NOT NULL,
	person bigint NOT NULL,
	hash text NOT NULL,
	CONSTRAINT auth_recovery_pkey PRIMARY KEY (place, person, hash)
);

CREATE TABLE auth_session (
	place text NOT NULL,
	id bigint NOT NULL,
	token text NOT NULL,
	person bigint NOT NULL,
	epoch bigint NOT NULL,
	is_waiting boolean NOT NULL,
	device text NOT NULL,
	address text NOT NULL,
	notice text NOT NULL,
	created_at bigint NOT NULL,
	seen_at bigint NOT NULL,
	CONSTRAINT auth_session_place_token_key UNIQUE (place, token),
	CONSTRAINT auth_session_pkey PRIMARY KEY (place, id)
);

CREATE TABLE auth_setup (
	place text NOT NULL,
	hash text NOT NULL,
	created_at bigint NOT NULL,
	CONSTRAINT auth_setup_pkey PRIMARY KEY (place)
);

CREATE TABLE console_seen (
	place text NOT NULL,
	person bigint NOT NULL,
	until_at bigint NOT NULL,
	CONSTRAINT console_seen_pkey PRIMARY KEY (place, person)
);

CREATE TABLE contact_contact (
	place text NOT NULL,
	id bigint NOT NULL,
	sort text NOT NULL,
	name text NOT NULL,
	post text NOT NULL,
	at_site text NOT NULL,
	hours text NOT NULL,
	phone text NOT NULL,
	email text NOT NULL,
	consent boolean NOT NULL,
	by_name text NOT NULL,
	said_at bigint NOT NULL,
	CONSTRAINT contact_contact_pkey PRIMARY KEY (place, id)
);

CREATE TABLE digest_issue (
	place text NOT NULL,
	day text NOT NULL,
	made_at bigint NOT NULL,
	CONSTRAINT digest_issue_pkey PRIMARY KEY (place, day)
);

CREATE TABLE digest_key (
	place text NOT NULL,
	key text NOT NULL,
	CONSTRAINT digest_key_pkey PRIMARY KEY (place)
);

CREATE TABLE digest_letter (
	place text NOT NULL,
	reader bigint NOT NULL,
	day text NOT NULL,
	state text NOT NULL,
	tries bigint NOT NULL,
	tried_at bigint NOT NULL,
	why text NOT NULL,
	CONSTRAINT digest_letter_pkey PRIMARY KEY (place, reader, day)
);

CREATE TABLE digest_reader (
	place text NOT NULL,
	id bigint NOT NULL,
	address text NOT NULL,
	themes text NOT NULL,
	asked_at bigint NOT NULL,
	asks bigint NOT NULL,
	confirmed_at bigint NOT NULL,
	failed bigint NOT NULL,
	CONSTRAINT digest_reader_pkey PRIMARY KEY (place, id)
);

CREATE UNIQUE INDEX digest_reader_address ON public.digest_reader USING btree (place, address);

CREATE TABLE digest_story (
	place text NOT NULL,
	story bigint NOT NULL,
	day text NOT NULL,
	theme bigint NOT NULL,
	CONSTRAINT digest_story_pkey PRIMARY KEY (place, story)
);

CREATE INDEX digest_story_day ON public.digest_story USING btree (place, day);

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

CREATE TABLE link_health (
	place text NOT NULL,
	url text NOT NULL,
	finding text NOT NULL,
	status bigint NOT NULL,
	leads_to text NOT NULL,
	misses bigint NOT NULL,
	checked_at bigint NOT NULL,
	CONSTRAINT link_health_pkey PRIMARY KEY (place, url)
);

CREATE INDEX link_health_checked ON public.link_health USING btree (place, checked_at);

CREATE TABLE link_host (
	place text NOT NULL,
	name text NOT NULL,
	state text NOT NULL,
	why text NOT NULL,
	asker bigint NOT NULL,
	asker_name text NOT NULL,
	asked_at bigint NOT NULL,
	decider bigint NOT NULL,
	decider_name text NOT NULL,
	decided_at bigint NOT NULL,
	word text NOT NULL,
	CONSTRAINT link_host_pkey PRIMARY KEY (place, name)
);

CREATE TABLE link_use (
	place text NOT NULL,
	thing text NOT NULL,
	n bigint NOT NULL,
	url text NOT NULL,
	host text NOT NULL,
	title text NOT NULL,
	href text NOT NULL,
	CONSTRAINT link_use_pkey PRIMARY KEY (place, thing, n)
);

CREATE INDEX link_use_host ON public.link_use USING btree (place, host);

CREATE INDEX link_use_url ON public.link_use USING btree (place, url);

CREATE TABLE mail_setting (
	place text NOT NULL,
	host text NOT NULL,
	port bigint NOT NULL,
	security text NOT NULL,
	login text NOT NULL,
	secret text NOT NULL,
	sender text NOT NULL,
	sender_name text NOT NULL,
	site text NOT NULL,
	changed_at bigint NOT NULL,
	changed_by bigint NOT NULL,
	CONSTRAINT mail_setting_pkey PRIMARY KEY (place)
);

CREATE TABLE measure_entry (
	place text NOT NULL,
	id bigint NOT NULL,
	target bigint NOT NULL,
	unit bigint NOT NULL,
	person bigint NOT NULL,
	item text NOT NULL,
	part text NOT NULL,
	on_day text NOT NULL,
	amount bigint NOT NULL,
	whole bigint NOT NULL,
	proof text NOT NULL,
	link text NOT NULL,
	state text NOT NULL,
	told_by bigint NOT NULL,
	told_at bigint NOT NULL,
	checked_by bigint NOT NULL,
	checked_at bigint NOT NULL,
	reason text NOT NULL,
	odd text NOT NULL DEFAULT ''::text,
	why text NOT NULL DEFAULT ''::text,
	CONSTRAINT measure_entry_pkey PRIMARY KEY (place, id)
);

CREATE INDEX measure_entry_state ON public.measure_entry USING btree (place, state);

CREATE TABLE measure_fact (
	place text NOT NULL,
	id bigint NOT NULL,
	desk text NOT NULL,
	thing text NOT NULL,
	what text NOT NULL,
	key bigint NOT NULL,
	unit bigint NOT NULL,
	person bigint NOT NULL,
	item text NOT NULL,
	part text NOT NULL,
	on_day text NOT NULL,
	amount bigint NOT NULL,
	whole bigint NOT NULL,
	state text NOT NULL,
	recorded_by bigint NOT NULL,
	recorded_at bigint NOT NULL,
	href text NOT NULL,
	note text NOT NULL,
	voids bigint NOT NULL,
	CONSTRAINT measure_fact_pkey PRIMARY KEY (place, id)
);

CREATE INDEX measure_fact_key ON public.measure_fact USING btree (place, key, on_day, id);

CREATE INDEX measure_fact_thing ON public.measure_fact USING btree (place, desk, thing, what, id);

CREATE INDEX measure_fact_voids ON public.measure_fact USING btree (place, voids);

CREATE TABLE measure_frozen (
	place text NOT NULL,
	id bigint NOT NULL,
	plan bigint NOT NULL,
	version bigint NOT NULL,
	name text NOT NULL,
	from_on text NOT NULL,
	through_on text NOT NULL,
	counted_on text NOT NULL,
	last_fact bigint NOT NULL,
	approved_by bigint NOT NULL,
	approver text NOT NULL,
	approved_at bigint NOT NULL,
	CONSTRAINT measure_frozen_pkey PRIMARY KEY (place, id)
);

CREATE INDEX measure_frozen_plan ON public.measure_frozen USING btree (place, plan, id);

CREATE TABLE measure_frozen_value (
	place text NOT NULL,
	frozen bigint NOT NULL,
	target bigint NOT NULL,
	nth bigint NOT NULL,
	said text NOT NULL,
	formula text NOT NULL,
	value text NOT NULL,
	CONSTRAINT measure_frozen_value_pkey PRIMARY KEY (place, frozen, target)
);

CREATE TABLE measure_member (
	place text NOT NULL,
	list text NOT NULL,
	item text NOT NULL,
	name text NOT NULL,
	from_on text NOT NULL,
	through_on text NOT NULL,
	CONSTRAINT measure_member_pkey PRIMARY KEY (place, list, item)
);

CREATE TABLE measure_rule (
	place text NOT NULL,
	target bigint NOT NULL,
	plan bigint NOT NULL,
	nth bigint NOT NULL,
	address text NOT NULL,
	first_line bigint NOT NULL,
	last_line bigint NOT NULL,
	said text NOT NULL,
	read text NOT NULL,
	formula text NOT NULL,
	is_by_hand boolean NOT NULL,
	is_dropped boolean NOT NULL,
	set_by bigint NOT NULL,
	set_at bigint NOT NULL,
	CONSTRAINT measure_rule_pkey PRIMARY KEY (place, target)
);

CREATE INDEX measure_rule_plan ON public.measure_rule USING btree (place, plan, nth);

CREATE TABLE measure_rule_key (
	place text NOT NULL,
	target bigint NOT NULL,
	key bigint NOT NULL,
	CONSTRAINT measure_rule_key_pkey PRIMARY KEY (place, target, key)
);

CREATE TABLE measure_tally (
	place text NOT NULL,
	key bigint NOT NULL,
	unit bigint NOT NULL,
	person bigint NOT NULL,
	item text NOT NULL,
	part text NOT NULL,
	state text NOT NULL,
	on_day text NOT NULL,
	facts bigint NOT NULL,
	amount bigint NOT NULL,
	whole bigint NOT NULL,
	CONSTRAINT measure_tally_pkey PRIMARY KEY (place, key, unit, person, item, part, state, on_day)
);

CREATE TABLE newsroom_event (
	place text NOT NULL,
	story bigint NOT NULL,
	n bigint NOT NULL,
	at bigint NOT NULL,
	person bigint NOT NULL,
	person_name text NOT NULL,
	say text NOT NULL,
	CONSTRAINT newsroom_event_pkey PRIMARY KEY (place, story, n)
);

CREATE TABLE newsroom_exemplar (
	place text NOT NULL,
	id bigint NOT NULL,
	sort text NOT NULL,
	name text NOT NULL,
	item text NOT NULL,
	unit bigint NOT NULL,
	criteria text NOT NULL,
	contact text NOT NULL,
	consent text NOT NULL,
	consent_on text NOT NULL,
	recheck_on text NOT NULL,
	from_on text NOT NULL,
	ended_on text NOT NULL,
	ended_why text NOT NULL,
	adder bigint NOT NULL,
	adder_name text NOT NULL,
	CONSTRAINT newsroom_exemplar_place_item_key UNIQUE (place, item),
	CONSTRAINT newsroom_exemplar_pkey PRIMARY KEY (place, id)
);

CREATE TABLE newsroom_law (
	place text NOT NULL,
	verb text NOT NULL,
	post text NOT NULL,
	CONSTRAINT newsroom_law_pkey PRIMARY KEY (place, verb, post)
);

CREATE TABLE newsroom_link (
	place text NOT NULL,
	id bigint NOT NULL,
	story bigint NOT NULL,
	version bigint NOT NULL,
	secret_hash text NOT NULL,
	approver bigint NOT NULL,
	approver_name text NOT NULL,
	maker bigint NOT NULL,
	maker_name text NOT NULL,
	made_at bigint NOT NULL,
	until bigint NOT NULL,
	misses bigint NOT NULL,
	fate text NOT NULL,
	ended_at bigint NOT NULL,
	CONSTRAINT newsroom_link_pkey PRIMARY KEY (place, id)
);

CREATE UNIQUE INDEX newsroom_link_secret ON public.newsroom_link USING btree (place, secret_hash);

CREATE INDEX newsroom_link_story ON public.newsroom_link USING btree (place, story, id);

CREATE TABLE newsroom_note (
	place text NOT NULL,
	story bigint NOT NULL,
	n bigint NOT NULL,
	sort text NOT NULL,
	at bigint NOT NULL,
	say text NOT NULL,
	CONSTRAINT newsroom_note_pkey PRIMARY KEY (place, story, n)
);

CREATE TABLE newsroom_picture (
	place text NOT NULL,
	id bigint NOT NULL,
	story bigint NOT NULL,
	hash text NOT NULL,
	small text NOT NULL,
	width bigint NOT NULL,
	height bigint NOT NULL,
	focus_x bigint NOT NULL,
	focus_y bigint NOT NULL,
	credit text NOT NULL,
	rights text NOT NULL,
	print text NOT NULL,
	adder bigint NOT NULL,
	adder_name text NOT NULL,
	added_at bigint NOT NULL,
	CONSTRAINT newsroom_picture_pkey PRIMARY KEY (place, id)
);

CREATE INDEX newsroom_picture_story ON public.newsroom_picture USING btree (place, story, id);

CREATE TABLE newsroom_presence (
	place text NOT NULL,
	story bigint NOT NULL,
	person bigint NOT NULL,
	person_name text NOT NULL,
	is_writing boolean NOT NULL,
	seen_at bigint NOT NULL,
	CONSTRAINT newsroom_presence_pkey PRIMARY KEY (place, story, person)
);

CREATE TABLE newsroom_proposal (
	place text NOT NULL,
	id bigint NOT NULL,
	what text NOT NULL,
	theme bigint NOT NULL,
	theme_plan bigint NOT NULL,
	theme_name text NOT NULL,
	theme_slug text NOT NULL,
	from_link text NOT NULL,
	to_link text NOT NULL,
	why text NOT NULL,
	proposer bigint NOT NULL,
	proposer_name text NOT NULL,
	proposed_at bigint NOT NULL,
	decider_name text NOT NULL,
	decided_at bigint NOT NULL,
	is_done boolean NOT NULL,
	CONSTRAINT newsroom_proposal_pkey PRIMARY KEY (place, id)
);

CREATE TABLE newsroom_quota (
	place text NOT NULL,
	sort text NOT NULL,
	key bigint NOT NULL,
	per_month bigint NOT NULL,
	CONSTRAINT newsroom_quota_pkey PRIMARY KEY (place, sort, key)
);

CREATE TABLE newsroom_rendition (
	place text NOT NULL,
	story bigint NOT NULL,
	sort text NOT NULL,
	last bigint NOT NULL,
	source bigint NOT NULL,
	approved bigint NOT NULL,
	approver bigint NOT NULL,
	approver_name text NOT NULL,
	approved_at bigint NOT NULL,
	CONSTRAINT newsroom_rendition_pkey PRIMARY KEY (place, story, sort)
);

CREATE TABLE newsroom_rendition_text (
	place text NOT NULL,
	story bigint NOT NULL,
	sort text NOT NULL,
	n bigint NOT NULL,
	body text NOT NULL,
	saver bigint NOT NULL,
	saver_name text NOT NULL,
	began_at bigint NOT NULL,
	saved_at bigint NOT NULL,
	is_sealed boolean NOT NULL,
	CONSTRAINT newsroom_rendition_text_pkey PRIMARY KEY (place, story, sort, n)
);

CREATE TABLE newsroom_serves (
	place text NOT NULL,
	story bigint NOT NULL,
	target bigint NOT NULL,
	item text NOT NULL,
	CONSTRAINT newsroom_serves_pkey PRIMARY KEY (place, story, target, item)
);

CREATE TABLE newsroom_step (
	place text NOT NULL,
	proposal bigint NOT NULL,
	story bigint NOT NULL,
	live bigint NOT NULL,
	was text NOT NULL,
	CONSTRAINT newsroom_step_pkey PRIMARY KEY (place, proposal, story)
);

CREATE TABLE newsroom_story (
	place text NOT NULL,
	id bigint NOT NULL,
	kind text NOT NULL,
	state text NOT NULL,
	title text NOT NULL,
	folded text NOT NULL,
	theme bigint NOT NULL,
	last bigint NOT NULL,
	live bigint NOT NULL,
	was_live bigint NOT NULL,
	author bigint NOT NULL,
	author_name text NOT NULL,
	unit bigint NOT NULL,
	opened_at bigint NOT NULL,
	changed_at bigint NOT NULL,
	assignee bigint NOT NULL,
	assignee_name text NOT NULL,
	due_on text NOT NULL,
	approver bigint NOT NULL,
	approver_name text NOT NULL,
	published_at bigint NOT NULL,
	updated_at bigint NOT NULL,
	publish_at bigint NOT NULL,
	end_at bigint NOT NULL,
	set_by bigint NOT NULL,
	set_by_name text NOT NULL,
	correction text NOT NULL,
	pen bigint NOT NULL,
	pen_name text NOT NULL,
	pen_at bigint NOT NULL,
	CONSTRAINT newsroom_story_pkey PRIMARY KEY (place, id)
);

CREATE INDEX newsroom_story_live ON public.newsroom_story USING btree (place, published_at, id);

CREATE INDEX newsroom_story_state ON public.newsroom_story USING btree (place, state, changed_at);

CREATE INDEX newsroom_story_theme ON public.newsroom_story USING btree (place, theme, published_at);

CREATE TABLE newsroom_telling (
	place text NOT NULL,
	exemplar bigint NOT NULL,
	n bigint NOT NULL,
	channel text NOT NULL,
	on_day text NOT NULL,
	proof text NOT NULL,
	person bigint NOT NULL,
	person_name text NOT NULL,
	CONSTRAINT newsroom_telling_pkey PRIMARY KEY (place, exemplar, n)
);

CREATE TABLE newsroom_tells (
	place text NOT NULL,
	story bigint NOT NULL,
	exemplar bigint NOT NULL,
	CONSTRAINT newsroom_tells_pkey PRIMARY KEY (place, story, exemplar)
);

CREATE INDEX newsroom_tells_exemplar ON public.newsroom_tells USING btree (place, exemplar, story);

CREATE TABLE newsroom_version (
	place text NOT NULL,
	story bigint NOT NULL,
	n bigint NOT NULL,
	title text NOT NULL,
	summary text NOT NULL,
	body text NOT NULL,
	video text NOT NULL,
	theme bigint NOT NULL,
	theme_plan bigint NOT NULL,
	theme_name text NOT NULL,
	theme_slug text NOT NULL,
	saver bigint NOT NULL,
	saver_name text NOT NULL,
	began_at bigint NOT NULL,
	saved_at bigint NOT NULL,
	is_sealed boolean NOT NULL,
	CONSTRAINT newsroom_version_pkey PRIMARY KEY (place, story, n)
);

CREATE TABLE org_day (
	place text NOT NULL,
	on_day text NOT NULL,
	is_work boolean NOT NULL,
	reason text NOT NULL,
	basis text NOT NULL,
	set_by bigint NOT NULL,
	setter text NOT NULL,
	set_at bigint NOT NULL,
	CONSTRAINT org_day_pkey PRIMARY KEY (place, on_day)
);

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

CREATE TABLE org_intake (
	place text NOT NULL,
	register text NOT NULL,
	id bigint NOT NULL,
	file text NOT NULL,
	hash text NOT NULL,
	usual text NOT NULL,
	ignored text NOT NULL,
	lines text NOT NULL,
	brought_by bigint NOT NULL,
	brought_at bigint NOT NULL,
	ended_at bigint NOT NULL,
	outcome text NOT NULL,
	CONSTRAINT org_intake_pkey PRIMARY KEY (place, register, id)
);

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
	level text NOT NULL DEFAULT ''::text,
	pupils bigint NOT NULL DEFAULT 0,
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

CREATE TABLE plan_correction (
	place text NOT NULL,
	draft bigint NOT NULL,
	step bigint NOT NULL,
	person bigint NOT NULL,
	person_name text NOT NULL,
	made_at bigint NOT NULL,
	verb text NOT NULL,
	thing text NOT NULL,
	field text NOT NULL,
	was text NOT NULL,
	becomes text NOT NULL,
	answers text NOT NULL,
	undoes bigint NOT NULL,
	CONSTRAINT plan_correction_pkey PRIMARY KEY (place, draft, step)
);

CREATE TABLE plan_draft (
	place text NOT NULL,
	id bigint NOT NULL,
	paper bigint NOT NULL,
	amends bigint NOT NULL,
	base bigint NOT NULL,
	reading text NOT NULL,
	source text NOT NULL,
	state text NOT NULL,
	steps bigint NOT NULL,
	person bigint NOT NULL,
	person_name text NOT NULL,
	opened_at bigint NOT NULL,
	CONSTRAINT plan_draft_pkey PRIMARY KEY (place, id)
);

CREATE TABLE plan_file (
	place text NOT NULL,
	paper bigint NOT NULL,
	n bigint NOT NULL,
	name text NOT NULL,
	hash text NOT NULL,
	size bigint NOT NULL,
	CONSTRAINT plan_file_pkey PRIMARY KEY (place, paper, n)
);

CREATE TABLE plan_key (
	place text NOT NULL,
	id bigint NOT NULL,
	plan bigint NOT NULL,
	kind text NOT NULL,
	address text NOT NULL,
	first_version bigint NOT NULL,
	last_version bigint NOT NULL,
	CONSTRAINT plan_key_pkey PRIMARY KEY (place, id)
);

CREATE INDEX plan_key_plan ON public.plan_key USING btree (place, plan, kind);

CREATE TABLE plan_page (
	place text NOT NULL,
	draft bigint NOT NULL,
	page bigint NOT NULL,
	hash text NOT NULL,
	width bigint NOT NULL,
	height bigint NOT NULL,
	CONSTRAINT plan_page_pkey PRIMARY KEY (place, draft, page)
);

CREATE TABLE plan_paper (
	place text NOT NULL,
	id bigint NOT NULL,
	name text NOT NULL,
	hash text NOT NULL,
	kind text NOT NULL,
	size bigint NOT NULL,
	refusal text NOT NULL,
	amends bigint NOT NULL,
	person bigint NOT NULL,
	person_name text NOT NULL,
	uploaded_at bigint NOT NULL,
	CONSTRAINT plan_paper_pkey PRIMARY KEY (place, id)
);

CREATE TABLE plan_plan (
	place text NOT NULL,
	id bigint NOT NULL,
	version bigint NOT NULL,
	code text NOT NULL,
	title text NOT NULL,
	issued_on text NOT NULL,
	from_on text NOT NULL,
	through_on text NOT NULL,
	adopted_at bigint NOT NULL,
	CONSTRAINT plan_plan_pkey PRIMARY KEY (place, id)
);

CREATE TABLE plan_reading (
	place text NOT NULL,
	id bigint NOT NULL,
	paper bigint NOT NULL,
	person bigint NOT NULL,
	person_name text NOT NULL,
	asked_at bigint NOT NULL,
	tries bigint NOT NULL,
	pages bigint NOT NULL,
	pages_read bigint NOT NULL,
	CONSTRAINT plan_reading_place_paper_key UNIQUE (place, paper),
	CONSTRAINT plan_reading_pkey PRIMARY KEY (place, id)
);

CREATE TABLE plan_version (
	place text NOT NULL,
	plan bigint NOT NULL,
	version bigint NOT NULL,
	draft bigint NOT NULL,
	person bigint NOT NULL,
	person_name text NOT NULL,
	adopted_at bigint NOT NULL,
	body text NOT NULL,
	CONSTRAINT plan_version_place_draft_key UNIQUE (place, draft),
	CONSTRAINT plan_version_pkey PRIMARY KEY (place, plan, version)
);

CREATE TABLE report_edit (
	place text NOT NULL,
	report bigint NOT NULL,
	n bigint NOT NULL,
	passage text NOT NULL,
	body text NOT NULL,
	why text NOT NULL,
	editor text NOT NULL,
	edited_by bigint NOT NULL,
	edited_at bigint NOT NULL,
	CONSTRAINT report_edit_pkey PRIMARY KEY (place, report, n)
);

CREATE TABLE report_event (
	place text NOT NULL,
	report bigint NOT NULL,
	n bigint NOT NULL,
	at bigint NOT NULL,
	person bigint NOT NULL,
	name text NOT NULL,
	say text NOT NULL,
	CONSTRAINT report_event_pkey PRIMARY KEY (place, report, n)
);

CREATE TABLE report_mapping (
	place text NOT NULL,
	id bigint NOT NULL,
	version bigint NOT NULL,
	name text NOT NULL,
	recipient text NOT NULL,
	format text NOT NULL,
	fields text NOT NULL,
	is_ended boolean NOT NULL,
	keeper bigint NOT NULL,
	kept_name text NOT NULL,
	kept_at bigint NOT NULL,
	CONSTRAINT report_mapping_pkey PRIMARY KEY (place, id, version)
);

CREATE TABLE report_regime (
	place text NOT NULL,
	id bigint NOT NULL,
	name text NOT NULL,
	recipient text NOT NULL,
	frequency text NOT NULL,
	cut_day bigint NOT NULL,
	due_day bigint NOT NULL,
	due_later bigint NOT NULL,
	cut_on text NOT NULL,
	due_on text NOT NULL,
	since_on text NOT NULL,
	basis text NOT NULL,
	is_ended boolean NOT NULL,
	CONSTRAINT report_regime_pkey PRIMARY KEY (place, id)
);

CREATE TABLE report_report (
	place text NOT NULL,
	id bigint NOT NULL,
	plan bigint NOT NULL,
	span text NOT NULL,
	from_on text NOT NULL,
	through_on text NOT NULL,
	regime bigint NOT NULL,
	recipient text NOT NULL,
	corrects bigint NOT NULL,
	state text NOT NULL,
	number bigint NOT NULL,
	issued_on text NOT NULL,
	content text NOT NULL,
	word text NOT NULL,
	page text NOT NULL,
	book text NOT NULL,
	signed text NOT NULL,
	signed_as text NOT NULL,
	opened_by bigint NOT NULL,
	opened_name text NOT NULL,
	opened_at bigint NOT NULL,
	symbol text NOT NULL DEFAULT 'BC-UBND'::text,
	letter text NOT NULL DEFAULT ''::text,
	CONSTRAINT report_report_pkey PRIMARY KEY (place, id)
);

CREATE INDEX report_report_plan ON public.report_report USING btree (place, plan, id);

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

CREATE TABLE watch_finding (
	place text NOT NULL,
	id bigint NOT NULL,
	thing text NOT NULL,
	title text NOT NULL,
	href text NOT NULL,
	what text NOT NULL,
	found_at bigint NOT NULL,
	over_at bigint NOT NULL,
	over_by bigint NOT NULL,
	over_name text NOT NULL,
	word text NOT NULL,
	CONSTRAINT watch_finding_pkey PRIMARY KEY (place, id)
);

CREATE INDEX watch_finding_over ON public.watch_finding USING btree (place, over_at);

CREATE TABLE watch_round (
	place text NOT NULL,
	made_at bigint NOT NULL,
	pages bigint NOT NULL,
	CONSTRAINT watch_round_pkey PRIMARY KEY (place)
);

CREATE TABLE watch_seal (
	place text NOT NULL,
	thing text NOT NULL,
	title text NOT NULL,
	href text NOT NULL,
	hash text NOT NULL,
	sealed_at bigint NOT NULL,
	CONSTRAINT watch_seal_pkey PRIMARY KEY (place, thing)
);

CREATE TABLE work_about (
	place text NOT NULL,
	task bigint NOT NULL,
	sort text NOT NULL,
	plan_key bigint NOT NULL,
	name text NOT NULL,
	CONSTRAINT work_about_pkey PRIMARY KEY (place, task, sort, plan_key)
);

CREATE TABLE work_difficulty (
	place text NOT NULL,
	id bigint NOT NULL,
	once text NOT NULL,
	task bigint NOT NULL,
	unit bigint NOT NULL,
	body text NOT NULL,
	folded text NOT NULL,
	since_on text NOT NULL,
	asks text NOT NULL,
	owner_post text NOT NULL,
	owner_unit bigint NOT NULL,
	due_on text NOT NULL,
	state text NOT NULL,
	sender bigint NOT NULL,
	sender_name text NOT NULL,
	by_link bigint NOT NULL,
	raised_at bigint NOT NULL,
	decision text NOT NULL,
	decider bigint NOT NULL,
	decider_name text NOT NULL,
	decided_at bigint NOT NULL,
	closed_at bigint NOT NULL,
	CONSTRAINT work_difficulty_place_once_key UNIQUE (place, once),
	CONSTRAINT work_difficulty_pkey PRIMARY KEY (place, id)
);

CREATE INDEX work_difficulty_state ON public.work_difficulty USING btree (place, state, due_on);

CREATE INDEX work_difficulty_task ON public.work_difficulty USING btree (place, task, unit, id);

CREATE TABLE work_difficulty_event (
	place text NOT NULL,
	difficulty bigint NOT NULL,
	n bigint NOT NULL,
	at bigint NOT NULL,
	person bigint NOT NULL,
	person_name text NOT NULL,
	say text NOT NULL,
	CONSTRAINT work_difficulty_event_pkey PRIMARY KEY (place, difficulty, n)
);

CREATE TABLE work_event (
	place text NOT NULL,
	task bigint NOT NULL,
	n bigint NOT NULL,
	unit bigint NOT NULL,
	at bigint NOT NULL,
	person bigint NOT NULL,
	person_name text NOT NULL,
	say text NOT NULL,
	CONSTRAINT work_event_pkey PRIMARY KEY (place, task, n)
);

CREATE INDEX work_event_at ON public.work_event USING btree (place, at);

CREATE TABLE work_evidence (
	place text NOT NULL,
	id bigint NOT NULL,
	once text NOT NULL,
	task bigint NOT NULL,
	unit bigint NOT NULL,
	done_on text NOT NULL,
	note text NOT NULL,
	link text NOT NULL,
	figure bigint NOT NULL,
	figure_of text NOT NULL,
	people text NOT NULL,
	state text NOT NULL,
	finishes boolean NOT NULL,
	sender bigint NOT NULL,
	sender_name text NOT NULL,
	by_link bigint NOT NULL,
	sent_at bigint NOT NULL,
	verifier bigint NOT NULL,
	verifier_name text NOT NULL,
	decided_at bigint NOT NULL,
	reason text NOT NULL,
	CONSTRAINT work_evidence_place_once_key UNIQUE (place, once),
	CONSTRAINT work_evidence_pkey PRIMARY KEY (place, id)
);

CREATE INDEX work_evidence_link ON public.work_evidence USING btree (place, by_link, sent_at);

CREATE INDEX work_evidence_part ON public.work_evidence USING btree (place, task, unit, id);

CREATE INDEX work_evidence_state ON public.work_evidence USING btree (place, state, id);

CREATE TABLE work_file (
	place text NOT NULL,
	evidence bigint NOT NULL,
	n bigint NOT NULL,
	name text NOT NULL,
	kind text NOT NULL,
	hash text NOT NULL,
	size bigint NOT NULL,
	sent_hash text NOT NULL,
	print text NOT NULL,
	spot text NOT NULL DEFAULT ''::text,
	CONSTRAINT work_file_pkey PRIMARY KEY (place, evidence, n)
);

CREATE INDEX work_file_sent ON public.work_file USING btree (place, sent_hash);

CREATE TABLE work_letter (
	place text NOT NULL,
	person bigint NOT NULL,
	day text NOT NULL,
	message_id text NOT NULL,
	address text NOT NULL,
	name text NOT NULL,
	state text NOT NULL,
	tries bigint NOT NULL,
	tried_at bigint NOT NULL,
	sent_at bigint NOT NULL,
	why text NOT NULL,
	CONSTRAINT work_letter_pkey PRIMARY KEY (place, person, day)
);

CREATE TABLE work_letterless (
	place text NOT NULL,
	person bigint NOT NULL,
	since_at bigint NOT NULL,
	CONSTRAINT work_letterless_pkey PRIMARY KEY (place, person)
);

CREATE TABLE work_link (
	place text NOT NULL,
	id bigint NOT NULL,
	task bigint NOT NULL,
	unit bigint NOT NULL,
	secret_hash text NOT NULL,
	through_on text NOT NULL,
	maker bigint NOT NULL,
	maker_name text NOT NULL,
	made_at bigint NOT NULL,
	revoked_at bigint NOT NULL,
	revoked_by_name text NOT NULL,
	CONSTRAINT work_link_place_secret_hash_key UNIQUE (place, secret_hash),
	CONSTRAINT work_link_pkey PRIMARY KEY (place, id)
);

CREATE INDEX work_link_part ON public.work_link USING btree (place, task, unit, id);

CREATE TABLE work_notice (
	place text NOT NULL,
	task bigint NOT NULL,
	unit bigint NOT NULL,
	due_on text NOT NULL,
	step text NOT NULL,
	person bigint NOT NULL,
	day text NOT NULL,
	audience text NOT NULL,
	person_name text NOT NULL,
	channel text NOT NULL,
	called_at bigint NOT NULL,
	called_by_name text NOT NULL,
	note text NOT NULL,
	CONSTRAINT work_notice_pkey PRIMARY KEY (place, task, unit, due_on, step, person)
);

CREATE INDEX work_notice_call ON public.work_notice USING btree (place, channel, called_at, unit);

CREATE INDEX work_notice_day ON public.work_notice USING btree (place, day, person);

CREATE TABLE work_part (
	place text NOT NULL,
	task bigint NOT NULL,
	unit bigint NOT NULL,
	role text NOT NULL,
	mode text NOT NULL,
	via text NOT NULL,
	by_hand boolean NOT NULL,
	state text NOT NULL,
	changed_at bigint NOT NULL,
	is_asked boolean NOT NULL,
	CONSTRAINT work_part_pkey PRIMARY KEY (place, task, unit)
);

CREATE INDEX work_part_tally ON public.work_part USING btree (place, task, is_asked, state);

CREATE INDEX work_part_unit ON public.work_part USING btree (place, unit, is_asked, state, task);

CREATE TABLE work_piece (
	place text NOT NULL,
	link bigint NOT NULL,
	file text NOT NULL,
	at bigint NOT NULL,
	size bigint NOT NULL,
	came_at bigint NOT NULL,
	body bytea NOT NULL,
	CONSTRAINT work_piece_pkey PRIMARY KEY (place, link, file, at)
);

CREATE TABLE work_reminder (
	place text NOT NULL,
	task bigint NOT NULL,
	unit bigint NOT NULL,
	due_on text NOT NULL,
	step text NOT NULL,
	day text NOT NULL,
	CONSTRAINT work_reminder_pkey PRIMARY KEY (place, task, unit, due_on, step)
);

CREATE UNIQUE INDEX work_reminder_day ON public.work_reminder USING btree (place, task, unit, day);

CREATE TABLE work_reminding (
	place text NOT NULL,
	is_on boolean NOT NULL,
	changed_at bigint NOT NULL,
	changed_by_name text NOT NULL,
	CONSTRAINT work_reminding_pkey PRIMARY KEY (place)
);

CREATE TABLE work_round (
	place text NOT NULL,
	day text NOT NULL,
	at bigint NOT NULL,
	parts bigint NOT NULL,
	CONSTRAINT work_round_pkey PRIMARY KEY (place, day)
);

CREATE TABLE work_series (
	place text NOT NULL,
	task bigint NOT NULL,
	every text NOT NULL,
	month bigint NOT NULL,
	day bigint NOT NULL,
	is_working boolean NOT NULL,
	shift text NOT NULL,
	from_on text NOT NULL,
	through_on text NOT NULL,
	set_by bigint NOT NULL,
	set_by_name text NOT NULL,
	set_at bigint NOT NULL,
	stopped_on text NOT NULL,
	CONSTRAINT work_series_pkey PRIMARY KEY (place, task)
);

CREATE TABLE work_task (
	place text NOT NULL,
	id bigint NOT NULL,
	plan bigint NOT NULL,
	version bigint NOT NULL,
	plan_code text NOT NULL,
	plan_key bigint NOT NULL,
	clause bigint NOT NULL,
	address text NOT NULL,
	first_line bigint NOT NULL,
	last_line bigint NOT NULL,
	body text NOT NULL,
	folded text NOT NULL,
	proposed_on text NOT NULL,
	due_on text NOT NULL,
	due_by text NOT NULL,
	is_asked boolean NOT NULL,
	opened_at bigint NOT NULL,
	repeats boolean NOT NULL DEFAULT false,
	series bigint NOT NULL DEFAULT 0,
	turn text NOT NULL DEFAULT ''::text,
	is_urgent boolean NOT NULL DEFAULT false,
	served_by text NOT NULL DEFAULT ''::text,
	CONSTRAINT work_task_pkey PRIMARY KEY (place, id)
);

CREATE INDEX work_task_due ON public.work_task USING btree (place, due_on, id);

CREATE INDEX work_task_plan ON public.work_task USING btree (place, plan, plan_key);

CREATE UNIQUE INDEX work_task_turn ON public.work_task USING btree (place, series, turn) WHERE (series <> 0);

