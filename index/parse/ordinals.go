package parse

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

var inDigits = regexp.MustCompile(`(?i)\b(\d{1,3})(?:st|nd|rd|th|re|er|e|ème|-[яе])\b|^(\d{1,3}) ?[ªº]|第 ?(\d{1,3}) ?[届次]`)

// sessionNumber is the number that the words of a session say, in any of the six languages, 0 where they say none: 12 for
// "Twelfth session", 78 for "Soixante-dix-huitième session", "Семьдесят восьмая сессия", "第七十八届会议".
func sessionNumber(s string) int {
	if m := inDigits.FindStringSubmatch(s); m != nil {
		n, _ := strconv.Atoi(m[1] + m[2] + m[3])
		return n
	}
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Han, r):
			return chineseNumber(s)
		case unicode.Is(unicode.Arabic, r):
			return sumOrdinal(strings.Fields(arabicPlain.Replace(s)), arabicOrdinals)
		case unicode.Is(unicode.Cyrillic, r):
			return sumOrdinal(strings.Fields(strings.ToLower(s)), russianOrdinals)
		}
	}
	fields := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return r == ' ' || r == '-' || r == '‑' })
	for _, ordinals := range []map[string]int{englishOrdinals, spanishOrdinals, frenchOrdinals} {
		if n := sumOrdinal(fields, ordinals); n > 0 {
			return n
		}
	}
	return 0
}

// sumOrdinal adds up the words of a number, which stand together. A word after another of its own decade is not part of it, save
// in French, which counts on from sixty and four times twenty.
func sumOrdinal(fields []string, values map[string]int) int {
	sum, seen := 0, false
	for _, w := range fields {
		n, ok := values[w]
		switch {
		case !ok && seen && w != "et" && w != "and" && w != "بعد":
			return aSession(sum)
		case !ok:
			continue
		case n == 20 && sum == 4: // quatre-vingt
			sum = 80
		case n < 0: // عشرة after a unit: ten more
			sum -= n
		default:
			sum += n
		}
		seen = true
	}
	return aSession(sum)
}

// aSession is 0 for what is no number of a session.
func aSession(sum int) int {
	if sum > 300 {
		return 0
	}
	return sum
}

func numbered(start int, words string) map[string]int {
	m := map[string]int{}
	for i, w := range strings.Fields(words) {
		for _, form := range strings.Split(w, "|") {
			m[form] = start + i
		}
	}
	return m
}

func with(m map[string]int, step int, words string) map[string]int {
	for i, w := range strings.Fields(words) {
		for _, form := range strings.Split(w, "|") {
			if form != "-" {
				m[form] = step * (i + 1)
			}
		}
	}
	return m
}

// The words of numbers as they stand before "session"; tables by tens start with ten.
var (
	englishOrdinals = with(with(numbered(1, `first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth`),
		10, `- twenty|twentieth thirty|thirtieth forty|fortieth fifty|fiftieth sixty|sixtieth seventy|seventieth eighty|eightieth ninety|ninetieth`), 100, `hundred|hundredth`)
	frenchOrdinals = with(with(numbered(1, `un|unième|première|premier deux|deuxième|seconde trois|troisième quatre|quatrième cinq|cinquième six|sixième sept|septième huit|huitième neuf|neuvième dix|dixième onze|onzième douze|douzième treize|treizième quatorze|quatorzième quinze|quinzième seize|seizième`),
		10, `- vingt|vingts|vingtième trente|trentième quarante|quarantième cinquante|cinquantième soixante|soixantième septante|septantième - nonante|nonantième`), 100, `cent|centième`)
	spanishOrdinals = with(with(numbered(1, `primer|primero|primera segundo|segunda tercer|tercero|tercera cuarto|cuarta quinto|quinta sexto|sexta séptimo|séptima octavo|octava noveno|novena décimo|décima undécimo|undécima|decimoprimer|decimoprimero duodécimo|duodécima|decimosegundo decimotercero|decimotercer|decimotercera decimocuarto|decimocuarta decimoquinto|decimoquinta decimosexto|decimosexta decimoséptimo|decimoséptima decimoctavo|decimoctava decimonoveno|decimonovena`),
		10, `- vigésimo|vigésima trigésimo|trigésima cuadragésimo|cuadragésima quincuagésimo|quincuagésima sexagésimo|sexagésima septuagésimo|septuagésima octogésimo|octogésima nonagésimo|nonagésima`), 100, `centésimo|centésima ducentésimo`)
	russianOrdinals = with(with(numbered(1, `первая|первое|первой вторая|второе третья|третье четвертая|четвёртая|четвертое пятая|пятое шестая|шестое седьмая|седьмое восьмая|восьмое девятая|девятое десятая|десятое одиннадцатая|одиннадцатое двенадцатая|двенадцатое тринадцатая|тринадцатое четырнадцатая|четырнадцатое пятнадцатая|пятнадцатое шестнадцатая|шестнадцатое семнадцатая|семнадцатое восемнадцатая|восемнадцатое девятнадцатая|девятнадцатое`),
		10, `- двадцать|двадцатая|двадцатое тридцать|тридцатая|тридцатое сорок|сороковая пятьдесят|пятидесятая шестьдесят|шестидесятая семьдесят|семидесятая восемьдесят|восьмидесятая девяносто|девяностая`), 100, `сто|сотая`)
	arabicOrdinals = with(with(with(numbered(1, `الاولي|الحاديه|واحد الثانيه الثالثه الرابعه الخامسه السادسه السابعه الثامنه التاسعه العاشره`),
		10, `- العشرون|والعشرون|العشرين|والعشرين الثلاثون|والثلاثون|الثلاثين|والثلاثين الاربعون|والاربعون|الاربعين|والاربعين الخمسون|والخمسون|الخمسين|والخمسين الستون|والستون|الستين|والستين السبعون|والسبعون|السبعين|والسبعين الثمانون|والثمانون|الثمانين|والثمانين التسعون|والتسعون|التسعين|والتسعين`), -10, `عشره|عشر`), 100, `المائه|المئه`) // "الدورة الخامسة بعد المائة"
)

// arabicPlain writes Arabic without the signs in which spellings differ.
var arabicPlain = strings.NewReplacer("أ", "ا", "إ", "ا", "آ", "ا", "ى", "ي", "ة", "ه", "ـ", "")

// chineseNumber is the first number in Chinese figures in s: 78 for "第七十八届会议".
func chineseNumber(s string) int {
	total, digit, seen := 0, 0, false
	for _, r := range s {
		if d := strings.IndexRune(chineseDigits, r); d >= 0 {
			digit, seen = d/3, true
			continue
		}
		switch {
		case r == '〇':
			digit, seen = 0, true
		case r == '十':
			total, digit, seen = total+max(digit, 1)*10, 0, true
		case r == '百':
			total, digit, seen = total+max(digit, 1)*100, 0, true
		case seen:
			return total + digit
		}
	}
	return total + digit
}

const chineseDigits = "零一二三四五六七八九"
