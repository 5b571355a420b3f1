CREATE TABLE alert_alert (
	place        TEXT   NOT NULL,
	id           BIGINT NOT NULL,
	severity     TEXT   NOT NULL, -- info, warning, urgent
	body         TEXT   NOT NULL,
	from_at      BIGINT NOT NULL,
	until_at     BIGINT NOT NULL,
	drafter      BIGINT NOT NULL,
	drafter_name TEXT   NOT NULL,
	raised_at    BIGINT NOT NULL, -- 0 = nobody with the post has put it up
	raiser       BIGINT NOT NULL,
	raiser_name  TEXT   NOT NULL,
	down_at      BIGINT NOT NULL, -- taken down, or dropped as a draft, before its end; 0 = not
	down_by_name TEXT   NOT NULL,
	PRIMARY KEY (place, id)
);

CREATE INDEX alert_alert_until ON alert_alert (place, until_at);

CREATE TABLE audit_entry (
	place  TEXT   NOT NULL,
	id     BIGINT NOT NULL,
	at     BIGINT NOT NULL,
	person BIGINT NOT NULL,
	verb   TEXT   NOT NULL,
	thing  TEXT   NOT NULL,
	detail TEXT   NOT NULL,
	prev   TEXT   NOT NULL,
	hash   TEXT   NOT NULL,
	PRIMARY KEY (place, id)
);

CREATE TABLE audit_head (
	place TEXT   NOT NULL,
	last  BIGINT NOT NULL,
	hash  TEXT   NOT NULL,
	PRIMARY KEY (place)
);

CREATE TABLE auth_account (
	place        TEXT    NOT NULL,
	person       BIGINT  NOT NULL, -- org's number of the person
	login        TEXT    NOT NULL,
	hash         TEXT    NOT NULL, -- argon2id, PHC form
	is_temporary BOOLEAN NOT NULL, -- the password must be changed at the next sign-in
	is_disabled  BOOLEAN NOT NULL,
	epoch        BIGINT  NOT NULL, -- sessions of an earlier epoch are over
	totp_secret  TEXT    NOT NULL, -- base32; empty: no second step
	totp_pending TEXT    NOT NULL, -- shown, not yet confirmed by a code
	totp_step    BIGINT  NOT NULL, -- the last half-minute whose code was used
	created_at   BIGINT  NOT NULL,
	signed_in_at BIGINT  NOT NULL, -- 0: never
	PRIMARY KEY (place, person),
	UNIQUE (place, login)
);

CREATE TABLE auth_attempt (
	place   TEXT   NOT NULL,
	id      BIGINT NOT NULL,
	subject TEXT   NOT NULL, -- SHA-256 of what was guessed at, never the words typed
	address TEXT   NOT NULL,
	at      BIGINT NOT NULL,
	PRIMARY KEY (place, id)
);

CREATE INDEX auth_attempt_address ON auth_attempt (place, address, at);

CREATE INDEX auth_attempt_subject ON auth_attempt (place, subject, at);

CREATE TABLE auth_pin (
	place  TEXT   NOT NULL,
	person BIGINT NOT NULL,
	hash   TEXT   NOT NULL, -- argon2id, PHC form
	set_at BIGINT NOT NULL,
	PRIMARY KEY (place, person)
);

CREATE TABLE auth_recovery (
	place  TEXT   NOT NULL,
	person BIGINT NOT NULL,
	hash   TEXT   NOT NULL,
	PRIMARY KEY (place, person, hash)
);

CREATE TABLE auth_session (
	place      TEXT    NOT NULL,
	id         BIGINT  NOT NULL,
	token      TEXT    NOT NULL, -- SHA-256 of the cookie
	person     BIGINT  NOT NULL,
	epoch      BIGINT  NOT NULL,
	is_waiting BOOLEAN NOT NULL, -- the password was right, the code is still to come
	device     TEXT    NOT NULL,
	address    TEXT    NOT NULL,
	notice     TEXT    NOT NULL, -- to be said once on the next page
	created_at BIGINT  NOT NULL,
	seen_at    BIGINT  NOT NULL,
	PRIMARY KEY (place, id),
	UNIQUE (place, token)
);

CREATE TABLE auth_setup (
	place      TEXT   NOT NULL,
	hash       TEXT   NOT NULL,
	created_at BIGINT NOT NULL,
	PRIMARY KEY (place)
);

CREATE TABLE console_seen (
	place    TEXT   NOT NULL,
	person   BIGINT NOT NULL,
	until_at BIGINT NOT NULL,
	PRIMARY KEY (place, person)
);

CREATE TABLE contact_contact (
	place   TEXT    NOT NULL,
	id      BIGINT  NOT NULL,
	sort    TEXT    NOT NULL, -- service, team, press
	name    TEXT    NOT NULL,
	post    TEXT    NOT NULL, -- what the person is, or who is on duty
	at_site TEXT    NOT NULL, -- where to come
	hours   TEXT    NOT NULL,
	phone   TEXT    NOT NULL,
	email   TEXT    NOT NULL,
	consent BOOLEAN NOT NULL, -- it is an office's, or its owner agreed
	by_name TEXT    NOT NULL,
	said_at BIGINT  NOT NULL, -- when somebody last said that it is right
	PRIMARY KEY (place, id)
);

CREATE TABLE digest_issue (
	place   TEXT   NOT NULL,
	day     TEXT   NOT NULL, -- the Monday
	made_at BIGINT NOT NULL,
	PRIMARY KEY (place, day)
);

CREATE TABLE digest_key (
	place TEXT  NOT NULL,
	key   TEXT  NOT NULL, -- 32 bytes in hex
	PRIMARY KEY (place)
);

CREATE TABLE digest_letter (
	place    TEXT   NOT NULL,
	reader   BIGINT NOT NULL,
	day      TEXT   NOT NULL,
	state    TEXT   NOT NULL, -- queued, sending, sent, failed, unknown
	tries    BIGINT NOT NULL,
	tried_at BIGINT NOT NULL,
	why      TEXT   NOT NULL,
	PRIMARY KEY (place, reader, day)
);

CREATE TABLE digest_reader (
	place        TEXT   NOT NULL,
	id           BIGINT NOT NULL,
	address      TEXT   NOT NULL,
	themes       TEXT   NOT NULL, -- keys with spaces between; empty: every theme
	asked_at     BIGINT NOT NULL, -- when they last asked for the letter with the links
	asks         BIGINT NOT NULL, -- how many of those since they first asked
	confirmed_at BIGINT NOT NULL, -- 0: the address is not known to be theirs
	failed       BIGINT NOT NULL, -- letters in a row that its server would not have
	PRIMARY KEY (place, id)
);

CREATE UNIQUE INDEX digest_reader_address ON digest_reader (place, address);

