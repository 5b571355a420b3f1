package storetest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"loa/platform/store"
)

// Postgres returns the address of an empty database, without any table, of the
// process's own server; it is removed when t ends. Without the binaries of
// PostgreSQL t is skipped, or fails where CI=true.
func Postgres(t testing.TB) string {
	t.Helper()
	return running(t).database(t, "template0")
}

func running(t testing.TB) *server {
	t.Helper()
	s, err := started()
	if errors.Is(err, exec.ErrNotFound) && os.Getenv("CI") != "true" {
		t.Skip("no PostgreSQL on this machine (Debian: apt-get install postgresql): its half of the tests is skipped")
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// A server is a PostgreSQL that lives as long as this process.
type server struct {
	folder string // holds its data and its socket
	stdin  io.Closer

	mu        sync.Mutex // a database is copied by one at a time: nobody else may be in it
	templates map[string]bool
	count     int
}

// The server of this process: started by the first test that asks for it.
var started = sync.OnceValues(start)

// watchdog starts the server and outlives the test process just long enough to
// stop it: when the process ends, however it ends, its end of the pipe closes
// and read returns.
const watchdog = `"$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c fsync=off -c synchronous_commit=off \
	-c full_page_writes=off -c autovacuum=off -c max_connections=300 -c shared_buffers=32MB -c log_min_messages=fatal >"$2/log" 2>&1 &
read _
kill -QUIT $!
wait $!
rm -rf "$2"`

func start() (*server, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("/tmp", "loa-pg-") // short, because the path of a socket is: 107 bytes
	if err != nil {
		return nil, err
	}
	as, err := notRoot(folder)
	if err != nil {
		return nil, err
	}
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", folder+"/data", "-U", "loa",
		"--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync", "--no-instructions")
	initdb.Dir, initdb.SysProcAttr = folder, as
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w\n%s", err, out)
	}
	dog := exec.Command("/bin/sh", "-c", watchdog, "sh", bin, folder)
	dog.Dir, dog.SysProcAttr = folder, as
	stdin, err := dog.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := dog.Start(); err != nil {
		return nil, fmt.Errorf("start PostgreSQL: %w", err)
	}
	s := &server{folder: folder, stdin: stdin, templates: map[string]bool{}}
	for wait := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		err := s.exec(context.Background(), "SELECT 1")
		if err == nil {
			return s, nil
		}
		if time.Now().After(wait) {
			log, _ := os.ReadFile(folder + "/log") // only to say more about err
			return nil, errors.Join(fmt.Errorf("PostgreSQL does not answer: %w\n%s", err, log), stdin.Close())
		}
	}
}

// binaries finds the folder of initdb and postgres: in PATH, or where Debian keeps them.
func binaries() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		if path, err = filepath.EvalSymlinks(path); err == nil {
			return filepath.Dir(path), nil
		}
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(found) == 0 {
		return "", fmt.Errorf("initdb: %w", exec.ErrNotFound)
	}
	slices.SortFunc(found, func(a, b string) int { return version(a) - version(b) })
	return filepath.Dir(found[len(found)-1]), nil
}

// version reads 15 out of /usr/lib/postgresql/15/bin/initdb.
func version(path string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path)))) // an odd name counts as the oldest
	return n
}

// notRoot gives folder to the user the server will run as: PostgreSQL refuses
// to be root. The process group is its own, so that ^C reaches the tests alone.
func notRoot(folder string) (*syscall.SysProcAttr, error) {
	attr := &syscall.SysProcAttr{Setpgid: true}
	if os.Getuid() != 0 {
		return attr, nil
	}
	who, err := user.Lookup("postgres")
	if err != nil {
		who, err = user.Lookup("nobody")
	}
	if err != nil {
		return nil, err
	}
	uid, err := strconv.Atoi(who.Uid)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.Atoi(who.Gid)
	if err != nil {
		return nil, err
	}
	attr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return attr, os.Chown(folder, uid, gid)
}

func (s *server) address(name string) string {
	return "postgres://loa@/" + name + "?host=" + url.QueryEscape(s.folder)
}

// template returns the name of a database that holds schemas and is only copied. It is made once.
func (s *server) template(t testing.TB, schemas []store.Schema) string {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	name := "template_" + fingerprint(t, schemas)
	if s.templates[name] {
		return name
	}
	if err := s.exec(t.Context(), "CREATE DATABASE "+name+" TEMPLATE template0"); err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), s.address(name), schemas...)
	if err != nil {
		t.Fatal(errors.Join(err, s.exec(t.Context(), "DROP DATABASE "+name+" WITH (FORCE)")))
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	s.templates[name] = true
	return name
}

// database makes a copy of template that is removed when t ends, and returns its address.
func (s *server) database(t testing.TB, template string) string {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.count++
	name := "test_" + strconv.Itoa(s.count)
	if err := s.exec(t.Context(), "CREATE DATABASE "+name+" TEMPLATE "+template); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.exec(context.Background(), "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	})
	return s.address(name)
}

func (s *server) exec(ctx context.Context, statement string) error {
	conn, err := pgx.Connect(ctx, s.address("postgres"))
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, statement)
	if err != nil {
		err = fmt.Errorf("%s: %w", strings.ToLower(statement), err)
	}
	return errors.Join(err, conn.Close(ctx))
}
