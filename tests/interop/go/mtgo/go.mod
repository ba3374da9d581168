module tgferry-interop-mtgo

go 1.26.2

require (
	github.com/mtgo-labs/session-converter v0.5.0
	github.com/mtgo-labs/storage v0.1.1
	github.com/mtgo-labs/storage/sqlite v0.1.0
)

require (
	github.com/dustin/go-humanize v1.0.1 // indirect
	github.com/google/uuid v1.6.0 // indirect
	github.com/mattn/go-isatty v0.0.20 // indirect
	github.com/ncruces/go-strftime v0.1.9 // indirect
	github.com/remyoudompheng/bigfft v0.0.0-20230129092748-24d4a6f8daec // indirect
	golang.org/x/sys v0.22.0 // indirect
	modernc.org/libc v1.55.3 // indirect
	modernc.org/mathutil v1.6.0 // indirect
	modernc.org/memory v1.8.0 // indirect
	modernc.org/sqlite v1.34.5 // indirect
	tgferry-interop-judge v0.0.0
)

replace github.com/mtgo-labs/storage v0.0.0 => github.com/mtgo-labs/storage v0.1.1

replace tgferry-interop-judge => ../judge
