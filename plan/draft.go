package plan

// A Draft is a plan as the reader understood its paper, before a person has
// answered for it. Its JSON form is the schema vnplan/1. Everything in it stands
// in the paper: what was inferred says so, what is doubtful is in Doubts.
type Draft struct {
	Schema      string       `json:"schema"` // vnplan/1
	Source      Source       `json:"source"`
	Doc         Header       `json:"doc"`
	Sections    []*Clause    `json:"sections"`
	Objectives  []Objective  `json:"objectives"`
	Targets     []Target     `json:"targets"`
	References  []Basis      `json:"references"`
	Funding     *Funding     `json:"funding,omitempty"`
	Assignments []Assignment `json:"assignments"`
	Units       []NamedUnit  `json:"units"`
	Channels    []Channel    `json:"channels"`
	Systems     []System     `json:"systems"`
	Web         []WebAddress `json:"web"`
	Campaigns   []Campaign   `json:"campaigns"`
	Doubts      []Doubt      `json:"anomalies"`

	lines []Line // of the paper it was read from, their words as they now stand; nil where nobody needs them
}

// A Span is the lines of the source that something came from: first and last, 1-based, both included.
type Span [2]int

// Confidence is how sure the reader is, from 0 (a guess) to 1 (stands there plainly).
type Confidence float64

// Source is the file that was read.
type Source struct {
	File   string `json:"file"`
	Lines  int    `json:"lines"`
	SHA256 string `json:"sha256"`
	Kind   string `json:"kind"` // ocr-text, text, docx, scan
	Pages  []Span `json:"pages"`

	Boxes []LineBox `json:"boxes,omitempty"` // of a scan
}

// A LineBox is where a line stands on the picture of its page, in pixels: left, top, width, height.
type LineBox struct {
	Line int    `json:"line"`
	Page int    `json:"page"`
	Box  [4]int `json:"box"`
}

// Header is what stands above and below the body: who issued what, when, signed by whom (Decree 30/2020, annex I).
type Header struct {
	Kind       string      `json:"kind"` // ke-hoach, quyet-dinh, chuong-trinh, …
	KindText   string      `json:"kindText"`
	Number     string      `json:"number"`
	Symbol     string      `json:"symbol"`
	Code       string      `json:"code"` // 15/KH-UBND
	CodeLines  Span        `json:"codeLines"`
	Issuer     Issuer      `json:"issuer"`
	Place      string      `json:"place"`
	Date       string      `json:"date"` // 2025-07-16
	DateLines  Span        `json:"dateLines"`
	Title      string      `json:"title"`
	TitleLines Span        `json:"titleLines"`
	Period     *Period     `json:"period,omitempty"`
	Signer     *Signer     `json:"signer,omitempty"`
	Recipients []Recipient `json:"recipients"`
	Archive    *Recipient  `json:"archive,omitempty"` // the line «Lưu: VT, VHXH»
}

// Issuer is the body that issued the plan.
type Issuer struct {
	Name  string `json:"name"`
	Level string `json:"level"` // ward, district (before July 2025), city, nation, party, department
	City  string `json:"city,omitempty"`
	Lines Span   `json:"lines"`
}

// Period is the time the plan is for, days included.
type Period struct {
	Text  string `json:"text,omitempty"`
	From  string `json:"from"`
	To    string `json:"to"`
	Lines *Span  `json:"lines,omitempty"`
}

// Signer is the signature block.
type Signer struct {
	OnBehalf     string   `json:"onBehalf"` // TM. ỦY BAN NHÂN DÂN
	Capacity     string   `json:"capacity"` // KT. CHỦ TỊCH
	Position     string   `json:"position"` // PHÓ CHỦ TỊCH
	Name         string   `json:"name"`
	Alternatives []string `json:"nameAlternatives,omitempty"`
	Confidence   string   `json:"confidence,omitempty"` // low when letters are missing
	Lines        Span     `json:"lines"`
}

// A Recipient is one line under «Nơi nhận».
type Recipient struct {
	Text      string `json:"text"`
	Lines     Span   `json:"lines"`
	Illegible bool   `json:"illegible,omitempty"`
}

// An Address is where a clause stands in the printed tree: I, I.2, II.5.đ, I.2.-3 (third dash), preamble, closing.
type Address string

// A ClauseKind says what a clause is for.
type ClauseKind string

