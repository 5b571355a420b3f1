package newsroom

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"loa/kit/prose"
	"loa/kit/vi"
	"loa/plan"
	"loa/platform/refuse"
	"loa/platform/store"
)

// A Topic is a theme to choose from, with the plan's own words for it, by which a text is held against it.
type Topic struct {
	Theme
	Address plan.Address
	Code    string // of the plan
	Wording string
}

// Topics are the themes of the plans in force, in the order of the papers, the last adopted plan first.
func Topics(ctx context.Context, tx *store.Tx) (out []Topic, err error) {
	plans, err := plan.List(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, s := range plans {
		p, err := plan.Version(ctx, tx, s.ID, s.Version)
		if err != nil {
			return nil, err
		}
		out = append(out, topicsOf(p)...)
	}
	return out, nil
}

func topicsOf(p plan.Plan) (out []Topic) {
	p.Walk(func(_, c *plan.Clause) {
		if c.Kind != plan.ATheme || c.Slug == "" {
			return
		}
		t := Topic{Theme: Theme{Key: c.Key, Plan: p.ID, Name: strings.TrimPrefix(c.Name(), "Điểm "+string(c.ID)+": "), Slug: c.Slug}, Address: c.ID, Code: p.Doc.Code, Wording: c.Title + "\n" + c.Text}
		for _, below := range c.Children {
			if below.Kind != plan.ATheme {
				t.Wording += "\n" + below.Title + "\n" + below.Text
			}
		}
		out = append(out, t)
	})
	return out
}

// themeOf is the theme with this key; was is the one that the story had, which stays as it was called.
func themeOf(ctx context.Context, tx *store.Tx, key int64, was Theme) (Theme, error) {
	if key == 0 || key == was.Key {
		if key == 0 {
			return Theme{}, nil
		}
		return was, nil
	}
	topics, err := Topics(ctx, tx)
	if err != nil {
		return Theme{}, err
	}
	for _, t := range topics {
		if t.Key == key {
			return t.Theme, nil
		}
	}
	return Theme{}, refuse.Field("theme", "Hãy chọn một nội dung của kế hoạch đang có hiệu lực.")
}

// Suggest is topics in the order in which t speaks of them, those alone that it speaks of at all. A word that many
// topics share says little; two syllables side by side, which make most Vietnamese words, say more than one; the title
// says more than the text.
func Suggest(t Text, topics []Topic) []Topic {
	said := map[string]float64{}
	for text, weight := range map[string]float64{t.Title: 3, t.Summary: 2, prose.Parse(t.Body).Plain(): 1} {
		for term, n := range terms(text) {
			said[term] += weight * math.Sqrt(n)
		}
	}
	of := make([]map[string]float64, len(topics))
	in := map[string]int{}
	for i, topic := range topics {
		of[i] = terms(topic.Wording)
		for term := range of[i] {
			in[term]++
		}
	}
	type scored struct {
		Topic
		score float64
	}
	var out []scored
	for i, topic := range topics {
		score, size := 0.0, 0.0
		for _, term := range sortedTerms(of[i]) {
			rare := math.Log(float64(len(topics)+1) / float64(in[term]))
			if strings.Contains(term, " ") {
				rare *= 2
			}
			weight := rare * math.Sqrt(of[i][term])
			score += weight * said[term] * rare
			size += weight * weight
		}
		if size > 0 && score > 0 {
			out = append(out, scored{topic, score / math.Pow(size, 0.25)})
		}
	}
	slices.SortStableFunc(out, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	found := make([]Topic, len(out))
	for i, s := range out {
		found[i] = s.Topic
	}
	return found
}

func sortedTerms(m map[string]float64) []string {
	out := make([]string, 0, len(m))
	for t := range m {
		out = append(out, t)
	}
	slices.Sort(out) // floating sums depend on their order
	return out
}

// terms counts the syllables of s and each two that stand together.
func terms(s string) map[string]float64 {
	out := map[string]float64{}
	for line := range strings.Lines(vi.Fold(s)) {
		before := ""
		for _, w := range strings.FieldsFunc(line, func(r rune) bool { return !('a' <= r && r <= 'z' || '0' <= r && r <= '9') }) {
			if len(w) > 1 {
				out[w]++
				if before != "" {
					out[before+" "+w]++
				}
			}
			before = w
		}
	}
	return out
}
