package plan

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"loa/kit/vi"
)

// FuzzReadDamagedPlans reads plans that were cut, joined, shuffled and
// stripped: the first byte says which, each three after it what happens where.
func FuzzReadDamagedPlans(f *testing.F) {
	var plans [][]string
	for _, path := range papers(f) {
		b, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		plans = append(plans, strings.Split(string(b), "\n"))
	}
	for i := range plans {
		f.Add([]byte{byte(i)})
		f.Add([]byte{byte(i), 0, 9, 1, 1, 20, 3, 2, 14, 7, 3, 5, 5, 4, 30, 30, 5, 11, 2, 6, 12, 8, 7, 25, 60, 8, 3, 3, 9, 40, 9})
	}
	f.Fuzz(func(t *testing.T, program []byte) {
		if len(program) == 0 {
			return
		}
		text := damage(plans[int(program[0])%len(plans)], program[1:])
		lines, err := Lines([]byte(text))
		if err != nil {
			return
		}
		start := time.Now()
		d := Read(lines, Options{})
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%d bytes took %v", len(text), took)
		}
		if err := sound(d, len(lines)); err != nil {
			t.Errorf("%v in\n%s", err, text)
		}
		var out bytes.Buffer
		if err := Print(&out, d); err != nil {
			t.Error(err)
		}
	})
}

// labels are what damage puts before lines.
var labels = []string{"I. ", "V. ", "1. ", "1.1. ", "12. ", "a) ", "đ) ", "- ", "+ ", "Điều 1. ", "Phần II. ", "PHỤ LỤC\n", "KẾ HOẠCH\n", "./.\n", "Nơi nhận:\n", "TM. ỦY BAN NHÂN DÂN\n", "TT\tNhiệm vụ\tChủ trì\tThời gian\n", "x\ty\tz\tt\n", "100% ", "trước ngày ", "Số: /KH-UBND\n", "Căn cứ ", "năm 2024 ", "(", "quý "}

// damage applies a program to the lines of a plan: an operation, a line and an amount at a time.
func damage(plan []string, program []byte) string {
	lines := append([]string(nil), plan...)
	for ; len(program) >= 3 && len(lines) > 0 && len(lines) < 400; program = program[3:] {
		op, amount := program[0]%11, int(program[2])
		at := int(program[1]) % len(lines)
		other := (at + 1 + amount) % len(lines)
		rs := []rune(lines[at])
		switch op {
		case 0: // lost
			lines = append(lines[:at], lines[min(len(lines), at+1+amount%8):]...)
		case 1: // printed twice
			lines = append(lines[:at+1], lines[at:]...)
		case 2: // joined
			if at+1 < len(lines) {
				lines[at] += " " + lines[at+1]
				lines = append(lines[:at+1], lines[at+2:]...)
			}
		case 3: // broken
			cut := amount % (len(rs) + 1)
			lines = append(lines[:at+1], lines[at:]...)
			lines[at], lines[at+1] = string(rs[:cut]), string(rs[cut:])
		case 4:
			lines[at], lines[other] = lines[other], lines[at]
		case 5: // without marks
			lines[at] = vi.Fold(lines[at])
		case 6:
			lines[at] = strings.ToUpper(lines[at])
		case 7:
			lines[at] = labels[amount%len(labels)] + lines[at]
		case 8: // some letters lost
			for i := range rs {
				if (i*7+amount)%11 == 0 {
					rs[i] = []rune(" .,;:()%/-–\t|1")[(i+amount)%14]
				}
			}
			lines[at] = string(rs)
		case 9:
			lines[at] += " " + strings.TrimSpace(labels[amount%len(labels)])
		case 10: // only the first so many lines
			lines = lines[:max(1, at)]
		}
	}
	return strings.Join(lines, "\n")
}
