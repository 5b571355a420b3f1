-- +goose Up
-- mail_setting: the server through which a place sends its letters. The secret is kept as it is: whoever reads the database may send mail.
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

-- +goose Down
DROP TABLE mail_setting;
