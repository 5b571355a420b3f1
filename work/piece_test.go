package work

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/store/storetest"
)

// A linked desk has two links, one for each school.
type linked struct {
	*Desk
	at           *clock
	id           TaskID
	first, other string // secrets
}

func linkedDesk(t testing.TB, db *store.DB) linked {
	t.Helper()
	d, _ := opened(t, db)
	l := linked{Desk: d, at: &clock{time.Date(2025, 9, 1, 1, 0, 0, 0, time.UTC)}, id: taskAt(t, d, "IV.2.-3").ID}
	d.Now = l.at.now
	for i, secret := range []*string{&l.first, &l.other} {
		d.Rand = strings.NewReader(strings.Repeat(string(rune('a'+i)), secretBytes))
		var err error
		if *secret, err = d.MakeLink(t.Context(), lan, l.id, []org.UnitID{school, secondSchool}[i], "2025-09-30"); err != nil {
			t.Fatal(err)
		}
	}
	return l
}

// piece is what a phone sends of file from at on.
func piece(file []byte, at int) Piece {
	body := file[min(at, len(file)):min(at+pieceBytes, len(file))]
	return Piece{File: hashOfBytes(file), Size: int64(len(file)), At: int64(at), Sum: hashOfBytes(body), Body: body}
}

// sendWhole sends every piece of file by the link of secret.
func (l linked) sendWhole(t testing.TB, secret string, file []byte) {
	t.Helper()
	for have := 0; have < len(file); {
		n, err := l.TakePiece(t.Context(), ward, secret, piece(file, have))
		if err != nil || n <= int64(have) {
			t.Fatalf("at %d: %d here, %v", have, n, err)
		}
		have = int(n)
	}
}

func (l linked) send(t testing.TB, secret, once string, files ...[]byte) (Evidence, error) {
	arrived := make([]Arrived, len(files))
	for i, f := range files {
		arrived[i] = Arrived{fmt.Sprintf("tệp %d.txt", i+1), hashOfBytes(f)}
	}
	return l.SendFromPhone(t.Context(), ward, secret, "Trần Thị Bình", once, Shown{DoneOn: "2025-09-01", Note: "Đã dạy"}, arrived...)
}

func stagedRows(t testing.TB, d *Desk) (n int) {
	t.Helper()
	return ask(t, d, func(ctx context.Context, tx *store.Tx) (n int, err error) {
		return n, tx.QueryRow(ctx, `SELECT count(*) FROM work_piece WHERE place = $1`).Scan(&n)
	})
}

// text is a file of size bytes that is taken as it comes.
func text(seed, size int) []byte {
	return bytes.Repeat(fmt.Appendf(nil, "line %d\n", seed), size/7+1)[:size]
}

func TestAFileThatComesInPiecesIsTheFile(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		l := linkedDesk(t, db)
		photo, paper := asJPEG(t, scene(3, 1600, 1200), 98), text(1, 3*pieceBytes)
		l.sendWhole(t, l.first, photo)
		l.sendWhole(t, l.first, paper)
		if n := stagedRows(t, l.Desk); n != (len(photo)+pieceBytes-1)/pieceBytes+(len(paper)+pieceBytes-1)/pieceBytes {
			t.Errorf("%d pieces", n)
		}
		e, err := l.send(t, l.first, "number-of-a-form", photo, paper)
		if err != nil {
			t.Fatal(err)
		}
		if len(e.Files) != 2 || e.Files[0].SentHash != hashOfBytes(photo) || e.Files[1].Hash != hashOfBytes(paper) || e.Unit != school || stagedRows(t, l.Desk) != 0 {
			t.Errorf("%+v, %d pieces left", e, stagedRows(t, l.Desk))
		}
		again, err := l.send(t, l.first, "number-of-a-form", photo, paper)
		if err != nil || again.ID != e.ID {
			t.Errorf("the same form again: %d and %d, %v", e.ID, again.ID, err)
		}
		if err := l.RevokeLink(t.Context(), lan, 1); err != nil {
			t.Fatal(err)
		}
		if again, err = l.send(t, l.first, "number-of-a-form", photo, paper); err != nil || again.ID != e.ID {
			t.Errorf("the phone that missed the answer asks after its link was revoked: %v", err)
		}
		if _, err := l.send(t, l.first, "number-of-another"); kindOf(err) != refuse.NotFound {
			t.Errorf("something new by a revoked link: %v", err)
		}
		if _, err := l.send(t, l.other, "number-of-a-form"); kindOf(err) != refuse.Conflict {
			t.Errorf("the form of one link by another: %v", err)
		}
	})
}

