package main

import "strings"

// A screen is a page worth a picture, as one of the sample people sees it.
type screen struct {
	name string
	path string
	as   string // login of a sample account; empty for a reader of the public site
}

// ofScan reports whether s is there only where scans can be read.
func (s screen) ofScan() bool { return strings.HasPrefix(s.name, "scan-") }

// screens are every page of the program, in the order a person meets them: a
// test holds the list against the routes. The pictures of `loa gallery` and the
// browser tests walk it.
var screens = []screen{
	{"home", "/", ""},
	{"plans", "/ke-hoach", ""},
	{"plan", "/ke-hoach/1", ""},
	{"plan-whole", "/ke-hoach/1/toan-van", ""},
	{"plan-paper", "/ke-hoach/1/ban-giay?dong=63-64#d63", ""},
	{"plan-versions", "/ke-hoach/1/phien-ban", ""},
	{"theme", "/ke-hoach/1/noi-dung/ha-tang-so", ""},
	{"texts", "/van-ban", ""},
	{"text", "/van-ban/57-nq-tw", ""},
	{"search", "/tim-kiem?q=chuyen+doi+so", ""},
	{"search-nothing", "/tim-kiem?q=xyzzy", ""},
	{"units", "/co-quan", ""},
	{"data", "/du-lieu", ""},
	{"site-map", "/so-do", ""},
	{"access", "/tro-nang", ""},
	{"missing", "/khong-co-trang-nay", ""},
	{"sign-in", "/sign-in", ""},

	{"my-day", "/my-day", "lan"},
	{"plan-list", "/plan", "lan"},
	{"upload", "/plan/upload", "lan"},
	{"review", "/plan/draft/2", "lan"},
	{"review-target", "/plan/draft/2?at=T7", "lan"},
	{"review-steps", "/plan/draft/1/steps", "lan"},
	{"review-drop", "/plan/draft/2/drop", "lan"},
	{"review-clean", "/plan/draft/3", "lan"},
	{"review-words", "/plan/draft/2/words", "lan"},
	{"scan-review", "/plan/draft/4", "lan"},
	{"scan-target", "/plan/draft/4?at=T3", "lan"},
	{"scan-words", "/plan/draft/4/words", "lan"},
	{"scan-read", "/plan/paper/4", "lan"},
	{"scan-unread", "/plan/paper/5", "lan"},
	{"plan-staff", "/plan/1", "lan"},
	{"plan-amend", "/plan/1/amend", "lan"},
	{"plan-version", "/plan/1/version/1", "lan"},
	{"plan-source", "/plan/1/paper/1?at=46-47#l46", "lan"},
	{"work", "/work", "lan"},
	{"work-late", "/work?due=late", "lan"},
	{"work-task", "/work/7", "lan"},
	{"work-part", "/work/5/unit/5", "lan"},
	{"work-evidence", "/work/6/evidence/5", "lan"},
	{"work-send", "/work/7/unit/3", "duc"},
	{"work-due", "/work/7/due", "lan"},
	{"work-involve", "/work/7/involve", "lan"},
	{"work-release", "/work/1/unit/6/release", "lan"},
	{"measure", "/measure", "lan"},
	{"measure-target", "/measure/90", "lan"},
	{"library", "/library", "lan"},
	{"library-text", "/library/1", "lan"},
	{"library-correct", "/library/1/correct", "lan"},
	{"account", "/account", "lan"},
	{"account-password", "/account/password", "lan"},
	{"account-second-factor", "/account/second-factor", "lan"},
	{"account-second-factor-remove", "/account/second-factor/remove", "lan"},
	{"account-recovery", "/account/recovery", "lan"},
	{"delegations", "/settings/delegations", "lan"},
	{"delegation-add", "/settings/delegations/add", "lan"},
	{"delegation-cover", "/settings/delegations/cover", "lan"},
	{"delegation-end", "/settings/delegations/1/end", "lan"},
	{"parts", "/gallery", "lan"},

	{"my-day-vice-chair", "/my-day", "thuha"},
	{"adopt", "/plan/draft/3/adopt", "thuha"},
	{"adopt-amendment", "/plan/draft/2/adopt", "thuha"},
	{"person-appoint", "/settings/people/5/appoint", "thuha"},
	{"person-succeed", "/settings/people/5/succeed", "thuha"},
	{"person-relieve", "/settings/people/5/relieve/5", "thuha"},
	{"my-day-nothing", "/my-day", "cuong"},

	{"settings", "/settings", "tuan"},
	{"place", "/settings/place", "tuan"},
	{"place-edit", "/settings/place/edit", "tuan"},
	{"place-change", "/settings/place/change", "tuan"},
	{"settings-units", "/settings/units", "tuan"},
	{"unit", "/settings/units/3", "tuan"},
	{"unit-add", "/settings/units/add", "tuan"},
	{"unit-edit", "/settings/units/3/edit", "tuan"},
	{"unit-rename", "/settings/units/3/rename", "tuan"},
	{"unit-alias", "/settings/units/3/alias", "tuan"},
	{"unit-merge", "/settings/units/3/merge", "tuan"},
	{"unit-close", "/settings/units/3/close", "tuan"},
	{"unit-reopen", "/settings/units/3/reopen", "tuan"},
	{"people", "/settings/people", "tuan"},
	{"person", "/settings/people/4", "tuan"},
	{"person-add", "/settings/people/add", "tuan"},
	{"person-edit", "/settings/people/4/edit", "tuan"},
	{"person-leave", "/settings/people/4/leave", "tuan"},
	{"person-account", "/settings/people/4/account", "tuan"},
	{"person-password", "/settings/people/4/account/password", "tuan"},
	{"person-second-factor", "/settings/people/4/account/second-factor", "tuan"},
	{"person-sign-out", "/settings/people/4/account/sign-out", "tuan"},
	{"person-disable", "/settings/people/4/account/disable", "tuan"},
	{"person-enable", "/settings/people/4/account/enable", "tuan"},
	{"audit", "/settings/audit", "tuan"},
	{"jobs", "/settings/jobs", "tuan"},
}
