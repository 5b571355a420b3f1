package calendar

// What the runs of holidays rest on.
const (
	byLaw      = "Bộ luật Lao động 45/2019/QH14, Điều 111 và 112" // the days of the law itself, weekends made up for
	plan2025   = "Bộ Lao động, Thương binh và Xã hội, 03/12/2024 (SGGP 04/12/2024)"
	plan2026   = "Bộ Nội vụ, 10/2025 (Việt Nam News 17/10/2025)"
	unverified = "" // proposed by the ministry; no announcement has been seen: to be checked before it is relied on
)

// holidays are the days off of each year, the first first, each with its source.
// Those announced are what the Ministry of Home Affairs (until 2025 the Ministry
// of Labour) told the offices; the others are what the law alone gives, until the
// announcement of their year is in. Of Tết the law gives five days and leaves it
// to the announcement which; one before the new year and four after is the usual.
var holidays = []Holiday{
	{"2025-01-01", "2025-01-01", "Tết Dương lịch", true, byLaw},
	{"2025-01-25", "2025-02-02", "Tết Nguyên đán Ất Tỵ", true, plan2025},
	{"2025-04-07", "2025-04-07", "Giỗ Tổ Hùng Vương", true, byLaw},
	{"2025-04-30", "2025-05-04", "Ngày Chiến thắng 30/4 và Ngày Quốc tế Lao động 1/5", true, plan2025},
	{"2025-08-30", "2025-09-02", "Quốc khánh", true, plan2025},

	{"2026-01-01", "2026-01-04", "Tết Dương lịch", true, unverified},
	{"2026-02-14", "2026-02-22", "Tết Nguyên đán Bính Ngọ", true, plan2026},
	{"2026-04-25", "2026-04-27", "Giỗ Tổ Hùng Vương", true, byLaw},
	{"2026-04-30", "2026-05-03", "Ngày Chiến thắng 30/4 và Ngày Quốc tế Lao động 1/5", true, byLaw},
	{"2026-08-29", "2026-09-02", "Quốc khánh", true, plan2026},

	{"2027-01-01", "2027-01-01", "Tết Dương lịch", false, byLaw},
	{"2027-02-05", "2027-02-11", "Tết Nguyên đán Đinh Mùi", false, byLaw},
	{"2027-04-16", "2027-04-16", "Giỗ Tổ Hùng Vương", false, byLaw},
	{"2027-04-30", "2027-05-03", "Ngày Chiến thắng 30/4 và Ngày Quốc tế Lao động 1/5", false, byLaw},
	{"2027-09-02", "2027-09-03", "Quốc khánh", false, byLaw},
}

// swapped are Saturdays on which offices work for a day off between holidays, with their source.
var swapped = map[string]string{
	"2025-04-26": unverified, // for 2025-05-02, which plan2025 gives off
	"2026-01-10": unverified, // for 2026-01-02
	"2026-08-22": plan2026,   // for 2026-08-31
}

// fixed are the holidays that stand on the same day each year, for years that are not in yet.
var fixed = []struct{ day, name string }{
	{"-01-01", "Tết Dương lịch"},
	{"-04-30", "Ngày Chiến thắng 30/4"},
	{"-05-01", "Ngày Quốc tế Lao động"},
	{"-09-02", "Quốc khánh"},
}
