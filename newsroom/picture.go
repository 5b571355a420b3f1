package newsroom

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"loa/kit/photo"
	"loa/kit/prose"
	"loa/org"
	"loa/platform/blob"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

// A Picture (ảnh) is a picture of a story. What is said of it, for those who see it and those who do not, stands in
// the text, and so has versions and is approved with it.
type Picture struct {
	ID            int64
	Story         StoryID
	Hash, Small   blob.Hash
	Width, Height int
	Focus         Focus
	Credit        string
	Rights        Rights
	Print         string
	Adder         org.PersonID
	AdderName     string
	AddedAt       time.Time
}

// A Focus is the spot of a picture that matters most, in hundredths of its width and height.
type Focus struct{ X, Y int }

// foci are the spots to choose from.
var foci = []struct {
	value, name string
	at          Focus
}{
	{"", "Giữa ảnh", Focus{50, 50}}, {"left", "Bên trái", Focus{20, 50}}, {"right", "Bên phải", Focus{80, 50}}, {"top", "Phía trên", Focus{50, 20}}, {"bottom", "Phía dưới", Focus{50, 80}},
}

// Rights (quyền dùng ảnh) are why the ward may show a picture.
type Rights string

// The rights.
const (
	OwnWork      Rights = "own"   // người của phường tự chụp, tự vẽ
	ByPermission Rights = "given" // người chụp cho phép
	OfState      Rights = "state" // của cơ quan nhà nước phát hành
	OpenLicence  Rights = "open"  // giấy phép mở
)

var rightsNames = []struct {
	rights Rights
	name   string
}{{OwnWork, "Người của phường chụp hoặc vẽ"}, {ByPermission, "Người chụp cho phép dùng"}, {OfState, "Ảnh do cơ quan nhà nước phát hành"}, {OpenLicence, "Ảnh có giấy phép mở"}}

// An Upload is a picture on its way in, with what is said of it.
type Upload struct {
	Body    io.Reader
	Alt     string // for those who do not see it
	Caption string
	Credit  string
	Rights  Rights
	Focus   Focus
}

const (
	mostPicture = 20 << 20
	smallWidth  = 320
	smallHeight = 180
	longestAlt  = 250
)

// settle tidies what was typed of a picture, and refuses what is not enough.
func (u *Upload) settle() error {
	u.Alt, u.Caption, u.Credit = tidy(u.Alt), tidy(u.Caption), tidy(u.Credit)
	switch {
	case u.Alt == "":
		return refuse.Field("photo_alt", "Hãy tả ảnh trong một câu cho người không nhìn thấy ảnh: ai, làm gì, ở đâu.")
	case utf8.RuneCountInString(u.Alt) > longestAlt, utf8.RuneCountInString(u.Caption) > longestAlt, utf8.RuneCountInString(u.Credit) > 100:
		return refuse.Field("photo_alt", "Lời tả, chú thích dài quá 250 ký tự hoặc tên người chụp dài quá 100 ký tự. Hãy viết ngắn hơn.")
	case u.Credit == "":
		return refuse.Field("photo_credit", "Hãy ghi người chụp hoặc nguồn ảnh.")
	}
	for _, r := range rightsNames {
		if r.rights == u.Rights {
			return nil
		}
	}
	return refuse.Field("photo_rights", "Hãy chọn vì sao phường được dùng ảnh này.")
}

// AddPicture draws a picture anew, keeps it, and puts it at the end of the text of story id.
func (d *Desk) AddPicture(ctx context.Context, a org.Actor, id StoryID, u Upload) (int64, error) {
	if a.Person == 0 {
		return 0, allowed(a, Look)
	}
	if err := u.settle(); err != nil {
		return 0, err
	}
	p, err := d.draw(ctx, u)
	if err != nil {
		return 0, err
	}
	p.Story, p.Adder, p.AdderName = id, a.Person, a.Name
	err = d.onStory(ctx, a, id, func(tx *store.Tx, s *Story) error {
		if err := s.mayWrite(a); err != nil {
			return err
		}
		if s.heldBy(a, d.Now()) != 0 {
			return s.penTaken()
		}
		last, err := version(ctx, tx, id, s.Last)
		if err != nil {
			return err
		}
		p.AddedAt = d.Now()
		if p.ID, err = insertPicture(ctx, tx, p); err != nil {
			return err
		}
		t := last.Text
		mark := prose.Figure{Number: p.ID, Alt: u.Alt, Caption: strings.TrimSpace(u.Caption + " Ảnh: " + u.Credit)}.Mark()
		if t.Body = strings.TrimLeft(t.Body+"\n\n"+mark, "\n"); utf8.RuneCountInString(t.Body) > longestBody {
			return refuse.Field("body", "Bài dài quá 60.000 ký tự. Hãy chia làm nhiều bài.")
		}
		_, err = d.keep(ctx, tx, a, s, last, t)
		return err
	})
	return p.ID, err
}