// The kinds of vnplan/1.
const (
	Preamble           ClauseKind = "preamble"
	Objectives         ClauseKind = "objectives"
	GeneralObjectives  ClauseKind = "general-objectives"
	AnObjective        ClauseKind = "objective"
	SpecificObjectives ClauseKind = "specific-objectives"
	ATarget            ClauseKind = "target"
	Themes             ClauseKind = "themes"
	ATheme             ClauseKind = "theme"
	ThemeItem          ClauseKind = "theme-item"
	AFunding           ClauseKind = "funding"
	Paragraph          ClauseKind = "paragraph"
	Assignments        ClauseKind = "assignments"
	AnAssignment       ClauseKind = "assignment"
	ATask              ClauseKind = "task"
	Closing            ClauseKind = "closing"
	ABasis             ClauseKind = "basis"
	Reference          ClauseKind = "reference"
	Part               ClauseKind = "part"
	Article            ClauseKind = "article"
	Requirement        ClauseKind = "requirement"
	Purpose            ClauseKind = "purpose"
)

// A Clause (điểm mục) is one node of the printed tree.
type Clause struct {
	Key             int64      `json:"key,omitempty"` // counted per place at adoption, kept by every amendment; 0 in a draft
	ID              Address    `json:"id"`
	Label           string     `json:"label"` // as printed, after repair: II. 5. đ) -
	Kind            ClauseKind `json:"kind"`
	Lines           Span       `json:"lines"` // with everything below it
	Title           string     `json:"title,omitempty"`
	Text            string     `json:"text,omitempty"`
	Slug            string     `json:"slug,omitempty"`            // themes: the address in public
	PrintedNumeral  string     `json:"printedNumeral,omitempty"`  // V, where
	ExpectedNumeral string     `json:"expectedNumeral,omitempty"` // IV is due
	Confidence      Confidence `json:"confidence,omitempty"`
	Children        []*Clause  `json:"children,omitempty"`
}

// An Objective (mục tiêu) is a general aim, not counted.
type Objective struct {
	ID   string  `json:"id"`
	Node Address `json:"node"`
}

// A TargetKind is the sort of formula a target is.
type TargetKind string

// The kinds of targets.
const (
	Percent     TargetKind = "percent"     // a share of a population
	Count       TargetKind = "count"       // at least, at most so many
	Rank        TargetKind = "rank"        // among the first so many
	Activity    TargetKind = "activity"    // held at all
	Continuous  TargetKind = "continuous"  // kept up
	Qualitative TargetKind = "qualitative" // nothing to count
)

// An Op is how the value compares.
type Op string

// The comparisons.
const (
	Equal    Op = "eq"
	AtLeast  Op = "ge"
	AtMost   Op = "le"
	Maintain Op = "maintain"
	Achieve  Op = "achieve"
)

// A Target (chỉ tiêu) is a formula: so much of a population does a measure by a time.
type Target struct {
	Key           int64      `json:"key,omitempty"` // counted per place at adoption, kept by every amendment; 0 in a draft
	ID            string     `json:"id"`
	Node          Address    `json:"node"`
	Lines         Span       `json:"lines"`
	Kind          TargetKind `json:"kind"`
	Op            Op         `json:"op"`
	Value         *float64   `json:"value"`
	ValueInferred bool       `json:"valueInferred,omitempty"`
	Unit          *string    `json:"unit"`
	Subject       string     `json:"subject"`    // whom or what it is counted over, in the paper's words
	Measure       string     `json:"measure"`    // what counts
	Population    string     `json:"population"` // agencies, channels, people, models, events, schools, households, citizens
	Deadline      string     `json:"deadline,omitempty"`
	Exclusion     string     `json:"exclusion,omitempty"`
	RestatedAt    []Address  `json:"restatedAt,omitempty"`
	OpCue         string     `json:"opCue,omitempty"` // Tối thiểu
	Campaigns     []string   `json:"campaigns,omitempty"`
	Channels      []string   `json:"channels,omitempty"`
	Confidence    Confidence `json:"confidence,omitempty"`
}

// A Basis (căn cứ pháp lý) is one cited document, told apart by code and date, with every place that cites it.
type Basis struct {
	Key            int64      `json:"key,omitempty"` // counted per place at adoption, kept by every amendment; 0 in a draft
	ID             string     `json:"id"`            // ref-57-nq-tw
	Kind           string     `json:"kind"`
	Number         string     `json:"number"`
	Symbol         string     `json:"symbol"`
	Code           string     `json:"code"` // 57-NQ/TW
	PrintedCode    string     `json:"printedCode,omitempty"`
	Date           string     `json:"date"`
	Issuer         string     `json:"issuer"`
	IssuerInferred bool       `json:"issuerInferred"`
	Title          string     `json:"title"`
	Cited          []Citation `json:"cited"`
	Confidence     Confidence `json:"confidence,omitempty"`
}

// A Citation is one place that cites a basis.
type Citation struct {
	Lines Span    `json:"lines"`
	Node  Address `json:"node"`
	Role  string  `json:"role"` // basis, implement, communicate, within-title, proposal, mention
}

