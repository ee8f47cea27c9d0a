package citation

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// arabic is how papers in Arabic cite. Its patterns are written in plain spelling and read through bare, as the text is.
var arabic = &language{
	code:         "ar",
	plain:        bare,
	rewrite:      rewriteArabic,
	adoptedHints: []string{"قرار", "مقرر"},
	head: arabicAt(`(?:(` + arabicPrefix + `قرار` + arabicEnding + `)|(` + arabicPrefix + `مقرر` + arabicEnding + `))` +
		`(?: (?:ذات الأرقام|ذات الرقم|أرقام|رقم))? ?\(?`),
	plural: arabicPattern(`(?:ات|ان|ين|ا|ي)(?:ها|ه|هما|هم)?$`),
	its:    arabicPattern(`(?:ها|ه|هما|هم)$`),
	back: arabicPattern(`[وف]?[بلك]?(?:(?:ذلك|هذا|نفس|ذات) (?:القرار|المقرر)|(?:ال|لل)(?:قرار|مقرر) (?:نفسه|ذاته|عينه|المذكور|المشار إليه|آنف الذكر|السالف الذكر)|` +
		`(?P<many>كلا|هذين|هذان|ذينك) (?:القرارين|القراران|المقررين|المقرران)|` +
		`(?P<all>هذه|تلك) (?:القرارات|المقررات))`),
	decisionStem: "مقرر",
	notBefore:    arabicPattern(`بما في $`),
	count:        map[string]int{bare("كلا"): 2, bare("هذين"): 2, bare("هذان"): 2, bare("ذينك"): 2},
	separator:    arabicAt(`^(?:[،,؛;]? ?(?:و|أو) ?(?:إلى |من |عن |في |ب|ل)?|[،,؛;] ?|( (?:إلى|حتى) | ?[–-] ?))`),
	adopted: arabicAt(`^،?(?: \(?(?:المؤرخ(?:ة|ين|ان|تين)?|الصادر(?:ة|ين)?(?: في)?|المتخذ(?:ة|ين)?(?: في)?|المعتمد(?:ة|ين)?(?: في)?|في))? ?` +
		`(?:\d{1,2} (?:و ?\d{1,2} )?)?(?:` + arabicMonths + `)(?: \d{4})?\)?(?:\(\d{0,3}\))?`),
	place: arabicAt(`^(?:[،,]? \(?و?(?:المرفق(?:ان|ين|ات)?|الفقر(?:ة|ات|تان|تين)|الفرع(?:ان|ين)?|الجزء(?:ان|ين)?|الفصل|الباب|التذييل)` +
		`(?: (?:(?:الأول|الثاني|الثالث|الرابع|الخامس|السادس|السابع|الثامن|التاسع|العاشر)(?: عشر)?(?: و(?:الثاني|الثالث|الرابع))?|ألف|باء|جيم|[A-Z]\b|\d{1,3}(?: ?[–-] ?\d{1,3})?(?: \([^()]{1,6}\))?))*\)?)+`),
	partHints:    []string{"ماد", "مواد", "فقر", "قاعد"},
	part:         arabicAt(`(?:([وف]?(?:[بك]?ال|لل|[بلك])?(?:مادة|مادتان|مادتين|مواد))|([وف]?(?:[بك]?ال|لل)قاعدة)|([وف]?(?:[بك]?ال|لل)(?:فقرة|فقرتان|فقرتين|فقرات))) `),
	subpart:      arabicAt(`،? (?:ال|لل)(?:فقرة|فقرتان|فقرتين|فقرات) `),
	ofPart:       arabicAt(` من (?:(المادة)|(القاعدة)) `),
	ofInstrument: arabicAt(`(?: \([^()]{1,120}\))? (من )(?:هذا |هذه )?`),
	longerName:   arabicAt(` (?:المتعلق|بشأن|الدولي|لمكافحة|الخاص|المعني|الاختياري|الإضافي|الأوروبي|الأفريقي|العربي|لجامعة|المؤسس|المبرم|الأمريكي|للمحكمة|لل)`),
	further:      arabicPattern(`(?:(?:[،؛,]? ?و|[،؛,]) ?(?:إلى |من |عن |في |ب|ل)?|((?:ولا سيما|لا سيما|بما في ذلك|بما فيها|وخصوصا|وبخاصة|وبوجه خاص|ومن بينها|ومنها|وآخرها|مثل|:) ?)) ?` + furtherNumber),
	memberEnd:    arabicAt(`^(?:$|[.،,؛;:)]|(?: [A-Z])? (?:المؤرخ|بشأن|المتعلق|المعنون|المتخذ|الصادر|اللذين|والم|عن |في |و|من )| [A-Z]\b|\(\d{0,3}\))`),
	draft:        arabicPattern(`(?:مشروع|مشروعي|مشروعا|مشاريع) $`),
	own:          arabicPattern(`(?:^|[^\pL])(لديها )?(?:[وف]?(?:في|بموجب|إلى|عملا|وفقا|طبقا|من خلال|بمقتضى) )?$`),
	opening:      arabicPattern(`^[\PL]*[وف]?$`), subjectOpening: arabicPattern(`^[\PL]*(?:إن )?$`),
	subject:     arabicPattern(`[،,] ?(?:كانت? )?\pL+ `),
	lends:       arabicPattern(`^(?:[^.؛]{0,160}(?:بما في ذلك|بما فيها|لا سيما|وآخرها|وأحدثها|وهي|وخصوصا) |[^.؛]{0,200}[،,]? ?|[،,] )$`),
	ofBody:      arabicAt(`^،? (?:الصادر(?:ة|ين)? عن |(?:الذي|التي|اللذين) اتخذت?(?:ه|ها|هما) |(?:الذي|التي) اعتمدت?(?:ه|ها|هما) )`),
	ofHead:      arabicAt(`^ `),
	headNumbers: arabicAt(`^(?: (?:ذات الأرقام|رقم|أرقام))? ?\(?`),
	date:        datePattern(" ", bare(arabicMonths), " (?:"+bare("عام|سنة")+" )?", " و ?| "+bare("إلى")+" | "+bare("حتى")+" "),
	dateHints:   strings.Split(bare("كانون|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين|يناير|فبراير|مارس|أبريل|مايو|يوني|يولي|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر"), "|"),
	months:      arabicMonthNumbers(),
	monthWords:  monthWordsOf(arabicMonthNumbers()), dayEndings: []string{" "}, yearBeginnings: []string{" ", "عام", "سنة", " "},
	and: "و",
	bodies: translatedBy(bare, map[string]string{
		"الجمعية العامة": "General Assembly", "للجمعية العامة": "General Assembly", "الجمعية": "Assembly", "مجلس الأمن": "Security Council",
		"لمجلس الأمن": "Security Council", "المجلس": "Council", "المجلس الاقتصادي والاجتماعي": "Economic and Social Council",
		"مجلس حقوق الإنسان": "Human Rights Council", "لجنة حقوق الإنسان": "Commission on Human Rights", "لجنة المخدرات": "Commission on Narcotic Drugs",
		"لجنة منع الجريمة والعدالة الجنائية": "Commission on Crime Prevention and Criminal Justice", "جمعية الصحة العالمية": "World Health Assembly",
		"جمعية الأمم المتحدة للبيئة": unea, "جمعية الأمم المتحدة للبيئة التابعة لبرنامج الأمم المتحدة للبيئة": unea, "لجنة وضع المرأة": "Commission on the Status of Women",
		"لجنة التنمية الاجتماعية": "Commission for Social Development", "المؤتمر": "Conference", "مؤتمر الأطراف": "Conference of the Parties",
		"مؤتمر الدول الأطراف": "Conference of the States Parties", "المؤتمر العام": "General Conference", "مجلس التجارة والتنمية": "Trade and Development Board",
		"المجلس التنفيذي": "Executive Board", "مجلس الإدارة": "Governing Council",
		"مؤتمر الأطراف في اتفاقية الأمم المتحدة لمكافحة الجريمة المنظمة عبر الوطنية": bodyCTOC,
		"مؤتمر الدول الأطراف في اتفاقية الأمم المتحدة لمكافحة الفساد":                bodyCAC,
	}),
}