// draw makes the picture and its small cut, and keeps both. Pictures are drawn one after the other: each takes a
// hundred megabytes while it lasts.
func (d *Desk) draw(ctx context.Context, u Upload) (p Picture, err error) {
	sent, err := io.ReadAll(io.LimitReader(u.Body, mostPicture+1))
	switch {
	case err != nil:
		return p, fmt.Errorf("receive a picture: %w", err)
	case len(sent) > mostPicture:
		return p, refuse.Field("photo", "Ảnh lớn quá 20 MB. Hãy chọn ảnh nhỏ hơn.")
	case photo.IsHEIC(sent):
		return p, refuse.Field("photo", "Ảnh ở dạng HEIC của iPhone. Hãy vào Cài đặt, Camera, Định dạng, chọn «Tương thích nhất» rồi chụp lại, hoặc gửi ảnh dạng JPEG.")
	case !photo.Is(sent):
		return p, refuse.Field("photo", "Hãy chọn một tệp ảnh JPEG, PNG hoặc WebP.")
	}
	d.drawing.Lock()
	defer d.drawing.Unlock()
	whole, err := photo.Redraw(sent)
	switch {
	case errors.Is(err, photo.ErrBroken):
		return p, refuse.Field("photo", "Ảnh hỏng hoặc chưa tải lên hết. Hãy chọn lại.")
	case errors.Is(err, photo.ErrTooLarge):
		return p, refuse.Field("photo", "Ảnh lớn quá 50 triệu điểm ảnh. Hãy chọn ảnh cỡ thường.")
	case err != nil:
		return p, err
	}
	small, err := photo.Cut(whole.JPEG, smallWidth, smallHeight, u.Focus.X, u.Focus.Y)
	if err != nil {
		return p, fmt.Errorf("cut a picture: %w", err)
	}
	p = Picture{Width: whole.Width, Height: whole.Height, Focus: u.Focus, Credit: u.Credit, Rights: u.Rights, Print: whole.Print}
	if p.Hash, _, err = d.Blobs.Put(ctx, bytes.NewReader(whole.JPEG), mostPicture); err != nil {
		return p, fmt.Errorf("keep a picture: %w", err)
	}
	if p.Small, _, err = d.Blobs.Put(ctx, bytes.NewReader(small.JPEG), mostPicture); err != nil {
		return p, fmt.Errorf("keep a picture: %w", err)
	}
	return p, nil
}

func insertPicture(ctx context.Context, tx *store.Tx, p Picture) (int64, error) {
	id, err := tx.NextID(ctx, "newsroom_picture")
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO newsroom_picture (place, id, story, hash, small, width, height, focus_x, focus_y, credit, rights, print, adder, adder_name, added_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		id, int64(p.Story), string(p.Hash), string(p.Small), p.Width, p.Height, p.Focus.X, p.Focus.Y, p.Credit, string(p.Rights), p.Print, int64(p.Adder), p.AdderName, store.Millis(p.AddedAt))
	return id, err
}

// picturesOf are the pictures of a story, the first first.
func picturesOf(ctx context.Context, tx *store.Tx, id StoryID) ([]Picture, error) {
	rows, err := tx.Query(ctx, `SELECT id, story, hash, small, width, height, focus_x, focus_y, credit, rights, print, adder, adder_name, added_at
		FROM newsroom_picture WHERE place = $1 AND story = $2 ORDER BY id`, int64(id))
	return collect(rows, err, func(r *sql.Rows) (p Picture, err error) {
		var at int64
		err = r.Scan(&p.ID, &p.Story, &p.Hash, &p.Small, &p.Width, &p.Height, &p.Focus.X, &p.Focus.Y, &p.Credit, &p.Rights, &p.Print, &p.Adder, &p.AdderName, &at)
		p.AddedAt = store.Instant(at)
		return p, err
	})
}

// A Shown is a picture on a page: its address there, and its size in pixels, by which a browser keeps its room free before it
// comes; 0 = not known.
type Shown struct {
	Address       string
	Width, Height int
}

