package auth

import (
	"context"
	"crypto/subtle"
	_ "embed"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"loa/platform/refuse"
)

// A cost is what argon2id is asked to spend on one hash (RFC 9106).
type cost struct {
	memory  uint32 // KiB
	time    uint32 // passes
	threads uint8
}

// standard is the smaller of the two settings that OWASP's password storage sheet
// puts first: about 40 ms on one core, 19 MiB.
var standard = cost{memory: 19 * 1024, time: 2, threads: 1}

// A phc is a password hash in the PHC string form: $argon2id$v=19$m=19456,t=2,p=1$salt$key.
type phc struct {
	cost
	salt, key []byte
}

const (
	saltLen = 16
	keyLen  = 32
)

var errPHC = errors.New("auth: not an argon2id hash that this program writes")

var b64 = base64.RawStdEncoding.Strict()

func (p phc) String() string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s",
		argon2.Version, p.memory, p.time, p.threads, b64.EncodeToString(p.salt), b64.EncodeToString(p.key))
}

// parsePHC reads what String writes, and only that: a hash has one spelling. It
// refuses costs that no version of this program asked for, so that a hash from a
// foreign hand cannot make the machine work without end.
func parsePHC(s string) (phc, error) {
	parts := strings.Split(s, "$")
	if len(parts) != 6 {
		return phc{}, errPHC
	}
	var p phc
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &p.memory, &p.time, &p.threads); err != nil {
		return phc{}, errPHC
	}
	var err error
	if p.salt, err = b64.DecodeString(parts[4]); err != nil {
		return phc{}, errPHC
	}
	if p.key, err = b64.DecodeString(parts[5]); err != nil {
		return phc{}, errPHC
	}
	switch {
	case p.String() != s,
		p.threads < 1 || p.threads > 16,
		p.time < 1 || p.time > 16,
		p.memory < 8*uint32(p.threads) || p.memory > 256*1024,
		len(p.salt) < 8 || len(p.salt) > 64,
		len(p.key) < 16 || len(p.key) > 64:
		return phc{}, errPHC
	}
	return p, nil
}

// hash makes the PHC string of password. At most four are made at once; the others wait.
func (d *Desk) hash(ctx context.Context, password string) (string, error) {
	p := phc{cost: d.cost, salt: make([]byte, saltLen)}
	if _, err := io.ReadFull(d.Rand, p.salt); err != nil {
		return "", fmt.Errorf("auth: salt: %w", err)
	}
	key, err := d.argon(ctx, p, password, keyLen)
	p.key = key
	return p.String(), err
}

// nobody is compared with when there is no such login, so that the answer takes as long.
func (d *Desk) nobody() string {
	return phc{cost: d.cost, salt: make([]byte, saltLen), key: make([]byte, keyLen)}.String()
}

// matches reports whether hash was made of password, and whether it should be
// made anew because the program asks for another cost by now.
func (d *Desk) matches(ctx context.Context, hash, password string) (ok, stale bool, err error) {
	p, err := parsePHC(hash)
	if err != nil {
		return false, false, err
	}
	key, err := d.argon(ctx, p, password, len(p.key))
	if err != nil {
		return false, false, err
	}
	return subtle.ConstantTimeCompare(key, p.key) == 1, p.cost != d.cost, nil
}

func (d *Desk) argon(ctx context.Context, p phc, password string, n int) ([]byte, error) {
	select {
	case d.hashing <- struct{}{}:
		defer func() { <-d.hashing }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	// Keyboards for Vietnamese differ in how they put marks together; NFC makes them one.
	return argon2.IDKey([]byte(norm.NFC.String(password)), p.salt, p.time, p.memory, p.threads, uint32(n)), nil
}

//go:embed common.txt
var common string

// CheckPassword refuses a password that is too easy to guess, and says what to do.
// The sentence belongs to the form field called password.
func CheckPassword(login, password string) error {
	plain := strings.ToLower(norm.NFC.String(password))
	no := func(say string) error { return refuse.Field("password", say) }
	switch n := utf8.RuneCountInString(plain); {
	case !utf8.ValidString(password):
		return no("Mật khẩu có ký tự không đọc được. Mời anh/chị nhập lại.")
	case n < 10:
		return no("Mật khẩu cần ít nhất 10 ký tự. Anh/chị có thể ghép bốn từ không liên quan cho dễ nhớ.")
	case len(password) > 512:
		return no("Mật khẩu quá dài. Anh/chị dùng tối đa khoảng 100 ký tự.")
	case login != "" && strings.Contains(plain, strings.ToLower(login)):
		return no("Mật khẩu không được chứa tên đăng nhập. Mời anh/chị chọn mật khẩu khác.")
	case few(plain), isCommon(plain):
		return no("Mật khẩu này quá dễ đoán. Mời anh/chị chọn mật khẩu khác, ví dụ ghép bốn từ không liên quan.")
	}
	return nil
}

// few reports whether s is made of fewer than four different characters, or runs
// straight along the digits or the alphabet.
func few(s string) bool {
	seen := map[rune]bool{}
	steps := map[rune]bool{}
	last := rune(-1)
	for _, r := range s {
		seen[r] = true
		if last >= 0 {
			steps[r-last] = true
		}
		last = r
	}
	return len(seen) < 4 || len(steps) == 1
}

func isCommon(s string) bool {
	for line := range strings.Lines(common) {
		if strings.TrimSpace(line) == s {
			return true
		}
	}
	return false
}

// TemporaryPassword makes one to be read out or written on a slip: three groups
// of four, 60 bits, without the letters i, l, o and u that are taken for others.
func (d *Desk) TemporaryPassword() (string, error) { return d.word(3) }

// word makes groups of four letters and digits of Crockford's base 32, five bits each.
func (d *Desk) word(groups int) (string, error) {
	const alphabet = "0123456789abcdefghjkmnpqrstvwxyz"
	chance := make([]byte, groups*4)
	if _, err := io.ReadFull(d.Rand, chance); err != nil {
		return "", fmt.Errorf("auth: chance: %w", err)
	}
	var s strings.Builder
	for i, c := range chance {
		if i > 0 && i%4 == 0 {
			s.WriteByte('-')
		}
		s.WriteByte(alphabet[c%32])
	}
	return s.String(), nil
}

// plainWord undoes what people do to such a word when they copy it: capitals, spaces, o for 0, l for 1.
func plainWord(s string) string {
	return strings.NewReplacer("-", "", " ", "", "o", "0", "i", "1", "l", "1").Replace(strings.ToLower(s))
}
