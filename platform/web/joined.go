package web

import (
	"bytes"
	"context"
	"net"
	"net/http"
)

// Joined makes connections on which a kept page goes out in one write, its header
// and its body together. net/http sends what is longer than four kilobytes in two,
// and each asks the kernel and wakes the reader. The server has to take
// [KeepConn] as its ConnContext.
func Joined(l net.Listener) net.Listener { return joinedListener{l} }

type joinedListener struct{ net.Listener }

func (l joinedListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if tcp, ok := c.(*net.TCPConn); ok {
		return &joinedConn{TCPConn: tcp}, err
	}
	return c, err
}

type connKey struct{}

// KeepConn lets a page find the connection that it goes out on.
func KeepConn(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, c)
}

// A joinedConn holds the first write of an answer back until the second, when it was told that there will be one.
// The goroutine that serves the connection is the only one that writes to it.
type joinedConn struct {
	*net.TCPConn
	expected int // bytes of the body that are on their way
	held     []byte
}

// expect says that what is written next is a header and body bytes.
func expect(r *http.Request, body int) {
	if c, ok := r.Context().Value(connKey{}).(*joinedConn); ok {
		c.expected = body
	}
}

var endOfHeader = []byte("\r\n\r\n")

func (c *joinedConn) Write(b []byte) (int, error) {
	if len(c.held) > 0 {
		all := net.Buffers{c.held, b}
		c.held = c.held[:0]
		if _, err := all.WriteTo(c.TCPConn); err != nil {
			return 0, err
		}
		return len(b), nil
	}
	expected := c.expected
	c.expected = 0
	if at := bytes.Index(b, endOfHeader); expected > 0 && at >= 0 && len(b)-at-len(endOfHeader) < expected {
		c.held = append(c.held, b...) // the writer takes b for what comes next
		return len(b), nil
	}
	return c.TCPConn.Write(b)
}
