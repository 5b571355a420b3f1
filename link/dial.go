package link

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"
)

var (
	errInside = errors.New("an address inside a network")
	errEnough = errors.New("too many turns")
)

const (
	oneLook  = 15 * time.Second // with all its turns
	mostRead = 64 << 10
	turns    = 5
)

// special are addresses that are not everybody's, beside those that netip tells.
var special = func() (out []netip.Prefix) {
	for _, s := range []string{
		"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
		"64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "fec0::/10", "::/96",
	} {
		out = append(out, netip.MustParsePrefix(s))
	}
	return out
}()

// Everybodys reports whether to is a web server that everybody can reach: no address of a network inside, of this
// machine, or one that hides another, and a port of the web.
func Everybodys(to netip.AddrPort) bool {
	a := to.Addr().Unmap()
	if p := to.Port(); p != 80 && p != 443 {
		return false
	}
	if !a.IsGlobalUnicast() || a.IsPrivate() || a.Zone() != "" {
		return false
	}
	for _, p := range special {
		if p.Contains(a) {
			return false
		}
	}
	return true
}

// client opens pages of others. Which address it connects to is looked at after the name was resolved, at each turn:
// a name that leads outside now and inside a moment later leads nowhere.
func (d *Desk) client() *http.Client {
	permits := d.Permits
	if permits == nil {
		permits = Everybodys
	}
	dialer := &net.Dialer{Timeout: 5 * time.Second, Control: func(_, address string, _ syscall.RawConn) error {
		to, err := netip.ParseAddrPort(address)
		if err != nil || !permits(to) {
			return fmt.Errorf("%s: %w", address, errInside)
		}
		return nil
	}}
	return &http.Client{
		Timeout: oneLook,
		Transport: &http.Transport{ // no proxy: it would be asked to connect inside in our stead
			DialContext: dialer.DialContext, TLSHandshakeTimeout: 5 * time.Second, ResponseHeaderTimeout: 10 * time.Second,
			MaxResponseHeaderBytes: 64 << 10, DisableKeepAlives: true, ForceAttemptHTTP2: true,
		},
		CheckRedirect: func(_ *http.Request, via []*http.Request) error {
			if len(via) > turns {
				return errEnough
			}
			return nil
		},
	}
}

// look opens href.
func look(ctx context.Context, client *http.Client, href string) Health {
	h := Health{URL: href, Finding: Unsure}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, href, nil)
	if err != nil {
		h.Finding = Dead
		return h
	}
	req.Header.Set("User-Agent", "Loa (weekly check of links)")
	req.Header.Set("Accept", "text/html,*/*;q=0.5")
	res, err := client.Do(req)
	if err != nil {
		noName, _ := errors.AsType[*net.DNSError](err)
		switch {
		case errors.Is(err, errInside):
			h.Finding = Inside
		case noName != nil && noName.IsNotFound:
			h.Finding = Dead
		}
		return h
	}
	defer res.Body.Close()
	io.Copy(io.Discard, io.LimitReader(res.Body, mostRead)) // whether the text comes whole is not asked
	h.Status = res.StatusCode
	switch {
	case res.StatusCode == http.StatusNotFound, res.StatusCode == http.StatusGone:
		h.Finding = Dead
	case res.StatusCode < 400:
		h.Finding = Well
		if to := res.Request.URL.String(); HostOf(to) != HostOf(href) && forGood(res) {
			h.Finding, h.LeadsTo = Moved, to
		}
	}
	return h
}

// forGood reports whether the way to res was, at its first turn, a move for good.
func forGood(res *http.Response) bool {
	first := (*http.Response)(nil)
	for r := res.Request; r != nil && r.Response != nil; r = r.Response.Request {
		first = r.Response
	}
	return first != nil && (first.StatusCode == http.StatusMovedPermanently || first.StatusCode == http.StatusPermanentRedirect)
}
