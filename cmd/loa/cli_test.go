package main

import (
	"context"
	"database/sql"
	"log/slog"
	"os"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(tidy{m}, map[string]func(){"loa": main})
}

// tidy runs the tests, and takes away the sample that they shared.
type tidy struct{ *testing.M }

func (t tidy) Run() int {
	code := t.M.Run()
	if filledIn != "" {
		os.RemoveAll(filledIn)
	}
	return code
}

// TestCommandLine plays testdata/cli: what each command prints, refuses and returns.
func TestCommandLine(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/cli",
		Setup: func(e *testscript.Env) error {
			seed, err := os.ReadFile("sample/15-KH-UBND.txt")
			if err != nil {
				return err
			}
			for _, name := range []string{"fax.tif", "table.png"} {
				paper, err := os.ReadFile("../../kit/scan/testdata/" + name)
				if err != nil {
					return err
				}
				if err := os.WriteFile(e.WorkDir+"/"+name, paper, 0o644); err != nil {
					return err
				}
			}
			letter, err := os.ReadFile("../../kit/docx/testdata/libreoffice.docx")
			if err != nil {
				return err
			}
			if err := os.WriteFile(e.WorkDir+"/letter.docx", letter, 0o644); err != nil {
				return err
			}
			if err := os.WriteFile(e.WorkDir+"/picture.png", []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), 0o644); err != nil {
				return err
			}
			return os.WriteFile(e.WorkDir+"/seed.txt", seed, 0o644)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"sample": makeSample, "tamper": tamper, "deposit": deposit},
	})
}

// makeSample fills a data folder with the sample ward: sample DIR.
func makeSample(ts *testscript.TestScript, _ bool, args []string) {
	ctx := context.Background()
	h, err := build(ctx, Data{Data: ts.MkAbs(args[0])}, choices{log: slog.New(slog.DiscardHandler), now: time.Now, easy: true})
	ts.Check(err)
	ts.Check(h.sample(ctx, output{ts.Stdout(), ts.Stderr()}))
	ts.Check(h.db.Close())
}

// deposit packs the dossier of the sample's plan: deposit DIR FILE.
func deposit(ts *testscript.TestScript, _ bool, args []string) {
	ctx := context.Background()
	h, err := build(ctx, Data{Data: ts.MkAbs(args[0])}, choices{log: slog.New(slog.DiscardHandler), now: time.Now, easy: true})
	ts.Check(err)
	clerk, err := h.actor(ctx, 9)
	ts.Check(err)
	f, err := os.Create(ts.MkAbs(args[1]))
	ts.Check(err)
	_, _, err = h.reports.Deposit(ctx, clerk, 1, f)
	ts.Check(err)
	ts.Check(f.Close())
	ts.Check(h.db.Close())
}

// tamper changes the database of a data folder behind the program's back: tamper DIR SQL.
func tamper(ts *testscript.TestScript, _ bool, args []string) {
	db, err := sql.Open("sqlite", "file:"+ts.MkAbs(args[0])+"/loa.db")
	ts.Check(err)
	_, err = db.Exec(args[1])
	ts.Check(err)
	ts.Check(db.Close())
}
