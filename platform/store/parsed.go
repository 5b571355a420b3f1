package store

import (
	"context"
	"database/sql/driver"
	"errors"
)

// SQLite takes longer to parse a small statement than to run it, and its driver parses each one anew. A parser is a
// connector whose connections keep what they parsed; those of PostgreSQL do so by themselves.
type parser struct{ driver.Connector }

func (p parser) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := p.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &parsedConn{c.(sqliteConn), map[string]statement{}}, nil
}

// sqliteConn is what database/sql finds in a connection of the driver.
type sqliteConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

type statement interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// mostParsed is how many statements a connection keeps; the program has some hundreds, and few connections see all.
const mostParsed = 300

// A parsedConn keeps the statements that it parsed and that nobody runs now.
type parsedConn struct {
	sqliteConn
	idle map[string]statement
}

// take is query, parsed; it belongs to the caller until put gives it back.
func (c *parsedConn) take(ctx context.Context, query string) (statement, error) {
	if s, ok := c.idle[query]; ok {
		delete(c.idle, query)
		return s, nil
	}
	s, err := c.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.(statement), nil
}

// put keeps s, in the place of any other where there is no more room.
func (c *parsedConn) put(query string, s statement) error {
	var err error
	if other, twice := c.idle[query]; twice {
		err = other.Close()
	} else if len(c.idle) >= mostParsed {
		for k, other := range c.idle {
			delete(c.idle, k)
			err = other.Close()
			break
		}
	}
	c.idle[query] = s
	return err
}

// ExecContext runs a statement without rows.
func (c *parsedConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	s, err := c.take(ctx, query)
	if err != nil {
		return nil, err
	}
	r, err := s.ExecContext(ctx, args)
	if kept := c.put(query, s); kept != nil {
		return nil, errors.Join(err, kept)
	}
	return r, err
}

// QueryContext runs a statement with rows.
func (c *parsedConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	s, err := c.take(ctx, query)
	if err != nil {
		return nil, err
	}
	rows, err := s.QueryContext(ctx, args)
	if err != nil {
		return nil, errors.Join(err, c.put(query, s))
	}
	return &parsedRows{rows, func() error { return c.put(query, s) }}, nil
}

// Close ends the connection.
func (c *parsedConn) Close() error {
	var errs []error
	for _, s := range c.idle {
		errs = append(errs, s.Close())
	}
	clear(c.idle)
	return errors.Join(append(errs, c.sqliteConn.Close())...)
}

// parsedRows give their statement back when they are closed.
type parsedRows struct {
	driver.Rows
	back func() error
}

func (r *parsedRows) Close() error { return errors.Join(r.Rows.Close(), r.back()) }
