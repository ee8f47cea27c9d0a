package rest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// An authority makes certificates.
type authority struct {
	root *x509.Certificate
	key  *ecdsa.PrivateKey
	file string // its certificate, as PEM
}

// certificate makes one for a name, signed by the authority, or by itself where that is nil; the files have certificate and key.
func (a *authority) certificate(t *testing.T, name string, authority bool) (certificate *x509.Certificate, key *ecdsa.PrivateKey, certFile, keyFile string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: authority, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	parent, signer := template, key
	if a != nil {
		parent, signer = a.root, a.key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signer)
	if err != nil {
		t.Fatal(err)
	}
	if certificate, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return certificate, key, writePEM(t, "CERTIFICATE", der), writePEM(t, "EC PRIVATE KEY", private)
}

func writePEM(t *testing.T, kind string, der []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "file.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func newAuthority(t *testing.T) *authority {
	certificate, key, file, _ := (*authority)(nil).certificate(t, "authority", true)
	return &authority{certificate, key, file}
}

// serveTLS serves a cluster with a certificate for a name; where clients is not nil, it wants one of theirs.
func serveTLS(t *testing.T, of *authority, name string, clients *authority) string {
	t.Helper()
	_, _, certFile, keyFile := of.certificate(t, name, false)
	pair, err := tls.LoadX509KeyPair(certFile, keyFile)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, opensearch) }))
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // refused handshakes are what is tested
	// In TLS 1.3 the server's word on our certificate may be lost behind the end of its connection.
	server.TLS = &tls.Config{Certificates: []tls.Certificate{pair}, MaxVersion: tls.VersionTLS12}
	if clients != nil {
		server.TLS.ClientAuth, server.TLS.ClientCAs = tls.RequireAndVerifyClientCert, x509.NewCertPool()
		server.TLS.ClientCAs.AddCert(clients.root)
	}
	server.StartTLS()
	t.Cleanup(server.Close)
	return server.URL
}

func TestTLS(t *testing.T) {
	ours, theirs := newAuthority(t), newAuthority(t)
	plain := serveTLS(t, ours, "cluster.example", nil)
	mutual := serveTLS(t, ours, "cluster.example", ours)
	_, _, certFile, keyFile := ours.certificate(t, "plenary", false)
	_, _, otherCert, otherKey := theirs.certificate(t, "plenary", false)
	noTLS, _ := fake(t, nil)
	for _, test := range []struct {
		name    string
		address string
		tls     TLS
		want    string
	}{
		{"authority of the system", plain, TLS{ServerName: "cluster.example"}, "certificate, unavailable"},
		{"right authority", plain, TLS{ServerName: "cluster.example", CAFile: ours.file}, ""},
		{"wrong authority", plain, TLS{ServerName: "cluster.example", CAFile: theirs.file}, "certificate, unavailable"},
		{"wrong name", plain, TLS{ServerName: "other.example", CAFile: ours.file}, "certificate, unavailable"},
		{"name of the address", plain, TLS{CAFile: ours.file}, "certificate, unavailable"},
		{"verify nothing", plain, TLS{Insecure: true}, ""},
		{"our certificate", mutual, TLS{ServerName: "cluster.example", CAFile: ours.file, CertFile: certFile, KeyFile: keyFile}, ""},
		{"no certificate", mutual, TLS{ServerName: "cluster.example", CAFile: ours.file}, "certificate, unavailable"},
		{"certificate of another authority", mutual, TLS{ServerName: "cluster.example", CAFile: ours.file, CertFile: otherCert, KeyFile: otherKey}, "certificate, unavailable"},
		{"https where there is none", strings.Replace(noTLS.URL, "http:", "https:", 1), TLS{CAFile: ours.file}, "certificate, unavailable"},
		{"http where there is TLS", strings.Replace(plain, "https:", "http:", 1), TLS{}, "not JSON"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := open(t, Config{Addresses: []string{test.address}, TLS: test.tls}).Info(t.Context())
			if (err == nil) != (test.want == "") {
				t.Fatalf("error = %v, want %q", err, test.want)
			}
			if err != nil {
				checkNames(t, err, test.want)
			}
		})
	}
}

// All faults of a configuration come at once, and name no secret.
func TestConfigFaults(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "empty.pem")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	fine := []string{"https://host:9200"}
	for want, config := range map[string]Config{
		"no address":      {},
		"address 2":       {Addresses: []string{"https://host:9200", "host:9200"}},
		"give them apart": {Addresses: []string{"https://reader:wordofmouth@host:9200"}},
		"it is no URL":    {Addresses: []string{"https://reader:wordofmouth@[host"}},
		"no http":         {Addresses: []string{"ftp://host:9200"}},
		"a query":         {Addresses: []string{"https://host:9200/?key=wordofmouth"}},
		"plain text":      {Addresses: []string{"http://192.0.2.1:9200"}, Username: "reader", Password: "wordofmouth"},
		"give one":        {Addresses: fine, Username: "reader", Password: "wordofmouth", APIKey: "wordofmouth"},
		"one is missing":  {Addresses: fine, Username: "reader"},
		"its key":         {Addresses: fine, TLS: TLS{CertFile: "cert.pem"}},
		"line break":      {Addresses: fine, APIKey: "wordofmouth\n"},
		"empty.pem has":   {Addresses: fine, TLS: TLS{CAFile: empty}},
		"missing.pem":     {Addresses: fine, TLS: TLS{CAFile: "missing.pem"}},
		"none.pem":        {Addresses: fine, TLS: TLS{CertFile: "none.pem", KeyFile: "none.key"}},
	} {
		_, err := New(config)
		if !errors.Is(err, ErrConfig) || !strings.Contains(fmt.Sprint(err), want) || strings.Contains(fmt.Sprint(err), "wordofmouth") {
			t.Errorf("New = %v, want ErrConfig with %q", err, want)
		}
	}
	_, err := New(Config{Addresses: []string{"a", "b"}, Username: "reader"})
	if got := strings.Count(fmt.Sprint(err), "\n"); got != 2 {
		t.Errorf("New = %v, want three faults", err)
	}
	for _, config := range []Config{
		{Addresses: []string{"http://127.0.0.1:9200/", "http://[::1]:9200", "http://localhost:9200/path/"}, Username: "reader", Password: "p"},
		{Addresses: []string{"http://192.0.2.1:9200"}, APIKey: "k", PlainCredentials: true},
	} {
		if _, err := New(config); err != nil {
			t.Errorf("New(%v) = %v", config.Addresses, err)
		}
	}
}
