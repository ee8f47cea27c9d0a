package web

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/plenary-search/plenary/index/document"
)

const goldenQuery = "/search?q=extrabudgetary+resources"

func TestBrowserTypesAndSearches(t *testing.T) {
	b := openTab(t, seedServer(t).URL, 1440, 1000)
	b.open("/")
	if got := eval[string](b, `document.activeElement.id`); got != "q" {
		t.Errorf("focus on the start page is on %q, want the field", got)
	}
	b.keys("extrabudgetary resources" + kb.Enter)
	b.awaitCount("3 paragraphs in 1 document")
	if got := b.number(".hit"); got != 3 {
		t.Errorf("%d hits, want 3", got)
	}
	if got := b.number(".hit mark"); got != 4 {
		t.Errorf("%d marks, want 4: one for each phrase", got)
	}
	// From answer to answer the page stays and its parts change.
	eval[bool](b, `window.stayed = true`)
	b.do(chromedp.Click(chromedp.ID("q")))
	eval[bool](b, `document.querySelector("#q").select() ?? true`)
	b.keys("confiscation" + kb.Enter)
	b.await(`location.search === "?q=confiscation" && document.title.startsWith("confiscation")`)
	if !eval[bool](b, `window.stayed === true`) {
		t.Error("the page was loaded anew")
	}
	b.await(`document.querySelector("#status").textContent !== ""`) // set in the next frame, so that it is read out again
	if got := b.text("#status"); got != b.text("#total") {
		t.Errorf("the live region says %q, want %q", got, b.text("#total"))
	}
	b.do(chromedp.NavigateBack())
	b.await(`document.title.startsWith("extrabudgetary")`)
	b.awaitCount("3 paragraphs")
	if got := eval[string](b, `document.querySelector("#q").value`); got != "extrabudgetary resources" {
		t.Errorf("after going back the field holds %q", got)
	}
}

func TestBrowserFilters(t *testing.T) {
	b := openTab(t, seedServer(t).URL, 1440, 1000)
	b.open(goldenQuery)
	b.click(`input[name="item"][value="5"]`)
	b.awaitCount("1 paragraph in 1 document")
	if got, want := b.location(), goldenQuery+"&item=5"; !sameQuestion(got, want) {
		t.Errorf("address %s, want %s", got, want)
	}
	if got := eval[string](b, `document.activeElement.value`); got != "5" {
		t.Errorf("after filtering the focus is on %q, want the ticked box", got)
	}
	if got := b.text(".chip span"); got != "Item 5 Technical assistance" {
		t.Errorf("chip %q", got)
	}
	b.click(`input[name="item"][value="2"]`) // alternatives within a facet
	b.awaitCount("2 paragraphs")
	if !eval[bool](b, `document.querySelector(".row.in input:disabled")?.checked`) {
		t.Error("the sub-item of a chosen item is not shown as chosen with it")
	}
	b.click(`.chip a[aria-label="Remove Item 2"]`)
	b.awaitCount("1 paragraph")
	b.click(`.chips > li:last-child a`)
	b.awaitCount("3 paragraphs")
	if got := b.number(".chip"); got != 0 {
		t.Errorf("%d chips left", got)
	}
	if got := eval[string](b, `document.querySelector("#q").value`); got != "extrabudgetary resources" {
		t.Errorf("clearing the filters left %q in the field", got)
	}
	b.click(`input[name="item"][value="2(b)"]`)
	b.awaitCount("1 paragraph")
	if !eval[bool](b, `document.querySelector('input[value="2"]').indeterminate`) {
		t.Error("the item above a chosen sub-item is not shown as chosen in part")
	}
}

// sameQuestion compares addresses whatever the order and escapes of their parameters.
func sameQuestion(a, b string) bool {
	norm := func(s string) string {
		path, query, _ := strings.Cut(s, "?")
		values, err := parseQueryString(query)
		if err != nil {
			return s
		}
		return path + "?" + values.Encode()
	}
	return norm(a) == norm(b)
}

