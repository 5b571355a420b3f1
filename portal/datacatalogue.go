package portal

import (
	"context"
	"net/http"
	"time"

	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
)

const catalogueFile = "danh-muc.jsonld"

// The catalogue is JSON-LD in the words of DCAT-AP 3 (https://semiceu.github.io/DCAT-AP/releases/3.0.0/), as far as
// harvesters ask: who publishes, what may be done with it, how often it changes, where each file is.

type catalogue struct {
	Context   catalogueContext `json:"@context"`
	ID        string           `json:"@id"`
	Type      string           `json:"@type"`
	Title     phrase           `json:"dct:title"`
	Say       phrase           `json:"dct:description"`
	Publisher publisher        `json:"dct:publisher"`
	Language  node             `json:"dct:language"`
	Home      node             `json:"foaf:homepage"`
	Rights    rights           `json:"dct:rights"`
	Datasets  []catalogueEntry `json:"dcat:dataset"`
}

type catalogueContext struct {
	DCAT string `json:"dcat"`
	DCT  string `json:"dct"`
	FOAF string `json:"foaf"`
	RDFS string `json:"rdfs"`
	XSD  string `json:"xsd"`
}

type phrase struct {
	Language string `json:"@language"`
	Value    string `json:"@value"`
}

func vietnamese(s string) phrase { return phrase{"vi", s} }

type node struct {
	ID string `json:"@id"`
}

type publisher struct {
	ID   string `json:"@id"`
	Type string `json:"@type"`
	Name phrase `json:"foaf:name"`
}

type rights struct {
	Type  string `json:"@type"`
	Label phrase `json:"rdfs:label"`
}

type day struct {
	Type  string `json:"@type"`
	Value string `json:"@value"`
}

type catalogueEntry struct {
	ID            string         `json:"@id"`
	Type          string         `json:"@type"`
	Name          string         `json:"dct:identifier"`
	Title         phrase         `json:"dct:title"`
	Say           phrase         `json:"dct:description"`
	Publisher     node           `json:"dct:publisher"`
	Page          node           `json:"dcat:landingPage"`
	CountedOn     day            `json:"dct:modified"`
	Often         node           `json:"dct:accrualPeriodicity"`
	Distributions []distribution `json:"dcat:distribution"`
}

type distribution struct {
	ID        string `json:"@id"`
	Type      string `json:"@type"`
	Title     phrase `json:"dct:title"`
	Access    node   `json:"dcat:accessURL"`
	Download  node   `json:"dcat:downloadURL"`
	MediaType node   `json:"dcat:mediaType"`
	Rights    rights `json:"dct:rights"`
	Described node   `json:"dct:conformsTo"` // the dictionary of its columns
}

// catalogue answers /du-lieu/danh-muc.jsonld.
func (p *Portal) catalogue(w http.ResponseWriter, r *http.Request) error {
	var here, above org.Place
	err := p.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		if here, err = org.LoadPlace(ctx, tx, tx.Place()); err != nil {
			return err
		}
		above, err = org.Above(ctx, tx, here)
		return err
	})
	if err != nil && refuse.Of(err).Kind != refuse.NotFound {
		return err
	}
	who := "Ủy ban nhân dân " + lowerFirst(fullName(here, above))
	return writeData(w, "application/ld+json", catalogueFile, p.catalogueOf(p.base(r), who))
}

func (p *Portal) catalogueOf(base, who string) catalogue {
	page := node{base + dataPath}
	terms := rights{"dct:RightsStatement", vietnamese(reuse)}
	c := catalogue{
		Context: catalogueContext{"http://www.w3.org/ns/dcat#", "http://purl.org/dc/terms/", "http://xmlns.com/foaf/0.1/", "http://www.w3.org/2000/01/rdf-schema#", "http://www.w3.org/2001/XMLSchema#"},
		ID:      base + dataPath + "/" + catalogueFile, Type: "dcat:Catalog",
		Title: vietnamese("Dữ liệu mở của " + who), Say: vietnamese("Kết quả thực hiện chỉ tiêu, văn bản và tin bài mà " + who + " công khai."),
		Publisher: publisher{base + "/#ubnd", "foaf:Agent", vietnamese(who)},
		Language:  node{"http://publications.europa.eu/resource/authority/language/VIE"}, Home: page, Rights: terms,
	}
	for _, d := range datasets {
		entry := catalogueEntry{
			ID: base + dataPath + "#" + d.Slug, Type: "dcat:Dataset", Name: d.Slug, Title: vietnamese(d.Title), Say: vietnamese(d.Say),
			Publisher: node{c.Publisher.ID}, Page: page, CountedOn: day{"xsd:date", p.today()},
			Often: node{"http://publications.europa.eu/resource/authority/frequency/CONT"},
		}
		for _, f := range []struct{ form, media string }{{"csv", "text/csv"}, {"json", "application/json"}} {
			file := node{base + d.file(f.form)}
			entry.Distributions = append(entry.Distributions, distribution{
				ID: file.ID + "#tep", Type: "dcat:Distribution", Title: vietnamese(d.Title + " (" + f.form + ")"), Access: page, Download: file,
				MediaType: node{"https://www.iana.org/assignments/media-types/" + f.media}, Rights: terms, Described: node{base + d.file("csv-metadata.json")},
			})
		}
		c.Datasets = append(c.Datasets, entry)
	}
	return c
}

// stamp is t as data have it; the zero time is none.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
