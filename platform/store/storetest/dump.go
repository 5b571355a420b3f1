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
	rows, err := db.QueryContext(t.Context(), `
		SELECT sql FROM sqlite_schema
		WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name NOT LIKE 'store\_version\_%' ESCAPE '\'
			AND NOT EXISTS (SELECT 1 FROM pragma_table_list l WHERE l.name = sqlite_schema.name AND l.type = 'shadow')
		ORDER BY tbl_name, type DESC, name`)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	var b strings.Builder
	for rows.Next() {
		var statement string
		if err := rows.Scan(&statement); err != nil {
			return "", err
		}
		b.WriteString(statement + ";\n\n")
	}
	return b.String(), rows.Err()
}

// PostgreSQL keeps no text: it is written anew from the catalogue, one row for each line of a table.
const catalogue = `
	SELECT name, part, line FROM (
		SELECT c.oid::regclass::text AS name, 1 AS part, a.attnum AS place,
			format('%I %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
				CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END, ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid)) AS line
		FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
			LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
		WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
		UNION ALL
		SELECT conrelid::regclass::text, 1, 10000 + row_number() OVER (ORDER BY contype DESC, conname),
			format('CONSTRAINT %I %s', conname, pg_get_constraintdef(oid))
		FROM pg_constraint WHERE conrelid <> 0 AND connamespace = 'public'::regnamespace
		UNION ALL
		SELECT i.indrelid::regclass::text, 2, row_number() OVER (ORDER BY c.relname), pg_get_indexdef(i.indexrelid)
		FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
		WHERE c.relnamespace = 'public'::regnamespace AND NOT EXISTS (SELECT 1 FROM pg_constraint p WHERE p.conindid = i.indexrelid)
	) AS l WHERE name NOT LIKE 'store\_version\_%' ORDER BY name COLLATE "C", part, place`

func dumpPostgres(t testing.TB, db *sql.DB) (string, error) {
	rows, err := db.QueryContext(t.Context(), catalogue)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	var b strings.Builder
	table, open := "", false // open: the table's parenthesis waits for its end
	end := func() {
		if open {
			b.WriteString("\n);\n\n")
		}
		open = false
	}
	for rows.Next() {
		var name, line string
		var part int
		if err := rows.Scan(&name, &part, &line); err != nil {
			return "", err
		}
		switch {
		case part == 2:
			end()
			b.WriteString(line + ";\n\n")
		case name != table:
			end()
			fmt.Fprintf(&b, "CREATE TABLE %s (\n\t%s", name, line)
			table, open = name, true
		default:
			b.WriteString(",\n\t" + line)
		}
	}
	end()
	return b.String(), rows.Err()
}
