package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/chromedp"

	"loa/kit/scan"
)

type galleryCommand struct {
	Only  string `help:"Chỉ chụp những màn hình có tên bắt đầu như vậy." placeholder:"TÊN"`
	Out   string `help:"Thư mục để ảnh." default:"gallery" type:"path" placeholder:"THƯ-MỤC"`
	Paper bool   `help:"In ra giấy A4 (TÊN.pdf), thay cho chụp."`
	Front string `help:"Thư mục để ảnh của README: chỉ phần nhìn thấy đầu tiên." type:"path" placeholder:"THƯ-MỤC"`
}

// front are the screens that README shows, as one first sees them.
var front = []struct {
	screen string
	width  int64
}{{"home", 1440}, {"plan", 1440}, {"plan", 360}, {"theme", 360}, {"review", 1440}, {"review", 360}, {"my-day-vice-chair", 360}}

// Run takes a picture of every screen of the sample ward at 360 and 1440 pixels, and of the public ones in the dark.
func (g galleryCommand) Run(ctx context.Context, o output) (err error) {
	site, err := openSample(ctx, true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, site.stop()) }()
	if err := site.sampleRead(ctx); err != nil {
		return err
	}
	b, err := openBrowser(ctx)
	if err != nil {
		return err
	}
	defer b.stop()
	if err := os.MkdirAll(g.Out, 0o755); err != nil {
		return err
	}
	for _, s := range screens {
		if !strings.HasPrefix(s.name, g.Only) || s.ofScan() && site.plans.Scanner.Lack(scan.PDF) != "" {
			continue
		}
		site.clock.set(time.Time{}) // nobody signs in on another day
		if err := b.become(site, s.as); err != nil {
			return err
		}
		site.clock.set(seenOn[s.name])
		if g.Paper {
			if err := b.print(site.url+s.path, filepath.Join(g.Out, s.name+".pdf")); err != nil {
				return err
			}
			fmt.Fprintln(o.out, s.name)
			continue
		}
		for _, look := range []struct {
			width int64
			dark  bool
			name  string
		}{{1440, false, "1440"}, {360, false, "360"}, {1440, true, "dark"}} {
			if look.dark && s.as != "" {
				continue
			}
			if err := g.take(b, site.url+s.path, filepath.Join(g.Out, s.name+"-"+look.name+".png"), look.width, look.dark); err != nil {
				return err
			}
		}
		if err := g.takeFront(b, site.url, s); err != nil {
			return err
		}
		fmt.Fprintln(o.out, s.name)
	}
	return nil
}

// takeFront takes the pictures of s that README shows, if it shows any.
func (g galleryCommand) takeFront(b *browser, site string, s screen) error {
	if g.Front == "" {
		return nil
	}
	if err := os.MkdirAll(g.Front, 0o755); err != nil {
		return err
	}
	for _, f := range front {
		if f.screen != s.name {
			continue
		}
		if err := b.look(site+s.path, f.width, false); err != nil {
			return err
		}
		png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
		if err != nil {
			return fmt.Errorf("first sight of %s: %w", s.name, err)
		}
		if err := os.WriteFile(filepath.Join(g.Front, fmt.Sprintf("%s-%d.png", s.name, f.width)), png, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func (g galleryCommand) take(b *browser, url, file string, width int64, dark bool) error {
	if err := b.look(url, width, dark); err != nil {
		return err
	}
	png, err := b.picture()
	if err != nil {
		return fmt.Errorf("picture of %s: %w", url, err)
	}
	return os.WriteFile(file, png, 0o644)
}

// become signs out whoever is there and signs in login; the empty login is a reader of the public site.
func (b *browser) become(site *sampleSite, login string) error {
	if b.who == login {
		return nil
	}
	if err := b.signOut(); err != nil {
		return err
	}
	b.who = login
	if login == "" {
		return nil
	}
	if err := b.open(site.url + "/sign-in"); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(b.ctx, 30*time.Second)
	defer cancel()
	err := chromedp.Do(ctx,
		chromedp.SetValue("input[name=login]", login),
		chromedp.SetValue("input[name=password]", samplePassword),
		chromedp.Submit("input[name=password]"),
		chromedp.WaitVisible(".staff-head"),
	)
	if err != nil {
		return fmt.Errorf("sign in %s: %w", login, err)
	}
	return nil
}
