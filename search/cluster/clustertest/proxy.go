package clustertest

import (
	"fmt"
	"net"
	"net/url"
	"sync"
	"testing"
	"time"
)

// A Proxy stands before a node and passes everything on, until it is told to misbehave. What it is told holds from the next bytes on, on
// connections that are open, too. Its methods may be called at any time.
type Proxy struct {
	URL string

	target   string
	listener net.Listener
	running  sync.WaitGroup

	mu    sync.Mutex
	fault fault
	open  map[net.Conn]bool // nil once the proxy is closed
}

// A fault is how a proxy misbehaves; the zero value is not at all.
type fault struct {
	cut   bool
	after int // bytes of an answer before a cut
	delay time.Duration
	page  string // an HTTP answer in place of the node's
}

// Proxy starts a proxy before a node, which ends with the test.
func (c *Cluster) Proxy(t testing.TB, i int) *Proxy {
	t.Helper()
	node, err := url.Parse(c.urls[i])
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &Proxy{target: node.Host, listener: listener, open: map[net.Conn]bool{}}
	node.Host = listener.Addr().String()
	p.URL = node.String()
	p.running.Go(p.accept)
	t.Cleanup(p.close)
	return p
}

// Pass ends all misbehaviour.
func (p *Proxy) Pass() { p.set(fault{}) }

// Cut ends connections after so many bytes of the next answer; 0 is before it.
func (p *Proxy) Cut(after int) { p.set(fault{cut: true, after: after}) }

// Delay keeps every part of an answer back for a while.
func (p *Proxy) Delay(wait time.Duration) { p.set(fault{delay: wait}) }

// Page answers requests with a status and a page of HTML, as a gateway does that has lost its server.
func (p *Proxy) Page(status int, html string) {
	p.set(fault{page: fmt.Sprintf("HTTP/1.1 %d Page\r\nContent-Type: text/html\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", status, len(html), html)})
}

func (p *Proxy) set(f fault) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fault = f
}

func (p *Proxy) current() fault {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.fault
}

func (p *Proxy) close() {
	_ = p.listener.Close() // nothing to lose
	p.mu.Lock()
	for conn := range p.open {
		_ = conn.Close()
	}
	p.open = nil
	p.mu.Unlock()
	p.running.Wait()
}

// keep remembers a connection, so that close ends it; it ends it at once if the proxy is closed.
func (p *Proxy) keep(conn net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.open == nil {
		_ = conn.Close()
		return false
	}
	p.open[conn] = true
	return true
}

func (p *Proxy) drop(conn net.Conn) {
	_ = conn.Close()
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.open, conn)
}

func (p *Proxy) accept() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return // closed
		}
		if p.keep(client) {
			p.running.Go(func() { p.serve(client) })
		}
	}
}

// serve passes bytes both ways until one side ends, or a fault says so.
func (p *Proxy) serve(client net.Conn) {
	defer p.drop(client)
	node, err := net.Dial("tcp", p.target)
	if err != nil || !p.keep(node) {
		return
	}
	p.running.Go(func() {
		defer p.drop(node)
		pump(client, func(part []byte) bool {
			if page := p.current().page; page != "" {
				_, _ = client.Write([]byte(page)) // the client may be gone
				return false
			}
			_, err := node.Write(part)
			return err == nil
		})
	})
	pump(node, func(part []byte) bool {
		f := p.current()
		time.Sleep(f.delay)
		if f.cut {
			part = part[:min(f.after, len(part))]
		}
		_, err := client.Write(part)
		return err == nil && !f.cut
	})
}

// pump hands what comes from a connection to pass, until that returns false or nothing more comes.
func pump(from net.Conn, pass func(part []byte) bool) {
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		if n > 0 && !pass(buffer[:n]) || err != nil {
			return
		}
	}
}
