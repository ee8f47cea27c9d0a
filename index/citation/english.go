package citation

import (
	"regexp"

	"github.com/plenary-search/plenary/index/symbol"
)

// english is how papers in English cite. Source: United Nations Editorial Manual, on resolutions and decisions, and on dates.
var english = &language{
	code:         "en",
	adoptedHints: []string{"esolution", "ESOLUTION", "ecision", "ECISION", "UNSCR"},
	partHints:    []string{"rticle", "RTICLE", "rt.", "rts.", "ule", "ULE", "ara", "ARA"},
	dateHints:    []string{"ary", "arch", "pril", "May", "une", "uly", "ugust", "ber", "ARY", "ARCH", "PRIL", "MAY", "UNE", "ULY", "UGUST", "BER"},
	head:         at(`(?i)\b(?:(resolutions?)|(decisions?))(?: Nos?\.)? ?\(?`),
	plural:       regexp.MustCompile(`(?i)s$`),
	back: regexp.MustCompile(`(?i)\b(?:(?:the same|that same|this same|that|this|the said|the latter|the aforementioned|the above-mentioned)` +
		` (?:resolution|decision)|(?P<many>the same|these|those|both|both of these|both of those|these two|those two|the same two|` +
		`the two|the three|the four|the five)(?: aforementioned| above-mentioned)? (?:resolutions|decisions))\b`),
	backWords:    spellings("same that this said latter aforementioned above-mentioned mentioned these those both two three four five"),
	decisionStem: "ecision",
	count: map[string]int{
		"both": 2, "both of these": 2, "both of those": 2, "these two": 2, "those two": 2, "the same two": 2, "the two": 2,
		"the three": 3, "the four": 4, "the five": 5,
	},
	separator: at(`^(?:(?:,|;)? ?(?:and|or|and also|as well as|and to|and in|and of) (?:also )?|(?:,|;) ?| & |( (?:to|through) | ?[–-] ?))`),
	adopted: at(`^(?: \((?:19|20)\d\d\))?(?:(?: of|, of|,? adopted (?:on|in)|, dated)? (?:(?:\d{1,2} (?:and|to) )?\d{1,2} )?(?:January|February|March|April|May|June|July|` +
		`August|September|October|November|December)(?: \d{4})?)?`),
	place: at(`^(?:(?:,| and)? \(?(?:annex(?:es)?|appendix|chap(?:ter|\.)|sect(?:ion|s\.|\.)|part|paras?\.|paragraphs?|preamble)(?: ` + placeNumber +
		`(?:(?:, | and |[–-])` + placeNumber + `)*)?\)?)+`),
	draft: regexp.MustCompile(`(?i)\bdraft $`),
	own: regexp.MustCompile(`(?i)(?:^|[^\pL])(?:(?:in|by|through|under|pursuant to|in accordance with|in line with|further to|following|since|` +
		`with|adopted|approved) (its |their )|(?:in|by|through|with|adopted) )(?:[\pL-]+ )?$`),
	opening:        regexp.MustCompile(`^[\PL]*(?:(?:Also|Furthermore|Moreover|Subsequently|Similarly|Accordingly|Later|In addition),? )?$`),
	subjectOpening: regexp.MustCompile(`^[\PL]*(?:\pL+, )?[Tt]he $`),
	subject:        regexp.MustCompile(`, (?:inter alia, )?[Tt]he `),
	lends: regexp.MustCompile(`^(?:[^.;]{0,160}(?:including|in particular|namely|notably|the most recent|the latest|latest of which)(?: of which)?(?: being| is| was)? (?:the )?|` +
		`[^.;]{0,200},? (?:and|or|as well as) (?:to |in |also )?|, )$`),
	ofBody:     at(`^(?: \([^()]{1,40}\))?,? (?:adopted )?(?:of|by) the `),
	part:       at(`(?i)\b(?:(articles?|arts?\.)|(rules?)|((?:sub)?paragraphs?|paras?\.)) `),
	partBefore: "operative ",
	subpart:    at(`^,? (?:(?:sub)?paragraphs?|paras?\.|subpara\.) `),
	ofPart:     at(`^,? of (?:its )?(?:(article|art\.)|(rule)) `),
	ofInstrument: at(`^(?: [a-z]\b)?(?: \([^()]{1,120}\))?,? (?:(of)|to|in|under|from) (?:both )?` +
		`(?:(?:the|its|their|that|this|said|same|annexed|provisional|Council’s|Council's|Assembly’s) )*`),
	further: regexp.MustCompile(`(?:(?:,|;|,? and)(?: and| to| of)?(?: its)?|(,? (?:in particular|including|notably|namely|especially|such as|starting with|` +
		`supplemented by|most recently|inter alia),?|:)) ` + furtherNumber),
	memberEnd:  at(`^(?:$|[.,;:)]|,? on |,? entitled| (?:of )?\d{1,2} \pL| [A-Z]\b)`),
	date:       datePattern(" ", englishMonths, ",? ", " and | to | through | or "),
	months:     monthNumbers(englishMonths),
	monthWords: monthWordsOf(monthNumbers(englishMonths)), dayEndings: []string{" "}, yearBeginnings: []string{" ", ","},
	and:    "and",
	bodies: registeredBodies(),
}

const englishMonths = `january|february|march|april|may|june|july|august|september|october|november|december`

// placeNumber is the number of a place within a resolution: "II.A", "7–8", "12 (b)".
const placeNumber = `(?:[IVXL]+(?:\.[A-Z])?|[A-Z]|\d{1,3}|\([a-z]\))(?: ?\([a-z0-9]{1,4}\))*\b`

// registeredBodies are the names of the registry of bodies, and the short names that several bodies bear.
func registeredBodies() nameIndex[string] {
	names := nameIndex[string]{}
	seen := map[string]bool{}
	add := func(name string) {
		if name != "" && !seen[name] {
			seen[name] = true
			names.add(name, name)
		}
	}
	for _, b := range symbol.Bodies() {
		if b.Adopts != b.Code && b.Adopts != "=" {
			continue // the Secretariat, committees: they adopt no resolutions
		}
		add(b.Name)
		for _, other := range b.Other {
			add(other)
		}
	}
	for _, name := range [...]string{"Conference of the Parties", "Conference of the States Parties", "Meeting of the Parties",
		"Assembly of States Parties", "General Conference", "Plenipotentiary Conference"} {
		add(name)
	}
	return names
}