CREATE TABLE digest_story (
	place TEXT   NOT NULL,
	story BIGINT NOT NULL,
	day   TEXT   NOT NULL,
	theme BIGINT NOT NULL,
	PRIMARY KEY (place, story)
);

CREATE INDEX digest_story_day ON digest_story (place, day);

CREATE TABLE library_citation (
	place      TEXT   NOT NULL,
	plan       BIGINT NOT NULL,
	text       BIGINT NOT NULL,
	nth        BIGINT NOT NULL, -- in the order of the paper, from 1
	version    BIGINT NOT NULL,
	plan_code  TEXT   NOT NULL, -- 15/KH-UBND
	clause     BIGINT NOT NULL, -- the clause's key; 0 when the place is in none
	address    TEXT   NOT NULL, -- II.3.-1
	role       TEXT   NOT NULL,
	first_line BIGINT NOT NULL,
	last_line  BIGINT NOT NULL,
	PRIMARY KEY (place, plan, text, nth)
);

CREATE INDEX library_citation_text ON library_citation (place, text);

CREATE TABLE library_text (
	place        TEXT    NOT NULL,
	id           BIGINT  NOT NULL,
	slug         TEXT    NOT NULL, -- 57-nq-tw: its address in public
	kind         TEXT    NOT NULL, -- Nghị quyết
	number       TEXT    NOT NULL,
	symbol       TEXT    NOT NULL,
	code         TEXT    NOT NULL, -- 57-NQ/TW; '' for a law cited by name and day
	issuer       TEXT    NOT NULL,
	issued_on    TEXT    NOT NULL, -- '' when not known
	title        TEXT    NOT NULL,
	is_confirmed BOOLEAN NOT NULL, -- number, day and issuer were seen in another source
	source       TEXT    NOT NULL, -- that source, or the plan it was filed from
	force        TEXT    NOT NULL, -- '' not looked into, in-force, replaced, ended
	replaced_by  TEXT    NOT NULL, -- code of the text that replaced it
	ended_on     TEXT    NOT NULL, -- the last day it held
	note         TEXT    NOT NULL,
	folded       TEXT    NOT NULL, -- all of the words above, without marks, for searching
	PRIMARY KEY (place, id),
	UNIQUE (place, slug),
	UNIQUE (place, kind, code, issued_on, title)
);

CREATE INDEX library_text_code ON library_text (place, code);

CREATE INDEX library_text_issued ON library_text (place, issued_on, id);

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

CREATE TABLE mail_setting (
	place      TEXT    NOT NULL,
	host       TEXT    NOT NULL, -- '' when no letters are sent
	port       BIGINT  NOT NULL,
	security   TEXT    NOT NULL, -- starttls, tls, none
	login      TEXT    NOT NULL, -- '' when the server asks for none
	secret     TEXT    NOT NULL,
	sender     TEXT    NOT NULL, -- the address letters come from
	sender_name TEXT   NOT NULL,
	site       TEXT    NOT NULL, -- where links in letters lead: https://phulien.example.vn
	changed_at BIGINT  NOT NULL,
	changed_by BIGINT  NOT NULL,
	PRIMARY KEY (place)
);

CREATE TABLE measure_entry (
	place      TEXT   NOT NULL,
	id         BIGINT NOT NULL,
	target     BIGINT NOT NULL,
	unit       BIGINT NOT NULL, -- whose doing; 0 for nobody's
	person     BIGINT NOT NULL, -- the person counted; 0 for none
	item       TEXT   NOT NULL, -- the thing counted, of a named list
	part       TEXT   NOT NULL,
	on_day     TEXT   NOT NULL,
	amount     BIGINT NOT NULL,
	whole      BIGINT NOT NULL,
	proof      TEXT   NOT NULL, -- in words: the number of a paper, where it is kept
	link       TEXT   NOT NULL, -- https://…; '' for none
	state      TEXT   NOT NULL, -- claimed, verified, returned
	told_by    BIGINT NOT NULL,
	told_at    BIGINT NOT NULL,
	checked_by BIGINT NOT NULL, -- 0 while nobody has
	checked_at BIGINT NOT NULL,
	reason     TEXT   NOT NULL, odd TEXT NOT NULL DEFAULT '', why TEXT NOT NULL DEFAULT '', -- why it was returned
	PRIMARY KEY (place, id)
);

CREATE INDEX measure_entry_state ON measure_entry (place, state);

CREATE TABLE measure_fact (
	place       TEXT   NOT NULL,
	id          BIGINT NOT NULL,
	desk        TEXT   NOT NULL, -- work, newsroom, measure (recorded by hand)
	thing       TEXT   NOT NULL, -- work/7/evidence/3: the desk's own thing, the proof
	what        TEXT   NOT NULL, -- which of the facts of that thing
	key         BIGINT NOT NULL, -- of the plan's target, clause or task it answers; 0 for none
	unit        BIGINT NOT NULL, -- whose doing; 0 for nobody's
	person      BIGINT NOT NULL, -- the person counted; 0 for none
	item        TEXT   NOT NULL, -- the thing counted, of a named list: channel/portal
	part        TEXT   NOT NULL, -- the part of the target it answers: campaign/ngay-chuyen-doi-so-quoc-gia
	on_day      TEXT   NOT NULL,
	amount      BIGINT NOT NULL,
	whole       BIGINT NOT NULL, -- amount out of so many; 0 when it is a number of its own
	state       TEXT   NOT NULL, -- planned, claimed, verified; void: it was not so
	recorded_by BIGINT NOT NULL, -- 0: the machine saw it
	recorded_at BIGINT NOT NULL,
	href        TEXT   NOT NULL, -- where the proof is looked at
	note        TEXT   NOT NULL,
	voids       BIGINT NOT NULL, -- the fact that this one stands instead of; 0 for none
	PRIMARY KEY (place, id)
);

CREATE INDEX measure_fact_key ON measure_fact (place, key, on_day, id);

CREATE INDEX measure_fact_thing ON measure_fact (place, desk, thing, what, id);

CREATE INDEX measure_fact_voids ON measure_fact (place, voids);

CREATE TABLE measure_frozen (
	place       TEXT   NOT NULL,
	id          BIGINT NOT NULL,
	plan        BIGINT NOT NULL,
	version     BIGINT NOT NULL,
	name        TEXT   NOT NULL, -- of the window: ky, 2025-H2
	from_on     TEXT   NOT NULL,
	through_on  TEXT   NOT NULL,
	counted_on  TEXT   NOT NULL,
	last_fact   BIGINT NOT NULL, -- facts with higher numbers came later
	approved_by BIGINT NOT NULL,
	approver    TEXT   NOT NULL, -- the name on that day
	approved_at BIGINT NOT NULL,
	PRIMARY KEY (place, id)
);

CREATE INDEX measure_frozen_plan ON measure_frozen (place, plan, id);