// inherits reports whether the ending of a head may mean the body of the group before: councils are masculine, "قرار مجلس حقوق الإنسان
// 18/120 وقراراته 24/14", and the General Assembly, whose papers say so, is not.
func (l *language) inherits(head, body string) bool {
	return strings.HasSuffix(strings.TrimRight(head, " ("), "ه") && strings.HasSuffix(body, "Council")
}

// unea is the United Nations Environment Assembly, to which translations point.
const unea = "United Nations Environment Assembly of the United Nations Environment Programme"

const (
	// arabicPrefix are the conjunctions, prepositions and article that are written together with a word.
	arabicPrefix = `[وف]?(?:[بك]?ال|لل|[بلك])?`
	// arabicEnding are the endings of the dual and plural, and "its", "their".
	arabicEnding = `(?:ات|ان|ين|ا|ي)?(?:ها|هما|هم|ه)?`
	// arabicMonths are the months in Levantine and Egyptian names, alone or joined by a stroke.
	arabicMonths = `كانون الثاني(?: ?/ ?يناير)?|شباط(?: ?/ ?فبراير)?|آذار(?: ?/ ?مارس)?|نيسان(?: ?/ ?أبريل)?|أيار(?: ?/ ?مايو)?|حزيران(?: ?/ ?يوني[هو])?|` +
		`تموز(?: ?/ ?يولي[هو])?|آب(?: ?/ ?أغسطس)?|أيلول(?: ?/ ?سبتمبر)?|تشرين الأول(?: ?/ ?أكتوبر)?|تشرين الثاني(?: ?/ ?نوفمبر)?|كانون الأول(?: ?/ ?ديسمبر)?|` +
		`يناير|فبراير|مارس|أبريل|مايو|يوني[هو]|يولي[هو]|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر`
)

