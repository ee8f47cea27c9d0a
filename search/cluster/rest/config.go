package rest

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// ErrConfig is a fault of a Config; the error lists all there are.
var ErrConfig = errors.New("connection to the cluster")

// Config says where a cluster is and how to speak to it. The zero value of each field but Addresses stands for its default.
type Config struct {
	Addresses []string // of nodes or of proxies before them: http or https, host, port, perhaps a path; no credentials

	Username string
	Password Secret
	APIKey   Secret // sent instead of user name and password, encoded as the cluster gave it
	// PlainCredentials allows credentials to be sent without TLS to other machines.
	PlainCredentials bool
	TLS              TLS

	Timeout      time.Duration // of one try of a read; 10 s
	WriteTimeout time.Duration // of one try of anything else; 2 min
	Attempts     int           // tries of a call that may be repeated; 3, or one for each address if these are more
	Wait         time.Duration // before a second try, doubled for each further one up to 10 s, and varied by chance; 200 ms

	BulkBytes      int // size of a bulk request before compression; 8 MiB. A larger action is sent alone.
	BulkAttempts   int // tries of what the cluster has no room for, as long as none of it goes through; 8
	GzipBytes      int // smallest body that is compressed; 4 KiB. Negative: nothing is compressed, answers neither.
	MaxAnswer      int // largest answer, uncompressed, in bytes; 64 MiB
	Logger         *slog.Logger
	RoundTripper   http.RoundTripper // for tests: replaces connections and TLS
	DialTimeout    time.Duration     // 3 s, for TLS once more
	MaxIdlePerHost int               // connections kept for later requests; 32
}

// TLS says whom to trust and who we are, by names of PEM files.
type TLS struct {
	CAFile     string // authorities to trust instead of the system's
	CertFile   string // our certificate and
	KeyFile    string // its key, where the cluster wants one
	ServerName string // the name that certificates are for, where it is not the address's
	Insecure   bool   // trust everyone: whoever is in between reads and changes everything
}

// A Secret is printed as dots, by whatever means.
type Secret string

const dots = "•••"

// Format prints dots for every verb.
func (s Secret) Format(f fmt.State, _ rune) { fmt.Fprint(f, s.mask()) }

// MarshalText gives dots, also in JSON and in logs.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.mask()), nil }

// LogValue gives dots.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.mask()) }

func (s Secret) mask() string {
	if s == "" {
		return ""
	}
	return dots
}

// withDefaults fills in what is left out.
func (c Config) withDefaults() Config {
	fill(&c.Timeout, 10*time.Second)
	fill(&c.WriteTimeout, 2*time.Minute)
	fill(&c.Attempts, max(3, len(c.Addresses)))
	fill(&c.Wait, 200*time.Millisecond)
	fill(&c.BulkBytes, 8<<20)
	fill(&c.BulkAttempts, 8)
	fill(&c.GzipBytes, 4<<10)
	fill(&c.MaxAnswer, 64<<20)
	fill(&c.DialTimeout, 3*time.Second)
	fill(&c.MaxIdlePerHost, 32)
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return c
}

func fill[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

// validate returns the addresses without slashes at their ends, or every fault of the configuration.
func (c Config) validate() ([]string, error) {
	var faults []error
	fault := func(format string, values ...any) {
		faults = append(faults, fmt.Errorf("%w: %w", ErrConfig, fmt.Errorf(format, values...)))
	}
	if len(c.Addresses) == 0 {
		fault("no address; give one for each node, as https://host:9200")
	}
	var bases []string
	for i, address := range c.Addresses {
		base, err := c.base(address)
		if err != nil {
			fault("address %d: %w", i+1, err)
		}
		bases = append(bases, base)
	}
	if c.APIKey != "" && c.Username != "" {
		fault("both an API key and a user name; give one")
	}
	if (c.Username == "") != (c.Password == "") {
		fault("user name and password go together; one is missing")
	}
	if strings.ContainsAny(string(c.APIKey), "\r\n") {
		fault("the API key has a line break")
	}
	if (c.TLS.CertFile == "") != (c.TLS.KeyFile == "") {
		fault("a client certificate and its key go together; one is missing")
	}
	return bases, errors.Join(faults...)
}

// base checks an address. Errors do not quote it, since it may have a password in it.
func (c Config) base(address string) (string, error) {
	u, err := url.Parse(strings.TrimRight(address, "/"))
	switch {
	case err != nil:
		return "", errors.New("it is no URL; write https://host:9200")
	case u.User != nil:
		return "", errors.New("it has credentials in it; give them apart, so that no log has them")
	case u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "":
		return "", errors.New("it is no http or https URL; write https://host:9200")
	case u.RawQuery != "" || u.Fragment != "":
		return "", errors.New("it has a query or a fragment; leave them out")
	case u.Scheme == "http" && c.credentials() && !c.PlainCredentials && !loopback(u.Hostname()):
		return "", errors.New("credentials would go over the network as plain text; use https, or allow it")
	}
	return u.String(), nil
}

func (c Config) credentials() bool { return c.Username != "" || c.APIKey != "" }

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