CREATE TABLE measure_frozen_value (
	place   TEXT   NOT NULL,
	frozen  BIGINT NOT NULL,
	target  BIGINT NOT NULL,
	nth     BIGINT NOT NULL,
	said    TEXT   NOT NULL,
	formula TEXT   NOT NULL,
	value   TEXT   NOT NULL, -- the whole value, member by member
	PRIMARY KEY (place, frozen, target)
);

CREATE TABLE measure_member (
	place      TEXT   NOT NULL,
	list       TEXT   NOT NULL, -- exemplar; target/12 for the list of one target
	item       TEXT   NOT NULL,
	name       TEXT   NOT NULL,
	from_on    TEXT   NOT NULL,
	through_on TEXT   NOT NULL, -- the last day; '' while it stands
	PRIMARY KEY (place, list, item)
);

CREATE TABLE measure_rule (
	place       TEXT    NOT NULL,
	target      BIGINT  NOT NULL, -- the target's key
	plan        BIGINT  NOT NULL,
	nth         BIGINT  NOT NULL, -- in the order of the paper, from 1
	address     TEXT    NOT NULL, -- of its clause: I.2.-7
	first_line  BIGINT  NOT NULL,
	last_line   BIGINT  NOT NULL,
	said        TEXT    NOT NULL, -- the target in the paper's words
	read        TEXT    NOT NULL, -- the formula as recognised at adoption; '' when no kind did
	formula     TEXT    NOT NULL, -- the formula that counts; '' for none
	is_by_hand  BOOLEAN NOT NULL, -- a person set the formula
	is_dropped  BOOLEAN NOT NULL, -- an amendment took the target out of the plan
	set_by      BIGINT  NOT NULL,
	set_at      BIGINT  NOT NULL,
	PRIMARY KEY (place, target)
);

CREATE INDEX measure_rule_plan ON measure_rule (place, plan, nth);

CREATE TABLE measure_rule_key (
	place  TEXT   NOT NULL,
	target BIGINT NOT NULL,
	key    BIGINT NOT NULL,
	PRIMARY KEY (place, target, key)
);

CREATE TABLE measure_tally (
	place  TEXT   NOT NULL,
	key    BIGINT NOT NULL,
	unit   BIGINT NOT NULL,
	person BIGINT NOT NULL,
	item   TEXT   NOT NULL,
	part   TEXT   NOT NULL,
	state  TEXT   NOT NULL,
	on_day TEXT   NOT NULL,
	facts  BIGINT NOT NULL,
	amount BIGINT NOT NULL,
	whole  BIGINT NOT NULL,
	PRIMARY KEY (place, key, unit, person, item, part, state, on_day)
);

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

CREATE TABLE newsroom_exemplar (
	place      TEXT   NOT NULL,
	id         BIGINT NOT NULL,
	sort       TEXT   NOT NULL, -- model, person, unit
	name       TEXT   NOT NULL,
	item       TEXT   NOT NULL, -- how measure calls it
	unit       BIGINT NOT NULL, -- where it is; 0 = nowhere in particular
	criteria   TEXT   NOT NULL, -- why it is an example, for the public
	contact    TEXT   NOT NULL, -- of the newsroom alone
	consent    TEXT   NOT NULL, -- who agreed to be told of, and how; '' = nobody yet
	consent_on TEXT   NOT NULL,
	recheck_on TEXT   NOT NULL, -- when to look again whether it still is one
	from_on    TEXT   NOT NULL,
	ended_on   TEXT   NOT NULL, -- '' = it still is one
	ended_why  TEXT   NOT NULL,
	adder      BIGINT NOT NULL,
	adder_name TEXT   NOT NULL,
	PRIMARY KEY (place, id),
	UNIQUE (place, item)
);

CREATE TABLE newsroom_law (
	place TEXT NOT NULL,
	verb  TEXT NOT NULL,
	post  TEXT NOT NULL,
	PRIMARY KEY (place, verb, post)
);

CREATE TABLE newsroom_link (
	place         TEXT   NOT NULL,
	id            BIGINT NOT NULL,
	story         BIGINT NOT NULL,
	version       BIGINT NOT NULL, -- the text it was made for
	secret_hash   TEXT   NOT NULL, -- SHA-256 of what stands in the address
	approver      BIGINT NOT NULL,
	approver_name TEXT   NOT NULL,
	maker         BIGINT NOT NULL,
	maker_name    TEXT   NOT NULL,
	made_at       BIGINT NOT NULL,
	until         BIGINT NOT NULL, -- it opens no more from then on
	misses        BIGINT NOT NULL, -- wrong codes
	fate          TEXT   NOT NULL, -- how it ended: approved, returned, revoked, moved, missed; '' = it has not
	ended_at      BIGINT NOT NULL, -- 0 = it has not
	PRIMARY KEY (place, id)
);

CREATE UNIQUE INDEX newsroom_link_secret ON newsroom_link (place, secret_hash);

CREATE INDEX newsroom_link_story ON newsroom_link (place, story, id);

CREATE TABLE newsroom_note (
	place TEXT   NOT NULL,
	story BIGINT NOT NULL,
	n     BIGINT NOT NULL,
	sort  TEXT   NOT NULL, -- correction, withdrawal
	at    BIGINT NOT NULL,
	say   TEXT   NOT NULL,
	PRIMARY KEY (place, story, n)
);

CREATE TABLE newsroom_picture (
	place     TEXT   NOT NULL,
	id        BIGINT NOT NULL, -- anh:7 in the text
	story     BIGINT NOT NULL,
	hash      TEXT   NOT NULL, -- of what is kept, in the blobs
	small     TEXT   NOT NULL, -- of the small cut around its focus
	width     BIGINT NOT NULL,
	height    BIGINT NOT NULL,
	focus_x   BIGINT NOT NULL, -- the spot that matters most, in hundredths
	focus_y   BIGINT NOT NULL,
	credit    TEXT   NOT NULL, -- who took it
	rights    TEXT   NOT NULL, -- own, given, state, open
	print     TEXT   NOT NULL, -- what it looks like; '' when it shows next to nothing
	adder      BIGINT NOT NULL,
	adder_name TEXT   NOT NULL,
	added_at  BIGINT NOT NULL,
	PRIMARY KEY (place, id)
);

CREATE INDEX newsroom_picture_story ON newsroom_picture (place, story, id);

CREATE TABLE newsroom_presence (
	place       TEXT    NOT NULL,
	story       BIGINT  NOT NULL,
	person      BIGINT  NOT NULL,
	person_name TEXT    NOT NULL,
	is_writing  BOOLEAN NOT NULL, -- on the page where one writes
	seen_at     BIGINT  NOT NULL,
	PRIMARY KEY (place, story, person)
);

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

