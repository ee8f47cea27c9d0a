package citation

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// chinese is how papers in Chinese cite. Its patterns see folded text, in which commas and brackets are those of ASCII. The number stands before the noun, "第70/1号决议", so [findHan] reads it, not the patterns
// of the other languages.
var chinese = &language{
	code:         "zh",
	rewrite:      rewriteChinese,
	han:          true,
	adoptedHints: []string{"决议", "决定"},
	head:         at(`(决议)|(决定)`),
	draft:        regexp.MustCompile(`草案$`),
	back: regexp.MustCompile(`(?:同一|该项|该|上述|前述|本|这项|这一|此项|同项|同)(?:决议|决定)|(?P<many>这两项|该两项|上述两项|两项|这三项|上述三项)(?:决议|决定)|` +
		`(?P<all>这些|上述各项|上述这些|各该)(?:决议|决定)`),
	decisionStem: "决定",
	notBefore:    regexp.MustCompile(`[应本]$`),
	count:        map[string]int{"这两项": 2, "该两项": 2, "上述两项": 2, "两项": 2, "这三项": 3, "上述三项": 3},
	adopted:      at(`^\(?` + hanDay + `\)?`),
	ofBody:       at(`^$`),
	date:         at(hanRange),
	months: map[string]int{"1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "6": 6, "7": 7, "8": 8, "9": 9, "10": 10, "11": 11, "12": 12,
		"01": 1, "02": 2, "03": 3, "04": 4, "05": 5, "06": 6, "07": 7, "08": 8, "09": 9},
	dateHints:  []string{"月"},
	longerName: at(`[^\pP]`),
	and:        "和",
	bodies: translated(map[string]string{
		"联合国大会": "General Assembly", "大会": "General Assembly", "安全理事会": "Security Council", "安理会": "Security Council", "理事会": "Council",
		"经济及社会理事会": "Economic and Social Council", "经社理事会": "Economic and Social Council", "人权理事会": "Human Rights Council",
		"人权委员会": "Commission on Human Rights", "麻醉药品委员会": "Commission on Narcotic Drugs", "麻委会": "Commission on Narcotic Drugs",
		"预防犯罪和刑事司法委员会": "Commission on Crime Prevention and Criminal Justice", "妇女地位委员会": "Commission on the Status of Women",
		"世界卫生大会": "World Health Assembly", "卫生大会": "World Health Assembly", "联合国环境大会": unea, "环境大会": unea, "联合国环境规划署联合国环境大会": unea,
		"缔约方大会": "Conference of the Parties", "缔约方会议": "Conference of the Parties", "缔约国会议": "Conference of the States Parties",
		"缔约国大会": "Conference of the States Parties", "执行局": "Executive Board", "执行理事会": "Executive Board", "委员会": "Commission",
		"审议大会": "Review Conference", "审查大会": "Review Conference", "大会堂": "", "全权代表大会": "Plenipotentiary Conference", "全权代表会议": "Plenipotentiary Conference",
		"联合国打击跨国有组织犯罪公约缔约方会议": bodyCTOC, "联合国反腐败公约缔约国会议": bodyCAC,
	}),
}

const (
	hanDay = `(?:\d{4} ?年 ?)?\d{1,2} ?月(?: ?\d{1,2} ?日?)?(?:(?:和|至|、) ?(?:\d{1,2} ?月 ?)?\d{1,2} ?日)?`
	// hanRange matches a date or range; groups: 1 year, 2 month, 3 first day, 4 the word between, 5 its year, 6 its month, 7 its day.
	hanRange = `(?:(\d{4}) ?年 ?)?(\d{1,2}) ?月(?: ?(\d{1,2}) ?日?)?(?: ?(至|到|和|—|–|-|~) ?(?:(?:(\d{4}) ?年 ?)?(\d{1,2}) ?月 ?)?(\d{1,2}) ?日)?`
)

// hanItem is a number with what stands around it: "第70/1号".
type hanItem struct {
	start, end int // of all of it, from "第" to "号" or the noun
	numbers    []number
	kind       Kind // "" where the noun stands behind a later number
	from, to   int  // of it and the members that follow or precede it directly
}

// findHan finds resolutions and decisions in Chinese: "大会第70/1号决议", "第1514(XV)和1541(XV)号决议", "2004年12月20日第59/209号、2012年12月21日第67/221号决议".
func findHan(l *language, text string, symbols []Mention) []Mention {
	items := hanItems(text, symbols)
	for i := len(items) - 1; i >= 0; i-- {
		if items[i].kind == "" && i+1 < len(items) && listGoesOn(text, items[i], items[i+1]) {
			items[i].kind = items[i+1].kind
		}
	}
	hanSpans(text, items)
	var found []Mention
	body := ""
	for i, item := range items {
		joined := i > 0 && items[i-1].kind != "" && listGoesOn(text, items[i-1], item)
		if !joined {
			body = ""
		}
		if item.kind == "" {
			continue
		}
		from := 0
		if i > 0 {
			from = items[i-1].end
		}
		if named, its := bodyBeforeHan(l, text[from:item.start]); named != "" || its {
			body = named
		}
		for _, n := range item.numbers {
			found = append(found, Mention{Kind: item.kind, ID: n.id, Start: item.from, End: item.to, Body: body})
		}
	}
	return found
}

