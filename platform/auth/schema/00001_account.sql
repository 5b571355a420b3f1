-- +goose Up
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

-- One-time recovery codes not yet used.
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

-- Guesses that failed, or are being tested now.
CREATE TABLE auth_attempt (
	place   TEXT   NOT NULL,
	id      BIGINT NOT NULL,
	subject TEXT   NOT NULL, -- SHA-256 of what was guessed at, never the words typed
	address TEXT   NOT NULL,
	at      BIGINT NOT NULL,
	PRIMARY KEY (place, id)
);
CREATE INDEX auth_attempt_subject ON auth_attempt (place, subject, at);
CREATE INDEX auth_attempt_address ON auth_attempt (place, address, at);

-- The code that opens the first set-up.
CREATE TABLE auth_setup (
	place      TEXT   NOT NULL,
	hash       TEXT   NOT NULL,
	created_at BIGINT NOT NULL,
	PRIMARY KEY (place)
);

-- +goose Down
DROP TABLE auth_setup;
DROP TABLE auth_attempt;
DROP TABLE auth_session;
DROP TABLE auth_recovery;
DROP TABLE auth_account;
