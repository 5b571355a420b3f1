package calendar

// holidays are the days off of each year, the first first. Those announced are
// what the Ministry of Home Affairs (until 2025 the Ministry of Labour) told the
// offices; the others are what the law alone gives, until the announcement of
// their year is in. Of Tết the law gives five days and leaves it to the
// announcement which; one before the new year and four after is the usual.
var holidays = []Holiday{
	{"2025-01-01", "2025-01-01", "Tết Dương lịch", true},
	{"2025-01-25", "2025-02-02", "Tết Nguyên đán Ất Tỵ", true},
	{"2025-04-07", "2025-04-07", "Giỗ Tổ Hùng Vương", true},
	{"2025-04-30", "2025-05-04", "Ngày Chiến thắng 30/4 và Ngày Quốc tế Lao động 1/5", true},
	{"2025-08-30", "2025-09-02", "Quốc khánh", true},

	{"2026-01-01", "2026-01-04", "Tết Dương lịch", true},
	{"2026-02-14", "2026-02-22", "Tết Nguyên đán Bính Ngọ", true},
	{"2026-04-25", "2026-04-27", "Giỗ Tổ Hùng Vương", true},
	{"2026-04-30", "2026-05-03", "Ngày Chiến thắng 30/4 và Ngày Quốc tế Lao động 1/5", true},
	{"2026-08-29", "2026-09-02", "Quốc khánh", true},

	{"2027-01-01", "2027-01-01", "Tết Dương lịch", false},
	{"2027-02-05", "2027-02-11", "Tết Nguyên đán Đinh Mùi", false},
	{"2027-04-16", "2027-04-16", "Giỗ Tổ Hùng Vương", false},
	{"2027-04-30", "2027-05-03", "Ngày Chiến thắng 30/4 và Ngày Quốc tế Lao động 1/5", false},
	{"2027-09-02", "2027-09-03", "Quốc khánh", false},
}

// swapped are Saturdays on which offices work for a day off between holidays.
var swapped = map[string]bool{
	"2025-04-26": true, // for 2025-05-02
	"2026-01-10": true, // for 2026-01-02
	"2026-08-22": true, // for 2026-08-31
}

// fixed are the holidays that stand on the same day each year, for years that are not in yet.
var fixed = []struct{ day, name string }{
	{"-01-01", "Tết Dương lịch"},
	{"-04-30", "Ngày Chiến thắng 30/4"},
	{"-05-01", "Ngày Quốc tế Lao động"},
	{"-09-02", "Quốc khánh"},
}
