-- +goose Up
-- What a person without an app on the phone proves themselves with, away from any session.
CREATE TABLE auth_pin (
	place  TEXT   NOT NULL,
	person BIGINT NOT NULL,
	hash   TEXT   NOT NULL, -- argon2id, PHC form
	set_at BIGINT NOT NULL,
	PRIMARY KEY (place, person)
);

-- +goose Down
DROP TABLE auth_pin;
