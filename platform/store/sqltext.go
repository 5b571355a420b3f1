package store

import (
	"fmt"
	"strings"
)

// maxArgs is the most arguments one statement takes, the place included.
const maxArgs = 256

// check refuses a text that does not use exactly the placeholders $1 to $args,
// each at least once, or that holds more than one statement. It reads over
// literals, quoted names and comments. PostgreSQL would refuse all these by
// itself; SQLite would not.
func check(query string, args int) error {
	if args > maxArgs {
		return fmt.Errorf("store: %d arguments, at most %d can be bound, in: %s", args, maxArgs, query)
	}
	var used [maxArgs + 1]bool
	ended := false // a semicolon was seen
	for i := 0; i < len(query); {
		rest := query[i:]
		n := blank(rest)
		switch {
		case n > 0:
		case ended:
			return fmt.Errorf("store: more than one statement in: %s", query)
		case rest[0] == '\'' || rest[0] == '"':
			n = quoted(rest)
		case rest[0] == ';':
			ended, n = true, 1
		case rest[0] == '?':
			return fmt.Errorf("store: placeholders are written $1, $2, in: %s", query)
		case rest[0] == '$':
			var number int
			number, n = placeholder(rest)
			if number > args {
				return fmt.Errorf("store: $%d has no argument (there are %d with the place) in: %s", number, args, query)
			}
			used[number] = true
		default:
			n = 1
		}
		i += n
	}
	for number := 1; number <= args; number++ {
		if used[number] {
			continue
		}
		if number == 1 {
			return fmt.Errorf("store: the query forgets its place ($1): %s", query)
		}
		return fmt.Errorf("store: argument $%d is not used in: %s", number, query)
	}
	return nil
}

// blank returns the length of the space or the comment that s begins with.
func blank(s string) int {
	switch {
	case strings.ContainsRune(" \t\r\n", rune(s[0])):
		return 1
	case strings.HasPrefix(s, "--"):
		if end := strings.IndexByte(s, '\n'); end >= 0 {
			return end
		}
		return len(s)
	case strings.HasPrefix(s, "/*"):
		if end := strings.Index(s[2:], "*/"); end >= 0 {
			return end + 4
		}
		return len(s)
	}
	return 0
}

// quoted returns the length of the literal or quoted name that s begins with; a doubled quote stands for one and ends nothing.
func quoted(s string) int {
	if end := strings.IndexByte(s[1:], s[0]); end >= 0 {
		return end + 2
	}
	return len(s)
}

// placeholder reads $12 at the beginning of s: 12 and 3. Without a number it is 0 and 1.
func placeholder(s string) (number, length int) {
	length = 1
	for length < len(s) && '0' <= s[length] && s[length] <= '9' && number <= maxArgs {
		number = number*10 + int(s[length]-'0')
		length++
	}
	return number, length
}