CREATE TABLE newsroom_quota (
	place     TEXT   NOT NULL,
	sort      TEXT   NOT NULL, -- theme, person
	key       BIGINT NOT NULL, -- plan_key of the theme, number of the person
	per_month BIGINT NOT NULL,
	PRIMARY KEY (place, sort, key)
);

CREATE TABLE newsroom_rendition (
	place         TEXT   NOT NULL,
	story         BIGINT NOT NULL,
	sort          TEXT   NOT NULL, -- script, post, mail
	last          BIGINT NOT NULL, -- number of its last text
	source        BIGINT NOT NULL, -- version of the story that it was drafted from, or was found to be right beside
	approved      BIGINT NOT NULL, -- number of the text that was approved last; 0 = none
	approver      BIGINT NOT NULL,
	approver_name TEXT   NOT NULL,
	approved_at   BIGINT NOT NULL,
	PRIMARY KEY (place, story, sort)
);

CREATE TABLE newsroom_rendition_text (
	place      TEXT    NOT NULL,
	story      BIGINT  NOT NULL,
	sort       TEXT    NOT NULL,
	n          BIGINT  NOT NULL, -- 1, 2, 3 … in each rendition
	body       TEXT    NOT NULL,
	saver      BIGINT  NOT NULL, -- 0 = the program drafted it
	saver_name TEXT    NOT NULL,
	began_at   BIGINT  NOT NULL,
	saved_at   BIGINT  NOT NULL,
	is_sealed  BOOLEAN NOT NULL,
	PRIMARY KEY (place, story, sort, n)
);

CREATE TABLE newsroom_serves (
	place  TEXT   NOT NULL,
	story  BIGINT NOT NULL,
	target BIGINT NOT NULL, -- plan_key
	item   TEXT   NOT NULL, -- by what: the channel it came out on, or an exemplar that it tells of
	PRIMARY KEY (place, story, target, item)
);

CREATE TABLE newsroom_step (
	place    TEXT   NOT NULL,
	proposal BIGINT NOT NULL,
	story    BIGINT NOT NULL,
	live     BIGINT NOT NULL, -- the version that was public
	was      TEXT   NOT NULL, -- what it had: its theme, its title
	PRIMARY KEY (place, proposal, story)
);

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

CREATE INDEX newsroom_story_live ON newsroom_story (place, published_at, id);

CREATE INDEX newsroom_story_state ON newsroom_story (place, state, changed_at);

CREATE INDEX newsroom_story_theme ON newsroom_story (place, theme, published_at);

CREATE TABLE newsroom_telling (
	place    TEXT   NOT NULL,
	exemplar BIGINT NOT NULL,
	n        BIGINT NOT NULL,
	channel  TEXT   NOT NULL, -- loudspeaker, zalo, social, board, press
	on_day   TEXT   NOT NULL,
	proof    TEXT   NOT NULL, -- where it can be seen: an address, a page, an hour
	person      BIGINT NOT NULL,
	person_name TEXT   NOT NULL,
	PRIMARY KEY (place, exemplar, n)
);

CREATE TABLE newsroom_tells (
	place    TEXT   NOT NULL,
	story    BIGINT NOT NULL,
	exemplar BIGINT NOT NULL,
	PRIMARY KEY (place, story, exemplar)
);

CREATE INDEX newsroom_tells_exemplar ON newsroom_tells (place, exemplar, story);

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

CREATE TABLE org_day (
	place   TEXT    NOT NULL,
	on_day  TEXT    NOT NULL,
	is_work BOOLEAN NOT NULL, -- a day on which offices work; otherwise one off
	reason  TEXT    NOT NULL,
	basis   TEXT    NOT NULL, -- the paper that says so; '' for none
	set_by  BIGINT  NOT NULL,
	setter  TEXT    NOT NULL, -- the name at that time
	set_at  BIGINT  NOT NULL,
	PRIMARY KEY (place, on_day)
);

CREATE TABLE org_delegation (
	place      TEXT   NOT NULL,
	id         BIGINT NOT NULL,
	holding    BIGINT NOT NULL,
	lender     BIGINT NOT NULL,
	borrower   BIGINT NOT NULL,
	post       TEXT   NOT NULL,
	from_on    TEXT   NOT NULL,
	through_on TEXT   NOT NULL,
	why        TEXT   NOT NULL,
	made_by    BIGINT NOT NULL,
	ended_at   BIGINT NOT NULL, -- 0 unless ended before its time
	PRIMARY KEY (place, id)
);

CREATE INDEX org_delegation_borrower ON org_delegation (place, borrower);

CREATE TABLE org_holding (
	place      TEXT   NOT NULL,
	id         BIGINT NOT NULL,
	person     BIGINT NOT NULL,
	post       TEXT   NOT NULL,
	unit       BIGINT NOT NULL,
	from_on    TEXT   NOT NULL,
	through_on TEXT   NOT NULL, -- '' while it lasts
	basis      TEXT   NOT NULL, -- the decision that says so
	PRIMARY KEY (place, id)
);

CREATE INDEX org_holding_person ON org_holding (place, person);

CREATE TABLE org_intake (
	place      TEXT   NOT NULL,
	register   TEXT   NOT NULL, -- units, people
	id         BIGINT NOT NULL,
	file       TEXT   NOT NULL, -- its name
	hash       TEXT   NOT NULL, -- SHA-256 of it
	usual      TEXT   NOT NULL, -- units: first day of those that give none; people: what phone and e-mail are for
	ignored    TEXT   NOT NULL, -- columns nobody asked for, one a line
	lines      TEXT   NOT NULL, -- JSON: number, cells, whether it is left out
	brought_by BIGINT NOT NULL,
	brought_at BIGINT NOT NULL,
	ended_at   BIGINT NOT NULL, -- 0 while it waits
	outcome    TEXT   NOT NULL, -- what was taken in, in a sentence; '' when given up
	PRIMARY KEY (place, register, id)
);

CREATE TABLE org_person (
	place     TEXT    NOT NULL,
	id        BIGINT  NOT NULL,
	name      TEXT    NOT NULL,
	sort_key  TEXT    NOT NULL, -- given name first, in Vietnamese order
	match_key TEXT    NOT NULL,
	unit      BIGINT  NOT NULL,
	phone     TEXT    NOT NULL,
	email     TEXT    NOT NULL,
	purpose   TEXT    NOT NULL, -- what phone and e-mail may be used for
	is_active BOOLEAN NOT NULL,
	PRIMARY KEY (place, id)
);

CREATE INDEX org_person_sort ON org_person (place, sort_key);

