package extract

import (
	"math"
	"strings"
	"unicode"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// charset is an encoding in which documents of the six official languages were stored before UTF-8.
type charset struct {
	name string
	encoding.Encoding
}

// charsets are tried in this order; of two that fit alike, the first is taken.
var charsets = []charset{
	{"windows-1252", charmap.Windows1252},
	{"iso-8859-15", charmap.ISO8859_15},
	{"windows-1251", charmap.Windows1251},
	{"koi8-r", charmap.KOI8R},
	{"iso-8859-5", charmap.ISO8859_5},
	{"ibm866", charmap.CodePage866},
	{"windows-1256", charmap.Windows1256},
	{"iso-8859-6", charmap.ISO8859_6},
	{"gb18030", simplifiedchinese.GB18030},
	{"big5", traditionalchinese.Big5},
}

// guessBytes is how much of a source is looked at to guess its charset: lines with bytes beyond ASCII.
const guessBytes = 16 << 10

// guessCharset returns the charset in which data read most like one of the six official languages. Each candidate decodes a sample,
// and the characters beyond ASCII are weighed by how often they stand in resolutions, as letters of a word: the likelihood of the
// bytes under each charset.
func guessCharset(data []byte) charset {
	sample := charsetSample(data)
	best, most := charsets[0], math.Inf(-1)
	for _, c := range charsets {
		text, _ := c.NewDecoder().Bytes(sample) // what cannot be decoded becomes U+FFFD, which weighs
		if score := likelihood(string(text)); score > most {
			best, most = c, score
		}
	}
	return best
}

// charsetSample is the lines of data that have bytes beyond ASCII.
func charsetSample(data []byte) []byte {
	var sample []byte
	for line := range strings.Lines(string(data)) {
		if len(sample) >= guessBytes {
			break
		}
		if at := strings.IndexFunc(line, func(r rune) bool { return r >= 0x80 }); at >= 0 {
			from := max(0, at-40)
			sample = append(sample, line[from:min(len(line), from+guessBytes)]...)
			sample = append(sample, '\n')
		}
	}
	return sample
}

// Weights of what is not in the tables below, as logarithms of a share.
const (
	weightRare    = -9.5 // a letter or sign that these languages do not have
	weightControl = -14
	weightBroken  = -16
	weightMixed   = -4   // a letter of another script within a word
	weightForeign = -2   // a Cyrillic or Arabic letter in Latin text: "à" alone is "а" in Cyrillic
	weightAccents = -3   // two accented Latin letters in a row
	weightInitial = -2.5 // a capital at the head of a word
	weightCapital = -1   // a capital in a word of capitals
	weightBump    = -7   // a capital behind a small letter
)

// likelihood is the logarithm of how likely the characters beyond ASCII in s are in text of the six languages.
func likelihood(s string) float64 {
	sum := 0.0
	prev := ' '
	ascii, foreign := 0, 0 // letters
	for _, r := range s {
		if r >= 0x80 {
			sum += charWeight(r) + afterWeight(prev, r)
			if unicode.In(r, unicode.Cyrillic, unicode.Arabic) {
				foreign++
			}
		} else if isASCIILetter(r) && prev >= 0x80 && unicode.IsLetter(prev) && !unicode.Is(unicode.Latin, prev) {
			sum += weightMixed
		}
		if isASCIILetter(r) {
			ascii++
		}
		prev = r
	}
	if ascii > 4*foreign {
		sum += weightForeign * float64(foreign)
	}
	return sum
}

func isASCIILetter(r rune) bool { return r|0x20 >= 'a' && r|0x20 <= 'z' }

// charWeight is the weight of a character by itself.
func charWeight(r rune) float64 {
	if w, ok := charWeights[r]; ok {
		return w
	}
	if w, ok := charWeights[unicode.ToLower(r)]; ok {
		return w
	}
	switch {
	case r == unicode.ReplacementChar:
		return weightBroken
	case r < 0xa0, unicode.Is(unicode.Co, r):
		return weightControl
	}
	return weightRare
}

// afterWeight is what the character before makes less likely.
func afterWeight(prev, r rune) float64 {
	if !unicode.IsLetter(r) || r >= 0x2e80 {
		return 0
	}
	w := 0.0
	latin := unicode.Is(unicode.Latin, r)
	switch {
	case isASCIILetter(prev) && !latin:
		w += weightMixed
	case prev >= 0x80 && latin && unicode.IsLetter(prev):
		w += weightAccents
	}
	if unicode.IsUpper(r) {
		switch {
		case unicode.IsLower(prev):
			w += weightBump
		case unicode.IsUpper(prev):
			w += weightCapital
		default:
			w += weightInitial
		}
	}
	return w
}

// Shares of characters in a thousand of those beyond ASCII, counted over one in six of the resolutions of each language.
const (
	cyrillicShares = "о104и93е87н74а74т59с58р54в48л32д31м30п29к24у23я23г18ы16з15б14ь13х13й12ч12ц10ю10ж9щ6ф4ш3э2ъ1ё1«1»1№1"
	arabicShares   = "ا165ل131م71ي70ت55و54ن44ة39ر38ع35د31ب27ق23ف22س21أ19ه16ح16ج15ك13إ11ص9ذ8ش8ى8ط8خ7ز6ض6ث4ئ4ء4غ3ظ3ؤ3آ1ً1ـ1ُ1َ1ّ1،12؛2؟1"
	latinShares    = "é300ó150à60í60á40è40ê13ú13ñ13ô6œ5û4î3ç3â3ü2ï2ù1ë1ö1ä1ã1õ1å1ò1ì1’200“100”100«10»10–30—10‘4…4•2ª3º3°2§2¿1¡1€1£1·1"
	hanSigns       = "，、。；：（）《》“”？！·—　"
)

// hanByRank are the characters of Chinese resolutions, the most frequent first; hanTraditional are frequent ones that only Big5 has.
const (
	hanByRank = "" +
		"的和国会议第在行有人年关合员以作决为其发展方联及日并号持月定重际法进对全一中所家可大包力到续动于与括要各提地面保组民促用" +
		"强政性实加不出权体主请能平非区海意特这理安别公工约利确助题委事资织域认是机调内生施成供协应书通报自制务社或相任过他程问情" +
		"领注长支化分告间部义表取经执时回同目现文十境据开建切秘个上系申件项顾构规基措况采次设信护洋指多武立需式此使业活统期努根府" +
		"识必继向本励物届案管当又响标共鼓等影亚学技团金条术土处示些济运界除效最将段下正数种入受后防女而者专新斯高道适军得治该解明" +
		"流举了战级外查核求教洲之球源具审世参责环增预至器害七止计度迎充欢交办由产承准原论策援言照更附门益妇考划步息科须少见则宣消" +
		"何三备来克容编难失虑们减结造严气变育童心恐队里就还装达灾小维二未商从投按创类食服犯收果代因名暴前被局视章比列裁极获候险改" +
		"罪监击怖署融品营巴病族架离罗款复美困质接然敦础缔农突无冲推致口便反酌贫做风略愿诺转补稳范尊语毒知岛筹限五兰导记邦如四负健" +
		"让阿律打易伊研派状粮量框形宗六索群存究拉额单测且挑司着私落马卫边赞享伴足伙扩宪给儿传贩样估纳评选财序再独担互深捐威证讨优" +
		"态勒已盟临围陆养起空察邀依攸康也话胁订返歧述八卷先集子布势完首遵点尤元都位挥障训席南料层乌职尽控药积危载费够即占属水献吁" +
		"贸赏常侵予富殖坦紧尔字守贡录旅沙企碍呼身老培急船放弱置迫整善排修网缅算每甸速禁俄观两履例汗村总待干精断黎纲沿兴院好份路端"
	hanTraditional = "國會議關發聯號際進對為員過開個實動這來時們後學應務經產業見場點體書長門東車無義總統報導從將處請據認領則該論權環線觀變確達層標難數樣運種" +
		"與區資設織組約協訂執門議際執認護護續間題計劃類級終結給維視規親訊記許訴評設話誌調談講識護讓負財責貧費質賽購輕較輸農連適選邊鄉針銀錯鐘鐵隊階隨險電靈響頁項預頭願風飛養馬驗"
)

// charWeights are the logarithms of the shares.
var charWeights = weigh()

func weigh() map[rune]float64 {
	m := map[rune]float64{}
	for i, r := range []rune(hanTraditional) {
		m[r] = -6 - float64(i)/200
	}
	for i, r := range []rune(hanByRank) {
		m[r] = -3.5 - math.Log(1+float64(i)/12)
	}
	for _, r := range hanSigns {
		m[r] = -3.5
	}
	for _, shares := range []string{cyrillicShares, arabicShares, latinShares} {
		var letter rune
		share := 0
		put := func() {
			if letter != 0 {
				m[letter] = math.Log(float64(share) / 1000)
			}
		}
		for _, r := range shares {
			if r >= '0' && r <= '9' {
				share = 10*share + int(r-'0')
				continue
			}
			put()
			letter, share = r, 0
		}
		put()
	}
	m['\u00a0'] = -2 // it holds numbers and names together in all of them
	return m
}
