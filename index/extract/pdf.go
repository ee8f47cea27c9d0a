package extract

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	pdfium "github.com/klippa-app/go-pdfium"
	pdferrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// Errors of PDF documents.
var (
	// ErrEncrypted is returned for a document that opens with a password only.
	ErrEncrypted = errors.New("the PDF document asks for a password: store it without one, for example by `qpdf --password=PASSWORD --decrypt in.pdf out.pdf`, then index the result")
	// ErrDamaged is returned for a document without a readable page, such as one that was cut off.
	ErrDamaged = errors.New("the PDF document is damaged or incomplete: fetch it again")
	// ErrNoTextLayer is returned for a document of pictures of pages.
	ErrNoTextLayer = errors.New("a scan without a text layer: " + adviceScan)
	// ErrNoUnicode is returned for a document whose fonts do not say which letters they hold.
	ErrNoUnicode = errors.New("a PDF document whose fonts do not say which letters they hold: " + adviceSoup)
)

// TooManyPagesError says that a document is over the limit of pages.
type TooManyPagesError struct{ Pages, Limit int }

// Error names the value met and the limit.
func (e *TooManyPagesError) Error() string {
	return fmt.Sprintf("the PDF document has %d pages, limit %d", e.Pages, e.Limit)
}

const (
	// DefaultMaxPages is the largest number of pages of a PDF document.
	DefaultMaxPages = 5000
	// DefaultMaxPDFBytes is the size limit of a PDF document.
	DefaultMaxPDFBytes = 256 << 20
	// pdfMemoryPages bounds what PDFium may allocate, in pages of 64 KiB: 512 MiB.
	pdfMemoryPages = 512 << 20 >> 16
	// maxGlyphs bounds the characters of one page; a page of print has 3,000 to 8,000.
	maxGlyphs = 200_000
)

// pdfReader reads PDF documents through PDFium, which runs as WebAssembly without any file system. It starts with the first
// document: 0.2 s with a warm compilation cache, 4 s of CPU without. Calls wait for one another.
type pdfReader struct {
	cacheDir string // of compiled code; "" keeps none

	mu    sync.Mutex
	pool  pdfium.Pool
	cache wazero.CompilationCache
}

// start makes PDFium ready. A second call does nothing.
//
// The runtime must not close on a context's end: that check costs each loop of PDFium two thirds of its speed. What has to be
// stopped runs in a process that can be killed.
func (p *pdfReader) start(ctx context.Context) error {
	if p.pool != nil {
		return nil
	}
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling). // PDFium's setjmp needs it
		WithMemoryLimitPages(pdfMemoryPages)
	if p.cacheDir != "" {
		cache, err := wazero.NewCompilationCacheWithDir(p.cacheDir)
		if err != nil {
			return fmt.Errorf("open the cache of compiled code: %w", err)
		}
		p.cache = cache
		config = config.WithCompilationCache(cache)
	}
	pool, err := webassembly.Init(webassembly.Config{
		Context: context.WithoutCancel(ctx), MaxIdle: 1, MaxTotal: 1, ReuseWorkers: true,
		FSConfig:      wazero.NewFSConfig(), // empty: the default mounts the root of the disk
		RuntimeConfig: config, Stdout: io.Discard, Stderr: io.Discard,
	})
	if err != nil {
		return fmt.Errorf("start PDFium: %w", err)
	}
	p.pool = pool
	return nil
}

// warm compiles PDFium into the cache and starts it, without a document.
func (p *pdfReader) warm(ctx context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.start(ctx)
}

func (p *pdfReader) close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	var err error
	if p.pool != nil {
		err = p.pool.Close()
	}
	if p.cache != nil {
		err = errors.Join(err, p.cache.Close(context.Background()))
	}
	p.pool, p.cache = nil, nil
	return err
}

// read turns a PDF document into blocks, paragraphs put together.
func (p *pdfReader) read(ctx context.Context, data []byte, lim Limits) (Content, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.start(ctx); err != nil {
		return Content{}, err
	}
	instance, err := p.pool.GetInstance(10 * time.Second)
	if err != nil {
		return Content{}, fmt.Errorf("start PDFium: %w", err)
	}
	defer instance.Close()
	doc, err := instance.OpenDocument(&requests.OpenDocument{File: &data})
	switch {
	case errors.Is(err, pdferrors.ErrPassword), errors.Is(err, pdferrors.ErrSecurity):
		return Content{}, ErrEncrypted
	case err != nil && bytes.Contains(data, []byte("/Encrypt")): // PDFium does not always say why
		return Content{}, ErrEncrypted
	case err != nil:
		return Content{}, ErrDamaged
	}
	count, err := instance.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: doc.Document})
	if err != nil || count.PageCount == 0 {
		return Content{}, ErrDamaged
	}
	if limit := lim.maxPages(); count.PageCount > limit {
		return Content{}, &TooManyPagesError{Pages: count.PageCount, Limit: limit}
	}
	return pdfDocument{instance: instance, ref: doc.Document, pages: count.PageCount}.read(ctx, lim)
}