func TestBrowserSortsAndPages(t *testing.T) {
	b := openTab(t, seedServer(t).URL, 1440, 1000)
	b.open("/search?item=2")
	b.awaitCount("51 paragraphs in 2 documents")
	if got := b.text(".pager span"); got != "Paragraphs 1–20 of 51" {
		t.Errorf("pager %q", got)
	}
	first := b.text(".hit .cite")
	b.click(".countline .menu summary")
	b.click(".countline .menu li:nth-child(2) a")
	b.await(`location.search.includes("sort=-date")`)
	b.awaitCount("51 paragraphs")
	b.click(`.pager a[rel="next"]`)
	b.await(`document.querySelector(".pager span").innerText === "Paragraphs 21–40 of 51"`)
	if got := eval[string](b, `document.activeElement.id`); got != "total" {
		t.Errorf("after a change of page the focus is on %q, want the count line", got)
	}
	b.click(`.pager a[rel="next"]`)
	b.await(`document.querySelector(".pager span").innerText === "Paragraphs 41–51 of 51"`)
	if b.number(`.pager a[rel="next"]`) != 0 {
		t.Error("the last page has a next one")
	}
	b.click(`.pager a[rel="prev"]`)
	b.await(`document.querySelector(".pager span").innerText === "Paragraphs 21–40 of 51"`)
	b.open("/search?item=2")
	if got := b.text(".hit .cite"); got != first {
		t.Errorf("first hit %q, then %q", first, got)
	}
}

func TestBrowserConcordance(t *testing.T) {
	base := seedServer(t, arabicResolution()).URL
	b := openTab(t, base, 1440, 1000)
	b.open(goldenQuery)
	b.click(`.shown a[href*="view=concordance"]`)
	b.await(`document.querySelectorAll(".kwic li").length === 4`)
	b.click(".countline .menu summary")
	b.click(`.countline .menu a[href*="sort=left"]`)
	b.await(`location.search.includes("sort=left") && document.querySelector(".pager span").innerText === "Lines 1–4 of 4"`)
	// The words stand one below the other, what is before them ends where they begin, and what does not fit is left out at the far end.
	const columns = `(() => { const [before, mark, after] = ["before bdi", "line > mark", "after"].map((c) => [...document.querySelectorAll(".kwic ." + c)].map((e) => e.getBoundingClientRect()));
		return [new Set(mark.map((r) => Math.round((r.left + r.right) / 2))).size, Math.min(...mark.map((r, i) => Math.abs(%s))) < 12, after.every((r, i) => %s)].join(" "); })()`
	if got := eval[string](b, fmt.Sprintf(columns, "r.left - before[i].right", "r.left >= mark[i].right - 1")); got != "1 true true" {
		t.Errorf("columns, words beside each other, order: %s", got)
	}
	b.click(`.shown a:not([aria-current])`)
	b.await(`document.querySelectorAll(".hit").length === 3`)

	b.open("/search?q=" + url.QueryEscape("الميزانية") + "&view=concordance")
	b.await(`document.querySelectorAll(".kwic li").length === 2`)
	if got := eval[string](b, fmt.Sprintf(columns, "before[i].left - r.right", "r.right <= mark[i].left + 1")); got != "1 true true" {
		t.Errorf("right to left: columns, words beside each other, order: %s", got)
	}
}