CREATE TABLE org_place (
	place      TEXT   NOT NULL,
	code       TEXT   NOT NULL,
	kind       TEXT   NOT NULL, -- ward, commune, zone, city, province, nation
	name       TEXT   NOT NULL, -- Phường Phù Liễn
	short_name TEXT   NOT NULL, -- Phù Liễn
	parent     TEXT   NOT NULL, -- code of the place above; '' for the nation
	seat       TEXT   NOT NULL,
	population BIGINT NOT NULL, -- 0: not known
	area_ha    BIGINT NOT NULL, -- hectares; 0: not known
	PRIMARY KEY (place, code)
);

CREATE TABLE org_place_change (
	place      TEXT   NOT NULL,
	id         BIGINT NOT NULL,
	what       TEXT   NOT NULL, -- merged, split, renamed
	changed_on TEXT   NOT NULL,
	from_code  TEXT   NOT NULL, -- '' when the old code is not known
	from_name  TEXT   NOT NULL,
	to_code    TEXT   NOT NULL,
	to_name    TEXT   NOT NULL,
	basis      TEXT   NOT NULL, -- the resolution; '' when not known
	PRIMARY KEY (place, id)
);

CREATE TABLE org_unit (
	place     TEXT    NOT NULL,
	id        BIGINT  NOT NULL,
	kind      TEXT    NOT NULL,
	is_asked  BOOLEAN NOT NULL, -- outside the committee: asked (đề nghị), not ordered (giao)
	opened_on TEXT    NOT NULL,
	closed_on TEXT    NOT NULL, -- '' while open: the first day it was no more
	successor BIGINT  NOT NULL, level TEXT NOT NULL DEFAULT '', pupils BIGINT NOT NULL DEFAULT 0, -- the unit it went into; 0 for none
	PRIMARY KEY (place, id)
);

CREATE TABLE org_unit_change (
	place      TEXT   NOT NULL,
	id         BIGINT NOT NULL,
	unit       BIGINT NOT NULL,
	what       TEXT   NOT NULL, -- opened, renamed, merged, closed, reopened
	changed_on TEXT   NOT NULL,
	other      BIGINT NOT NULL, -- merged: the unit it went into
	note       TEXT   NOT NULL,
	PRIMARY KEY (place, id)
);

CREATE INDEX org_unit_change_unit ON org_unit_change (place, unit);

CREATE TABLE org_unit_name (
	place      TEXT   NOT NULL,
	id         BIGINT NOT NULL,
	unit       BIGINT NOT NULL,
	sort       TEXT   NOT NULL, -- official, short, alias
	name       TEXT   NOT NULL,
	match_key  TEXT   NOT NULL,
	from_on    TEXT   NOT NULL,
	through_on TEXT   NOT NULL, -- the last day; '' while in use
	PRIMARY KEY (place, id)
);

CREATE INDEX org_unit_name_key ON org_unit_name (place, match_key);

CREATE INDEX org_unit_name_unit ON org_unit_name (place, unit);

CREATE TABLE plan_correction (
	place       TEXT   NOT NULL,
	draft       BIGINT NOT NULL,
	step        BIGINT NOT NULL,
	person      BIGINT NOT NULL,
	person_name TEXT   NOT NULL,
	made_at     BIGINT NOT NULL,
	verb        TEXT   NOT NULL,
	thing       TEXT   NOT NULL,
	field       TEXT   NOT NULL,
	was         TEXT   NOT NULL,
	becomes     TEXT   NOT NULL,
	answers     TEXT   NOT NULL, -- the doubt it answers as well; empty if none
	undoes      BIGINT NOT NULL, -- the step that no longer counts; 0 if none
	PRIMARY KEY (place, draft, step)
);

CREATE TABLE plan_draft (
	place       TEXT   NOT NULL,
	id          BIGINT NOT NULL,
	paper       BIGINT NOT NULL, -- 0 = started from an adopted version, without a paper of its own
	amends      BIGINT NOT NULL, -- the plan it amends; 0 = a new plan
	base        BIGINT NOT NULL, -- the version it amends; 0 = a new plan
	reading     TEXT   NOT NULL, -- vnplan/1, as read; never changed
	source      TEXT   NOT NULL, -- the lines of the paper, JSON
	state       TEXT   NOT NULL, -- open, adopted, dropped
	steps       BIGINT NOT NULL, -- how many corrections were made
	person      BIGINT NOT NULL,
	person_name TEXT   NOT NULL,
	opened_at   BIGINT NOT NULL,
	PRIMARY KEY (place, id)
);

CREATE TABLE plan_file (
	place TEXT   NOT NULL,
	paper BIGINT NOT NULL,
	n     BIGINT NOT NULL, -- counted from 1, in the order of the pages
	name  TEXT   NOT NULL,
	hash  TEXT   NOT NULL, -- where the blobs keep it
	size  BIGINT NOT NULL, -- bytes
	PRIMARY KEY (place, paper, n)
);

CREATE TABLE plan_key (
	place         TEXT   NOT NULL,
	id            BIGINT NOT NULL,
	plan          BIGINT NOT NULL,
	kind          TEXT   NOT NULL, -- clause, target, basis, assignment, task
	address       TEXT   NOT NULL, -- in the last version that has it
	first_version BIGINT NOT NULL,
	last_version  BIGINT NOT NULL,
	PRIMARY KEY (place, id)
);

CREATE INDEX plan_key_plan ON plan_key (place, plan, kind);

CREATE TABLE plan_page (
	place  TEXT   NOT NULL,
	draft  BIGINT NOT NULL,
	page   BIGINT NOT NULL, -- counted from 1
	hash   TEXT   NOT NULL, -- of the picture, a JPEG
	width  BIGINT NOT NULL, -- pixels, in which the places of words are counted
	height BIGINT NOT NULL,
	PRIMARY KEY (place, draft, page)
);

CREATE TABLE plan_paper (
	place       TEXT   NOT NULL,
	id          BIGINT NOT NULL,
	name        TEXT   NOT NULL, -- of the file, as it was uploaded
	hash        TEXT   NOT NULL, -- of the file, where the blobs keep it
	kind        TEXT   NOT NULL, -- text, docx
	size        BIGINT NOT NULL, -- bytes
	refusal     TEXT   NOT NULL, -- why it could not be read; empty when it could
	amends      BIGINT NOT NULL, -- the plan it is to amend; 0 = a new plan
	person      BIGINT NOT NULL,
	person_name TEXT   NOT NULL,
	uploaded_at BIGINT NOT NULL,
	PRIMARY KEY (place, id)
);

CREATE TABLE plan_plan (
	place      TEXT   NOT NULL,
	id         BIGINT NOT NULL,
	version    BIGINT NOT NULL, -- the one in force
	code       TEXT   NOT NULL,
	title      TEXT   NOT NULL,
	issued_on  TEXT   NOT NULL,
	from_on    TEXT   NOT NULL,
	through_on TEXT   NOT NULL,
	adopted_at BIGINT NOT NULL, -- the version in force
	PRIMARY KEY (place, id)
);

