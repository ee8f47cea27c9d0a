// Package citation finds and resolves what a paragraph refers to: resolutions and decisions, document symbols, articles,
// rules and paragraphs of instruments, and dates.
//
// It works in two steps, measured apart. [Find] reports what is written; [Resolve] says what it means, over the units of one
// document in order: which body adopted "resolution 7/1", and which resolution "the same resolution" is. It reads plain
// text only and knows neither formats nor the index.
package citation

// Kind is what a citation points to.
type Kind string

// The kinds of citation. Resolution 11/2 and decision 11/2 are two texts, so the kind is part of the identity.
const (
	Resolution Kind = "resolution"
	Decision   Kind = "decision"
	Document   Kind = "symbol"    // a document by its symbol
	Article    Kind = "article"   // an article of a treaty
	Rule       Kind = "rule"      // a rule of rules of procedure
	Paragraph  Kind = "paragraph" // a paragraph of an instrument such as annexed procedures, not of the citing document
)

// How the body of a resolution or decision is known.
const (
	BodyFromText    = "text"    // the sentence names it
	BodyFromForm    = "form"    // the form of the number allows one body only, as 1325 (2000) does
	BodyFromDefault = "default" // assumed to be the body of the citing document
)

// Citation is one reference in the text of a unit.
type Citation struct {
	Kind Kind `json:"kind"`
	// Body is the code of the adopting body of a resolution or decision ("GA", "CTOC/COP"), empty for other kinds.
	Body string `json:"body,omitempty"`
	// BodyVia is one of the BodyFrom constants, empty for other kinds.
	BodyVia string `json:"body_via,omitempty"`
	// Instrument is the short name of the instrument of an article, rule or paragraph ("UNTOC", "Rules of procedure").
	Instrument string `json:"instrument,omitempty"`
	// ID is the number in normal form: "11/5", "1325 (2000)", "36(1)", or a document symbol in normal form.
	ID string `json:"id"`
	// Start and End are byte offsets into the unit's text, half-open. Members of a list or range share a span.
	Start int `json:"start"`
	End   int `json:"end"`
	// Implied is true where the words carry no number and point back ("in the same resolution").
	Implied bool `json:"implied,omitempty"`
}

// Value is the identity of what is cited, as facets, filters and messages write it: "CTOC/COP 11/5" for a resolution or
// decision, the symbol for a document, "UNTOC article 36(1)" for the parts of instruments.
func (c Citation) Value() string {
	switch c.Kind {
	case Resolution, Decision:
		if c.Body == "" {
			return c.ID
		}
		return c.Body + " " + c.ID
	case Article, Rule, Paragraph:
		if c.Instrument == "" {
			return string(c.Kind) + " " + c.ID
		}
		return c.Instrument + " " + string(c.Kind) + " " + c.ID
	default:
		return c.ID
	}
}

// Date is a day, a month or a range of days that a text mentions.
type Date struct {
	// From and To are the first and last day, ISO 8601; equal for a single day.
	From string `json:"from"`
	To   string `json:"to"`
	// ISO is the mention as written down in ISO 8601: "2024-10-14", "2024-12", "2023-10-02/2023-10-03".
	ISO string `json:"iso"`
	// Start and End are byte offsets into the unit's text, half-open.
	Start int `json:"start"`
	End   int `json:"end"`
}
