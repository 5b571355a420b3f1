package main

import (
	"encoding/json"
	"fmt"
	"io"

	"loa/kit/vi/restore"
	"loa/plan"
	"loa/platform/refuse"
)

type textCommands struct {
	Restore textRestore `cmd:"" help:"Sửa chữ tiếng Việt mà máy nhận dạng sai: mất dấu, lẫn chữ, dính chữ."`
}

type textRestore struct {
	File   string   `arg:"" optional:"" default:"-" help:"Tệp chữ; - hoặc để trống là đầu vào chuẩn." placeholder:"TỆP"`
	JSON   bool     `help:"In JSON: từng từ, độ tin cậy và các cách đọc khác." name:"json"`
	Engine string   `help:"Máy đã nhận dạng: eng (không có chữ Việt), vie, auto (tự đoán)." enum:"auto,eng,vie" default:"auto"`
	Name   []string `help:"Tên riêng có thể gặp, như “phường Phù Liễn”; dùng được nhiều lần." placeholder:"TÊN"`
}

// restoredWord is a word in the answer for programs.
type restoredWord struct {
	Seen string           `json:"seen"`
	Text string           `json:"text"`
	Sure float64          `json:"sure"`
	Else []restoredChoice `json:"else,omitempty"`
}

type restoredChoice struct {
	Text string  `json:"text"`
	Sure float64 `json:"sure"`
}

// Run restores a text line by line: the same lines come out.
func (c textRestore) Run(in io.Reader, o output) error {
	lines, err := c.lines(in)
	if err != nil {
		return err
	}
	opts := restore.Options{Names: c.Name}
	if c.Engine != "auto" {
		opts.Engine = restore.Engine(c.Engine)
	}
	words := restore.Lines(lines, opts)
	if c.JSON {
		return c.printJSON(o.out, lines, words)
	}
	for i, l := range lines {
		if _, err := fmt.Fprintln(o.out, restore.Line(l, words[i])); err != nil {
			return err
		}
	}
	return nil
}

func (c textRestore) printJSON(w io.Writer, lines []string, words [][]restore.Word) error {
	type line struct {
		Seen  string         `json:"seen"`
		Text  string         `json:"text"`
		Words []restoredWord `json:"words"`
	}
	out := struct {
		Lines []line `json:"lines"`
	}{make([]line, len(lines))}
	for i, l := range lines {
		out.Lines[i] = line{Seen: l, Text: restore.Line(l, words[i]), Words: []restoredWord{}}
		for _, w := range words[i] {
			x := restoredWord{Seen: w.Seen, Text: w.Text, Sure: w.Sure}
			for _, e := range w.Else {
				x.Else = append(x.Else, restoredChoice(e))
			}
			out.Lines[i].Words = append(out.Lines[i].Words, x)
		}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	return e.Encode(out)
}

// lines are the lines of the text, up to the most that is read of one paper.
func (c textRestore) lines(in io.Reader) (lines []string, err error) {
	b, err := readInput(in, c.File, plan.MaxText)
	if err != nil {
		return nil, err
	}
	if len(b) > plan.MaxText {
		return nil, refuse.With(refuse.TooLarge, fmt.Sprintf("Tệp lớn hơn %d MB. Hãy chia tệp rồi sửa từng phần.", plan.MaxText>>20))
	}
	ls, err := plan.Lines(b)
	for _, l := range ls {
		lines = append(lines, l.Text)
	}
	return lines, err
}