CREATE TABLE plan_reading (
	place       TEXT   NOT NULL,
	id          BIGINT NOT NULL, -- a new one whenever it is asked for anew, so that who lags behind finds nothing to do
	paper       BIGINT NOT NULL,
	person      BIGINT NOT NULL, -- who asked
	person_name TEXT   NOT NULL,
	asked_at    BIGINT NOT NULL,
	tries       BIGINT NOT NULL, -- how often it was begun
	pages       BIGINT NOT NULL, -- of the paper; 0 = not yet known
	pages_read  BIGINT NOT NULL,
	PRIMARY KEY (place, id),
	UNIQUE (place, paper)
);

CREATE TABLE plan_version (
	place       TEXT   NOT NULL,
	plan        BIGINT NOT NULL,
	version     BIGINT NOT NULL,
	draft       BIGINT NOT NULL,
	person      BIGINT NOT NULL,
	person_name TEXT   NOT NULL,
	adopted_at  BIGINT NOT NULL,
	body        TEXT   NOT NULL, -- vnplan/1 with keys
	PRIMARY KEY (place, plan, version),
	UNIQUE (place, draft)
);

CREATE TABLE report_edit (
	place     TEXT   NOT NULL,
	report    BIGINT NOT NULL,
	n         BIGINT NOT NULL,
	passage   TEXT   NOT NULL,
	body      TEXT   NOT NULL,
	why       TEXT   NOT NULL,
	editor    TEXT   NOT NULL,
	edited_by BIGINT NOT NULL,
	edited_at BIGINT NOT NULL,
	PRIMARY KEY (place, report, n)
);

CREATE TABLE report_event (
	place  TEXT   NOT NULL,
	report BIGINT NOT NULL,
	n      BIGINT NOT NULL,
	at     BIGINT NOT NULL,
	person BIGINT NOT NULL,
	name   TEXT   NOT NULL,
	say    TEXT   NOT NULL,
	PRIMARY KEY (place, report, n)
);

CREATE TABLE report_mapping (
	place     TEXT    NOT NULL,
	id        BIGINT  NOT NULL,
	version   BIGINT  NOT NULL,
	name      TEXT    NOT NULL,
	recipient TEXT    NOT NULL,
	format    TEXT    NOT NULL, -- csv, json, xml
	fields    TEXT    NOT NULL, -- a line for each: FIELD = source
	is_ended  BOOLEAN NOT NULL,
	keeper    BIGINT  NOT NULL,
	kept_name TEXT    NOT NULL,
	kept_at   BIGINT  NOT NULL,
	PRIMARY KEY (place, id, version)
);

CREATE TABLE report_regime (
	place     TEXT    NOT NULL,
	id        BIGINT  NOT NULL,
	name      TEXT    NOT NULL,
	recipient TEXT    NOT NULL,
	frequency TEXT    NOT NULL, -- month, quarter, half, year, once
	cut_day   BIGINT  NOT NULL, -- of the last month of the period, the last day counted
	due_day   BIGINT  NOT NULL,
	due_later BIGINT  NOT NULL, -- months after the last month of the period
	cut_on    TEXT    NOT NULL, -- of a report that is due once; '' otherwise
	due_on    TEXT    NOT NULL,
	since_on  TEXT    NOT NULL, -- what was due before is not asked for
	basis     TEXT    NOT NULL, -- the paper that asks for it
	is_ended  BOOLEAN NOT NULL,
	PRIMARY KEY (place, id)
);

CREATE TABLE report_report (
	place       TEXT   NOT NULL,
	id          BIGINT NOT NULL,
	plan        BIGINT NOT NULL,
	span        TEXT   NOT NULL, -- the name of the window: 2025-H2
	from_on     TEXT   NOT NULL,
	through_on  TEXT   NOT NULL,
	regime      BIGINT NOT NULL, -- 0: asked for by no regime
	recipient   TEXT   NOT NULL,
	corrects    BIGINT NOT NULL, -- the report that this one stands instead of; 0 for none
	state       TEXT   NOT NULL, -- draft, checked, signed, sent, archived
	number      BIGINT NOT NULL, -- 0: not given yet
	issued_on   TEXT   NOT NULL,
	content     TEXT   NOT NULL, -- the whole composition, once it was checked
	word        TEXT   NOT NULL, -- hashes of the files handed over to be signed
	page        TEXT   NOT NULL,
	book        TEXT   NOT NULL,
	signed      TEXT   NOT NULL, -- hash of what came back
	signed_as   TEXT   NOT NULL, -- electronic: the page handed over with signatures added; paper: a scan
	opened_by   BIGINT NOT NULL,
	opened_name TEXT   NOT NULL,
	opened_at   BIGINT NOT NULL, symbol TEXT NOT NULL DEFAULT 'BC-UBND', letter TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (place, id)
);

CREATE INDEX report_report_plan ON report_report (place, plan, id);

CREATE TABLE store_counter (
	place TEXT   NOT NULL,
	name  TEXT   NOT NULL,
	last  BIGINT NOT NULL,
	PRIMARY KEY (place, name)
);

CREATE TABLE store_doc (
	row   INTEGER PRIMARY KEY, -- the row of store_word; the key of a document is the one below
	place TEXT NOT NULL,
	kind  TEXT NOT NULL,
	id    TEXT NOT NULL,
	title TEXT NOT NULL,
	body  TEXT NOT NULL,
	href  TEXT NOT NULL,
	UNIQUE (place, kind, id)
);

CREATE TABLE store_gap (
	place TEXT NOT NULL,
	gap   TEXT NOT NULL,
	term  TEXT NOT NULL,
	PRIMARY KEY (place, gap, term)
) WITHOUT ROWID;

CREATE TABLE store_place (
	place TEXT NOT NULL PRIMARY KEY,
	host  TEXT NOT NULL -- the name its portal answers to; empty: any name
);

CREATE UNIQUE INDEX store_place_host ON store_place (host) WHERE host <> '';

CREATE TABLE store_term (
	place TEXT NOT NULL,
	term  TEXT NOT NULL,
	PRIMARY KEY (place, term)
) WITHOUT ROWID;

CREATE TABLE store_upgrade (
	step         BIGINT NOT NULL,
	desk         TEXT   NOT NULL,
	from_version BIGINT NOT NULL,
	to_version   BIGINT NOT NULL,
	upgraded_at  BIGINT NOT NULL,
	PRIMARY KEY (step, desk)
);

CREATE VIRTUAL TABLE store_word USING fts5(
	terms,
	content='', contentless_delete=1, detail=none, tokenize='ascii'
);

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

CREATE TABLE watch_round (
	place   TEXT   NOT NULL,
	made_at BIGINT NOT NULL,
	pages   BIGINT NOT NULL,
	PRIMARY KEY (place)
);

