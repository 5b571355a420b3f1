package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"loa/kit/scan"
	"loa/measure"
	"loa/platform/blob"
	"loa/platform/store"
	"loa/work"
)

// crampedMain is loa on a disk that is nearly full: no file of it grows beyond the bytes in LOA_TEST_ROOM.
func crampedMain() {
	room, err := strconv.ParseUint(os.Getenv("LOA_TEST_ROOM"), 10, 64)
	if err == nil {
		signal.Ignore(syscall.SIGXFSZ) // the write fails, as on a full disk, and nobody is killed
		err = syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: room, Max: room})
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	main()
}

// A program is a `loa serve` of its own, over the sample ward in a folder, that is killed.
type program struct {
	t       *testing.T
	data    string
	url     string
	command *exec.Cmd
	log     bytes.Buffer
}

// sampleData is the sample ward in a folder, nobody at work in it.
func sampleData(t *testing.T) string {
	t.Helper()
	data := t.TempDir()
	h, err := build(t.Context(), Data{Data: data}, choices{log: slog.New(slog.DiscardHandler), now: time.Now, easy: true})
	if err != nil {
		t.Fatal(err)
	}
	h.plans.Scanner = scan.Tools{}
	if err := errors.Join(h.sample(t.Context(), output{io.Discard, io.Discard}), h.db.Close()); err != nil {
		t.Fatal(err)
	}
	return data
}

// start starts name, loa or a kind of it, over data.
func start(t *testing.T, name, data string, env ...string) *program {
	t.Helper()
	p := &program{t: t, data: data, command: exec.Command(name, "serve", "--sample", "--data", data, "--listen", "127.0.0.1:0")}
	p.command.Env = append(os.Environ(), env...)
	p.command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} // nor does it outlive a test that panics
	p.command.Stderr = &p.log
	out, err := p.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.kill)
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if _, at, ok := strings.Cut(lines.Text(), "Loa đang chạy ở "); ok {
			p.url = at
			go io.Copy(io.Discard, out) // until it is killed
			return p
		}
	}
	t.Fatalf("%s did not start: %s", name, &p.log)
	return nil
}

// kill is kill -9.
func (p *program) kill() {
	if p.command.ProcessState != nil {
		return
	}
	if err := p.command.Process.Kill(); err != nil {
		p.t.Error(err)
	}
	p.command.Wait() // it was killed, which Wait calls an error
}

// note is what one phone sends: its number, and a file that only it has.
type note int

func (n note) once() string { return fmt.Sprintf("number-of-the-note-%d", n) }

func (n note) file() []byte {
	return bytes.Repeat(fmt.Appendf(nil, "note %d\n", n), 300_000/6)[:300_000]
}

func hexSum(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// post sends body and reads the answer into v; what is no answer is an error.
func post(ctx context.Context, c *http.Client, to, kind string, body io.Reader, v any) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, to, body)
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", kind)
	res, err := c.Do(r)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK && res.StatusCode != http.StatusSeeOther {
		err = fmt.Errorf("%d %.200s", res.StatusCode, b)
	}
	if err == nil && v != nil {
		err = json.Unmarshal(b, v)
	}
	return err
}

// sendFile does what the script of the phone does with a file: asks how much is here and sends the rest, piece by piece.
func sendFile(ctx context.Context, c *http.Client, site string, file []byte) error {
	piece := func(at int, body []byte) (int, error) {
		var answer struct{ Have int }
		to := fmt.Sprintf("%s/gui/%s/piece/%s?at=%d&size=%d&sum=%s", site, sampleSecret, hexSum(file), at, len(file), hexSum(body))
		err := post(ctx, c, to, "application/octet-stream", bytes.NewReader(body), &answer)
		return answer.Have, err
	}
	have, err := piece(0, nil)
	for err == nil && have < len(file) {
		have, err = piece(have, file[have:min(have+256<<10, len(file))])
	}
	return err
}

// sendNote sends the file of n, then its form.
func sendNote(ctx context.Context, c *http.Client, site string, n note) (id int64, err error) {
	file := n.file()
	if err := sendFile(ctx, c, site, file); err != nil {
		return 0, err
	}
	var answer struct {
		Evidence int64
		Files    []string
	}
	form := url.Values{"once": {n.once()}, "sender": {"Trần Thị Bình"}, "done_on": {"1/9/2025"}, "note": {n.once()}, "file": {hexSum(file) + " bài.txt"}}
	err = post(ctx, c, site+"/gui/"+sampleSecret+"/send", "application/x-www-form-urlencoded", strings.NewReader(form.Encode()), &answer)
	if err == nil && (len(answer.Files) != 1 || answer.Files[0] != hexSum(file)) {
		err = fmt.Errorf("answered %v", answer)
	}
	return answer.Evidence, err
}

