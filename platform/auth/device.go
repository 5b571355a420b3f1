package auth

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// device says in words which kind of browser and machine userAgent claims to be:
// enough for a person to know their own phone again, nothing to track them by.
func device(userAgent string) string {
	browser, machine := "Trình duyệt khác", "thiết bị khác"
	for _, b := range [][2]string{
		{"coc_coc_browser", "Cốc Cốc"}, {"Edg", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser", "Samsung Internet"},
		{"Zalo", "Zalo"}, {"Firefox", "Firefox"}, {"FxiOS", "Firefox"}, {"CriOS", "Chrome"}, {"Chrome", "Chrome"}, {"Safari", "Safari"},
	} {
		if strings.Contains(userAgent, b[0]) {
			browser = b[1]
			break
		}
	}
	for _, m := range [][2]string{
		{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "điện thoại Android"}, {"Windows", "Windows"},
		{"Macintosh", "máy Mac"}, {"CrOS", "Chromebook"}, {"Linux", "Linux"},
	} {
		if strings.Contains(userAgent, m[0]) {
			machine = m[1]
			break
		}
	}
	return browser + " trên " + machine
}

// Address is the address a request came from, for throttling and the list of
// sessions. A proxy on the same machine is asked whom it speaks for; nobody
// else's word is taken. An IPv6 address counts with its whole /64, which one
// subscriber has to himself.
func Address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	addr, err := netip.ParseAddr(host)
	if err != nil {
		return "unknown"
	}
	if forwarded := r.Header.Values("X-Forwarded-For"); addr.IsLoopback() && len(forwarded) > 0 {
		// The last one is what our own proxy saw; those before it are what the client said.
		last := forwarded[len(forwarded)-1]
		if told, err := netip.ParseAddr(strings.TrimSpace(last[strings.LastIndexByte(last, ',')+1:])); err == nil {
			addr = told
		}
	}
	addr = addr.Unmap().WithZone("")
	if addr.Is6() {
		net64, err := addr.Prefix(64)
		if err == nil {
			return net64.String()
		}
	}
	return addr.String()
}