func TestBrowserReadsInContext(t *testing.T) {
	b := openTab(t, seedServer(t).URL, 1440, 900)
	b.open(`/search?q=resolution&item=2(b)&sort=document`)
	b.await(`document.querySelectorAll(".hit").length > 3`)
	all := b.text("#total")
	b.click(".hit:nth-of-type(2) .actions a")
	b.await(`document.readyState === "complete" && document.querySelector(".units mark")`)
	if b.number(".units mark") == 0 || !strings.Contains(b.text("#bar"), "in this document") {
		t.Fatalf("the document shows no marks; bar %q", b.text("#bar"))
	}
	here := eval[string](b, `document.querySelector(".units :target")?.id ?? ""`)
	if here == "" || here != strings.TrimPrefix(eval[string](b, `location.hash`), "#") {
		t.Errorf("the page opened at %q, want %s", here, b.location())
	}
	total := b.number(".units [data-hit]")
	if got, want := b.text("#where"), fmt.Sprintf("2 of %d in this document", total); got != want {
		t.Errorf("bar %q, want %q", got, want)
	}
	b.click(`[data-step="1"]`)
	b.await(`document.querySelector("mark.now")`)
	next := eval[string](b, `document.querySelector("mark.now").closest("[data-hit]").dataset.hit`)
	b.keys("p")
	b.keys("p")
	b.await(`document.querySelector("mark.now") && getComputedStyle(document.querySelector(".bar")).position === "sticky"`)
	if now := eval[string](b, `document.querySelector("mark.now").closest("[data-hit]").dataset.hit`); now > next {
		t.Errorf("previous went from hit %s to hit %s", next, now)
	}
	top := eval[float64](b, `document.querySelector("mark.now").getBoundingClientRect().top`)
	if top < 54 || top > 900 {
		t.Errorf("the mark stands at %v px, hidden by the bar or out of sight", top)
	}
	b.click(".bar .back")
	b.await(`document.querySelector("#total")`)
	if got := b.text("#total"); got != all {
		t.Errorf("back at %q, want %q", got, all)
	}
}

func TestBrowserCopies(t *testing.T) {
	ts := seedServer(t)
	b := openTab(t, ts.URL, 1440, 1000)
	for _, permission := range []string{"clipboard-read", "clipboard-write"} {
		_, err := chromedp.CallBrowser(b.ctx, browser.SetPermission, browser.SetPermissionParams{
			Permission: &browser.PermissionDescriptor{Name: permission}, Setting: browser.PermissionSettingGranted, Origin: ts.URL})
		if err != nil {
			t.Fatal(err)
		}
	}
	clipboard := func() string {
		text, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`navigator.clipboard.readText()`, chromedp.EvalAwaitPromise))
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	b.open(goldenQuery + "&item=5")
	b.click(`[data-copy="cite"]`)
	b.await(`document.querySelector("#status").textContent.startsWith("Citation copied")`)
	if got, want := clipboard(), "CTOC/COP/2024/1, item 5, third paragraph."; got != want {
		t.Errorf("copied %q, want %q", got, want)
	}
	b.click(`[data-copy="text"]`)
	b.await(`document.querySelector("#status").textContent.startsWith("Text copied")`)
	if got := clipboard(); !strings.HasPrefix(got, "In its resolution 7/3, on the implementation") || !strings.HasSuffix(got, "specialized issues. (CTOC/COP/2024/1, item 5, third paragraph)") {
		t.Errorf("copied %q", got)
	}
	b.open("/d/CTOC/COP/2024/5#p5")
	b.click("#p5 .cite-no")
	b.await(`document.querySelector("#p5 .citebox")`)
	var rows []string
	if err := json.Unmarshal([]byte(eval[string](b, `JSON.stringify([...document.querySelectorAll(".citebox dd span")].map((d) => d.textContent))`)), &rows); err != nil {
		t.Fatal(err)
	}
	want := []string{"CTOC/COP/2024/5, para. 5.", "CTOC/COP/2024/5, para. 5 (item\u00a02\u00a0(c)).", ts.URL + "/d/CTOC/COP/2024/5#p5"}
	if len(rows) != 4 || !slices.Equal(rows[:3], want) {
		t.Errorf("citation box %q, want %q and the text", rows, want)
	}
	b.keys(kb.Enter) // the focus is on the first button
	b.await(`document.querySelector("#status").textContent === "Copied"`)
	if got := clipboard(); got != want[0] {
		t.Errorf("copied %q, want %q", got, want[0])
	}
	b.keys(kb.Escape)
	b.await(`!document.querySelector(".citebox")`)
}

