package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"loa/kit/dossier"
	"loa/platform/refuse"
)

type dossierCommands struct {
	Check dossierCheck `cmd:"" help:"Kiểm tra một hồ sơ lưu trữ (.zip), không cần cơ sở dữ liệu."`
}

type dossierCheck struct {
	File string `arg:"" help:"Tệp hồ sơ .zip." placeholder:"TỆP"`
	Sum  string `help:"Mã băm của danh mục đã ghi lại khi lập hồ sơ; khác thì báo." placeholder:"MÃ-BĂM"`
}

// Run names everything that is wrong with the dossier; one that is whole says the hash of its list.
func (c dossierCheck) Run(o output) (err error) {
	f, err := os.Open(c.File)
	if errors.Is(err, fs.ErrNotExist) {
		return refuse.With(refuse.NotFound, "Không có tệp "+c.File+".")
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	l, sum, faults, err := dossier.Check(f, info.Size())
	if bad, ok := errors.AsType[*dossier.Unreadable](err); ok {
		return refuse.With(refuse.Invalid, bad.Say)
	}
	if err != nil {
		return err
	}
	for _, x := range faults {
		fmt.Fprintf(o.out, "%s: %s\n", x.Path, x.Say)
	}
	fmt.Fprintf(o.out, "%s, %s: %d tệp, mã băm danh mục %s\n", l.Title, l.Place, len(l.Files), sum)
	switch {
	case len(faults) > 0:
		return refuse.With(refuse.Conflict, fmt.Sprintf("Hồ sơ có %d chỗ không còn nguyên vẹn; các chỗ ấy được nêu ở trên.", len(faults)))
	case c.Sum != "" && c.Sum != sum:
		return refuse.With(refuse.Conflict, "Mã băm của danh mục khác với mã đã ghi lại: danh mục không phải là danh mục lúc lập hồ sơ.")
	}
	return nil
}
