module github.com/plenary-search/plenary/bench

go 1.26.0

require (
	github.com/klauspost/compress v1.17.6
	github.com/plenary-search/plenary v0.0.0
)

require (
	github.com/google/uuid v1.6.0 // indirect
	github.com/jolestar/go-commons-pool/v2 v2.1.2 // indirect
	github.com/klippa-app/go-pdfium v1.20.0 // indirect
	github.com/kljensen/snowball v0.10.0 // indirect
	github.com/tetratelabs/wazero v1.12.0 // indirect
	golang.org/x/sys v0.48.0 // indirect
	golang.org/x/text v0.43.0 // indirect
)

replace github.com/plenary-search/plenary => ../