func TestBrowserWithoutScript(t *testing.T) {
	b := openTab(t, seedServer(t).URL, 1440, 1000)
	b.scriptOff()
	b.open("/")
	b.do(chromedp.SendKeys(chromedp.ID("q"), "extrabudgetary resources"+kb.Enter))
	b.awaitCount("3 paragraphs in 1 document")
	if eval[bool](b, `document.documentElement.classList.contains("js")`) {
		t.Fatal("a script ran")
	}
	for _, css := range []string{`[data-copy]`, `#keys`} {
		if eval[bool](b, fmt.Sprintf(`document.querySelector(%q).checkVisibility()`, css)) {
			t.Errorf("%s is shown although it needs a script", css)
		}
	}
	b.click(`input[name="item"][value="5"]`)
	b.click(".apply.plain button")
	b.awaitCount("1 paragraph")
	b.click(".why summary")
	if !strings.Contains(b.text(".why"), "“extrabudgetary resources” stands in the text") {
		t.Errorf("why: %q", b.text(".why"))
	}
	b.click(".chip a")
	b.awaitCount("3 paragraphs")
	b.click(".gap summary")
	if got := b.text(".gap"); !strings.HasPrefix(got, "hide again") || len(strings.Fields(got)) < 20 {
		t.Errorf("the gap opened to %q", got)
	}
	b.click(".hit .actions a")
	b.await(`document.readyState === "complete" && document.querySelector(".units mark")`)
	b.click(".units .cite-no, .units .unit:target .ask-cite")
	b.await(`document.querySelector(".citebox dd")`)
	if got := b.text(".citebox dd"); !strings.HasPrefix(got, "CTOC/COP/2024/1, item") {
		t.Errorf("citation box %q", got)
	}
}

func TestBrowserAtEveryWidth(t *testing.T) {
	ts := seedServer(t, arabicResolution())
	b := openTab(t, ts.URL, 390, 844)
	for _, width := range []int64{320, 390, 700, 900, 1440} {
		b.do(chromedp.EmulateViewport(width, 900))
		for _, address := range []string{"/", goldenQuery, "/search?kind=table_row", "/search?q=zebra+resources&item=2&item=5", "/d/CTOC/COP/2024/1?q=resources",
			"/d/CTOC/COP/2024/5?cite=p5#p5", "/d/A/RES/78/224@ar", "/search?lang=ar", "/help", "/documents", "/bodies", "/bodies/CTOC/COP/sessions/12", "/items/CTOC/COP/2024/1/2(b)", "/items/GA/78/15",
			"/resolutions/CTOC/COP/7/1", "/resolutions/GA/70/1", "/search?q=item+2+b", "/d/A/1", "/search?agendaitem=5",
			goldenQuery + "&view=concordance&sort=left", "/search?q=%D8%A7%D9%84%D9%85%D9%8A%D8%B2%D8%A7%D9%86%D9%8A%D8%A9&view=concordance", goldenQuery + "&context=2", goldenQuery + "&group=document&explain=true", "/search?q=%22in+its+resolution+7/1%22"} {
			b.open(address)
			if over := eval[float64](b, `document.scrollingElement.scrollWidth - innerWidth`); over > 0 {
				wide := eval[string](b, `[...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1 || e.getBoundingClientRect().left < -1).slice(0, 3).map((e) => e.outerHTML.slice(0, 90)).join(" | ")`)
				t.Errorf("%s scrolls sideways by %v px at %d px: %s", address, over, width, wide)
			}
		}
		b.forgive() // for the two pages that are not found
	}
}