CREATE TABLE watch_seal (
	place     TEXT   NOT NULL,
	thing     TEXT   NOT NULL, -- newsroom/7
	title     TEXT   NOT NULL,
	href      TEXT   NOT NULL,
	hash      TEXT   NOT NULL, -- SHA-256 of what the page is drawn from
	sealed_at BIGINT NOT NULL,
	PRIMARY KEY (place, thing)
);

CREATE TABLE work_about (
	place    TEXT   NOT NULL,
	task     BIGINT NOT NULL,
	sort     TEXT   NOT NULL, -- theme, target
	plan_key BIGINT NOT NULL,
	name     TEXT   NOT NULL, -- as the plan calls it
	PRIMARY KEY (place, task, sort, plan_key)
);

CREATE TABLE work_difficulty (
	place        TEXT   NOT NULL,
	id           BIGINT NOT NULL,
	once         TEXT   NOT NULL, -- the number of the form it was raised by: the same form sent twice is one
	task         BIGINT NOT NULL,
	unit         BIGINT NOT NULL,
	body         TEXT   NOT NULL, -- what is in the way
	folded       TEXT   NOT NULL, -- the same with what is asked, without marks, for searching
	since_on     TEXT   NOT NULL, -- the day it began, as the unit says
	asks         TEXT   NOT NULL, -- what the unit asks for
	owner_post   TEXT   NOT NULL, -- who has to answer: whoever holds this post
	owner_unit   BIGINT NOT NULL, -- at this unit; 0 = a post of the place
	due_on       TEXT   NOT NULL, -- by when the owner has to answer
	state        TEXT   NOT NULL, -- open, decided, closed
	sender       BIGINT NOT NULL, -- 0 = somebody without an account, by a link
	sender_name  TEXT   NOT NULL,
	by_link      BIGINT NOT NULL, -- the link; 0 = with an account
	raised_at    BIGINT NOT NULL,
	decision     TEXT   NOT NULL, -- the last one
	decider      BIGINT NOT NULL,
	decider_name TEXT   NOT NULL,
	decided_at   BIGINT NOT NULL, -- 0 = not decided
	closed_at    BIGINT NOT NULL, -- 0 = not closed
	PRIMARY KEY (place, id),
	UNIQUE (place, once)
);

CREATE INDEX work_difficulty_state ON work_difficulty (place, state, due_on);

CREATE INDEX work_difficulty_task ON work_difficulty (place, task, unit, id);

CREATE TABLE work_difficulty_event (
	place       TEXT   NOT NULL,
	difficulty  BIGINT NOT NULL,
	n           BIGINT NOT NULL, -- 1, 2, 3 … in each difficulty
	at          BIGINT NOT NULL,
	person      BIGINT NOT NULL, -- 0 = nobody with an account
	person_name TEXT   NOT NULL,
	say         TEXT   NOT NULL,
	PRIMARY KEY (place, difficulty, n)
);

CREATE TABLE work_event (
	place       TEXT   NOT NULL,
	task        BIGINT NOT NULL,
	n           BIGINT NOT NULL, -- 1, 2, 3 … in each task
	unit        BIGINT NOT NULL, -- whose part it is about; 0 = the whole task
	at          BIGINT NOT NULL,
	person      BIGINT NOT NULL, -- 0 = nobody with an account
	person_name TEXT   NOT NULL,
	say         TEXT   NOT NULL,
	PRIMARY KEY (place, task, n)
);

CREATE INDEX work_event_at ON work_event (place, at);

CREATE TABLE work_evidence (
	place         TEXT    NOT NULL,
	id            BIGINT  NOT NULL,
	once          TEXT    NOT NULL, -- the number of the form it was sent by: the same form sent twice is one
	task          BIGINT  NOT NULL,
	unit          BIGINT  NOT NULL,
	done_on       TEXT    NOT NULL, -- the day it was done, as the sender says
	note          TEXT    NOT NULL,
	link          TEXT    NOT NULL,
	figure        BIGINT  NOT NULL, -- counts only with figure_of
	figure_of     TEXT    NOT NULL, -- lượt người tham dự
	people        TEXT    NOT NULL, -- one name a line
	state         TEXT    NOT NULL, -- claimed, accepted, returned, withdrawn
	finishes      BOOLEAN NOT NULL, -- accepted, and with it the unit has done its part
	sender        BIGINT  NOT NULL, -- 0 = somebody without an account, by a link
	sender_name   TEXT    NOT NULL,
	by_link       BIGINT  NOT NULL, -- the link; 0 = with an account
	sent_at       BIGINT  NOT NULL,
	verifier      BIGINT  NOT NULL, -- who accepted or returned it
	verifier_name TEXT    NOT NULL,
	decided_at    BIGINT  NOT NULL,
	reason        TEXT    NOT NULL, -- why it was returned or withdrawn
	PRIMARY KEY (place, id),
	UNIQUE (place, once)
);

CREATE INDEX work_evidence_link ON work_evidence (place, by_link, sent_at);

CREATE INDEX work_evidence_part ON work_evidence (place, task, unit, id);

CREATE INDEX work_evidence_state ON work_evidence (place, state, id);

CREATE TABLE work_file (
	place     TEXT   NOT NULL,
	evidence  BIGINT NOT NULL,
	n         BIGINT NOT NULL, -- from 1
	name      TEXT   NOT NULL, -- as the sender calls it
	kind      TEXT   NOT NULL, -- image/jpeg, application/pdf
	hash      TEXT   NOT NULL, -- of what is kept, in the blobs
	size      BIGINT NOT NULL,
	sent_hash TEXT   NOT NULL, -- of what was sent
	print     TEXT   NOT NULL, spot TEXT NOT NULL DEFAULT '', -- what a photo looks like, 128 bits in hex; '' for a file, or a photo of nothing
	PRIMARY KEY (place, evidence, n)
);

CREATE INDEX work_file_sent ON work_file (place, sent_hash);

CREATE TABLE work_letter (
	place      TEXT   NOT NULL,
	person     BIGINT NOT NULL,
	day        TEXT   NOT NULL,
	message_id TEXT   NOT NULL, -- the same whenever it is sent again
	address    TEXT   NOT NULL,
	name       TEXT   NOT NULL,
	state      TEXT   NOT NULL, -- queued, sending, sent, failed
	tries      BIGINT NOT NULL,
	tried_at   BIGINT NOT NULL, -- when the last try began
	sent_at    BIGINT NOT NULL,
	why        TEXT   NOT NULL, -- why the last try failed
	PRIMARY KEY (place, person, day)
);

CREATE TABLE work_letterless (
	place    TEXT   NOT NULL,
	person   BIGINT NOT NULL,
	since_at BIGINT NOT NULL,
	PRIMARY KEY (place, person)
);