// pdfDocument is an open document.
type pdfDocument struct {
	instance pdfium.Pdfium
	ref      references.FPDF_DOCUMENT
	pages    int
}

func (d pdfDocument) read(ctx context.Context, lim Limits) (Content, error) {
	var c Content
	var sheets []sheet
	var lists pageLists
	text := 0
	for i := range d.pages {
		if err := ctx.Err(); err != nil {
			return Content{}, err
		}
		if lim.OnPage != nil {
			lim.OnPage(i+1, d.pages)
		}
		if lim.skips(i + 1) {
			continue
		}
		s, err := d.page(i)
		if err != nil {
			lists.failed = append(lists.failed, i+1)
			continue
		}
		lists.add(s)
		text += len(s.segments)
		sheets = append(sheets, s)
	}
	switch {
	case len(lists.failed) == d.pages:
		return Content{}, ErrDamaged
	case text == 0 && len(lists.soup) > 0:
		return Content{}, ErrNoUnicode
	case text == 0:
		return Content{}, ErrNoTextLayer
	}
	c.Warnings = lists.warnings()
	c.Blocks = layOut(sheets)
	if len(c.Blocks) == 0 {
		return Content{}, ErrNoTextLayer
	}
	return c, nil
}

// page reads the text of page i, counted from 0, with its geometry.
func (d pdfDocument) page(i int) (sheet, error) {
	loaded, err := d.instance.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: d.ref, Index: i})
	if err != nil {
		return sheet{}, err
	}
	defer d.instance.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: loaded.Page})
	page := requests.Page{ByReference: &loaded.Page}
	text, err := d.instance.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: page})
	if err != nil {
		return sheet{}, err
	}
	defer d.instance.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text.TextPage})
	count, err := d.instance.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: text.TextPage})
	if err != nil {
		return sheet{}, err
	}
	if count.Count > maxGlyphs {
		return sheet{}, fmt.Errorf("%d characters, limit %d", count.Count, maxGlyphs)
	}
	structured, err := d.instance.GetPageTextStructured(&requests.GetPageTextStructured{Page: page, Mode: requests.GetPageTextStructuredModeChars})
	if err != nil {
		return sheet{}, err
	}
	s := sheet{page: i + 1}
	if size, err := d.instance.FPDF_GetPageSizeByIndex(&requests.FPDF_GetPageSizeByIndex{Document: d.ref, Index: i}); err == nil {
		s.width, s.height = size.Width, size.Height
	}
	glyphs := make([]glyph, 0, len(structured.Chars))
	for _, c := range structured.Chars {
		g := glyph{angle: c.Angle, x0: c.PointPosition.Left, x1: c.PointPosition.Right, y0: c.PointPosition.Bottom, y1: c.PointPosition.Top}
		for _, r := range c.Text {
			g.r = r
		}
		glyphs = append(glyphs, g)
	}
	s.picture = d.isPicture(page, s.width, s.height)
	if s.soup = isSoup(glyphs); s.soup {
		return s, nil
	}
	scales := map[float64]float64{}
	s.segments = segments(glyphs, func(i int) font { return d.font(text.TextPage, i, scales) })
	return s, nil
}

// font is the type in which character i is set; zero where PDFium does not know. scales keeps by what a page enlarges each size,
// because asking is dear; documents that set all type in size 1 and enlarge it are asked each time.
func (d pdfDocument) font(page references.FPDF_TEXTPAGE, i int, scales map[float64]float64) font {
	var f font
	size, err := d.instance.FPDFText_GetFontSize(&requests.FPDFText_GetFontSize{TextPage: page, Index: i})
	if err != nil {
		return f
	}
	f.size = size.FontSize
	scale, known := scales[f.size]
	if !known {
		scale = 1
		if m, err := d.instance.FPDFText_GetMatrix(&requests.FPDFText_GetMatrix{TextPage: page, Index: i}); err == nil {
			scale = length(float64(m.Matrix.C), float64(m.Matrix.D))
		}
		if f.size > 3 {
			scales[f.size] = scale
		}
	}
	f.size *= scale
	if weight, err := d.instance.FPDFText_GetFontWeight(&requests.FPDFText_GetFontWeight{TextPage: page, Index: i}); err == nil {
		f.weight = weight.FontWeight
	}
	return f
}