func TestBrowserOnAPhone(t *testing.T) {
	b := openTab(t, seedServer(t).URL, 390, 844)
	b.open(goldenQuery)
	if eval[bool](b, `document.querySelector("#choices").checkVisibility()`) {
		t.Fatal("the filters are shown before they are asked for")
	}
	b.click(`.phone a[href="#filters"]`)
	b.await(`document.querySelector("#choices").checkVisibility()`)
	b.click(`input[name="item"][value="5"]`)
	b.awaitCount("1 paragraph")
	b.await(`document.querySelector(".apply.phone .main").innerText === "Show 1 paragraph"`)
	b.click(".apply.phone .main")
	b.await(`!document.querySelector("#choices").checkVisibility()`)
	small := eval[string](b, `[...document.querySelectorAll("a, button, summary")].filter((e) => { const r = e.getBoundingClientRect(); return e.checkVisibility() && !e.closest(".text, .margin, .skip, .cite, .site, .reading, .foot") && (r.height < 24 || r.width < 24); }).map((e) => e.outerHTML.slice(0, 80)).join(" | ")`)
	if small != "" {
		t.Errorf("targets smaller than 24 px: %s", small)
	}
}

func TestBrowserByKeyboardAlone(t *testing.T) {
	b := openTab(t, seedServer(t).URL, 1440, 900)
	b.open(goldenQuery)
	b.keys(kb.Tab)
	if got := eval[string](b, `document.activeElement.textContent`); got != "Skip to the paragraphs" {
		t.Errorf("the first stop is %q, want the skip link", got)
	}
	b.keys("j")
	b.keys("j")
	if got := eval[bool](b, `document.activeElement.closest(".hit") === document.querySelectorAll(".hit")[1]`); !got {
		t.Error("j j is not at the second hit")
	}
	ring := eval[string](b, `getComputedStyle(document.activeElement).outlineWidth`)
	if ring != "3px" {
		t.Errorf("focus ring %q, want 3px", ring)
	}
	b.keys("k")
	b.keys("f")
	if got := eval[string](b, `document.activeElement.name`); got != "item" {
		t.Errorf("f goes to %q, want the first filter", got)
	}
	b.keys(" ")
	b.awaitCount("1 paragraph")
	b.keys("/")
	if got := eval[string](b, `document.activeElement.id`); got != "q" {
		t.Errorf("/ goes to %q", got)
	}
	b.keys("j")
	if got := eval[string](b, `document.querySelector("#q").value`); !strings.HasSuffix(got, "j") {
		t.Errorf("a key typed in the field did something else; the field holds %q", got)
	}
	b.keys(kb.Escape)
	b.keys("?")
	b.await(`document.querySelector("#keys").open`)
	b.keys(" ") // the switch has the focus
	b.keys(kb.Escape)
	b.await(`!document.querySelector("#keys").open`)
	b.keys("/")
	if got := eval[string](b, `document.activeElement.id`); got == "q" {
		t.Error("single keys still work after they were switched off")
	}
	b.do(chromedp.Reload())
	b.keys("/")
	if got := eval[string](b, `document.activeElement.id`); got == "q" {
		t.Error("the switch was forgotten")
	}
	eval[string](b, `localStorage.clear() ?? ""`)
	b.open(goldenQuery)
	b.keys("j" + kb.Enter)
	b.await(`document.readyState === "complete" && document.querySelector(".units mark")`)
	b.keys("u")
	b.awaitCount("3 paragraphs")
}

func TestBrowserRightToLeft(t *testing.T) {
	b := openTab(t, seedServer(t, arabicResolution()).URL, 1440, 900)
	b.open("/search?lang=ar")
	if got := eval[string](b, `getComputedStyle(document.querySelector(".hit .text")).direction`); got != "rtl" {
		t.Errorf("the Arabic text runs %s", got)
	}
	if got := eval[string](b, `getComputedStyle(document.querySelector(".hit h2")).direction`); got != "ltr" {
		t.Errorf("the citation runs %s, want the direction of the interface", got)
	}
	b.open("/d/A/RES/78/224@ar")
	if got := eval[string](b, `getComputedStyle(document.querySelector(".unit.para .text")).direction`); got != "rtl" {
		t.Errorf("the Arabic paragraph runs %s", got)
	}
}

