// Package org is a place as an organisation: its units, its people, the posts
// they hold, and who stands in for whom. Authority follows from posts held or
// lent today; nothing in the program asks for an "admin".
package org

import (
	"context"
	"embed"
	"net/http"
	"slices"
	"strings"

	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the migrations of the organisation's tables.
var Schema = store.Schema{Desk: "org", Files: files}

type (
	UnitID   int64
	PersonID int64
)

// A Post is an office a person holds (chức vụ).
type Post string

const (
	Chair      Post = "chair"       // chủ tịch UBND
	ViceChair  Post = "vice-chair"  // phó chủ tịch UBND
	OfficeHead Post = "office-head" // trưởng phòng Văn hóa - Xã hội: in charge of the plan
	Officer    Post = "officer"     // công chức phòng Văn hóa - Xã hội
	EditorHead Post = "editor-head" // trưởng ban biên tập
	Reporter   Post = "reporter"    // phóng viên, cộng tác viên
	Announcer  Post = "announcer"   // người vận hành truyền thanh
	UnitHead   Post = "unit-head"   // thủ trưởng đơn vị
	Clerk      Post = "clerk"       // văn thư
	Operator   Post = "operator"    // quản trị hệ thống: accounts and settings, no say in content
)

// An Actor is a person acting now, with every post held or lent to them today.
type Actor struct {
	Person PersonID
	Name   string
	Unit   UnitID
	Posts  []Post
}

// Holds reports whether a holds any of posts today.
func (a Actor) Holds(posts ...Post) bool {
	return slices.ContainsFunc(posts, func(p Post) bool { return slices.Contains(a.Posts, p) })
}

type actorKey struct{}

// WithActor returns ctx with a at the keyboard.
func WithActor(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// ActorOf is who is at the keyboard; the zero Actor (Person 0) when nobody signed in.
func ActorOf(ctx context.Context) Actor {
	a, _ := ctx.Value(actorKey{}).(Actor)
	return a
}

// SignedIn lets in everybody who has signed in at this place.
var SignedIn = web.Rule{Name: "signed-in", Check: func(r *http.Request) error {
	if ActorOf(r.Context()).Person == 0 {
		return refuse.With(refuse.NotSignedIn, "Mời đăng nhập để tiếp tục.")
	}
	return nil
}}

// Holders lets in those who hold any of posts today.
func Holders(posts ...Post) web.Rule {
	names := make([]string, len(posts))
	for i, p := range posts {
		names[i] = string(p)
	}
	return web.Rule{Name: strings.Join(names, " "), Check: func(r *http.Request) error {
		if err := SignedIn.Check(r); err != nil {
			return err
		}
		if !ActorOf(r.Context()).Holds(posts...) {
			return refuse.With(refuse.NotAllowed, "Chức vụ của anh/chị không có quyền vào mục này.")
		}
		return nil
	}}
}