func TestACutCostsAPieceAndNotTheFile(t *testing.T) {
	l, n := linkedDesk(t, storetest.Open(t, schemas...)), 0
	rapid.Check(t, func(r *rapid.T) {
		n++
		l.at.at = l.at.at.Add(time.Minute) // or the link sends too often
		file := text(n, rapid.IntRange(14, 3*pieceBytes).Draw(r, "size"))
		for range rapid.IntRange(0, 8).Draw(r, "requests before the last round") {
			at := rapid.IntRange(0, 3).Draw(r, "piece") * pieceBytes // out of turn, twice, beyond the end
			if _, err := l.TakePiece(t.Context(), ward, l.first, piece(file, at)); err != nil && kindOf(err) != refuse.Conflict {
				r.Fatal(err)
			}
		}
		l.sendWhole(t, l.first, file)
		if e, err := l.send(t, l.first, fmt.Sprintf("number-of-form-%d", n), file); err != nil || e.Files[0].SentHash != hashOfBytes(file) || e.Files[0].Size != int64(len(file)) {
			r.Fatalf("%+v %v", e, err)
		}
	})
}

func TestPiecesOfTwoLinksDoNotMix(t *testing.T) {
	l := linkedDesk(t, storetest.Open(t, schemas...))
	file := text(1, 1000)
	l.sendWhole(t, l.first, file)
	if have, err := l.TakePiece(t.Context(), ward, l.other, Piece{File: hashOfBytes(file), Size: 1000}); err != nil || have != 0 {
		t.Errorf("%d bytes are here by the other link, %v", have, err)
	}
	if _, err := l.send(t, l.other, "number-of-a-form", file); kindOf(err) != refuse.Conflict {
		t.Errorf("sent by the other link: %v", err)
	}
	if _, err := l.TakePiece(t.Context(), "11447", l.first, piece(file, 0)); kindOf(err) != refuse.NotFound {
		t.Errorf("at another place: %v", err)
	}
}

