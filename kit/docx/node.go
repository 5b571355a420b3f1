package docx

import (
	"encoding/xml"
	"errors"
	"io"
	"strconv"
)

// A node is an element of a part, for what is easier to look up than to walk past.
type node struct {
	name  string
	attrs []xml.Attr
	kids  []*node
	text  string
}

// The bounds of a tree.
const (
	maxNodes = 1_000_000
	maxNest  = 256
)

// tree reads a part whole; nil when it is not there.
func (p *pack) tree(name string, most int64) (*node, error) {
	if name == "" || p.parts[name] == nil {
		return nil, nil
	}
	in, err := p.open(name, most)
	if err != nil {
		return nil, err
	}
	defer in.Close() // it was only read
	root, err := grow(xml.NewDecoder(in))
	if err != nil {
		return nil, refused(err)
	}
	return root, nil
}

func grow(dec *xml.Decoder) (*node, error) {
	root := &node{}
	open, count := []*node{root}, 0
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) && len(open) == 1 && len(root.kids) > 0 {
			return root.kids[0], nil
		}
		if errors.Is(err, io.EOF) {
			return nil, io.ErrUnexpectedEOF
		}
		if err != nil {
			return nil, err
		}
		top := open[len(open)-1]
		switch el := tok.(type) {
		case xml.StartElement:
			if count++; count > maxNodes || len(open) > maxNest {
				return nil, errTooLarge
			}
			n := &node{name: el.Name.Local, attrs: el.Copy().Attr}
			top.kids = append(top.kids, n)
			open = append(open, n)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if top.name == "t" || top.name == "instrText" {
				top.text += string(el)
			}
		}
	}
}

// kid is the first element called name inside n; nil when there is none, or no n.
func (n *node) kid(path ...string) *node {
	for _, name := range path {
		if n == nil {
			return nil
		}
		var found *node
		for _, k := range n.kids {
			if k.name == name {
				found = k
				break
			}
		}
		n = found
	}
	return n
}

// attr is what n says under name; empty for what it does not say.
func (n *node) attr(name string) string {
	if n == nil {
		return ""
	}
	for _, a := range n.attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (n *node) has(name string) bool {
	if n == nil {
		return false
	}
	for _, a := range n.attrs {
		if a.Name.Local == name {
			return true
		}
	}
	return false
}

// on reads n as a switch: standing there it is on, unless it says otherwise.
func (n *node) on() bool {
	if n == nil {
		return false
	}
	v := value{n.attr("val")}
	return v.on()
}

// number is an attribute as a number; what is none is 0.
func (n *node) number(name string) float64 {
	f, err := strconv.ParseFloat(n.attr(name), 64)
	if err != nil {
		return 0
	}
	return f
}

// each calls fn for n and everything in it, until fn says not to look inside.
func (n *node) each(fn func(*node) bool) {
	if n == nil || !fn(n) {
		return
	}
	for _, k := range n.kids {
		k.each(fn)
	}
}
