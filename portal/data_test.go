package portal

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"loa/platform/store"
	"loa/platform/store/storetest"
)

// A harvester reads the catalogue, follows it to every file, and finds there what the dictionary says.
func TestTheCatalogueLeadsToEveryFileAndItsDictionary(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		h, _ := newsStand(t, db)
		get := func(address string) (string, []byte) {
			path, ours := strings.CutPrefix(address, "https://phulien.example")
			rec := ask(t, h, path)
			if !ours || rec.Code != http.StatusOK || rec.Header().Get("Access-Control-Allow-Origin") != "*" {
				t.Fatalf("%s: %d %v", address, rec.Code, rec.Header())
			}
			return rec.Header().Get("Content-Type"), rec.Body.Bytes()
		}
		kind, body := get("https://phulien.example/du-lieu/danh-muc.jsonld")
		var c catalogue
		decode(t, body, &c)
		if kind != "application/ld+json" || c.Type != "dcat:Catalog" || c.Publisher.Name.Value != "Ủy ban nhân dân phường Phù Liễn, thành phố Hải Phòng" || len(c.Datasets) != 3 {
			t.Errorf("%s: %+v", kind, c)
		}
		rows := map[string]int{}
		for _, d := range c.Datasets {
			if d.CountedOn.Value != "2025-10-10" || len(d.Distributions) != 2 {
				t.Errorf("%+v", d)
			}
			_, body := get(d.Distributions[0].Described.ID)
			var dictionary tableSchema
			decode(t, body, &dictionary)
			kind, body := get(d.Distributions[0].Download.ID)
			table, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(body, []byte("\ufeff")))).ReadAll()
			if err != nil || !strings.HasPrefix(kind, "text/csv") {
				t.Fatalf("%s: %s, %v", d.Name, kind, err)
			}
			kind, body = get(d.Distributions[1].Download.ID)
			var objects []map[string]json.RawMessage
			decode(t, body, &objects)
			if kind != "application/json" || len(objects) != len(table)-1 {
				t.Errorf("%s: %s, %d objects of %d rows", d.Name, kind, len(objects), len(table)-1)
			}
			rows[d.Name] = len(objects)
			for i, column := range dictionary.Schema.Columns {
				if table[0][i] != column.Name || column.Say == "" {
					t.Errorf("%s: column %q, dictionary %+v", d.Name, table[0][i], column)
				}
				for n, o := range objects {
					if value := o[column.Name]; !same(table[n+1][i], value) {
						t.Errorf("%s, row %d, %s: %q in the table, %s as an object", d.Name, n+1, column.Name, table[n+1][i], value)
					}
				}
			}
		}
		if rows["ket-qua"] != 7 || rows["van-ban"] == 0 || rows["tin-bai"] != 2 {
			t.Errorf("rows: %v", rows)
		}
		if rec := ask(t, h, "/du-lieu/khac.csv"); rec.Code != http.StatusNotFound {
			t.Errorf("a file that is not there: %d", rec.Code)
		}
	})
}

// same tells whether a cell and a value of JSON are one.
func same(cell string, value json.RawMessage) bool {
	var s string
	if json.Unmarshal(value, &s) == nil && string(value) != "null" {
		return s == strings.TrimPrefix(cell, "'")
	}
	return string(value) == cell || string(value) == "null" && cell == ""
}

func decode[T any](t *testing.T, body []byte, into *T) {
	t.Helper()
	if err := json.Unmarshal(body, into); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
}
