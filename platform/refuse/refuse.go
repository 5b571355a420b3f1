// Package refuse is how a desk says no. A refusal carries a sentence, in
// Vietnamese, that the person at the screen may read and act on; any other
// error is the program's own trouble, logged whole and shown as nothing.
package refuse

import (
	"errors"
	"syscall"
)

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
	NoRoom   // the disk under the program, or under its database, is full; the keeper of the machine has to know
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
	if isFull(err) {
		return Refusal{Kind: NoRoom, Say: "Máy chủ đã hết chỗ lưu nên chưa nhận được; chưa có gì được tính. Xin báo người quản trị dọn chỗ rồi gửi lại."}
	}
	return Refusal{Kind: Trouble, Say: "Hệ thống gặp lỗi. Sự việc đã được ghi lại để xử lý."}
}

// isFull reports whether err came from a disk without room: by the name that Unix, SQLite or PostgreSQL has for it.
func isFull(err error) bool {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return true
	}
	if lite, ok := errors.AsType[interface {
		error
		Code() int
	}](err); ok && lite.Code()&0xff == 13 { // SQLITE_FULL
		return true
	}
	server, ok := errors.AsType[interface {
		error
		SQLState() string
	}](err)
	return ok && server.SQLState() == "53100" // disk_full
}
