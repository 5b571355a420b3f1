package plan

// A Line is one line of the paper as some engine read it.
type Line struct {
	No   int    // 1-based
	Page int    // 1-based; 0 when unknown
	Text string // as read, nothing repaired
}
