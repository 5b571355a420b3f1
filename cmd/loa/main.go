// Command loa runs a commune's communications plan from the signed paper to the
// proven result. One binary: `loa serve` is the whole service; the other
// commands do one thing to a file or to the data and end.
//
// Exit status: 0 success, 1 a refusal (one clear sentence on standard error),
// 2 wrong usage. Data goes to standard output and nothing else does.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"loa/platform/refuse"
)

// version is set by the linker for a release.
var version = "dev"

// A commandLine is every command of loa with its flags.
type commandLine struct {
	Serve   serveCommand     `cmd:"" help:"Chạy Loa: cổng công khai và nơi làm việc của cán bộ."`
	Plan    planCommands     `cmd:"" help:"Đọc kế hoạch từ tệp."`
	Text    textCommands     `cmd:"" help:"Sửa chữ của văn bản nhận dạng kém."`
	Scan    scanCommand      `cmd:"" help:"Đọc chữ của bản quét (PDF, ảnh)."`
	Place   placeCommands    `cmd:"" help:"Đơn vị dùng Loa trong dữ liệu này."`
	Measure measureCommands  `cmd:"" help:"Số liệu và kết quả."`
	Report  reportCommands   `cmd:"" help:"Báo cáo và thể thức văn bản."`
	Dossier dossierCommands  `cmd:"" help:"Hồ sơ lưu trữ."`
	Audit   auditCommands    `cmd:"" help:"Kiểm tra nhật ký."`
	Store   storeCommands    `cmd:"" help:"Việc với cơ sở dữ liệu."`
	Gallery galleryCommand   `cmd:"" help:"Chụp mọi màn hình của phường mẫu, rộng 360 và 1440 điểm ảnh."`
	Version kong.VersionFlag `help:"In phiên bản rồi thoát."`
}

// Data is where an installation keeps everything; every command that touches data takes the same flags.
type Data struct {
	Data     string `help:"Thư mục dữ liệu." default:"data" env:"LOA_DATA" type:"path" placeholder:"THƯ-MỤC"`
	Database string `help:"Cơ sở dữ liệu: sqlite:TỆP hoặc postgres://… Để trống thì dùng SQLite trong thư mục dữ liệu." env:"LOA_DATABASE_URL" placeholder:"URL"`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is the program with its doors: arguments, input and output. It returns the exit status.
func run(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) int {
	var cl commandLine
	exit := -1
	parser, err := kong.New(&cl,
		kong.Name("loa"),
		kong.Description("Loa: kế hoạch truyền thông của phường, xã, từ văn bản đã ký đến kết quả có minh chứng."),
		kong.Vars{"version": version},
		kong.Writers(out, errs),
		kong.Exit(func(code int) { exit = code }),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.BindTo(in, (*io.Reader)(nil)),
		kong.Bind(output{out, errs}),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
	if err != nil {
		fmt.Fprintln(errs, err)
		return 2
	}
	command, err := parser.Parse(args)
	if exit >= 0 { // --help and --version end here
		return exit
	}
	if err != nil {
		fmt.Fprintf(errs, "loa: %v\nGõ «loa --help» để xem các lệnh.\n", err)
		return 2
	}
	if err := command.Run(); err != nil {
		return say(errs, err)
	}
	return 0
}

// output is where a command writes: data to out, everything else to errs.
type output struct{ out, errs io.Writer }

func (o output) log() *slog.Logger { return slog.New(slog.NewJSONHandler(o.errs, nil)) }

// say puts err into one sentence for the person at the terminal and picks the exit status.
func say(errs io.Writer, err error) int {
	var use usageError
	if errors.As(err, &use) {
		fmt.Fprintln(errs, "loa: "+use.Error())
		return 2
	}
	if no := refuse.Of(err); no.Kind != refuse.Trouble {
		fmt.Fprintln(errs, no.Say)
		return 1
	}
	fmt.Fprintln(errs, "Lỗi: "+strings.TrimSuffix(err.Error(), ".")+".")
	return 1
}

// A usageError is a flag or variable with a value that cannot be: it says which and what is expected.
type usageError struct{ say string }

func (e usageError) Error() string { return e.say }
