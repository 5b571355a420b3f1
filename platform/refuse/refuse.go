// Package refuse is how a desk says no. A refusal carries a sentence, in
// Vietnamese, that the person at the screen may read and act on; any other
// error is the program's own trouble, logged whole and shown as nothing.
package refuse

import "errors"

// A Kind is the sort of no. What status a kind becomes is known to platform/web alone.
type Kind int

const (
	Trouble     Kind = iota // not a refusal at all
	Invalid                 // what was asked makes no sense as put
	NotSignedIn             // nobody is at the keyboard
	NotAllowed              // this person may not
	NotFound
	Conflict // somebody was first
	TooMany  // too often in too short a time
	TooLarge // more than the program takes in one piece
)

// A Refusal is one no.
type Refusal struct {
	Kind  Kind
	Say   string // the sentence for the person, ending in a full stop
	Field string // the name of the form field it is about; empty if it is about the whole
}

func (r *Refusal) Error() string { return r.Say }

// With says no: the kind for the program, the sentence for the person.
func With(k Kind, say string) error { return &Refusal{Kind: k, Say: say} }

// Field says that one field of a form cannot stand as it is.
func Field(name, say string) error { return &Refusal{Kind: Invalid, Say: say, Field: name} }

// Of finds the refusal inside err; without one it is Trouble.
func Of(err error) Refusal {
	if r, ok := errors.AsType[*Refusal](err); ok {
		return *r
	}
	return Refusal{Kind: Trouble, Say: "Hệ thống gặp lỗi. Sự việc đã được ghi lại để xử lý."}
}