CREATE TABLE work_link (
	place           TEXT   NOT NULL,
	id              BIGINT NOT NULL,
	task            BIGINT NOT NULL,
	unit            BIGINT NOT NULL,
	secret_hash     TEXT   NOT NULL,
	through_on      TEXT   NOT NULL, -- the last day it opens
	maker           BIGINT NOT NULL,
	maker_name      TEXT   NOT NULL,
	made_at         BIGINT NOT NULL,
	revoked_at      BIGINT NOT NULL, -- 0 = not revoked
	revoked_by_name TEXT   NOT NULL,
	PRIMARY KEY (place, id),
	UNIQUE (place, secret_hash)
);

CREATE INDEX work_link_part ON work_link (place, task, unit, id);

CREATE TABLE work_notice (
	place       TEXT   NOT NULL,
	task        BIGINT NOT NULL,
	unit        BIGINT NOT NULL,
	due_on      TEXT   NOT NULL,
	step        TEXT   NOT NULL,
	person      BIGINT NOT NULL, -- 0 = the unit is to be called
	day         TEXT   NOT NULL,
	audience    TEXT   NOT NULL, -- doer, head, charge, leader
	person_name TEXT   NOT NULL, -- as the history tells it: Đức, thay Lan
	channel     TEXT   NOT NULL, -- screen, mail, call
	called_at   BIGINT NOT NULL, -- 0 = not called, or nobody to call
	called_by_name TEXT NOT NULL,
	note        TEXT   NOT NULL, -- what was said on the telephone
	PRIMARY KEY (place, task, unit, due_on, step, person)
);

CREATE INDEX work_notice_call ON work_notice (place, channel, called_at, unit);

CREATE INDEX work_notice_day ON work_notice (place, day, person);

CREATE TABLE work_part (
	place      TEXT    NOT NULL,
	task       BIGINT  NOT NULL,
	unit       BIGINT  NOT NULL,
	role       TEXT    NOT NULL, -- lead, support
	mode       TEXT    NOT NULL, -- assign, request
	via        TEXT    NOT NULL, -- the group by which the plan names it, «các trường học»; '' when by its name or by hand
	by_hand    BOOLEAN NOT NULL, -- a person named the unit, the plan did not
	state      TEXT    NOT NULL, -- todo, sent, returned, going, done
	changed_at BIGINT  NOT NULL,
	is_asked   BOOLEAN NOT NULL, -- false: the unit no longer has a part in it
	PRIMARY KEY (place, task, unit)
);

CREATE INDEX work_part_tally ON work_part (place, task, is_asked, state);

CREATE INDEX work_part_unit ON work_part (place, unit, is_asked, state, task);

CREATE TABLE work_piece (
	place   TEXT   NOT NULL,
	link    BIGINT NOT NULL,
	file    TEXT   NOT NULL, -- SHA-256 of the whole file, as the phone says
	at      BIGINT NOT NULL, -- where in the file it begins
	size    BIGINT NOT NULL,
	came_at BIGINT NOT NULL,
	body    BYTEA  NOT NULL,
	PRIMARY KEY (place, link, file, at)
);

CREATE TABLE work_reminder (
	place  TEXT   NOT NULL,
	task   BIGINT NOT NULL,
	unit   BIGINT NOT NULL,
	due_on TEXT   NOT NULL,
	step   TEXT   NOT NULL, -- t-7, t-3, t-1, t, late-1, late-2 …
	day    TEXT   NOT NULL, -- on which it was reminded of
	PRIMARY KEY (place, task, unit, due_on, step)
);

CREATE UNIQUE INDEX work_reminder_day ON work_reminder (place, task, unit, day);

CREATE TABLE work_reminding (
	place           TEXT    NOT NULL,
	is_on           BOOLEAN NOT NULL,
	changed_at      BIGINT  NOT NULL,
	changed_by_name TEXT    NOT NULL,
	PRIMARY KEY (place)
);

CREATE TABLE work_round (
	place  TEXT   NOT NULL,
	day    TEXT   NOT NULL,
	at     BIGINT NOT NULL,
	parts  BIGINT NOT NULL, -- reminded of
	PRIMARY KEY (place, day)
);

CREATE TABLE work_series (
	place      TEXT    NOT NULL,
	task       BIGINT  NOT NULL,
	every      TEXT    NOT NULL, -- week, month, quarter, half, year
	month      BIGINT  NOT NULL, -- of the quarter, half-year or year, from 1; 0 = its last
	day        BIGINT  NOT NULL, -- of the week from Monday, or of the month; of its working days when is_working, from the end when below 0
	is_working BOOLEAN NOT NULL,
	shift      TEXT    NOT NULL, -- before, after: where a due day on a day off goes
	from_on    TEXT    NOT NULL, -- turns are due from this day on
	through_on TEXT    NOT NULL, -- '' = without an end
	set_by     BIGINT  NOT NULL,
	set_by_name TEXT   NOT NULL,
	set_at     BIGINT  NOT NULL,
	stopped_on TEXT    NOT NULL, -- '' while it goes on
	PRIMARY KEY (place, task)
);

CREATE TABLE work_task (
	place      TEXT    NOT NULL,
	id         BIGINT  NOT NULL,
	plan       BIGINT  NOT NULL, -- 0 when no plan asks for it
	version    BIGINT  NOT NULL, -- of the plan, in which it stands or last stood
	plan_code  TEXT    NOT NULL, -- 15/KH-UBND
	plan_key   BIGINT  NOT NULL, -- of the plan's task, the same in every version
	clause     BIGINT  NOT NULL, -- key of the clause it stands in
	address    TEXT    NOT NULL, -- IV.2.-3
	first_line BIGINT  NOT NULL, -- on the paper
	last_line  BIGINT  NOT NULL,
	body       TEXT    NOT NULL, -- what is to be done, in the plan's words
	folded     TEXT    NOT NULL, -- the same without marks, for searching
	proposed_on TEXT   NOT NULL, -- the day the plan gives; '' when it gives none
	due_on     TEXT    NOT NULL, -- '' when it has no day
	due_by     TEXT    NOT NULL, -- who set the day; '' when it is the one proposed
	is_asked   BOOLEAN NOT NULL, -- false: the plan no longer asks for it
	opened_at  BIGINT  NOT NULL, repeats BOOLEAN NOT NULL DEFAULT FALSE, series BIGINT NOT NULL DEFAULT 0, turn TEXT NOT NULL DEFAULT '', is_urgent BOOLEAN NOT NULL DEFAULT FALSE, served_by TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (place, id)
);

CREATE INDEX work_task_due ON work_task (place, due_on, id);

CREATE INDEX work_task_plan ON work_task (place, plan, plan_key);

CREATE UNIQUE INDEX work_task_turn ON work_task (place, series, turn) WHERE series <> 0;