// A ledger is what the site has answered for: which evidence each note is, and which were accepted.
type ledger struct {
	mu       sync.Mutex
	sent     map[note]int64
	accepted map[int64]bool
}

// work sends the notes of l that nobody has answered for, and accepts as somebody of the culture office what was sent, until all is done or the site is gone.
func (l *ledger) work(ctx context.Context, c *http.Client, site string, notes int, task work.TaskID) {
	var hands sync.WaitGroup
	toAccept := make(chan int64, notes)
	for id := range l.waiting() {
		toAccept <- id
	}
	hands.Go(func() {
		defer close(toAccept)
		for n := range note(notes) {
			if l.has(n) {
				continue
			}
			id, err := sendNote(ctx, c, site, n)
			if err != nil {
				return
			}
			l.mu.Lock()
			l.sent[n] = id
			l.mu.Unlock()
			toAccept <- id
		}
	})
	hands.Go(func() {
		for id := range toAccept {
			err := post(ctx, c, fmt.Sprintf("%s/work/%d/evidence/%d/accept", site, task, id), "application/x-www-form-urlencoded", nil, nil)
			if err == nil || strings.HasPrefix(err.Error(), "409") { // accepted before the kill, and the answer was lost
				l.mu.Lock()
				l.accepted[id] = true
				l.mu.Unlock()
			}
		}
	})
	hands.Wait()
}

func (l *ledger) has(n note) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.sent[n] != 0
}

// waiting are the evidences that were sent and that nobody was told are accepted.
func (l *ledger) waiting() map[int64]bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	ids := map[int64]bool{}
	for _, id := range l.sent {
		if !l.accepted[id] {
			ids[id] = true
		}
	}
	return ids
}

// verifier is signed in as duc.
func verifier(t *testing.T, site string) *http.Client {
	t.Helper()
	c := visitor()
	form := url.Values{"login": {"duc"}, "password": {samplePassword}}
	if err := post(t.Context(), c, site+"/sign-in", "application/x-www-form-urlencoded", strings.NewReader(form.Encode()), nil); err != nil {
		t.Fatal(err)
	}
	return c
}

// TestAKillLosesNothingThatWasAnsweredFor: loa serve is killed with kill -9 again and again while phones send and a person verifies. What was
// answered for is there, once, whole, and counted once; what was not is sent again by the same number.
func TestAKillLosesNothingThatWasAnsweredFor(t *testing.T) {
	if testing.Short() {
		t.Skip("starts programs")
	}
	const notes = 30
	data := sampleData(t)
	l := &ledger{sent: map[note]int64{}, accepted: map[int64]bool{}}
	var task work.TaskID
	look(t, data, func(h *house) (err error) {
		task, err = h.sampleTask(t.Context(), "IV.2.-4")
		return err
	})
	kills := 0
	for wait := 40 * time.Millisecond; ; wait += 15 * time.Millisecond {
		p := start(t, "loa", data)
		c := verifier(t, p.url)
		killed := time.AfterFunc(wait, p.kill)
		l.work(t.Context(), c, p.url, notes, task)
		if killed.Stop() {
			p.kill()
			break
		}
		kills++
	}
	look(t, data, func(h *house) error { return l.hold(t, h, task, notes) })
	t.Logf("%d kills", kills)
	if kills < 3 {
		t.Errorf("only %d kills fell into the work", kills)
	}
}

