package web

import (
	"bytes"
	"context"
	"net"
	"net/http"
)

// Joined makes connections on which a kept page goes out as it was kept: the lines
// of its header are written once and not for each reader, and its header and its body
// go in one write. net/http would sort and write the header anew, send what is longer
// than four kilobytes in two, and each asks the kernel and wakes the reader. The server
// has to take [KeepConn] as its ConnContext.
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

// A joinedConn puts the lines of a form into the header that net/http writes for it, and holds it back until the body is there.
// The goroutine that serves the connection is the only one that writes to it.
type joinedConn struct {
	*net.TCPConn
	next *form // of which the header is written next
	held []byte
}

// expect says that what is written next is f under f.own; it tells whether the connection adds the lines of f.
func expect(r *http.Request, f *form) bool {
	c, ok := r.Context().Value(connKey{}).(*joinedConn)
	if ok {
		c.next = f
	}
	return ok
}

var endOfHeader = []byte("\r\n\r\n")

func (c *joinedConn) Write(b []byte) (int, error) {
	rest := b
	if f := c.next; f != nil {
		c.next = nil
		header, body, _ := bytes.Cut(b, endOfHeader)
		c.held = append(c.held, header...) // the writer takes b for what comes next
		c.held = append(c.held, endOfHeader[:2]...)
		c.held = append(c.held, f.lines...)
		c.held = append(c.held, endOfHeader[2:]...)
		c.held = append(c.held, body...)
		if len(body) < len(f.body) {
			return len(b), nil
		}
		rest = nil
	}
	if len(c.held) == 0 {
		return c.TCPConn.Write(b)
	}
	all := net.Buffers{c.held, rest}
	c.held = c.held[:0]
	if _, err := all.WriteTo(c.TCPConn); err != nil {
		return 0, err
	}
	return len(b), nil
}