// sizes are the pictures of a story by their numbers, without addresses.
type sizes map[int64]Shown

func (s sizes) at(number int64, address string) Shown {
	p := s[number]
	p.Address = address
	return p
}

// sizesOf are the sizes of the pictures of a story; one whose text shows none is not asked for.
func sizesOf(ctx context.Context, tx *store.Tx, id StoryID, text prose.Doc) (sizes, error) {
	if len(text.Pictures()) == 0 {
		return nil, nil
	}
	all, err := picturesOf(ctx, tx, id)
	found := sizes{}
	for _, p := range all {
		found[p.ID] = Shown{Width: p.Width, Height: p.Height}
	}
	return found, err
}

// picture is the address of picture number of s for the newsroom.
func (s Story) picture(number int64) string {
	return s.href(fmt.Sprintf("/picture/%d", number))
}

// shown is picture number of p for the newsroom.
func (p storyPage) shown(number int64) Shown { return p.Sizes.at(number, p.picture(number)) }

// Shown is picture number of p in public, with its size if p was read by Read.
func (p Piece) Shown(number int64) Shown { return p.sizes.at(number, p.Picture(number)) }

// Picture is the public address of picture number of p.
func (p Piece) Picture(number int64) string { return fmt.Sprintf("/tin/%d/anh/%d", p.ID, number) }

// Thumb is the public address of picture number of p, cut to its focus and made small.
func (p Piece) Thumb(number int64) string { return fmt.Sprintf("/tin/%d/anh/%d/nho", p.ID, number) }

var noPicture = refuse.With(refuse.NotFound, "Không tìm thấy ảnh này.")

// pictureOf is picture n of a story.
func pictureOf(ctx context.Context, tx *store.Tx, id StoryID, n int64) (Picture, error) {
	all, err := picturesOf(ctx, tx, id)
	if err != nil {
		return Picture{}, err
	}
	i := slices.IndexFunc(all, func(p Picture) bool { return p.ID == n })
	if i < 0 {
		return Picture{}, noPicture
	}
	return all[i], nil
}

// pictureHere gives a picture out to whoever may see its story.
func (d *Desk) pictureHere(w http.ResponseWriter, r *http.Request) error {
	n, err := web.PathID(r, "n")
	if err != nil {
		return err
	}
	var found Picture
	err = d.read(r, func(ctx context.Context, tx *store.Tx) error {
		p, err := d.openStory(ctx, tx, r)
		if err != nil {
			return err
		}
		found, err = pictureOf(ctx, tx, p.ID, n)
		return err
	})
	if err != nil {
		return err
	}
	return d.give(w, r, found.Hash, "private, max-age=3600")
}

func (d *Desk) publicPicture(w http.ResponseWriter, r *http.Request) error {
	return d.inPublic(w, r, func(p Picture) blob.Hash { return p.Hash })
}

func (d *Desk) publicThumb(w http.ResponseWriter, r *http.Request) error {
	return d.inPublic(w, r, func(p Picture) blob.Hash { return p.Small })
}

// inPublic gives out a picture that stands in what the public reads of its story, and no other.
func (d *Desk) inPublic(w http.ResponseWriter, r *http.Request, which func(Picture) blob.Hash) error {
	id, err := web.PathID(r, "story")
	if err != nil {
		return err
	}
	n, err := web.PathID(r, "n")
	if err != nil {
		return err
	}
	var found Picture
	err = d.DB.Read(r.Context(), web.Place(r.Context()), func(tx *store.Tx) error {
		p, err := Read(r.Context(), tx, StoryID(id))
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(p.Body.Pictures(), func(f prose.Figure) bool { return f.Number == n }) {
			return noPicture
		}
		found, err = pictureOf(r.Context(), tx, p.ID, n)
		return err
	})
	if err != nil {
		return err
	}
	return d.give(w, r, which(found), "public, max-age=600")
}

// give answers with the file of hash: a JPEG of our own drawing, and never anything else.
func (d *Desk) give(w http.ResponseWriter, r *http.Request, hash blob.Hash, caching string) error {
	body, _, err := d.Blobs.Open(r.Context(), hash)
	if err != nil {
		return fmt.Errorf("picture %s: %w", hash, err)
	}
	defer body.Close()
	w.Header().Set("Content-Type", "image/jpeg")
	w.Header().Set("Cache-Control", caching)
	w.Header().Set("ETag", `"`+string(hash[:16])+`"`)
	http.ServeContent(w, r, "", time.Time{}, body)
	return nil
}
