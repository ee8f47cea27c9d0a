package citation

import (
	"regexp"
	"strings"
)

// french is how papers in French cite.
var french = &language{
	code:         "fr",
	adoptedHints: []string{"ésolution", "ÉSOLUTION", "écision", "ÉCISION"},
	head:         at(`(?i)(?:(résolutions?)|(décisions?))(?: (?:de l’|du )(?:Assemblée(?: générale)?|Conseil(?: de sécurité| économique et social| des droits de l’homme)?))?(?: n[os°]{1,2})? ?\(?`),
	plural:       regexp.MustCompile(`(?i)s$`),
	back: regexp.MustCompile(`(?i)(?:(?:la même|cette même|cette|ladite|la dite|cette dernière) (?:résolution|décision)|` +
		`(?P<many>les deux|ces deux|ces|lesdites) (?:résolutions|décisions))`),
	backWords:    spellings("même cette ladite dite dernière deux ces lesdites"),
	decisionStem: "écision",
	count:        map[string]int{"les deux": 2, "ces deux": 2},
	separator:    at(`^(?:(?:,|;)? ?(?:et|ou|ainsi que) (?:de |à )?|(?:,|;) ?|( à | ?[–-] ?))`),
	adopted:      at(`^,?(?: (?:du|en date du|des) )?(?:\d{1,2}(?:er)? )?(?:et (?:du )?\d{1,2} )?(?:` + frenchMonths + `)(?: \d{4})?`),
	place:        at(`^(?:,? \(?(?:annexe|chap\.|sect\.|par\.|paragraphes?)(?: [IVXL\d]+)?\)?)+`),
	partHints:    []string{"rticle", "RTICLE", "rt.", "aragraphe", "par.", "ègle"},
	part:         at(`(?i)(?:(articles?|arts?\.)|(règles?)|(paragraphes?|par\.)) `),
	subpart:      at(`,? (?:paragraphes?|par\.) `),
	ofPart:       at(`(?i),? (?:de l’|de l'|du )(?:(article|art\.)|(règle)) `),
	ofInstrument: at(`(?: [a-z]\))?(?: \([^()]{1,120}\))?,? (de |du |des |à |en vertu de )(?:la |l’|l'|son |sa |ladite |cette |présent |présente )?`),
	longerName:   at(`(?i) (?:relative|sur|pour|contre|des |de |d’|internationale|interaméricaine|européenne|africaine|arabe|additionnel|facultatif|nationale)`),
	further:      regexp.MustCompile(`(?:(?:,|;|,? et)(?: de| à)?(?: sa)?|(,? (?:en particulier|notamment|y compris|dont),?|:)) ` + furtherNumber),
	memberEnd:    at(`^(?:$|[.,;:)]| sur | intitulée?| du \d| relative| concernant| [A-Z]\b)`),
	draft:        regexp.MustCompile(`(?i)projets? de $`),
	own: regexp.MustCompile(`(?i)(?:^|[^\pL])(?:(?:dans|par|selon|conformément à|en application de|comme suite à|depuis|à|de) (sa |ses |leurs? )|` +
		`(?:dans|par) (?:la |les )?)$`),
	opening:        regexp.MustCompile(`^[\PL]*(?:(?:Également|En outre|De plus|Par ailleurs),? )?$`),
	subjectOpening: regexp.MustCompile(`^[\PL]*(?:L’|La |Le |L')$`),
	subject:        regexp.MustCompile(`, (?:l’|l'|la |le )`),
	lends: regexp.MustCompile(`^(?:[^.;]{0,160}(?:notamment|y compris|dont|à savoir|en particulier|la plus récente étant|les plus récentes étant) (?:la |les )?|` +
		`[^.;]{0,200},? (?:et|ou|ainsi que) (?:à |de )?(?:la |les )?|, )$`),
	ofBody:     at(`^,? (?:adoptée?s? )?(?:de l’|de l'|de la |du |par l’|par l'|par la |par le )`),
	date:       datePattern(" ", frenchMonths, " ", " et (?:le )?| au | à "),
	dateHints:  strings.Split(frenchMonths, "|"),
	months:     monthNumbers(frenchMonths),
	monthWords: monthWordsOf(monthNumbers(frenchMonths)), dayEndings: []string{"er", "º", " "}, yearBeginnings: []string{" "},
	and: "et",
	bodies: translated(map[string]string{
		"Assemblée générale": "General Assembly", "Assemblée": "Assembly", "Conseil de sécurité": "Security Council", "Conseil": "Council",
		"Conseil économique et social": "Economic and Social Council", "Conseil des droits de l’homme": "Human Rights Council",
		"Commission des stupéfiants": "Commission on Narcotic Drugs", "Commission": "Commission", "Conférence": "Conference",
		"Conférence des Parties": "Conference of the Parties", "Conseil d’administration": "Executive Board",
		"Conférence des Parties à la Convention des Nations Unies contre la criminalité transnationale organisée": bodyCTOC,
		"Conférence des États parties à la Convention des Nations Unies contre la corruption":                     bodyCAC,
	}),
}

const frenchMonths = `janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre`