// look opens the house over data while nobody else does.
func look(t *testing.T, data string, at func(h *house) error) {
	t.Helper()
	h, err := build(t.Context(), Data{Data: data}, choices{log: slog.New(slog.DiscardHandler), now: time.Now, easy: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(at(h), h.db.Close()); err != nil {
		t.Fatal(err)
	}
}

// hold holds what the site answered for against what it has.
func (l *ledger) hold(t *testing.T, h *house, task work.TaskID, notes int) error {
	counts := map[string]int{}
	return h.db.Read(t.Context(), samplePlace, func(tx *store.Tx) error {
		for n, id := range l.sent {
			e, err := work.LoadEvidence(t.Context(), tx, work.EvidenceID(id))
			if err != nil {
				return fmt.Errorf("%s was answered for as evidence %d: %w", n.once(), id, err)
			}
			if e.Note != n.once() || len(e.Files) != 1 || e.Files[0].SentHash != hexSum(n.file()) || e.State != work.Accepted || !l.accepted[id] {
				t.Errorf("%s: %+v", n.once(), e)
			}
			body, _, err := h.files.Open(t.Context(), blob.Hash(e.Files[0].Hash))
			if err != nil {
				return err
			}
			kept, err := io.ReadAll(body)
			if err := errors.Join(err, body.Close()); err != nil {
				return err
			}
			if !bytes.Equal(kept, n.file()) {
				t.Errorf("the file of %s is another", n.once())
			}
			all, err := work.EvidenceOf(t.Context(), tx, task, e.Unit)
			if err != nil {
				return err
			}
			clear(counts)
			for _, e := range all {
				counts[e.Note]++
			}
			if counts[n.once()] != 1 {
				t.Errorf("%s is there %d times", n.once(), counts[n.once()])
			}
		}
		if len(l.sent) != notes {
			t.Errorf("%d of %d notes arrived", len(l.sent), notes)
		}
		found, err := measure.Check(t.Context(), tx, factSources)
		if len(found) > 0 {
			t.Errorf("counted otherwise than sent: %v", found)
		}
		return err
	})
}

// TestAFullDiskLosesNothingThatWasAnsweredFor: phones send until the disk is full. Nothing answered for is lost, the plain form comes back with
// what was typed and a sentence; with room again everything goes on.
func TestAFullDiskLosesNothingThatWasAnsweredFor(t *testing.T) {
	if testing.Short() {
		t.Skip("starts programs")
	}
	data := sampleData(t)
	const few, notes = 3, 12
	l := &ledger{sent: map[note]int64{}, accepted: map[int64]bool{}}
	var task work.TaskID
	look(t, data, func(h *house) (err error) {
		task, err = h.sampleTask(t.Context(), "IV.2.-4")
		return err
	})
	db, err := os.Stat(data + "/loa.db")
	if err != nil {
		t.Fatal(err)
	}
	p := start(t, "loa-cramped", data, fmt.Sprintf("LOA_TEST_ROOM=%d", max(db.Size(), 5<<20)))
	c := verifier(t, p.url)
	status, page := plainForm(t, c, p.url, append([]byte("%PDF-1.7\n"), make([]byte, 6<<20)...))
	for _, sees := range []string{"giữ lời này", "chưa có gì được tính", "Trần Thị Bình"} {
		if status != http.StatusInternalServerError || !strings.Contains(page, sees) {
			t.Errorf("a file for which there is no room is answered %d, the page lacks %q", status, sees)
		}
	}
	if !strings.Contains(p.log.String(), "file too large") {
		t.Error("the trouble is not in the log")
	}
	l.work(t.Context(), c, p.url, few, task)
	for n := note(1000); err == nil; n++ { // files that no form follows
		err = sendFile(t.Context(), c, p.url, n.file())
	}
	if !strings.HasPrefix(err.Error(), "500") {
		t.Errorf("a full disk is answered %v", err)
	}
	l.work(t.Context(), c, p.url, notes, task)
	if len(l.sent) < few || len(l.sent) == notes {
		t.Errorf("%d of %d notes fitted onto the disk", len(l.sent), notes)
	}
	p.kill()
	p = start(t, "loa", data)
	l.work(t.Context(), verifier(t, p.url), p.url, notes, task)
	p.kill()
	look(t, data, func(h *house) error { return l.hold(t, h, task, notes) })
}

// plainForm sends the form of the page behind a link as a browser without scripts does.
func plainForm(t *testing.T, c *http.Client, site string, file []byte) (status int, page string) {
	t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for name, value := range map[string]string{"once": "number-of-the-plain-form", "sender": "Trần Thị Bình", "done_on": "1/9/2025", "note": "giữ lời này"} {
		if err := form.WriteField(name, value); err != nil {
			t.Fatal(err)
		}
	}
	w, err := form.CreateFormFile("files", "bài.pdf")
	if err == nil {
		_, err = w.Write(file)
	}
	if err := errors.Join(err, form.Close()); err != nil {
		t.Fatal(err)
	}
	res, err := c.Post(site+"/gui/"+sampleSecret, form.FormDataContentType(), &b)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(body)
}
