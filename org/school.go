package org

// A Level is how far a school teaches (cấp học); empty where nobody has said, or for what is no school.
type Level string

// The levels of schools.
const (
	Preschool Level = "preschool" // mầm non
	Primary   Level = "primary"   // tiểu học
	Secondary Level = "secondary" // trung học cơ sở
	High      Level = "high"      // trung học phổ thông
	Mixed     Level = "mixed"     // nhiều cấp
)

// levels is every level with its name on screens and the words of papers for it, folded.
var levels = []struct {
	level Level
	name  string
	words []string
}{
	{Mixed, "Nhiều cấp học", []string{"nhieu cap", "lien cap", "tieu hoc va trung hoc co so", "tieu hoc va thcs", "th va thcs", "thcs va thpt"}},
	{Preschool, "Mầm non", []string{"mam non", "mau giao"}},
	{Primary, "Tiểu học", []string{"tieu hoc"}},
	{Secondary, "Trung học cơ sở", []string{"trung hoc co so", "thcs"}},
	{High, "Trung học phổ thông", []string{"trung hoc pho thong", "thpt"}},
}

// Levels is every level of school, in the order of screens.
func Levels() []Level { return []Level{Preschool, Primary, Secondary, High, Mixed} }

// LevelName is what l is called in Vietnamese; empty for none.
func LevelName(l Level) string {
	for _, row := range levels {
		if row.level == l {
			return row.name
		}
	}
	return ""
}
