package main

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"

	"loa/alert"
	"loa/console"
	"loa/contact"
	"loa/digest"
	"loa/library"
	"loa/link"
	"loa/measure"
	"loa/newsroom"
	"loa/org"
	"loa/plan"
	"loa/platform/audit"
	"loa/platform/auth"
	"loa/platform/blob"
	"loa/platform/mail"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/report"
	"loa/watch"
	"loa/work"
)

// schemas are the tables of every desk, in the order they are made.
var schemas = []store.Schema{audit.Schema, auth.Schema, org.Schema, plan.Schema, measure.Schema, library.Schema, mail.Schema, work.Schema, newsroom.Schema, report.Schema, alert.Schema, link.Schema, watch.Schema, contact.Schema, digest.Schema, console.Schema}

// url is the address of the database.
func (d Data) url() string {
	if d.Database != "" {
		return d.Database
	}
	return "sqlite:" + filepath.Join(d.Data, "loa.db")
}

// open opens the database, making it when it is not there.
func (d Data) open(ctx context.Context) (*store.DB, error) {
	if d.Database != "" && !strings.HasPrefix(d.Database, "sqlite:") && !strings.HasPrefix(d.Database, "postgres://") && !strings.HasPrefix(d.Database, "postgresql://") {
		return nil, usageError{"--database (LOA_DATABASE_URL) phải là sqlite:TỆP hoặc postgres://…; giá trị đang đặt không phải dạng đó."}
	}
	return store.Open(ctx, d.url(), schemas...)
}

// existing opens a database that is there already.
func (d Data) existing(ctx context.Context) (*store.DB, error) {
	if path, ok := strings.CutPrefix(d.url(), "sqlite:"); ok {
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			return nil, refuse.With(refuse.NotFound, "Không có dữ liệu ở "+path+". Hãy chỉ đúng thư mục bằng --data.")
		}
	}
	return d.open(ctx)
}

// blobs opens the files: a folder beside the database, or LOA_BLOB_URL.
func (d Data) blobs(ctx context.Context) (blob.Store, error) {
	if url := os.Getenv("LOA_BLOB_URL"); url != "" {
		if !strings.HasPrefix(url, "s3://") {
			return nil, usageError{"LOA_BLOB_URL phải có dạng s3://kho/thư-mục?endpoint=…; giá trị đang đặt không phải dạng đó."}
		}
		return blob.Open(ctx, url)
	}
	return blob.Open(ctx, filepath.Join(d.Data, "files"))
}

// checkListen says what is wrong with an address to listen on.
func checkListen(addr string) error {
	if _, port, err := net.SplitHostPort(addr); err != nil || port == "" {
		return usageError{"--listen (LOA_LISTEN) phải là ĐỊA-CHỈ:CỔNG, ví dụ localhost:8080 hoặc :80; giá trị đang đặt là «" + addr + "»."}
	}
	return nil
}
