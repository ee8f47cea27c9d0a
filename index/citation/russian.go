package citation

import (
	"regexp"
	"strings"
)

// russian is how papers in Russian cite; see french for what is missing.
var russian = &language{
	code:         "ru",
	adoptedHints: []string{"езолюц", "ЕЗОЛЮЦ", "ешени", "ЕШЕНИ"},
	head:         at(`(?i)(?:(резолюци(?:ями|ям|ях|ей|я|и|ю|й))|(решени(?:ями|ям|ях|ем|е|я|ю|и|й)))(?: №)?(?: (?:Генеральной Ассамблеи|Совета Безопасности|Совета|Ассамблеи|Экономического и Социального Совета|Совета по правам человека|Конференции))? ?\(?`),
	plural:       regexp.MustCompile(`(?i)(?:ями|ям|ях|ей|и|й)$`),
	back: regexp.MustCompile(`(?i)(?:(?:том? же|той же|той самой|ту же|та же|этой же|это|этого|этом|эта|этой|эту|данной|данного|данном|указанной|указанном|указанного|упомянутой|упомянутом|упомянутого|вышеупомянутой|вышеуказанной) ` +
		`(?:резолюци(?:ей|я|ю|и)|решени(?:ем|е|я|ю|и))|(?P<many>обеих|обе|эти|этих|этим|указанных|этими|тех же) (?:резолюци(?:ями|ям|ях|й|и)|решени(?:ями|ям|ях|й|я)))`),
	backWords:    spellings("том то той ту та же самой это этого этом эта этой эту данной данного данном указанной указанном указанного упомянутой упомянутом упомянутого вышеупомянутой вышеуказанной обеих обе эти этих этим указанных этими"),
	decisionStem: "ешени",
	count:        map[string]int{"обеих": 2, "обе": 2},
	separator:    at(`^(?:(?:,|;)? ?(?:и|или|а также) (?:от )?|(?:,|;) ?|( ?[–-] ?))`),
	adopted:      at(`^,? (?:от )?(?:\d{1,2} (?:и \d{1,2} )?)?(?:` + russianMonths + `)(?: \d{4} (?:года|г\.))?`),
	place:        at(`^(?:,? \(?(?:приложение|гл\.|разд\.|пп?\.|пункты?)(?: [IVXL\d]+)?\)?)+`),
	further:      regexp.MustCompile(`(?:(?:,|;|,? и)(?: на)?(?: свою)?|(,? (?:в частности|включая|в том числе|особенно),?|:)) ` + furtherNumber),
	memberEnd:    at(`^(?:$|[.,;:)]| о | об | от \d| под | [A-Z]\b)`),
	draft:        regexp.MustCompile(`(?i)проект[а-я]* $`),
	own:          regexp.MustCompile(`(?i)(?:^|[^\pL])(?:(?:в|во|с|согласно|на основании|по) (своей |своих |своим |своими |ее |его )|в )$`),
	opening:      regexp.MustCompile(`^[\PL]*$`), subjectOpening: regexp.MustCompile(`^[\PL]*$`),
	subject:    regexp.MustCompile(`[ ,] ?`),
	lends:      regexp.MustCompile(`^(?:[^.;]{0,160}(?:включая|в том числе|в частности|а именно) |[^.;]{0,200},? (?:и|или|а также) |, )$`),
	ofBody:     at(`^ `),
	date:       datePattern(" ", russianMonths, " ", " и | по | – "),
	dateHints:  strings.Split(russianMonths, "|"),
	months:     monthNumbers(russianMonths),
	monthWords: monthWordsOf(monthNumbers(russianMonths)), dayEndings: []string{" "}, yearBeginnings: []string{" "},
	and: "и",
	bodies: translated(map[string]string{
		"Генеральная Ассамблея": "General Assembly", "Генеральной Ассамблеи": "General Assembly", "Генеральной Ассамблеей": "General Assembly",
		"Ассамблея": "Assembly", "Ассамблеи": "Assembly", "Совет Безопасности": "Security Council", "Совета Безопасности": "Security Council",
		"Совет": "Council", "Совета": "Council", "Экономический и Социальный Совет": "Economic and Social Council",
		"Экономического и Социального Совета": "Economic and Social Council", "Совет по правам человека": "Human Rights Council",
		"Совета по правам человека": "Human Rights Council", "Конференция": "Conference", "Конференции": "Conference",
	}),
}

const russianMonths = `января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря|январь|февраль|март|апрель|май|июнь|июль|август|сентябрь|октябрь|ноябрь|декабрь|январе|феврале|марте|апреле|мае|июне|июле|августе|сентябре|октябре|ноябре|декабре`
