-- +goose Up
ALTER TABLE report_report ADD COLUMN symbol TEXT NOT NULL DEFAULT 'BC-UBND'; -- behind the number; what has the same is numbered in one row
ALTER TABLE report_report ADD COLUMN letter TEXT NOT NULL DEFAULT ''; -- JSON: what a person wrote of a paper that is no report of figures; '' otherwise

-- +goose Down
ALTER TABLE report_report DROP COLUMN letter;
ALTER TABLE report_report DROP COLUMN symbol;
