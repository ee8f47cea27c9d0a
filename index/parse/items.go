package parse

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/plenary-search/plenary/index/document"
)

var (
	agendaLine = regexp.MustCompile(`(?i)^(?:(?:provisional |preliminary )?agenda )?items? \d{1,3}\b.{0,160}$`)
	itemPart   = regexp.MustCompile(`(\d{1,3})((?:\s*\([a-z]{1,3}\))*)|(\([a-z]{1,3}\)(?:\s*\([ivx]{1,4}\))?)|([–—-]|\bto\b)`)
	inBrackets = regexp.MustCompile(`\(([a-z]{1,3})\)`)
	dottedItem = regexp.MustCompile(`\b(\d{1,3})\.([a-z])\b`)          // "Item 6.b" of LHE/24/19.COM/6.b
	itemPoint  = regexp.MustCompile(`\b(\d{1,3})(?:\.\d{1,2}){1,2}\b`) // "item 14.1" of A77/9: sub-items of WHO are not told apart
	itemTail   = regexp.MustCompile(`(?i)\bof the\b.*$|\bdu\b.*$|\bdel\b.*$`)
	// itemsInText are the words with which running text says under which item it speaks.
	itemsInText = regexp.MustCompile(`(?i)\b(?:agenda (?:sub-?)?items?|under (?:sub-?)?items?|considered (?:sub-?)?items?|consideration of (?:sub-?)?items?)[ \x{00a0}]` +
		`(\d{1,3}(?:[ \x{00a0}]?\([a-z]{1,2}\))?(?:(?:, | and |–|-)(?:\d{1,3}\b(?:[ \x{00a0}]?\([a-z]{1,2}\))?|\([a-z]{1,2}\)))*)`)
	// otherAgenda says that the item is one of another agenda.
	otherAgenda = regexp.MustCompile(`^,? (?:entitled [“"][^”"]{1,300}[”"],? )?(?:of|on) the (?:provisional )?agenda (?:of|for) `)
)

// readItems reads agenda items in the forms of mastheads and tables, in normal form and order: "Items 2, 4 and 5",
// "1 (f)", "Items 3 (a) and (b)", "Items 7–9", "2 (b)–(d)".
func readItems(s string) []string {
	s = itemPoint.ReplaceAllString(s, "$1")
	s = dottedItem.ReplaceAllString(itemTail.ReplaceAllString(s, ""), "$1 ($2)")
	var out []string
	seen := map[string]bool{}
	add := func(item string) {
		if item, ok := document.NormalItem(item); ok && !seen[item] && len(out) < 200 {
			seen[item] = true
			out = append(out, item)
		}
	}
	number, prev, ranged := "", "", false
	for _, m := range itemPart.FindAllStringSubmatch(s, -1) {
		switch {
		case m[4] != "":
			ranged = prev != ""
			continue
		case m[1] != "":
			if ranged && m[2] == "" {
				for _, item := range numbersBetween(prev, m[1]) {
					add(item)
				}
			}
			number = m[1]
			add(number + m[2])
			prev = number + m[2]
		case number != "":
			if ranged {
				for _, item := range lettersBetween(number, prev, m[3]) {
					add(item)
				}
			}
			add(number + m[3])
			prev = number + m[3]
		}
		ranged = false
	}
	return out
}

func numbersBetween(from, to string) (out []string) {
	a, errA := strconv.Atoi(from)
	b, errB := strconv.Atoi(to)
	if errA != nil || errB != nil || b-a > 100 {
		return nil
	}
	for n := a + 1; n < b; n++ {
		out = append(out, strconv.Itoa(n))
	}
	return out
}

func lettersBetween(number, from, to string) (out []string) {
	a, b := inBrackets.FindStringSubmatch(from), inBrackets.FindStringSubmatch(to)
	if a == nil || b == nil || len(a[1]) != 1 || len(b[1]) != 1 {
		return nil
	}
	for c := a[1][0] + 1; c < b[1][0]; c++ {
		out = append(out, number+"("+string(c)+")")
	}
	return out
}

// itemsNamed returns the items under which text says that it speaks, with the words that say so.
func itemsNamed(text string) (tags []document.AgendaTag) {
	if !strings.Contains(text, "item") && !strings.Contains(text, "ITEM") && !strings.Contains(text, "Item") {
		return nil
	}
	for _, m := range itemsInText.FindAllStringSubmatchIndex(text, -1) {
		if otherAgenda.MatchString(text[m[1]:]) {
			continue
		}
		for _, item := range readItems(text[m[2]:m[3]]) {
			tags = append(tags, document.AgendaTag{Item: item, Via: document.ViaText, Evidence: text[m[0]:m[1]]})
		}
	}
	return tags
}

// topItems counts the different items at the top level.
func topItems(items []string) int {
	top := map[string]bool{}
	for _, item := range items {
		for document.ItemParent(item) != "" {
			item = document.ItemParent(item)
		}
		top[item] = true
	}
	return len(top)
}

// lineItems reads the items of an agenda line in any language.
func lineItems(line string) []string {
	if agendaLine.MatchString(line) {
		return readItems(line)
	}
	return itemsInAnyLanguage(line)
}