func TestBrowserIsDarkWhereAsked(t *testing.T) {
	b := openTab(t, seedServer(t).URL, 1440, 900)
	for scheme, want := range map[string]string{"light": "rgb(252, 251, 248)", "dark": "rgb(19, 21, 25)"} {
		b.media(&emulation.MediaFeature{Name: "prefers-color-scheme", Value: scheme})
		b.open(goldenQuery)
		if got := eval[string](b, `getComputedStyle(document.body).backgroundColor`); got != want {
			t.Errorf("%s: background %s, want %s", scheme, got, want)
		}
	}
}

func TestBrowserKeepsTheNewestAnswer(t *testing.T) {
	b := openTab(t, seedServer(t).URL, 1440, 900)
	b.open(goldenQuery)
	// The first answer is held back until the second has come.
	eval[bool](b, `(() => {
		const real = fetch;
		let release;
		const gate = new Promise((done) => { release = done; });
		let n = 0;
		window.fetch = async (url, options) => {
			const mine = ++n;
			const answer = await real(url);
			if (mine === 1) await gate; else setTimeout(release, 100);
			return answer;
		};
		return true;
	})()`)
	b.click(`input[name="item"][value="5"]`)
	b.click(`input[name="item"][value="6"]`)
	b.awaitCount("2 paragraphs")
	b.await(`new Promise((done) => setTimeout(() => done(true), 300))`)
	if got := b.text("#total"); !strings.HasPrefix(got, "2 paragraphs") {
		t.Errorf("an older answer replaced a newer one: %q", got)
	}
}

// TestBrowserRunsNothingHostile opens a document whose every part is hostile. A dialog, a script error or a refusal by the
// policy is a complaint of the browser, and fails the test.
func TestBrowserRunsNothingHostile(t *testing.T) {
	ts := httptest.NewServer(newTestServer(t))
	t.Cleanup(ts.Close)
	b := openTab(t, ts.URL, 1440, 900)
	for _, address := range []string{"/", "/search?q=hostile", "/d/A/1?q=hostile", "/search?q=" + url.QueryEscape(hostile), "/search?q=nowhere&title=" + url.QueryEscape(hostile)} {
		b.open(address)
		if n := b.number("img, iframe, script:not([src]), [onerror], [onload]"); n > 0 {
			t.Errorf("%s: %d elements that the templates do not have", address, n)
		}
	}
	b.open("/search?q=resources") // and by way of the script, which takes answers apart
	b.do(chromedp.Click(chromedp.ID("q")))
	b.keys(" hostile OR hostile" + kb.Enter)
	b.await(`location.search.includes("hostile")`)
	b.await(`document.title.includes("hostile")`)
	if n := b.number("img, iframe, script:not([src]), [onerror], [onload]"); n > 0 {
		t.Errorf("after a swap: %d elements that the templates do not have", n)
	}
}

// arabicResolution is the beginning of a resolution of the General Assembly as published in Arabic.
func arabicResolution() document.Document {
	h := document.Header{Symbol: "A/RES/78/224", SymbolVia: document.ViaMasthead, Lang: "ar", Title: "الحد من معاودة الإجرام من خلال إعادة التأهيل والإدماج",
		Type: "قرار", Body: "GA", BodyName: "الجمعية العامة", Session: "الدورة الثامنة والسبعون", SessionNumber: 78, Date: "2023-12-19"}
	return document.Document{Header: h, Units: []document.Unit{
		{Seq: 1, Anchor: "p11", Kind: document.Paragraph, Number: "11", Label: "11 -", Text: "11 - تطلب إلى مكتب الأمم المتحدة المعني بالمخدرات والجريمة أن يقوم، رهنا بتوافر موارد من خارج الميزانية، بدعم الجهود التي تبذلها الدول الأعضاء للحد من معاودة الإجرام عن طريق تعزيز البيئات التأهيلية والإدماج من خلال تقديم المساعدة التقنية، بما في ذلك الدعم المادي عند الطلب، إلى الدول الأعضاء، ولا سيما البلدان النامية، مع مراعاة احتياجاتها وأولوياتها، فضلا عن التحديات القائمة والقيود المفروضة؛"},
		{Seq: 2, Anchor: "p12", Kind: document.Paragraph, Number: "12", Label: "12 -", Text: "12 - تدعو الدول الأعضاء وسائر الجهات المانحة إلى توفير موارد من خارج الميزانية للأغراض المبينة في هذا القرار، وفقا لقواعد الأمم المتحدة وإجراءاتها."},
	}}
}

