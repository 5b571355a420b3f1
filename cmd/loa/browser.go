package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// A browser is one tab of a headless Chromium with a profile of its own.
type browser struct {
	ctx  context.Context
	stop func()
	who  string // the login that is signed in
}

// openBrowser starts Chromium with a profile that is gone when the caller stops it.
func openBrowser(ctx context.Context) (*browser, error) {
	profile, err := os.MkdirTemp("", "loa-browser-")
	if err != nil {
		return nil, err
	}
	forget := func() {
		if err := os.RemoveAll(profile); err != nil {
			fmt.Fprintln(os.Stderr, "browser profile left behind:", err)
		}
	}
	b, err := openProfile(ctx, profile)
	if err != nil {
		forget()
		return nil, err
	}
	stop := b.stop
	b.stop = func() { stop(); forget() }
	return b, nil
}

// openProfile starts Chromium with a profile that stays; the caller stops it.
func openProfile(ctx context.Context, profile string) (*browser, error) {
	path, err := findChromium()
	if err != nil {
		return nil, err
	}
	flags := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.UserDataDir(profile),
		chromedp.NoSandbox, // Chromium refuses its sandbox to root, and CI is root; it only ever sees our own pages
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("force-color-profile", "srgb"),
		chromedp.Flag("hide-scrollbars", true),
	)
	alloc, stopAlloc := chromedp.NewExecAllocator(ctx, flags...)
	tab, stopTab := chromedp.NewContext(alloc)
	b := &browser{ctx: tab, stop: func() { stopTab(); stopAlloc() }}
	if err := chromedp.Do(tab, chromedp.Navigate("about:blank")); err != nil {
		b.stop()
		return nil, fmt.Errorf("start chromium: %w", err)
	}
	return b, nil
}

func findChromium() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("không tìm thấy Chromium: cài bằng «apt-get install chromium»")
}

// resize makes the window width pixels wide, as a phone below 500.
func (b *browser) resize(width int64) error {
	height := int64(900)
	if width < 500 {
		height = 740
	}
	return chromedp.Do(b.ctx, chromedp.EmulateViewport(width, height))
}

// dark switches the reader's preference between dark and light.
func (b *browser) dark(on bool) error {
	scheme := "light"
	if on {
		scheme = "dark"
	}
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
	return err
}

// signOut forgets all cookies.
func (b *browser) signOut() error {
	_, err := chromedp.Call(b.ctx, network.ClearBrowserCookies, cdp.Empty{})
	return err
}

// open goes to url and waits until the page and its fonts are there.
func (b *browser) open(url string) error {
	ctx, cancel := context.WithTimeout(b.ctx, 30*time.Second)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Navigate(url)); err != nil {
		return fmt.Errorf("open %s: %w", url, err)
	}
	_, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`document.fonts.ready.then(() => true)`, chromedp.EvalAwaitPromise))
	return err
}

// look opens url in a window of that width, in the light or in the dark.
func (b *browser) look(url string, width int64, dark bool) error {
	if err := b.resize(width); err != nil {
		return err
	}
	if err := b.dark(dark); err != nil {
		return err
	}
	return b.open(url)
}

// picture is the whole page as PNG.
func (b *browser) picture() ([]byte, error) {
	return chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
}

// print prints the page at url into file, on the paper that its style sheet asks for.
func (b *browser) print(url, file string) error {
	if err := b.look(url, 1440, false); err != nil {
		return err
	}
	printed, err := chromedp.Call(b.ctx, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: new(true)})
	if err != nil {
		return fmt.Errorf("print %s: %w", url, err)
	}
	return os.WriteFile(file, printed.Data, 0o644)
}