// hanItems are the numbers of a text that "第" or "号" or a list marks as those of papers, with the noun behind them where one stands there.
func hanItems(text string, symbols []Mention) []hanItem {
	var items []hanItem
	next := 0 // of symbols
	for i := 0; i < len(text); {
		for next < len(symbols) && symbols[next].End <= i {
			next++
		}
		if next < len(symbols) && symbols[next].Start <= i {
			i = symbols[next].End
			continue
		}
		if c := text[i]; !isDigit(c) && !isCapital(c) {
			i++
			continue
		}
		item, ok := hanItemAt(text, i, items)
		if ok {
			items = append(items, item)
			i = item.end
			continue
		}
		for i < len(text) && text[i] < utf8.RuneSelf && isWordRune(rune(text[i])) {
			i++
		}
	}
	return items
}

// hanItemAt is the item whose number begins at offset i.
func hanItemAt(text string, i int, before []hanItem) (hanItem, bool) {
	item := hanItem{start: i}
	head := strings.TrimRight(text[:i], " ")
	marked := strings.HasSuffix(head, "第")
	if marked {
		item.start = len(head) - len("第")
	}
	item.numbers = matchNumber(text, i)
	if item.numbers == nil {
		end := digitsAt(text, i)
		if !marked || end == i || end-i > 4 || !hanNoun.MatchString(text[end:]) { // 第338号决议
			return item, false
		}
		item.numbers = []number{{text[i:end], i, end}}
	}
	item.end = item.numbers[len(item.numbers)-1].end
	noun := hanNoun.FindStringSubmatchIndex(text[item.end:])
	if later := hanLaterNoun.FindStringSubmatchIndex(text[item.end:]); noun == nil && later != nil {
		noun = later
		noun[1] = len(hanHao.FindString(text[item.end:]))
	}
	switch {
	case noun == nil:
		if hao := hanHao.FindString(text[item.end:]); hao != "" {
			item.end += len(hao)
			return item, hanGoesOn.MatchString(text[item.end:])
		}
		return item, (marked || follows(text, before, i)) && hanGoesOn.MatchString(text[item.end:])
	case noun[4] >= 0:
		item.kind = Decision
	default:
		item.kind = Resolution
	}
	item.end += noun[1]
	return item, true
}

// follows reports whether a number at offset i follows the last item as the next member of its list.
func follows(text string, before []hanItem, i int) bool {
	return len(before) > 0 && before[len(before)-1].end <= i && hanSeparator.MatchString(text[before[len(before)-1].end:i])
}

var (
	// hanNoun follows a number; groups: 1 resolution, 2 decision.
	hanNoun = regexp.MustCompile(`^(?: {0,2}号)?(?: ?\(\d{4}年?\))?,? {0,2}(?:的|总括|综合)?(?:号 ?)?(?:(决议)|(决定))`)
	// hanLaterNoun has the title between: "第73/11号关于联合国同国际刑警组织合作的决议"; groups as above.
	hanLaterNoun = regexp.MustCompile(`^ {0,2}号 {0,2}(?:关于|题为)[^,。;、]{1,90}?的(?:各项)?(?:(决议)|(决定))`)
	hanHao       = regexp.MustCompile(`^ ?号`)
	// hanGoesOn follows a member of a list.
	hanGoesOn = regexp.MustCompile(`^ {0,2}(?:[、,;和及与或至到–—-]|以及|并|\()`)
	// hanSeparator stands between members that follow one another.
	hanSeparator = regexp.MustCompile(`^ {0,2}(?:[、,;和及与或至到–—-]|以及|并)+ ?第? ?$`)
)

// listGoesOn reports whether item b belongs to the list of item a: "第59/209号、2012年12月21日第67/221号".
func listGoesOn(text string, a, b hanItem) bool {
	const farthest = 500
	gap := text[a.end:b.start]
	return len(gap) < farthest && !strings.Contains(gap, "。") && hanGoesOn.MatchString(text[a.end:])
}

