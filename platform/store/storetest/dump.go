package storetest

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"loa/platform/store"
)

// Dump returns the whole schema of db as text: each table with its columns and
// keys, and each index, by name. The tables that count versions are left out.
func Dump(t testing.TB, db *store.DB) string {
	t.Helper()
	var text string
	var err error
	if db.Engine() == store.SQLite {
		text, err = dumpSQLite(t, db.Raw().Write)
	} else {
		text, err = dumpPostgres(t, db.Raw().Write)
	}
	if err != nil {
		t.Fatalf("dump the schema: %v", err)
	}
	return text
}

// SQLite keeps the text of each statement; the tables behind a full-text index are its own affair.
func dumpSQLite(t testing.TB, db *sql.DB) (string, error) {
	statements, err := column(t, db, `
		SELECT sql FROM sqlite_schema
		WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name NOT LIKE 'store\_version\_%' ESCAPE '\'
			AND NOT EXISTS (SELECT 1 FROM pragma_table_list l WHERE l.name = sqlite_schema.name AND l.type = 'shadow')
		ORDER BY tbl_name, type DESC, name`)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, s := range statements {
		b.WriteString(s + ";\n\n")
	}
	return b.String(), nil
}

// PostgreSQL keeps no text: it is written anew from the catalogue.
func dumpPostgres(t testing.TB, db *sql.DB) (string, error) {
	tables, err := column(t, db, `
		SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.relname NOT LIKE 'store\_version\_%'
		ORDER BY c.relname`)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, table := range tables {
		lines, err := column(t, db, `
			SELECT line FROM (
				SELECT 1 AS part, a.attnum AS place, format('%I %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
					CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END, ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid)) AS line
				FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
				WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped
				UNION ALL
				SELECT 2, row_number() OVER (ORDER BY contype DESC, conname), format('CONSTRAINT %I %s', conname, pg_get_constraintdef(oid))
				FROM pg_constraint WHERE conrelid = $1::regclass
			) AS l ORDER BY part, place`, table)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "CREATE TABLE %s (\n\t%s\n);\n\n", table, strings.Join(lines, ",\n\t"))
		indexes, err := column(t, db, `
			SELECT pg_get_indexdef(indexrelid) FROM pg_index i
			WHERE indrelid = $1::regclass AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)
			ORDER BY indexrelid::regclass::text`, table)
		if err != nil {
			return "", err
		}
		for _, index := range indexes {
			b.WriteString(index + ";\n\n")
		}
	}
	return b.String(), nil
}

// column returns the rows of a query that answers with one text a row.
func column(t testing.TB, db *sql.DB, query string, args ...any) ([]string, error) {
	rows, err := db.QueryContext(t.Context(), query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var texts []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		texts = append(texts, s)
	}
	return texts, rows.Err()
}
