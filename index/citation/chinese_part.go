package citation

import (
	"regexp"
	"strings"
)

// hanArticle matches an article, which follows its instrument: "《公约》第六条第一款", "第29至32条"; groups: 1 number, 2 last of a range,
// 3 paragraph. Numbers are in digits already (rewriteChinese).
var hanArticle = regexp.MustCompile(`第 ?(\d{1,3}) ?(?:(?:至|到|-|–) ?第? ?(\d{1,3}) ?)?条(?: ?第 ?(\d{1,2}) ?款)?`)

// hanJoint joins the members of a list of articles.
var hanJoint = regexp.MustCompile(`^ ?(?:、|和|及|以及|或|与) ?$`)

// findHanParts finds articles and rules in Chinese whose instrument stands before them.
func findHanParts(text string) []Mention {
	if !strings.Contains(text, "条") {
		return nil
	}
	var found []Mention
	before, end := "", 0
	for _, at := range hanArticle.FindAllStringSubmatchIndex(text, -1) {
		name := instrumentBeforeHan(text[:at[0]])
		if name == "" && end > 0 && hanJoint.MatchString(text[end:at[0]]) {
			name = before
		}
		before, end = name, at[1]
		if name == "" {
			continue
		}
		kind := Article
		if in := instrumentNamed(name); in != nil && in.part == Rule {
			kind = Rule
		}
		for _, id := range hanArticleIDs(text, at) {
			found = append(found, Mention{Kind: kind, ID: id, Start: at[0], End: at[1], Instrument: name})
		}
	}
	return found
}

// hanArticleIDs are the numbers of a match of hanArticle.
func hanArticleIDs(text string, at []int) []string {
	first := text[at[2]:at[3]]
	switch {
	case at[4] >= 0:
		return append([]string{first}, partRange(first, text[at[4]:at[5]])...)
	case at[6] >= 0:
		return []string{first + "(" + text[at[6]:at[7]] + ")"}
	}
	return []string{first}
}

// instrumentBeforeHan gives the English name of the instrument that text ends with, in title marks or not. A word that stands for an
// instrument must have title marks: it ends many names.
func instrumentBeforeHan(text string) string {
	const longest = 160 // bytes
	text = strings.TrimRight(text, " ")
	title := strings.TrimSuffix(text, "》")
	from := max(0, len(title)-longest)
	named := translations()["zh"].all(title[from:])
	if len(named) == 0 {
		return ""
	}
	last := named[len(named)-1]
	if from+last.end != len(title) || headOf(last.of) == last.of && (len(title) == len(text) || !strings.HasSuffix(title[:from+last.start], "《")) {
		return ""
	}
	return last.of
}
