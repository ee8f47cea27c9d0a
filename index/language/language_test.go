package language

import (
	"strings"
	"testing"
)

func TestDetect(t *testing.T) {
	for _, c := range []struct {
		text string
		want Guess
	}{
		{"Requests the Secretary-General to submit a report to the Council by 10 July 2025", Guess{"en", true}},
		{"Prie le Secrétaire général de lui présenter un rapport d’ici au 10 juillet 2025", Guess{"fr", true}},
		{"Solicita al Secretario General que presente un informe a más tardar el 10 de julio de 2025", Guess{"es", true}},
		{"просит Генерального секретаря представить доклад к 10 июля 2025 года", Guess{"ru", true}},
		{"تأذن للأمين العام، بعد الحصول على الموافقة المسبقة من اللجنة الاستشارية", Guess{"ar", true}},
		{"授权秘书长在事先征得行政和预算问题咨询委员会同意", Guess{"zh", true}},
		// A/RES/76/264 in German, one of the translations that the United Nations publishes beside the six.
		{"ersucht den Generalsekretär, der Generalversammlung auf ihrer nächsten Tagung Bericht zu erstatten", Guess{"de", true}},
		{"A Assembleia Geral solicita ao Secretário-Geral que apresente um relatório sobre a aplicação da presente resolução", Guess{"pt", true}},
		{"L’Assemblea generale chiede al Segretario generale di presentare una relazione sulla attuazione della presente risoluzione", Guess{"it", true}},
		{"De Algemene Vergadering verzoekt de Secretaris-Generaal een verslag uit te brengen over de uitvoering van deze resolutie", Guess{"nl", true}},
		{"Генеральна Асамблея просить Генерального секретаря подати доповідь її наступній сесії", Guess{"uk", true}},
		{"مجمع عمومی از دبیرکل می\u200cخواهد گزارشی را به مجمع ارائه کند", Guess{"fa", true}},
		{"総会は事務総長に対して報告書を提出するよう要請する", Guess{"ja", true}},
		// A Latin name does not make a Chinese title English.
		{"塞浦路斯行动(S/2025/6)的报告，表示全力支持秘书长提供斡旋 UNFICYP", Guess{"zh", true}},
		{"", Guess{"en", false}},
		{"A/RES/78/255", Guess{"en", false}},
	} {
		if got := Detect(c.text); got != c.want && (c.want.Sure || got.Sure) {
			t.Errorf("Detect(%q) = %+v, want %+v", c.text, got, c.want)
		}
	}
}

// TestHeadings reads texts that are too short to be labelled against their document.
func TestHeadings(t *testing.T) {
	for _, text := range []string{"Introduction", "Conclusions", "Annex II", "Notes", "General", "Distr.: General", "Mandate", "Santiago", "Cuba"} {
		if got := Detect(text); got.Sure {
			t.Errorf("Detect(%q) = %+v, sure", text, got)
		}
	}
}

// TestNoneOfThem reads texts in Latin script in languages that are not known: they are not called English.
func TestNoneOfThem(t *testing.T) {
	for name, text := range map[string]string{
		"Turkish":   "Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar. Akıl ve vicdana sahiptirler ve birbirlerine karşı kardeşlik zihniyeti ile hareket etmelidirler. Herkes, ırk, renk, cinsiyet, dil, din, siyasi veya diğer herhangi bir akide",
		"Finnish":   "Kaikki ihmiset syntyvät vapaina ja tasavertaisina arvoltaan ja oikeuksiltaan. Heille on annettu järki ja omatunto, ja heidän on toimittava toisiaan kohtaan veljeyden hengessä. Jokainen on oikeutettu kaikkiin tässä julistuksessa esitettyihin",
		"Hungarian": "Minden emberi lény szabadon születik és egyenlő méltósága és joga van. Az emberek, ésszel és lelkiismerettel bírván, egymással szemben testvéri szellemben kell hogy viseltessenek. Mindenki, bármely megkülönböztetésre",
	} {
		if got := Detect(text); got.Lang != "" {
			t.Errorf("Detect(%s) = %+v, want none", name, got)
		}
	}
}

func BenchmarkDetect(b *testing.B) {
	text := strings.Repeat("Requests the Secretary-General to submit a report to the Council by 10 July 2025. ", 6)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Detect(text)
	}
}