// Funding is where the money comes from.
type Funding struct {
	Node    Address  `json:"node"`
	Lines   Span     `json:"lines"`
	Sources []string `json:"sources"`
	Amount  *int64   `json:"amount"` // dong; nil when the paper names none
	Text    string   `json:"text"`
}

// A Mode is whether a unit is ordered (giao) or asked (đề nghị).
type Mode string

// The modes.
const (
	Assign  Mode = "assign"
	Request Mode = "request"
)

// An Assignment (phân công) is what one unit is to do.
type Assignment struct {
	Key         int64      `json:"key,omitempty"` // counted per place at adoption, kept by every amendment; 0 in a draft
	ID          string     `json:"id"`
	Node        Address    `json:"node"`
	Lines       Span       `json:"lines"`
	Unit        string     `json:"unit"`
	UnitID      string     `json:"unitId"`
	AlsoUnitIDs []string   `json:"alsoUnitIds,omitempty"`
	Mode        Mode       `json:"mode"`
	Tasks       []Task     `json:"tasks"`
	Confidence  Confidence `json:"confidence,omitempty"`
}

// A Role is the part a unit has in a task.
type Role string

// The roles.
const (
	Lead       Role = "lead"       // chủ trì
	Coordinate Role = "coordinate" // phối hợp
	Perform    Role = "perform"    // thực hiện
	Report     Role = "report"     // báo cáo
	OfTarget   Role = "target"     // a target said again among the duties
)

// A Task is one duty in an assignment, before anybody has begun it.
type Task struct {
	Key        int64      `json:"key,omitempty"` // counted per place at adoption, kept by every amendment; 0 in a draft
	ID         string     `json:"id"`
	Node       Address    `json:"node"`
	Lines      Span       `json:"lines"`
	Role       Role       `json:"role"`
	Verbs      []string   `json:"verbs"`
	Partners   []string   `json:"partners"`
	Targets    []string   `json:"targets"`
	Themes     []Address  `json:"themes"`
	Channels   []string   `json:"channels"`
	ReportTo   []string   `json:"reportTo"`
	Deadline   string     `json:"deadline,omitempty"`
	Text       string     `json:"text"`
	Note       string     `json:"note,omitempty"`
	Confidence Confidence `json:"confidence,omitempty"`

	by string // the deadline in the paper's words
}

// A NamedUnit is a body the paper names.
type NamedUnit struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Kind  string `json:"kind"` // committee, party, office, service-unit, service-centre, school-group, group, city-department, external
	Short string `json:"short,omitempty"`
	Note  string `json:"note,omitempty"`
}

// A Channel is a way to reach people that the paper names.
type Channel struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Kind  string `json:"kind"`
	Lines []Span `json:"lines"`
}

// A System is a platform, database, index or service that the paper names.
type System struct {
	Acronym string `json:"acronym"`
	Name    string `json:"name"`
	Kind    string `json:"kind"`
	Lines   []Span `json:"lines"`
}

// A WebAddress is an address on the web.
type WebAddress struct {
	URL     string `json:"url"`
	Printed string `json:"printed"`
	Lines   Span   `json:"lines"`
	OCR     string `json:"ocr,omitempty"` // intact or repaired
	Label   string `json:"label,omitempty"`
	Note    string `json:"note,omitempty"`
}

// A Campaign is a day or month to be answered to.
type Campaign struct {
	ID           string  `json:"id"`
	Name         string  `json:"name"`
	Date         *string `json:"date"`
	Period       *Period `json:"period,omitempty"`
	DateInferred bool    `json:"dateInferred,omitempty"`
	PrintedYear  int     `json:"printedYear,omitempty"`
	Lines        []Span  `json:"lines"`
	Basis        string  `json:"basis,omitempty"`
}

// A Doubt is what a person must see before adopting: an anomaly of the paper, or something the reader is not sure of.
type Doubt struct {
	Kind  string  `json:"kind"` // stale-year, numeral-gap, symbol-order, retired-body, illegible, …
	Lines Span    `json:"lines"`
	Text  string  `json:"text"`
	Note  string  `json:"note"` // in Vietnamese: what is odd and what to do
	Node  Address `json:"node,omitempty"`

	Answer *Answer `json:"answer,omitempty"` // the person who looked at it and what they did; nil while it is open
}

// Walk calls fn for every clause of d in the order of the paper, parents first.
func (d *Draft) Walk(fn func(parent, c *Clause)) { walk(nil, d.Sections, fn) }

func walk(parent *Clause, cs []*Clause, fn func(parent, c *Clause)) {
	for _, c := range cs {
		fn(parent, c)
		walk(c, c.Children, fn)
	}
}

// Clause finds the clause at id; nil when there is none.
func (d *Draft) Clause(id Address) *Clause {
	var found *Clause
	d.Walk(func(_, c *Clause) {
		if c.ID == id {
			found = c
		}
	})
	return found
}
