package main

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"loa/digest"
	"loa/org"
)

// The links of the sample's readers, signed with a key of zeros: nobody is behind these addresses.
const (
	sampleKeep    = "1-d25c0b47afd29c0080a0f776cb9b0c99"
	sampleConfirm = "2-40381fe0d7f892778967c9cee7249340"
)

// sampleDigest has one reader of the letters, one who was asked and has not answered, and the issue of a Monday,
// which goes nowhere: the ward is mute.
func (h *house) sampleDigest(ctx context.Context, _ map[string]org.Actor) error {
	at := sampleDay(12, 18, 20)
	desk := &digest.Desk{DB: h.db, Now: func() time.Time { return at }, Rand: bytes.NewReader(make([]byte, 32)), Mail: h.mail, Themes: digestThemes, Since: storiesSince}
	if err := desk.Ask(ctx, samplePlace, "sample", "binh@thu.example.vn", nil); err != nil {
		return err
	}
	if err := desk.Confirm(ctx, samplePlace, "1-818588f4a427f2bde73a90015698064a"); err != nil {
		return fmt.Errorf("the first reader: %w", err)
	}
	at = sampleDay(12, 29, 7)
	if err := desk.Issue(ctx, samplePlace, struct{}{}); err != nil {
		return err
	}
	if err := desk.Post(ctx, samplePlace, digest.LetterKey{Reader: 1, Day: org.DayOf(at)}); err != nil {
		return err
	}
	at = time.Now()
	return desk.Ask(ctx, samplePlace, "sample", "an@thu.example.vn", nil)
}
