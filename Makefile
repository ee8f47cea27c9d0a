# Thin names for plain commands. `make` lists them.

GO      ?= go
# nomsgpack leaves out a codec that gin brings and nothing here uses: 7 MB of the binary.
TAGS    ?= nomsgpack
ADDR    ?= 127.0.0.1:8080
FUZZTIME ?= 60s
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
OPENSEARCH ?= 2
UNITS   ?= 10000
SIZES   ?= 10000,100000,1000000,3000000
PEERS   ?= installed
BENCHDIR ?= $(or $(TMPDIR),/tmp)/plenary-bench
BENCH    = cd bench && $(GO) run -tags $(TAGS) . -dir $(BENCHDIR) -engines $(PEERS) -revision $(VERSION)
LDFLAGS  = -s -w -X main.version=$(VERSION)

.DEFAULT_GOAL := help
.PHONY: help build run test axe race browser cluster test-cluster fuzz bench bench-index bench-growth bench-cluster bench-peers microbench eval extraction relevance lint cover golden clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## build bin/plenary
	CGO_ENABLED=0 $(GO) build -tags $(TAGS) -trimpath -ldflags '$(LDFLAGS)' -o bin/plenary ./cmd/plenary

run: build ## serve the search page on the embedded seeds, at http://127.0.0.1:8080/
	bin/plenary serve --addr $(ADDR)

test: ## run all tests
	$(GO) test -tags $(TAGS) ./...

browser: web/testdata/axe-core/package/axe.min.js ## try the page in Chromium, with the axe rules; fails where it cannot
	PLENARY_TEST_REQUIRE=browser $(GO) test -tags $(TAGS) -count=1 -run '^TestBrowser' ./web

cluster: ## start a cluster of three OpenSearch nodes on loopback and print their addresses; interrupt ends it (needs a JDK and Maven); JAVA_OPTIONS=-Xmx4g
	$(GO) run ./search/cluster/clustertest/start $(OPENSEARCH) $(JAVA_OPTIONS)

test-cluster: ## run the tests of the OpenSearch engine on such a cluster, or on that at PLENARY_OPENSEARCH; fails where it cannot
	PLENARY_TEST_REQUIRE=opensearch PLENARY_OPENSEARCH=$${PLENARY_OPENSEARCH:-start-$(OPENSEARCH)} \
		$(GO) test -tags $(TAGS) -count=1 -p 1 -timeout 25m ./search/cluster/...
	PLENARY_TEST_REQUIRE=opensearch PLENARY_OPENSEARCH=$${PLENARY_OPENSEARCH:-start-$(OPENSEARCH)} \
		$(GO) test -tags $(TAGS) -count=1 -run Cluster ./cmd/plenary

axe: web/testdata/axe-core/package/axe.min.js ## fetch the accessibility rules that the browser tests apply (needs npm)

web/testdata/axe-core/package/axe.min.js:
	mkdir -p web/testdata/axe-core
	cd web/testdata/axe-core && npm pack --silent axe-core@4.14.1 && tar xzf axe-core-4.14.1.tgz package/axe.min.js package/LICENSE && rm axe-core-4.14.1.tgz

race: ## run all tests with the race detector (needs a C compiler)
	CGO_ENABLED=1 $(GO) test -tags $(TAGS) -race ./...

eval: ## print precision and recall of every kind of tag, and of the queries, against the hand-checked gold
	$(GO) test -tags $(TAGS) -count=1 -v -run Gold ./index/... ./search/... ./cmd/... | grep -Ev '^ *(=== |--- PASS|PASS|ok|\?|testing: )'

extraction: ## measure what is read from the corpus beside the project: Akoma Ntoso, anchors, plain text, languages, PDF, citations (9 minutes)
	$(GO) test -tags $(TAGS) -count=1 -v -timeout 30m -run '^Test(AKN|Anchors|Language|Plain)$$' ./index/evaluate -akn-every 1
	PLENARY_EVAL=1 $(GO) test -tags $(TAGS) -count=1 -v -run '^TestGoldPDF' ./index/evaluate
	$(GO) test -tags $(TAGS) -count=1 -timeout 30m -run '^(TestLinks|TestPrecision)$$' ./index/citation -links-every 1
	cat index/citation/testdata/links_all.txt

relevance: ## measure rankings on the judged queries of the corpus beside the project, against plain BM25 (5 minutes)
	$(GO) test -tags $(TAGS) -count=1 -v -timeout 30m -run '^Test(ADI|CISI|Resolutions)$$' ./search/relevance -resolutions

fuzz: ## run every fuzz target for FUZZTIME (60s)
	@set -e; for file in $$(git grep -l '^func Fuzz' -- '*_test.go'); do \
		for target in $$(sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\).*/\1/p' $$file); do \
			echo "$$(dirname $$file) $$target"; \
			$(GO) test -tags $(TAGS) -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) ./$$(dirname $$file); \
		done; \
	done

bench: ## measure plenary beside its peers; UNITS=1000000 PEERS=all for the figures that count, REUSE=1 keeps indexes
	$(BENCH) -units $(UNITS) $(if $(REUSE),-reuse)

bench-index: ## only build the indexes that bench with REUSE=1 asks
	$(BENCH) -units $(UNITS) -only draw
	$(BENCH) -units $(UNITS) -only index $(if $(REUSE),-reuse)

bench-growth: PEERS = plenary
bench-growth: ## measure how each figure of plenary grows with the units; SIZES=10000,100000 for others, REUSE=1 keeps indexes
	$(BENCH) -sizes '$(SIZES)' $(if $(REUSE),-reuse)

bench-cluster: ## measure plenary on an OpenSearch cluster of three local nodes beside the cluster alone and the embedded engine (needs a JDK and Maven); UNITS=100000
	cd bench && $(GO) run -tags $(TAGS) ./cluster -dir $(BENCHDIR) -opensearch $(OPENSEARCH) -revision $(VERSION) -units $(UNITS)

bench-peers: ## install the peers that bench measures beside plenary: tantivy, Xapian, Lucene (needs pip, apt-get, mvn)
	bench/peers/install.sh $(BENCHDIR)/peers

microbench: ## run the benchmarks of the packages
	$(GO) test -tags $(TAGS) -run '^$$' -bench . -benchmem ./...

lint: ## check formatting, vet, staticcheck, tidiness
	@test -z "$$(gofmt -l .)" || { echo 'gofmt -w these files:'; gofmt -l .; exit 1; }
	$(GO) vet -tags $(TAGS) ./...
	$(GO) run honnef.co/go/tools/cmd/staticcheck@v0.8.0 -tags $(TAGS) ./...
	$(GO) mod tidy -diff

cover: ## show which lines no test reaches
	$(GO) test -tags $(TAGS) -coverprofile cover.out -coverpkg ./... ./... && $(GO) tool cover -html cover.out

golden: ## rewrite the golden files; read the diff before you commit it
	$(GO) test -tags $(TAGS) ./... -update

clean: ## remove what the targets above made
	rm -rf bin cover.out
