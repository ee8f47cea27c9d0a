package cluster

import (
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/cluster/clustertest"
	"github.com/plenary-search/plenary/search/cluster/rest"
)

// A front stands before a real node as a security plug-in or a gateway does: it speaks TLS and wants a name and a password.
type front struct {
	URL, ca        string
	user, password string
}

// newFront starts a front. change alters what the node answers; nil: nothing.
func newFront(t *testing.T, c *clustertest.Cluster, change func(*http.Response) error) *front {
	t.Helper()
	node, err := url.Parse(c.URLs()[0])
	if err != nil {
		t.Fatal(err)
	}
	f := &front{user: "plenary", password: "correct horse"}
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(node) }, ModifyResponse: change}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if user, password, _ := r.BasicAuth(); user != f.user || password != f.password {
			w.Header().Set("WWW-Authenticate", `Basic realm="OpenSearch Security"`)
			http.Error(w, "Unauthorized", http.StatusUnauthorized)
			return
		}
		r.Header.Del("Authorization")
		proxy.ServeHTTP(w, r)
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // refused handshakes are what is tested
	server.StartTLS()
	t.Cleanup(server.Close)
	f.URL, f.ca = server.URL, filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(f.ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	return f
}

func (f *front) config() rest.Config {
	return rest.Config{Addresses: []string{f.URL}, Username: f.user, Password: rest.Secret(f.password), TLS: rest.TLS{CAFile: f.ca, ServerName: "example.com"}}
}

// The right name, password and authority open an index, write and search; without one of them the error says which is wrong.
func TestCredentialsAndCertificates(t *testing.T) {
	c := clustertest.Start(t)
	f := newFront(t, c, nil)
	prefix := fmt.Sprintf("test-front-%d", time.Now().UnixNano())
	open := func(change func(*rest.Config)) error {
		config := f.config()
		change(&config)
		client, err := rest.New(config)
		if err != nil {
			t.Fatal(err)
		}
		defer client.Close()
		e, err := Open(t.Context(), client, Options{Prefix: prefix})
		if err != nil {
			return err
		}
		if err := writePapers(t, e, 1, 1); err != nil {
			return err
		}
		results, err := e.Search(t.Context(), search.Request{})
		if err == nil && results.Total.Documents != 1 {
			err = fmt.Errorf("%d documents, want 1", results.Total.Documents)
		}
		return errors.Join(err, e.Close(), e.Remove(t.Context()))
	}
	for _, test := range []struct {
		name   string
		change func(*rest.Config)
		want   error
		says   string
	}{
		{"all right", func(*rest.Config) {}, nil, ""},
		{"another password", func(c *rest.Config) { c.Password = "wrong" }, rest.ErrUnauthorized, "password"},
		{"another name", func(c *rest.Config) { c.Username = "somebody" }, rest.ErrUnauthorized, "password"},
		{"the system's authorities", func(c *rest.Config) { c.TLS.CAFile = "" }, rest.ErrCertificate, "certificate"},
		{"another host", func(c *rest.Config) { c.TLS.ServerName = "another.example" }, rest.ErrCertificate, "another.example"},
	} {
		err := open(test.change)
		if !errors.Is(err, test.want) || err != nil && !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %v, want %v that speaks of %q", test.name, err, test.want, test.says)
		}
		if err != nil && strings.Contains(err.Error(), f.password) {
			t.Errorf("%s: the error tells the password", test.name)
		}
	}
}

// A cluster of another version or make is refused before anything is asked or written.
func TestAnotherVersion(t *testing.T) {
	c := clustertest.Start(t)
	for _, version := range []string{`{"distribution":"opensearch","number":"1.3.20"}`, `{"distribution":"opensearch","number":"4.0.0"}`, `{"number":"8.15.0"}`, `{}`} {
		f := newFront(t, c, func(r *http.Response) error {
			if r.Request.URL.Path != "/" {
				t.Errorf("version %s: %s %s is asked", version, r.Request.Method, r.Request.URL.Path)
				return nil
			}
			answer := `{"name":"node","cluster_name":"cluster","version":` + version + `,"tagline":"You Know, for Search"}`
			r.Header.Del("Content-Encoding")
			r.Header.Set("Content-Length", fmt.Sprint(len(answer)))
			r.Body = io.NopCloser(strings.NewReader(answer))
			return nil
		})
		client, err := rest.New(f.config())
		if err != nil {
			t.Fatal(err)
		}
		defer client.Close()
		for _, readOnly := range []bool{false, true} {
			if _, err := Open(t.Context(), client, Options{Prefix: "test-version", ReadOnly: readOnly}); !errors.Is(err, rest.ErrVersion) {
				t.Errorf("version %s: %v, want ErrVersion", version, err)
			}
		}
	}
}
