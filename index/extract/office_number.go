package extract

import (
	"strconv"
	"strings"
)

// numberWriter writes a number, from 1 on, as an enumerator.
type numberWriter func(n int) string

// wordFormats are the formats of numbers by the names that WordprocessingML gives them. Formats that are missing are written in
// digits.
//
// Source: ECMA-376, part 1, 17.18.59 (ST_NumberFormat).
var wordFormats = map[string]numberWriter{
	"decimal":                      strconv.Itoa,
	"decimalHalfWidth":             strconv.Itoa,
	"decimalZero":                  func(n int) string { return padded(n, 2) },
	"upperRoman":                   upperRoman,
	"lowerRoman":                   func(n int) string { return strings.ToLower(upperRoman(n)) },
	"upperLetter":                  repeated("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
	"lowerLetter":                  repeated("abcdefghijklmnopqrstuvwxyz"),
	"russianLower":                 repeated("абвгдежзиклмнопрстуфхцчшщыэюя"),
	"russianUpper":                 repeated("АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ"),
	"arabicAbjad":                  repeated("أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"),
	"arabicAlpha":                  repeated("أبتثجحخدذرزسشصضطظعغفقكلمنهوي"),
	"hebrew1":                      repeated("אבגדהוזחטיכלמנסעפצקרשת"),
	"hebrew2":                      repeated("אבגדהוזחטיכלמנסעפצקרשת"),
	"hindiConsonants":              repeated("कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसह"),
	"thaiLetters":                  repeated("กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"),
	"thaiNumbers":                  inDigits("๐๑๒๓๔๕๖๗๘๙"),
	"hindiNumbers":                 inDigits("०१२३४५६७८९"),
	"aiueo":                        repeated("ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ"),
	"aiueoFullWidth":               repeated("アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"),
	"irohaFullWidth":               repeated("イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"),
	"ganada":                       repeated("가나다라마바사아자차카타파하"),
	"chosung":                      repeated("ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"),
	"chicago":                      repeated("*†‡§"),
	"ordinal":                      ordinal,
	"numberInDash":                 func(n int) string { return "- " + strconv.Itoa(n) + " -" },
	"hex":                          func(n int) string { return strings.ToUpper(strconv.FormatInt(int64(n), 16)) },
	"none":                         func(int) string { return "" },
	"decimalFullWidth":             inDigits("０１２３４５６７８９"),
	"decimalFullWidth2":            inDigits("０１２３４５６７８９"),
	"decimalEnclosedCircle":        enclosed('①', 20),
	"decimalEnclosedCircleChinese": enclosed('①', 20),
	"decimalEnclosedParen":         enclosed('⑴', 20),
	"decimalEnclosedFullstop":      enclosed('⒈', 20),
	"ideographEnclosedCircle":      enclosed('㊀', 10),
	"ideographTraditional":         repeated("甲乙丙丁戊己庚辛壬癸"),
	"ideographZodiac":              repeated("子丑寅卯辰巳午未申酉戌亥"),
	"ideographDigital":             inDigits("〇一二三四五六七八九"),
	"japaneseDigitalTenThousand":   inDigits("〇一二三四五六七八九"),
	"taiwaneseDigital":             inDigits("○一二三四五六七八九"),
	"koreanDigital":                inDigits("영일이삼사오육칠팔구"),
	"koreanDigital2":               inDigits("零一二三四五六七八九"),
	"chineseCounting":              chineseNumber,
	"chineseCountingThousand":      chineseNumber,
	"taiwaneseCounting":            chineseNumber,
	"taiwaneseCountingThousand":    chineseNumber,
	"japaneseCounting":             chineseNumber,
	"koreanCounting":               chineseNumber,
	"chineseLegalSimplified":       chineseLegal("零壹贰叁肆伍陆柒捌玖", "拾佰仟"),
	"ideographLegalTraditional":    chineseLegal("零壹貳參肆伍陸柒捌玖", "拾佰仟"),
	"japaneseLegal":                chineseLegal("零壱弐参四伍六七八九", "拾百阡"),
	"cardinalText":                 cardinalText,
	"ordinalText":                  ordinalText,
}

// openFormats are the formats of numbers by the first characters that OpenDocument shows of them.
//
// Source: OpenDocument 1.3, part 3, 19.500 (style:num-format) and the lists of its implementers for other scripts.
var openFormats = map[string]numberWriter{
	"1": strconv.Itoa, "I": upperRoman, "i": wordFormats["lowerRoman"], "A": base26("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), "a": base26("abcdefghijklmnopqrstuvwxyz"),
	"01": wordFormats["decimalZero"], "一, 二, 三, ...": chineseNumber, "壹, 贰, 叁, ...": wordFormats["chineseLegalSimplified"],
	"壹, 貳, 參, ...": wordFormats["ideographLegalTraditional"], "甲, 乙, 丙, ...": wordFormats["ideographTraditional"], "子, 丑, 寅, ...": wordFormats["ideographZodiac"],
	"①, ②, ③, ...": wordFormats["decimalEnclosedCircle"], "１, ２, ３, ...": wordFormats["decimalFullWidth"],
	"أ, ب, ت, ...": wordFormats["arabicAlpha"], "أ, ب, ج, ...": wordFormats["arabicAbjad"], "أ, ب, ...": wordFormats["arabicAbjad"],
	"а, б, .., аа, аб, ... (ru)": base26("абвгдежзиклмнопрстуфхцчшщэюя"), "А, Б, .., Аа, Аб, ... (ru)": base26("АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ"),
	"а, б, .., аа, бб, ... (ru)": repeated("абвгдежзиклмнопрстуфхцчшщэюя"), "А, Б, .., Аа, Бб, ... (ru)": repeated("АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ"),
	"1st": ordinal, "One": cardinalText, "First": ordinalText, "1ère": ordinal, "א, ב, ג, ...": wordFormats["hebrew1"], "١, ٢, ٣, ...": inDigits("٠١٢٣٤٥٦٧٨٩"),
}

// writeNumber writes n in a format of WordprocessingML.
func writeNumber(format string, n int) string {
	if w := wordFormats[format]; w != nil && n >= 0 {
		return w(n)
	}
	return strconv.Itoa(n)
}

// writeOpenNumber writes n in a format of OpenDocument; sync says that 27 is "aa" and 28 "bb".
func writeOpenNumber(format string, n int, sync bool) string {
	switch {
	case format == "" || n < 0:
		return ""
	case sync && format == "a":
		return wordFormats["lowerLetter"](n)
	case sync && format == "A":
		return wordFormats["upperLetter"](n)
	}
	if w := openFormats[format]; w != nil {
		return w(n)
	}
	if pad := strings.TrimLeft(format, "0"); pad == "1" && len(format) < 12 { // "001"
		return padded(n, len(format))
	}
	return strconv.Itoa(n)
}

func padded(n, width int) string {
	s := strconv.Itoa(n)
	return strings.Repeat("0", max(0, width-len(s))) + s
}

// upperRoman is n in Roman figures; from 4000 on, which nobody writes, in digits.
func upperRoman(n int) string {
	if n <= 0 || n >= 4000 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	for i, value := range [...]int{1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1} {
		for n >= value {
			b.WriteString([...]string{"M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"}[i])
			n -= value
		}
	}
	return b.String()
}

// repeated counts with letters as Word does: after z comes aa, then bb.
func repeated(letters string) numberWriter {
	set := []rune(letters)
	return func(n int) string {
		times := (n-1)/len(set) + 1
		if n <= 0 || times > 10 {
			return strconv.Itoa(n)
		}
		return strings.Repeat(string(set[(n-1)%len(set)]), times)
	}
}

// base26 counts with letters as OpenDocument does: after z comes aa, then ab.
func base26(letters string) numberWriter {
	set := []rune(letters)
	return func(n int) string {
		if n <= 0 {
			return strconv.Itoa(n)
		}
		s := ""
		for ; n > 0; n = (n - 1) / len(set) {
			s = string(set[(n-1)%len(set)]) + s
		}
		return s
	}
}

func inDigits(digits string) numberWriter {
	set := []rune(digits)
	return func(n int) string {
		return strings.Map(func(r rune) rune { return set[r-'0'] }, strconv.Itoa(max(0, n)))
	}
}

// enclosed counts with the characters from first on, of which there are some.
func enclosed(first rune, some int) numberWriter {
	return func(n int) string {
		if n <= 0 || n > some {
			return strconv.Itoa(n)
		}
		return string(first + rune(n) - 1)
	}
}

// chineseNumber is n as it is read: 十二, 二十, 一百零五.
func chineseNumber(n int) string {
	s := chineseLegal("零一二三四五六七八九", "十百千")(n)
	if strings.HasPrefix(s, "一十") { // 十二, not 一十二
		s = strings.TrimPrefix(s, "一")
	}
	return s
}

func chineseLegal(digits, places string) numberWriter {
	set, place := []rune(digits), []rune(places)
	return func(n int) string {
		if n < 0 || n > 9999 {
			return strconv.Itoa(n)
		}
		if n == 0 {
			return string(set[0])
		}
		s, skipped := "", false
		for p, unit := 3, 1000; p >= 0; p, unit = p-1, unit/10 {
			d := n / unit % 10
			if d == 0 {
				skipped = s != ""
				continue
			}
			if skipped {
				s += string(set[0])
			}
			s, skipped = s+string(set[d]), false
			if p > 0 {
				s += string(place[p-1])
			}
		}
		return s
	}
}

func ordinal(n int) string {
	s := strconv.Itoa(n)
	switch {
	case n%100/10 == 1:
	case n%10 == 1:
		return s + "st"
	case n%10 == 2:
		return s + "nd"
	case n%10 == 3:
		return s + "rd"
	}
	return s + "th"
}

var (
	cardinals = strings.Fields("One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Thirteen Fourteen Fifteen Sixteen Seventeen Eighteen Nineteen Twenty")
	ordinals  = strings.Fields("First Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth Eleventh Twelfth Thirteenth Fourteenth Fifteenth Sixteenth Seventeenth Eighteenth Nineteenth Twentieth")
)

func cardinalText(n int) string {
	if n < 1 || n > len(cardinals) {
		return strconv.Itoa(n)
	}
	return cardinals[n-1]
}

func ordinalText(n int) string {
	if n < 1 || n > len(ordinals) {
		return ordinal(n)
	}
	return ordinals[n-1]
}