// TestBrowserAxe runs the axe rules for WCAG 2.2 AA over every kind of page, light and dark, wide and narrow.
func TestBrowserAxe(t *testing.T) {
	path := os.Getenv("PLENARY_AXE")
	if path == "" {
		path = filepath.Join("testdata", "axe-core", "package", "axe.min.js")
	}
	axe, err := os.ReadFile(path)
	if err != nil {
		lack(t, "browser", "no axe-core: run make browser, or set PLENARY_AXE to the path of axe.min.js ("+err.Error()+")")
	}
	b := openTab(t, seedServer(t, arabicResolution(), arabicBudget(), manySections()).URL, 1440, 1000)
	every := []string{"/", goldenQuery + "&item=2", "/search?kind=table_row", "/search?q=zebra+resources&item=2&item=5", "/d/CTOC/COP/2024/1?q=resources",
		"/d/CTOC/COP/2024/5?cite=p5#p5", "/search?lang=ar", "/help", "/documents", "/bodies", "/bodies/CTOC/COP", "/items/CTOC/COP/2024/1/1(c)", "/resolutions/CTOC/COP/7/1", "/search?q=item+2+b",
		"/d/A/1", "/search?agendaitem=5",
		"/d/A/RES/79/257@ar?q=2025", goldenQuery + "&view=concordance&sort=left", goldenQuery + "&context=2", goldenQuery + "&group=document&explain=true", "/search?q=%22in+its+resolution+7/1%22"}
	coloured := []string{"/", goldenQuery + "&item=2", "/d/CTOC/COP/2024/5?q=resolution&cite=p5#p5", "/search?agendaitem=5"}
	phone := []string{"/search?q=%22in+its+resolution+7/1%22", goldenQuery + "&view=concordance", "/d/A/RES/79/257@ar", "/d/A/RES/79/300@ar", "/", goldenQuery + "&item=2", goldenQuery + "#filters", "/d/CTOC/COP/2024/5?q=resolution&cite=p5#p5"}
	for _, c := range []struct {
		scheme    string
		width     int64
		addresses []string
	}{{"light", 1440, every}, {"dark", 1440, coloured}, {"light", 390, phone}} {
		b.media(&emulation.MediaFeature{Name: "prefers-color-scheme", Value: c.scheme})
		b.do(chromedp.EmulateViewport(c.width, 1000))
		for _, address := range c.addresses {
			b.open(address)
			for _, violation := range b.axe(string(axe)) {
				t.Errorf("%s, %s, %d px: %s", address, c.scheme, c.width, violation)
			}
		}
	}
	b.forgive() // for the pages that are not found
}

// axe is what axe finds wrong with the page.
func (b *tab) axe(script string) []string {
	b.t.Helper()
	if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](script+";true")); err != nil {
		b.t.Fatal(err)
	}
	run := `axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then((r) =>
		r.violations.map((v) => v.id + ": " + v.help + ": " + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160) + " " + (n.any[0]?.message ?? n.all[0]?.message ?? n.none[0]?.message ?? "")).join(" | ")))`
	found, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]string](run, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatal(err)
	}
	return found
}

