package parse

import (
	"regexp"

	"github.com/plenary-search/plenary/index/document"
)

// words are what a language says in mastheads and resolutions. English is a language like the others, but its forms of
// mastheads, in masthead.go, are read in documents of all languages: "Distr.: General", "28 December 2023". Patterns match whole lines
// or their beginning, without footnote marks.
type words struct {
	session    *regexp.Regexp // a line that names the session
	agendaLine *regexp.Regexp // "Point 15 a) de l’ordre du jour"
	original   *regexp.Regexp // "Original : anglais"; group 1 is the language
	onlyLang   *regexp.Regexp // the language of this version, alone on its line
	docType    *regexp.Regexp // the kind of paper: "Note du Secrétariat"
	letter     *regexp.Regexp // the title of a letter or note verbale
	adoption   *regexp.Regexp // by whom a resolution was adopted
	provision  *regexp.Regexp // the title of a resolution that has no other: "Résolution 2771 (2025)"
	opens      *regexp.Regexp // the subject of a resolution, alone on its line: "L’Assemblée générale,"
	reason     *regexp.Regexp // the first words of a reason: "Rappelant", "Profondément préoccupée"
	meeting    *regexp.Regexp // the meeting that adopted, below the text: "64e séance plénière"
	annex      *regexp.Regexp // the heading of an annex
}

// wordsOf is the table of a language, nil where there is none.
func wordsOf(lang document.Language) *words { return wordTables[lang] }

