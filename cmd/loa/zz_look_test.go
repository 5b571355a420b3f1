package main

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// LOOK="name|who|path|width|height|js;..."
func TestLook(t *testing.T) {
	spec := os.Getenv("LOOK")
	if spec == "" {
		t.Skip()
	}
	b := openTestBrowser(t)
	site := &sampleSite{url: os.Getenv("LOOKURL")}
	for _, l := range strings.Split(spec, ";;") {
		f := strings.Split(l, "|")
		if err := b.become(site, f[1]); err != nil {
			t.Fatal(err)
		}
		var w, h int64
		fmt.Sscan(f[3], &w)
		fmt.Sscan(f[4], &h)
		if err := chromedp.Do(b.ctx, chromedp.EmulateViewport(w, h)); err != nil {
			t.Fatal(err)
		}
		if err := b.open(site.url + f[2]); err != nil {
			t.Fatal(err)
		}
		if len(f) > 5 && f[5] != "" {
			out, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](f[5]))
			fmt.Println(f[0], out, err)
		}
		png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
		if err != nil {
			t.Fatal(err)
		}
		os.WriteFile("/tmp/face/"+f[0]+".png", png, 0o644)
	}
}
