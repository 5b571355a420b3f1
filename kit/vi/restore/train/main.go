// Train makes the model of package restore from a folder of texts and of pages
// that were read by an engine, beside their true text (shared/corpus):
//
//	make model CORPUS=DIR
//
// The same folder gives the same bytes. Documents of which a page is kept for
// judging (dev-*) are left out of everything, and so are the texts that the
// model is judged by: the sample plan and the pages of real scans.
package main

import (
	"flag"
	"fmt"
	"log"
	"math"
	"os"
	"path/filepath"
	"strings"
	"time"

	"loa/kit/vi"
	"loa/kit/vi/ngram"
)

func main() {
	corpus := flag.String("corpus", "", "folder of the texts, unpacked")
	pairs := flag.String("pairs", "", "folder of the pairs of pages, unpacked")
	out := flag.String("out", "kit/vi/restore/model", "folder of the model")
	phrases := flag.String("phrases", "", "list of phrases; empty for none")
	without := flag.String("without", "", "file of names of documents to leave out")
	only := flag.String("only", "", "language or letters; empty for both")
	flag.Parse()
	start := time.Now()
	if err := train(*corpus, *pairs, *out, *phrases, *without, *only); err != nil {
		log.Fatal(err)
	}
	log.Print("done in ", time.Since(start).Round(time.Second))
}

func train(corpus, pairs, out, phrases, without, only string) error {
	left, err := leftOut(pairs, without)
	if err != nil {
		return err
	}
	if only != "letters" {
		if err := words(text{corpus, left, phrases}, out); err != nil {
			return err
		}
	}
	if only != "language" {
		return letters(pairs, out, left)
	}
	return nil
}

// leftOut are the documents that the model must not see: those with a page kept for judging, and those of a list.
func leftOut(pairs, list string) (map[string]bool, error) {
	left := map[string]bool{}
	for _, engine := range []string{"eng", "vie"} {
		ps, err := pages(filepath.Join(pairs, "dev-"+engine), engine)
		if err != nil {
			return nil, err
		}
		for _, p := range ps {
			left[p.name] = true
		}
	}
	if list == "" {
		return left, nil
	}
	b, err := os.ReadFile(list)
	for name := range strings.FieldsSeq(string(b)) {
		left[name] = true
	}
	return left, err
}

const step = 0.08 // nats of one unit of cost, as in the language model

func figure(p float64) string {
	return fmt.Sprint(int(min(255, max(0, math.Round(-math.Log(p)/step)))))
}

// words makes the vocabulary and the language model.
func words(t text, out string) error {
	known := map[string]bool{}
	b, err := os.ReadFile(filepath.Join(t.dir, "hunspell-vi-words.txt"))
	if err != nil {
		return err
	}
	for w := range strings.FieldsSeq(string(b)) {
		if w = vi.Canon(strings.ToLower(w)); vi.IsSyllable(w) {
			known[w] = true
		}
	}
	l := newLexicon()
	if err := t.each(l.add); err != nil {
		return err
	}
	list := l.words(known)
	ids := map[string]ngram.Word{}
	for i, w := range list {
		ids[w] = ngram.Word(i)
	}
	if err := os.WriteFile(filepath.Join(out, "codes.txt"), []byte(strings.Join(l.stroked(), "\n")+"\n"), 0o644); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(out, "hyphens.txt"), []byte(strings.Join(l.hyphened(), "\n")+"\n"), 0o644); err != nil {
		return err
	}
	cut := ngram.Cut{Least: [4]uint32{0, 1, 2, 2}, Gain: [4]float64{0, 0.15, 0.5, 0.9}}
	model, titles, err := t.language(ids, cut)
	if err != nil {
		return err
	}
	packed := model.Write()
	log.Printf("words %d, contexts %v, %.1f MB", len(list), model.Sizes(), float64(len(packed))/1e6)
	if err := os.WriteFile(filepath.Join(out, "language.bin"), packed, 0o644); err != nil {
		return err
	}
	return writeWords(l, list, titles, out)
}

// writeWords writes the vocabulary: word, how often it has a capital in per
// cent, how it is written when not in small letters; and below each word those
// it follows in pairs in which it has a capital otherwise than usual.
func writeWords(l *lexicon, list []string, titles map[uint32][2]int, out string) error {
	var b strings.Builder
	share := make([]int, len(list))
	for i, w := range list {
		share[i] = int(math.Round(100 * float64(l.titled[w]) / float64(max(l.count[w], 1))))
		fmt.Fprintf(&b, "%s\t%d\t%s\n", w, share[i], l.written(w))
	}
	if err := os.WriteFile(filepath.Join(out, "words.txt"), []byte(b.String()), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "titles.bin"), packTitles(titles, share), 0o644)
}

// letters makes the tables of what letters are read as, one for each engine and each quality of pages.
func letters(dir, out string, left map[string]bool) error {
	for _, engine := range []string{"eng", "vie"} {
		ps, err := pages(filepath.Join(dir, "train-"+engine), engine)
		if err != nil {
			return err
		}
		all := map[pair]float64{}
		n := 0
		for _, p := range ps {
			if left[p.name] {
				continue
			}
			n++
			for _, x := range p.words() {
				if engine == "eng" || x.seen != x.meant { // an engine that mostly reads right is asked how it reads wrong
					all[x]++
				}
			}
		}
		log.Printf("%s: %d pages, %d different pairs", engine, n, len(all))
		for name, rows := range map[string][]string{"letters": learn(all, 6).rows(), "tokens": habits(all, 2)} {
			file := filepath.Join(out, engine+"-"+name+".txt")
			if err := os.WriteFile(file, []byte(strings.Join(rows, "\n")+"\n"), 0o644); err != nil {
				return err
			}
		}
	}
	return nil
}