var wordTables = map[document.Language]*words{
	"en": {
		session: regexp.MustCompile(`^$`), agendaLine: regexp.MustCompile(`^$`), original: regexp.MustCompile(`^$`), onlyLang: regexp.MustCompile(`^$`), docType: regexp.MustCompile(`^$`),
		letter: letterStart, adoption: regexp.MustCompile(`^\[[^\[\]]{5,240}\]$`),
		provision: regexp.MustCompile(`^(?:Resolution|Decision) \d{1,4}(?:/\d{1,3})? ?\((?:19|20)\d\d\)$`),
		opens:     regexp.MustCompile(`^The \p{Lu}[^.;:]{3,110}?(,?)$`),
		reason:    regexp.MustCompile(`^(?:\p{L}+ly |[Aa]lso |[Ff]urther |[Bb]eing |[Aa]gain |[Oo]nce more |[Ww]ith \p{L}+ ){0,2}(?:\p{L}+ing|[Cc]oncerned|[Cc]onvinced|[Mm]indful|[Aa]ware|[Cc]onscious|[Aa]larmed|[Dd]etermined|[Gg]uided|[Ee]ncouraged|[Dd]isturbed|[Ii]nspired|[Gg]rateful|[Cc]ognizant|[Dd]ismayed|[Aa]ppalled|[Ss]haring|[Dd]istressed|[Ss]hocked|[Rr]esolved|[Dd]esirous)\b`),
		meeting:   regexp.MustCompile(`^\d{1,5}(?:st|nd|rd|th)(?: \([a-z]+\))? (?:plenary )?meeting\b.{0,40}$`),
		annex:     annexHeading,
	},
	"fr": {
		session:    regexp.MustCompile(`(?i)^[\p{L} -]{0,60}(?:première|ième|deuxième|seconde?|\d(?:re|er|e|ème))[\p{L} -]{0,40} (?:session|réunion|conférence)\b.{0,60}$|^(?:\p{L}+ ){0,3}session (?:\p{L}+ ){0,3}(?:de )?\d{4}$`),
		agendaLine: regexp.MustCompile(`(?i)^points? \d{1,3}.{0,120} (?:de l[’']ordre du jour|du programme)\b.{0,40}$|^ordre du jour(?: provisoire)?,? points? \d{1,3}.{0,40}$`),
		original:   regexp.MustCompile(`(?i)^original\s*:\s*(.+)$`),
		onlyLang:   regexp.MustCompile(`^(?:Français|Anglais|Anglais/français|(?:Anglais|Français|Espagnol) seulement)$`),
		docType: regexp.MustCompile(`^(?:(?:Note|Rapport|Mémorandum|Exposé|Communication|Déclaration|Document de travail|Document d’information|Observations|Propositions?)s? (?:(?:verbale )?(?:du|de la|de l[’']|des|établie?|présentée?|soumise?)).{0,200}` +
			`|(?:Résolution|Décision) adoptée par .{0,160}|Projet de (?:résolution|décision|rapport)|Additif|Rectificatif|Document de (?:travail|séance)|Rapport)$`),
		letter:    regexp.MustCompile(`^(?:Lettres? (?:identiques )?(?:datées?|en date)|Notes? verbales? (?:identiques )?(?:datées?|en date))\b`),
		adoption:  regexp.MustCompile(`^(?:Adoptée? (?:par|à|sans)\b.{0,200}|\[.{5,240}\])$`),
		provision: regexp.MustCompile(`^(?:Résolution|Décision) \d{1,4} ?\((?:19|20)\d\d\)$`),
		opens:     regexp.MustCompile(`^(?:L[’'] ?|La |Le |Les )\p{Lu}[^.;:]{3,110}?(,?)$`),
		reason:    regexp.MustCompile(`^(?:Se |S[’']|En |Tout en |Vivement |Profondément |Gravement |Extrêmement |Toujours |Également |Ayant |Étant |N[’']\p{L}+ pas )?(?:\p{L}+ant\b|[Cc]onscient|[Cc]onvaincu|[Pp]réoccupé|[Aa]larmé|[Rr]ésolu|[Gg]uidé|[Ii]nspiré|[Ii]nquiet|[Éé]mu|[Ss]oucieu|[Dd]ésireu|[Ii]ndigné|[Aa]ttaché|[Ee]ncouragé|[Cc]onsterné|[Tt]roublé|[Ff]ermement|[Aa]ttristé)`),
		meeting:   regexp.MustCompile(`^\d{1,5} ?(?:re|er|e|ème) (?:séance|réunion)\b.{0,60}$`),
		annex:     regexp.MustCompile(`^(?:Annexe|Appendice|Pièce jointe)s?(?: (?:[IVXLC]+|[A-Z]|\d{1,2}))?$|^Annexe (?:à la|aux) (?:lettre|note)s?\b.{0,200}[^.]$`),
	},
	"es": {
		session:    regexp.MustCompile(`(?i)^[\p{L}ª° -]{0,80} ?(?:período|periodo)s? (?:extraordinario |ordinario )?(?:de sesiones)\b.{0,80}$|^[\p{L} -]{0,40}\p{L}+ (?:sesión|reunión|conferencia)\b.{0,60}$`),
		agendaLine: regexp.MustCompile(`(?i)^temas? \d{1,3}.{0,120} del programa\b.{0,40}$`),
		original:   regexp.MustCompile(`(?i)^original\s*:\s*(.+)$`),
		onlyLang:   regexp.MustCompile(`^(?:Español|Inglés|Español/inglés|(?:Inglés|Español|Francés) (?:únicamente|solamente))$`),
		docType: regexp.MustCompile(`^(?:(?:Nota|Informe|Memorando|Exposición|Comunicación|Declaración|Documento de trabajo|Observaciones|Propuestas?)s? (?:(?:verbal )?(?:del|de la|de los|preparad[oa]|presentad[oa])).{0,200}` +
			`|(?:Resolución|Decisión) (?:aprobada|adoptada) por .{0,160}|Proyecto de (?:resolución|decisión|informe)|Adición|Corrección|Documento de (?:trabajo|sesión)|Informe)$`),
		letter:    regexp.MustCompile(`^(?:Cartas? (?:idénticas )?de fecha|Notas? verbal(?:es)? (?:idénticas )?de fecha)\b`),
		adoption:  regexp.MustCompile(`^(?:(?:Aprobada|Adoptada) (?:por|en|sin)\b.{0,200}|\[.{5,240}\])$`),
		provision: regexp.MustCompile(`^(?:Resolución|Decisión) \d{1,4} ?\((?:19|20)\d\d\)$`),
		opens:     regexp.MustCompile(`^(?:La |El |Las |Los )\p{Lu}[^.;:]{3,110}?(,?)$`),
		reason:    regexp.MustCompile(`^(?:Profundamente |Gravemente |Seriamente |Firmemente |Plenamente |Muy |No |También |Asimismo )?(?:\p{L}+[aei]ndo(?:se|lo|la)?\b|[Cc]onsciente|[Cc]onvencid|[Pp]reocupad|[Aa]larmad|[Gg]uiad|[Ii]nspirad|[Dd]ecidid|[Rr]esuelt|[Dd]eseos|[Aa]lentad|[Ii]nquiet|[Cc]onsternad|[Hh]orrorizad|[Pp]erturbad|[Aa]gradecid|[Ii]ndignad)`),
		meeting:   regexp.MustCompile(`^\d{1,5} ?(?:a\.?|ª) (?:sesión|reunión)\b.{0,60}$`),
		annex:     regexp.MustCompile(`^(?:Anexo|Apéndice|Documento adjunto)s?(?: (?:[IVXLC]+|[A-Z]|\d{1,2}))?$|^Anexo (?:de|a) las? (?:carta|nota)s?\b.{0,200}[^.]$`),
	},
	"ru": {
		session:    regexp.MustCompile(`(?i)^[\p{L}\d -]{3,80} сесси[яи]\b?.{0,60}$|^сессия \d{4} года$|^[\p{L} -]{3,60} (?:совещание|конференция|заседание)$`),
		agendaLine: regexp.MustCompile(`(?i)^пункты? \d{1,3}.{0,120} повестки дня.{0,40}$`),
		original:   regexp.MustCompile(`(?i)^(?:original|подлинный|язык оригинала|оригинал)\s*:\s*(.+)$`),
		onlyLang:   regexp.MustCompile(`^(?:Russian|Русский|Только на (?:английском|русском|французском) языке)$`),
		docType: regexp.MustCompile(`^(?:(?:Записка|Доклад|Меморандум|Сообщение|Заявление|Рабочий документ|Замечания|Предложени[ея]) (?:Генеральн|Секретариат|Председател|Комитет|Комисси|Рабоч|Консультатив|Специальн|Верховн|Исполнительн|Директор|Совет|Управлени|Объединенн|Независим|Генерального|о |об |,? ?представленн|,? ?подготовленн).{0,200}` +
			`|(?:Резолюция|Решение), принят(?:ая|ое) .{0,160}|Проект (?:резолюции|решения|доклада)|Добавление|Исправление|Рабочий документ)$`),
		letter:    regexp.MustCompile(`^(?:Идентичные письма|Письм[оа]|Вербальная нота|Вербальные ноты)\b? ?.{0,60} (?:от )?\d`),
		adoption:  regexp.MustCompile(`^(?:принят(?:ая|ое) .{0,200}|\[.{5,240}\])$`),
		provision: regexp.MustCompile(`^(?:Резолюция|Решение) \d{1,4} ?\((?:19|20)\d\d\)$`),
		opens:     regexp.MustCompile(`^(?:Генеральная Ассамблея|Совет Безопасности|Экономический и Социальный Совет|Совет по правам человека|(?:\p{Lu}[\p{L}-]+ )?(?:Комитет|Комиссия|Конференция|Совет|Исполнительный совет|Ассамблея|Подкомитет)\b?[^.;:]{0,90}?)(,?)$`),
		reason:    regexp.MustCompile(`^(?:[Вв]новь |[Тт]акже |[Дд]алее |[Оо]собо |[Сс] \p{L}+ (?:\p{L}+ )?|[Бб]удучи |[Гг]лубоко |[Тт]вердо |[Вв]ысоко |[Пп]олностью |[Нн]е |[Сс]ерьезно ){0,3}\p{L}+(?:[аяую]я|ясь|[аи]в|ив|вшись|чи|ась|чась|аясь|емая|енн?а|ённа)\b?(?: |,)`),
		meeting:   regexp.MustCompile(`^\d{1,5}-е (?:\([\p{L} -]+\) )?(?:пленарное )?заседание.{0,60}$`),
		annex:     regexp.MustCompile(`^(?:Приложени[ея]|Дополнени[ея]|Добавление)(?: (?:[IVXLC]+|[A-ZА-Я]|\d{1,2}))?$|^Приложение к (?:письм|вербальн).{0,200}[^.]$`),
	},
	"ar": {
		session:    regexp.MustCompile(`^الدورة .{3,80}$|^دورة عام \d{4}.{0,40}$|^(?:الاجتماع|المؤتمر) (?:ال).{3,60}$`),
		agendaLine: regexp.MustCompile(`^(?:البند|البندان|البنود|البندين) .{0,140}جدول الأعمال.{0,40}$`),
		original:   regexp.MustCompile(`(?i)^(?:original|الأصل)\s*:\s*(.+)$`),
		onlyLang:   regexp.MustCompile(`^(?:Arabic|عربي|العربية|بالإنكليزية فقط)$`),
		docType: regexp.MustCompile(`^(?:(?:مذكرة|تقرير|بيان|رسالة|ورقة عمل) (?:من |مقدم|أعدت|الأمين العام|الأمانة العامة|رئيس|اللجنة|لجنة|الفريق|فريق|المقرر|مجلس|المفوض|المدير|مكتب).{0,200}` +
			`|(?:قرار|مقرر) اتخذ.{0,160}|مشروع (?:قرار|مقرر|تقرير)|إضافة|تصويب|ورقة عمل)$`),
		letter:    regexp.MustCompile(`^(?:رسالت?(?:ة|ان) (?:متطابقت?ان )?مؤرخ|رسائل (?:متطابقة )?مؤرخة|مذكرة شفوية مؤرخة)`),
		adoption:  regexp.MustCompile(`^(?:(?:الذي اتخذه|الذي اتخذته|اتخذه|اتخذته) .{0,200}|\[.{5,240}\])$`),
		provision: regexp.MustCompile(`^(?:القرار|المقرر) \d{1,4} ?\((?:19|20)\d\d\)$`),
		opens:     regexp.MustCompile(`^إن [^.؛:]{3,110}?(،?)$`),
		reason:    regexp.MustCompile(`^(?:و?إذ |و?قد |وإدراك|إدراك|و?اقتناع|و?تصميم|و?استناد|و?اعتراف|و?عملا|و?تأكيد|و?حرص|و?رغبة|و?تسليم|و?وعيا)`),
		meeting:   regexp.MustCompile(`^الجلسة العامة.{0,80}$|^الجلسة \d.{0,60}$`),
		annex:     regexp.MustCompile(`^(?:ال)?(?:مرفق|مرفقات|تذييل|ضميمة)(?: (?:الأول|الثاني|الثالث|الرابع|الخامس|السادس|السابع|الثامن|[اأبجدهو]|\d{1,2}))?$|^مرفق الرسال.{0,200}[^.]$`),
	},
	"zh": {
		session:    regexp.MustCompile(`^第?[一二三四五六七八九十百零〇\d]{1,8}(?:届|次|屆).{0,12}(?:会议|常会|特别会议|年会|大会|届会)(?:续会)?.{0,30}$|^\d{4}年(?:.{0,6})(?:会议|届会|常会).{0,20}$`),
		agendaLine: regexp.MustCompile(`^(?:临时|暂定)?(?:议程)?项目 ?\d{1,3}.{0,80}$|^临时议程\*? ?项目 ?\d{1,3}.{0,60}$`),
		original:   regexp.MustCompile(`(?i)^(?:original|原件|原文)\s*[:：]\s*(.+)$`),
		onlyLang:   regexp.MustCompile(`^(?:Chinese|中文|仅有英文)$`),
		docType:    regexp.MustCompile(`^(?:[\p{Han}、/]{2,40}的?(?:报告|说明|备忘录|声明|来文|函件)|\d{4}年\d{1,2}月\d{1,2}日[\p{Han}]{2,30}(?:决议|决定)|[\p{Han}]{2,30}\d{4}年\d{1,2}月\d{1,2}日.{0,20}(?:决议|决定)|(?:订正)?(?:决议|决定|报告)草案|增编|更正|工作文件|会议室文件)$`),
		letter:     regexp.MustCompile(`^\d{4}年\d{1,2}月\d{1,2}日.{4,80}(?:信|普通照会|函)$`),
		adoption:   regexp.MustCompile(`^(?:.{0,30}\d{4}年\d{1,2}月\d{1,2}日.{0,30}通过|\[.{4,160}\]|［.{4,160}］)$`),
		provision:  regexp.MustCompile(`^第? ?\d{1,4} ?[(（](?:19|20)\d\d[)）]号?(?:决议|决定)$`),
		opens:      regexp.MustCompile(`^(?:大会|安全理事会|经济及社会理事会|人权理事会|[\p{Han}]{2,30}(?:大会|理事会|委员会|会议|执行局|缔约方))([，,]?)$`),
		reason:     regexp.MustCompile(`^(?:回顾|铭记|意识到|深信|考虑到|念及|关切|深为关切|严重关切|认识到|注意到|重申|强调|欢迎|确认|审议了|审查了|赞赏|表示|进一步|又|还|再次|感到|申明|忆及|根据|按照|依照|并)`),
		meeting:    regexp.MustCompile(`^\d{4}年\d{1,2}月\d{1,2}日 ?第?\d{1,5}次.{0,12}会议.{0,30}$|^第\d{1,5}次.{0,10}(?:全体)?会议.{0,30}$`),
		annex:      regexp.MustCompile(`^附(?:件|录|文)(?:[一二三四五六七八九十]{1,3}|\d{1,2})?$`),
	},
}

// role is the role of a line of a masthead in this language, "" where its form tells none.
func (w *words) role(line string) string {
	switch {
	case w == nil:
		return ""
	case w.agendaLine.MatchString(line) && len(lineItems(line)) > 0:
		return roleAgendaLine
	case w.session.MatchString(line):
		return roleSession
	case w.original.MatchString(line), w.onlyLang.MatchString(line):
		return roleOriginal
	case w.provision.MatchString(line):
		return roleTitle
	case w.docType.MatchString(line):
		return roleType
	case w.adoption.MatchString(line):
		return roleAdoption
	}
	return ""
}

func (w *words) isLetter(line string) bool { return w != nil && w.letter.MatchString(line) }

// isOpening reports whether a line is the subject of a resolution, with the comma that no heading has.
func (w *words) isOpening(line string) bool {
	m := w.opening(line)
	return m != nil && m[1] != ""
}

// isReason reports whether text begins as the reasons of resolutions do.
func (w *words) isReason(text string) bool { return w != nil && w.reason.MatchString(text) }

// opening is the match of the subject of a resolution, with the comma, if it has one, as group 1.
func (w *words) opening(line string) []string {
	if w == nil || len(line) > 300 {
		return nil
	}
	return w.opens.FindStringSubmatch(line)
}
