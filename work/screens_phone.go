package work

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"

	"loa/platform/refuse"
	"loa/platform/web"
)

// What the script of the page behind a link (static/outbox.js) and the server say to each other, in JSON.

type (
	pieceAnswer struct {
		Have int64 `json:"have"` // bytes of the file that are here; the phone goes on from there
	}
	sendAnswer struct {
		Evidence EvidenceID `json:"evidence"`
		Files    []string   `json:"files"` // SHA-256 of each file, as it arrived
	}
	refusalAnswer struct {
		Say   string `json:"say"`
		Field string `json:"field,omitempty"`
	}
)

func (d *Desk) takePiece(w http.ResponseWriter, r *http.Request) error {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, pieceBytes))
	if err != nil {
		return err
	}
	q := r.URL.Query()
	at, errAt := strconv.ParseInt(q.Get("at"), 10, 64)
	size, errSize := strconv.ParseInt(q.Get("size"), 10, 64)
	if errAt != nil || errSize != nil {
		return reply(w, nil, brokenPiece)
	}
	have, err := d.TakePiece(r.Context(), web.Place(r.Context()), r.PathValue("secret"), Piece{File: r.PathValue("file"), Size: size, At: at, Sum: q.Get("sum"), Body: body})
	return reply(w, pieceAnswer{have}, err)
}

func (d *Desk) sendFromPhone(w http.ResponseWriter, r *http.Request) error {
	f, uploads, err := readForm(r)
	closeAll(uploads) // files come in pieces here
	if err != nil {
		return reply(w, nil, err)
	}
	shown, err := f.shown()
	if err != nil {
		return reply(w, nil, err)
	}
	e, err := d.SendFromPhone(r.Context(), web.Place(r.Context()), r.PathValue("secret"), f.Sender, f.Once, shown, readArrived(r.Form["file"])...)
	answer := sendAnswer{Evidence: e.ID, Files: []string{}}
	for _, f := range e.Files {
		answer.Files = append(answer.Files, f.SentHash)
	}
	return reply(w, answer, err)
}

// reply answers a script: with v, or with the sentence of a refusal. What is the program's own trouble goes on to the front.
func reply(w http.ResponseWriter, v any, err error) error {
	status := http.StatusOK
	if err != nil {
		no := refuse.Of(err)
		if no.Kind == refuse.Trouble {
			return err
		}
		status, v = web.Status(no), refusalAnswer{no.Say, no.Field}
	}
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	return json.NewEncoder(w).Encode(v)
}
