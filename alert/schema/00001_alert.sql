-- +goose Up
-- alert_alert: what the committee tells everybody above every page, between two moments.
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

-- +goose Down
DROP TABLE alert_alert;
