module tgferry-interop-gogram

go 1.25.0

require (
	github.com/amarnathcjd/gogram v1.6.11-0.20251216220425-d8aa810fd1e2
	tgferry-interop-judge v0.0.0
)

replace tgferry-interop-judge => ../judge