func TestADamagedPieceIsNotTakenAndADamagedFileBeginsAnew(t *testing.T) {
	l := linkedDesk(t, storetest.Open(t, schemas...))
	file := text(1, 2*pieceBytes)
	for name, spoil := range map[string]func(*Piece){
		"its bytes":         func(p *Piece) { p.Body = bytes.ToUpper(p.Body) },
		"its sum":           func(p *Piece) { p.Sum = "" },
		"a negative place":  func(p *Piece) { p.At = -1 },
		"beyond the end":    func(p *Piece) { p.Size = 100 },
		"short in the file": func(p *Piece) { p.Body = p.Body[:100]; p.Sum = hashOfBytes(p.Body) },
		"no hash":           func(p *Piece) { p.File = "../" + p.File },
	} {
		p := piece(file, 0)
		spoil(&p)
		if _, err := l.TakePiece(t.Context(), ward, l.first, p); kindOf(err) != refuse.Conflict {
			t.Errorf("%s: %v", name, err)
		}
	}
	if stagedRows(t, l.Desk) != 0 {
		t.Error("a damaged piece was kept")
	}
	other := text(2, 2*pieceBytes)
	for at := 0; at < len(other); at += pieceBytes {
		p := piece(other, at)
		p.File = hashOfBytes(file)
		if _, err := l.TakePiece(t.Context(), ward, l.first, p); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := l.send(t, l.first, "number-of-a-form", file); kindOf(err) != refuse.Conflict || stagedRows(t, l.Desk) != 0 {
		t.Errorf("what is not the file: %v, %d pieces left", err, stagedRows(t, l.Desk))
	}
	l.sendWhole(t, l.first, file)
	if _, err := l.send(t, l.first, "number-of-a-form", file); err != nil {
		t.Error(err)
	}
}

func TestALinkHasItsLimits(t *testing.T) {
	l := linkedDesk(t, storetest.Open(t, schemas...))
	if _, err := l.TakePiece(t.Context(), ward, l.first, Piece{File: hashOfBytes(nil), Size: mostBytes + 1}); refuse.Of(err).Field != "files" {
		t.Errorf("a file too large: %v", err)
	}
	full := func() error {
		for seed := range mostPieces + 1 {
			file := text(seed, 140)
			if _, err := l.TakePiece(t.Context(), ward, l.first, piece(file, 0)); err != nil {
				return err
			}
		}
		return nil
	}
	if err := full(); kindOf(err) != refuse.TooMany || stagedRows(t, l.Desk) != mostPieces {
		t.Errorf("%d pieces: %v", stagedRows(t, l.Desk), err)
	}
	file := text(1, 280)
	if have, err := l.TakePiece(t.Context(), ward, l.other, piece(file, 0)); err != nil || have == 0 {
		t.Errorf("the other link pays for it: %v", err)
	}
	for i := range mostEvidences {
		if _, err := l.send(t, l.first, fmt.Sprintf("number-of-form-%d", i)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := l.send(t, l.first, "one-form-too-many"); kindOf(err) != refuse.TooMany {
		t.Errorf("evidence without end: %v", err)
	}
	l.at.at = l.at.at.Add(time.Hour)
	if _, err := l.send(t, l.first, "one-form-too-many"); err != nil {
		t.Errorf("an hour later: %v", err)
	}
}

func TestHalfAFileIsForgottenAfterAWeek(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		l := linkedDesk(t, db)
		sweep := func() { write(t, db, ward, func(tx *store.Tx) error { return l.Sweep(t.Context(), tx) }) }
		l.sendWhole(t, l.first, text(1, 1000))
		l.at.at = l.at.at.Add(pieceLife - time.Minute)
		l.sendWhole(t, l.first, text(2, 1000))
		if sweep(); stagedRows(t, l.Desk) != 2 {
			t.Error("swept before its time")
		}
		l.at.at = l.at.at.Add(time.Minute)
		if sweep(); stagedRows(t, l.Desk) != 1 {
			t.Errorf("%d pieces are left", stagedRows(t, l.Desk))
		}
	})
}

// TestTheSameFormAtTheSameMomentIsOneEvidence: ten requests of one form, half by a plain form and half from a script, race.
func TestTheSameFormAtTheSameMomentIsOneEvidence(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		l := linkedDesk(t, db)
		now := l.at.at
		l.Now = func() time.Time { return now }
		file := text(1, pieceBytes+100)
		l.sendWhole(t, l.first, file)
		var race sync.WaitGroup
		ids, errs := make([]EvidenceID, 10), make([]error, 10)
		for i := range ids {
			race.Go(func() {
				if i%2 == 0 {
					var e Evidence
					e, errs[i] = l.send(t, l.first, "number-of-a-form", file)
					ids[i] = e.ID
					return
				}
				ids[i], errs[i] = l.SendByLink(t.Context(), ward, l.first, "Trần Thị Bình", "number-of-a-form", Shown{DoneOn: "2025-09-01", Note: "Đã dạy"}, Upload{"tệp.txt", bytes.NewReader(file)})
			})
		}
		race.Wait()
		for i := range ids {
			if errs[i] != nil && kindOf(errs[i]) != refuse.Conflict { // a file already used up is said to be missing: the phone asks again and gets the answer
				t.Errorf("%d: %v", i, errs[i])
			}
			if errs[i] == nil && ids[i] != 1 {
				t.Errorf("%d: evidence %d", i, ids[i])
			}
		}
		if e, err := l.send(t, l.first, "number-of-a-form", file); err != nil || e.ID != 1 {
			t.Errorf("asked again: %d %v", e.ID, err)
		}
		all := ask(t, l.Desk, func(ctx context.Context, tx *store.Tx) ([]Evidence, error) { return evidenceOf(ctx, tx, l.id, school) })
		facts := ask(t, l.Desk, func(ctx context.Context, tx *store.Tx) (n int, err error) {
			return n, tx.QueryRow(ctx, `SELECT count(*) FROM measure_fact WHERE place = $1`).Scan(&n)
		})
		if len(all) != 1 || facts != 1 {
			t.Errorf("%d evidences, %d facts", len(all), facts)
		}
	})
}

