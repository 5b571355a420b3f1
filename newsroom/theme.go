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
	Own     string // the theme itself
	Wording string // with what stands below it
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
		out = append(out, TopicsOf(p)...)
	}
	return out, nil
}

// TopicsOf is the themes of p.
func TopicsOf(p plan.Plan) (out []Topic) {
	p.Walk(func(_, c *plan.Clause) {
		if c.Kind != plan.ATheme || c.Slug == "" {
			return
		}
		t := Topic{Theme: Theme{Key: c.Key, Plan: p.ID, Name: called(c), Slug: c.Slug}, Address: c.ID, Code: p.Doc.Code, Own: c.Title + "\n" + c.Text}
		t.Wording = t.Own
		for _, below := range c.Children {
			if below.Kind != plan.ATheme {
				t.Wording += "\n" + below.Title + "\n" + below.Text
			}
		}
		out = append(out, t)
	})
	return out
}

// called is the whole of what the paper calls theme c.
func called(c *plan.Clause) string {
	return strings.TrimRight(tidy(cmp.Or(strings.TrimSpace(c.Title), c.Text)), ".:; ")
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

// Suggest is topics in the order in which t speaks of them, those alone that it speaks of at all. It goes by the
// words that topics share with t, where two syllables side by side, which make most Vietnamese words, say more than
// one and a word that many topics share says little; and by the words of everyday life for what a topic is about.
func Suggest(t Text, topics []Topic) []Topic {
	body := prose.Parse(t.Body).Plain()
	said := map[string]float64{}
	for _, part := range []struct {
		text   string
		weight float64
	}{{t.Title, 3}, {t.Summary, 2}, {body, 1}} {
		for term, n := range terms(part.text) {
			said[term] += part.weight * math.Sqrt(n)
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
	shared, about := make([]float64, len(topics)), make([]float64, len(topics))
	for i, topic := range topics {
		shared[i] = sharedWords(of[i], in, said, len(topics))
		about[i] = spoken(topic.Own, t, body)
	}
	mostShared, mostAbout := slices.Max(append(shared, 0)), slices.Max(append(about, 0))
	type scored struct {
		Topic
		score float64
	}
	var out []scored
	for i, topic := range topics {
		score := 0.0
		if mostShared > 0 {
			score += shared[i] / mostShared
		}
		if mostAbout > 0 {
			score += aboutWeighs * about[i] / mostAbout
		}
		if score > 0 {
			out = append(out, scored{topic, score})
		}
	}
	slices.SortStableFunc(out, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	found := make([]Topic, len(out))
	for i, s := range out {
		found[i] = s.Topic
	}
	return found
}

// aboutWeighs is how much more what a text is about says than the words it shares with the plan.
const aboutWeighs = 2

// sharedWords is how much of what is said stands in a topic too; in is how many of the topics have each term.
func sharedWords(topic map[string]float64, in map[string]int, said map[string]float64, topics int) float64 {
	score, size := 0.0, 0.0
	for _, term := range sortedTerms(topic) {
		rare := math.Log(float64(topics+1) / float64(in[term]))
		if strings.Contains(term, " ") {
			rare *= 2
		}
		weight := rare * math.Sqrt(topic[term])
		score += weight * said[term] * rare
		size += weight * weight
	}
	if size == 0 {
		return 0
	}
	return score / math.Pow(size, 0.25)
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
