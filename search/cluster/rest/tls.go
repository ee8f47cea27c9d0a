package rest

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"os"
)

// transport makes the connections that a configuration asks for.
func (c Config) transport() (http.RoundTripper, error) {
	if c.RoundTripper != nil {
		return c.RoundTripper, nil
	}
	secure, err := c.TLS.config()
	if err != nil {
		return nil, err
	}
	return &http.Transport{
		Proxy:               nil, // addresses come from the configuration alone
		DialContext:         (&net.Dialer{Timeout: c.DialTimeout}).DialContext,
		TLSClientConfig:     secure,
		TLSHandshakeTimeout: c.DialTimeout,
		MaxIdleConnsPerHost: c.MaxIdlePerHost,
		IdleConnTimeout:     idleTimeout,
		DisableCompression:  c.GzipBytes < 0,
	}, nil
}

// config reads the files of a TLS configuration; errors name the file.
func (t TLS) config() (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12, ServerName: t.ServerName, InsecureSkipVerify: t.Insecure}
	if t.CAFile != "" {
		text, err := os.ReadFile(t.CAFile)
		if err != nil {
			return nil, fmt.Errorf("%w: authorities: %w", ErrConfig, err)
		}
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(text) {
			return nil, fmt.Errorf("%w: authorities: %s has no certificate in PEM form", ErrConfig, t.CAFile)
		}
	}
	if t.CertFile != "" {
		certificate, err := tls.LoadX509KeyPair(t.CertFile, t.KeyFile)
		if err != nil {
			return nil, fmt.Errorf("%w: client certificate %s with key %s: %w", ErrConfig, t.CertFile, t.KeyFile, err)
		}
		config.Certificates = []tls.Certificate{certificate}
	}
	return config, nil
}