// arabicMonthNumbers are the numbers of months by the name before a stroke.
func arabicMonthNumbers() map[string]int {
	numbers := map[string]int{}
	for i, names := range [...]string{"كانون الثاني|يناير", "شباط|فبراير", "آذار|مارس", "نيسان|أبريل", "أيار|مايو", "حزيران|يونيه|يونيو", "تموز|يوليه|يوليو",
		"آب|أغسطس", "أيلول|سبتمبر", "تشرين الأول|أكتوبر", "تشرين الثاني|نوفمبر", "كانون الأول|ديسمبر"} {
		for name := range strings.SplitSeq(names, "|") {
			numbers[bare(name)] = i + 1
		}
	}
	return numbers
}

// bare writes every alef as a bare one: papers print "الأمن" and "الامن".
func bare(s string) string {
	var b []byte
	for i := 0; i+1 < len(s); i++ {
		if s[i] == 0xD8 && (s[i+1] == 0xA2 || s[i+1] == 0xA3 || s[i+1] == 0xA5) || s[i] == 0xD9 && s[i+1] == 0xB1 { // آ أ إ ٱ
			if b == nil {
				b = []byte(s)
			}
			b[i], b[i+1] = 0xD8, 0xA7
			i++
		}
	}
	if b == nil {
		return s
	}
	return string(b)
}

func arabicAt(s string) *anchored { return at(bare(s)) }

func arabicPattern(s string) *regexp.Regexp { return regexp.MustCompile(bare(s)) }

// arabicLetters are the names of the Arabic letters that stand for the Latin ones in numbers of resolutions: "55/180 ألف".
var arabicLetters = map[string]string{
	"الف": "A", "باء": "B", "جيم": "C", "دال": "D", "هاء": "E", "واو": "F", "زاي": "G", "حاء": "H", "طاء": "I", "ياء": "J", "كاف": "K", "لام": "L",
	"ميم": "M", "نون": "N", "سين": "O", "عين": "P", "فاء": "Q", "صاد": "R", "قاف": "S", "راء": "T", "شين": "U", "تاء": "V", "ثاء": "W", "خاء": "X",
	"ذال": "Y", "ضاد": "Z",
}

// rewriteArabic writes numbers as they stand in other languages: "1514 (د-15)" as 1514 (XV), "دإط-10/15" as ES-10/15, "55/180 ألف"
// as 55/180 A, "1/م أ-21" as 1/CP.21, and takes out marks of vowels and the lengthening stroke.
//
// Source: the Arabic texts of the resolutions of the General Assembly.
func rewriteArabic(text string) []rewriting {
	var list []rewriting
	number := -1 // end of the number or letter that a letter may follow
	const nearest = 8
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c < utf8.RuneSelf:
			if r, ok := turnedBracket(text, i); ok {
				list = append(list, r)
				i, number = r.to, r.to
				continue
			}
			if isDigit(c) || c == ')' && number == i {
				number = i + 1
			}
			i++
		case isArabicMark(text, i):
			list = append(list, rewriting{i, i + 2, ""})
			i += 2
		default:
			if text[i] == 0xD8 && text[i+1] == 0xAF || i > 0 && text[i-1] == '/' || number > 0 && i-number <= nearest { // "د"
				if r, ok := arabicNumber(text, i, number); ok {
					list = append(list, r)
					i, number = r.to, r.to
					continue
				}
			}
			for i++; i < len(text) && text[i] >= utf8.RuneSelf && !isArabicMark(text, i); i++ {
			}
		}
	}
	return list
}

