package web

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"loa/kit/vi"
	"loa/platform/refuse"
)

// A Confirmation is a question before an act that cannot be undone.
type Confirmation struct {
	Question string // Ban hành kế hoạch 15/KH-UBND?
	Result   string // what will be so afterwards
	Verb     string // on the button: Ban hành
	Kind     string // of the button; "wrong" when empty, "seal" for an act that binds
	Action   string // where the form is posted
	Back     string // where the way back leads
}

// A Preview is what a public page says of itself to those who pass its address on: people, search engines, readers of feeds.
type Preview struct {
	Title     string
	Summary   string
	Kind      string // article; website when empty
	Address   string // the whole address by which it is to be known
	Picture   string // the whole address of a picture
	Published string // the instant, as RFC 3339 writes it
	Lang      string // of the page; vi when empty
	Others    []Other
	Feeds     []Feed
	Styles    []string // addresses of the look that this page has of its own
}

// An Other is the whole address of the same page in a language, its own too.
type Other struct{ Lang, Href string }

// A Feed is an address at which a program may read on.
type Feed struct{ Kind, Title, Href string }

func (in Input) id() string { return or(in.ID, "f-"+in.Name) }

// attributes are those that are absent unless they say something.
func (in Input) attributes() templ.OrderedAttributes {
	var a templ.OrderedAttributes
	put := func(key, value string) {
		if value != "" {
			a = append(a, templ.KeyValue[string, any]{Key: key, Value: value})
		}
	}
	flag := func(key string, on bool) {
		if on {
			a = append(a, templ.KeyValue[string, any]{Key: key, Value: true})
		}
	}
	var about []string
	if in.Hint != "" {
		about = append(about, in.id()+"-hint")
	}
	if in.Error != "" {
		about = append(about, in.id()+"-error")
		put("aria-invalid", "true")
	}
	put("aria-describedby", strings.Join(about, " "))
	put("autocomplete", in.Autocomplete)
	put("accept", in.Accept)
	put("min", in.Min)
	put("max", in.Max)
	flag("multiple", in.Multiple)
	if in.Camera {
		put("capture", "environment")
	}
	flag("readonly", in.ReadOnly)
	flag("autofocus", in.Autofocus)
	return a
}

// Day writes a day such as 2025-07-16 the way Decree 30/2020 does: 16/7/2025, and 09/02/2022.
// What is not a day comes back as it is.
func Day(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return vi.ShortDate(t)
}

// Moment writes an instant as it was on clocks in Viet Nam: 14:05 ngày 16/7/2025.
func Moment(t time.Time) string {
	t = t.In(vietnam)
	return t.Format("15:04") + " ngày " + Day(t.Format(time.DateOnly))
}

// vietnam has had no other offset since 1975, so the program needs no file of time zones.
var vietnam = time.FixedZone("Asia/Ho_Chi_Minh", 7*60*60)

func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

func pageTitle(title, site string) string {
	if site == "" || title == site {
		return or(title, "Loa")
	}
	return title + " · " + site
}

// Retyped is fields with what was typed in them, and why one of them cannot stand. A file has to be chosen
// again, and a secret typed again: no page gives one back.
func Retyped(fields []Input, typed url.Values, no refuse.Refusal) []Input {
	for i := range fields {
		in := &fields[i]
		switch in.Type {
		case "checkbox":
			in.Checked = slices.Contains(typed[in.Name], or(in.Value, "1")) // boxes may share a name
		case "file", "password":
		default:
			in.Value = typed.Get(in.Name)
		}
		if no.Field == in.Name {
			in.Error = no.Say
		}
	}
	return fields
}