// spanish is how papers in Spanish cite.
var spanish = &language{
	code:         "es",
	adoptedHints: []string{"esoluci", "ESOLUCI", "ecisi", "ECISI"},
	head:         at(`(?i)(?:(resoluciones|resolución)|(decisiones|decisión))(?: (?:del|de la) (?:Consejo(?: de Seguridad| Económico y Social| de Derechos Humanos)?|Asamblea(?: General)?))?(?: núms?\.)? ?\(?`),
	plural:       regexp.MustCompile(`(?i)s$`),
	back: regexp.MustCompile(`(?i)(?:(?:la misma|esa misma|esa|esta|dicha|la citada|esta última) (?:resolución|decisión)|` +
		`(?P<many>las dos|ambas|esas dos|esas|estas|dichas) (?:resoluciones|decisiones))`),
	backWords:      spellings("misma esa esta dicha citada última dos ambas esas estas dichas"),
	decisionStem:   "ecisi",
	count:          map[string]int{"las dos": 2, "ambas": 2, "esas dos": 2},
	separator:      at(`^(?:(?:,|;)? ?(?:y|e|o|así como) (?:de )?|(?:,|;) ?|( a | ?[–-] ?))`),
	adopted:        at(`^(?: \(?|, ?)(?:de )?(?:\d{1,2}º? (?:y \d{1,2} )?de )?(?:` + spanishMonths + `)(?: de \d{4})?`),
	place:          at(`^(?:,? \(?(?:anexo|cap\.|secc\.|párrs?\.|párrafos?)(?: [IVXL\d]+)?\)?)+`),
	partHints:      []string{"rtículo", "RTÍCULO", "rt.", "árrafo", "egla"},
	part:           at(`(?i)(?:(artículos?|arts?\.)|(reglas?)|(párrafos?|párrs?\.)) `),
	subpart:        at(`,? (?:párrafos?|párrs?\.) `),
	ofPart:         at(`(?i),? (?:del |de la )(?:(artículo|art\.)|(regla)) `),
	ofInstrument:   at(`(?: [a-z]\))?(?: \([^()]{1,120}\))?,? (del |de |al? )(?:la |los |su |dicha |esa |esta |presente )?`),
	longerName:     at(`(?i) (?:sobre|para|contra|de |del |relativ|internacional|interamericana|europea|africana|adicional|facultativo|nacional|general|intergubernamental)`),
	further:        regexp.MustCompile(`(?:(?:,|;|,? y)(?: de)?(?: su)?|(,? (?:en particular|incluidas?|especialmente|entre ellas),?|:)) ` + furtherNumber),
	memberEnd:      at(`^(?:$|[.,;:)]| sobre | titulada| de \d|, de \d| relativa| [A-Z]\b)`),
	draft:          regexp.MustCompile(`(?i)proyectos? de $`),
	own:            regexp.MustCompile(`(?i)(?:^|[^\pL])(?:(?:en|por|mediante|según|de conformidad con|con arreglo a|de|a) (su |sus )|(?:en|por|mediante) (?:la |las )?)$`),
	opening:        regexp.MustCompile(`^[\PL]*(?:(?:También|Además|Asimismo),? )?$`),
	subjectOpening: regexp.MustCompile(`^[\PL]*(?:La |El )$`),
	subject:        regexp.MustCompile(`, (?:la |el )`),
	lends: regexp.MustCompile(`^(?:[^.;]{0,160}(?:incluidas?|en particular|a saber|entre ellas|la más reciente de las cuales es) (?:la |las )?|` +
		`[^.;]{0,200},? (?:y|o|así como) (?:a |de |en )?(?:la |las )?|, )$`),
	ofBody:     at(`^,? (?:aprobadas? )?(?:de la |del |por la |por el )`),
	date:       datePattern(" de ", spanishMonths, " de ", " y (?:el )?| al? "),
	dateHints:  strings.Split(spanishMonths, "|"),
	months:     monthNumbers(spanishMonths),
	monthWords: monthWordsOf(monthNumbers(spanishMonths)), dayEndings: []string{"er", "º", " ", "de "}, yearBeginnings: []string{"de ", " "},
	and: "y",
	bodies: translated(map[string]string{
		"Asamblea General": "General Assembly", "Asamblea": "Assembly", "Consejo de Seguridad": "Security Council", "Consejo": "Council",
		"Consejo Económico y Social": "Economic and Social Council", "Consejo de Derechos Humanos": "Human Rights Council",
		"Comisión de Estupefacientes": "Commission on Narcotic Drugs", "Comisión": "Commission", "Conferencia": "Conference",
		"Conferencia de las Partes": "Conference of the Parties", "Junta Ejecutiva": "Executive Board",
		"Conferencia de las Partes en la Convención de las Naciones Unidas contra la Delincuencia Organizada Transnacional": bodyCTOC,
		"Conferencia de los Estados Partes en la Convención de las Naciones Unidas contra la Corrupción":                    bodyCAC,
	}),
}

const spanishMonths = `enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre`

// Names in English that translations point to.
const (
	bodyCTOC = "Conference of the Parties to the United Nations Convention against Transnational Organized Crime"
	bodyCAC  = "Conference of the States Parties to the United Nations Convention against Corruption"
)

// translated is an index of names with what they are called in English.
func translated(names map[string]string) nameIndex[string] {
	return translatedBy(func(name string) string { return name }, names)
}

// translatedBy is such an index of names that are spelt as the page spells them.
func translatedBy(spell func(string) string, names map[string]string) nameIndex[string] {
	index := nameIndex[string]{}
	for name, english := range names {
		index.add(spell(name), english)
	}
	return index
}
