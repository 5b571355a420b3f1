package main

import (
	"archive/zip"
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"loa/kit/pdf/pdftest"
	"loa/platform/web/webtest"
)

// TestTheWholeWalk plays testdata/whole: a ward begins with an empty folder and the bad OCR of its plan, and ends with
// the signed report of the half-year and a dossier that proves itself. The program is the built one, in a process of its own;
// people are at it through HTTP.
func TestTheWholeWalk(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/whole",
		Setup: func(e *testscript.Env) error {
			seed, err := os.ReadFile("sample/15-KH-UBND.txt")
			if err != nil {
				return err
			}
			e.Values[atKeyboard{}] = &webtest.Walk{Folder: e.WorkDir, As: func(_ string, h http.Handler) http.Handler { return h }}
			return os.WriteFile(e.WorkDir+"/seed.txt", seed, 0o600)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"serve": serveHere, "play": playHere, "says": fileSays,
			// The PDF as a program for signatures outside hands it on: seal FILE OUT NAME.
			"seal": func(ts *testscript.TestScript, _ bool, args []string) {
				ts.Check(os.WriteFile(ts.MkAbs(args[1]), pdftest.Sign(t, []byte(ts.ReadFile(args[0])), args[2]), 0o600))
			},
			// A certificate file of a person, good for an hour, that [pdftest.Password] opens: certify FILE NAME.
			"certify": func(ts *testscript.TestScript, _ bool, args []string) {
				now := time.Now()
				ts.Check(os.WriteFile(ts.MkAbs(args[0]), pdftest.File(t, pdftest.Certificate{Name: args[1], From: now.Add(-time.Minute), Through: now.Add(time.Hour)}), 0o600))
			},
		},
	})
}

// atKeyboard is where a script keeps the people at the keyboard.
type atKeyboard struct{}

var (
	saysAddress = regexp.MustCompile(`Loa đang chạy ở (http://\S+)`)
	saysCode    = regexp.MustCompile(`mã thiết lập: (\S+)`)
)

// serveHere runs the program over a data folder until the script ends: serve DIR.
func serveHere(ts *testscript.TestScript, _ bool, args []string) {
	ctx, stop := context.WithCancel(context.Background())
	bin := filepath.SplitList(ts.Getenv("PATH"))[0] // where testscript keeps the program
	loa := exec.CommandContext(ctx, filepath.Join(bin, "loa"), "serve", "--data", args[0], "--listen", "127.0.0.1:0")
	loa.Dir, loa.Env, loa.Stderr = ts.Getenv("WORK"), []string{"PATH=" + ts.Getenv("PATH")}, ts.Stderr()
	loa.Cancel = func() error { return loa.Process.Signal(syscall.SIGTERM) }
	out, err := loa.StdoutPipe()
	ts.Check(err)
	ts.Check(loa.Start())
	ts.Defer(func() {
		stop()
		if err := loa.Wait(); err != nil && !errors.Is(err, context.Canceled) {
			ts.Logf("the program ended with %v", err)
		}
	})
	table := webtest.Table{Clock: time.Now}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		ts.Logf("%s", lines.Text())
		if m := saysAddress.FindStringSubmatch(lines.Text()); m != nil {
			site, err := url.Parse(m[1])
			ts.Check(err)
			ts.Value(atKeyboard{}).(*webtest.Walk).Site = table.Before(httputil.NewSingleHostReverseProxy(site))
		}
		if m := saysCode.FindStringSubmatch(lines.Text()); m != nil {
			table.Setup = m[1]
			return
		}
	}
	ts.Fatalf("the program did not come up")
}

// playHere plays a script of people at the keyboard: play FILE.
func playHere(ts *testscript.TestScript, _ bool, args []string) {
	ts.Value(atKeyboard{}).(*webtest.Walk).Play(args[0], ts.ReadFile(args[0]), func(err error) bool {
		ts.Fatalf("%v", err)
		return false
	})
}

// fileSays looks for text in a file of an office program: says FILE TEXT.
func fileSays(ts *testscript.TestScript, not bool, args []string) {
	z, err := zip.OpenReader(ts.MkAbs(args[0]))
	ts.Check(err)
	defer z.Close() // it was only read
	var all strings.Builder
	for _, f := range z.File {
		if filepath.Ext(f.Name) != ".xml" {
			continue
		}
		r, err := f.Open()
		ts.Check(err)
		b, err := io.ReadAll(r)
		ts.Check(err)
		all.WriteString(webtest.Text(string(b)))
	}
	if strings.Contains(all.String(), args[1]) == not {
		ts.Fatalf("%s: %q is there: %t; it says %s", args[0], args[1], not, all.String())
	}
}
