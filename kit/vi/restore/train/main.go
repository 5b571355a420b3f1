// Train makes the tables of package restore from texts and pairs of pages.
//
//	go run ./kit/vi/restore/train -texts DIR -out kit/vi/restore/model
//
// DIR holds congbao-2021-2026.txt, vlc-laws.txt, nq57-nq03-digital-transformation.txt
// (official texts) and hunspell-vi-words.txt, unpacked.
//
// It makes words.txt and pairs.bin. The other two tables, confusions.txt (what a
// letter or two is read as, with costs of 0.08 nats) and tokens.txt (whole tokens
// read at least twice), were learned from 1,115 rendered pages read by an English
// engine, with the aligner of the laboratory; their maker is still to be moved here.
// No table has seen the sample plan.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	texts := flag.String("texts", "", "folder of the unpacked texts")
	out := flag.String("out", "kit/vi/restore/model", "folder of the tables")
	phrases := flag.String("phrases", "kit/vi/restore/model/phrases.txt", "list of phrases; empty for none")
	atLeast := flag.Int("atleast", 3, "count of a pair of words that is kept")
	flag.Parse()
	if err := train(*texts, *out, *phrases, *atLeast); err != nil {
		log.Fatal(err)
	}
}

func train(texts, out, phrases string, atLeast int) error {
	known := map[string]bool{}
	f, err := os.Open(filepath.Join(texts, "hunspell-vi-words.txt"))
	if err != nil {
		return err
	}
	defer f.Close()
	if err := readLines(f, func(w string) { known[oldTone(strings.ToLower(w))] = true }); err != nil {
		return err
	}
	c := newCounts()
	for w := range known {
		if syllable.MatchString(w) {
			c.word[w]++
		}
	}
	for _, s := range []source{{"congbao-2021-2026.txt", 1}, {"vlc-laws.txt", 1}, {"nq57-nq03-digital-transformation.txt", 6}} {
		s.path = filepath.Join(texts, s.path)
		if err := c.read(s); err != nil {
			return fmt.Errorf("count %s: %w", s.path, err)
		}
	}
	if phrases != "" {
		if err := c.phrases(phrases, 40); err != nil {
			return err
		}
	}
	return c.write(out, known, atLeast)
}
