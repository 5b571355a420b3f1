-- +goose Up
ALTER TABLE org_unit ADD COLUMN level TEXT NOT NULL DEFAULT ''; -- of a school: preschool, primary, secondary, high, mixed; '' for none
ALTER TABLE org_unit ADD COLUMN pupils BIGINT NOT NULL DEFAULT 0; -- of a school; 0: not known

-- org_intake: a list that was brought in as a file. Its rows wait until all are right, then go into the register at
-- once; after that, and when it is given up, the rows are taken out: they are personal data without a purpose.
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

-- +goose Down
DROP TABLE org_intake;
ALTER TABLE org_unit DROP COLUMN pupils;
ALTER TABLE org_unit DROP COLUMN level;