// isArabicMark reports whether a mark of a vowel (U+064B to U+065F, U+0670) or the stroke that lengthens a letter (U+0640) stands at offset i.
func isArabicMark(text string, i int) bool {
	if text[i] != 0xD9 || i+1 >= len(text) {
		return false
	}
	c := text[i+1]
	return c == 0x80 || 0x8B <= c && c <= 0x9F || c == 0xB0
}

// turnedBracket is the year in brackets at offset i where one of them stands the wrong way round, as in texts taken from pages
// that run from right to left: "1373 (2001(".
func turnedBracket(text string, i int) (rewriting, bool) {
	end := i + len("(2001)")
	if text[i] != '(' && text[i] != ')' || i == 0 || end > len(text) || text[i] == '(' && text[end-1] == ')' || text[end-1] != '(' && text[end-1] != ')' {
		return rewriting{}, false
	}
	year := text[i+1 : end-1]
	if before := strings.TrimRight(text[:i], " "); before == "" || !isDigit(before[len(before)-1]) || strings.Trim(year, "0123456789") != "" ||
		!strings.HasPrefix(year, "19") && !strings.HasPrefix(year, "20") {
		return rewriting{}, false
	}
	return rewriting{i, end, "(" + year + ")"}, true
}

// arabicSessions are the letters before the number of a session, longest first.
var arabicSessions = [...]struct{ arabic, latin string }{{"داط", "ES-"}, {"دا", "S-"}, {"د", ""}}

// climateBodies are the letters that stand for the conferences of the climate convention.
var climateBodies = [...]struct{ arabic, latin string }{
	{"م ا ا ت", "CMA."}, {"م ا ت", "CMA."}, {"م اا", "CMP."}, {"م ا ا", "CMP."}, {"م ا", "CP."},
}

// arabicNumber rewrites the session or letter that begins at offset i; number is where a number before it ends.
func arabicNumber(text string, i, number int) (rewriting, bool) {
	if i > 0 && text[i-1] == '/' {
		for _, body := range climateBodies {
			if end := dashed(text, i, body.arabic); end > 0 && digitsAt(text, end) > end {
				return rewriting{i, end, body.latin}, true
			}
		}
	}
	for _, s := range arabicSessions {
		end := dashed(text, i, s.arabic)
		if end < 0 {
			continue
		}
		last := digitsAt(text, end)
		switch {
		case last == end || last-end > 3:
		case i > 0 && text[i-1] == '(' && last < len(text) && (text[last] == ')' || text[last] == '('):
			return rewriting{i, last + 1, s.latin + roman(atoi(text[end:last])) + ")"}, true
		case s.latin != "" && last < len(text) && text[last] == '/':
			return rewriting{i, end, s.latin}, true
		}
	}
	word := firstWord(text[i:])
	and := ""
	if rest, ok := strings.CutPrefix(word, "و"); ok && arabicLetters[rest] != "" {
		word, and = rest, "و"
	}
	if gap := number; arabicLetters[word] != "" && gap > 0 && gap < i && (text[gap:i] == " " || text[gap:i] == " و " || text[gap:i] == "، " ||
		text[gap:i] == "-" || text[gap:i] == " - " || text[gap:i] == "–" || text[gap:i] == " الى ") {
		return rewriting{i, i + len(and) + len(word), and + arabicLetters[word]}, true
	}
	return rewriting{}, false
}

// dashed is the end of word and a dash at offset i, -1 where they do not stand there.
func dashed(text string, i int, word string) int {
	rest, ok := strings.CutPrefix(text[i:], word)
	if !ok {
		return -1
	}
	rest = strings.TrimPrefix(rest, " ")
	short := strings.TrimPrefix(strings.TrimPrefix(rest, "-"), "–")
	if len(short) == len(rest) {
		return -1
	}
	return len(text) - len(strings.TrimPrefix(short, " "))
}

func digitsAt(text string, i int) int {
	for i < len(text) && isDigit(text[i]) {
		i++
	}
	return i
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// roman writes a session in Roman numerals.
func roman(n int) string {
	var b strings.Builder
	for _, step := range [...]struct {
		n int
		s string
	}{{100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= step.n; n -= step.n {
			b.WriteString(step.s)
		}
	}
	return b.String()
}