// TestBrowserSuggests types, and chooses by the keyboard alone.
func TestBrowserSuggests(t *testing.T) {
	b := openTab(t, seedServer(t).URL, 1440, 900)
	b.open("/search?q=resources")
	const options = `document.querySelectorAll("#suggestions li").length`
	b.click("#q")
	eval[bool](b, `document.querySelector("#q").select(), true`)
	b.keys("extrab")
	b.await(options + " > 1")
	if state := eval[string](b, `[..."role aria-expanded aria-controls aria-autocomplete".split(" ")].map((a) => document.querySelector("#q").getAttribute(a)).join(" ")`); state != "combobox true suggestions list" {
		t.Errorf("the field is %q", state)
	}
	if active := eval[bool](b, `document.querySelector("#q").hasAttribute("aria-activedescendant")`); active {
		t.Error("a suggestion is chosen before an arrow key")
	}
	b.keys(kb.ArrowDown)
	b.await(`document.getElementById(document.querySelector("#q").getAttribute("aria-activedescendant"))?.getAttribute("aria-selected") === "true"`)
	b.keys(kb.ArrowUp)
	b.await(`!document.querySelector("#q").hasAttribute("aria-activedescendant")`)
	b.keys(kb.ArrowUp)
	b.await(`document.querySelector("#suggestions li:last-child").getAttribute("aria-selected") === "true"`)
	b.keys(kb.Escape)
	b.await(`document.querySelector("#suggestions").hidden && document.activeElement.id === "q"`)
	b.keys("u")
	b.await(options + " > 1")
	b.keys(kb.ArrowDown)
	chosen := b.text("#suggestions [aria-selected=true] bdi")
	b.keys(kb.Enter)
	b.await(`location.search.includes("extrabudgetary") && document.querySelector("#suggestions").hidden`)
	if chosen != "extrabudgetary" {
		t.Errorf("the first suggestion is %q", chosen)
	}
}

// TestBrowserSuggestsNothingUnasked: Enter searches what is typed, also where suggestions are shown.
func TestBrowserSuggestsNothingUnasked(t *testing.T) {
	b := openTab(t, seedServer(t).URL, 390, 800)
	b.open("/search?q=resources")
	b.click("#q")
	eval[bool](b, `document.querySelector("#q").select(), true`)
	b.keys("technical assi")
	b.await(`document.querySelectorAll("#suggestions li").length > 0`)
	if wide := eval[bool](b, `document.documentElement.scrollWidth > innerWidth`); wide {
		t.Error("the suggestions make the page scroll sideways")
	}
	b.keys(kb.Enter)
	b.await(`location.search === "?q=technical+assi" && document.querySelector("#suggestions").hidden`)
}

// portal is a page of another site: a form that works without script and searches under one item alone, and a list of hits by the API.
const portal = `<!doctype html><meta charset="utf-8"><title>Mission</title><link rel="icon" href="data:,">
<form action="BASE/search"><input type="hidden" name="item" value="5"><input name="q" value="resources"><button>Search</button></form>
<ol></ol>
<script type="module">
const address = "BASE/api/v1/search?item=5&q=resources&facet=none";
const answer = await fetch(address);
for (const hit of (await answer.json()).hits) {
  const link = document.createElement("a");
  link.href = new URL(hit.links.page, "BASE");
  link.textContent = hit.text;
  document.querySelector("ol").append(document.createElement("li"));
  document.querySelector("ol").lastChild.append(link);
}
const again = await fetch(address, { headers: { "If-None-Match": answer.headers.get("ETag") } });
document.title = again.status;
</script>`

// TestBrowserEmbeds searches from a page of another origin.
func TestBrowserEmbeds(t *testing.T) {
	base := seedServer(t).URL
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, strings.ReplaceAll(portal, "BASE", base))
	}))
	t.Cleanup(other.Close)
	b := openTab(t, other.URL, 800, 600)
	b.open("/")
	b.await(`document.title === "304"`)
	hits := eval[int](b, `document.querySelectorAll("li").length`)
	b.click("button")
	b.await(`document.querySelector("#total") !== null`)
	if address, shown := eval[string](b, "location.href"), eval[int](b, `document.querySelectorAll("article.hit").length`); address != base+"/search?item=5&q=resources" || shown != hits || hits == 0 {
		t.Errorf("the form leads to %s with %d hits, the list has %d", address, shown, hits)
	}
	b.open("/")
	b.await(`document.title === "304"`)
	b.click("li a")
	b.await(`document.querySelector(".target, :target") !== null`)
}