// hanSpans gives members that follow one another the span of all of them.
func hanSpans(text string, items []hanItem) {
	for first := 0; first < len(items); {
		last := first
		for last+1 < len(items) && items[last+1].kind == items[first].kind && hanSeparator.MatchString(text[items[last].end:items[last+1].start]) {
			last++
		}
		for i := first; i <= last; i++ {
			items[i].from, items[i].to = items[first].start, items[last].end
		}
		first = last + 1
	}
}

// bodyBeforeHan gives the body that the clause at the end of text names as the owner of what follows, and whether "其" says that it is
// the subject's own.
func bodyBeforeHan(l *language, text string) (body string, its bool) {
	const farthest = 900
	if len(text) > farthest {
		text = text[len(text)-farthest:]
		for text != "" && !utf8.RuneStart(text[0]) {
			text = text[1:]
		}
	}
	text = quoted.ReplaceAllString(text, "“”")
	if at := strings.LastIndexAny(text, "。;"); at >= 0 {
		_, width := utf8.DecodeRuneInString(text[at:])
		text = text[at+width:]
	}
	named := l.bodies.all(text)
	for i := len(named) - 1; i >= 0; i-- {
		if named[i].of != "" && ownerHan.MatchString(text[named[i].end:]) {
			return named[i].of, false
		}
	}
	at := strings.LastIndex(text, "其")
	return "", at >= 0 && ownerHan.MatchString(text[at:])
}

var (
	quoted = regexp.MustCompile(`“[^“”]*”|《[^《》]*》|"[^"]*"`)
	// ownerHan is what may stand between a body and the number of its resolution.
	ownerHan = regexp.MustCompile(`^(?:在|其中|其|的|各项|有关|相关|以往|先前|所有|此前|历次|多项|一系列|通过了?|题为“”的?|标题为“”的?|关于[^的,]{0,90}(?:的[^的,]{0,60})?的|` +
		`(?:附件)?载有[^的,]{0,60}的|涉及[^的,]{0,60}(?:的[^的,]{0,60})?的|,?(?:包括|特别是|尤其是|最近的?(?:一次|一项|决议)?是?|最新的?(?:一项|决议)?是?|即)|决议|决定|、|和|及|以及|等| |` +
		`第[一二三四五六七八九十]+届(?:特别|紧急特别)?会议|\(|` + hanDay + `)*$`)
)

// rewriteChinese writes numbers and dates in Chinese numerals with digits: "二〇一五年九月二十五日", "第十九条".
func rewriteChinese(text string) []rewriting {
	var list []rewriting
	var places windows
	for _, i := range stemPlaces(nil, text, hanMarks) {
		const before, after = 24, 24 // bytes: "二〇一五年十二月三十一日"
		if isHanNumeral(text, i) {
			places = places.add(text, i, before, after)
		}
	}
	for _, at := range places.matches(hanNumbers, text) {
		for group := 1; group <= 4; group++ {
			if from, to := at[2*group], at[2*group+1]; from >= 0 {
				list = append(list, rewriting{from, to, hanDigits(text[from:to])})
			}
		}
	}
	return list
}

// hanMarks stand beside the numbers that are rewritten.
var hanMarks = []string{"第", "月"}

// isHanNumeral reports whether a Chinese numeral stands behind "第" or before "月" at offset i.
func isHanNumeral(text string, i int) bool {
	const numerals = "〇○零一二三四五六七八九十百"
	var r rune
	if strings.HasPrefix(text[i:], "第") {
		r, _ = utf8.DecodeRuneInString(text[i+len("第"):])
	} else {
		r, _ = utf8.DecodeLastRuneInString(text[:i])
	}
	return r != utf8.RuneError && strings.ContainsRune(numerals, r)
}

const hanNumeral = `[〇○零一二三四五六七八九十百]`

// hanNumbers are the numbers of articles and paragraphs (1), and the year (2), month (3) and day (4) of dates.
var hanNumbers = regexp.MustCompile(`第(` + hanNumeral + `{1,7})(?:条|款|项|段|号)|(?:([〇○零一二三四五六七八九]{4})年|年)([一二三四五六七八九十]{1,2})月(?:([一二三四五六七八九十]{1,3})日)?`)

// hanDigits writes a number in digits: 十九 is 19, 二百零五 is 205, 二〇一五 is 2015.
func hanDigits(s string) string {
	const digits = "零一二三四五六七八九"
	total, last, places, printed := 0, 0, false, strings.Builder{}
	for _, r := range s {
		switch r {
		case '十', '百':
			unit := 10
			if r == '百' {
				unit = 100
			}
			total, last, places = total+max(last, 1)*unit, 0, true
		default:
			if r == '〇' || r == '○' {
				r = '零'
			}
			last = strings.IndexRune(digits, r) / len("零")
			printed.WriteByte(byte('0' + last))
		}
	}
	if !places {
		return printed.String()
	}
	return strconv.Itoa(total + last)
}
