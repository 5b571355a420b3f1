package vi

// maxSlug is how long an address may grow.
const maxSlug = 80

// Slug is s as a piece of a web address: folded, words joined by single hyphens,
// at most 80 bytes and cut between words where it can be. It is empty when s
// holds no letter or figure.
func Slug(s string) string {
	var b []byte
	for _, r := range Fold(s) {
		switch {
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
			b = append(b, byte(r))
		case len(b) > 0 && b[len(b)-1] != '-':
			b = append(b, '-')
		}
		if len(b) > maxSlug {
			return cutSlug(b)
		}
	}
	return trimHyphen(b)
}

// cutSlug cuts b, one too long, before its last word, unless that leaves half or less.
func cutSlug(b []byte) string {
	cut := maxSlug
	for i := maxSlug; i > maxSlug/2; i-- {
		if b[i] == '-' {
			cut = i
			break
		}
	}
	return trimHyphen(b[:cut])
}

func trimHyphen(b []byte) string {
	for len(b) > 0 && b[len(b)-1] == '-' {
		b = b[:len(b)-1]
	}
	return string(b)
}
