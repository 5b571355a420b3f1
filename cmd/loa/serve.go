package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"loa/platform/refuse"
	"loa/platform/web"
)

type serveCommand struct {
	Data
	Listen string `help:"Địa chỉ phục vụ." default:"localhost:8080" env:"LOA_LISTEN" placeholder:"ĐỊA-CHỈ:CỔNG"`
	Sample bool   `help:"Nếu chưa có dữ liệu, dựng phường mẫu Phù Liễn trước khi phục vụ."`
}

// stopWithin is how long requests and jobs have to end after the program was told to stop.
const stopWithin = 10 * time.Second

// Run serves until ctx ends, then lets requests and jobs finish.
func (s serveCommand) Run(ctx context.Context, o output) (err error) {
	if err := checkListen(s.Listen); err != nil {
		return err
	}
	log := o.log()
	h, err := build(ctx, s.Data, choices{log: log, now: time.Now, easy: s.Sample})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.db.Close()) }()
	if s.Sample {
		if err := h.sample(ctx, o); err != nil {
			return fmt.Errorf("sample ward: %w", err)
		}
	}
	listener, err := net.Listen("tcp", s.Listen)
	if err != nil {
		return usageError{fmt.Sprintf("--listen (LOA_LISTEN): không mở được %s: %v", s.Listen, err)}
	}
	if err := h.greet(ctx, o, listener.Addr()); err != nil {
		return err
	}
	return h.serve(ctx, log, listener)
}

// serve answers requests and does jobs until ctx ends.
func (h *house) serve(ctx context.Context, log *slog.Logger, l net.Listener) error {
	if err := h.startJobs(ctx); err != nil {
		if ctx.Err() != nil { // told to stop before it had begun
			return l.Close()
		}
		return fmt.Errorf("start the jobs: %w", err)
	}
	defer h.runner.Wait()
	server := &http.Server{
		Handler:           h.handler,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       2 * time.Minute, // a phone sends a paper over a slow line
		WriteTimeout:      2 * time.Minute,
		IdleTimeout:       2 * time.Minute,
		ConnContext:       web.KeepConn,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(web.Joined(l)) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	log.Info("stopping")
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
	defer cancel()
	if err := server.Shutdown(last); err != nil {
		return fmt.Errorf("stop the server: %w", err)
	}
	return nil
}

// startJobs asks anew for what was being read and what came due while the program was stopped, and takes up the jobs.
func (h *house) startJobs(ctx context.Context) error {
	if err := h.plans.Resume(ctx); err != nil {
		return err
	}
	if err := h.news.Resume(ctx); err != nil {
		return err
	}
	return h.runner.Start(ctx)
}

// greet tells the person at the terminal where to look, and gives the code for the first account where there is none.
func (h *house) greet(ctx context.Context, o output, addr net.Addr) error {
	sites, err := h.db.Places(ctx)
	if err != nil {
		return err
	}
	if len(sites) == 0 {
		return refuse.With(refuse.NotFound, "Chưa có đơn vị nào trong dữ liệu. Hãy chạy «loa place add MÃ TÊN» (ví dụ: loa place add 11446 \"Phường Phù Liễn\"), hoặc thêm --sample để xem phường mẫu.")
	}
	fmt.Fprintf(o.out, "Loa đang chạy ở http://%s\n", addr)
	for _, site := range sites {
		code, err := h.auth.OpenSetup(ctx, site.Place)
		if err != nil {
			return err
		}
		if code != "" {
			fmt.Fprintf(o.out, "Chưa có tài khoản nào. Mở http://%s/setup và nhập mã thiết lập: %s\n", addr, code)
		}
	}
	return nil
}

// relayed are headers by which a proxy says that it speaks for somebody else.
var relayed = []string{"Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip"}

// fromThisMachine keeps a page from everybody but programs on this machine that came without a proxy and
// asked for this machine: a page in a browser here that calls us by a name of its own is somebody else.
func fromThisMachine(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		byProxy := slices.ContainsFunc(relayed, func(name string) bool { return r.Header.Get(name) != "" })
		if byProxy || !isLoopback(r.RemoteAddr) || !isLoopback(r.Host) {
			http.NotFound(w, r)
			return
		}
		h.ServeHTTP(w, r)
	})
}

// isLoopback reports whether addr, with or without a port, is this machine's own.
func isLoopback(addr string) bool {
	if host, _, err := net.SplitHostPort(addr); err == nil {
		addr = host
	}
	ip := net.ParseIP(strings.Trim(addr, "[]"))
	return addr == "localhost" || ip != nil && ip.IsLoopback()
}
