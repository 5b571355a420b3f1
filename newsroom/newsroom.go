// Package newsroom is where a story is written, read again by somebody else,
// approved and put out. It answers Plan II (the themes), I.2 (the column is kept
// up) and V.4 (stories of the service centre).
//
//	draft --Submit--> review --Approve--> approved --Publish--> published
//	  ^------Return-----'  ^----Return------'                       |
//	  '--------------------------Correct----------------------------'
//
// How far the text is (State) and what the public reads (Live, the number of a
// version) are two things: a published story stays up, as it was approved, while
// its correction is written and read. A correction and a withdrawal are told to
// the public, with the reason.
//
// Who may do what is one table, rules.go; a place may set its own posts for a
// step. Nobody approves a text that they wrote in. A story that comes out has a
// theme of an adopted plan, and what it counts for is told to measure in the
// transaction of the verb (facts.go): nobody counts stories.
//
// Texts are kept as versions. What is typed is saved as it is typed, into a
// version that is still open; what was submitted is sealed. Whoever writes holds
// the pen of the story, for all to see; it falls free after fifteen minutes
// without a word, and can be taken over before. Those who have the same story open
// see each other (presence.go).
//
// Somebody who may approve and is on the road decides on a phone, by a link that
// was made for one text and one person and that is no use without that person's
// second step (link.go).
//
// A change of many public stories at once is proposed by one person and done, in one
// transaction, by the word of another (proposal.go).
//
// A story is told in other forms too, each with versions of its own (rendition.go).
//
// Hours of publishing and of taking down are jobs, asked for in the transaction
// that sets them (clock.go).
package newsroom

import (
	"context"
	"embed"
	"fmt"
	"io"
	"sync"
	"time"

	"loa/org"
	"loa/plan"
	"loa/platform/auth"
	"loa/platform/blob"
	"loa/platform/mail"
	"loa/platform/store"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the migrations of the newsroom's tables.
var Schema = store.Schema{Desk: "newsroom", Files: files}

// A StoryID is a story of a place, counted from 1: /newsroom/7.
type StoryID int64

// Ref is how the log calls a story.
func (id StoryID) Ref() string { return fmt.Sprintf("newsroom/%d", id) }

// Desk does the newsroom's work. A verb acts at the place of its actor. It must not be copied once it is in use.
type Desk struct {
	DB  *store.DB
	Now func() time.Time
	// Blobs keep pictures.
	Blobs blob.Store
	Rand  io.Reader
	// Auth tests the second step of those who decide by a link.
	Auth *auth.Desk
	// Mail carries these links where the place has set a server.
	Mail *mail.Desk
	// Judge looks at the links of a text that lead out of the site; nil judges none.
	Judge func(ctx context.Context, tx *store.Tx, hrefs []string) ([]Outlink, error)
	// OnPublic hear, in its transaction, of each story whose public page a verb made, changed or took away.
	OnPublic []func(ctx context.Context, tx *store.Tx, id StoryID) error

	// OnExemplar hear, in its transaction, of each verb that changed the exemplars or which stories tell of them.
	OnExemplar []func(ctx context.Context, tx *store.Tx) error

	drawing sync.Mutex // held while a picture is drawn anew
}

// A Kind (thể loại) is the form of a story.
type Kind string

// The kinds of stories.
const (
	Brief     Kind = "brief"     // tin
	Article   Kind = "article"   // bài
	Reportage Kind = "reportage" // phóng sự
	Photos    Kind = "photos"    // phóng sự ảnh
	Video     Kind = "video"     // video, by its address
	Guide     Kind = "guide"     // hướng dẫn từng bước
)

// A State is how far the text of a story is.
type State string

// The states of a story.
const (
	Draft     State = "draft"     // bản nháp; with Live: đang sửa để đính chính
	Review    State = "review"    // chờ duyệt
	Approved  State = "approved"  // đã duyệt, chờ đăng
	Published State = "published" // đã đăng: what is read is the last text there is
	Withdrawn State = "withdrawn" // đã gỡ
	Ended     State = "ended"     // hết hạn đăng
	Dropped   State = "dropped"   // đã bỏ
)

// A Story (tin bài) is one piece of news, from the first word on.
type Story struct {
	ID    StoryID
	Kind  Kind
	State State
	Title string // of the last version
	Theme int64  // key of its theme, of the last version
	Last  int    // number of the last version
	Live  int    // number of the version that the public reads; 0 = none
	Was   int    // number of the version by which it is counted: the one last public, unless it was withdrawn

	Author     org.PersonID
	AuthorName string
	Unit       org.UnitID
	OpenedAt   time.Time
	ChangedAt  time.Time

	Assignee     org.PersonID // who does the next step; 0 = whoever may
	AssigneeName string
	DueOn        org.Day // of the next step

	Approver     org.PersonID
	ApproverName string
	PublishedAt  time.Time // when it first came out; zero = never
	UpdatedAt    time.Time // when its public text last changed
	PublishAt    time.Time // when it is to come out
	EndAt        time.Time // when it is to be taken down
	SetBy        org.PersonID
	SetByName    string
	Correction   string // what the correction being worked on corrects, for the public

	Pen     org.PersonID // who is writing in it
	PenName string
	PenAt   time.Time
}

// A Text is what the writer of a story writes.
type Text struct {
	Title   string
	Summary string // sapo
	Body    string // with the light marks of kit/prose
	Video   string // address of a film
	Theme   Theme
}

// A Theme (nội dung tuyên truyền) is a theme of an adopted plan, as the plan called it when it was chosen.
type Theme struct {
	Key  int64 // 0 = none
	Plan plan.ID
	Name string
	Slug string
}

// Href is the public page of t.
func (t Theme) Href() string { return fmt.Sprintf("/ke-hoach/%d/noi-dung/%s", t.Plan, t.Slug) }

// A Version is one text of a story, with who wrote it.
type Version struct {
	Story StoryID
	N     int
	Text
	Saver     org.PersonID
	SaverName string
	BeganAt   time.Time
	SavedAt   time.Time
	Sealed    bool
}

// An Event is something that happened to a story, in a sentence.
type Event struct {
	Story      StoryID
	At         time.Time
	Person     org.PersonID
	PersonName string
	Say        string
}

// A Note (đính chính, gỡ) is what the public is told of a change.
type Note struct {
	Sort NoteSort
	At   time.Time
	Say  string
}

// A NoteSort is what a note tells.
type NoteSort string

// The sorts of notes.
const (
	Correction NoteSort = "correction" // đính chính
	Withdrawal NoteSort = "withdrawal" // gỡ
)

// An Outlink (đường dẫn ra ngoài) is a link of a text that leads out of the site, as whoever answers for it should see it.
type Outlink struct {
	Href, Host string
	IsNew      bool   // no public page of the place leads to the host yet
	Bar        string // why it may not stand; empty: it may
	Say        string // what is the matter with it all the same
}

// Load is the story with this id.
func Load(ctx context.Context, tx *store.Tx, id StoryID) (Story, error) { return load(ctx, tx, id) }

// LastBody is the text of story id as it was last saved, with its light marks.
func LastBody(ctx context.Context, tx *store.Tx, id StoryID) (string, error) {
	s, err := load(ctx, tx, id)
	if err != nil {
		return "", err
	}
	v, err := version(ctx, tx, id, s.Last)
	return v.Body, err
}
