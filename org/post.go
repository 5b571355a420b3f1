package org

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

// posts is every post in order of precedence, with its name on screens and papers.
// alone: one holder at a time, per place or per unit.
var posts = []struct {
	post  Post
	name  string
	alone aloneness
}{
	{Chair, "Chủ tịch UBND", alonePerPlace},
	{ViceChair, "Phó Chủ tịch UBND", shared},
	{OfficeHead, "Trưởng phòng Văn hóa – Xã hội", alonePerPlace},
	{Officer, "Công chức Văn hóa – Xã hội", shared},
	{EditorHead, "Trưởng ban biên tập", alonePerPlace},
	{Reporter, "Phóng viên, cộng tác viên", shared},
	{Announcer, "Người vận hành truyền thanh", shared},
	{UnitHead, "Thủ trưởng đơn vị", alonePerUnit},
	{Clerk, "Văn thư", shared},
	{Operator, "Quản trị hệ thống", shared},
}

type aloneness int

const (
	shared aloneness = iota
	alonePerUnit
	alonePerPlace
)

// Posts is every post, highest first.
func Posts() []Post {
	out := make([]Post, len(posts))
	for i, p := range posts {
		out[i] = p.post
	}
	return out
}

// PostName is what p is called in Vietnamese, «Chủ tịch UBND»; the code word itself for a post that does not exist.
func PostName(p Post) string {
	if i := rank(p); i < len(posts) {
		return posts[i].name
	}
	return string(p)
}

// IsPost reports whether p is a post of this program.
func IsPost(p Post) bool { return rank(p) < len(posts) }

// rank is p's place in the order of precedence; unknown posts come last.
func rank(p Post) int {
	for i := range posts {
		if posts[i].post == p {
			return i
		}
	}
	return len(posts)
}
