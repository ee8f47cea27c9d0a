package web

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestBrowserScreenshots writes pictures of the page to the folder that PLENARY_SCREENSHOTS names, for people to look at. The one that the
// README shows, "search", is in testdata/screenshots.
func TestBrowserScreenshots(t *testing.T) {
	dir := os.Getenv("PLENARY_SCREENSHOTS")
	if dir == "" {
		t.Skip("set PLENARY_SCREENSHOTS to a folder to have pictures of the page")
	}
	base := seedServer(t, arabicResolution()).URL
	for _, shot := range []struct {
		name          string
		address       string
		width, height int64
		scheme        string
		before        string // script to run, for what a reader would do
		noScript      bool
	}{
		{"start", "/", 1440, 1340, "light", "", false},
		{"search", goldenQuery, 1440, 1180, "light", "", false},
		{"search-dark", goldenQuery + "&item=2", 1440, 1000, "dark", "", false},
		{"search-768", goldenQuery, 768, 1400, "light", "", false},
		{"search-1100", goldenQuery, 1100, 1300, "light", "", false},
		{"search-390", goldenQuery, 390, 1700, "light", "", false},
		{"search-320", goldenQuery + "&item=2&resolution=11/5", 320, 1400, "light", "", false},
		{"filters-390", goldenQuery + "&item=5&item=6#filters", 390, 900, "light", "", false},
		{"search-noscript", goldenQuery + "&item=2", 1440, 1000, "light", "", true},
		{"why", goldenQuery, 1440, 1000, "light", `document.querySelector(".why").open = true`, false},
		{"rows", "/search?q=assistance&kind=table_row&kind=footnote&kind=list_item", 1440, 1200, "light", "", false},
		{"quotation", "/search?q=%22composition+of+the+delegation%22&kind=list_item&kind=footnote", 1440, 900, "light", "", false},
		{"zero", "/search?q=%22subject+to+the+availability+of+extrabudgetary+resources%22&item=2(b)", 1440, 1000, "light", "", false},
		{"resolution", "/search?q=resolution+7/1", 1440, 1200, "light", "", false},
		{"document", "/d/CTOC/COP/2024/5?q=%22constant+element%22", 1440, 1400, "light", "", false},
		{"document-box", "/d/CTOC/COP/2024/5?q=%22constant+element%22#p5", 1440, 1000, "light", `document.querySelector("#p5 .ask-cite").click()`, false},
		{"document-noscript", "/d/CTOC/COP/2024/5?q=%22constant+element%22&cite=p5#p5", 1440, 1000, "light", "", true},
		{"document-dark", "/d/CTOC/COP/2024/1?q=resources#item-6-p4", 1440, 1000, "dark", "", false},
		{"document-390", "/d/CTOC/COP/2024/5?q=%22constant+element%22#p2", 390, 1400, "light", "", false},
		{"timetable", "/d/CTOC/COP/2024/1#annex-row-5", 1440, 1000, "light", "", false},
		{"arabic", "/search?lang=ar", 1440, 900, "light", "", false},
		{"arabic-document", "/d/A/RES/78/224@ar", 1440, 900, "light", "", false},
		{"concordance", "/search?q=resolution&view=concordance&sort=left", 1440, 1000, "light", "", false},
		{"concordance-360", goldenQuery + "&view=concordance", 360, 1000, "light", "", false},
		{"concordance-arabic", "/search?q=%D8%A7%D9%84%D9%85%D9%8A%D8%B2%D8%A7%D9%86%D9%8A%D8%A9&view=concordance", 1440, 700, "light", "", false},
		{"concordance-arabic-360", "/search?q=%D8%A7%D9%84%D9%85%D9%8A%D8%B2%D8%A7%D9%86%D9%8A%D8%A9&view=concordance", 360, 900, "light", "", false},
		{"documents", "/search?q=resolution&group=document", 1440, 1400, "light", "", false},
		{"documents-360", "/search?q=resolution&group=document", 360, 1200, "light", "", false},
		{"folded", "/search?q=%22in+its+resolution+7/1%22&sort=document", 1440, 1400, "light", "", false},
		{"unfolded", "/search?q=%22in+its+resolution+7/1%22&sort=document&fold=near&unfold=CTOC/COP/2024/5%23p11", 1440, 900, "light", "", false},
		{"item-1100", "/items/CTOC/COP/2024/1/2(b)", 1100, 1200, "light", "", false},
		{"folded-360", "/search?q=%22in+its+resolution+7/1%22&sort=document&fold=near", 360, 1800, "light", "", false},
		{"explained", goldenQuery + "&explain=true", 1440, 1400, "light", "", false},
		{"explained-360", goldenQuery + "&explain=true", 360, 1800, "light", "", false},
		{"around", goldenQuery + "&context=1", 1440, 1400, "light", "", false},
		{"around-360", goldenQuery + "&context=1", 360, 1400, "light", "", false},
		{"suggestions", "/search?q=resources", 1200, 900, "light", typing("technical assi"), false},
		{"suggestions-symbol", "/", 1200, 900, "dark", typing("ctoc/"), false},
		{"suggestions-500", "/search?q=resources", 500, 900, "light", typing("technical assi"), false},
		{"suggestions-360", "/", 360, 800, "light", typing("item 2"), false},
		{"suggestions-arabic", "/search?lang=ar", 500, 800, "light", typing("الميزا"), false},
		{"meant", "/search?q=traficking", 1200, 800, "light", "", false},
		{"meant-360", "/search?q=traficking", 360, 800, "light", "", false},
		{"help", "/help", 1440, 1600, "light", "", false},
		{"keys", goldenQuery, 1440, 900, "light", `document.querySelector("#keys").open = true`, false},
		{"absent", "/d/CTOC/COP/2024/7", 1440, 700, "light", "", false},
		{"problem", "/search?agendaitem=5&q=resources", 1440, 700, "light", "", false},
	} {
		t.Run(shot.name, func(t *testing.T) {
			b := openTab(t, base, shot.width, shot.height)
			b.media(&emulation.MediaFeature{Name: "prefers-color-scheme", Value: shot.scheme})
			if shot.noScript {
				b.scriptOff()
			}
			b.open(shot.address)
			if shot.before != "" {
				eval[bool](b, shot.before+", true")
			}
			if strings.HasPrefix(shot.name, "suggestions") {
				b.await(`!document.querySelector("#suggestions").hidden`)
				b.keys(kb.ArrowDown)
			}
			picture, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, shot.name+".png"), picture, 0o644); err != nil {
				t.Fatal(err)
			}
			b.forgive() // two pages are problems on purpose
		})
	}
	t.Run("print", func(t *testing.T) {
		b := openTab(t, base, 1440, 1000)
		b.open(goldenQuery)
		pdf, err := chromedp.Run(b.ctx, chromedp.PrintToPDF())
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "print.pdf"), pdf, 0o644); err != nil {
			t.Fatal(err)
		}
	})
}

// typing is a script that types a text into the field.
func typing(text string) string {
	return fmt.Sprintf(`((q) => { q.focus(); q.value = %q; q.dispatchEvent(new Event("input")); })(document.querySelector("#q"))`, text)
}