func TestTheScriptIsAnsweredInJSON(t *testing.T) {
	l := linkedDesk(t, storetest.Open(t, schemas...))
	mux, as := site(t, l.Desk)
	file := text(7, pieceBytes+28)
	post := func(path, kind string, body []byte) (int, map[string]any) {
		r := httptest.NewRequest(http.MethodPost, "/gui/"+l.first+path, bytes.NewReader(body))
		r.Header.Set("Content-Type", kind)
		w := httptest.NewRecorder()
		as("nobody", mux).ServeHTTP(w, r)
		var answer map[string]any
		if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
			t.Fatalf("%s: %d %s", path, w.Code, w.Body)
		}
		return w.Code, answer
	}
	put := func(p Piece) (int, map[string]any) {
		return post(fmt.Sprintf("/piece/%s?at=%d&size=%d&sum=%s", p.File, p.At, p.Size, p.Sum), "application/octet-stream", p.Body)
	}
	ask := piece(file, 0)
	ask.Body = nil
	for _, step := range []struct {
		p    Piece
		have int
	}{{ask, 0}, {piece(file, 0), pieceBytes}, {piece(file, 0), pieceBytes}, {ask, pieceBytes}, {piece(file, pieceBytes), len(file)}} {
		if code, answer := put(step.p); code != http.StatusOK || answer["have"] != float64(step.have) {
			t.Errorf("piece at %d: %d %v", step.p.At, code, answer)
		}
	}
	form := url.Values{"once": {"number-of-a-form"}, "sender": {"Bình"}, "done_on": {"1/9/2025"}, "note": {"Đã dạy"}, "file": {hashOfBytes(file) + " bài học.txt"}}
	const encoded = "application/x-www-form-urlencoded"
	if code, answer := post("/send", encoded, []byte(form.Encode())); code != http.StatusUnprocessableEntity || answer["field"] != "sender" || answer["say"] != "Hãy ghi đủ họ và tên người gửi." {
		t.Errorf("without a full name: %d %v", code, answer)
	}
	form.Set("sender", "Trần Thị Bình")
	if code, answer := post("/send", encoded, []byte(form.Encode())); code != http.StatusOK || answer["evidence"] != 1.0 || fmt.Sprint(answer["files"]) != "["+hashOfBytes(file)+"]" {
		t.Errorf("sent: %d %v", code, answer)
	}
	if err := l.RevokeLink(t.Context(), lan, 1); err != nil {
		t.Fatal(err)
	}
	if code, answer := put(ask); code != http.StatusNotFound || answer["say"] == "" {
		t.Errorf("revoked: %d %v", code, answer)
	}
}

func TestAPhotoTellsWhereItWasTakenOnlyIfItsSenderAgrees(t *testing.T) {
	l := linkedDesk(t, storetest.Open(t, schemas...))
	photo := takenAt(asJPEG(t, scene(1, 300, 200), 90))
	for agrees, want := range map[bool]string{false: "", true: "20.806000,106.630000"} {
		id, err := l.SendByLink(t.Context(), ward, l.first, "Trần Thị Bình", fmt.Sprintf("number-of-a-form-%v", agrees), Shown{DoneOn: "2025-09-01", HasSpots: agrees}, Upload{"ảnh.jpg", bytes.NewReader(photo)})
		if err != nil {
			t.Fatal(err)
		}
		e := ask(t, l.Desk, func(ctx context.Context, tx *store.Tx) (Evidence, error) { return loadEvidence(ctx, tx, id) })
		if e.Files[0].Spot != want {
			t.Errorf("agrees %v: %q", agrees, e.Files[0].Spot)
		}
		_, body, err := l.openFile(t.Context(), e, 1)
		if err != nil {
			t.Fatal(err)
		}
		var kept bytes.Buffer
		if _, err := kept.ReadFrom(body); err != nil || bytes.Contains(kept.Bytes(), []byte("Exif")) {
			t.Errorf("the photo itself says where: %v", err)
		}
		body.Close()
	}
}

// takenAt writes into a JPEG that it was taken at 20.806° N, 106.630° E.
func takenAt(photo []byte) []byte {
	var tiff bytes.Buffer
	put := func(all ...any) {
		for _, v := range all {
			binary.Write(&tiff, binary.LittleEndian, v)
		}
	}
	long := func(v ...uint32) { put(v) }
	tiff.WriteString("II*\x00")
	long(8)
	put(uint16(1), []uint16{0x8825, 4}) // one entry: where the place begins
	long(1, 26, 0)
	put(uint16(4))
	for _, e := range []struct {
		tag, kind uint16
		count, at uint32
	}{{1, 2, 2, 'N'}, {2, 5, 3, 80}, {3, 2, 2, 'E'}, {4, 5, 3, 104}} {
		put(e.tag, e.kind, e.count, e.at)
	}
	long(0)
	long(20806, 1000, 0, 1, 0, 1, 106630, 1000, 0, 1, 0, 1)
	return withEXIF(photo, tiff.Bytes())
}
